// Package storetest runs a test on both databases, each time on a database of
// its own with the current schema.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops databases

	"samenspraak/internal/store"
	"samenspraak/internal/testkit/machine"
)

// Fingerprint is the fingerprint of SECRET in the databases made here.
const Fingerprint = "storetest"

// Each runs a test on SQLite and on PostgreSQL.
func Each(t *testing.T, fn func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, Open(t, SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { fn(t, Open(t, Postgres(t))) })
}

// Open opens and migrates a database for one test and closes it at its end.
func Open(t testing.TB, setting string) *store.DB {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, setting, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := db.Update(ctx, func(tx *store.Tx) error { return tx.EnsureInstallation(Fingerprint) }); err != nil {
		t.Fatal(err)
	}
	return db
}

// SQLite returns the setting of a new database file with the current schema:
// a copy of one that each test process migrates once.
func SQLite(t testing.TB) string {
	t.Helper()
	blank, err := migratedFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "samenspraak.db")
	if err := os.WriteFile(path, blank, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

var migratedFile = sync.OnceValues(func() (content []byte, err error) {
	dir, err := os.MkdirTemp("", "storetest-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "blank.db")
	ctx := context.Background()
	db, err := store.Open(ctx, "sqlite:"+path, nil)
	if err != nil {
		return nil, err
	}
	// A backup is one whole file; the database itself has its newest pages in
	// the file beside it.
	whole := filepath.Join(dir, "whole.db")
	_, err = db.Migrate(ctx)
	if err = errors.Join(err, db.Backup(ctx, whole), db.Close()); err != nil {
		return nil, err
	}
	return os.ReadFile(whole)
})

var template struct {
	sync.Once
	name string
	err  error
}

// Postgres returns the setting of a new database on the server of the tests.
func Postgres(t testing.TB) string {
	t.Helper()
	server := machine.Postgres(t)
	template.Do(func() { template.name, template.err = makeTemplate(server) })
	if template.err != nil {
		t.Fatal(template.err)
	}
	return create(t, server, template.name)
}

// Settle does at once for a PostgreSQL database what its autovacuum does within
// minutes of much being written: until then its plans are guesses.
func Settle(t testing.TB, setting string) {
	t.Helper()
	if err := Execute(setting, "VACUUM ANALYZE"); err != nil {
		t.Fatal(err)
	}
}

// EmptyPostgres is Postgres without a schema, for tests of the migration.
func EmptyPostgres(t testing.TB) string {
	t.Helper()
	return create(t, machine.Postgres(t), "template0")
}

func create(t testing.TB, server, template string) string {
	t.Helper()
	name := "test_" + random()
	if err := Execute(server, "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = Execute(server, "DROP DATABASE "+name+" WITH (FORCE)") })
	return database(server, name)
}

// makeTemplate migrates one database per test process; the others are copies,
// which is ten times quicker.
func makeTemplate(server string) (string, error) {
	name := "template_" + random()
	if err := Execute(server, "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	ctx := context.Background()
	db, err := store.Open(ctx, database(server, name), nil)
	if err != nil {
		return "", err
	}
	if _, err := db.Migrate(ctx); err != nil {
		return "", err
	}
	return name, db.Close()
}

// Execute runs one statement on a PostgreSQL database.
func Execute(server, statement string) error {
	pool, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	_, err = pool.Exec(statement)
	return err
}

// Text asks a database for one value past the program.
func Text(t testing.TB, setting, query string) string {
	t.Helper()
	driver := "pgx"
	if path, ok := strings.CutPrefix(setting, "sqlite:"); ok {
		driver, setting = "sqlite3", path
	}
	pool, err := sql.Open(driver, setting)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	var value string
	if err := pool.QueryRowContext(t.Context(), query).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func database(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + name
	return u.String()
}

func random() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
