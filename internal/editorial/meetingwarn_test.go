package editorial_test

import (
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/editorial"
)

func TestMeetingWarnings(t *testing.T) {
	m := consult.Meeting{
		Occasion: consult.Occasion{
			Starts: at("2026-11-26 15:00"), Ends: at("2026-11-26 17:00"), AnswerBy: at("2026-11-17 00:00"),
		},
	}
	if clean := editorial.MeetingWarnings(m, 1, at("2026-10-20 12:00")); len(clean) != 0 {
		t.Errorf("warnings about nothing: %v", clean)
	}
	m.AnswerBy = at("2026-11-16 00:00") // the end of Sunday the 15th
	m.Online = true
	m.Body = "Kijk [hier](/bijeenkomsten).\n\nBijlage: uitgangspunten"
	got := map[string]bool{}
	for _, one := range editorial.MeetingWarnings(m, 0, at("2026-11-10 12:00")) {
		got[one.Key] = true
	}
	for _, want := range []string{"deadline_weekend", "deadline_near", "online_url", "attachment", "link"} {
		if !got["meeting.warning."+want] {
			t.Errorf("no warning %s in %v", want, got)
		}
	}
}

// at is a wall time in the Netherlands: "2026-11-26 15:00".
func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, dutch.Zone)
	if err != nil {
		panic(err)
	}
	return t
}
