package page

import (
	"strconv"
	"time"

	"samenspraak/internal/i18n"
)

// DateBlock is the day beside a dated item: parts/date-block.
type DateBlock struct {
	Machine             string // 2026-11-26
	Weekday, WeekdayEnd string
	Day, Month          string // "26" or "15 – 19"
	Year                string // empty in the year of now
	Past                bool
}

// Class is the block's class.
func (d DateBlock) Class() string { return modified("date-block", d.Past, "past") }

// NewDateBlock shows the day or days of something from start up to end; a zero
// end is a single instant. An end at midnight belongs to the day before it.
func NewDateBlock(lang i18n.Lang, start, end, now time.Time) *DateBlock {
	last := start
	if end.After(start) {
		last = end.Add(-time.Nanosecond)
	}
	first, final := i18n.DayOf(start), i18n.DayOf(last)
	b := &DateBlock{
		Machine: first.String(), Weekday: i18n.Weekday(lang, start), Day: strconv.Itoa(first.Day),
		Month: i18n.Month(lang, first.Month), Past: !last.After(now),
	}
	if first != final {
		b.WeekdayEnd = i18n.Weekday(lang, last)
		b.Day += " – " + strconv.Itoa(final.Day)
	}
	if first.Month != final.Month {
		b.Month += " – " + i18n.Month(lang, final.Month)
	}
	if first.Year != i18n.DayOf(now).Year {
		b.Year = strconv.Itoa(first.Year)
	}
	return b
}

// Deadline is the loudest thing on a page: parts/deadline. It is shown once,
// under the title.
type Deadline struct {
	ID                    string
	Title                 string
	Date                  string // "uiterlijk maandag 16 november 2026, 23.59 uur"
	Machine               string
	Before, Number, After string // "nog", "12", "dagen"
	Past                  bool
	More                  []Line
}

// Class is the panel's class.
func (d Deadline) Class() string { return modified("deadline", d.Past, "past") }

// NewDeadline tells until when one may answer; at is the first instant that is
// too late. Title says what to do, or that it is over; set another where the
// deadline is for something else, and More for what one can (still) do.
func NewDeadline(lang i18n.Lang, at, now time.Time) *Deadline {
	d := &Deadline{ID: "termijn", Machine: Machine(at), Date: i18n.Deadline(lang, at)}
	d.Before, d.Number, d.After, d.Past = i18n.LeftParts(lang, now, at)
	d.Title = i18n.T(lang, "part.deadline.open")
	if d.Past {
		d.Title = i18n.T(lang, "part.deadline.past")
		d.Date = i18n.T(lang, "part.deadline.until", "Date", i18n.DeadlineDay(lang, at), "Clock",
			i18n.Clock(lang, shown(at)))
	}
	return d
}

// shown is the instant a deadline is written as: midnight is the last minute
// of the day before.
func shown(at time.Time) time.Time {
	if at.Equal(i18n.EndOfDay(i18n.DayOf(at.Add(-time.Nanosecond)))) {
		return at.Add(-time.Minute)
	}
	return at
}

// Due is a deadline in a list or a table: parts/due.
type Due struct {
	Text      string
	Far, Past bool
}

// Class is the chip's class.
func (d Due) Class() string {
	return modified(modified("due", d.Far, "far", "due"), d.Past, "past", "due")
}

// farAway is from when on a deadline is shown softly.
const farAway = 14 * 24 * time.Hour

// NewDue is a deadline as a chip: "nog 2 dagen"; afterwards the date on which
// it closed.
func NewDue(lang i18n.Lang, at, now time.Time) *Due {
	if !now.Before(at) {
		return &Due{Text: i18n.T(lang, "part.due.past", "Date", i18n.DateShort(lang, shown(at))), Past: true}
	}
	return &Due{Text: i18n.Left(lang, now, at), Far: at.Sub(now) > farAway}
}

// modified adds a modifier of a block to a class list: block is class unless
// given.
func modified(class string, on bool, modifier string, block ...string) string {
	if !on {
		return class
	}
	name := class
	if len(block) > 0 {
		name = block[0]
	}
	return class + " " + name + "--" + modifier
}
