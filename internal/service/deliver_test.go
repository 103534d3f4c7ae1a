package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/mailer"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// mailWorld is a meeting with people invited to it, a clock that the test moves
// and a mail server that may be a bad one.
type mailWorld struct {
	t       testing.TB
	db      *store.DB
	svc     *Service
	mu      sync.Mutex
	clock   time.Time
	meeting consult.Meeting
	people  []consult.Standing
}

var mailNow = time.Date(2026, 10, 12, 7, 0, 0, 0, time.UTC)

func amsterdam(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, consult.Amsterdam)
}

func newMailWorld(t testing.TB, db *store.DB, people int) *mailWorld {
	w := &mailWorld{t: t, db: db, clock: mailNow}
	w.svc = w.service(db, nil)
	w.update(func(tx *store.Tx) error {
		if err := tx.SetRegion(consult.Region{
			Name: "Jeugdregio Merenland", SenderName: "Jeugdregio Merenland",
			ReplyAddress: "samenspraak@merenland.example", Phone: "088 000 12 34", UpdatedAt: mailNow,
		}); err != nil {
			return err
		}
		m := consult.Meeting{
			Occasion: consult.Occasion{
				Title: "Consultatiebijeenkomst jeugdhulp 2028",
				Slug:  "consultatie", Starts: amsterdam(2026, 11, 26, 15, 0),
				Ends:     amsterdam(2026, 11, 26, 17, 0),
				AnswerBy: amsterdam(2026, 11, 17, 0, 0), CreatedAt: mailNow, ReleasedAt: mailNow, Version: 1,
			},
			UID:   "0b6e1c52",
			Venue: "De Zilte Schuur", Town: "Elzendam", Online: true,
			MeetingWords: consult.MeetingWords{
				Kind: consult.Consultation,
			},
		}
		id, err := tx.AddMeeting(m)
		if err != nil {
			return err
		}
		w.meeting, err = tx.Meeting(id)
		return err
	})
	for range people {
		w.invite(mailNow)
	}
	return w
}

func (w *mailWorld) service(db *store.DB, dial func(context.Context) (MailConn, error)) *Service {
	return New(Options{
		DB: db, Now: w.now, Secret: []byte("a secret of at least thirty-two bytes"),
		BaseURL: "https://praat.merenland.example",
		Mail:    MailSettings{From: "mail@merenland.example", Dial: dial},
	})
}

func (w *mailWorld) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *mailWorld) at(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = t
}

func (w *mailWorld) update(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.db.Update(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *mailWorld) view(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.db.View(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// invite asks one more person of one more organisation.
func (w *mailWorld) invite(at time.Time) consult.Standing {
	w.t.Helper()
	n := len(w.people) + 1
	var st consult.Standing
	w.update(func(tx *store.Tx) error {
		orgID, err := tx.AddOrganisation(
			consult.Organisation{
				Type: consult.Provider, Name: fmt.Sprintf("Praktijk %d", n), SortKey: strconv.Itoa(n), CreatedAt: at,
			},
		)
		if err != nil {
			return err
		}
		address := fmt.Sprintf("p%d@praktijk.example", n)
		contactID, err := tx.AddContact(consult.Contact{
			OrganisationID: orgID, First: "Zoë", Last: fmt.Sprintf("Daniëls-%d", n), Address: address,
			Canonical: address, Language: "nl", CreatedAt: at,
		})
		if err != nil {
			return err
		}
		invitationID, err := tx.AddInvitation(
			consult.Invitation{OccasionID: w.meeting.ID, OrganisationID: orgID, InvitedAt: at},
		)
		if err != nil {
			return err
		}
		inviteeID, err := tx.AddInvitee(
			consult.Invitee{InvitationID: invitationID, ContactID: contactID, Generation: 1, AddedAt: at},
		)
		if err != nil {
			return err
		}
		st, err = tx.Standing(inviteeID)
		return err
	})
	w.people = append(w.people, st)
	return st
}

// queue puts mail of a purpose in the outbox for some people.
func (w *mailWorld) queue(p consult.Purpose, people ...consult.Standing) []consult.Mail {
	w.t.Helper()
	var all []consult.Mail
	w.update(func(tx *store.Tx) error {
		for _, st := range people {
			all = append(all, toInvitee(st, p, consult.MailKey(p, st.Invitee.ID, 1), w.now()))
		}
		_, err := tx.Enqueue(all...)
		return err
	})
	return all
}

func (w *mailWorld) answer(st consult.Standing, a consult.Answer) int64 {
	w.t.Helper()
	var id int64
	w.update(func(tx *store.Tx) (err error) {
		if _, err = tx.LockInvitation(st.Invitation.ID); err != nil {
			return err
		}
		id, err = tx.AddReply(consult.Reply{
			InvitationID: st.Invitation.ID, InviteeID: st.Invitee.ID, Source: consult.ByLink, Answer: a,
			ReceivedAt: w.now(), OccasionVersion: 1,
			People: []consult.Person{{Name: st.Contact.Name()}},
		})
		return err
	})
	return id
}

// states lists the outbox in order of queueing.
func (w *mailWorld) outbox() []consult.Mail {
	w.t.Helper()
	var all []consult.Mail
	w.view(func(tx *store.Tx) (err error) {
		all, err = tx.Mails(store.MailFilter{})
		return err
	})
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}

func (w *mailWorld) states() string {
	w.t.Helper()
	var words []string
	for _, m := range w.outbox() {
		word := string(m.State)
		if m.State == consult.Dropped {
			word += ":" + m.Error
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func (w *mailWorld) wantStates(want string) {
	w.t.Helper()
	if got := w.states(); got != want {
		w.t.Errorf("outbox: %s, want: %s", got, want)
	}
}

// serve opens a mail server and has the service send by it.
func (w *mailWorld) serve(options ...mailbox.Option) *mailbox.Box {
	w.t.Helper()
	box, err := mailbox.Open("127.0.0.1:0", options...)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { w.svc.HangUp(); _ = box.Close() })
	w.svc.mail.settings.Dial = dialer(box, mailer.TLSNone, 2*time.Second)
	return box
}

func dialer(box *mailbox.Box, tls mailer.TLSMode, timeout time.Duration) func(context.Context) (MailConn, error) {
	host, port, _ := net.SplitHostPort(box.Addr())
	number, _ := strconv.Atoi(port)
	return func(ctx context.Context) (MailConn, error) {
		c, err := mailer.Dial(ctx, mailer.Settings{Host: host, Port: number, TLS: tls, Timeout: timeout})
		if err != nil {
			return nil, err
		}
		return c, nil
	}
}

func (w *mailWorld) deliver() int {
	w.t.Helper()
	n, err := w.svc.Deliver(context.Background(), consult.Lanes, "test")
	if err != nil && !errors.Is(err, ErrMailStuck) {
		w.t.Fatal(err)
	}
	return n
}

func sqliteMailWorld(t *testing.T, people int) *mailWorld {
	return newMailWorld(t, storetest.Open(t, storetest.SQLite(t)), people)
}

func TestDeliver(t *testing.T) {
	w := sqliteMailWorld(t, 3)
	box := w.serve()
	w.queue(consult.ForInvitation, w.people...)
	if n := w.deliver(); n != 3 {
		t.Fatalf("%d mails went out, want 3", n)
	}
	w.wantStates("sent sent sent")
	got := box.Mails()[0]
	st := w.people[0]
	link := w.svc.invitationURL(st.Invitee, "nl")
	if got.To != st.Contact.Address || got.EnvelopeFrom != "mail@merenland.example" ||
		!strings.Contains(got.Text, link) || !strings.Contains(got.HTML, link) {
		t.Errorf("mail to %s from %s: %s", got.To, got.EnvelopeFrom, got.Text)
	}
	for header, want := range map[string]string{
		"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply", "X-Portal-Ref": "1",
		"Reply-To": "samenspraak@merenland.example",
	} {
		if value := got.Header.Get(header); !strings.Contains(value, want) {
			t.Errorf("%s: %q, want %q", header, value, want)
		}
	}
	if id := got.Header.Get(
		"Message-ID",
	); !strings.HasPrefix(id, "<mail-1.") || !strings.HasSuffix(id, "@merenland.example>") ||
		w.outbox()[0].MessageID != id {
		t.Errorf("Message-ID %q, kept %q", id, w.outbox()[0].MessageID)
	}
}

// What is kept of a mail is what went out, without the way in.
func TestCopyIsRedacted(t *testing.T) {
	w := sqliteMailWorld(t, 1)
	box := w.serve()
	w.queue(consult.ForInvitation, w.people...)
	w.deliver()
	got := box.Mails()[0]
	w.view(func(tx *store.Tx) error {
		kept, err := tx.MailCopy(1)
		token := w.svc.token(linkInvitation, w.people[0].Invitee.ID, 1)
		if strings.Contains(kept.Text, token) || !strings.Contains(kept.Text, "/u/▒▒▒▒") {
			t.Errorf("the copy holds the link:\n%s", kept.Text)
		}
		if raw := bytes.ReplaceAll(got.Raw, []byte("\r\n"), []byte("\n")); kept.SHA256 != hexSum(got.Raw) &&
			kept.SHA256 != hexSum(raw) {
			t.Error("the copy's digest is not that of what arrived")
		}
		return err
	})
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// One bad address harms nobody else, is shown, and gets nothing more.
func TestOneOfFourRefused(t *testing.T) {
	w := sqliteMailWorld(t, 4)
	bad := w.people[1].Contact
	box := w.serve(mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt && to == bad.Address {
			return &mailbox.Fault{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "No such user here"}
		}
		return nil
	}))
	w.queue(consult.ForInvitation, w.people...)
	w.update(func(tx *store.Tx) error { // something for the bad address that is not due yet
		m := toInvitee(w.people[1], consult.ForReport, "later", w.now())
		m.DueAt = w.now().Add(time.Hour)
		_, err := tx.Enqueue(m)
		return err
	})
	if n := w.deliver(); n != 3 {
		t.Errorf("%d mails went out, want 3", n)
	}
	w.wantStates("sent failed sent sent dropped:address")
	if len(box.Mails()) != 3 {
		t.Errorf("%d arrived, want 3", len(box.Mails()))
	}
	failed := w.outbox()[1]
	if !failed.Refused || !strings.Contains(failed.Error, "550 5.1.1 No such user here") {
		t.Errorf("failed mail: refused %v, %q", failed.Refused, failed.Error)
	}
	w.view(func(tx *store.Tx) error {
		c, err := tx.Contact(bad.ID)
		if c.Undeliverable.IsZero() || !strings.Contains(c.Bounce, "5.1.1") {
			t.Errorf("contact: undeliverable %v, %q", c.Undeliverable, c.Bounce)
		}
		good, _ := tx.Contact(w.people[0].Contact.ID)
		if !good.Undeliverable.IsZero() {
			t.Error("a good address counts as undeliverable")
		}
		return err
	})
}

// A server that is busy costs a mail nothing but time.
func TestBusyServer(t *testing.T) {
	for _, stage := range []string{mailbox.StageMail, mailbox.StageRcpt, mailbox.StageData} {
		t.Run(stage, func(t *testing.T) {
			w := sqliteMailWorld(t, 1)
			var busy atomic.Bool
			busy.Store(true)
			box := w.serve(mailbox.WithFault(func(at, _ string, _ int) *mailbox.Fault {
				if at == stage && busy.Load() {
					return &mailbox.Fault{Code: 421, Text: "Too busy, come back later"}
				}
				return nil
			}))
			w.queue(consult.ForInvitation, w.people...)
			w.deliver()
			w.wantStates("retry")
			first := w.outbox()[0]
			// What fails before the server knows whom it is for keeps its turn.
			if first.DueAt.After(w.now()) == (stage == mailbox.StageMail) ||
				len(box.Arrived()) != 0 && stage != mailbox.StageData {
				t.Errorf("due %v at %v", first.DueAt, w.now())
			}
			busy.Store(false)
			if n := w.deliver(); n != 0 && stage != mailbox.StageMail {
				t.Error("it was tried again at once")
			}
			w.at(w.now().Add(time.Hour))
			w.deliver()
			w.wantStates("sent")
			if n := len(box.Mails()); n != 1 {
				t.Errorf("%d arrived, want 1", n)
			}
			if second := w.outbox()[0]; first.MessageID != "" && second.MessageID != first.MessageID {
				t.Error("the second try has another Message-ID")
			}
		})
	}
}

// After the final dot nobody knows: it is uncertain, and stays so whatever the
// clock says, until a person decides.
func TestHangAfterTheDotIsUncertainForEver(t *testing.T) {
	w := sqliteMailWorld(t, 2)
	first := w.people[0].Contact.Address
	box := w.serve(mailbox.WithFault(func(stage, to string, n int) *mailbox.Fault {
		if stage == mailbox.StageDot && to == first && n == 1 {
			return &mailbox.Fault{Hang: 3 * time.Second}
		}
		return nil
	}))
	w.svc.mail.settings.Dial = dialer(box, mailer.TLSNone, 300*time.Millisecond)
	w.queue(consult.ForInvitation, w.people...)
	w.deliver()
	w.wantStates("uncertain sent")
	for range 20 {
		w.at(w.now().Add(12 * time.Hour))
		w.deliver()
		if _, _, err := w.svc.SweepMail(context.Background(), SweepAfter); err != nil {
			t.Fatal(err)
		}
	}
	w.wantStates("uncertain sent")
	if n := len(box.Arrived()); n != 2 {
		t.Errorf("%d handed over, want 2", n)
	}
	editor := consult.Actor{Kind: consult.ByStaff, ID: 1, Role: consult.Editor}
	w.at(mailNow.Add(time.Hour))
	if err := w.svc.SettleMail(context.Background(), editor, Resend, 1); err != nil {
		t.Fatal(err)
	}
	w.deliver()
	w.wantStates("sent sent")
	if err := w.svc.SettleMail(context.Background(), editor, Resend, 1); err == nil {
		t.Error("mail that was sent can be sent again as if it were uncertain")
	}
}

// A connection that breaks in the middle of a message is uncertain as well: once
// DATA has begun nothing is sent again by itself.
func TestBreakInTheMessageIsUncertain(t *testing.T) {
	w := sqliteMailWorld(t, 1)
	box := w.serve(mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageData {
			return &mailbox.Fault{Drop: true}
		}
		return nil
	}))
	w.svc.mail.settings.Dial = dialer(box, mailer.TLSNone, 300*time.Millisecond)
	w.queue(consult.ForInvitation, w.people...)
	w.deliver()
	w.wantStates("uncertain")
	w.at(w.now().Add(24 * time.Hour))
	w.deliver()
	w.wantStates("uncertain")
}

// Without TLS nothing is sent, not even a name.
func TestWithoutTLSNothingGoes(t *testing.T) {
	w := sqliteMailWorld(t, 1)
	box := w.serve(mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageMail {
			t.Error("a sender was named over an open line")
		}
		return nil
	}))
	w.svc.mail.settings.Dial = dialer(box, mailer.TLSMandatory, time.Second)
	w.queue(consult.ForInvitation, w.people...)
	if n := w.deliver(); n != 0 || len(box.Arrived()) != 0 {
		t.Errorf("%d went out", n)
	}
	w.wantStates("queued")
}

// A letter that cannot be written fails alone, and nothing of it reaches the
// server.
func TestUnwritableLetterFailsAlone(t *testing.T) {
	w := sqliteMailWorld(t, 3)
	box := w.serve()
	w.queue(consult.ForInvitation, w.people[0])
	w.queue("nonsense", w.people[1])
	w.update(func(tx *store.Tx) error {
		m := toInvitee(w.people[1], consult.ForInvitation, "bad address", w.now())
		m.Address = "p2@praktijk.example> SIZE=1"
		_, err := tx.Enqueue(m)
		return err
	})
	w.queue(consult.ForInvitation, w.people[2])
	w.deliver()
	w.wantStates("sent failed failed sent")
	if n := len(box.Arrived()); n != 2 {
		t.Errorf("%d arrived, want 2", n)
	}
	for _, m := range w.outbox()[1:3] {
		if m.Error == "" || m.Refused {
			t.Errorf("mail %d says %q, refused %v", m.ID, m.Error, m.Refused)
		}
	}
}

// The premise is looked at when the mail is claimed, and once more when the
// server is about to take it.
func TestPremiseIsLookedAtWhenSending(t *testing.T) {
	rule := consult.Rule{Before: consult.BeforeDeadline, Days: 7, At: 9 * 60, ActiveFrom: mailNow}
	due := amsterdam(2026, 11, 9, 9, 0)
	setUp := func(t *testing.T) *mailWorld {
		w := sqliteMailWorld(t, 1)
		rule := rule
		rule.OccasionID = w.meeting.ID
		w.update(func(tx *store.Tx) error { _, err := tx.AddRule(rule); return err })
		w.at(due)
		if n, err := w.svc.PlanReminders(context.Background()); err != nil || n != 1 {
			t.Fatalf("%d reminders, %v", n, err)
		}
		return w
	}
	t.Run("answered before the claim", func(t *testing.T) {
		w := setUp(t)
		box := w.serve()
		w.answer(w.people[0], consult.No)
		w.deliver()
		w.wantStates("dropped:answered")
		if len(box.Arrived()) != 0 {
			t.Error("who answered was reminded")
		}
	})
	t.Run("answered while the server was asked", func(t *testing.T) {
		w := setUp(t)
		box := w.serve(mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
			if stage == mailbox.StageRcpt {
				w.answer(w.people[0], consult.Yes)
			}
			return nil
		}))
		w.deliver()
		w.wantStates("dropped:answered")
		if len(box.Arrived()) != 0 {
			t.Error("who answered was reminded")
		}
	})
	t.Run("rule stopped", func(t *testing.T) {
		w := setUp(t)
		w.serve()
		editor := consult.Actor{Kind: consult.ByStaff, ID: 1, Role: consult.Editor}
		if err := w.svc.StopRule(context.Background(), editor, w.meeting.ID, 1); err != nil {
			t.Fatal(err)
		}
		w.deliver()
		w.wantStates("dropped:stopped")
	})
	t.Run("still true", func(t *testing.T) {
		w := setUp(t)
		w.serve()
		w.deliver()
		w.wantStates("sent")
	})
}

// What a sender that died left behind waits again if nothing was handed over,
// and is uncertain if anything may have been.
func TestSweep(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newMailWorld(t, db, 3)
		w.queue(consult.ForInvitation, w.people...)
		var claimed []consult.Mail
		for range 2 {
			m, err := w.svc.claimMail(context.Background(), consult.Lanes, "dies")
			if err != nil {
				t.Fatal(err)
			}
			claimed = append(claimed, m)
		}
		w.update(func(tx *store.Tx) error { return tx.MarkData(claimed[1].ID, "dies", "<m@x>", w.now()) })
		w.wantStates("sending sending queued")
		sweep := func(longer time.Duration, wantWaiting, wantUncertain int64) {
			t.Helper()
			waiting, uncertain, err := w.svc.SweepMail(context.Background(), longer)
			if err != nil || waiting != wantWaiting || uncertain != wantUncertain {
				t.Errorf("swept %d and %d (%v), want %d and %d", waiting, uncertain, err, wantWaiting, wantUncertain)
			}
		}
		w.at(mailNow.Add(9 * time.Minute))
		sweep(SweepAfter, 0, 0) // its sender may yet be at it
		w.at(mailNow.Add(11 * time.Minute))
		sweep(SweepAfter, 1, 1)
		w.wantStates("retry uncertain queued")
		box := w.serve()
		w.deliver()
		w.wantStates("sent uncertain sent")
		if n := len(box.Mails()); n != 2 {
			t.Errorf("%d arrived, want 2", n)
		}
		// The sender that was thought dead comes back: it may not settle.
		w.update(func(tx *store.Tx) error {
			if err := tx.MarkData(claimed[0].ID, "dies", "<m@x>", w.now()); err == nil {
				t.Error("a sender that was swept hands over its mail after all")
			}
			return nil
		})
	})
}

// A confirmation does not wait for a mailing.
func TestConfirmationOvertakesAMailing(t *testing.T) {
	w := sqliteMailWorld(t, 1)
	box := w.serve()
	var many []consult.Mail
	for k := range 500 {
		m := toInvitee(w.people[0], consult.ForInvitation, "bulk:"+strconv.Itoa(k), w.now())
		many = append(many, m)
	}
	w.update(func(tx *store.Tx) error { _, err := tx.Enqueue(many...); return err })
	ctx, cancel := context.WithCancel(context.Background())
	var senders sync.WaitGroup
	wake := w.svc.Wake()
	senders.Go(func() { _, _ = w.svc.Deliver(ctx, consult.Lanes, "bulk") })
	senders.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-wake:
				_, _ = w.svc.Deliver(ctx, []consult.Lane{consult.LaneAnswer}, "quick")
			}
		}
	})
	defer senders.Wait()
	defer cancel()
	patience, stop := context.WithTimeout(context.Background(), 30*time.Second)
	defer stop()
	if _, err := box.Wait(patience, 40); err != nil {
		t.Fatal(err)
	}
	replyID := w.answer(w.people[0], consult.Yes)
	before := len(box.Mails())
	w.update(func(tx *store.Tx) error {
		m := toInvitee(w.people[0], consult.ForConfirmation, "confirmation", w.now())
		m.ReplyID = replyID
		_, err := tx.Enqueue(m)
		return err
	})
	for {
		mails, err := box.Wait(patience, len(box.Mails())+1)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range mails {
			if strings.HasPrefix(m.Subject, "Uw antwoord") {
				if i-before > 30 || len(mails) > 450 {
					t.Errorf("the confirmation came after %d more of the mailing", i-before)
				}
				return
			}
		}
	}
}

// All about one meeting stands together in the recipient's mail program.
func TestThread(t *testing.T) {
	w := sqliteMailWorld(t, 1)
	box := w.serve()
	w.queue(consult.ForInvitation, w.people[0])
	w.deliver()
	w.queue(consult.ForExtension, w.people[0])
	w.deliver()
	mails := box.Mails()
	if got, want := mails[1].Header.Get("In-Reply-To"), mails[0].Header.Get("Message-ID"); got != want ||
		mails[1].Header.Get("References") != want {
		t.Errorf("In-Reply-To %q, want %q", got, want)
	}
	if mails[0].Header.Get("In-Reply-To") != "" {
		t.Error("the invitation answers something")
	}
}

// After a restore nothing goes out until a person lets it.
func TestHeldMailIsReleasedByHand(t *testing.T) {
	w := sqliteMailWorld(t, 2)
	box := w.serve()
	w.queue(consult.ForInvitation, w.people...)
	w.update(func(tx *store.Tx) error { _, err := tx.HoldMail(consult.HeldRestored); return err })
	w.deliver()
	w.wantStates("held held")
	reader := consult.Actor{Kind: consult.ByStaff, ID: 1, Role: consult.Reader}
	editor := consult.Actor{Kind: consult.ByStaff, ID: 1, Role: consult.Editor}
	if _, err := w.svc.ReleaseAll(context.Background(), reader); err == nil {
		t.Error("a reader released mail")
	}
	w.update(func(tx *store.Tx) error { // what was corrected meanwhile counts
		c, err := tx.Contact(w.people[1].Contact.ID)
		if err != nil {
			return err
		}
		c.Address, c.Canonical = "nieuw@praktijk.example", "nieuw@praktijk.example"
		return tx.SetContact(c)
	})
	if n, err := w.svc.ReleaseAll(context.Background(), editor); err != nil || n != 2 {
		t.Fatalf("released %d, %v", n, err)
	}
	w.deliver()
	w.wantStates("sent sent")
	if got := box.Mails()[1].To; got != "nieuw@praktijk.example" {
		t.Errorf("released mail went to %s", got)
	}
}

func TestProveFindsWhoCannotBeWritten(t *testing.T) {
	w := sqliteMailWorld(t, 2)
	editor := consult.Actor{Kind: consult.ByStaff, ID: 1, Role: consult.Editor}
	good := toInvitee(w.people[0], consult.ForInvitation, "", w.now())
	bad := toInvitee(w.people[1], consult.ForInvitation, "", w.now())
	bad.InviteeID = 0 // not invited yet: a preview
	proven := func() error {
		return w.svc.db.View(
			t.Context(), func(tx *store.Tx) error { return w.svc.prove(tx, []consult.Mail{good, bad}, w.now()) },
		)
	}
	if err := proven(); err != nil {
		t.Fatal(err)
	}
	bad.Address = "kapot"
	if err := proven(); err == nil {
		t.Error("a mail without an address was proven")
	}
	l, err := w.svc.Preview(context.Background(), editor, good)
	if err != nil || strings.Contains(l.Text, w.svc.token(linkInvitation, w.people[0].Invitee.ID, 1)) {
		t.Errorf("the preview shows a personal link (%v)", err)
	}
}
