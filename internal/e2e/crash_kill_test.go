//go:build e2e

package e2e

import (
	"context"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store"
)

// killClients is how many answer at the same time.
const killClients = 50

// TestKillMinusNine kills the program at random moments while fifty clients
// answer and the mailer sends. Every answer that was acknowledged must be there
// with the instant at which it came, its entry in the audit and its
// confirmation; every mail must end; nobody may get a mail twice.
// TestLedgerNotices is its twin.
func TestKillMinusNine(t *testing.T) {
	onBoth(t, killMinusNine)
}

func killMinusNine(t *testing.T, database string) {
	least, guests, pause, longest := 8, 300, 300*time.Millisecond, time.Second
	if soaking() { // every link answers as often as it may, spread over the whole time
		guests = max(guests, int(soakTime().Minutes())*60)
		pause, longest = soakTime()*killClients/time.Duration(guests*answersEach), 4*time.Second
	}
	// A server that takes its time to say 250 is where a crash hurts most.
	box := openBox(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageDot {
			return &mailbox.Fault{Hang: rand.N(20 * time.Millisecond)}
		}
		return nil
	}))
	w := watch(t, box)
	env := newSettings(t, database, box.Addr())
	people := seed(t, env, plan{organisations: guests})

	p := serve(t, env)
	// Over half an hour the machine stalls now and then: then the database counts as away.
	crowd := &load{ledger: newLedger(), stop: make(chan struct{}), outage: soaking()}
	crowd.start(t, newClient(env, p.url), people.guests, killClients, pause)
	kills := 0
	for end := time.Now().Add(soakTime()); kills < least || time.Now().Before(end); kills++ {
		time.Sleep(200*time.Millisecond + rand.N(longest))
		p.kill()
		p = serve(t, env)
	}
	time.Sleep(500 * time.Millisecond)
	l := crowd.end()
	db := openStore(t, env)
	p = settleRest(t, env, db, p)
	if code := stopped(p); code != 0 {
		t.Errorf("the program ended with %d", code)
	}

	f := gather(t, db, people, w.arrived())
	report(t, "answers", answerFaults(l, f))
	report(t, "mail", mailFaults(f))
	report(t, "clients", l.trouble)
	mustRun(t, env, "audit", "verify")
	t.Logf("soak: %s kills=%d %s turned_away=%d handed_over=%d mail=%s", path.Base(t.Name()), kills, tally(l, f),
		crowd.turned.Load(), len(f.arrived), f.states())
	if l.count() < kills*5 || len(f.arrived) < guests {
		t.Errorf("only %d answers and %d messages: too few to show anything", l.count(), len(f.arrived))
	}
}

// openStore opens the database beside the program.
func openStore(t *testing.T, env settings) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), env["DATABASE"], nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// settleRest waits until no mail is on its way. On PostgreSQL another instance
// might be sending what a dead one had claimed, so the program leaves that for
// ten minutes; here the test knows that there is none and does at once what the
// program would do then.
func settleRest(t *testing.T, env settings, db *store.DB, p *process) *process {
	t.Helper()
	waitMail(t, db, 60*time.Second, consult.Queued, consult.Retry)
	if !strings.HasPrefix(env["DATABASE"], "sqlite:") {
		stopped(p)
		sweep(t, env)
		p = serve(t, env)
	}
	waitMail(t, db, 30*time.Second, consult.Queued, consult.Retry, consult.Sending)
	return p
}

func sweep(t *testing.T, env settings) {
	t.Helper()
	a, err := app.New(context.Background(), env.config(t), app.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = a.Service().SweepMail(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

// stopped asks the program to stop and returns its exit status.
func stopped(p *process) int {
	p.t.Helper()
	p.term()
	return p.wait(30 * time.Second)
}

func countMail(t *testing.T, db *store.DB, states ...consult.MailState) int {
	t.Helper()
	n := 0
	err := db.View(context.Background(), func(tx *store.Tx) error {
		counts, err := tx.MailCounts(store.MailFilter{States: states})
		n = 0
		for _, c := range counts {
			n += c.N
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// underWay counts mail but for what waits because its address got enough this
// hour.
func underWay(t *testing.T, db *store.DB, states ...consult.MailState) int {
	t.Helper()
	n := 0
	err := db.View(context.Background(), func(tx *store.Tx) error {
		all, err := tx.Mails(store.MailFilter{States: states})
		n = len(slices.DeleteFunc(all, spread))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func spread(m consult.Mail) bool { return m.Facts.Spread && m.State == consult.Queued }

// waitMail waits until no mail is in any of some states. The time runs anew
// while their number goes down.
func waitMail(t *testing.T, db *store.DB, most time.Duration, states ...consult.MailState) {
	t.Helper()
	least, end := 1<<30, time.Now().Add(most)
	for n := underWay(t, db, states...); n > 0; n = underWay(t, db, states...) {
		if n < least {
			least, end = n, time.Now().Add(most)
		}
		if time.Now().After(end) {
			t.Fatalf("%d mails are still %v after %s", n, states, most)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
