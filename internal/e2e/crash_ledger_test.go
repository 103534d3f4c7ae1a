//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store"
)

// An ack is one answer that a client saw acknowledged: it read the whole 303.
// The name of the one who comes tells every answer from every other.
type ack struct {
	name      string
	sent, got time.Time
}

// A ledger is what the clients know, whatever becomes of the program.
type ledger struct {
	mu      sync.Mutex
	acked   map[int64][]ack // by invitee, in order
	trouble []string        // answers that no client should get
}

func newLedger() *ledger { return &ledger{acked: map[int64][]ack{}} }

func (l *ledger) note(invitee int64, a ack) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acked[invitee] = append(l.acked[invitee], a)
}

func (l *ledger) complain(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.trouble) < 20 {
		l.trouble = append(l.trouble, fmt.Sprintf(format, args...))
	}
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, all := range l.acked {
		n += len(all)
	}
	return n
}

// until is the part of the ledger that was acknowledged before a moment.
func (l *ledger) until(moment time.Time) *ledger {
	l.mu.Lock()
	defer l.mu.Unlock()
	part := newLedger()
	for invitee, all := range l.acked {
		for _, a := range all {
			if a.got.Before(moment) {
				part.acked[invitee] = append(part.acked[invitee], a)
			}
		}
	}
	return part
}

// facts are what the database holds and what the mail server got.
type facts struct {
	replies map[int64][]consult.Reply // by invitee, oldest first
	current map[int64]int64           // the reply that counts, by invitee
	events  map[int64]int             // entries reply.given in the audit, by reply
	mails   []consult.Mail
	arrived []letterSeen
}

// A letterSeen is one message of which the mail server got the final dot.
type letterSeen struct {
	id, to   string
	accepted bool // and it answered 250
}

// gather reads the facts out of a database.
func gather(t *testing.T, db *store.DB, w world, arrived []letterSeen) facts {
	t.Helper()
	f := facts{
		replies: map[int64][]consult.Reply{}, current: map[int64]int64{}, events: map[int64]int{}, arrived: arrived,
	}
	err := db.View(context.Background(), func(tx *store.Tx) error {
		for _, g := range w.guests {
			v, err := tx.Invitee(g.invitee)
			if err != nil {
				return err
			}
			all, err := tx.Replies(v.InvitationID)
			if err != nil {
				return err
			}
			own := slices.DeleteFunc(all, func(r consult.Reply) bool { return r.InviteeID != v.ID })
			f.current[v.ID], f.replies[v.ID] = v.ReplyID, own
		}
		var err error
		f.mails, err = tx.Mails(store.MailFilter{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	f.readEvents(t, db)
	return f
}

func (f *facts) readEvents(t *testing.T, db *store.DB) {
	t.Helper()
	filter := store.EventFilter{Action: "reply.given", Limit: 1000}
	for more := true; more; {
		var events []consult.Event
		err := db.View(context.Background(), func(tx *store.Tx) (err error) {
			events, err = tx.Events(filter)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			f.events[e.About]++
			filter.Before = e.ID
		}
		more = len(events) == filter.Limit
	}
}

// answerFaults holds the database against the ledger: every acknowledged answer
// is there with the instant at which it came, the last one counts unless a
// later one does, and each answer has one entry in the audit and one
// confirmation.
func answerFaults(l *ledger, f facts) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for invitee, all := range l.acked {
		place := map[string]int{}
		for i, r := range f.replies[invitee] {
			for _, p := range r.People {
				if place[p.Name] != 0 {
					say("invitee %d: the answer %q is kept twice", invitee, p.Name)
				}
				place[p.Name] = i + 1
			}
		}
		last := 0
		for _, a := range all {
			at := place[a.name]
			if at == 0 {
				say("invitee %d: the acknowledged answer %q is lost", invitee, a.name)
				continue
			}
			received := f.replies[invitee][at-1].ReceivedAt
			if received.Before(a.sent.Add(-time.Millisecond)) || received.After(a.got.Add(time.Millisecond)) {
				say(
					"invitee %d: %q was received at %s, and sent and acknowledged at %s and %s", invitee, a.name,
					received, a.sent, a.got,
				)
			}
			last = max(last, at)
		}
		counts := slices.IndexFunc(
			f.replies[invitee], func(r consult.Reply) bool { return r.ID == f.current[invitee] },
		) + 1
		if counts < last {
			say("invitee %d: answer %d counts, and answer %d was acknowledged", invitee, counts, last)
		}
	}
	return append(wrong, threeWay(f)...)
}

// threeWay counts answers, audit and confirmations against each other: they
// commit together or not at all. A confirmation may have made way for one of a
// later answer, and for nothing else.
func threeWay(f facts) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	confirmed := map[int64]int{}
	for _, m := range f.mails {
		if m.Purpose == consult.ForConfirmation {
			confirmed[m.ReplyID]++
		}
	}
	known := map[int64]bool{}
	for invitee, all := range f.replies {
		for _, r := range all {
			known[r.ID] = true
			if f.events[r.ID] != 1 || confirmed[r.ID] != 1 {
				say(
					"invitee %d: answer %d has %d entries in the audit and %d confirmations", invitee, r.ID,
					f.events[r.ID], confirmed[r.ID],
				)
			}
		}
	}
	for _, m := range f.mails {
		gaveWay := m.Purpose == consult.ForConfirmation && m.State == consult.Dropped &&
			m.Error == string(consult.DropSuperseded)
		later := slices.ContainsFunc(f.mails, func(o consult.Mail) bool {
			return o.Purpose == consult.ForConfirmation && o.InviteeID == m.InviteeID && o.ReplyID > m.ReplyID
		})
		if gaveWay && !later {
			say("the confirmation of answer %d made way for none", m.ReplyID)
		}
	}
	for id := range f.events {
		if !known[id] {
			say("the audit has an entry for answer %d, which is not there", id)
		}
	}
	for id := range confirmed {
		if !known[id] {
			say("a confirmation is for answer %d, which is not there", id)
		}
	}
	return wrong
}

// mailFaults holds the outbox against what the mail server got: every mail has
// ended, what is called sent was accepted once, nobody got a mail twice unless
// it is marked uncertain, and nothing came that the outbox does not know.
func mailFaults(f facts) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	got, accepted := map[string]int{}, map[string]int{}
	to := map[string]string{}
	for _, a := range f.arrived {
		got[a.id]++
		to[a.id] = a.to
		if a.accepted {
			accepted[a.id]++
		}
	}
	for _, m := range f.mails {
		id := messageID(m.MessageID)
		name := fmt.Sprintf("mail %d (%s, %s)", m.ID, m.Purpose, m.State)
		switch m.State {
		case consult.Sent:
			if accepted[id] != 1 {
				say("%s was accepted %d times", name, accepted[id])
			}
		case consult.Uncertain:
			if accepted[id] > 1 {
				say("%s was accepted %d times", name, accepted[id])
			}
			delete(got, id)
			continue
		case consult.Failed, consult.Dropped:
			if accepted[id] != 0 {
				say("%s was accepted", name)
			}
		default:
			if !spread(m) {
				say("%s has not ended", name)
			}
		}
		if got[id] > 1 {
			say("%s was handed over %d times", name, got[id])
		}
		if where, ok := to[id]; ok && where != m.Address {
			say("%s went to %s instead of %s", name, where, m.Address)
		}
		delete(got, id)
	}
	for id := range got {
		say("the message %s is in no row of the outbox", id)
	}
	return append(wrong, sameMailTwice(f)...)
}

// sameMailTwice looks past the message's own number: one cause must not make
// two rows.
func sameMailTwice(f facts) []string {
	var wrong []string
	rows := map[string]int{}
	for _, m := range f.mails {
		rows[fmt.Sprintf("%s of rule %d and answer %d to invitee %d", m.Purpose, m.RuleID, m.ReplyID, m.InviteeID)]++
	}
	for cause, n := range rows {
		if n > 1 {
			wrong = append(wrong, fmt.Sprintf("%s stands in the outbox %d times", cause, n))
		}
	}
	return wrong
}

// messageID is a Message-ID without its brackets.
func messageID(id string) string { return strings.Trim(strings.TrimSpace(id), "<>") }

// states counts the mail by state, for the log.
func (f facts) states() string {
	n := map[consult.MailState]int{}
	for _, m := range f.mails {
		n[m.State]++
	}
	return fmt.Sprint(n)
}

// report fails the test with the first of what is wrong.
func report(t *testing.T, what string, wrong []string) {
	t.Helper()
	sort.Strings(wrong)
	for i, one := range wrong {
		if i == 10 {
			t.Errorf("%s: and %d more", what, len(wrong)-i)
			break
		}
		t.Errorf("%s: %s", what, one)
	}
}

// A watcher remembers every message that a mailbox got, also those that the
// box forgets when it is full.
type watcher struct {
	box  *mailbox.Box
	mu   sync.Mutex
	all  map[int]letterSeen
	done chan struct{}
}

func watch(t *testing.T, box *mailbox.Box) *watcher {
	w := &watcher{box: box, all: map[int]letterSeen{}, done: make(chan struct{})}
	go func() {
		for {
			select {
			case <-w.done:
				return
			case <-time.After(time.Second):
				w.look()
			}
		}
	}()
	t.Cleanup(func() { close(w.done) })
	return w
}

func (w *watcher) look() {
	mails := w.box.Arrived()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range mails {
		w.all[m.ID] = letterSeen{id: messageID(m.Header.Get("Message-Id")), to: m.To, accepted: m.Accepted}
	}
}

func (w *watcher) arrived() []letterSeen {
	w.look()
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]letterSeen, 0, len(w.all))
	for _, m := range w.all {
		all = append(all, m)
	}
	return all
}
