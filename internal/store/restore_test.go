package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
)

// crashed is a database as a kill leaves it: its newest commits stand in the
// file beside it.
type crashed struct {
	dir, path string
	backup    string // made before the newest commit
}

// What crashed holds, and what its backup does.
var (
	inBackup = []string{"before"}
	inAll    = []string{"before", "after"}
)

// crashedFiles is made once: the content of its files by their tail, and of the
// backup as "backup".
var crashedFiles map[string][]byte

func crash(t *testing.T) crashed {
	t.Helper()
	if crashedFiles == nil {
		crashedFiles = crashOnce(t)
	}
	c := crashed{dir: t.TempDir(), backup: filepath.Join(t.TempDir(), "backup.db")}
	c.path = filepath.Join(c.dir, "samenspraak.db")
	for tail, content := range crashedFiles {
		path := c.path + tail
		if tail == "backup" {
			path = c.backup
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func crashOnce(t *testing.T) map[string][]byte {
	t.Helper()
	db := freshSQLite(t)
	note(t, db, "before")
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := db.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	note(t, db, "after")
	files := map[string][]byte{}
	for tail, path := range map[string]string{
		"": db.path, "-wal": db.path + "-wal", "-shm": db.path + "-shm", "backup": backup,
	} {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[tail] = content
	}
	return files
}

// note records an event: what a database holds is told by these.
func note(t *testing.T, db *DB, action string) {
	t.Helper()
	err := db.Update(t.Context(), func(tx *Tx) error {
		if err := tx.EnsureInstallation("here"); err != nil {
			return err
		}
		tx.Record(
			consult.Event{At: time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC), Actor: consult.SystemActor, Action: action},
		)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (c crashed) restore(t *testing.T) (former string, err error) {
	t.Helper()
	return Restore(t.Context(), "sqlite:"+c.path, c.backup, func(*DB) error { return nil })
}

// holds returns what a database with its tails holds, in order, or what is
// wrong with it. It looks at a copy.
func holds(t *testing.T, path string) ([]string, error) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "look.db")
	for _, tail := range []string{"", "-wal", "-journal"} {
		if tail != "" && !there(path+tail) {
			continue
		}
		if err := copyFile(path+tail, copied+tail); err != nil {
			return nil, err
		}
	}
	db, err := openSQLite(copied, toWrite, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	_, err = db.VerifyAudit(t.Context(), "")
	var events []consult.Event
	err = errors.Join(db.examine(t.Context()), err, db.View(t.Context(), func(tx *Tx) (err error) {
		events, err = tx.Events(EventFilter{Limit: 10})
		return err
	}))
	var actions []string
	for _, e := range slices.Backward(events) {
		actions = append(actions, e.Action)
	}
	return actions, err
}

func wantHolds(t *testing.T, what, path string, want []string) {
	t.Helper()
	if got, err := holds(t, path); err != nil || !slices.Equal(got, want) {
		t.Errorf("%s: %s holds %v, %v; want %v", what, filepath.Base(path), got, err, want)
	}
}

// TestRestoreOverAStaleWAL: whoever moves a broken database away leaves its
// tails, and they must not be read into the backup. They are kept: with the
// file that was moved away they hold the newest answers.
func TestRestoreOverAStaleWAL(t *testing.T) {
	c := crash(t)
	broken := c.path + ".broken"
	if err := os.Rename(c.path, broken); err != nil {
		t.Fatal(err)
	}
	former, err := c.restore(t)
	if err != nil {
		t.Fatal(err)
	}
	wantHolds(t, "restored", c.path, inBackup)
	if err := os.Rename(former+"-wal", broken+"-wal"); err != nil {
		t.Fatalf("the newest commits are gone: %v", err)
	}
	wantHolds(t, "moved away by hand", broken, inAll)
}

// TestStaleWALIsNoticed is the twin: the backup in its place beside the tails
// of another file is not what it was, and the checker above says so.
func TestStaleWALIsNoticed(t *testing.T) {
	c := crash(t)
	if err := errors.Join(os.Remove(c.path), copyFile(c.backup, c.path)); err != nil {
		t.Fatal(err)
	}
	if got, err := holds(t, c.path); err == nil && slices.Equal(got, inBackup) {
		t.Errorf("nothing wrong was seen: %v", got)
	}
}

// TestRestoreTwiceLosesNothing: the usual course after the wrong backup.
func TestRestoreTwiceLosesNothing(t *testing.T) {
	c := crash(t)
	first, err := c.restore(t)
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.restore(t)
	if err != nil {
		t.Fatal(err)
	}
	if first == second {
		t.Fatalf("both former databases are called %s", first)
	}
	wantHolds(t, "former", first, inAll)
	wantHolds(t, "first restored", second, inBackup)
	wantHolds(t, "restored", c.path, inBackup)

	// What was set aside is a backup like any other, with its tail.
	c.backup = first
	if _, err := c.restore(t); err != nil {
		t.Fatal(err)
	}
	wantHolds(t, "put back", c.path, inAll)
	wantHolds(t, "still set aside", first, inAll)
}

// TestRestoreKilledBetweenSteps stops after each step. Then what stands there is
// the one database or the other, whole, or nothing that the program would start
// on or make anew; and a second restore ends right and loses nothing.
func TestRestoreKilledBetweenSteps(t *testing.T) {
	steps := len((&restoration{}).steps())
	for n := range steps + 1 {
		for _, movedAway := range []bool{false, true} {
			c := crash(t)
			if movedAway {
				if err := os.Rename(c.path, c.path+".broken"); err != nil {
					t.Fatal(err)
				}
			}
			killAfter(t, c, n)
			what := fmt.Sprintf("killed after step %d, moved away by hand: %v", n, movedAway)
			if there(c.path) {
				if got, err := holds(t, c.path); err != nil ||
					!slices.Equal(got, inAll) && !slices.Equal(got, inBackup) {
					t.Errorf("%s: it holds %v, %v", what, got, err)
				}
			} else {
				for _, want := range []access{toRead, toWrite, toMake} {
					if _, err := openSQLite(c.path, want, nil); err == nil ||
						!strings.Contains(err.Error(), "samenspraak restore") {
						t.Errorf("%s: opened: %v", what, err)
					}
				}
			}
			if _, err := c.restore(t); err != nil {
				t.Errorf("%s: again: %v", what, err)
				continue
			}
			wantHolds(t, what, c.path, inBackup)
			if !isKept(t, c, movedAway) {
				t.Errorf("%s: the newest answers are in none of the former databases", what)
			}
			if left := (&restoration{path: c.path}).copies(); len(left) > 0 {
				t.Errorf("%s: %v is left", what, left)
			}
		}
	}
}

// TestHalfMovedIsNoticed is the twin: a second restore that does not finish what
// the first had begun to move parts the newest answers from their database.
func TestHalfMovedIsNoticed(t *testing.T) {
	c := crash(t)
	steps := (&restoration{}).steps()
	killAfter(t, c, 1+slices.IndexFunc(steps, func(s step) bool { return strings.HasPrefix(s.name, "move") }))
	r := &restoration{path: c.path, file: c.backup, ready: func(*DB) error { return nil }}
	for _, s := range r.steps() {
		if strings.HasPrefix(s.name, "clear") {
			continue
		}
		if err := s.do(t.Context()); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
	}
	wantHolds(t, "restored", c.path, inBackup)
	if isKept(t, c, false) {
		t.Error("nothing was missed")
	}
}

func killAfter(t *testing.T, c crashed, n int) {
	t.Helper()
	release, err := LockFile(c.path)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	r := &restoration{path: c.path, file: c.backup, ready: func(*DB) error { return nil }}
	for _, s := range r.steps()[:n] {
		if err := s.do(t.Context()); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
	}
}

// isKept says whether the former database stands whole in one of the sets that
// were put aside; when its main file was moved away by hand, its tail.
func isKept(t *testing.T, c crashed, movedAway bool) bool {
	t.Helper()
	for number := 1; (&restoration{path: c.path}).taken(number); number++ {
		former := beforeRestore(c.path, number)
		if movedAway {
			if there(former+"-wal") && !there(former) {
				return true
			}
			continue
		}
		if got, err := holds(t, former); err == nil && slices.Equal(got, inAll) {
			return true
		}
	}
	return false
}

// TestRestoreRefuses: nothing is touched for what must not go in.
func TestRestoreRefuses(t *testing.T) {
	c := crash(t)
	elsewhere := t.TempDir()
	at := func(name string) string { return filepath.Join(elsewhere, name) }
	spoil := func(name string, do func(content []byte) []byte) string {
		content, err := os.ReadFile(c.backup)
		if err == nil {
			err = os.WriteFile(at(name), do(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return at(name)
	}
	change := func(name, statement string) string {
		spoil(name, func(b []byte) []byte { return b })
		db, err := openSQLite(at(name), toWrite, nil)
		if err == nil {
			err = errors.Join(db.write.Exec(statement).Error, db.Close())
		}
		if err != nil {
			t.Fatal(err)
		}
		return at(name)
	}
	if err := errors.Join(os.Symlink(c.path, at("link.db")), os.Mkdir(at("folder.db"), 0o700)); err != nil {
		t.Fatal(err)
	}
	served := spoil("served.db", func(b []byte) []byte { return b })
	release, err := LockFile(served)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	cases := map[string]struct{ file, want string }{
		"the database itself":    {c.path, "the database itself"},
		"a link to the database": {at("link.db"), "the database itself"},
		"no file":                {at("nothing.db"), "no such file"},
		"a folder":               {at("folder.db"), "no file"},
		"a text": {
			spoil(
				"text.db", func([]byte) []byte { return []byte(strings.Repeat("dit is tekst, geen database\n", 99)) },
			), "not a database",
		},
		"an empty file": {spoil("empty.db", func([]byte) []byte { return nil }), "not one of samenspraak"},
		"another program's": {
			change("other.db", "ALTER TABLE installation RENAME TO something"), "not one of samenspraak",
		},
		"half of a backup": {spoil("half.db", func(b []byte) []byte { return b[:len(b)/2] }), "malformed"},
		"a damaged backup": {
			spoil("damaged.db", func(b []byte) []byte { clear(b[4096:8192]); return b }), "it is not whole",
		},
		"a row without its parent": {
			change(
				"orphan.db",
				"PRAGMA foreign_keys = off; INSERT INTO outbox_copy (mail_id, subject, text, sha256, at) VALUES (99, 'a', 'a', 'a', 'a')",
			), "not there",
		},
		"a newer schema": {
			change("newer.db", "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)"),
			"newer program",
		},
		"a forged audit": {
			change("forged.db", "UPDATE audit_event SET action = 'nothing happened'"), "audit",
		},
		"one that is being served": {served, "being served"},
		"refused by the caller":    {c.backup, "another installation's"},
	}
	before := listing(t, c.dir)
	for name, one := range cases {
		_, err := Restore(t.Context(), "sqlite:"+c.path, one.file, func(*DB) error {
			if name == "refused by the caller" {
				return errors.New("another installation's")
			}
			return nil
		})
		if err == nil || !strings.Contains(err.Error(), one.want) ||
			!strings.Contains(err.Error(), "nothing was restored") {
			t.Errorf("%s: %v; want %q", name, err, one.want)
		}
		if diff := cmp.Diff(before, listing(t, c.dir)); diff != "" {
			t.Errorf("%s was refused and changed (-before +after):\n%s", name, diff)
		}
	}
}

// listing is every file of a folder with its content, without the lock.
func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(e.Name(), ".lock") {
			all[e.Name()] = string(content)
		}
	}
	return all
}

// TestRestoreBringsAnOlderBackupUpToDate, also one on which the program was
// never started.
func TestRestoreBringsAnOlderBackupUpToDate(t *testing.T) {
	old := empty(t, "sqlite:"+filepath.Join(t.TempDir(), "old.db"))
	p, err := old.provider()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := old.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "new.db")
	former, err := Restore(t.Context(), "sqlite:"+path, backup, func(d *DB) error {
		return d.Update(t.Context(), func(tx *Tx) error { return tx.EnsureInstallation("here") })
	})
	if err != nil || former != "" {
		t.Fatalf("Restore where nothing stood: %q, %v", former, err)
	}
	if err := empty(t, "sqlite:"+path).Current(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestRestoreThroughALink: the link stays one, and everything happens where the
// file is.
func TestRestoreThroughALink(t *testing.T) {
	c := crash(t)
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(c.path, link); err != nil {
		t.Fatal(err)
	}
	former, err := Restore(t.Context(), "sqlite:"+link, c.backup, func(*DB) error { return nil })
	if err != nil || former != c.path+".before-restore.1" {
		t.Fatalf("Restore = %q, %v", former, err)
	}
	wantHolds(t, "restored", c.path, inBackup)
	wantHolds(t, "former", former, inAll)
	if to, err := os.Readlink(link); err != nil || to != c.path {
		t.Errorf("the link leads to %q, %v", to, err)
	}
}
