package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// errUsePgDump: PostgreSQL has its own, better tools for this.
var errUsePgDump = errors.New("on PostgreSQL use pg_dump --format=custom and pg_restore")

// Backup writes a whole, consistent copy of the SQLite database to a new file
// while the program serves. It returns an error when the file exists.
func (d *DB) Backup(ctx context.Context, file string) error {
	if d.dialect != onSQLite {
		return errUsePgDump
	}
	if _, err := os.Stat(file); err == nil {
		return fmt.Errorf("%s exists: a backup never overwrites", file)
	}
	// VACUUM INTO reads one moment of the database and needs no lock on it; the
	// connections that may not write refuse it, so it goes through the writer.
	if err := d.write.WithContext(ctx).Exec("VACUUM INTO ?", file).Error; err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return syncFile(file)
}

// Restore puts a backup in the place of the database that a setting names. The
// former database is kept beside it as PATH.before-restore. All mail that
// waited in the backup is held until a person releases it: some of it may have
// gone out after the backup was made.
func Restore(ctx context.Context, setting, file string, now time.Time) (held int64, err error) {
	path, ok := strings.CutPrefix(setting, "sqlite:")
	if !ok {
		return 0, errUsePgDump
	}
	release, err := LockFile(path)
	if err != nil {
		return 0, err
	}
	defer release()
	if err := checkFile(ctx, file); err != nil {
		return 0, fmt.Errorf("%s is not a whole backup: %w", file, err)
	}
	if err := putInPlace(file, path); err != nil {
		return 0, fmt.Errorf("restore: %w", err)
	}
	db, err := Open(ctx, setting, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = db.Close() }()
	err = db.Update(ctx, func(tx *Tx) error {
		held, err = tx.HoldMail("restored")
		if err != nil {
			return err
		}
		return set[installationRow](tx, columns{"restored_at": utc(now)}, "id = ?", installationID)
	})
	return held, err
}

func checkFile(ctx context.Context, file string) error {
	if _, err := os.Stat(file); err != nil {
		return err
	}
	copied := filepath.Join(filepath.Dir(file), ".check-"+filepath.Base(file))
	defer func() { _ = os.Remove(copied); _ = os.Remove(copied + "-wal"); _ = os.Remove(copied + "-shm") }()
	if err := copyFile(file, copied); err != nil {
		return err
	}
	db, err := openSQLite(copied, toWrite, nil)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var verdict string
	if err := db.write.WithContext(ctx).Raw("PRAGMA integrity_check").Scan(&verdict).Error; err != nil {
		return err
	}
	if verdict != "ok" {
		return errors.New(verdict)
	}
	p, err := db.provider()
	if err != nil {
		return err
	}
	return db.refuseNewer(ctx, p) // an older one is restored and then migrated
}

func putInPlace(file, path string) error {
	if _, err := os.Stat(path); err == nil {
		for _, tail := range []string{"", "-wal", "-shm"} {
			if err := os.Rename(path+tail, path+".before-restore"+tail); err != nil && !os.IsNotExist(err) {
				return err
			}
		}
	}
	if err := copyFile(file, path+".restoring"); err != nil {
		return err
	}
	return os.Rename(path+".restoring", path)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
