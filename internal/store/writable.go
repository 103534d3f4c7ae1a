package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
)

// accessWrite is W_OK of access(2).
const accessWrite = 2

// Writable says why the SQLite file of a setting cannot be written, without
// trying: it, its folder (where SQLite keeps the newest commits) or their disk
// is read-only, or not this user's. For PostgreSQL it says nothing.
func Writable(setting string) error {
	path, lite := strings.CutPrefix(setting, "sqlite:")
	if !lite {
		return nil
	}
	path, err := realPath(path)
	if err != nil {
		return err
	}
	return writable(path)
}

func writable(path string) error {
	for _, place := range []string{path, filepath.Dir(path)} {
		switch err := syscall.Access(place, accessWrite); {
		case errors.Is(err, syscall.EROFS):
			return fmt.Errorf("DATABASE: %s is on a read-only file system", place)
		case err != nil:
			return fmt.Errorf("DATABASE: %s cannot be written by this user: %w", place, err)
		}
	}
	return nil
}
