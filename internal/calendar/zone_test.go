package calendar

import (
	"strings"
	"testing"
	"time"

	"samenspraak/internal/dutch"
)

func TestAmsterdamHoursReadBack(t *testing.T) {
	for _, c := range []struct{ name, start, end, wantStart, wantEnd string }{
		{"winter", "2026-01-15 15:00", "2026-01-15 17:00", "2026-01-15T14:00:00Z", "2026-01-15T16:00:00Z"},
		{"summer", "2026-07-15 15:00", "2026-07-15 17:00", "2026-07-15T13:00:00Z", "2026-07-15T15:00:00Z"},
		{
			"over the end of summer time", "2026-10-24 15:00", "2026-10-25 15:00", "2026-10-24T13:00:00Z",
			"2026-10-25T14:00:00Z",
		},
		{"over its begin", "2027-03-27 15:00", "2027-03-28 15:00", "2027-03-27T14:00:00Z", "2027-03-28T13:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := meeting(t)
			e.Start, e.End = at(t, c.start), at(t, c.end)
			read := decode(t, write(t, Request, e))[0]
			start, err1 := read.DateTimeStart(nil)
			end, err2 := read.DateTimeEnd(nil)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			gotStart, gotEnd := start.UTC().Format(time.RFC3339), end.UTC().Format(time.RFC3339)
			if gotStart != c.wantStart || gotEnd != c.wantEnd {
				t.Errorf("got %s–%s, want %s–%s", gotStart, gotEnd, c.wantStart, c.wantEnd)
			}
		})
	}
}

func TestHourThatComesTwice(t *testing.T) {
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC) // 02:30 summer time
	for want, moments := range map[string]time.Time{
		"DTSTART;TZID=Europe/Amsterdam:20261025T023000": first,
		"DTSTART:20261025T013000Z":                      first.Add(time.Hour),
		"DTSTART;TZID=Europe/Amsterdam:20261025T033000": first.Add(2 * time.Hour),
		"DTSTART;TZID=Europe/Amsterdam:20270328T033000": time.Date(2027, 3, 28, 1, 30, 0, 0, time.UTC),
	} {
		if got := moment("DTSTART", moments); got != want {
			t.Errorf("%s: got %s, want %s", moments, got, want)
		}
	}
}

// TestZoneBlockIsTheLaw fails when a Go release brings zone data in which the
// Netherlands no longer changes its clocks as the constant block says.
func TestZoneBlockIsTheLaw(t *testing.T) {
	block := strings.Join(zoneBlock, "\n")
	for year := 1997; year <= 2040; year++ {
		for month, rule := range map[time.Month]string{3: "BYMONTH=3;BYDAY=-1SU", 10: "BYMONTH=10;BYDAY=-1SU"} {
			day := time.Date(year, month+1, 0, 1, 0, 0, 0, time.UTC)
			day = day.AddDate(0, 0, -int(day.Weekday()))
			_, before := day.Add(-time.Second).In(dutch.Zone).Zone()
			_, after := day.In(dutch.Zone).Zone()
			if before == after || before+after != 3*3600 || !strings.Contains(block, rule) {
				t.Errorf("%s: offset %d then %d; the block says %s", day, before, after, rule)
			}
		}
	}
}
