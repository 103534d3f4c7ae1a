package web_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
)

// unseenFields are the fields of a meeting that no visitor sees, with the reason.
var unseenFields = map[string]string{
	"Moment.Route":     "for who comes",
	"Moment.OnlineURL": "for who takes part online",
}

// TestEveryFieldOfAMeeting makes a meeting of which every field that staff type
// is filled, and looks for each on the forms of staff, which save it as it was,
// on the public page, and among what a version changed.
func TestEveryFieldOfAMeeting(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	typed, shown := typedMeeting(t, p)
	ctx, svc := t.Context(), p.Service()
	id, err := svc.NewMeeting(ctx, p.Editor, typed)
	if err != nil {
		t.Fatal(err)
	}
	staff := p.SignIn(consult.Editor)
	read := func() consult.Meeting {
		m, err := svc.Meeting(ctx, p.Editor, id)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	before, forms := read(), ""
	for _, path := range []string{"wijzig", "programma"} {
		path = fmt.Sprintf("/beheer/bijeenkomsten/%d/%s", id, path)
		form := staff.Get(path).Want(http.StatusOK).Form("form.form[method=post]")
		forms += fmt.Sprint(form)
		staff.Post(path, form).Want(http.StatusSeeOther)
	}
	after := read()
	after.Edited = before.Edited
	if !reflect.DeepEqual(before, after) {
		t.Errorf("saved as it stood, it became\n%+v\nand was\n%+v", after, before)
	}
	if err := svc.PublishMeeting(ctx, p.Editor, id, read().Edited); err != nil {
		t.Fatal(err)
	}
	visitor := p.Client()
	page := visitor.Get("/bijeenkomsten/" + before.Slug).Want(http.StatusOK).Page().Text()
	page = strings.ReplaceAll(page, "\u00ad", "") // where a long word may break
	for field, words := range shown {
		if !strings.Contains(forms, words) {
			t.Errorf("%s stands in no form of staff", field)
		}
		if seen := strings.Contains(page, words); seen == (unseenFields[field] != "") {
			t.Errorf("whether visitors see %s: %v", field, seen)
		}
	}
	for field := range unseenFields {
		if shown[field] == "" {
			t.Errorf("there is no %s", field)
		}
	}
	checkVersions(t, p, read(), staff)
}

// checkVersions changes each word of a released meeting and looks for what it
// became on the page of its versions.
func checkVersions(t *testing.T, p *testkit.Program, to consult.Meeting, staff *testkit.Client) {
	t.Helper()
	to.Title += " anders"
	changed := map[string]string{"Title": to.Title}
	to.Programme = []consult.ProgrammeItem{{From: "15.05", Until: "15.35", Title: "KanarieTitle", Note: "KanarieNote"}}
	for _, of := range []any{&to.MeetingWords, &to.Programme[0]} {
		v := reflect.ValueOf(of).Elem()
		for i := range v.NumField() {
			name := v.Type().Name() + "." + v.Type().Field(i).Name
			if s, isText := v.Field(i).Addr().Interface().(*string); isText && name != "ProgrammeItem.From" &&
				name != "ProgrammeItem.Until" {
				*s += " anders"
				changed[name] = *s
			}
		}
	}
	if err := p.Service().EditMeeting(t.Context(), p.Editor, to, "Het klopte niet."); err != nil {
		t.Fatal(err)
	}
	page := staff.Get(fmt.Sprintf("/beheer/bijeenkomsten/%d/versies", to.ID)).Want(http.StatusOK).Page().Text()
	for field, words := range changed {
		if !strings.Contains(page, words) {
			t.Errorf("the versions do not say that %s changed", field)
		}
	}
}

// typedMeeting is a meeting with something of its own in each field, and those
// words by field.
func typedMeeting(t *testing.T, p *testkit.Program) (consult.Meeting, map[string]string) {
	t.Helper()
	m := consult.Meeting{
		Occasion: consult.Occasion{
			Title: "Kanarie titel", AnswerBy: p.Clock.Now().AddDate(0, 0, 5), StaffIDs: []int64{p.Editor.ID},
		},
	}
	m.Programme = []consult.ProgrammeItem{{From: "15.05", Until: "15.35"}}
	moment := consult.Moment{
		Starts: p.Clock.Now().AddDate(0, 0, 9), Ends: p.Clock.Now().AddDate(0, 0, 9).Add(time.Hour),
		Postcode: "4321 AB", OnlineURL: "https://kanarie.example",
	}
	shown := map[string]string{"Title": m.Title}
	for _, of := range []any{&m.MeetingWords, &m.Programme[0], &moment} {
		v := reflect.ValueOf(of).Elem()
		for i := range v.NumField() {
			name := v.Type().Name() + "." + v.Type().Field(i).Name
			switch f := v.Field(i).Addr().Interface().(type) {
			case *string:
				if *f == "" {
					*f = "Kanarie" + v.Type().Field(i).Name
				}
				shown[name] = *f
			case *bool:
				*f = true
			case *consult.MeetingKind:
				*f = consult.Webinar
			case *[]consult.ProgrammeItem, *time.Time:
			default:
				t.Fatalf("how to fill %s, a %T, is not said here", name, f)
			}
		}
	}
	m = m.At(moment)
	m.AnswerBy, m.Starts, m.Ends = m.AnswerBy.Truncate(
		time.Minute,
	), m.Starts.Truncate(time.Minute), m.Ends.Truncate(time.Minute)
	return m, shown
}
