//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/mattn/go-sqlite3"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/testkit"
)

// TestTwoProcessesOnPostgres runs two programs on one database while reminders
// are due: each goes out once. Equal answers sent to both leave one answer, one
// entry in the audit, one confirmation. Then one is killed, and the other goes
// on with everything.
func TestTwoProcessesOnPostgres(t *testing.T) {
	t.Parallel()
	// After 150 mails, when both have had their turn, the server holds its answers until the first program is
	// killed: however quick the machine, that happens in the middle.
	var taken atomic.Int64
	killed := make(chan struct{})
	box := openBox(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage != mailbox.StageDot {
			return nil
		}
		if taken.Add(1) > 150 {
			<-killed
		}
		return &mailbox.Fault{Hang: rand.N(300 * time.Millisecond)}
	}))
	release := sync.OnceFunc(func() { close(killed) })
	t.Cleanup(release)
	env := newSettings(t, storetest.Postgres(t), box.Addr())
	people := seed(t, env, plan{organisations: 40, meetings: 3, invited: 49 * time.Hour, reminders: 10 * time.Minute})
	other := env.with("ADDR", freeAddr(t)) // one site: BASE_URL is the same
	one, two := launch(t, env, "serve"), launch(t, other, "serve")
	one.waitReady(env)
	two.waitReady(other)
	db := openStore(t, env)

	// Nobody of the last ten answers, so that they must all be reminded.
	answered := people.guests[:10]
	l := equalAnswers(t, env, answered, newClient(env, one.url), newClient(env, two.url))
	for taken.Load() < 150 {
		time.Sleep(5 * time.Millisecond)
	}
	one.kill()
	release()
	if n := countMail(t, db, consult.Queued); n < 50 {
		t.Errorf("the first program was killed when only %d mails were left", n)
	}
	waitMail(t, db, 60*time.Second, consult.Queued, consult.Retry)
	if code := stopped(two); code != 0 {
		t.Errorf("the second program stopped with %d", code)
	}
	// What the killed one had claimed is another's ten minutes later; here at once.
	sweep(t, env)
	three := serve(t, other)
	waitMail(t, db, 30*time.Second, consult.Queued, consult.Retry, consult.Sending)
	stopped(three)

	f := gather(t, db, people, lettersOf(box))
	report(t, "answers", answerFaults(l, f))
	report(t, "mail", mailFaults(f))
	for _, g := range answered {
		if n := len(f.replies[g.invitee]); n != 1 {
			t.Errorf("fifty equal answers of invitee %d left %d", g.invitee, n)
		}
	}
	reminded(t, people, f, len(answered))
	for _, p := range []*process{one, two} {
		if !strings.Contains(p.err.String(), `"msg":"mail"`) {
			t.Errorf("the program at %s sent nothing: the two did not compete", p.url)
		}
	}
	mustRun(t, env, "audit", "verify")
	t.Logf("mail %s", f.states())
}

// equalAnswers sends fifty equal answers for each guest at once, half to each
// program.
func equalAnswers(t *testing.T, env settings, guests []guest, to ...*client) *ledger {
	t.Helper()
	l := newLedger()
	for _, g := range guests {
		name := fmt.Sprintf("Gast %d", g.invitee)
		sent := time.Now()
		var all sync.WaitGroup
		for n := range 50 {
			all.Go(func() {
				a, err := to[n%len(to)].post(g.path, yes(name))
				if err != nil || !a.noted() {
					l.complain("an equal answer was answered %d %v", a.status, err)
				}
			})
		}
		all.Wait()
		l.note(g.invitee, ack{name: name, sent: sent, got: time.Now()})
	}
	report(t, "clients", l.trouble)
	return l
}

// reminded counts reminders by invitee: everybody who did not answer has one.
func reminded(t *testing.T, people world, f facts, answered int) {
	t.Helper()
	n := map[int64]int{}
	for _, m := range f.mails {
		if m.Purpose == consult.ForDeadlineReminder && m.State != consult.Dropped {
			n[m.InviteeID]++
		}
	}
	for _, g := range people.guests[answered:] {
		if n[g.invitee] != 1 {
			t.Errorf("invitee %d was reminded %d times", g.invitee, n[g.invitee])
		}
	}
}

// TestMigrateTwiceAtOnce starts two migrations of an empty PostgreSQL database
// at the same moment: one does the work, the other waits and finds it done.
func TestMigrateTwiceAtOnce(t *testing.T) {
	t.Parallel()
	env := newSettings(t, storetest.EmptyPostgres(t), freeAddr(t))
	one, two := launch(t, env, "migrate"), launch(t, env, "migrate")
	worked := 0
	for _, p := range []*process{one, two} {
		if code := p.wait(60 * time.Second); code != 0 {
			t.Errorf("exit status %d: %s", code, p.err.String())
		}
		if !strings.Contains(p.out.String(), " 0 steps") {
			worked++
		}
	}
	if worked != 1 {
		t.Errorf("%d of two migrations did the work: %s%s", worked, one.out.String(), two.out.String())
	}
	stopped(serve(t, env))
}

// TestMigrateKilled kills migrations at random moments, of an empty database and
// of those that former programs left; the next one finishes.
func TestMigrateKilled(t *testing.T) {
	t.Parallel()
	databases := map[string]string{
		"sqlite":   "sqlite:" + filepath.Join(t.TempDir(), "samenspraak.db"),
		"postgres": storetest.EmptyPostgres(t),
	}
	for _, save := range storetest.Saves(t) {
		databases[save+" on sqlite"], databases[save+" on postgres"] = storetest.SavedSQLite(t, save),
			storetest.SavedPostgres(t, save)
	}
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := newSettings(t, database, freeAddr(t))
			env["SECRET"] = testkit.Secret // that of the saved databases
			for range 10 {
				p := launch(t, env, "migrate")
				time.Sleep(rand.N(150 * time.Millisecond))
				p.kill()
			}
			mustRun(t, env, "migrate")
			stopped(serve(t, env))
		})
	}
}

// TestNewerSchemaRefused: an old program leaves the database of a newer one
// alone.
func TestNewerSchemaRefused(t *testing.T) {
	t.Parallel()
	const newer = "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)"
	lite, pg := newSettings(t, storetest.SQLite(t), freeAddr(t)), newSettings(t, storetest.Postgres(t), freeAddr(t))
	migrate(t, lite)
	executeSQLite(t, strings.TrimPrefix(lite["DATABASE"], "sqlite:"), newer)
	executePostgres(t, pg["DATABASE"], newer)
	for name, env := range map[string]settings{"sqlite": lite, "postgres": pg} {
		for _, command := range []string{"serve", "migrate", "doctor"} {
			code, out, said := run(t, env, command)
			if code != 1 || !strings.Contains(out+said, "newer program") {
				t.Errorf("%s, %s: exit status %d, %s%s", name, command, code, out, said)
			}
		}
	}
}

func executeSQLite(t *testing.T, path, statement string) {
	t.Helper()
	conn, err := (&sqlite3.SQLiteDriver{}).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.(*sqlite3.SQLiteConn).Exec(statement, nil); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}

func executePostgres(t *testing.T, database, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(ctx); err != nil {
		t.Fatal(err)
	}
}
