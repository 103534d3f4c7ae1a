package store

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// Identity tells this database from every copy of it that has a place of its
// own. It stays the same while the program is away and when the machine starts
// anew; a machine that was put back to a snapshot cannot be told by it.
//
// On SQLite it is the file: its inode and the moment at which that was made, or
// the device where the file system keeps no such moment (the number of a device
// may be another after a start). On PostgreSQL it is the cluster and the
// database in it.
func (d *DB) Identity(ctx context.Context) (string, error) {
	if d.dialect == onSQLite {
		return fileIdentity(d.path)
	}
	db := d.read.WithContext(ctx)
	var it struct {
		Oid     int64
		Allowed bool
		Cluster string
	}
	// Whether a role may ask for the cluster's number is the administrator's to say.
	err := db.Raw(`SELECT oid, has_function_privilege('pg_control_system()', 'execute') AS allowed
		FROM pg_database WHERE datname = current_database()`).Scan(&it).Error
	if err == nil && it.Allowed {
		err = db.Raw("SELECT system_identifier::text AS cluster FROM pg_control_system()").Scan(&it.Cluster).Error
	}
	if err != nil {
		return "", fmt.Errorf("read the identity of the database: %w", err)
	}
	return fmt.Sprintf("postgres %s %d", it.Cluster, it.Oid), nil
}

func fileIdentity(path string) (string, error) {
	var s unix.Statx_t
	if err := unix.Statx(unix.AT_FDCWD, path, 0, unix.STATX_INO|unix.STATX_BTIME, &s); err != nil {
		return "", fmt.Errorf("read the identity of %s: %w", path, err)
	}
	if s.Mask&unix.STATX_BTIME == 0 {
		return fmt.Sprintf("file %d on %d:%d", s.Ino, s.Dev_major, s.Dev_minor), nil
	}
	return fmt.Sprintf("file %d of %d.%09d", s.Ino, s.Btime.Sec, s.Btime.Nsec), nil
}

// KnownIdentity is the identity that this database had when the program was
// last started on it, empty when it never was. Until the transaction ends no
// other instance reads it.
func (tx *Tx) KnownIdentity() (string, error) {
	row, err := lock[installationRow](tx, "id = ?", installationID)
	return row.DatabaseIdentity, err
}

// SetIdentity notes the identity that this database has.
func (tx *Tx) SetIdentity(identity string) error {
	return set[installationRow](tx, columns{"database_identity": identity}, "id = ?", installationID)
}

// SetCameBack notes that this database was restored or copied.
func (tx *Tx) SetCameBack(now time.Time) error {
	return set[installationRow](tx, columns{"restored_at": utc(now)}, "id = ?", installationID)
}
