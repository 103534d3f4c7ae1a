package page

import (
	"time"

	"samenspraak/internal/i18n"
)

// NextChange is the first instant after now at which a page no longer says
// what is true: one of the moments (a publication, a start, an end) comes, a
// countdown to one of the deadlines shows another number (see i18n.Left), or
// it is midnight in the Netherlands.
func NextChange(now time.Time, moments, deadlines []time.Time) time.Time {
	next := i18n.EndOfDay(i18n.DayOf(now))
	sooner := func(t time.Time) {
		if t.After(now) && t.Before(next) {
			next = t
		}
	}
	for _, t := range moments {
		sooner(t)
	}
	for _, t := range deadlines {
		sooner(t)
		sooner(nextCount(now, t))
	}
	return next
}

// nextCount is when a countdown changes its number within the day: below 24
// hours it counts whole hours, then minutes.
func nextCount(now, deadline time.Time) time.Time {
	left := deadline.Sub(now)
	switch {
	case left >= 24*time.Hour:
		return deadline.Add(time.Nanosecond - 24*time.Hour)
	case left >= time.Hour:
		return deadline.Add(time.Nanosecond - left.Truncate(time.Hour))
	case left > 0:
		return deadline.Add(time.Nanosecond - left.Truncate(time.Minute))
	case left > -time.Hour:
		return deadline.Add(time.Minute - left.Truncate(time.Minute))
	default:
		return deadline.Add(time.Hour - left.Truncate(time.Hour))
	}
}
