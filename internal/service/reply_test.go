package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// replyWorld is one released meeting with a few organisations, on a clock that
// the test moves.
type replyWorld struct {
	t        testing.TB
	db       *store.DB
	svc      *Service
	mu       sync.Mutex
	clock    time.Time
	staff    consult.Actor
	other    consult.Actor // staff, but not of this meeting
	meeting  consult.Meeting
	contacts map[string]consult.Contact
}

var replyNow = time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)

func newReplyWorld(t testing.TB, db *store.DB) *replyWorld {
	t.Helper()
	w := &replyWorld{t: t, db: db, clock: replyNow, contacts: map[string]consult.Contact{}}
	w.svc = New(
		Options{
			DB: db, Now: w.now, Secret: []byte("a secret of at least thirty-two bytes"),
			BaseURL: "https://praat.merenland.example", Mail: MailSettings{From: "samenspraak@merenland.example"},
		},
	)
	w.update(func(tx *store.Tx) error {
		if err := w.people(tx); err != nil {
			return err
		}
		return w.addMeeting(tx)
	})
	return w
}

func (w *replyWorld) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *replyWorld) at(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = t
}

func (w *replyWorld) update(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.db.Update(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *replyWorld) view(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.db.View(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *replyWorld) people(tx *store.Tx) error {
	for k, name := range []string{"Marleen Oosterveld", "Daan Ijpelaar"} {
		address := fmt.Sprintf("staff%d@merenland.example", k)
		id, err := tx.AddStaff(
			consult.Staff{
				Address: address, Canonical: address, Name: name, Role: consult.Editor, Language: "nl",
				CreatedAt: replyNow,
			},
		)
		if err != nil {
			return err
		}
		actor := consult.Actor{Kind: consult.ByStaff, ID: id, Name: name, Role: consult.Editor, Language: "nl"}
		if k == 0 {
			w.staff = actor
		} else {
			w.other = actor
		}
	}
	town, err := tx.AddMunicipality(consult.Municipality{Name: "Elzendam", SortKey: i18n.PlaceSortKey("Elzendam")})
	if err != nil {
		return err
	}
	for _, o := range []struct {
		org   consult.Organisation
		names [][3]string
	}{
		{consult.Organisation{
			Type: consult.Consortium, Name: "combinatie De Brug, Kompas en Noordster", Tags: []string{"perceel 1"},
			MunicipalityID: town,
		},
			[][3]string{{"Noor", "van ’t", "Hoff-de Ruijter"}, {"Mohammed", "el", "Bouazzaoui"}}},
		{
			consult.Organisation{Type: consult.SolePractitioner, Name: "Praktijk De Cock"},
			[][3]string{{"Joëlle", "de", "Cock"}},
		},
		{
			consult.Organisation{Type: consult.Provider, Name: "Pleegzorg Vaartland"},
			[][3]string{{"IJsbrand", "van", "Doorn"}},
		},
		{consult.Organisation{Type: consult.ClientCouncil, Name: "Cliëntenraad jeugd"}, nil},
	} {
		if err := w.addOrganisation(tx, o.org, o.names); err != nil {
			return err
		}
	}
	return nil
}

func (w *replyWorld) addOrganisation(tx *store.Tx, o consult.Organisation, names [][3]string) error {
	o.SortKey, o.CreatedAt = i18n.SortKey(o.Name), replyNow
	id, err := tx.AddOrganisation(o)
	if err != nil {
		return err
	}
	for _, n := range names {
		address := fmt.Sprintf("%s%d@zorg.example", i18n.Slug(n[0]), id)
		c := consult.Contact{
			OrganisationID: id, First: n[0], Infix: n[1], Last: n[2], SortKey: i18n.PersonSortKey(n[0], n[1], n[2]),
			Address:   address,
			Canonical: address, Language: "nl", CreatedAt: replyNow,
		}
		if c.ID, err = tx.AddContact(c); err != nil {
			return err
		}
		w.contacts[n[0]], err = tx.Contact(c.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *replyWorld) addMeeting(tx *store.Tx) error {
	m := consult.Meeting{
		Occasion: consult.Occasion{
			Title: "Consultatiebijeenkomst jeugdhulp 2028",
			Slug:  "consultatie", Starts: time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC),
			Ends:     time.Date(2026, 11, 26, 16, 0, 0, 0, time.UTC),
			AnswerBy: time.Date(2026, 11, 16, 23, 0, 0, 0, time.UTC), CreatedAt: replyNow,
			ReleasedAt: replyNow.Add(-time.Hour), Version: 1, StaffIDs: []int64{w.staff.ID},
			Questions: []consult.Question{
				{Kind: consult.Choice, Label: "Aan welke tafel?", Options: []string{"Wonen", "Tarief"}},
				{Kind: consult.FreeText, Label: "Wat moeten wij weten?", Sensitive: true},
			},
		},
		UID:   "u1",
		Venue: "De Zilte Schuur", Town: "Elzendam",
		Online: true,
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
}

var everyone = consult.Audience{Types: consult.OrganisationTypes}

func (w *replyWorld) invite() {
	w.t.Helper()
	if _, err := w.svc.Invite(context.Background(), w.staff, w.meeting.ID, everyone, ""); err != nil {
		w.t.Fatal(err)
	}
}

// invitee is the invitee of a contact, by first name.
func (w *replyWorld) invitee(first string) consult.Invitee {
	w.t.Helper()
	var v consult.Invitee
	w.view(func(tx *store.Tx) error {
		all, err := tx.InviteesOfContact(w.contacts[first].ID)
		if len(all) > 0 {
			v = all[0]
		}
		return err
	})
	return v
}

func (w *replyWorld) token(first string) string {
	v := w.invitee(first)
	return w.svc.token(linkInvitation, v.ID, v.Generation)
}

func (w *replyWorld) mails(p consult.Purpose) []consult.Mail {
	w.t.Helper()
	var all []consult.Mail
	w.view(func(tx *store.Tx) error {
		var err error
		all, err = tx.Mails(store.MailFilter{Purposes: []consult.Purpose{p}})
		return err
	})
	return all
}

func (w *replyWorld) events(action string) int {
	w.t.Helper()
	n := 0
	w.view(func(tx *store.Tx) error {
		all, err := tx.Events(store.EventFilter{Action: action, Limit: 1000})
		n = len(all)
		return err
	})
	return n
}

func yes(name string) consult.Reply {
	return consult.Reply{Answer: consult.Yes, People: []consult.Person{{Name: name}}}
}

func (w *replyWorld) replies(first string) []consult.Reply {
	w.t.Helper()
	var all []consult.Reply
	w.view(func(tx *store.Tx) error {
		var err error
		all, err = tx.Replies(w.invitee(first).InvitationID)
		return err
	})
	return all
}

func TestFiftyEqualAnswersLeaveOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newReplyWorld(t, db)
		w.invite()
		token := w.token("Noor")
		given := []consult.Given{
			{QuestionID: w.meeting.Questions[1].ID, Values: []string{"ringleiding"}},
			{QuestionID: w.meeting.Questions[0].ID, Values: []string{"Wonen"}},
		}
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				r := yes("Noor van ’t Hoff-de Ruijter")
				r.Given = slices.Clone(given)
				if _, err := w.svc.GiveReply(context.Background(), token, replyNow, r); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		replies, events, confirmations, told := len(
			w.replies("Noor"),
		), w.events("reply.given"), len(w.mails(consult.ForConfirmation)), len(w.mails(consult.ForColleague))
		if replies != 1 || events != 1 || confirmations != 1 || told != 1 {
			t.Errorf(
				"%d replies, %d events, %d confirmations, %d colleagues told; want one of each", replies, events,
				confirmations, told,
			)
		}
	})
}

// unlocked reads what lockLink reads and waits instead of locking, so that
// others can come between: the twin that shows the tests would notice.
func unlocked(tx *store.Tx, tokenHash string) (consult.Meeting, consult.Invitation, error) {
	v, err := tx.InviteeByToken(tokenHash)
	if err != nil {
		return consult.Meeting{}, consult.Invitation{}, err
	}
	i, err := tx.Invitation(v.InvitationID)
	if err != nil {
		return consult.Meeting{}, i, err
	}
	m, err := tx.Meeting(i.OccasionID)
	return m, i, err
}

func TestTwinWithoutTheLockDoubles(t *testing.T) {
	w := newReplyWorld(t, storetest.Open(t, storetest.Postgres(t)))
	w.invite()
	token := w.token("Noor")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			err := w.db.Update(context.Background(), func(tx *store.Tx) error {
				m, st, err := w.svc.lockGuest(tx, token, unlocked)
				if err != nil {
					return err
				}
				time.Sleep(300 * time.Millisecond)
				r := yes("Noor van ’t Hoff-de Ruijter")
				return w.svc.reply(tx, m, st, &r, (*consult.Reply).Check, replyNow, replyNow)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(w.replies("Noor")); n < 2 {
		t.Errorf("without the lock there is still %d reply: the test of the lock would not notice its loss", n)
	}
}

func TestTwoColleaguesAtOnceLeaveBothAnswers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newReplyWorld(t, db)
		w.invite()
		noor, mohammed := w.token("Noor"), w.token("Mohammed")
		var both sync.WaitGroup
		both.Go(func() { w.mustReply(t, noor, yes("Noor")) })
		both.Go(func() { w.mustReply(t, mohammed, consult.Reply{Answer: consult.No}) })
		both.Wait()
		replies := w.replies("Noor")
		if len(replies) != 2 {
			t.Fatalf("%d replies, want both", len(replies))
		}
		one, other := w.standing("Noor"), w.standing("Mohammed")
		if one.Reply == nil || one.Reply.Answer != consult.Yes || other.Reply == nil ||
			other.Reply.Answer != consult.No || one.Stance() != consult.Comes {
			t.Errorf(
				"%+v and %+v: %s; want a yes, a no, and an organisation that comes", one.Reply, other.Reply,
				one.Stance(),
			)
		}
		if n := len(w.mails(consult.ForConfirmation)); n != 2 {
			t.Errorf("%d confirmations, want 2", n)
		}
		told := map[int64]bool{}
		for _, m := range w.mails(consult.ForColleague) {
			told[m.InviteeID] = true
		}
		// Mohammed is told that Noor comes, unless he said no before she said yes.
		if first := replies[0].Answer == consult.No; told[one.Invitee.ID] || told[other.Invitee.ID] == first {
			t.Errorf("told %v; the no came first: %t", told, first)
		}
	})
}

func (w *replyWorld) mustReply(t testing.TB, token string, r consult.Reply) consult.Reply {
	t.Helper()
	got, err := w.svc.GiveReply(context.Background(), token, w.now(), r)
	if err != nil {
		t.Error(err)
	}
	return got
}

func (w *replyWorld) standing(first string) consult.Standing {
	w.t.Helper()
	var st consult.Standing
	id := w.invitee(first).ID
	w.view(func(tx *store.Tx) error {
		var err error
		st, err = tx.Standing(id)
		return err
	})
	return st
}

func TestReceivedDecidesAndNotTheLock(t *testing.T) {
	w := newReplyWorld(t, storetest.Open(t, storetest.SQLite(t)))
	w.invite()
	deadline := w.meeting.AnswerBy
	w.at(deadline.Add(time.Hour)) // the transaction came much later than the answer
	for _, c := range []struct {
		received time.Time
		want     error
	}{
		{deadline.Add(time.Microsecond), consult.ErrClosed}, {deadline, consult.ErrClosed},
		{deadline.Add(-time.Nanosecond), nil}, {deadline.Add(-time.Second), nil},
	} {
		r, err := w.svc.GiveReply(
			context.Background(), w.token("Joëlle"), c.received, yes("Joëlle "+c.received.String()),
		)
		if !errors.Is(err, c.want) {
			t.Errorf("received %v before the deadline: %v, want %v", deadline.Sub(c.received), err, c.want)
		}
		if err == nil && !r.ReceivedAt.Equal(c.received) {
			t.Errorf("kept %v as received, want %v", r.ReceivedAt, c.received)
		}
	}
	if n := len(w.replies("Joëlle")); n != 2 {
		t.Errorf("%d replies kept, want the 2 in time", n)
	}
}

func TestAnswerStopsRemindersAndTellsWhoWillReadIt(t *testing.T) {
	w := newReplyWorld(t, storetest.Open(t, storetest.SQLite(t)))
	w.invite()
	noor := w.invitee("Noor")
	w.update(func(tx *store.Tx) error {
		_, err := tx.Enqueue(
			consult.Mail{
				Key: "r", Purpose: consult.ForDeadlineReminder, InviteeID: w.invitee("Mohammed").ID,
				OccasionID: w.meeting.ID, CreatedAt: replyNow,
			},
		)
		return err
	})
	w.mustReply(t, w.token("Noor"), yes("Noor"))
	if m := w.mails(consult.ForDeadlineReminder)[0]; m.State != consult.Dropped ||
		m.Error != string(consult.DropAnswered) {
		t.Errorf("the colleague's reminder is %s (%s), want dropped", m.State, m.Error)
	}
	c := w.mails(consult.ForConfirmation)
	if len(c) != 1 || c[0].InviteeID != noor.ID ||
		c[0].Key != consult.MailKey(consult.ForConfirmation, c[0].ReplyID, 0) || c[0].Facts.InCalendar {
		t.Errorf("confirmation %+v", c)
	}
	m := w.mails(consult.ForColleague)
	if len(m) != 1 || m[0].InviteeID != w.invitee("Mohammed").ID || m[0].Facts.InCalendar ||
		m[0].Facts.By != "Noor van ’t Hoff-de Ruijter" {
		t.Errorf("the colleague is told %+v", m)
	}
	w.mustReply(t, w.token("Mohammed"), consult.Reply{Answer: consult.No})
	if m := w.mails(consult.ForColleague); len(m) != 1 {
		t.Errorf("a no that changes nothing for a colleague tells them: %+v", m)
	}
}

func TestTooManyAnswersAreRefused(t *testing.T) {
	w := newReplyWorld(t, storetest.Open(t, storetest.SQLite(t)))
	w.invite()
	var err error
	for k := range maxReplies + 1 {
		_, err = w.svc.GiveReply(context.Background(), w.token("Joëlle"), replyNow, yes(fmt.Sprint("Joëlle ", k)))
	}
	if !errors.Is(err, consult.ErrTooMany) {
		t.Errorf("answer %d in an hour: %v, want too many", maxReplies+1, err)
	}
}

func TestNotedReply(t *testing.T) {
	w := newReplyWorld(t, storetest.Open(t, storetest.SQLite(t)))
	w.invite()
	v := w.invitee("Noor")
	noted := yes("Noor")
	noted.Source, noted.InviteeID, noted.ReceivedAt, noted.Note = consult.ByPhone, v.ID, w.meeting.AnswerBy,
		"belde met Daan"
	w.at(w.meeting.AnswerBy.Add(time.Hour))
	r, err := w.svc.NoteReply(context.Background(), w.staff, v.InvitationID, noted)
	if err != nil || !r.Late || r.StaffID != w.staff.ID {
		t.Fatalf("noted %+v, %v; want late, by staff", r, err)
	}
	noted.ReceivedAt = w.meeting.AnswerBy.Add(-time.Hour)
	noted.Answer, noted.People = consult.No, nil
	if r, err = w.svc.NoteReply(context.Background(), w.staff, v.InvitationID, noted); err != nil || r.Late {
		t.Errorf("heard before the deadline and typed after it: %+v, %v; want in time", r, err)
	}
	noted.ReceivedAt = w.now().Add(time.Minute)
	if _, err = w.svc.NoteReply(context.Background(), w.staff, v.InvitationID, noted); !isProblem(err, "received") {
		t.Errorf("heard in the future: %v", err)
	}
	noted.ReceivedAt, noted.InviteeID, noted.Note = w.now(), w.invitee("Joëlle").ID, "x"
	if _, err = w.svc.NoteReply(
		context.Background(), w.staff, v.InvitationID, noted,
	); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("on behalf of somebody of another organisation: %v", err)
	}
	reader := consult.Actor{Kind: consult.ByStaff, ID: 9, Role: consult.Reader}
	if _, err = w.svc.NoteReply(
		context.Background(), reader, v.InvitationID, noted,
	); !errors.Is(err, consult.ErrForbidden) {
		t.Errorf("a reader notes: %v", err)
	}
}

func TestWhoMayNotSeeNeedsDoesNotEraseThem(t *testing.T) {
	w := newReplyWorld(t, storetest.Open(t, storetest.SQLite(t)))
	w.invite()
	need := w.meeting.Questions[1].ID
	r := yes("Noor")
	r.Given = []consult.Given{{QuestionID: need, Values: []string{"ringleiding"}}}
	w.mustReply(t, w.token("Noor"), r)
	for _, c := range []struct {
		actor consult.Actor
		want  int
	}{{w.other, 1}, {w.staff, 0}} {
		noted := yes("Noor en Kees")
		noted.Source, noted.InviteeID, noted.ReceivedAt = consult.ByPhone, w.invitee("Noor").ID, replyNow
		got, err := w.svc.NoteReply(context.Background(), c.actor, w.invitee("Noor").InvitationID, noted)
		if err != nil || len(got.Given) != c.want {
			t.Errorf("noted by %s: %v, %v; want %d needs kept", c.actor.Name, got.Given, err, c.want)
		}
		if d, err := w.svc.InviteeDetail(context.Background(), w.other, w.invitee("Noor").ID); err != nil ||
			len(d.Reply.Given) != 0 {
			t.Errorf("staff of another meeting see %v, %v", d.Reply.Given, err)
		}
	}
}

func isProblem(err error, field string) bool {
	var p consult.Problems
	return errors.As(err, &p) && slices.ContainsFunc(p, func(one consult.Problem) bool { return one.Field == field })
}

// The invariants of an answer under any order of answering, taking back, giving
// more time, and the clock.
func TestReplyInvariants(t *testing.T) {
	w := newReplyWorld(t, storetest.Open(t, storetest.SQLite(t)))
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		w.at(replyNow)
		people := []string{fmt.Sprint("Een", round), fmt.Sprint("Twee", round)}
		w.update(func(tx *store.Tx) error {
			return w.addOrganisation(
				tx, consult.Organisation{Type: consult.Provider, Name: fmt.Sprint("Ronde ", round)},
				[][3]string{{people[0]}, {people[1]}},
			)
		})
		by := consult.Audience{Contacts: []int64{w.contacts[people[0]].ID, w.contacts[people[1]].ID}}
		if _, err := w.svc.Invite(context.Background(), w.staff, w.meeting.ID, by, ""); err != nil {
			rt.Fatal(err)
		}
		model := &replyModel{w: w, rt: rt, deadline: w.meeting.AnswerBy}
		for _, first := range people {
			model.tokens = append(model.tokens, w.token(first))
			model.withdrawn = append(model.withdrawn, false)
			model.invitees = append(model.invitees, w.invitee(first).ID)
		}
		model.invitation = w.invitee(people[0]).InvitationID
		rt.Repeat(map[string]func(*rapid.T){
			"answer": model.answer, "withdraw": model.withdraw, "extend": model.extend, "clock": model.tick,
			"": model.check,
		})
	})
}

type replyModel struct {
	w          *replyWorld
	rt         *rapid.T
	invitation int64
	invitees   []int64
	tokens     []string
	withdrawn  []bool
	deadline   time.Time
	accepted   []consult.Reply
	last       [2]int64 // the reply that was accepted last of each
}

func (m *replyModel) answer(t *rapid.T) {
	who := rapid.IntRange(0, 1).Draw(t, "who")
	r := rapid.SampledFrom(
		[]consult.Reply{
			yes("A"), yes("B"), {Answer: consult.No}, {Answer: consult.Online, People: []consult.Person{{Name: "C"}}},
		},
	).Draw(t, "reply")
	got, err := m.w.svc.GiveReply(context.Background(), m.tokens[who], m.w.now(), r)
	switch {
	case m.withdrawn[who]:
		if !errors.Is(err, consult.ErrNotFound) {
			t.Fatalf("a withdrawn link answered: %v", err)
		}
	case !m.w.now().Before(m.deadline):
		if !errors.Is(err, consult.ErrClosed) {
			t.Fatalf("an answer at %v, deadline %v: %v", m.w.now(), m.deadline, err)
		}
	case err != nil:
		t.Fatalf("in time and refused: %v", err)
	case m.last[who] != got.ID:
		m.accepted, m.last[who] = append(m.accepted, got), got.ID
	}
}

func (m *replyModel) withdraw(t *rapid.T) {
	who := rapid.IntRange(0, 1).Draw(t, "who")
	n, err := m.w.svc.Withdraw(context.Background(), m.w.staff, m.w.meeting.ID, []int64{m.invitees[who]}, "dubbel")
	if err != nil || (n == 1) == m.withdrawn[who] {
		t.Fatalf("withdraw: %d, %v", n, err)
	}
	m.withdrawn[who] = true
}

func (m *replyModel) extend(t *rapid.T) {
	until := m.w.now().Add(time.Duration(rapid.IntRange(-48, 400).Draw(t, "hours")) * time.Hour)
	err := m.w.svc.Extend(context.Background(), m.w.staff, m.invitation, until, "post kwam laat")
	fits := until.After(m.w.now()) && until.After(m.deadline) && !until.After(m.w.meeting.Starts) &&
		(!m.withdrawn[0] || !m.withdrawn[1])
	if fits != (err == nil) {
		t.Fatalf("extend until %v at %v: %v", until, m.w.now(), err)
	}
	if err == nil {
		m.deadline = until
	}
}

func (m *replyModel) tick(t *rapid.T) {
	next := m.w.now().Add(time.Duration(rapid.IntRange(0, 72).Draw(t, "hours")) * time.Hour)
	if rapid.Bool().Draw(t, "at the deadline") && m.deadline.After(m.w.now()) {
		next = m.deadline
	}
	m.w.at(next)
}

func (m *replyModel) check(t *rapid.T) {
	m.w.view(func(tx *store.Tx) error {
		all, err := tx.Replies(m.invitation)
		if err != nil {
			return err
		}
		if len(all) != len(m.accepted) {
			t.Fatalf("%d replies kept, %d accepted", len(all), len(m.accepted))
		}
		for who, id := range m.invitees {
			v, err := tx.Invitee(id)
			if err != nil {
				return err
			}
			if v.ReplyID != m.last[who] {
				t.Fatalf("reply %d of invitee %d counts, the last accepted is %d", v.ReplyID, who, m.last[who])
			}
		}
		perReply := map[int64]int{}
		for _, id := range m.invitees {
			mails, err := tx.Mails(
				store.MailFilter{InviteeID: id, Purposes: []consult.Purpose{consult.ForConfirmation}},
			)
			if err != nil {
				return err
			}
			for _, mail := range mails {
				perReply[mail.ReplyID]++
			}
		}
		for _, r := range all {
			if perReply[r.ID] != 1 {
				t.Fatalf("reply %d has %d confirmations", r.ID, perReply[r.ID])
			}
		}
		return nil
	})
}
