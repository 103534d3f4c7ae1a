package consult

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// deadline of "uiterlijk 16 november 2018": the end of that day in Amsterdam.
var deadline = time.Date(2018, 11, 16, 23, 0, 0, 0, time.UTC)

func invited() (Meeting, Invitation, Invitee) {
	m := Meeting{
		Occasion: Occasion{
			ID: 1, Starts: time.Date(2018, 11, 26, 14, 0, 0, 0, time.UTC),
			Ends:     time.Date(2018, 11, 26, 16, 0, 0, 0, time.UTC),
			AnswerBy: deadline, ReleasedAt: time.Date(2018, 10, 14, 10, 0, 0, 0, time.UTC), Version: 1,
		},
		Venue: "De Zilte Schuur",
	}
	return m, Invitation{ID: 2, OccasionID: 1}, Invitee{ID: 3, InvitationID: 2}
}

func TestMayAnswerAroundTheDeadline(t *testing.T) {
	later := deadline.AddDate(0, 0, 2)
	cases := []struct {
		name     string
		change   func(*Meeting, *Invitation, *Invitee)
		received time.Time
		want     error
	}{
		{"a second before", nil, deadline.Add(-time.Second), nil},
		{"a nanosecond before", nil, deadline.Add(-time.Nanosecond), nil},
		{"at the instant", nil, deadline, ErrClosed},
		{"after", nil, deadline.Add(time.Second), ErrClosed},
		{
			"extended, at the meeting's deadline",
			func(_ *Meeting, i *Invitation, _ *Invitee) { i.ExtendedUntil = later }, deadline, nil,
		},
		{
			"extended, at its own", func(_ *Meeting, i *Invitation, _ *Invitee) { i.ExtendedUntil = later }, later,
			ErrClosed,
		},
		{
			"withdrawn", func(_ *Meeting, i *Invitation, _ *Invitee) { i.WithdrawnAt = deadline.AddDate(0, 0, -9) },
			deadline.Add(-time.Hour), ErrNotFound,
		},
		{
			"this contact withdrawn",
			func(_ *Meeting, _ *Invitation, v *Invitee) { v.WithdrawnAt = deadline.AddDate(0, 0, -9) },
			deadline.Add(-time.Hour), ErrNotFound,
		},
		{
			"cancelled", func(m *Meeting, _ *Invitation, _ *Invitee) { m.CancelledAt = deadline.AddDate(0, 0, -9) },
			deadline.Add(-time.Hour), ErrClosed,
		},
		{
			"not yet public", func(m *Meeting, _ *Invitation, _ *Invitee) { m.ReleasedAt = time.Time{} },
			deadline.Add(-time.Hour), ErrNotFound,
		},
		{
			"said for all that nobody comes", func(_ *Meeting, i *Invitation, _ *Invitee) { i.ReplyID = 7 },
			deadline.Add(-time.Hour), nil,
		},
	}
	for _, c := range cases {
		m, i, v := invited()
		if c.change != nil {
			c.change(&m, &i, &v)
		}
		if err := MayAnswer(m.Occasion, i, v, c.received); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: MayAnswer = %v; want %v", c.name, err, c.want)
		}
	}
}

func TestCheckReply(t *testing.T) {
	m, _, _ := invited()
	m.Questions = []Question{
		{ID: 1, Kind: Choice, Label: "Tafel", Options: []string{"Wonen", "Tarief"}, Required: true},
		{ID: 2, Kind: Number, Label: "Parkeerplaatsen"},
		{ID: 3, Kind: FreeText, Label: "Dieet", Sensitive: true},
		{ID: 4, Kind: ManyChoice, Label: "Thema's", Options: []string{"Wonen", "Tarief"}},
	}
	table := Given{QuestionID: 1, Values: []string{"Wonen"}}
	ben := []Person{{Name: "  Ben   van der Poel "}, {Name: " "}}
	cases := []struct {
		name   string
		reply  Reply
		fields []string
	}{
		{"whole", Reply{Answer: Yes, People: ben, Given: []Given{table}}, nil},
		{"no answer", Reply{}, []string{"answer"}},
		{"online where there is none", Reply{Answer: Online, People: ben, Given: []Given{table}}, []string{"answer"}},
		{"nobody is named", Reply{InviteeID: 3, Answer: Yes, Given: []Given{table}}, []string{"people"}},
		{"nobody is named of the organisation", Reply{Answer: Yes, Given: []Given{table}}, nil},
		{"words that are too long", Reply{Answer: No, Words: strings.Repeat("L", 2001)}, []string{"words"}},
		{"required question open", Reply{Answer: Yes, People: ben}, []string{"question.1"}},
		{
			"an option that is none", Reply{Answer: Yes, People: ben, Given: []Given{{1, []string{"Zorg"}}}},
			[]string{"question.1"},
		},
		{
			"two of one choice", Reply{Answer: Yes, People: ben, Given: []Given{{1, []string{"Wonen", "Tarief"}}}},
			[]string{"question.1"},
		},
		{
			"no number", Reply{Answer: Yes, People: ben, Given: []Given{table, {2, []string{"-1"}}}},
			[]string{"question.2"},
		},
		{
			"two texts",
			Reply{
				Answer: Yes, People: ben, Given: []Given{table, {3, []string{"kort", strings.Repeat("L", 200_000)}}},
			}, []string{"question.3"},
		},
		{
			"a text that is too long",
			Reply{Answer: Yes, People: ben, Given: []Given{table, {3, []string{strings.Repeat("L", 2001)}}}},
			[]string{"question.3"},
		},
		{
			"a number and a formula",
			Reply{Answer: Yes, People: ben, Given: []Given{table, {2, []string{"1", "=HYPERLINK(1)"}}}},
			[]string{"question.2"},
		},
		{
			"many with one that is none",
			Reply{Answer: Yes, People: ben, Given: []Given{table, {4, []string{"Wonen", "Zorg"}}}},
			[]string{"question.4"},
		},
		{"no needs nothing", Reply{Answer: No}, nil},
	}
	for _, c := range cases {
		err := c.reply.Check(m)
		var problems Problems
		if err != nil && !errors.As(err, &problems) {
			t.Fatalf("%s: Check = %v, which is no Problems", c.name, err)
		}
		var fields []string
		for _, p := range problems {
			fields = append(fields, p.Field)
		}
		if diff := cmp.Diff(c.fields, fields); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestCheckTidiesAReply(t *testing.T) {
	m, _, _ := invited()
	m.Questions = []Question{
		{ID: 1, Kind: FreeText, Label: "Vraag"},
		{ID: 2, Kind: ManyChoice, Label: "Welke?", Options: []string{"een", "twee"}},
	}
	r := Reply{Answer: Yes, People: []Person{{Name: "  Ben   van der Poel "}, {}}, Given: []Given{
		{2, []string{"een", "twee", "een", "een"}}, {1, []string{" ", "ja "}}, {99, []string{"?"}},
	}}
	if err := r.Check(m); err != nil {
		t.Fatal(err)
	}
	want := Reply{
		Answer: Yes, People: []Person{{Name: "Ben van der Poel"}},
		Given: []Given{{1, []string{"ja"}}, {2, []string{"een", "twee"}}},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	no := Reply{Answer: No, People: r.People, Given: r.Given}
	if err := no.Check(m); err != nil || len(no.People)+len(no.Given) > 0 {
		t.Errorf("a no keeps people or answers: %+v, %v", no, err)
	}
}

func TestSameReply(t *testing.T) {
	one := Reply{
		InviteeID: 3, Source: ByLink, Answer: Yes, People: []Person{{Name: "Ben"}}, Given: []Given{{1, []string{"a"}}},
		OccasionVersion: 1,
	}
	for name, change := range map[string]func(*Reply){
		"another answer":          func(r *Reply) { r.Answer = No },
		"another person":          func(r *Reply) { r.InviteeID = 4 },
		"staff":                   func(r *Reply) { r.InviteeID, r.StaffID, r.Source = 0, 1, ByPhone },
		"who comes":               func(r *Reply) { r.People = nil },
		"signed off by another":   func(r *Reply) { r.ByInviteeID = 9 },
		"words":                   func(r *Reply) { r.Words = "tot dan" },
		"a question":              func(r *Reply) { r.Given = []Given{{1, []string{"b"}}} },
		"the meeting has changed": func(r *Reply) { r.OccasionVersion = 2 },
	} {
		other := one
		change(&other)
		if one.Same(other) {
			t.Errorf("%s: taken for the same", name)
		}
	}
	again := one
	again.ID, again.ReceivedAt = 9, deadline
	if !one.Same(again) {
		t.Error("the same answer a moment later is taken for another")
	}
}

func TestCheckKeepsWhatIsAskedOfWhoDoesNotCome(t *testing.T) {
	m, _, _ := invited()
	m.Questions = []Question{
		{ID: 1, Kind: FreeText, Label: "Dieet", Required: true},
		{ID: 2, Kind: FreeText, Label: "Wat brengt u in?", OfOrganisation: true, AlsoNo: true, Required: true},
		{ID: 3, Kind: Choice, Label: "Tafel", Options: []string{"Wonen", "Tarief"}, OfOrganisation: true},
	}
	given := []Given{{1, []string{"vegetarisch"}}, {2, []string{"één formulier"}}, {3, nil}}
	for _, c := range []struct {
		name  string
		reply Reply
		tap   bool
		want  []Given
		wrong bool
	}{
		{"yes, the whole form", Reply{Answer: Yes, Given: given}, false, given, false},
		{"no, the whole form", Reply{Answer: No, Given: given}, false, given[1:2], false},
		{"no without what is asked of it too", Reply{Answer: No}, false, nil, true},
		{"a tap of no", Reply{Answer: No}, true, nil, false},
		{"a tap of yes with a required question open", Reply{Answer: Yes}, true, nil, false},
		{
			"a tap with an option that is gone",
			Reply{Answer: Yes, Given: []Given{{1, []string{"geen"}}, {3, []string{"Zorg"}}}}, true,
			[]Given{{1, []string{"geen"}}}, false,
		},
	} {
		err := c.reply.Check(m)
		if c.tap {
			err = c.reply.CheckTap(m)
		}
		if (err != nil) != c.wrong {
			t.Errorf("%s: %v", c.name, err)
		}
		if diff := cmp.Diff(c.want, c.reply.Given, cmpEmpty); err == nil && diff != "" {
			t.Errorf("%s: given (-want +got):\n%s", c.name, diff)
		}
	}
}

// cmpEmpty takes nothing given and an empty list for the same.
var cmpEmpty = cmp.FilterValues(
	func(a, b []string) bool { return len(a)+len(b) == 0 }, cmp.Comparer(func(a, b []string) bool { return true }),
)
