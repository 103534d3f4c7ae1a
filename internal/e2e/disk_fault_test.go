//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/testkit/machine"
)

// TestFullDiskLosesNothing fills the disk under the serving program: what it
// cannot write it answers with 5xx and leaves nothing of, what it acknowledged
// is there, and it takes answers again by itself once there is room.
// TestExtraAnswerIsNoticed and TestLedgerNotices are its twins.
func TestFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	dir := machine.SmallDisk(t, 24<<20)
	path := filepath.Join(dir, "samenspraak.db")
	env := newSettings(t, "sqlite:"+path, freeAddr(t)) // nothing listens where the mail would go
	people := seed(t, env, plan{organisations: 8})
	p := serve(t, env)
	w := &answerer{t: t, client: newClient(env, p.url), guests: people.guests, ledger: newLedger()}
	w.mustTake(4)
	fillDisk(t, dir)
	refused := 0
	for range 120 { // the log has room for some: its pages are used again
		if !w.give() {
			if refused++; refused == 10 {
				break
			}
		}
	}
	if refused < 10 {
		t.Errorf("only %d answers were refused on a full disk", refused)
	}
	if a, err := w.client.get(people.guests[0].path); err != nil || a.status != http.StatusOK {
		t.Errorf("reading on a full disk: %d %v", a.status, err)
	}
	if err := os.Remove(filepath.Join(dir, "full")); err != nil {
		t.Fatal(err)
	}
	w.mustTake(8)
	w.check(env, people, p)
	t.Logf("%d answers acknowledged, %d refused", w.ledger.count(), w.refused)
}

// TestFailingSyncLosesNothing lets one call after another that makes a file
// durable fail, until a whole answer needs no more of them. At each: an answer
// that was acknowledged is there, one that was not left nothing, and the next
// is taken.
func TestFailingSyncLosesNothing(t *testing.T) {
	t.Parallel()
	shim := syncCounter(t)
	env := newSettings(t, storetest.SQLite(t), freeAddr(t))
	people := seed(t, env, plan{organisations: 8})
	faults := filepath.Join(t.TempDir(), "faults")
	p := launchWith(t, env, []string{"LD_PRELOAD=" + shim, "FAILSYNC=" + faults}, "serve")
	p.waitReady(env)
	time.Sleep(time.Second) // what is done once after the start
	w := &answerer{t: t, client: newClient(env, p.url), guests: people.guests, ledger: newLedger()}
	rounds := 5
	if soaking() {
		rounds = 40
	}
	failed := 0
	for range rounds {
		for n := 1; ; n++ {
			if err := os.WriteFile(faults, []byte(strings.Repeat(".", n)), 0o600); err != nil {
				t.Fatal(err)
			}
			taken := w.give()
			left := fileSize(t, faults)
			if err := os.Truncate(faults, 0); err != nil {
				t.Fatal(err)
			}
			if !taken {
				failed++
			}
			w.mustTake(1)
			if taken && left > 0 {
				break // no call of this answer was to fail
			}
			if n == 20 {
				t.Fatal("twenty calls failed and an answer still wants more")
			}
		}
	}
	if failed < rounds {
		t.Errorf("%d answers failed in %d rounds: nothing was shown", failed, rounds)
	}
	w.check(env, people, p)
	t.Logf("%d answers acknowledged, %d failed", w.ledger.count(), failed)
}

// An answerer gives one answer after the other and remembers what was said to it.
type answerer struct {
	t       *testing.T
	client  *client
	guests  []guest
	ledger  *ledger
	n       int
	refused int
}

// give posts one answer and says whether it was acknowledged; if not, it must
// have been refused with 5xx.
func (w *answerer) give() bool {
	w.t.Helper()
	g := w.guests[w.n%len(w.guests)]
	w.n++
	name := fmt.Sprintf("Gast %d antwoord %d", g.invitee, w.n)
	sent := time.Now()
	a, err := w.client.post(g.path, yes(name))
	switch {
	case err != nil:
		w.t.Fatalf("answer %d: %v", w.n, err)
	case a.noted():
		w.ledger.note(g.invitee, ack{name: name, sent: sent, got: time.Now()})
		return true
	case a.status < 500:
		w.t.Fatalf("an answer that could not be written was answered %d: %.300s", a.status, a.body)
	}
	w.refused++
	return false
}

// mustTake gives answers until so many in a row were taken, within ten seconds.
func (w *answerer) mustTake(n int) {
	w.t.Helper()
	end := time.Now().Add(10 * time.Second)
	for row := 0; row < n; {
		if w.give() {
			row++
			continue
		}
		row = 0
		if time.Now().After(end) {
			w.t.Fatal("the program takes no answers ten seconds after it could")
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// check stops the program and holds its database against what it said.
func (w *answerer) check(env settings, people world, p *process) {
	w.t.Helper()
	if code := stopped(p); code != 0 {
		w.t.Errorf("stopped with %d", code)
	}
	f := gather(w.t, openStore(w.t, env), people, nil)
	report(w.t, "answers", append(answerFaults(w.ledger, f), extraAnswers(w.ledger, f)...))
	if verdict := storetest.Text(w.t, env["DATABASE"], "PRAGMA integrity_check"); verdict != "ok" {
		w.t.Errorf("integrity_check: %s", verdict)
	}
	mustRun(w.t, env, "audit", "verify")
}

// extraAnswers are those that were refused and are there all the same.
func extraAnswers(l *ledger, f facts) []string {
	var wrong []string
	for invitee, replies := range f.replies {
		known := map[string]bool{}
		for _, a := range l.acked[invitee] {
			known[a.name] = true
		}
		for _, r := range replies {
			for _, p := range r.People {
				if !known[p.Name] {
					wrong = append(wrong, fmt.Sprintf("invitee %d: %q was refused and is there", invitee, p.Name))
				}
			}
		}
	}
	return wrong
}

// TestExtraAnswerIsNoticed is the twin of extraAnswers.
func TestExtraAnswerIsNoticed(t *testing.T) {
	l, f := soundPair()
	if wrong := extraAnswers(l, f); len(wrong) != 0 {
		t.Errorf("a sound pair: %v", wrong)
	}
	f.replies[7] = append(
		f.replies[7], consult.Reply{ID: 3, InvitationID: 7, People: []consult.Person{{Name: "third"}}},
	)
	if wrong := extraAnswers(l, f); len(wrong) != 1 || !strings.Contains(wrong[0], `"third"`) {
		t.Errorf("an answer that nobody was told of: %v", wrong)
	}
}

// fillDisk leaves not one block on a disk.
func fillDisk(t *testing.T, dir string) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "full"))
	if err != nil {
		t.Fatal(err)
	}
	block := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
