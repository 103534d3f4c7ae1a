package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

func onSQLite(t *testing.T) *replyWorld {
	t.Helper()
	return newReplyWorld(t, storetest.Open(t, storetest.SQLite(t)))
}

func (w *replyWorld) preview(a consult.Audience) consult.AudiencePreview {
	w.t.Helper()
	c, err := w.svc.Audience(context.Background(), w.staff, w.meeting.ID, a)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.Preview
}

func invitedNames(p consult.AudiencePreview) []string {
	names := []string{}
	for _, c := range p.Invited {
		names = append(names, c.Contact.First)
	}
	slices.Sort(names)
	return names
}

func TestAudienceRules(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newReplyWorld(t, db)
		brug := w.contacts["Noor"].OrganisationID
		var town int64
		w.view(func(tx *store.Tx) error {
			o, err := tx.Organisation(brug)
			town = o.MunicipalityID
			return err
		})
		for name, c := range map[string]struct {
			rule consult.Audience
			want []string
		}{
			"nothing selects nobody": {consult.Audience{}, []string{}},
			"only exceptions":        {consult.Audience{Except: []int64{1}}, []string{}},
			"a type": {
				consult.Audience{Types: []consult.OrganisationType{consult.Provider}}, []string{"IJsbrand"},
			},
			"two types": {
				consult.Audience{Types: []consult.OrganisationType{consult.Provider, consult.SolePractitioner}},
				[]string{"IJsbrand", "Joëlle"},
			},
			"a municipality": {consult.Audience{Municipalities: []int64{town}}, []string{"Mohammed", "Noor"}},
			"a tag": {
				consult.Audience{Tags: []string{"perceel 1", "onbekend"}}, []string{"Mohammed", "Noor"},
			},
			"type and tag": {
				consult.Audience{Types: []consult.OrganisationType{consult.Provider}, Tags: []string{"perceel 1"}},
				[]string{},
			},
			"search an organisation": {consult.Audience{Search: "de brug, kompas"}, []string{"Mohammed", "Noor"}},
			"search a person":        {consult.Audience{Search: "Bouazzaoui"}, []string{"Mohammed"}},
			"search with wildcards":  {consult.Audience{Search: "%"}, []string{}},
			"by hand beside the rule": {
				consult.Audience{
					Types: []consult.OrganisationType{consult.Provider}, Contacts: []int64{w.contacts["Noor"].ID},
				}, []string{"IJsbrand", "Noor"},
			},
			"by hand who is in it too": {
				consult.Audience{Search: "Bouazzaoui", Contacts: []int64{w.contacts["Mohammed"].ID}},
				[]string{"Mohammed"},
			},
			"left out by hand": {
				consult.Audience{Tags: []string{"perceel 1"}, Except: []int64{w.contacts["Noor"].ID}},
				[]string{"Mohammed"},
			},
		} {
			if got := invitedNames(w.preview(c.rule)); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
		p := w.preview(everyone)
		if len(p.LeftOut[consult.LeftNoContact]) != 1 || p.Languages["nl"] != 4 || p.Organisations != 3 {
			t.Errorf("everyone: %+v", p)
		}
	})
}

func TestInviteLeavesOutWithAReason(t *testing.T) {
	w := onSQLite(t)
	w.update(func(tx *store.Tx) error {
		if _, err := tx.MarkUndeliverable(w.contacts["Noor"].Canonical, "550", replyNow); err != nil {
			return err
		}
		c := w.contacts["IJsbrand"]
		c.ArchivedAt = replyNow
		return tx.SetContact(c)
	})
	w.invite()
	p := w.preview(everyone)
	for why, want := range map[consult.LeftOut]int{
		consult.LeftAlready: 2, consult.LeftUndeliverable: 1, consult.LeftArchived: 1, consult.LeftNoContact: 1,
	} {
		if got := len(p.LeftOut[why]); got != want {
			t.Errorf("%d left out as %s, want %d", got, why, want)
		}
	}
	if len(w.mails(consult.ForInvitation)) != 2 || w.events("mailing.started") != 1 {
		t.Errorf("%d mails", len(w.mails(consult.ForInvitation)))
	}
	if _, err := w.svc.Invite(context.Background(), w.staff, w.meeting.ID, everyone, ""); !isProblem(err, "list") {
		t.Errorf("inviting nobody: %v", err)
	}
}

func TestInviteIsAllOrNothingAndOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newReplyWorld(t, db)
		seen := w.preview(everyone).IDs()
		var all sync.WaitGroup
		var mu sync.Mutex
		sent := 0
		for range 8 {
			all.Go(func() {
				_, err := w.svc.InviteSeen(context.Background(), w.staff, w.meeting.ID, everyone, "Welkom", seen)
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					sent++
				case !errors.Is(err, consult.ErrConflict):
					t.Error(err)
				}
			})
		}
		all.Wait()
		mails := w.mails(consult.ForInvitation)
		if sent != 1 || len(mails) != 4 {
			t.Errorf("%d sendings with %d mails, want one with four", sent, len(mails))
		}
		for _, m := range mails {
			if m.Facts.Intro != "Welkom" || m.MailingID == 0 || !m.UsefulUntil.Equal(w.meeting.AnswerBy) ||
				m.Key != consult.MailKey(consult.ForInvitation, m.InviteeID, 1) {
				t.Errorf("mail %+v", m)
			}
		}
		if v := w.invitee("Noor"); v.TokenHash != w.svc.invitationHash(v) {
			t.Error("the link that is mailed does not open the invitation")
		}
	})
}

func TestNoInvitationWhenItMakesNoSense(t *testing.T) {
	for name, change := range map[string]func(*consult.Meeting){
		"draft":     func(m *consult.Meeting) { m.ReleasedAt = time.Time{} },
		"cancelled": func(m *consult.Meeting) { m.CancelledAt = replyNow },
		"too late":  func(m *consult.Meeting) { m.AnswerBy = replyNow },
	} {
		t.Run(name, func(t *testing.T) {
			w := onSQLite(t)
			w.update(func(tx *store.Tx) error {
				m := w.meeting
				change(&m)
				return tx.SetMeeting(m, replyNow)
			})
			if _, err := w.svc.Invite(
				context.Background(), w.staff, w.meeting.ID, everyone, "",
			); !isProblem(err, "meeting") {
				t.Errorf("invited: %v", err)
			}
			if len(w.mails(consult.ForInvitation)) != 0 {
				t.Error("mail was queued")
			}
		})
	}
}

func TestStoppedMailingUninvitesWhoWasNotTold(t *testing.T) {
	w := onSQLite(t)
	w.invite()
	w.sent("Noor")
	mailing := w.mails(consult.ForInvitation)[0].MailingID
	n, err := w.svc.StopMailing(context.Background(), w.staff, mailing)
	if err != nil || n != 3 {
		t.Fatalf("stopped %d, %v; want the 3 that waited", n, err)
	}
	if !w.invitee("Noor").Active() || w.invitee("Joëlle").Active() || len(w.mails(consult.ForWithdrawn)) != 0 {
		t.Error("who was told stays invited, who was not is not and is not told of it")
	}
	if _, err := w.svc.StopMailing(context.Background(), w.staff, mailing); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("stopped twice: %v", err)
	}
	if got := invitedNames(w.preview(everyone)); !slices.Equal(got, []string{"IJsbrand", "Joëlle", "Mohammed"}) {
		t.Errorf("can be asked again: %v", got)
	}
	old := w.token("Joëlle")
	w.invite()
	w.mustReply(t, w.token("Joëlle"), yes("Joëlle"))
	if w.token("Joëlle") == old {
		t.Error("a link of before works again")
	}
}

// sent makes the invitation of somebody one that has gone out.
func (w *replyWorld) sent(first string) {
	w.t.Helper()
	id := w.invitee(first).ID
	for _, m := range w.mails(consult.ForInvitation) {
		if m.InviteeID == id {
			w.update(func(tx *store.Tx) error { return tx.ChangeMail(m.ID, m.State, consult.Sent, "", w.now()) })
		}
	}
}

func TestWithdrawTellsWhoWasTold(t *testing.T) {
	w := onSQLite(t)
	w.invite()
	w.sent("Noor")
	w.mustReply(t, w.token("Noor"), yes("Noor"))
	old := w.token("Noor")
	ids := []int64{w.invitee("Noor").ID, w.invitee("Mohammed").ID}
	n, err := w.svc.Withdraw(context.Background(), w.staff, w.meeting.ID, ids, "  dubbel\nin de lijst ")
	if err != nil || n != 2 {
		t.Fatal(n, err)
	}
	told := w.mails(consult.ForWithdrawn)
	if len(told) != 1 || told[0].InviteeID != ids[0] || told[0].Facts.Reason != "dubbel in de lijst" ||
		!told[0].Facts.InCalendar {
		t.Errorf("told %+v; want only who had got the invitation, with the entry taken out", told)
	}
	if i := w.standing("Noor").Invitation; !i.Withdrawn() {
		t.Error("nobody is left and the organisation is still invited")
	}
	for _, m := range w.mails(consult.ForInvitation) {
		if slices.Contains(ids, m.InviteeID) && m.State.Waiting() {
			t.Error("a withdrawn invitation still goes out")
		}
	}
	if _, err := w.svc.GiveReply(
		context.Background(), old, replyNow, yes("Noor"),
	); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("the old link: %v", err)
	}
	if _, err := w.svc.Withdraw(context.Background(), w.staff, w.meeting.ID, ids, ""); !isProblem(err, "why") {
		t.Errorf("without a reason: %v", err)
	}
}

func TestWithdrawnAndAskedAgainBeginsAnew(t *testing.T) {
	w := onSQLite(t)
	w.invite()
	w.sent("Joëlle")
	w.mustReply(t, w.token("Joëlle"), yes("Joëlle"))
	everybody := []int64{}
	w.view(func(tx *store.Tx) error {
		all, err := tx.InviteesOf(w.invitee("Joëlle").InvitationID)
		for _, v := range all {
			everybody = append(everybody, v.ID)
		}
		return err
	})
	if _, err := w.svc.Withdraw(context.Background(), w.staff, w.meeting.ID, everybody, "vergissing"); err != nil {
		t.Fatal(err)
	}
	w.invite()
	st := w.standing("Joëlle")
	if st.Invitation.Withdrawn() || st.Answered() || !st.Invitee.Active() || st.Invitee.Generation != 3 {
		t.Errorf("asked again: %+v %+v", st.Invitation, st.Invitee)
	}
}

func TestRemindAndResend(t *testing.T) {
	w := onSQLite(t)
	w.invite()
	for _, first := range []string{"Noor", "Mohammed", "Joëlle", "IJsbrand"} {
		w.sent(first)
	}
	w.mustReply(t, w.token("Noor"), yes("Noor"))
	if err := w.svc.NoReminders(context.Background(), w.token("IJsbrand"), true); err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, first := range []string{"Noor", "Mohammed", "Joëlle", "IJsbrand"} {
		ids = append(ids, w.invitee(first).ID)
	}
	r, err := w.svc.Remind(context.Background(), w.staff, w.meeting.ID, ids)
	if err != nil || r.Queued != 1 || r.Skipped[consult.HasAnswered] != 2 || r.Skipped[consult.AskedNoMore] != 1 {
		t.Errorf("reminded %+v, %v", r, err)
	}
	if again, _ := w.svc.Remind(context.Background(), w.staff, w.meeting.ID, ids); again.Queued != 0 {
		t.Error("a double click reminds twice")
	}
	m := w.mails(consult.ForDeadlineReminder)[0]
	st := w.standing("Joëlle")
	if why := m.Premise(&st, nil, w.now()); why != consult.DropNone {
		t.Errorf("the reminder is dropped: %s", why)
	}
	w.mustReply(t, w.token("Joëlle"), yes("Joëlle"))
	st = w.standing("Joëlle")
	if why := m.Premise(&st, nil, w.now()); why != consult.DropAnswered {
		t.Errorf("a reminder by hand to who has answered: %q", why)
	}
	for range 2 {
		if r, err = w.svc.Resend(context.Background(), w.staff, w.meeting.ID, ids[3:]); err != nil {
			t.Fatal(err)
		}
	}
	if r.Queued != 0 || r.Skipped[consult.Planned] != 1 || len(w.mails(consult.ForInvitation)) != 5 {
		t.Errorf("sent again twice: %+v with %d mails", r, len(w.mails(consult.ForInvitation)))
	}
	if _, err := w.svc.Remind(
		context.Background(), w.staff, w.meeting.ID+1, ids,
	); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("another meeting: %v", err)
	}
}

func TestExtensionIsForOneOrganisation(t *testing.T) {
	w := onSQLite(t)
	w.invite()
	until := w.meeting.AnswerBy.Add(48 * time.Hour)
	if err := w.svc.Extend(
		context.Background(), w.staff, w.invitee("Noor").InvitationID, until, "post kwam laat",
	); err != nil {
		t.Fatal(err)
	}
	if told := w.mails(
		consult.ForExtension,
	); len(told) != 2 || !told[0].Facts.Deadline.Equal(until) || told[0].Facts.Reason != "post kwam laat" ||
		w.events("invitation.extended") != 1 {
		t.Errorf("told %+v", told)
	}
	w.at(w.meeting.AnswerBy)
	w.mustReply(t, w.token("Noor"), yes("Noor"))
	if _, err := w.svc.GiveReply(
		context.Background(), w.token("Joëlle"), w.now(), yes("Joëlle"),
	); !errors.Is(err, consult.ErrClosed) {
		t.Errorf("another organisation: %v", err)
	}
}

func TestColleague(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	w.invite()
	noor := w.token("Noor")
	kees := Colleague{First: "Kees", Infix: "de", Last: "Haas", Address: "Kees@zorg.example", Language: "en"}
	for range 3 {
		if err := w.svc.SendColleague(ctx, noor, replyNow, kees); err != nil {
			t.Fatal(err)
		}
	}
	mails := w.mails(consult.ForStandIn)
	if len(mails) != 1 || mails[0].Facts.By != "Noor van ’t Hoff-de Ruijter" || mails[0].Language != "en" {
		t.Fatalf("stand-in mails %+v", mails)
	}
	if v := w.invitee("Noor"); v.StandInID != mails[0].InviteeID {
		t.Error("it is not noted who comes")
	}
	for name, who := range map[string]Colleague{
		"oneself": {
			First: "Noor", Infix: "van ’t", Last: "Hoff-de Ruijter", Address: "x@zorg.example",
		},
		"no name":                   {Address: "y@zorg.example"},
		"another while one is sent": {First: "Piet", Address: "p@zorg.example"},
	} {
		if err := w.svc.SendColleague(ctx, noor, replyNow, who); !isProblem(err, "last") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.svc.SendColleague(ctx, noor, w.meeting.AnswerBy, kees); !errors.Is(err, consult.ErrClosed) {
		t.Errorf("after the deadline: %v", err)
	}
	if err := w.svc.TakeBackColleague(ctx, noor); err != nil {
		t.Fatal(err)
	}
	if w.invitee("Noor").StandInID != 0 || w.mails(consult.ForStandIn)[0].State != consult.Dropped ||
		len(w.mails(consult.ForWithdrawn)) != 0 {
		t.Error("taken back before the mail went: the link must be dead and nobody told")
	}
}

func TestColleaguesAreBounded(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	w.invite()
	var err error
	for k := range colleaguesPerHour + 1 {
		err = w.svc.SendColleague(
			ctx, w.token("Joëlle"), replyNow,
			Colleague{First: fmt.Sprint("K", k), Address: fmt.Sprintf("k%d@zorg.example", k)},
		)
		if err == nil {
			err = w.svc.TakeBackColleague(ctx, w.token("Joëlle"))
		}
	}
	if !errors.Is(err, consult.ErrTooMany) {
		t.Errorf("colleague %d in an hour: %v", colleaguesPerHour+1, err)
	}
}

func TestColleagueWhoWasAskedAnywayStaysAsked(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	w.invite()
	mo := w.contacts["Mohammed"]
	if err := w.svc.SendColleague(
		ctx, w.token("Noor"), replyNow,
		Colleague{First: "mohammed", Infix: "el", Last: "Bouazzaoui", Address: mo.Address},
	); err != nil {
		t.Fatal(err)
	}
	if v := w.invitee("Mohammed"); v.StandsInFor != w.invitee("Noor").ID {
		t.Fatal("the known contact was not used")
	}
	if err := w.svc.SendColleague(
		ctx, w.token("Mohammed"), replyNow,
		Colleague{First: "Noor", Infix: "van ’t", Last: "Hoff-de Ruijter", Address: w.contacts["Noor"].Address},
	); !isProblem(err, "last") {
		t.Errorf("sending back who sent you: %v", err)
	}
	if err := w.svc.TakeBackColleague(ctx, w.token("Noor")); err != nil {
		t.Fatal(err)
	}
	if v := w.invitee("Mohammed"); !v.Active() || v.StandsInFor != 0 {
		t.Errorf("who was invited anyway lost the invitation: %+v", v)
	}
}

func TestNotTheRightPersonIsNotMailed(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	w.invite()
	token := w.token("Noor")
	for range 2 {
		if err := w.svc.WrongPerson(ctx, token, true); err != nil {
			t.Fatal(err)
		}
	}
	if w.events("invitee.wrong_person") != 1 || w.invitee("Noor").Active() {
		t.Error("want it noted once")
	}
	if r, err := w.svc.Remind(ctx, w.staff, w.meeting.ID, []int64{w.invitee("Noor").ID}); err != nil ||
		r.Skipped[consult.NotTheRightOne] != 1 {
		t.Errorf("reminded: %+v, %v", r, err)
	}
	w.mustReply(t, token, yes("Noor"))
	if !w.invitee("Noor").Active() || len(w.mails(consult.ForConfirmation)) != 1 {
		t.Error("who answers is the right person after all")
	}
}

func TestMine(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	w.invite()
	noor := w.contacts["Noor"]
	for _, address := range []string{noor.Address, "onbekend@elders.example"} {
		if err := w.svc.AskMine(ctx, address, "nl", "192.0.2.0/24"); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	mails := w.mails(consult.ForMine)
	if len(mails) != 1 || mails[0].ContactID != noor.ID || mails[0].Facts.Generation != 1 {
		t.Fatalf("mails %+v", mails)
	}
	token := w.svc.token(linkMine, noor.ID, 1)
	v, err := w.svc.Mine(ctx, token)
	if err != nil || len(v.Coming) != 1 || v.Coming[0].Token != w.token("Noor") {
		t.Fatalf("%+v, %v", v, err)
	}
	if err := w.svc.AskMine(ctx, noor.Address, "nl", "192.0.2.0/24"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.svc.Mine(ctx, token); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a former link: %v", err)
	}
	w.at(w.now().Add(MineLife))
	if _, err := w.svc.Mine(ctx, w.svc.token(linkMine, noor.ID, 2)); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a link of a day ago: %v", err)
	}
}

func TestMineIsBounded(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	for _, address := range []string{w.contacts["Noor"].Address, "onbekend@elders.example"} {
		var err error
		for range minePerAddress + 1 {
			err = w.svc.AskMine(ctx, address, "nl", address)
		}
		if !errors.Is(err, consult.ErrTooMany) {
			t.Errorf("%s, once too often: %v", address, err)
		}
	}
	var err error
	for k := range minePerOrigin + 1 {
		err = w.svc.AskMine(ctx, fmt.Sprintf("a%d@elders.example", k), "nl", "198.51.100.0/24")
	}
	if !errors.Is(err, consult.ErrTooMany) {
		t.Errorf("one network, once too often: %v", err)
	}
}

func TestCorrectedAddress(t *testing.T) {
	ctx := context.Background()
	w := onSQLite(t)
	w.invite()
	n, err := w.svc.CorrectAddress(ctx, w.staff, w.contacts["Joëlle"].ID, "joelle@decock.example")
	if err != nil || n != 0 {
		t.Fatalf("its mail still waited: %d sent, %v", n, err)
	}
	id := w.invitee("Joëlle").ID
	at := slices.IndexFunc(w.mails(consult.ForInvitation), func(m consult.Mail) bool { return m.InviteeID == id })
	if m := w.mails(consult.ForInvitation)[at]; m.Address != "joelle@decock.example" {
		t.Errorf("what waits goes to %s", m.Address)
	}
	w.sent("Joëlle")
	old := w.token("Joëlle")
	if n, err = w.svc.CorrectAddress(ctx, w.staff, w.contacts["Joëlle"].ID, "j.decock@decock.example"); err != nil ||
		n != 1 {
		t.Fatalf("%d sent, %v", n, err)
	}
	if _, err := w.svc.Opened(ctx, old); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("the link that went to the wrong address still opens: %v", err)
	}
}
