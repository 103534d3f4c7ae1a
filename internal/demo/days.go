package demo

import (
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
)

// days counts from the day on which the world is made, so that deadlines are
// always near and nothing falls on a day off.
type days struct{ now time.Time }

// back is a wall time on the n-th working day before today.
func (d days) back(n, hour, minute int) time.Time {
	day := d.day(0)
	for n > 0 {
		day = nextDay(day, -1)
		if working(day) {
			n--
		}
	}
	return clock(day, hour, minute)
}

// ahead is a wall time on the first working day at least n days from today.
func (d days) ahead(n, hour, minute int) time.Time {
	day := d.day(n)
	for !working(day) {
		day = nextDay(day, 1)
	}
	return clock(day, hour, minute)
}

// deadline is the end of the last working day at most n days from today.
func (d days) deadline(n int) time.Time {
	day := d.day(n)
	for !working(day) {
		day = nextDay(day, -1)
	}
	return nextDay(day, 1)
}

// endOfBack is the end of the n-th working day before today.
func (d days) endOfBack(n int) time.Time { return nextDay(d.back(n, 0, 0), 1) }

func (d days) day(n int) time.Time { return nextDay(d.now.In(consult.Amsterdam), n) }

// nextDay is midnight in Amsterdam n days further.
func nextDay(t time.Time, n int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+n, 0, 0, 0, 0, consult.Amsterdam)
}

func clock(day time.Time, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, consult.Amsterdam)
}

func working(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !dutch.Holiday(day)
}
