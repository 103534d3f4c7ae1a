//go:build e2e

package e2e

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	crand "crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// quick is how long an answer or a page may take while the mail server
// misbehaves, on a machine that runs everything else at the same time.
const quick = 5 * time.Second

// A hostile is the program with a mail server that misbehaves, four people
// invited and a fifth who answers.
type hostile struct {
	t      *testing.T
	env    settings
	box    *mailbox.Box
	db     *store.DB
	people world
	p      *process
}

func newHostile(t *testing.T, tlsMode string, options ...mailbox.Option) *hostile {
	t.Helper()
	t.Parallel()
	h := &hostile{t: t, box: openBox(t, options...)}
	h.env = newSettings(t, storetest.SQLite(t), "").with("SMTP_URL", "smtp://"+h.box.Addr()+"?tls="+tlsMode)
	h.people = seed(t, h.env, plan{organisations: 4})
	h.db = openStore(t, h.env)
	h.p = serve(t, h.env)
	return h
}

// web proves that the pages are as quick as ever: who waits for the mail server
// is the mailer alone.
func (h *hostile) web() {
	h.t.Helper()
	c := newClient(h.env, h.p.url)
	for n := range 10 {
		a, err := c.post(h.people.guests[n%4].path, yes(fmt.Sprintf("Gast %d", n)))
		if err != nil || !a.noted() || a.took > quick {
			h.t.Errorf("answer %d: status %d after %s, %v", n, a.status, a.took, err)
		}
		if a, err = c.get("/"); err != nil || a.status != http.StatusOK || a.took > quick {
			h.t.Errorf("home: status %d after %s, %v", a.status, a.took, err)
		}
	}
}

// mails reads the outbox; a purpose narrows it.
func (h *hostile) mails(p consult.Purpose) []consult.Mail {
	h.t.Helper()
	var all []consult.Mail
	err := h.db.View(context.Background(), func(tx *store.Tx) (err error) {
		all, err = tx.Mails(store.MailFilter{Purposes: []consult.Purpose{p}})
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return all
}

// until waits for something that the mailer must bring about.
func (h *hostile) until(most time.Duration, what string, holds func() bool) {
	h.t.Helper()
	for end := time.Now().Add(most); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			h.t.Fatalf(
				"not within %s: %s; invitations: %s", most, what, facts{mails: h.mails(consult.ForInvitation)}.states(),
			)
		}
	}
}

func (h *hostile) sent(n int) func() bool {
	return func() bool {
		all := h.mails(consult.ForInvitation)
		return len(slices.DeleteFunc(all, func(m consult.Mail) bool { return m.State != consult.Sent })) == n
	}
}

// ends settles everything and holds the outbox against the mailbox.
func (h *hostile) ends() {
	h.t.Helper()
	waitMail(h.t, h.db, 90*time.Second, consult.Queued, consult.Retry, consult.Sending)
	report(h.t, "mail", mailFaults(gather(h.t, h.db, h.people, lettersOf(h.box))))
}

func lettersOf(box *mailbox.Box) []letterSeen {
	var all []letterSeen
	for _, m := range box.Arrived() {
		all = append(all, letterSeen{id: messageID(m.Header.Get("Message-Id")), to: m.To, accepted: m.Accepted})
	}
	return all
}

func TestHostileMailServer(t *testing.T) {
	t.Parallel()
	t.Run("busy", func(t *testing.T) {
		h := newHostile(t, "none", mailbox.WithFault(func(stage, _ string, n int) *mailbox.Fault {
			if stage == mailbox.StageConnect && n <= 2 || stage == mailbox.StageMail && n == 1 {
				return &mailbox.Fault{Code: 421, Text: "Too busy"}
			}
			return nil
		}))
		h.web()
		h.until(90*time.Second, "all are sent once the server has time", h.sent(4))
		h.ends()
	})
	t.Run("one refused", refusesOne)
	t.Run("hangs after the dot", hangsAfterTheDot)
	t.Run("breaks after the dot", breaksAfterTheDot)
	t.Run("silent", silentServer)
	t.Run("no TLS", func(t *testing.T) { neverEncrypted(t) })
	t.Run("certificate of nobody", func(t *testing.T) {
		neverEncrypted(t, mailbox.WithStartTLS(&tls.Config{Certificates: []tls.Certificate{selfSigned(t)}}))
	})
}

// refusesOne: the one address fails for good with what the server said, the
// others get theirs.
func refusesOne(t *testing.T) {
	const bad = "gast0002@praktijk.example"
	h := newHostile(t, "none", mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt && to == bad {
			return &mailbox.Fault{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "No such person here"}
		}
		return nil
	}))
	h.until(30*time.Second, "three of four are sent", h.sent(3))
	h.ends()
	for _, m := range h.mails(consult.ForInvitation) {
		if m.Address != bad {
			continue
		}
		if m.State != consult.Failed || !m.Refused || m.Error != "550 5.1.1 No such person here" || m.Attempts != 1 {
			t.Errorf(
				"the refused mail is %s (refused %t) after %d attempts and says %q", m.State, m.Refused, m.Attempts,
				m.Error,
			)
		}
	}
	contact := h.standing(bad).Contact
	if contact.Undeliverable.IsZero() {
		t.Error("the refused address is not marked at the contact")
	}
	h.web()
}

// standing reads all that is known of the guest with an address.
func (h *hostile) standing(address string) consult.Standing {
	h.t.Helper()
	at := slices.IndexFunc(h.people.guests, func(g guest) bool { return g.address == address })
	var st consult.Standing
	err := h.db.View(context.Background(), func(tx *store.Tx) (err error) {
		st, err = tx.Standing(h.people.guests[at].invitee)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return st
}

// hangsAfterTheDot: nobody knows whether that mail arrived, so it is uncertain
// and never sent again; meanwhile a confirmation does not wait behind it.
func hangsAfterTheDot(t *testing.T) {
	const bad = "gast0000@praktijk.example"
	var hung atomic.Bool // its first mail alone: with two senders that need not be the first of all
	h := newHostile(t, "none", mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		if stage == mailbox.StageDot && to == bad && hung.CompareAndSwap(false, true) {
			return &mailbox.Fault{Hang: 10 * time.Minute}
		}
		return nil
	}))
	h.until(20*time.Second, "the message is handed over", hung.Load)
	h.web()
	h.until(20*time.Second, "confirmations are sent while an invitation hangs", func() bool {
		return slices.ContainsFunc(
			h.mails(consult.ForConfirmation), func(m consult.Mail) bool { return m.State == consult.Sent },
		)
	})
	h.until(90*time.Second, "the others are sent", h.sent(3))
	h.wasUncertain(bad)
}

// breaksAfterTheDot: the same, with a server that goes away at once.
func breaksAfterTheDot(t *testing.T) {
	const bad = "gast0001@praktijk.example"
	h := newHostile(t, "none", mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		if stage == mailbox.StageDot && to == bad {
			return &mailbox.Fault{Drop: true}
		}
		return nil
	}))
	h.until(60*time.Second, "the others are sent", h.sent(3))
	h.wasUncertain(bad)
}

func (h *hostile) wasUncertain(address string) {
	h.t.Helper()
	h.ends()
	for _, m := range h.mails(consult.ForInvitation) {
		if m.Address == address && m.State != consult.Uncertain {
			h.t.Errorf("the mail of which nobody knows is %s", m.State)
		}
	}
	n := 0
	for _, m := range h.box.Arrived() {
		if m.To == address && m.Header.Get("In-Reply-To") == "" && !m.Accepted {
			n++
		}
	}
	if n != 1 {
		h.t.Errorf("it was handed over %d times", n)
	}
}

// silentServer: a server that accepts and says nothing holds up nobody, also
// not the end of the program; with another server all goes out.
func silentServer(t *testing.T) {
	h := newHostile(t, "none", mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageConnect {
			return &mailbox.Fault{Hang: 10 * time.Minute}
		}
		return nil
	}))
	time.Sleep(2 * time.Second)
	h.web()
	if got := len(h.mails(consult.ForConfirmation)); got != 10 {
		t.Errorf("%d confirmations wait, want 10", got)
	}
	if code := stopped(h.p); code != 0 {
		t.Errorf("stopped with %d", code)
	}
	if n := countMail(t, h.db, consult.Failed, consult.Uncertain, consult.Dropped, consult.Sending); n != 0 {
		t.Errorf("%d mails paid for the silence of the server", n)
	}
	h.box = openBox(t)
	h.env["SMTP_URL"] = "smtp://" + h.box.Addr() + "?tls=none"
	h.p = serve(t, h.env)
	h.until(30*time.Second, "all are sent by another server", h.sent(4))
	h.ends()
}

// neverEncrypted: without TLS to whom it says it is, the server gets no name
// and no word.
func neverEncrypted(t *testing.T, options ...mailbox.Option) {
	var said atomic.Int64
	h := newHostile(t, "mandatory", append(options, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageMail {
			said.Add(1)
		}
		return nil
	}))...)
	time.Sleep(3 * time.Second)
	h.web()
	if n := len(h.box.Arrived()); n != 0 || said.Load() != 0 {
		t.Errorf("%d mails and %d senders were named to a server without TLS", n, said.Load())
	}
	if n := countMail(t, h.db, consult.Queued, consult.Retry, consult.Sending); n != 14 {
		t.Errorf("%d mails wait, want 14", n)
	}
}

// selfSigned is a certificate that nobody vouches for.
func selfSigned(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"localhost"}, NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(crand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}
