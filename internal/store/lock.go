package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ErrInUse says that another process serves this SQLite file.
var ErrInUse = errors.New("the database file is in use by another samenspraak")

// Lock keeps the SQLite file for this process until release is called: serve,
// migrate and restore take it, staff, backup and doctor do not. On PostgreSQL
// it does nothing. The kernel drops the lock when the process dies.
func (d *DB) Lock() (release func(), err error) {
	if d.dialect != onSQLite {
		return func() {}, nil
	}
	return LockFile(d.path)
}

// Alone says whether the holder of the lock is the only process that serves
// this database.
func (d *DB) Alone() bool { return d.dialect == onSQLite }

// LockFile is Lock for a file that is not open yet. Whatever links lead to it,
// the lock is that of the file.
func LockFile(path string) (release func(), err error) {
	path, err = realPath(path)
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	model := path
	if !there(model) {
		model = filepath.Dir(path)
	}
	if err := ownedAs(path+".lock", model); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("lock %s: %w", path, ErrInUse)
	}
	return func() { _ = f.Close() }, nil
}
