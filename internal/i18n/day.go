package i18n

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/dutch"
)

// What can be wrong with a date or time that somebody typed.
var (
	ErrNotDate    = errors.New("not a date")
	ErrNotClock   = errors.New("not a time of day")
	ErrNoSuchTime = errors.New("this time does not exist: the clock is put forward")
)

// Day is a calendar day without a time or zone, as typed in a form.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the day on which t falls in Zone.
func DayOf(t time.Time) Day {
	year, month, day := t.In(Zone()).Date()
	return Day{year, month, day}
}

// String is the ISO form that <input type="date"> wants: "2026-11-16".
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

func (d Day) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

func (d Day) until(other Day) int { return int(other.utc().Sub(d.utc()).Hours()) / 24 }

// TimeOfDay is a wall-clock time without a day, as typed in a form.
type TimeOfDay struct{ Hour, Minute int }

// String is the form that <input type="time"> wants: "09:30".
func (c TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

var (
	yearFirst = regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})$`)
	inWords   = regexp.MustCompile(`^(?:(\pL+),? )?(\d{1,2}) (\pL+)\.?,? (\d{4})$`)
)

// ParseDate reads a date as people type it: 2026-11-16, 16-11-2026,
// 16/11/2026, 16.11.2026, "16 november 2026", "16 nov 2026", also in English
// and with the right weekday before it. The year has four digits, from 1900 to
// 2199. Anything else, and a day that does not exist, is ErrNotDate.
func ParseDate(s string) (Day, error) {
	s = strings.ToLower(Tidy(s))
	var d Day
	var weekday string
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		d = Day{number(m[1]), time.Month(number(m[2])), number(m[3])}
	} else if m := dayFirst.FindStringSubmatch(s); m != nil && m[2] == m[4] {
		d = Day{number(m[5]), time.Month(number(m[3])), number(m[1])}
	} else if m := inWords.FindStringSubmatch(s); m != nil {
		d = Day{number(m[4]), monthNamed(m[3]), number(m[2])}
		weekday = m[1]
	}
	if !d.exists() || !d.fallsOn(weekday) {
		return Day{}, ErrNotDate
	}
	return d, nil
}

func (d Day) exists() bool {
	year, month, day := d.utc().Date()
	return d.Year >= 1900 && d.Year < 2200 && d == Day{year, month, day}
}

func (d Day) fallsOn(weekday string) bool {
	if weekday == "" {
		return true
	}
	return slices.ContainsFunc(Languages, func(lang Lang) bool {
		return strings.EqualFold(weekdays[lang][d.utc().Weekday()], weekday)
	})
}

// monthNamed knows full names and the first three letters; "mrt" and "sept"
// are the two abbreviations that are not their name's beginning of three.
func monthNamed(word string) time.Month {
	switch word {
	case "mrt":
		return time.March
	case "sept":
		return time.September
	}
	for m := time.January; m <= time.December; m++ {
		for _, lang := range Languages {
			name := strings.ToLower(Month(lang, m))
			if word == name || word == name[:3] {
				return m
			}
		}
	}
	return 0
}

// ParseClock reads a time of day as people type it: "15.00", "15:00", "15u",
// "15u30", "15 uur", "9.30 uur". Anything else, 24.00 included, is
// ErrNotClock.
func ParseClock(s string) (TimeOfDay, error) {
	hour, minute, ok := dutch.Clock(strings.ToLower(Tidy(s)))
	if !ok || hour == 24 {
		return TimeOfDay{}, ErrNotClock
	}
	return TimeOfDay{hour, minute}, nil
}

// number reads digits that an expression has matched; none is 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

// Local is the instant at which the clocks in Zone show date and clock. A time
// that is skipped when the clock is put forward is ErrNoSuchTime. Of a time
// that comes twice it is the later, so that nobody loses an hour (Twice tells).
func Local(date Day, clock TimeOfDay) (time.Time, error) {
	found := instants(date, clock)
	if len(found) == 0 {
		return time.Time{}, ErrNoSuchTime
	}
	return found[len(found)-1], nil
}

// Twice reports whether date and clock come twice because the clock is put
// back in between; Local has then chosen the later.
func Twice(date Day, clock TimeOfDay) bool { return len(instants(date, clock)) == 2 }

// ParseLocal is ParseDate, ParseClock and Local for two form fields.
func ParseLocal(date, clock string) (time.Time, error) {
	d, err := ParseDate(date)
	if err != nil {
		return time.Time{}, err
	}
	c, err := ParseClock(clock)
	if err != nil {
		return time.Time{}, err
	}
	return Local(d, c)
}

// EndOfDay is the first instant after date: 00:00 of the next day. It is the
// deadline of "uiterlijk" and "tot en met" that day.
func EndOfDay(date Day) time.Time {
	return time.Date(date.Year, date.Month, date.Day+1, 0, 0, 0, 0, Zone())
}

// instants are all instants that show date and clock, the earliest first. Each
// has one of the offsets in force a day before or after.
func instants(date Day, clock TimeOfDay) []time.Time {
	wall := date.utc().Add(time.Duration(clock.Hour)*time.Hour + time.Duration(clock.Minute)*time.Minute)
	var found []time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := wall.Add(near).In(Zone()).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second).In(Zone())
		shown := DayOf(t) == date && t.Hour() == clock.Hour && t.Minute() == clock.Minute
		if shown && !slices.ContainsFunc(found, t.Equal) {
			found = append(found, t)
		}
	}
	slices.SortFunc(found, time.Time.Compare)
	return found
}
