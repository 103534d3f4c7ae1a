package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/mailer"
	"samenspraak/internal/store"
)

// perHour is the most mails that an address gets within one hour by the outbox,
// of those that are not dropped or held: others caused them, or (own) they tell
// somebody of their own answer.
func (w *replyWorld) perHour(own bool) (most int, where string) {
	w.t.Helper()
	counts := map[string]int{}
	w.view(func(tx *store.Tx) error {
		all, err := tx.Mails(store.MailFilter{})
		for _, m := range all {
			if m.Purpose == consult.ForInvitation || (m.Purpose == consult.ForConfirmation) != own ||
				m.State == consult.Dropped || m.State == consult.Held {
				continue
			}
			key := fmt.Sprint(m.Address, " ", m.DueAt.Truncate(time.Hour))
			if counts[key]++; counts[key] > most {
				most, where = counts[key], key
			}
		}
		return err
	})
	return most, where
}

// Whatever others do within an hour, with a link or without, no address gets
// more than three mails of it; who answers over and over is told ten times; and
// what others do keeps nobody waiting for word of their own answer.
func TestNoAddressGetsMoreThanThreeMailsAnHour(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	w.invite()
	victim := w.contacts["Mohammed"].Address
	var last consult.Reply
	for k := range 25 {
		w.at(replyNow.Add(time.Duration(k) * time.Minute))
		for _, first := range []string{"Noor", "Mohammed"} {
			last = w.mustReply(t, w.token(first), yes(fmt.Sprintf("%s %d", first, k)))
		}
		err := w.svc.SendColleague(
			ctx, w.token([]string{"Noor", "Joëlle", "IJsbrand"}[k%3]), w.now(),
			Colleague{First: "Piet", Last: "Puk" + strings.Repeat("a", k), Address: victim},
		)
		var problems consult.Problems
		if err != nil && !errors.Is(err, consult.ErrTooMany) && !errors.As(err, &problems) {
			t.Fatal(err)
		}
		_ = w.svc.TakeBackColleague(ctx, w.token("Noor")) // refused at times: that is not what this is about
		if err := w.svc.AskMine(ctx, victim, "nl", fmt.Sprint("192.0.2.", k)); err != nil &&
			!errors.Is(err, consult.ErrTooMany) {
			t.Fatal(err)
		}
	}
	if most, where := w.perHour(false); most > guestMails {
		t.Errorf("%d mails to %s", most, where)
	}
	if most, where := w.perHour(true); most > ownMails || most <= guestMails {
		t.Errorf("%d confirmations to %s", most, where)
	}
	told := false
	for _, m := range w.mails(consult.ForConfirmation) {
		told = told || m.ReplyID == last.ID && m.State == consult.Queued && m.DueAt.Before(w.now().Add(2*time.Hour))
	}
	if !told {
		t.Error("of the last answer no mail tells soon")
	}
	w.at(replyNow.Add(26 * time.Minute))
	mine := w.mustReply(t, w.token("Joëlle"), yes("Joëlle"))
	for _, m := range w.mails(consult.ForConfirmation) {
		if m.ReplyID == mine.ID && m.DueAt.After(w.now()) {
			t.Errorf("word of an only answer waits until %s", m.DueAt)
		}
	}
}

// The twin: the same acts mailed at once, as before, are noticed.
func TestTwinWithoutSpreadingFloods(t *testing.T) {
	w := onSQLite(t)
	w.invite()
	st := w.standing("Noor")
	w.update(func(tx *store.Tx) error {
		for k := range ownMails + 1 {
			if _, err := tx.Enqueue(toInvitee(st, consult.ForConfirmation, fmt.Sprint("k", k), w.now())); err != nil {
				return err
			}
		}
		return nil
	})
	if most, _ := w.perHour(true); most <= ownMails {
		t.Errorf("%d mails are not noticed", most)
	}
}

// A shared mailbox gets one mail with the links of all.
func TestSharedMailboxGetsOneMail(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	box := serveReplies(t, w)
	const shared = "jongeren@jongerenraad.example"
	w.update(func(tx *store.Tx) error {
		return w.addOrganisation(
			tx, consult.Organisation{Type: consult.ClientCouncil, Name: "Jongerenraad"},
			[][3]string{{"Aya", "", "Bakkali"}, {"Bo", "", "Wit"}, {"Cas", "de", "Groot"}},
		)
	})
	w.update(func(tx *store.Tx) error {
		for _, first := range []string{"Aya", "Bo", "Cas"} {
			c := w.contacts[first]
			c.Address, c.Canonical = shared, shared
			if err := tx.SetContact(c); err != nil {
				return err
			}
		}
		return nil
	})
	for range 3 {
		if err := w.svc.AskMine(ctx, shared, "nl", ""); err != nil {
			t.Fatal(err)
		}
		if n, err := w.svc.Deliver(ctx, consult.Lanes, "test"); err != nil || n != 1 {
			t.Fatalf("%d mails, %v", n, err)
		}
	}
	if err := w.svc.AskMine(ctx, shared, "nl", ""); !errors.Is(err, consult.ErrTooMany) {
		t.Errorf("a fourth time: %v", err)
	}
	mail := box.Mails()[2]
	for _, first := range []string{"Aya", "Bo", "Cas"} {
		link := w.svc.mineURL("nl", w.contacts[first].ID, 3)
		if !strings.Contains(mail.Text, link) || !strings.Contains(mail.HTML, link) {
			t.Errorf("the link of %s is not in the mail:\n%s", first, mail.Text)
		}
		if v, err := w.svc.Mine(ctx, link[strings.LastIndex(link, "/")+1:]); err != nil || v.Contact.First != first {
			t.Errorf("the link of %s opens %q, %v", first, v.Contact.First, err)
		}
	}
	if !strings.Contains(mail.Text, "Goedendag,") || strings.Contains(mail.Header.Get("To"), "Aya") {
		t.Error("the mail to all is addressed to one of them")
	}
	w.view(func(tx *store.Tx) error {
		kept, err := tx.MailCopy(3)
		if strings.Contains(kept.Text, w.svc.token(linkMine, w.contacts["Cas"].ID, 3)) {
			t.Error("what is kept of the mail holds a link that works")
		}
		return err
	})
}

// An odd name is held until staff have looked, and so is everything else to that
// person; released, it goes.
func TestOddNamesAreHeld(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	box := serveReplies(t, w)
	w.invite()
	if _, err := w.svc.Deliver(ctx, consult.Lanes, "test"); err != nil {
		t.Fatal(err)
	}
	box.Clear()
	odd := Colleague{
		First: "Uw subsidie is gereserveerd! Bel vandaag 0900 123 4567", Last: "of ga naar 185.199.1.1/login",
		Address: "vreemd@elders.example",
	}
	if err := w.svc.SendColleague(ctx, w.token("Noor"), replyNow, odd); err != nil {
		t.Fatal(err)
	}
	held := w.mails(consult.ForStandIn)[0]
	if held.State != consult.Held || held.Error != string(consult.HeldForName) {
		t.Fatalf("the mail is %s, %q", held.State, held.Error)
	}
	if v, err := w.svc.Opened(ctx, w.token("Noor")); err != nil || v.StandIn == nil || !v.StandIn.Unseen {
		t.Errorf("the guest is not told: %+v, %v", v.StandIn, err)
	}
	w.mustReply(t, w.token("Mohammed"), yes("Mohammed")) // tells all colleagues
	if err := w.svc.AskMine(ctx, odd.Address, "nl", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.svc.ReleaseAll(ctx, w.staff); err != nil {
		t.Fatal(err)
	}
	if _, err := w.svc.Deliver(ctx, consult.Lanes, "test"); err != nil {
		t.Fatal(err)
	}
	for _, m := range box.Mails() {
		if m.To == odd.Address {
			t.Errorf("a mail went unseen: %s", m.Subject)
		}
	}
	if err := w.svc.SettleMail(ctx, w.staff, Release, held.ID); err != nil {
		t.Fatal(err)
	}
	box.Clear()
	if n, err := w.svc.Deliver(ctx, consult.Lanes, "test"); err != nil || n != 1 || box.Mails()[0].To != odd.Address {
		t.Fatalf("released: %d went, %v", n, err)
	}
	if m := box.Mails()[0]; strings.Contains(m.Subject, "subsidie") || strings.Contains(m.Text, "185.199.1.1/login") {
		t.Errorf("guest's words in %q or an address whole in\n%s", m.Subject, m.Text)
	}
}

// Chaining from stand-in to stand-in ends at the second, and naming at three an
// hour and ten in all.
func TestChainsOfColleaguesEnd(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	w.invite()
	token := w.token("Noor")
	var err error
	for k := range 4 {
		w.at(replyNow.Add(time.Duration(k) * 2 * time.Hour)) // the hourly limits do not help
		if err = w.svc.SendColleague(
			ctx, token, w.now(),
			Colleague{First: "Jan", Last: strings.Repeat("a", k+1), Address: fmt.Sprintf("k%d@elders.example", k)},
		); err != nil {
			if k != colleaguesDeep || !isProblem(err, "last") {
				t.Errorf("colleague %d of a chain: %v", k+1, err)
			}
			break
		}
		m := w.mails(consult.ForStandIn)[0]
		token = w.svc.token(linkInvitation, m.InviteeID, m.Facts.Generation)
	}
	if err == nil {
		t.Error("the chain does not end")
	}
	n := 0
	for k := range 20 {
		w.at(replyNow.Add(time.Duration(k+10) * 2 * time.Hour))
		err := w.svc.SendColleague(
			ctx, w.token("Joëlle"), w.now(),
			Colleague{First: "Piet", Last: strings.Repeat("b", k+1), Address: fmt.Sprintf("p%d@elders.example", k)},
		)
		if err == nil {
			n++
			err = w.svc.TakeBackColleague(ctx, w.token("Joëlle"))
		}
		if err != nil && !isProblem(err, "last") {
			t.Fatal(err)
		}
	}
	if n != colleaguesInAll {
		t.Errorf("%d colleagues were named in all, want %d", n, colleaguesInAll)
	}
}

// serveReplies opens a mail server for the world of answers.
func serveReplies(t *testing.T, w *replyWorld) *mailbox.Box {
	t.Helper()
	box, err := mailbox.Open("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.svc.HangUp(); _ = box.Close() })
	w.svc.mail.settings.Dial = dialer(box, mailer.TLSNone, 10*time.Second)
	return box
}
