package i18n

import (
	"errors"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	want := Day{2026, time.November, 16}
	for _, in := range []string{
		"2026-11-16", "16-11-2026", "16/11/2026", "16.11.2026", "16 november 2026", "16 nov 2026", "16 nov. 2026",
		" 16  November 2026 ", "16 November, 2026", "16" + nbsp + "november 2026", "\ufeff2026-11-16\u200b",
		"maandag 16 november 2026", "Monday 16 November 2026", "maandag, 16 november 2026",
	} {
		if got, err := ParseDate(in); err != nil || got != want {
			t.Errorf("%q: %v, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{
		"1-2-2026": "2026-02-01", "2026-2-1": "2026-02-01", "30 mrt 2022": "2022-03-30", "6 mei 2026": "2026-05-06",
		"1 oct 2026":  "2026-10-01",
		"3 sept 2026": "2026-09-03", "1 okt 2026": "2026-10-01", "29 februari 2028": "2028-02-29",
		"5 March 2026": "2026-03-05",
	} {
		if got, err := ParseDate(in); err != nil || got.String() != want {
			t.Errorf("%q: %v, %v, want %s", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "morgen", "16-11", "16-11-26", "16 november", "31-02-2026", "29-02-2026", "0-1-2026", "1-0-2026",
		"1-13-2026", "16-11/2026",
		"dinsdag 16 november 2026", "eens 16 november 2026", "16 novem 2026", "2026-11-16T15:00", "1-1-1899",
		"1-1-2200", "１６-11-2026", "16 november 2026 om 9.00",
	} {
		if got, err := ParseDate(in); !errors.Is(err, ErrNotDate) || got != (Day{}) {
			t.Errorf("%q: %v, %v", in, got, err)
		}
	}
}

func TestParseClock(t *testing.T) {
	for in, want := range map[string]string{
		"15.00": "15:00", "15:00": "15:00", "15u": "15:00", "15 u": "15:00", "15u30": "15:30", "9.30 uur": "09:30",
		"9.30" + nbsp + "uur": "09:30",
		"15 uur":              "15:00", "15.00 u.": "15:00", "0.00": "00:00", "23:59": "23:59", "09:05": "09:05",
		" 15.00 UUR ": "15:00",
	} {
		if got, err := ParseClock(in); err != nil || got.String() != want {
			t.Errorf("%q: %v, %v, want %s", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "15", "1500", "24.00", "15.60", "15.5", "15:00:00", "3 pm", "-1.00", "middag", "15.00 – 17.00", "uur",
	} {
		if got, err := ParseClock(in); !errors.Is(err, ErrNotClock) || got != (TimeOfDay{}) {
			t.Errorf("%q: %v, %v", in, got, err)
		}
	}
}

// TestVectors holds the dates of the pages that the program was made for.
func TestVectors(t *testing.T) {
	for in, want := range map[string]string{
		"16-11-2018": "2018-11-16T23:00:00Z",
		"31-10-2023": "2023-10-31T23:00:00Z",
		"31-12-2021": "2021-12-31T23:00:00Z",
		"28-06-2024": "2024-06-28T22:00:00Z",
		"28-03-2026": "2026-03-28T23:00:00Z",
		"29-03-2026": "2026-03-29T22:00:00Z",
		"24-10-2026": "2026-10-24T22:00:00Z",
		"25-10-2026": "2026-10-25T23:00:00Z",
	} {
		date, err := ParseDate(in)
		if got := EndOfDay(date); err != nil || !got.Equal(at(t, want)) {
			t.Errorf("end of %s: %s, %v, want %s", in, got, err, want)
		}
		if d := DeadlineDay(Dutch, EndOfDay(date)); d != Date(Dutch, at(t, date.String()+"T12:00:00Z")) {
			t.Errorf("end of %s reads %q", in, d)
		}
	}
	for _, c := range []struct{ date, clock, want string }{
		{"26 november 2018", "15.00", "2018-11-26T14:00:00Z"},
		{"26 november 2018", "17.00 uur", "2018-11-26T16:00:00Z"},
		{"28-06-2024", "12.00", "2024-06-28T10:00:00Z"},
		{"30-03-2022", "09.00", "2022-03-30T07:00:00Z"},
		{"23-03-2022", "09.00", "2022-03-23T08:00:00Z"},
		{"29-03-2026", "01.59", "2026-03-29T00:59:00Z"},
		{"29-03-2026", "03.00", "2026-03-29T01:00:00Z"},
		{"25-10-2026", "01.59", "2026-10-24T23:59:00Z"},
		{"25-10-2026", "02.00", "2026-10-25T01:00:00Z"},
		{"25-10-2026", "02.30", "2026-10-25T01:30:00Z"},
		{"25-10-2026", "03.00", "2026-10-25T02:00:00Z"},
	} {
		got, err := ParseLocal(c.date, c.clock)
		if err != nil || !got.Equal(at(t, c.want)) || got.Location() != Zone() {
			t.Errorf("%s %s: %s, %v, want %s", c.date, c.clock, got, err, c.want)
		}
	}
}

func TestLocalErrors(t *testing.T) {
	for _, c := range []struct {
		date, clock string
		want        error
	}{
		{"29-03-2026", "02.00", ErrNoSuchTime},
		{"29-03-2026", "02.30", ErrNoSuchTime},
		{"29-03-2026", "02.59", ErrNoSuchTime},
		{"30-02-2026", "02.30", ErrNotDate},
		{"29-03-2026", "25.00", ErrNotClock},
	} {
		if got, err := ParseLocal(c.date, c.clock); !errors.Is(err, c.want) || !got.IsZero() {
			t.Errorf("%s %s: %s, %v, want %v", c.date, c.clock, got, err, c.want)
		}
	}
}

func TestTwice(t *testing.T) {
	for _, c := range []struct {
		date  Day
		clock TimeOfDay
		want  bool
	}{
		{Day{2026, time.October, 25}, TimeOfDay{1, 59}, false},
		{Day{2026, time.October, 25}, TimeOfDay{2, 0}, true},
		{Day{2026, time.October, 25}, TimeOfDay{2, 59}, true},
		{Day{2026, time.October, 25}, TimeOfDay{3, 0}, false},
		{Day{2026, time.March, 29}, TimeOfDay{2, 30}, false},
	} {
		if got := Twice(c.date, c.clock); got != c.want {
			t.Errorf("%s %s: %t", c.date, c.clock, got)
		}
	}
}

// TestEveryChangeOfTheClock: the hour that is skipped is refused and the one that
// comes twice is told, in each year that the program may see.
func TestEveryChangeOfTheClock(t *testing.T) {
	half := TimeOfDay{2, 30}
	for year := 2024; year <= 2040; year++ {
		forward, back := lastSunday(year, time.March), lastSunday(year, time.October)
		if at, err := Local(forward, half); !errors.Is(err, ErrNoSuchTime) || !at.IsZero() || Twice(forward, half) {
			t.Errorf("%s 02:30: %s, %v", forward, at, err)
		}
		at, err := Local(back, half)
		if want := back.utc().Add(90 * time.Minute); err != nil || !at.Equal(want) || !Twice(back, half) {
			t.Errorf("%s 02:30: %s, %v, want %s", back, at, err, want)
		}
		for _, day := range []Day{forward, back} {
			for clock, want := range map[TimeOfDay]bool{{1, 59}: false, {3, 0}: false} {
				if _, err := Local(day, clock); err != nil || Twice(day, clock) != want {
					t.Errorf("%s %s: %v", day, clock, err)
				}
			}
		}
	}
}

// lastSunday is when the clocks change (Directive 2000/84/EC, articles 2 and 3).
func lastSunday(year int, month time.Month) Day {
	at := time.Date(year, month, 31, 0, 0, 0, 0, time.UTC)
	return Day{year, month, 31 - int(at.Weekday())}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-11-16", "16.11.2026", "16 nov 2026", "maandag 16 november 2026", "31-02-2026"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		noon, err := Local(d, TimeOfDay{12, 0})
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		for _, shown := range []string{d.String(), Date(Dutch, noon), DateShort(English, noon)} {
			if again, err := ParseDate(shown); err != nil || again != d {
				t.Errorf("%q → %q → %v, %v", s, shown, again, err)
			}
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"15.00", "9u30", "9.30 uur", "24.00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseClock(s)
		if err != nil {
			return
		}
		instant, err := Local(Day{2026, time.November, 16}, c)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if again, err := ParseClock(Clock(Dutch, instant)); err != nil || again != c {
			t.Errorf("%q → %s → %s, %v", s, c, again, err)
		}
	})
}
