//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/store"
)

// wholeWithin is how long after its database is well the program may need on a
// machine that does other tests beside this one. Alone it needs below five
// seconds, and ten is what is asked of it.
const wholeWithin = 15 * time.Second

// TestDatabaseComesAndGoes takes PostgreSQL away from a program under load,
// in every way it goes: restarted, crashed, cut off, slow, fallen silent. Who
// asks meanwhile gets 503 and when to come back; within ten seconds after it all
// is whole again, with nobody's help; every answer that was acknowledged is
// there. TestLedgerNotices is its twin.
func TestDatabaseComesAndGoes(t *testing.T) {
	t.Parallel()
	server := startPostgres(t)
	w := openWire(t, fmt.Sprintf("127.0.0.1:%d", server.port))
	straight := fmt.Sprintf("postgres://samenspraak@127.0.0.1:%d/samenspraak?sslmode=disable", server.port)
	env := newSettings(t, straight, freeAddr(t))
	people := seed(t, env, plan{organisations: 200})
	env["DATABASE"] = fmt.Sprintf("postgres://samenspraak@%s/samenspraak?sslmode=disable", w.l.Addr())
	p := serve(t, env)
	c := newClient(env, p.url)
	crowd := &load{ledger: newLedger(), stop: make(chan struct{}), outage: true}
	crowd.start(t, c, people.guests, 12, 50*time.Millisecond)

	for _, o := range []struct {
		name  string
		gone  bool // nobody is served meanwhile
		begin func()
		end   func()
	}{
		{"restarted", false, func() { server.stop("fast") }, server.start},
		{"crashed", true, func() { server.stop("immediate"); time.Sleep(2 * time.Second) }, server.start},
		{"cut off", true, func() { w.set(wireCut); time.Sleep(2 * time.Second) }, func() { w.set(wirePasses) }},
		{"slow", false, func() { w.set(wireSlow); time.Sleep(2 * time.Second) }, func() { w.set(wirePasses) }},
		{
			"fallen silent", false, func() { w.set(wireSilent); time.Sleep(2 * time.Second) },
			func() { w.set(wirePasses) },
		},
	} {
		before := crowd.ledger.count()
		if !within(20*time.Second, func() bool { return crowd.ledger.count() >= before+10 }) {
			t.Fatalf("before the database was %s nobody was served", o.name)
		}
		turned := crowd.turned.Load()
		o.begin()
		if o.gone {
			saysThatItIsGone(t, c)
		}
		o.end()
		well := time.Now()
		served := crowd.ledger.count()
		whole := within(wholeWithin, func() bool {
			a, err := c.get("/readyz")
			return err == nil && a.status == http.StatusOK && crowd.ledger.count() > served
		})
		t.Logf(
			"%s: whole again after %s, %d turned away", o.name, time.Since(well).Round(10*time.Millisecond),
			crowd.turned.Load()-turned,
		)
		if !whole {
			a, err := c.get("/readyz")
			t.Errorf("the database was %s and is well for %s: %d more answers, /readyz %d %s %v",
				o.name, wholeWithin, crowd.ledger.count()-served, a.status, a.body, err)
		}
		if o.gone && crowd.turned.Load() == turned {
			t.Errorf("the database was %s and nobody was turned away: this test shows nothing", o.name)
		}
	}
	l := crowd.end()
	if code := stopped(p); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	for line := range strings.Lines(p.err.String()) {
		if strings.Contains(line, "request failed") && !strings.Contains(line, "unavailable") {
			t.Errorf("a request failed for another reason: %s", line)
		}
	}
	db := openStore(t, env.with("DATABASE", straight))
	report(t, "answers", answerFaults(l, gather(t, db, people, nil)))
	report(t, "clients", l.trouble)
	mustRun(t, env, "audit", "verify")
	t.Logf("%d answers acknowledged, %d turned away", l.count(), crowd.turned.Load())
}

// saysThatItIsGone looks at what visitors and machines are told meanwhile.
func saysThatItIsGone(t *testing.T, c *client) {
	t.Helper()
	for path, words := range map[string]string{
		"/": "De site is er even niet", "/en": "The site is briefly unavailable", "/en/mijn": "briefly unavailable",
	} {
		a, err := c.get(path)
		if err != nil || a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" ||
			!strings.Contains(a.body, words) {
			t.Errorf(
				"without a database %s answers %d %v, Retry-After %q: %.300s", path, a.status, err,
				a.header.Get("Retry-After"), a.body,
			)
		}
	}
	if a, err := c.get("/readyz"); err != nil || a.status != http.StatusServiceUnavailable ||
		!strings.Contains(a.body, `"database"`) {
		t.Errorf("without a database /readyz answers %d %v %s", a.status, err, a.body)
	}
	if a, err := c.get("/healthz"); err != nil || a.status != http.StatusOK {
		t.Errorf("without a database /healthz answers %d %v", a.status, err)
	}
}

// noted waits until a program has put on record that there was none.
func noted(t *testing.T, p *process) {
	t.Helper()
	if !within(20*time.Second, func() bool { return strings.Contains(p.err.String(), `"msg":"audit head"`) }) {
		t.Fatal("the program puts nothing on record")
	}
}

// TestAbsenceAroundDeadline: a stop, a crash and a database that was gone, each
// for more than ten seconds, can be read in the log afterwards.
func TestAbsenceAroundDeadline(t *testing.T) {
	t.Parallel()
	server := startPostgres(t)
	env := newSettings(
		t, fmt.Sprintf("postgres://samenspraak@127.0.0.1:%d/samenspraak?sslmode=disable", server.port), freeAddr(t),
	)
	seed(t, env, plan{organisations: 1})
	const gone = 11 * time.Second
	p := serve(t, env)
	stopped(p)
	time.Sleep(gone)
	p = serve(t, env)
	noted(t, p)
	p.kill()
	time.Sleep(gone)
	p = serve(t, env)
	noted(t, p)
	server.stop("fast")
	time.Sleep(gone)
	server.start()
	p.waitReady(env)
	stopped(p)
	var reasons []string
	err := openStore(t, env).View(context.Background(), func(tx *store.Tx) error {
		events, err := tx.Events(store.EventFilter{Action: "service.absent", Limit: 10})
		for _, e := range events {
			reasons = append(reasons, fmt.Sprint(e.Detail["reason"]))
		}
		return err
	})
	if got := strings.Join(reasons, " "); err != nil || got != "database crash orderly" {
		t.Errorf("on record, newest first: %q, %v", got, err)
	}
}
