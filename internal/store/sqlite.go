package store

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	"gorm.io/driver/sqlite"
)

func openSQLite(path string, want access, log *slog.Logger) (*DB, error) {
	path, err := realPath(path)
	if err != nil {
		return nil, err
	}
	if err := lookAtFile(path, want); err != nil {
		return nil, err
	}
	d := &DB{dialect: onSQLite, path: path, log: log}
	if want == toRead {
		only := "&mode=ro&_query_only=1"
		if _, err := os.Lstat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
			// Nobody has it open, and SQLite need not make the files beside it, which
			// who only reads could not take away again.
			only += "&immutable=1"
		}
		d.read, err = openPool(sqlite.New(sqlite.Config{DriverName: driverName, DSN: sqliteDSN(path, only)}), log, 4)
		if err == nil {
			err = d.read.Exec("SELECT COUNT(*) FROM sqlite_master").Error
		}
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
		d.write = d.read
		return d, nil
	}
	const wal = "&mode=rw&_journal_mode=WAL"
	d.write, err = openPool(
		sqlite.New(
			sqlite.Config{DriverName: driverName, DSN: sqliteDSN(path, wal+"&_txlock=immediate&_secure_delete=on")},
		), log, 1,
	)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	// The journal mode is a property of the file and is set by its first
	// connection: readers opened before the writer would find no WAL.
	if err := d.write.Exec("SELECT 1").Error; err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	d.read, err = openPool(
		sqlite.New(sqlite.Config{DriverName: driverName, DSN: sqliteDSN(path, wal+"&_query_only=1")}), log, 4,
	)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return d, nil
}

// sqliteDSN carries every pragma, so that each connection of a pool has them: a
// pragma that is executed reaches one connection only. synchronous=FULL because
// in WAL mode NORMAL may lose the last commits when power fails. The writer has
// secure_delete: what is erased is overwritten in the file too.
func sqliteDSN(path, more string) string {
	file := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
	return file + "?_busy_timeout=5000&_foreign_keys=on&_synchronous=FULL&_stmt_cache_size=256&_cache_size=-8000" + more
}

// realPath is where the file that a setting names really lies, past every
// symbolic link: SQLite keeps its own files beside that one, and so must we. The
// file itself need not be there.
func realPath(path string) (string, error) {
	if path == "" {
		return "", errors.New("DATABASE names no file: sqlite:PATH")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("DATABASE: %w", err)
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		dir, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return "", fmt.Errorf("DATABASE: the folder of %s: %w", path, err)
		}
		return filepath.Join(dir, filepath.Base(path)), nil
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", fmt.Errorf("DATABASE: %s: %w", path, err)
	}
	return real, nil
}

// lookAtFile refuses a file that must not be opened, and makes one where that
// is wanted, which nobody else may read.
func lookAtFile(path string, want access) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && unfinished(path):
		return fmt.Errorf(
			"DATABASE: %s is gone and parts of it still stand beside it: it was moved by hand or a restore was not finished; run samenspraak restore", path,
		)
	case errors.Is(err, fs.ErrNotExist) && want != toMake:
		return fmt.Errorf("DATABASE: there is no file %s: mend the path, or make it with samenspraak migrate", path)
	case errors.Is(err, fs.ErrNotExist):
		err = makePrivate(path)
	}
	if err != nil {
		return fmt.Errorf("DATABASE: %w", err)
	}
	// SQLite names the file with the newest commits after the path it was opened
	// by: under two names there would be two of those, and each program would
	// write over what the other had committed.
	if info != nil && hardLinked(info) {
		return fmt.Errorf(
			"DATABASE: %s has another name too (a hard link), under which it could be in use: remove one, or copy it with samenspraak backup", path,
		)
	}
	if want == toRead {
		return nil
	}
	if err := writable(path); err != nil {
		return err
	}
	return tighten(path)
}

func hardLinked(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && s.Nlink > 1
}

// unfinished says whether parts of a database stand beside the place where it
// would be. A new one there would destroy them.
func unfinished(path string) bool {
	r := restoration{path: path}
	for _, name := range append(r.copies(), path+"-wal", path+"-journal") {
		if info, err := os.Stat(name); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}
