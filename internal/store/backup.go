package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"gorm.io/driver/sqlite"
)

// errUsePgDump: PostgreSQL has its own, better tools for this.
var errUsePgDump = errors.New("on PostgreSQL use pg_dump --format=custom and pg_restore")

// Backup writes a whole, consistent copy of the SQLite database to a new file
// while the program serves. It returns an error when the file exists. Until the
// copy is whole, checked and on the disk it is called FILE.part, so that what a
// full disk or a kill leaves is never taken for a backup; the next one replaces
// it.
func (d *DB) Backup(ctx context.Context, file string) error {
	if d.dialect != onSQLite {
		return errUsePgDump
	}
	if there(file) {
		return fmt.Errorf("%s exists: a backup never overwrites", file)
	}
	part := file + ".part"
	if err := d.backupTo(ctx, part); err != nil {
		return fmt.Errorf("backup: %w", errors.Join(err, removeFile(part)))
	}
	if there(file) {
		return fmt.Errorf("%s exists: a backup never overwrites; the new one is %s", file, part)
	}
	return rename(part, file)
}

func (d *DB) backupTo(ctx context.Context, part string) error {
	if err := errors.Join(removeFile(part), makePrivate(part)); err != nil {
		return err
	}
	// VACUUM INTO reads one moment of the database and needs no lock on it; the
	// connections that may not write refuse it, so it goes through the writer.
	if err := d.write.WithContext(ctx).Exec("VACUUM INTO ?", part).Error; err != nil {
		return err
	}
	if err := examineFile(ctx, part); err != nil {
		return fmt.Errorf("the copy is not whole: %w", err)
	}
	return syncFile(part)
}

// examineFile is examine for a file that nobody writes, and leaves nothing
// beside it.
func examineFile(ctx context.Context, path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	pool, err := openPool(
		sqlite.New(sqlite.Config{DriverName: driverName, DSN: sqliteDSN(path, "&mode=ro&immutable=1")}), nil, 1,
	)
	if err != nil {
		return err
	}
	d := &DB{read: pool, write: pool, dialect: onSQLite}
	return errors.Join(d.examine(ctx), d.Close())
}

// examine reads the whole SQLite database and returns the first thing about it
// that is not as it must be.
func (d *DB) examine(ctx context.Context) error {
	var verdict string
	if err := d.read.WithContext(ctx).Raw("PRAGMA integrity_check(1)").Scan(&verdict).Error; err != nil {
		return err
	}
	if verdict != "ok" {
		return errors.New(verdict)
	}
	var orphans []struct{ Table, Parent string }
	if err := d.read.WithContext(ctx).Raw("PRAGMA foreign_key_check").Scan(&orphans).Error; err != nil {
		return err
	}
	for _, o := range orphans {
		return fmt.Errorf("a row of %s belongs to one of %s that is not there", o.Table, o.Parent)
	}
	return nil
}
