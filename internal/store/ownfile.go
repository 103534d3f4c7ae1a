package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// tails are what SQLite writes beside a database, and of one database with it.
var tails = []string{"-wal", "-shm", "-journal"}

// there says whether anything has this name, also a link that leads nowhere.
func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// makePrivate makes an empty file that only its owner may read.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), ownedAs(path, filepath.Dir(path)))
}

// ownedAs gives a file that root makes the owner of another, or of its folder:
// what an administrator does by hand must not lock the program out.
func ownedAs(path, model string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(model)
	if err != nil {
		return err
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	return os.Chown(path, int(s.Uid), int(s.Gid))
}

// tighten takes from others what they may do with a database, which holds
// personal data. What SQLite makes beside it gets the same mode. A group that
// may write is left: that is how two users share a file.
func tighten(path string) error {
	for _, tail := range append([]string{""}, tails...) {
		info, err := os.Stat(path + tail)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		mode := info.Mode().Perm()
		narrow := mode &^ 0o077
		if mode&0o020 != 0 {
			narrow = mode &^ 0o007
		}
		if narrow == mode {
			continue
		}
		if err := os.Chmod(path+tail, narrow); err != nil {
			return fmt.Errorf("DATABASE: %s can be read by others: %w", path+tail, err)
		}
	}
	return nil
}

// copyFile copies to a new private file that is on the disk when it returns.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// rename gives a file a name that is free, so that it still has it after the
// power went. What has the new name is never written over.
func rename(from, to string) error {
	if there(to) {
		return fmt.Errorf("%s exists", to)
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(to)
}

// removeFile removes a file, be it there or not.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncFolder makes durable which names the folder of a file has.
func syncFolder(path string) error {
	f, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
