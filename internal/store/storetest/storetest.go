// Package storetest runs a test on both databases, each time on a database of
// its own with the current schema.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops databases

	"samenspraak/internal/store"
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

// SQLite returns the setting of a new database file.
func SQLite(t testing.TB) string {
	return "sqlite:" + filepath.Join(t.TempDir(), "samenspraak.db")
}

var template struct {
	sync.Once
	name string
	err  error
}

// Postgres returns the setting of a new database on the server that
// SAMENSPRAAK_TEST_POSTGRES names; without one the test fails, because a
// skipped database is an untested one.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("SAMENSPRAAK_TEST_POSTGRES")
	if server == "" {
		t.Fatal("SAMENSPRAAK_TEST_POSTGRES names no server: run make test, or set it to postgres://user@host:port/postgres")
	}
	template.Do(func() { template.name, template.err = makeTemplate(server) })
	if template.err != nil {
		t.Fatal(template.err)
	}
	name := "test_" + random()
	if err := execute(server, "CREATE DATABASE "+name+" TEMPLATE "+template.name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = execute(server, "DROP DATABASE "+name+" WITH (FORCE)") })
	return database(server, name)
}

// makeTemplate migrates one database per test process; the others are copies,
// which is ten times quicker.
func makeTemplate(server string) (string, error) {
	name := "template_" + random()
	if err := execute(server, "CREATE DATABASE "+name); err != nil {
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

func execute(server, statement string) error {
	pool, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	_, err = pool.Exec(statement)
	return err
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
