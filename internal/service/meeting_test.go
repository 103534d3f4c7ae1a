package service_test

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// meetingWorld is a service with one member of staff, a clock that is set by
// hand, and the invented meeting of 26 November 2026.
type meetingWorld struct {
	t     *testing.T
	svc   *service.Service
	db    *store.DB
	now   time.Time
	actor consult.Actor
	id    int64
}

func amsterdamTime(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, consult.Amsterdam)
	if err != nil {
		panic(err)
	}
	return t
}

func newMeetingWorld(t *testing.T) *meetingWorld {
	t.Helper()
	return newMeetingWorldOn(t, storetest.SQLite(t))
}

func newMeetingWorldOn(t *testing.T, database string) *meetingWorld {
	t.Helper()
	w := &meetingWorld{t: t, db: storetest.Open(t, database), now: amsterdamTime("2026-10-14 09:00")}
	w.svc = service.New(
		service.Options{
			DB: w.db, Now: func() time.Time { return w.now }, Secret: bytes.Repeat([]byte("s"), 32),
			BaseURL: "https://praat.merenland.example",
		},
	)
	w.tx(func(tx *store.Tx) error {
		id, err := tx.AddStaff(
			consult.Staff{
				Address: "m@merenland.example", Canonical: "m@merenland.example", Name: "Marleen Oosterveld",
				Role: consult.Editor, Language: "nl", CreatedAt: w.now,
			},
		)
		w.actor = consult.Actor{Kind: consult.ByStaff, ID: id, Name: "Marleen Oosterveld", Role: consult.Editor}
		return err
	})
	id, err := w.svc.NewMeeting(t.Context(), w.actor, consult.Meeting{
		Occasion: consult.Occasion{
			Title:  "Consultatiebijeenkomst jeugdhulp 2028",
			Starts: amsterdamTime("2026-11-26 15:00"), Ends: amsterdamTime("2026-11-26 17:00"),
			AnswerBy: amsterdamTime("2026-11-17 00:00"),
			Questions: []consult.Question{
				{Kind: consult.FreeText, Label: "Wat eet u niet?", Sensitive: true},
				{Kind: consult.FreeText, Label: "Welke tafel?"},
			},
		},
		Venue: "De Zilte Schuur", Town: "Elzendam",
		MeetingWords: consult.MeetingWords{
			Kind: consult.Consultation,
			Lead: "Wij lichten de uitgangspunten toe.", Body: "## Wat staat vast",
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.id = id
	return w
}

func (w *meetingWorld) tx(fn func(*store.Tx) error) {
	w.t.Helper()
	if err := w.db.Update(context.Background(), fn); err != nil {
		w.t.Fatal(err)
	}
}

func (w *meetingWorld) meeting() consult.Meeting {
	w.t.Helper()
	m, err := w.svc.Meeting(context.Background(), w.actor, w.id)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

func (w *meetingWorld) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *meetingWorld) publish() {
	w.t.Helper()
	w.must(w.svc.PublishMeeting(context.Background(), w.actor, w.id, w.meeting().Edited))
}

// invite asks a contact of an organisation of its own, and lets them answer.
func (w *meetingWorld) invite(name string, answer consult.Answer) consult.Invitee {
	w.t.Helper()
	var v consult.Invitee
	w.tx(func(tx *store.Tx) error {
		o, err := tx.AddOrganisation(
			consult.Organisation{Type: consult.Provider, Name: "Praktijk " + name, CreatedAt: w.now},
		)
		if err != nil {
			return err
		}
		lang := "nl"
		if name == "Şirin" {
			lang = "en"
		}
		c, err := tx.AddContact(
			consult.Contact{
				OrganisationID: o, First: name, Last: "Bakker", Address: name + "@praktijk.example", Canonical: name,
				Language: lang, CreatedAt: w.now,
			},
		)
		if err != nil {
			return err
		}
		i, err := tx.AddInvitation(consult.Invitation{OccasionID: w.id, OrganisationID: o, InvitedAt: w.now})
		if err != nil {
			return err
		}
		id, err := tx.AddInvitee(consult.Invitee{InvitationID: i, ContactID: c, AddedAt: w.now})
		if err != nil {
			return err
		}
		if v, err = tx.Invitee(id); err != nil || answer == "" {
			return err
		}
		m, err := tx.Meeting(w.id)
		if err != nil {
			return err
		}
		_, err = tx.AddReply(consult.Reply{
			InvitationID: i, InviteeID: id, Source: consult.ByLink, Answer: answer,
			People: []consult.Person{{Name: name}}, ReceivedAt: w.now, OccasionVersion: 1,
			Given: []consult.Given{
				{QuestionID: m.Questions[0].ID, Values: []string{"noten"}},
				{QuestionID: m.Questions[1].ID, Values: []string{"wonen"}},
			},
		})
		return err
	})
	return v
}

// mail lists the outbox of a purpose: who, and the facts.
func (w *meetingWorld) mail(p consult.Purpose) []consult.Mail {
	w.t.Helper()
	var all []consult.Mail
	w.tx(func(tx *store.Tx) error {
		var err error
		all, err = tx.Mails(store.MailFilter{OccasionID: w.id, Purposes: []consult.Purpose{p}})
		return err
	})
	slices.Reverse(all)
	return all
}

func (w *meetingWorld) told(p consult.Purpose) string {
	w.t.Helper()
	var names []string
	for _, m := range w.mail(p) {
		if m.State == consult.Queued {
			names = append(names, strings.Fields(m.Name)[0])
		}
	}
	return strings.Join(names, " ")
}

// said lists the audit's newest actions about meetings.
func (w *meetingWorld) said() string {
	w.t.Helper()
	var actions []string
	w.tx(func(tx *store.Tx) error {
		events, err := tx.Events(store.EventFilter{Object: "meeting", About: w.id, Limit: 50})
		for _, e := range events {
			actions = append(actions, e.Action)
		}
		return err
	})
	slices.Reverse(actions)
	return strings.Join(actions, " ")
}

func TestMeetingIsMadeEditedAndPublished(t *testing.T) {
	w := newMeetingWorld(t)
	m := w.meeting()
	if !m.Draft() || m.Slug != "consultatiebijeenkomst-jeugdhulp-2028" || len(m.UID) != 36 ||
		!m.HasStaff(w.actor.ID) || m.Version != 1 {
		t.Fatalf("made: %+v", m)
	}
	w.tx(func(tx *store.Tx) error {
		rules, err := tx.Rules(w.id)
		if len(rules) != len(consult.DefaultRules()) || !rules[0].ActiveFrom.Equal(w.now) {
			t.Errorf("rules = %+v", rules)
		}
		return err
	})
	to := m
	to.Title, to.Starts, to.Ends = "Consultatie", m.Starts.Add(time.Hour), m.Ends.Add(time.Hour)
	w.must(w.svc.EditMeeting(t.Context(), w.actor, to, ""))
	if err := w.svc.EditMeeting(t.Context(), w.actor, to, ""); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("saved over somebody else's: %v", err)
	}
	if _, err := w.svc.PublicMeeting(t.Context(), "consultatie"); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a draft is public: %v", err)
	}
	w.publish()
	if err := w.svc.PublishMeeting(
		t.Context(), w.actor, w.id, w.meeting().Edited,
	); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("published twice: %v", err)
	}
	m = w.meeting()
	to = m
	to.Title = "Consultatie jeugdhulp"
	w.must(w.svc.EditMeeting(t.Context(), w.actor, to, "De titel zegt nu waar het over gaat."))
	v, err := w.svc.PublicMeeting(t.Context(), "consultatie") // the address it had
	if err != nil || v.Slug != "consultatie-jeugdhulp" || v.Version != 2 || len(v.Changes) != 1 ||
		v.Changes[0].Before.Title != "Consultatie" {
		t.Errorf("public: %+v, %v", v, err)
	}
	if _, err := w.svc.PublicMeeting(
		t.Context(), "consultatiebijeenkomst-jeugdhulp-2028",
	); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("the address of the draft was never public: %v", err)
	}
	if got, want := w.said(), "meeting.made meeting.edited meeting.published meeting.edited"; got != want {
		t.Errorf("audit: %s", got)
	}
}

func TestMeetingsAreForEditors(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	m := w.meeting()
	ctx := t.Context()
	for _, actor := range []consult.Actor{
		{}, {Kind: consult.Visitor}, {Kind: consult.ByStaff, ID: 1, Role: consult.Reader},
		{Kind: consult.ByGuest, ID: 1},
	} {
		for name, err := range map[string]error{
			"new":       second(w.svc.NewMeeting(ctx, actor, m)),
			"edit":      w.svc.EditMeeting(ctx, actor, m, "x"),
			"questions": w.svc.EditQuestions(ctx, actor, w.id, m.Edited, nil),
			"publish":   w.svc.PublishMeeting(ctx, actor, w.id, m.Edited),
			"move":      w.svc.MoveMeeting(ctx, actor, w.id, m.Edited, m.Moment(), m.AnswerBy, "x"),
			"cancel":    w.svc.CancelMeeting(ctx, actor, w.id, m.Edited, "x"),
			"deadline":  w.svc.ChangeDeadline(ctx, actor, w.id, m.Edited, m.AnswerBy, "x"),
			"copy":      second(w.svc.CopyMeeting(ctx, actor, w.id, m.Starts, m.Ends, m.AnswerBy)),
			"report":    w.svc.PublishReport(ctx, actor, w.id, m.Edited, "x", "", true),
			"file": second(
				w.svc.AddAttachment(
					ctx, actor, w.id, service.Upload{FileName: "a.txt", Content: strings.NewReader("a")},
				),
			),
			"remove": w.svc.RemoveAttachment(ctx, actor, 1),
		} {
			if !errors.Is(err, consult.ErrForbidden) {
				t.Errorf("%s %s: %s: %v", actor.Kind, actor.Role, name, err)
			}
		}
	}
	if got := w.meeting(); got.Edited != m.Edited {
		t.Error("something was saved")
	}
}

func second[A any](_ A, err error) error { return err }

func TestMoveTellsAllButDecliners(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	w.invite("Anna", "")
	w.invite("Bram", consult.Yes)
	w.invite("Carla", consult.No)
	w.invite("Şirin", consult.Online)
	unasked := w.invite("Dirk", "")
	gone := w.invite("Els", "")
	w.tx(func(tx *store.Tx) error {
		gone.WithdrawnAt = w.now
		if err := tx.SetInvitee(gone); err != nil {
			return err
		}
		_, err := tx.Enqueue(
			consult.Mail{
				Key: "invitation:1", Purpose: consult.ForInvitation, OccasionID: w.id, InviteeID: unasked.ID,
				CreatedAt: w.now,
			},
		)
		return err
	})
	m := w.meeting()
	to := m.Moment()
	to.Starts, to.Ends, to.Online = amsterdamTime("2026-12-03 15:00"), amsterdamTime("2026-12-03 17:00"), true
	w.must(w.svc.MoveMeeting(t.Context(), w.actor, w.id, m.Edited, to, m.AnswerBy, "De zaal is dicht."))
	if got := w.told(consult.ForMoved); got != "Anna Bram Şirin" {
		t.Errorf("told: %s", got)
	}
	for i, one := range w.mail(consult.ForMoved) {
		f := one.Facts
		if !f.OldStarts.Equal(m.Starts) || f.OldPlace != "De Zilte Schuur, Elzendam" ||
			f.Reason != "De zaal is dicht." || f.Sequence != 1 || f.InCalendar != (i > 0) {
			t.Errorf("facts of %s: %+v", one.Name, f)
		}
		if one.Key != consult.MailKey(consult.ForMoved, one.InviteeID, 1) || !one.UsefulUntil.Equal(to.Starts) ||
			one.Version != 2 {
			t.Errorf("mail of %s: %+v", one.Name, one)
		}
	}
	next := w.meeting()
	if next.Version != 2 || next.Sequence != 1 {
		t.Errorf("moved: %+v", next)
	}
	w.tx(func(tx *store.Tx) error { // answers stand
		all, err := tx.Standings(w.id)
		all = slices.DeleteFunc(all, func(st consult.Standing) bool { return st.Reply == nil })
		if len(all) != 3 {
			t.Errorf("%d answers stand", len(all))
		}
		return err
	})
	// Moved again before the first mail went out: they never heard of the date between.
	to.Starts, to.Ends = amsterdamTime("2026-12-10 15:00"), amsterdamTime("2026-12-10 17:00")
	w.must(w.svc.MoveMeeting(t.Context(), w.actor, w.id, next.Edited, to, m.AnswerBy, "Toch een week later."))
	if got := w.told(consult.ForMoved); got != "Anna Bram Şirin" {
		t.Errorf("told the second time: %s", got)
	}
	for _, one := range w.mail(consult.ForMoved) {
		if one.State == consult.Queued && (!one.Facts.OldStarts.Equal(m.Starts) || one.Facts.Sequence != 2) {
			t.Errorf("second facts of %s: %+v", one.Name, one.Facts)
		}
	}
	if err := w.svc.EditMeeting(
		t.Context(), w.actor, func() consult.Meeting { x := w.meeting(); x.Venue = "Elders"; return x }(), "Elders",
	); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("moved by editing: %v", err)
	}
}

func TestCancelTellsAndDrops(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	w.invite("Anna", "")
	bram := w.invite("Bram", consult.Yes)
	w.invite("Carla", consult.No)
	dirk := w.invite("Dirk", "")
	w.tx(func(tx *store.Tx) error {
		_, err := tx.Enqueue(
			consult.Mail{
				Key: "i", Purpose: consult.ForInvitation, OccasionID: w.id, InviteeID: dirk.ID, CreatedAt: w.now,
			},
			consult.Mail{
				Key: "r", Purpose: consult.ForDeadlineReminder, OccasionID: w.id, InviteeID: bram.ID, CreatedAt: w.now,
			},
		)
		return err
	})
	w.must(w.svc.CancelMeeting(t.Context(), w.actor, w.id, w.meeting().Edited, "Te weinig aanmeldingen."))
	if got := w.told(consult.ForCancelled); got != "Anna Bram" {
		t.Errorf("told: %s", got)
	}
	for _, p := range []consult.Purpose{consult.ForInvitation, consult.ForDeadlineReminder} {
		if all := w.mail(p); len(all) != 1 || all[0].State != consult.Dropped ||
			all[0].Error != string(consult.DropCancelled) {
			t.Errorf("%s: %+v", p, all)
		}
	}
	v, err := w.svc.PublicMeeting(t.Context(), w.meeting().Slug)
	if err != nil || v.CancelledBy != "Te weinig aanmeldingen." || v.Sequence != 1 {
		t.Errorf("public: %+v, %v", v, err)
	}
	if err := w.svc.CancelMeeting(
		t.Context(), w.actor, w.id, w.meeting().Edited, "Nog eens",
	); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("cancelled twice: %v", err)
	}
}

func TestLaterDeadlineTellsWhoDidNotAnswer(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	w.invite("Anna", "")
	w.invite("Bram", consult.Yes)
	w.invite("Carla", consult.No)
	own := w.invite("Dirk", "")
	w.tx(func(tx *store.Tx) error { // had more time than that already
		return tx.SetInvitation(
			consult.Invitation{
				ID: own.InvitationID, ExtendedUntil: amsterdamTime("2026-11-24 00:00"), ExtendedWhy: "Vakantie",
			},
		)
	})
	m := w.meeting()
	later := amsterdamTime("2026-11-20 00:00")
	w.must(w.svc.ChangeDeadline(t.Context(), w.actor, w.id, m.Edited, later, "Velen vroegen erom."))
	if got := w.told(consult.ForExtension); got != "Anna" {
		t.Errorf("told: %s", got)
	}
	if one := w.mail(consult.ForExtension)[0]; !one.Facts.Deadline.Equal(later) || !one.UsefulUntil.Equal(later) {
		t.Errorf("mail: %+v", one)
	}
	if err := w.svc.ChangeDeadline(
		t.Context(), w.actor, w.id, w.meeting().Edited, m.AnswerBy, "Terug",
	); errors.Is(err, consult.ErrConflict) || err == nil {
		t.Errorf("made shorter: %v", err)
	}
}

func TestCopyMeeting(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	w.invite("Anna", consult.Yes)
	id, err := w.svc.CopyMeeting(
		t.Context(), w.actor, w.id, amsterdamTime("2027-11-25 15:00"), amsterdamTime("2027-11-25 17:00"),
		amsterdamTime("2027-11-16 00:00"),
	)
	w.must(err)
	m, err := w.svc.Meeting(t.Context(), w.actor, id)
	w.must(err)
	old := w.meeting()
	if !m.Draft() || m.Slug != old.Slug+"-2" || m.UID == old.UID || len(m.Questions) != 2 ||
		m.Questions[0].ID == old.Questions[0].ID || !m.Questions[0].Sensitive {
		t.Errorf("copy: %+v", m)
	}
	w.tx(func(tx *store.Tx) error {
		all, err := tx.Invitations(id)
		rules, _ := tx.Rules(id)
		if len(all) != 0 || len(rules) != 3 {
			t.Errorf("%d invitations, %d rules", len(all), len(rules))
		}
		return err
	})
}

func TestQuestionsOfReleasedMeeting(t *testing.T) {
	w := newMeetingWorld(t)
	m := w.meeting()
	w.publish()
	open := slices.Clone(m.Questions)
	open[0].Sensitive = false
	var p consult.Problems
	if err := w.svc.EditQuestions(t.Context(), w.actor, w.id, w.meeting().Edited, open); !errors.As(err, &p) {
		t.Errorf("what was asked in confidence was opened: %v", err)
	}
	foreign := []consult.Question{m.Questions[0], {ID: 9999, Kind: consult.Number, Label: "Hoeveel?"}}
	w.must(w.svc.EditQuestions(t.Context(), w.actor, w.id, w.meeting().Edited, foreign))
	if got := w.meeting().Questions; len(got) != 2 || got[1].ID == 9999 || got[0].ID != m.Questions[0].ID {
		t.Errorf("questions = %+v", got)
	}
}

// TestEveryWordIsEdited: the title and each field of a released meeting's words
// that staff change is kept, with how it was in a version of its own.
func TestEveryWordIsEdited(t *testing.T) {
	w := newMeetingWorld(t)
	w.publish()
	words := reflect.TypeFor[consult.MeetingWords]()
	for i := range words.NumField() {
		before, to := w.meeting(), w.meeting()
		switch v := reflect.ValueOf(&to.MeetingWords).Elem().Field(i).Addr().Interface().(type) {
		case *consult.MeetingKind:
			*v = consult.Webinar
		case *string:
			*v += "nog iets"
		case *[]consult.ProgrammeItem:
			*v = []consult.ProgrammeItem{{From: "15.00", Until: "15.30", Title: "Opening"}}
		default:
			t.Fatalf("how to change a %T is not said here", v)
		}
		w.must(w.svc.EditMeeting(t.Context(), w.actor, to, "Het klopte niet."))
		after := w.meeting()
		changes, err := w.svc.MeetingChanges(t.Context(), w.actor, w.id)
		w.must(err)
		if !after.Same(to.MeetingWords) || after.Version != before.Version+1 || len(changes) != i+1 ||
			!changes[0].Before.Same(before.MeetingWords) {
			t.Errorf(
				"%s: version %d of %+v, %d changes", words.Field(i).Name, after.Version, after.MeetingWords,
				len(changes),
			)
		}
	}
	to := w.meeting()
	to.Title = "Een andere titel"
	w.must(w.svc.EditMeeting(t.Context(), w.actor, to, "Het klopte niet."))
	changes, err := w.svc.MeetingChanges(t.Context(), w.actor, w.id)
	w.must(err)
	if after := w.meeting(); after.Title != to.Title || after.Version != to.Version+1 ||
		changes[0].Before.Title == to.Title {
		t.Errorf("the title: version %d of %q, before it %q", after.Version, after.Title, changes[0].Before.Title)
	}
}
