//go:build e2e

package e2e

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store/storetest"
)

// TestCopyMailsNobody copies a database while mail waits in it, lets the
// original send, and starts the real program on the copy: nothing goes out
// until a person releases it.
func TestCopyMailsNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		const guests = 5
		copied := copyThenSend(t, database, guests)
		box := openBox(t)
		env := newSettings(t, copied, box.Addr())
		p := serve(t, env)
		time.Sleep(3 * time.Second) // a sender looks every two
		if n := len(box.Arrived()); n != 0 {
			t.Errorf("the copy sent %d mails", n)
		}
		db := openStore(t, env)
		if n := countMail(t, db, consult.Held); n != guests {
			t.Errorf("%d mails are held, want %d", n, guests)
		}
		if !strings.Contains(p.err.String(), "came back from elsewhere") {
			t.Errorf("the log says nothing of it:\n%s", tail(p.err.String(), 10))
		}
		if said := mustRun(t, env, "mail", "release"); !strings.HasPrefix(said, "5 mails") {
			t.Errorf("release says %q", said)
		}
		waitMail(t, db, 30*time.Second, consult.Queued, consult.Retry, consult.Sending)
		if n := len(box.Arrived()); n != guests {
			t.Errorf("%d mails came after the release, want %d", n, guests)
		}
		if code := stopped(p); code != 0 {
			t.Errorf("stopped with %d", code)
		}
		stopped(serve(t, env)) // it is known now
		if said := mustRun(t, env, "mail", "hold"); !strings.HasPrefix(said, "0 mails") {
			t.Errorf("hold says %q", said)
		}
		mustRun(t, env, "audit", "verify")
	})
}

// TestCopyThatIsNotKnownMails is the twin: a copy of which nobody noted where it
// was taken from mails everybody, so the test above would notice. MAIL=never
// keeps also that one quiet, and mail hold keeps it quiet afterwards.
func TestCopyThatIsNotKnownMails(t *testing.T) {
	t.Parallel()
	const guests = 5
	copied := copyThenSend(t, storetest.SQLite(t), guests)
	executeSQLite(t, strings.TrimPrefix(copied, "sqlite:"), "UPDATE installation SET database_identity = ''")
	box := openBox(t)
	env := newSettings(t, copied, box.Addr())
	never := serve(t, env.with("MAIL", "never", "SMTP_URL", ""))
	time.Sleep(3 * time.Second)
	db := openStore(t, env)
	if n := countMail(t, db, consult.Queued); n != guests {
		t.Errorf("under MAIL=never %d mails wait, want %d", n, guests)
	}
	if said := mustRun(t, env, "mail", "hold"); !strings.HasPrefix(said, "5 mails") {
		t.Errorf("hold says %q", said)
	}
	stopped(never)
	p := serve(t, env)
	time.Sleep(3 * time.Second)
	if n := len(box.Arrived()); n != 0 {
		t.Errorf("%d mails went out that were held", n)
	}
	executeSQLite(t, strings.TrimPrefix(copied, "sqlite:"), "UPDATE outbox SET state = 'queued'")
	waitMail(t, db, 30*time.Second, consult.Queued, consult.Retry, consult.Sending)
	if n := len(box.Arrived()); n != guests {
		t.Errorf("the copy that is not known sent %d mails, want %d", n, guests)
	}
	stopped(p)
}

// copyThenSend invites some guests, copies the database before anything was
// sent, lets the original send and returns the setting of the copy.
func copyThenSend(t *testing.T, database string, guests int) string {
	t.Helper()
	box := openBox(t)
	env := newSettings(t, database, box.Addr())
	seed(t, env, plan{organisations: guests})
	copied := copyDatabase(t, database)
	p := serve(t, env)
	waitMail(t, openStore(t, env), 30*time.Second, consult.Queued, consult.Retry, consult.Sending)
	stopped(p)
	if n := len(box.Arrived()); n != guests {
		t.Fatalf("the original sent %d mails, want %d", n, guests)
	}
	return copied
}

// copyDatabase copies a database that nobody uses as its administrator would.
func copyDatabase(t *testing.T, database string) string {
	t.Helper()
	dir := t.TempDir()
	if path, ok := strings.CutPrefix(database, "sqlite:"); ok {
		to := filepath.Join(dir, "copy.db")
		for _, tail := range []string{"", "-wal"} {
			content, err := os.ReadFile(path + tail)
			if errors.Is(err, fs.ErrNotExist) && tail != "" {
				continue
			}
			if err == nil {
				err = os.WriteFile(to+tail, content, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return "sqlite:" + to
	}
	dump, to := filepath.Join(dir, "dump"), storetest.EmptyPostgres(t)
	for _, command := range [][]string{
		{"pg_dump", "--format=custom", "--file=" + dump, database},
		{"pg_restore", "--exit-on-error", "--no-owner", "--dbname=" + to, dump},
	} {
		if said, err := exec.Command(postgresProgram(t, command[0]), command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command[0], err, said)
		}
	}
	return to
}

// postgresProgram finds a program of PostgreSQL as tools/env.sh does.
func postgresProgram(t *testing.T, name string) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) > 0 {
		return slices.Max(found)
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: run make setup", name)
	}
	return path
}
