package consult_test

import (
	"reflect"
	"strings"
	"testing"

	"samenspraak/internal/consult"
)

// typedFields are the texts that staff type of a meeting, by the names of their
// fields: the title, its words, a line of its programme, its moment.
func typedFields(t *testing.T, m *consult.Meeting, moment *consult.Moment) map[string]*string {
	t.Helper()
	m.Programme = []consult.ProgrammeItem{{From: "15.00", Until: "15.30", Title: "Opening"}}
	all := map[string]*string{"Title": &m.Title}
	for _, of := range []any{&m.MeetingWords, &m.Programme[0], moment} {
		v := reflect.ValueOf(of).Elem()
		for i := range v.NumField() {
			if s, isText := v.Field(i).Addr().Interface().(*string); isText {
				all[v.Type().Name()+"."+v.Type().Field(i).Name] = s
			}
		}
	}
	return all
}

// TestEveryTextHasALimit: no text of a meeting can be as long as somebody likes.
func TestEveryTextHasALimit(t *testing.T) {
	m, moment := consultation(), consultation().Moment()
	for name := range typedFields(t, &m, &moment) {
		long := consultation()
		at := long.Moment()
		*typedFields(t, &long, &at)[name] = strings.Repeat("a", consult.MaxMeetingText+1)
		if err := consult.CheckMeeting(long.At(at)); err == nil {
			t.Errorf("%s has no limit", name)
		}
	}
	if err := consult.CheckMeeting(m.At(moment)); err != nil {
		t.Errorf("without a long text: %v", err)
	}
}

// TestMomentIsWhole: a meeting that is moved takes over all of its new moment,
// and a copy all words and the place.
func TestMomentIsWhole(t *testing.T) {
	to := consult.Moment{Starts: at("2027-11-26 15:00"), Ends: at("2027-11-26 17:00"), Online: true}
	v := reflect.ValueOf(&to).Elem()
	for i := range v.NumField() {
		if s, isText := v.Field(i).Addr().Interface().(*string); isText {
			*s = v.Type().Field(i).Name
		}
		if v.Field(i).IsZero() {
			t.Fatalf("how to fill %s is not said here", v.Type().Field(i).Name)
		}
	}
	moved := consultation().At(to)
	if got := moved.Moment(); got != to {
		t.Errorf("moved to %+v; want %+v", got, to)
	}
	copied := consult.CopyOf(moved, to.Starts, to.Ends, moved.AnswerBy)
	to.OnlineURL = "" // a link to another gathering
	if copied.Moment() != to || copied.Title != moved.Title || !copied.Same(moved.MeetingWords) {
		t.Errorf("copied %+v", copied)
	}
}
