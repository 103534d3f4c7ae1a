package store_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// openers are all ways to open a database that must be there.
var openers = map[string]func(context.Context, string) (*store.DB, error){
	"existing":  func(ctx context.Context, s string) (*store.DB, error) { return store.OpenExisting(ctx, s, nil) },
	"read only": store.OpenReadOnly,
}

// TestSlipInThePathMakesNothing: only migrate begins a database.
func TestSlipInThePathMakesNothing(t *testing.T) {
	for name, open := range openers {
		dir := t.TempDir()
		path := filepath.Join(dir, "verkeerd.db")
		if _, err := open(t.Context(), "sqlite:"+path); err == nil || !strings.Contains(err.Error(), path) ||
			!strings.Contains(err.Error(), "samenspraak migrate") {
			t.Errorf("%s: %v", name, err)
		}
		if got := folder(t, dir); len(got) != 0 {
			t.Errorf("%s left %v", name, got)
		}
	}
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "new.db"), nil)
	if err != nil {
		t.Errorf("Open of a new file: %v", err)
	} else if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// TestLookingChangesNothing: who opens a database to look leaves it as it was,
// whatever is the matter with it.
func TestLookingChangesNothing(t *testing.T) {
	empty := "sqlite:" + filepath.Join(t.TempDir(), "empty.db")
	db, err := store.Open(t.Context(), empty, nil)
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, setting := range map[string]string{
		"sqlite": storetest.SQLite(t), "sqlite without a schema": empty, "postgres": storetest.Postgres(t),
		"postgres without a schema": storetest.EmptyPostgres(t),
	} {
		dir := filepath.Dir(strings.TrimPrefix(setting, "sqlite:"))
		var before map[string][32]byte
		if strings.HasPrefix(setting, "sqlite:") {
			before = folder(t, dir)
		}
		db, err := store.OpenReadOnly(t.Context(), setting)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := db.Current(t.Context()); (err != nil) != strings.HasSuffix(name, "without a schema") ||
			err != nil && !strings.Contains(err.Error(), "samenspraak migrate") {
			t.Errorf("%s: Current = %v", name, err)
		}
		if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.EnsureInstallation("x") }); err == nil {
			t.Errorf("%s: it could be written", name)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		if before == nil {
			wantNoVersionTable(t, name, setting)
			continue
		}
		if diff := cmp.Diff(before, folder(t, dir)); diff != "" {
			t.Errorf("%s: looking changed (-before +after):\n%s", name, diff)
		}
	}
}

// wantNoVersionTable: a database without a schema must still have no table.
func wantNoVersionTable(t *testing.T, name, setting string) {
	t.Helper()
	if !strings.HasSuffix(name, "without a schema") {
		return
	}
	pool, err := sql.Open("pgx", setting)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	var n int
	if err := pool.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").
		Scan(&n); err != nil || n != 0 {
		t.Errorf("%s: looking made %d tables, %v", name, n, err)
	}
}

// folder is what is kept in a folder: the digest of each file by its name.
func folder(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][32]byte{}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		// SQLite shares memory through the one, and the other is empty as long as
		// nobody wrote.
		if strings.HasSuffix(e.Name(), "-shm") || strings.HasSuffix(e.Name(), "-wal") && len(content) == 0 {
			continue
		}
		all[e.Name()] = sha256.Sum256(content)
	}
	return all
}

func TestSameSecretComparesAndTiesNothing(t *testing.T) {
	for name, setting := range map[string]string{"sqlite": storetest.SQLite(t), "postgres": storetest.Postgres(t)} {
		db, err := store.OpenExisting(t.Context(), setting, nil)
		if err != nil {
			t.Fatal(err)
		}
		same := func(fingerprint string) error {
			return db.View(t.Context(), func(tx *store.Tx) error { return tx.SameSecret(fingerprint) })
		}
		if err := same("a"); !errors.Is(err, consult.ErrNotFound) {
			t.Errorf("%s: before the first start SameSecret = %v", name, err)
		}
		if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.EnsureInstallation("b") }); err != nil {
			t.Fatalf("%s: looking tied the database to a secret: %v", name, err)
		}
		if err := same("b"); err != nil {
			t.Errorf("%s: the right secret: %v", name, err)
		}
		if err := same("a"); !errors.Is(err, consult.ErrConflict) {
			t.Errorf("%s: another secret: %v", name, err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestLinksLeadToOneLock: SQLite's own files lie beside the file that a
// symbolic link leads to, and so does the lock. A hard link cannot be followed,
// so a file with two names is refused.
func TestLinksLeadToOneLock(t *testing.T) {
	setting := storetest.SQLite(t)
	path := strings.TrimPrefix(setting, "sqlite:")
	first := storetest.Open(t, setting)
	release, err := first.Lock()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	elsewhere := t.TempDir()
	link, folderLink := filepath.Join(elsewhere, "link.db"), filepath.Join(elsewhere, "folder")
	for from, to := range map[string]string{link: path, folderLink: filepath.Dir(path)} {
		if err := os.Symlink(to, from); err != nil {
			t.Fatal(err)
		}
	}
	for _, way := range []string{link, filepath.Join(folderLink, filepath.Base(path))} {
		second, err := store.OpenExisting(t.Context(), "sqlite:"+way, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := second.Lock(); !errors.Is(err, store.ErrInUse) {
			t.Errorf("through %s: %v", way, err)
		}
		if err := second.Close(); err != nil {
			t.Error(err)
		}
	}
	hard := filepath.Join(filepath.Dir(path), "hard.db")
	if err := os.Link(path, hard); err != nil {
		t.Fatal(err)
	}
	for name, open := range openers {
		if _, err := open(t.Context(), "sqlite:"+hard); err == nil || !strings.Contains(err.Error(), "hard link") {
			t.Errorf("%s through a hard link: %v", name, err)
		}
	}
}
