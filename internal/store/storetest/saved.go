package storetest

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Saves are the schemas of which a database was saved (schema-0007 …), oldest
// first. Each was written by the last program of that schema.
func Saves(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(savedFolder(t), "schema-*.db.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no saved databases: %v", err)
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(filepath.Base(f), ".db.gz")
	}
	slices.Sort(files)
	return files
}

// SavedSQLite returns the setting of a copy of a saved database, in the schema
// in which it was saved.
func SavedSQLite(t testing.TB, save string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), save+".db")
	if err := os.WriteFile(path, unpack(t, save+".db.gz"), 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// SavedPostgres is SavedSQLite on PostgreSQL.
func SavedPostgres(t testing.TB, save string) string {
	t.Helper()
	setting := EmptyPostgres(t)
	if err := Execute(setting, string(unpack(t, save+".sql.gz"))); err != nil {
		t.Fatalf("read the dump %s: %v", save, err)
	}
	return setting
}

func unpack(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join(savedFolder(t), name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// savedFolder is internal/store/testdata, from wherever in the project a test
// runs: a test stands in the folder of its package.
func savedFolder(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for ; err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, gone := os.Stat(filepath.Join(dir, "go.mod")); gone == nil {
			return filepath.Join(dir, "internal", "store", "testdata")
		}
	}
	t.Fatalf("no go.mod above this test: %v", err)
	return ""
}

// Save writes a SQLite database, given as a backup of it, or the plain dump of a
// PostgreSQL one, to the saved databases.
func Save(t testing.TB, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(savedFolder(t), 0o755); err != nil { //nolint:gosec // it is part of the source
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(savedFolder(t), name+".gz"))
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(content)
	}
	if err == nil {
		err = z.Close()
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
