package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/mailer"
	"samenspraak/internal/store"
)

// Three senders run together, as app has it.
var senders = map[string][]consult.Lane{
	"mail-answers": {consult.LaneAnswer}, "mail-1": consult.Lanes, "mail-2": consult.Lanes,
}

// turn is one turn of every sender at once. It returns what each said.
func (w *mailWorld) turn() map[string]error {
	var all sync.WaitGroup
	var mu sync.Mutex
	said := map[string]error{}
	for name, lanes := range senders {
		all.Go(func() {
			_, err := w.svc.Deliver(context.Background(), lanes, name)
			if err != nil && !errors.Is(err, ErrMailStuck) {
				w.t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			said[name] = err
		})
	}
	all.Wait()
	return said
}

// outage is a server that can be ill at one stage, and counts how often it is
// asked there.
type outage struct {
	stage string
	fault mailbox.Fault
	ill   atomic.Bool
	asked atomic.Int32
}

func (o *outage) hook(stage, _ string, _ int) *mailbox.Fault {
	if stage != o.stage {
		return nil
	}
	o.asked.Add(1)
	if !o.ill.Load() {
		return nil
	}
	f := o.fault
	return &f
}

// doublings is what the test of the breaker asks of the pauses that followed
// each other in one outage: the first is a minute, each later one at most twice
// the one before, whatever failed together.
func doublings(pauses []time.Duration) error {
	want := shortestPause
	for i, pause := range pauses {
		if pause != want {
			return fmt.Errorf("pause %d is %v, want %v: more than one doubling for one probe", i+1, pause, want)
		}
		want = min(2*want, longestPause)
	}
	return nil
}

// One outage is one, however many senders meet it: five failures, a pause, one
// probe, one doubling. When the server is well, all goes within the pause.
func TestThreeSendersAndTheBreaker(t *testing.T) {
	for name, o := range map[string]*outage{
		"silent":          {stage: mailbox.StageConnect, fault: mailbox.Fault{Hang: time.Minute}},
		"closing at MAIL": {stage: mailbox.StageMail, fault: mailbox.Fault{Code: 421, Text: "Service not available"}},
		"hangs at MAIL":   {stage: mailbox.StageMail, fault: mailbox.Fault{Hang: time.Minute}},
		"closing at RCPT": {stage: mailbox.StageRcpt, fault: mailbox.Fault{Code: 421, Text: "Too many at once"}},
		"hangs at RCPT":   {stage: mailbox.StageRcpt, fault: mailbox.Fault{Hang: time.Minute}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := sqliteMailWorld(t, 12)
			box := w.serve(mailbox.WithFault(o.hook))
			w.svc.mail.settings.Dial = dialer(box, mailer.TLSNone, 150*time.Millisecond)
			w.queue(consult.ForInvitation, w.people[2:]...)
			w.queue(consult.ForConfirmation, w.people[:2]...) // the lane that somebody waits for
			o.ill.Store(true)

			for range 20 {
				w.turn()
			}
			first := w.svc.MailTrouble()
			if n := o.asked.Load(); n < 5 || n > 7 {
				t.Errorf("tried %d times before the pause, want 5, and two more that were under way", n)
			}
			pauses := []time.Duration{first.Until.Sub(w.now())}
			for range 5 {
				w.at(w.svc.MailTrouble().Until)
				before := o.asked.Load()
				said := w.turn()
				w.turn()
				if n := o.asked.Load() - before; n != 1 {
					t.Errorf("%d probes after a pause, want 1", n)
				}
				for sender, err := range said {
					if err == nil {
						t.Errorf("%s says that all is well", sender)
					}
				}
				pauses = append(pauses, w.svc.MailTrouble().Until.Sub(w.now()))
			}
			if err := doublings(pauses); err != nil {
				t.Error(err)
			}
			for _, m := range w.outbox() {
				if !m.State.Waiting() || m.Attempts > 2 {
					t.Errorf("mail %d: %s after %d attempts: it paid for the outage", m.ID, m.State, m.Attempts)
				}
			}

			o.ill.Store(false)
			w.svc.mail.settings.Dial = dialer(box, mailer.TLSNone, 10*time.Second)
			w.at(w.svc.MailTrouble().Until)
			for range 3 { // turns follow each other within two seconds
				w.turn()
			}
			if n := len(box.Mails()); n != 12 {
				t.Errorf("%d of 12 went within one pause: %s", n, w.states())
			}
			if first := box.Mails()[0].Subject; !strings.HasPrefix(first, "Uw antwoord") && name != "hangs at RCPT" &&
				name != "closing at RCPT" {
				t.Errorf("the probe was %q, not a mail that somebody waits for", first)
			}
			if trouble := w.svc.MailTrouble(); trouble != (MailTrouble{}) {
				t.Errorf("the trouble is not forgotten: %+v", trouble)
			}
		})
	}
}

// Three conversations that fail at the same moment, just as a probe would, are
// one reason to pause longer and not three.
func TestFailuresUnderWayDoNotLengthenThePause(t *testing.T) {
	p := newCarrier(MailSettings{})
	broken := &mailer.Error{Stage: mailer.StageMail, Code: 421}
	now := mailNow
	var old []leave
	for range 9 {
		l, ok := p.ask(now)
		if !ok {
			t.Fatal("a well server is not tried")
		}
		old = append(old, l)
	}
	for _, l := range old {
		p.failed(l, broken, now)
		p.giveBack(l)
	}
	if pause := p.until.Sub(now); pause != shortestPause {
		t.Errorf("nine that failed together pause %v, want %v", pause, shortestPause)
	}
	if _, ok := p.ask(now.Add(shortestPause - time.Microsecond)); ok {
		t.Error("tried during the pause")
	}
	now = p.until
	probe, ok := p.ask(now)
	if _, two := p.ask(now); !ok || two {
		t.Errorf("probe %v, a second one %v: want one", ok, two)
	}
	p.giveBack(probe) // nothing was due after all
	if probe, ok = p.ask(now); !ok {
		t.Error("a probe that was given back keeps all others waiting")
	}
	p.failed(old[0], broken, now) // one from before reports late
	p.failed(probe, broken, now)
	if pause := p.until.Sub(now); pause != 2*shortestPause {
		t.Errorf("the second pause is %v, want %v", pause, 2*shortestPause)
	}
}

// The same failures by the arithmetic of before, which doubled at each of them:
// what TestThreeSendersAndTheBreaker asks of the pauses notices it.
func TestTwinDoublesForEachSender(t *testing.T) {
	pause, failures := time.Duration(0), 0
	fail := func() {
		if failures++; failures >= failuresMost {
			pause = min(max(2*pause, shortestPause), longestPause)
		}
	}
	for range 7 { // five, and two that were under way
		fail()
	}
	pauses := []time.Duration{pause}
	for range 3 { // every sender probes
		fail()
	}
	if pauses = append(pauses, pause); doublings(pauses) == nil {
		t.Errorf("pauses %v pass: the test of the breaker would not notice", pauses)
	}
}

// A mail on which the server hangs, but for no other, holds up nobody.
func TestOneMailThatHangsDoesNotHoldUpOthers(t *testing.T) {
	w := sqliteMailWorld(t, 6)
	bad := w.people[0].Contact.Address
	box := w.serve(mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt && to == bad {
			return &mailbox.Fault{Hang: time.Minute}
		}
		return nil
	}))
	w.svc.mail.settings.Dial = dialer(box, mailer.TLSNone, 300*time.Millisecond)
	w.queue(consult.ForConfirmation, w.people[0])
	w.queue(consult.ForInvitation, w.people[1:]...)
	for range 3 {
		w.turn()
		w.at(w.now().Add(10 * time.Second))
	}
	if n := len(box.Mails()); n != 5 {
		t.Errorf("%d of 5 others went in half a minute: %s", n, w.states())
	}
}

// A server that takes every message and never says so is left alone as well:
// each mail it swallows wants a person.
func TestServerThatSwallowsIsLeftAlone(t *testing.T) {
	w := sqliteMailWorld(t, 12)
	box := w.serve(mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageDot {
			return &mailbox.Fault{Hang: time.Minute}
		}
		return nil
	}))
	w.svc.mail.settings.Dial = dialer(box, mailer.TLSNone, 100*time.Millisecond)
	w.queue(consult.ForInvitation, w.people...)
	for range 12 {
		w.deliver()
	}
	if n := strings.Count(w.states(), "uncertain"); n != failuresMost {
		t.Errorf("%d mails became uncertain before sending paused, want %d", n, failuresMost)
	}
}

// Who refuses the sender refuses no recipient: sending stops, all mail waits,
// staff are told, and nobody's address counts as one that does not work.
func TestRefusedSenderIsNoFaultOfTheRecipients(t *testing.T) {
	for name, o := range map[string]*outage{
		"at MAIL": {
			stage: mailbox.StageMail,
			fault: mailbox.Fault{Code: 550, Enhanced: [3]int{5, 7, 1}, Text: "Sender address rejected"},
		},
		"at RCPT": {
			stage: mailbox.StageRcpt,
			fault: mailbox.Fault{
				Code: 553, Enhanced: [3]int{5, 7, 1},
				Text: "<mail@merenland.example>: Sender address rejected: not owned by user",
			},
		},
		"relay at RCPT": {
			stage: mailbox.StageRcpt,
			fault: mailbox.Fault{Code: 554, Enhanced: [3]int{5, 7, 1}, Text: "Relay access denied"},
		},
		"after the message": {
			stage: mailbox.StageDot, fault: mailbox.Fault{Code: 550, Enhanced: [3]int{5, 7, 26}, Text: "not signed"},
		},
		"sign in first": {stage: mailbox.StageRcpt, fault: mailbox.Fault{Code: 530, Enhanced: [3]int{5, 7, 0}}},
		"unknown, as sender": {
			stage: mailbox.StageRcpt,
			fault: mailbox.Fault{
				Code: 550, Enhanced: [3]int{5, 1, 0},
				Text: "<mail@merenland.example>: Sender address rejected: User unknown",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := sqliteMailWorld(t, 10)
			box := w.serve(mailbox.WithFault(o.hook))
			w.queue(consult.ForInvitation, w.people...)
			o.ill.Store(true)
			for range 5 {
				w.turn()
			}
			trouble := w.svc.MailTrouble()
			if !trouble.Refused || !trouble.Until.After(w.now()) ||
				!strings.HasPrefix(trouble.Said, fmt.Sprint(o.fault.Code)) {
				t.Errorf("trouble: %+v", trouble)
			}
			if n := o.asked.Load(); n > 4 {
				t.Errorf("%d mails were offered before sending stopped", n)
			}
			for range 50 { // four hours and more of it
				w.at(w.now().Add(5 * time.Minute))
				w.turn()
			}
			for _, m := range w.outbox() {
				if !m.State.Waiting() || m.Refused {
					t.Errorf("mail %d: %s, refused %v, %q", m.ID, m.State, m.Refused, m.Error)
				}
			}
			w.view(func(tx *store.Tx) error {
				lost, err := tx.UndeliverableContacts(100)
				if len(lost) != 0 {
					t.Errorf("%d addresses count as wrong", len(lost))
				}
				return err
			})
			o.ill.Store(false)
			w.at(w.svc.MailTrouble().Until)
			for range 3 {
				w.turn()
			}
			if n := len(box.Mails()); n != 10 {
				t.Errorf("%d of 10 went when we were let in: %s", n, w.states())
			}
		})
	}
}

// One recipient who takes mail from few is refused alone: others go on, and the
// second refusal is final, but says nothing about the address.
func TestOneRecipientRefusesByPolicy(t *testing.T) {
	w := sqliteMailWorld(t, 6)
	bad := w.people[2].Contact
	w.serve(mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt && to == bad.Address {
			return &mailbox.Fault{Code: 550, Enhanced: [3]int{5, 7, 1}, Text: "Not authorised to send to this list"}
		}
		return nil
	}))
	w.queue(consult.ForInvitation, w.people[:5]...)
	w.deliver()
	w.wantStates("sent sent retry sent sent")
	if trouble := w.svc.MailTrouble(); trouble != (MailTrouble{}) {
		t.Errorf("others are held up: %+v", trouble)
	}
	w.at(w.now().Add(refusalWait))
	w.queue(consult.ForInvitation, w.people[5])
	w.deliver()
	w.wantStates("sent sent failed sent sent sent")
	w.view(func(tx *store.Tx) error {
		c, err := tx.Contact(bad.ID)
		if !c.Undeliverable.IsZero() {
			t.Error("the address counts as wrong")
		}
		return err
	})
}

// The log says how far each conversation came and what it was answered, and
// holds no address.
func TestLogSaysStageAndCode(t *testing.T) {
	w := sqliteMailWorld(t, 3)
	var book bytes.Buffer
	w.svc.log = slog.New(slog.NewJSONHandler(&book, nil))
	bad := w.people[1].Contact.Address
	w.serve(mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		switch {
		case stage == mailbox.StageRcpt && to == bad:
			return &mailbox.Fault{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "<" + bad + ">: no such user"}
		case stage == mailbox.StageDot && to == w.people[2].Contact.Address:
			return &mailbox.Fault{Drop: true}
		}
		return nil
	}))
	w.queue(consult.ForInvitation, w.people...)
	w.deliver()
	w.wantStates("sent failed uncertain")
	for _, want := range []string{
		`"id":1,"purpose":"invitation","state":"sent"`,
		`"id":2,"purpose":"invitation","state":"failed","attempt":1,"stage":"rcpt","code":550,"enhanced":"5.1.1"`,
		`"id":3,"purpose":"invitation","state":"uncertain","attempt":1,"stage":"after-data","code":0`,
	} {
		if !strings.Contains(book.String(), want) {
			t.Errorf("no line with %s in\n%s", want, &book)
		}
	}
	if strings.Contains(book.String(), "@") {
		t.Errorf("an address stands in the log:\n%s", &book)
	}
}
