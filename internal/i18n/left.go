package i18n

import (
	"strings"
	"time"
)

// Left says how much time there is until deadline, the first instant that is
// too late: "nog 12 dagen", "nog 5 uur", "nog 20 minuten", "minder dan 1
// minuut"; afterwards how long ago it was: "1 dag geleden".
//
// While at least 24 hours remain it counts calendar days from today to the
// day that Deadline names, so the number drops at midnight, when readers
// expect it to. Below that it counts whole hours and then minutes, rounded
// down: never more than there is. Afterwards days are counted from the first
// midnight on.
func Left(lang Lang, now, deadline time.Time) string {
	key, count := left(now, deadline)
	return N(lang, key, count)
}

// LeftParts is Left in three parts for the large counter: "nog", "12",
// "dagen". Before or after may be empty. Past reports that now is not before
// deadline.
func LeftParts(lang Lang, now, deadline time.Time) (before, number, after string, past bool) {
	key, count := left(now, deadline)
	number = Number(lang, count)
	before, after, _ = strings.Cut(N(lang, key, count), number)
	return strings.TrimSpace(before), number, strings.TrimSpace(after), !now.Before(deadline)
}

func left(now, deadline time.Time) (key string, count int) {
	days := DayOf(now).until(DayOf(lastMinute(deadline)))
	remaining := deadline.Sub(now)
	switch {
	case remaining >= 24*time.Hour && days > 0:
		return "date.left_days", days
	case remaining > 0:
		return whole(remaining, "date.left_hours", "date.left_minutes", "date.left_moment")
	case days < 0:
		return "date.past_days", -days
	default:
		return whole(-remaining, "date.past_hours", "date.past_minutes", "date.past_moment")
	}
}

func whole(d time.Duration, hours, minutes, moment string) (key string, count int) {
	switch {
	case d >= time.Hour:
		return hours, int(d / time.Hour)
	case d >= time.Minute:
		return minutes, int(d / time.Minute)
	default:
		return moment, 1
	}
}
