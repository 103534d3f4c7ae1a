package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// uploadsPrefix begins the name of every folder made here.
const uploadsPrefix = "samenspraak-uploads-"

// OwnUploads gives this process a folder of its own under TMPDIR in which what
// is sent is spooled (mime/multipart spools to TMPDIR, and knows no other way),
// and clears away those of processes that were killed: what was uploaded to them
// may be under embargo. release removes the folder. With an error TMPDIR stays
// as it is.
//
// A folder is its process's as long as that holds a lock on it, which the kernel
// drops when the process dies. systemd-tmpfiles leaves a locked one alone too.
func OwnUploads() (release func(), err error) {
	parent := os.TempDir()
	for range 3 {
		var dir string
		if dir, err = os.MkdirTemp(parent, uploadsPrefix); err != nil {
			break
		}
		held, taken := lockFolder(dir)
		if !taken {
			continue // another process cleared it away before it was locked
		}
		sweepUploads(parent)
		if err = os.Setenv("TMPDIR", dir); err != nil {
			break
		}
		return func() {
			_ = os.RemoveAll(dir) // the next start clears away what is left
			_ = os.Setenv("TMPDIR", parent)
			_ = held.Close()
		}, nil
	}
	if err == nil {
		err = errors.New("others keep clearing it away")
	}
	return func() {}, fmt.Errorf("make a folder for uploads: %w", err)
}

// lockFolder keeps a folder for this process.
func lockFolder(dir string) (held *os.File, taken bool) {
	held, err := os.Open(dir)
	if err != nil {
		return nil, false
	}
	err = syscall.Flock(int(held.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		_, err = os.Lstat(dir)
	}
	if err != nil {
		_ = held.Close()
	}
	return held, err == nil
}

// sweepUploads clears away the folders of this user that nobody holds.
func sweepUploads(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), uploadsPrefix) {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue
		}
		dir := filepath.Join(parent, e.Name())
		if s, ok := info.Sys().(*syscall.Stat_t); !ok || int(s.Uid) != os.Geteuid() {
			continue
		}
		if held, taken := lockFolder(dir); taken {
			_ = os.RemoveAll(dir)
			_ = held.Close()
		}
	}
}
