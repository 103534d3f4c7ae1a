package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// practice is an organisation of some people, all invited.
func (w *replyWorld) practice(kind consult.OrganisationType, name string, people ...string) int64 {
	w.t.Helper()
	names := make([][3]string, len(people))
	for k, one := range people {
		names[k] = [3]string{one, "", "Brandsma"}
	}
	w.update(func(tx *store.Tx) error {
		return w.addOrganisation(tx, consult.Organisation{Type: kind, Name: name}, names)
	})
	var ids []int64
	for _, one := range people {
		ids = append(ids, w.contacts[one].ID)
	}
	if _, err := w.svc.Invite(
		context.Background(), w.staff, w.meeting.ID, consult.Audience{Contacts: ids}, "",
	); err != nil {
		w.t.Fatal(err)
	}
	return w.contacts[people[0]].OrganisationID
}

// told is who was told of a kind of thing, by first name, in order.
func (w *replyWorld) told(p consult.Purpose) []string {
	w.t.Helper()
	var names []string
	for _, m := range w.mails(p) {
		for first, c := range w.contacts {
			if c.ID == m.ContactID {
				names = append(names, first)
			}
		}
	}
	slices.Sort(names)
	return names
}

// verdict is why somebody gets a reminder of the deadline now, or does not.
func (w *replyWorld) verdict(first string) consult.Verdict {
	return consult.ByHand(w.standing(first), w.now())
}

func (w *replyWorld) wants(what string, got, want any) {
	w.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// Wiebe answers yes for himself; his colleague Moniek opens her own link and
// taps no. He stays on the list.
func TestWiebeAndMoniek(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newReplyWorld(t, db)
		w.practice(consult.SolePractitioner, "Praktijk Ter Horst en Brandsma", "Wiebe", "Moniek", "Fenna")
		r := yes("Wiebe Brandsma")
		r.People = append(r.People, consult.Person{Name: "Sara Otten"}, consult.Person{Name: "moniek  brandsma"})
		w.mustReply(t, w.token("Wiebe"), r)
		if _, err := w.svc.Tap(t.Context(), w.token("Moniek"), w.now(), consult.No); err != nil {
			t.Fatal(err)
		}
		st := w.standing("Wiebe")
		w.wants("the practice", st.Stance(), consult.Comes)
		w.wants("Wiebe is expected", st.Comes(), true)
		w.wants("who comes", len(st.Party.Comers()), 2)
		w.wants("told that Wiebe comes", w.told(consult.ForColleague), "[Fenna Moniek]")
		w.wants("confirmed to", w.told(consult.ForConfirmation), "[Moniek Wiebe]")
		w.wants("Fenna is reminded", w.verdict("Fenna"), consult.HasAnswered)
		// Wiebe cannot after all: nobody comes, and only who said nothing is asked again.
		if _, err := w.svc.Tap(t.Context(), w.token("Wiebe"), w.now(), consult.No); err != nil {
			t.Fatal(err)
		}
		w.wants("the practice", w.standing("Fenna").Stance(), consult.Silent)
		w.wants("Fenna is reminded", w.verdict("Fenna"), consult.DueNow)
		w.wants("Moniek is reminded", w.verdict("Moniek"), consult.HasAnswered)
		w.wants("told that he does not", w.told(consult.ForColleague), "[Fenna Fenna Moniek]")
	})
}

// Word that Wiebe comes stays true when he tells the details, and no longer when
// he takes it back.
func TestWordOfAColleagueOutlivesTheDetails(t *testing.T) {
	w := onSQLite(t)
	w.practice(consult.Provider, "Praktijk", "Wiebe", "Moniek")
	premise := func() consult.DropReason {
		st := w.standing("Moniek")
		return w.mails(consult.ForColleague)[0].Premise(&st, nil, w.now())
	}
	for _, people := range [][]consult.Person{
		DefaultPeople(w.contacts["Wiebe"]), {{Name: "Wiebe Brandsma"}, {Name: "Sara Otten"}},
	} {
		w.mustReply(t, w.token("Wiebe"), consult.Reply{Answer: consult.Yes, People: people})
		w.wants("told once", w.told(consult.ForColleague), "[Moniek]")
		w.wants("the reason not to tell", premise(), consult.DropNone)
	}
	before := w.mails(consult.ForColleague)[0]
	w.mustReply(t, w.token("Wiebe"), consult.Reply{Answer: consult.No})
	st := w.standing("Moniek")
	w.wants("the reason not to tell", before.Premise(&st, nil, w.now()), consult.DropSuperseded)
}

func TestZoeJanAndZoesNo(t *testing.T) {
	w := onSQLite(t)
	w.practice(consult.Provider, "Praktijk Zoë", "Zoë")
	ctx := t.Context()
	w.mustReply(t, w.token("Zoë"), yes("Zoë Brandsma"))
	jan := Colleague{First: "Jan", Last: "de Boer", Address: "jan@zoe.example"}
	if err := w.svc.SendColleague(ctx, w.token("Zoë"), w.now(), jan); err != nil {
		t.Fatal(err)
	}
	w.view(func(tx *store.Tx) (err error) {
		all, err := tx.ContactsByAddress("jan@zoe.example")
		w.contacts["Jan"] = all[0]
		return err
	})
	w.wants("Zoë is expected while Jan says nothing", w.standing("Zoë").Comes(), true)

	// Jan's no gives the choice back to her, who is told.
	w.mustReply(t, w.token("Jan"), consult.Reply{Answer: consult.No})
	w.wants("Zoë's stand-in", w.invitee("Zoë").StandInID, 0)
	w.wants("Zoë is expected", w.standing("Zoë").Comes(), true)
	w.wants("the choice is given back to", w.told(consult.ForChoice), "[Zoë]")

	// She asks him once more; his yes takes her place.
	w.at(w.now().Add(time.Minute))
	if err := w.svc.SendColleague(ctx, w.token("Zoë"), w.now(), jan); err != nil {
		t.Fatal(err)
	}
	w.mustReply(t, w.token("Jan"), yes("Jan de Boer"))
	st := w.standing("Zoë")
	w.wants("who comes", st.Party.Comers()[0].Name, "Jan de Boer")
	w.wants("how many", len(st.Party.Comers()), 1)
	told := w.mails(consult.ForColleague)
	if last := told[0]; last.InviteeID != st.Invitee.ID || !last.Facts.InCalendar {
		t.Errorf("Zoë is told %+v, want that her place is taken and her calendar cleared", last)
	}
	if err := w.svc.TakeBackColleague(ctx, w.token("Zoë")); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("taken back after his yes: %v", err)
	}

	// Zoë's no is hers: Jan comes.
	w.mustReply(t, w.token("Zoë"), consult.Reply{Answer: consult.No})
	w.wants("the practice", w.standing("Jan").Stance(), consult.Comes)
	// And when she comes after all, they come both.
	w.mustReply(t, w.token("Zoë"), yes("Zoë Brandsma"))
	w.mustReply(t, w.token("Jan"), consult.Reply{Answer: consult.Online, People: yes("Jan de Boer").People})
	w.wants("how many", len(w.standing("Jan").Party.Comers()), 2)
}

func TestNobodyOfUsComes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newReplyWorld(t, db)
		w.practice(consult.Provider, "Praktijk", "Wiebe", "Moniek", "Fenna")
		w.mustReply(t, w.token("Fenna"), consult.Reply{Answer: consult.No, Words: "Vakantie"})
		shown := w.standing("Moniek").Party.Seen()
		w.mustReply(t, w.token("Wiebe"), yes("Wiebe Brandsma"))
		ctx, moniek := t.Context(), w.token("Moniek")
		if err := w.svc.Nobody(ctx, moniek, w.now(), shown, ""); !errors.Is(err, consult.ErrConflict) {
			t.Fatalf("Wiebe said yes since it was shown: %v", err)
		}
		for range 2 { // sent twice
			if err := w.svc.Nobody(ctx, moniek, w.now(), w.standing("Moniek").Party.Seen(), "Wij sluiten"); err != nil {
				t.Fatal(err)
			}
		}
		w.wants("the practice", w.standing("Wiebe").Stance(), consult.ComesNot)
		w.wants("signed off", w.told(consult.ForSignedOff), "[Wiebe]")
		w.wants("his calendar is cleared", w.mails(consult.ForSignedOff)[0].Facts.InCalendar, true)
		w.wants("confirmed to", w.told(consult.ForConfirmation), "[Fenna Moniek Wiebe]")
		w.wants("replies", len(w.replies("Wiebe")), 5)
		w.wants("entries in the audit", w.events("reply.given"), 5)
		w.wants("Wiebe's", w.standing("Wiebe").Reply.ByInviteeID, w.invitee("Moniek").ID)
		w.wants("Fenna's words", w.standing("Fenna").Reply.Words, "Vakantie")
		// A later yes counts again, for that person.
		w.mustReply(t, w.token("Wiebe"), yes("Wiebe Brandsma"))
		w.wants("the practice", w.standing("Wiebe").Stance(), consult.Comes)
		w.wants("Moniek is expected", w.standing("Moniek").Comes(), false)
	})
}

func TestConsortiumAnswersForItsMembers(t *testing.T) {
	w := onSQLite(t)
	member := w.practice(consult.Provider, "Stichting Brug", "Brugman")
	w.practice(consult.Provider, "Stichting Los", "Los")
	w.update(func(tx *store.Tx) error {
		return w.addOrganisation(
			tx,
			consult.Organisation{
				Type: consult.Consortium, Name: "combinatie Brug",
				Members: []consult.Member{{OrganisationID: member, Role: consult.Lead}},
			}, [][3]string{{"Kees", "", "Kade"}},
		)
	})
	by := consult.Audience{Contacts: []int64{w.contacts["Kees"].ID}}
	if _, err := w.svc.Invite(t.Context(), w.staff, w.meeting.ID, by, ""); err != nil {
		t.Fatal(err)
	}
	w.mustReply(t, w.token("Kees"), consult.Reply{Answer: consult.No})
	w.wants("a no silences nobody", w.verdict("Brugman"), consult.DueNow)
	w.mustReply(t, w.token("Kees"), yes("Kees Kade"))
	w.wants("the member is reminded", w.verdict("Brugman"), consult.ConsortiumComes)
	w.wants("another is reminded", w.verdict("Los"), consult.DueNow)
	w.wants("the member comes", w.standing("Brugman").Stance(), consult.Silent)
	for _, a := range []consult.Answer{consult.No, consult.Yes} {
		if _, err := w.svc.Tap(t.Context(), w.token("Kees"), w.now(), a); err != nil {
			t.Fatal(err)
		}
	}
	w.wants("told once", w.told(consult.ForConsortium), "[Brugman]")
	w.mustReply(t, w.token("Brugman"), consult.Reply{Answer: consult.No})
	w.wants("its own no", w.standing("Brugman").Stance(), consult.ComesNot)
}

func TestStaffAnswerForOneAndForAll(t *testing.T) {
	w := onSQLite(t)
	w.practice(consult.Provider, "Praktijk", "Wiebe", "Moniek", "Fenna")
	note := func(who int64, a consult.Answer, people ...consult.Person) {
		t.Helper()
		w.at(w.now().Add(time.Minute))
		r := consult.Reply{InviteeID: who, Answer: a, People: people, Source: consult.ByPhone, ReceivedAt: w.now()}
		if _, err := w.svc.NoteReply(t.Context(), w.staff, w.invitee("Wiebe").InvitationID, r); err != nil {
			t.Fatal(err)
		}
	}
	note(w.invitee("Fenna").ID, consult.No)
	w.wants("one no", w.standing("Wiebe").Stance(), consult.Silent)
	note(0, consult.Yes)
	p := w.standing("Wiebe").Party
	w.wants("one without a name", fmt.Sprint(len(p.Comers()), p.Comers()[0].Name), "1")
	w.wants("confirmed to", w.told(consult.ForConfirmation), "[Fenna Moniek Wiebe]")
	note(0, consult.Yes, consult.Person{Name: "Piet"}, consult.Person{Name: "Klaas"})
	w.wants("who was named", len(w.standing("Wiebe").Party.Comers()), 2)
	w.mustReply(t, w.token("Wiebe"), yes("Wiebe Brandsma"))
	note(0, consult.No)
	w.wants("a no for all", w.standing("Wiebe").Stance(), consult.ComesNot)
	w.wants("signed off", w.told(consult.ForSignedOff), "[Moniek Wiebe]")
	w.wants("nobody is expected", w.standing("Wiebe").Comes(), false)
	n := len(w.replies("Wiebe"))
	r := consult.Reply{Answer: consult.No, Source: consult.ByPhone, ReceivedAt: w.now()}
	if _, err := w.svc.NoteReply(t.Context(), w.staff, w.invitee("Wiebe").InvitationID, r); err != nil ||
		len(w.replies("Wiebe")) != n {
		t.Errorf("the same once more: %v, %d replies, want %d", err, len(w.replies("Wiebe")), n)
	}
}

func TestYesNoYesKeepsWhatWasFilledIn(t *testing.T) {
	w := onSQLite(t)
	w.invite()
	token := w.token("Noor")
	r := yes("Noor van ’t Hoff-de Ruijter")
	r.People = append(r.People, consult.Person{Name: "Sara Otten", Role: "begeleider"})
	r.Given = []consult.Given{{QuestionID: w.meeting.Questions[1].ID, Values: []string{"ringleiding"}}}
	r.Words = "Tot dan"
	first := w.mustReply(t, token, r)
	for _, a := range []consult.Answer{consult.No, consult.Yes} {
		if _, err := w.svc.Tap(t.Context(), token, w.now(), a); err != nil {
			t.Fatal(err)
		}
	}
	last := w.standing("Noor").Reply
	if last.ID == first.ID || !last.Same(first) {
		t.Errorf("after yes, no, yes: %+v, want what was filled in first: %+v", last, first)
	}
}

func TestQuestionOfTheOrganisationIsFilledInOnce(t *testing.T) {
	w := onSQLite(t)
	w.invite()
	w.meeting.Questions[0].OfOrganisation, w.meeting.Questions[0].AlsoNo, w.meeting.Questions[0].Required = true, true,
		true
	w.update(func(tx *store.Tx) error { return tx.SetMeeting(w.meeting, w.now()) })
	table := func(value ...string) []consult.Given {
		return []consult.Given{{QuestionID: w.meeting.Questions[0].ID, Values: value}}
	}
	// One tap stores the yes though the question is required.
	if _, err := w.svc.Tap(t.Context(), w.token("Noor"), w.now(), consult.Yes); err != nil {
		t.Fatal(err)
	}
	r := yes("Noor")
	r.Given = table("Wonen")
	w.mustReply(t, w.token("Noor"), r)
	w.wants("what Mohammed sees", w.standing("Mohammed").Party.Shared, table("Wonen"))
	w.mustReply(t, w.token("Mohammed"), consult.Reply{Answer: consult.No, Given: table("Tarief")})
	w.wants("the last counts", w.standing("Noor").Party.Shared, table("Tarief"))
	if _, err := w.svc.Tap(t.Context(), w.token("Noor"), w.now(), consult.Online); err != nil {
		t.Fatal(err)
	}
	w.wants("a tap leaves it", w.standing("Noor").Party.Shared, table("Tarief"))
}

func TestDeadlineBetween(t *testing.T) {
	w := onSQLite(t)
	w.practice(consult.Provider, "Praktijk", "Wiebe", "Moniek")
	w.mustReply(t, w.token("Wiebe"), yes("Wiebe Brandsma"))
	shown := w.standing("Moniek").Party.Seen()
	w.at(w.meeting.AnswerBy)
	if err := w.svc.Nobody(t.Context(), w.token("Moniek"), w.now(), shown, ""); !errors.Is(err, consult.ErrClosed) {
		t.Errorf("pressed at the deadline: %v", err)
	}
	if _, err := w.svc.Tap(t.Context(), w.token("Moniek"), w.now(), consult.No); !errors.Is(err, consult.ErrClosed) {
		t.Errorf("tapped at the deadline: %v", err)
	}
	w.wants("the practice", w.standing("Wiebe").Stance(), consult.Comes)
	// What had arrived before it counts, however late its transaction came.
	if err := w.svc.Nobody(
		t.Context(), w.token("Moniek"), w.meeting.AnswerBy.Add(-time.Second), shown, "",
	); err != nil {
		t.Error(err)
	}
	w.wants("the practice", w.standing("Wiebe").Stance(), consult.ComesNot)
}

// One tap costs the same few statements whatever the number of colleagues.
func TestOneTapInFewStatements(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newReplyWorld(t, db)
		for _, colleagues := range []int{1, 20} {
			var names []string
			for k := range colleagues {
				names = append(names, fmt.Sprintf("C%d-%d", colleagues, k))
			}
			w.practice(consult.Provider, fmt.Sprint("Met ", colleagues), names...)
			ctx, n := store.Counting(t.Context())
			if _, err := w.svc.Tap(ctx, w.token(names[0]), w.now(), consult.Yes); err != nil {
				t.Fatal(err)
			}
			if n.Load() > 17 {
				t.Errorf("%d statements with %d colleagues, want at most 17", n.Load(), colleagues)
			}
			t.Logf("%d colleagues: %d statements", colleagues, n.Load())
		}
	})
}
