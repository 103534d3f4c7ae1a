package consult_test

import (
	"reflect"
	"testing"

	"samenspraak/internal/consult"
)

// otherWords are a meeting's words with one field changed, for each field.
func otherWords(t *testing.T, words consult.MeetingWords) map[string]consult.MeetingWords {
	t.Helper()
	all := map[string]consult.MeetingWords{}
	for i := range reflect.TypeFor[consult.MeetingWords]().NumField() {
		other := words
		field := reflect.ValueOf(&other).Elem().Field(i)
		switch v := field.Addr().Interface().(type) {
		case *consult.MeetingKind:
			*v = consult.Webinar
		case *string:
			*v += "nog iets"
		case *[]consult.ProgrammeItem:
			*v = []consult.ProgrammeItem{{From: "15.00", Until: "15.30", Title: "Opening"}}
		default:
			t.Fatalf("how to change a %T is not said here", v)
		}
		all[reflect.TypeFor[consult.MeetingWords]().Field(i).Name] = other
	}
	return all
}

// TestEveryWordMakesAVersion: no field of a released meeting's words can be
// edited without a reason and a version.
func TestEveryWordMakesAVersion(t *testing.T) {
	m := consultation()
	for name, words := range otherWords(t, m.MeetingWords) {
		to := m
		to.MeetingWords = words
		if _, err := m.Edit(to, ""); fields(t, err)["reason"] != "meeting.problem.reason" {
			t.Errorf("%s is edited without a reason: %v", name, err)
		}
		next, err := m.Edit(to, "Het klopte niet.")
		if err != nil || next.Version != m.Version+1 || !reflect.DeepEqual(next.MeetingWords, words) {
			t.Errorf("%s: version %d, %+v, %v", name, next.Version, next.MeetingWords, err)
		}
	}
	titled := m
	titled.Title += " nog iets"
	if _, err := m.Edit(titled, ""); fields(t, err)["reason"] != "meeting.problem.reason" {
		t.Errorf("the title is edited without a reason: %v", err)
	}
	if next, err := m.Edit(titled, "Het klopte niet."); err != nil || next.Version != m.Version+1 ||
		next.Title != titled.Title {
		t.Errorf("the title: version %d, %q, %v", next.Version, next.Title, err)
	}
	to := m
	to.Programme, to.StaffIDs = []consult.ProgrammeItem{}, []int64{7}
	if next, err := m.Edit(to, ""); err != nil || next.Version != m.Version {
		t.Errorf("what nobody reads: version %d, %v", next.Version, err)
	}
}
