package i18n

import (
	"fmt"
	"strconv"
	"time"
)

// Go prints English names only, in any locale.
var (
	weekdays = map[Lang][7]string{
		Dutch:   {"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		English: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	}
	months = map[Lang][12]string{
		Dutch: {"januari", "februari", "maart", "april", "mei", "juni",
			"juli", "augustus", "september", "oktober", "november", "december"},
		English: {"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December"},
	}
)

// Weekday is the name of t's day in Zone: "donderdag", "Thursday".
func Weekday(lang Lang, t time.Time) string {
	return weekdays[lang.known()][t.In(Zone()).Weekday()]
}

// Month is the name of month: "november", "November".
func Month(lang Lang, month time.Month) string {
	return months[lang.known()][month-1]
}

// DayMonth is day and month, tied by a no-break space: "26 november".
func DayMonth(lang Lang, t time.Time) string {
	t = t.In(Zone())
	return strconv.Itoa(t.Day()) + nbsp + Month(lang, t.Month())
}

// DateShort is the date without its weekday: "26 november 2026".
func DateShort(lang Lang, t time.Time) string {
	return DayMonth(lang, t) + " " + strconv.Itoa(t.In(Zone()).Year())
}

// Date is the full date: "donderdag 26 november 2026",
// "Thursday 26 November 2026".
func Date(lang Lang, t time.Time) string {
	return Weekday(lang, t) + " " + DateShort(lang, t)
}

// Clock is the time of day, hours without a leading zero: "9.00 uur" with a
// no-break space, "9:00" in English.
func Clock(lang Lang, t time.Time) string {
	return digits(lang, t) + hour(lang)
}

// DateTime is date and time: "donderdag 26 november 2026 om 15.00 uur",
// "Thursday 26 November 2026 at 15:00".
func DateTime(lang Lang, t time.Time) string {
	return T(lang, "date.at", "Date", Date(lang, t), "Clock", Clock(lang, t))
}

// TimeRange is two times of day: "15.00 – 17.00 uur", "15:00 – 17:00". An end
// at midnight is 24.00. Without an end after start (the zero time) it is
// start's Clock.
func TimeRange(lang Lang, start, end time.Time) string {
	if !end.After(start) {
		return Clock(lang, start)
	}
	return digits(lang, start) + " – " + endDigits(lang, end) + hour(lang)
}

// Span is when something takes place, on one line: within a day "donderdag 26
// november 2026, 15.00 – 17.00 uur", otherwise "maandag 15 februari 2027, 9.00
// uur – vrijdag 19 februari 2027, 17.00 uur". An end at midnight belongs to
// the day before it.
func Span(lang Lang, start, end time.Time) string {
	if !end.After(start) || DayOf(start) == DayOf(end.Add(-time.Nanosecond)) {
		return Date(lang, start) + ", " + TimeRange(lang, start, end)
	}
	last := Date(lang, end.Add(-time.Nanosecond))
	return Date(lang, start) + ", " + Clock(lang, start) + " – " + last + ", " + endDigits(lang, end) + hour(lang)
}

// Deadline says until when something may be done; deadline is the first
// instant that is too late. Midnight reads as the last minute of the day
// before: "uiterlijk maandag 16 november 2026, 23.59 uur", "by Monday 16
// November 2026, 23:59"; any other instant as it is: "uiterlijk vrijdag 18
// december 2026, 17.00 uur".
func Deadline(lang Lang, deadline time.Time) string {
	t := lastMinute(deadline)
	return T(lang, "date.deadline", "Date", Date(lang, t), "Clock", Clock(lang, t))
}

// DeadlineDay is the day of Deadline alone: "maandag 16 november 2026".
func DeadlineDay(lang Lang, deadline time.Time) string {
	return Date(lang, lastMinute(deadline))
}

func lastMinute(deadline time.Time) time.Time {
	if isMidnight(deadline) {
		return deadline.Add(-time.Minute)
	}
	return deadline
}

func isMidnight(t time.Time) bool {
	t = t.In(Zone())
	h, m, s := t.Clock()
	return h == 0 && m == 0 && s == 0 && t.Nanosecond() == 0
}

func digits(lang Lang, t time.Time) string {
	t = t.In(Zone())
	return fmt.Sprintf("%d%s%02d", t.Hour(), pick(lang, ".", ":"), t.Minute())
}

func endDigits(lang Lang, end time.Time) string {
	if isMidnight(end) {
		return pick(lang, "24.00", "24:00")
	}
	return digits(lang, end)
}

func hour(lang Lang) string { return pick(lang, nbsp+"uur", "") }
