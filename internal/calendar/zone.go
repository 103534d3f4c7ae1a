package calendar

import (
	"time"

	"samenspraak/internal/dutch"
)

// zoneBlock is the VTIMEZONE of the Netherlands as it is since 1996. Outlook
// is an hour off when a TZID comes without its definition. Should the European
// Union end summer time, a second block of rules belongs here; a test compares
// this one with the zone data of the Go release.
var zoneBlock = []string{
	"BEGIN:VTIMEZONE",
	"TZID:" + Zone,
	"BEGIN:DAYLIGHT",
	"DTSTART:19810329T020000",
	"TZOFFSETFROM:+0100",
	"TZOFFSETTO:+0200",
	"TZNAME:CEST",
	"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
	"END:DAYLIGHT",
	"BEGIN:STANDARD",
	"DTSTART:19961027T030000",
	"TZOFFSETFROM:+0200",
	"TZOFFSETTO:+0100",
	"TZNAME:CET",
	"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
	"END:STANDARD",
	"END:VTIMEZONE",
}

const (
	localForm = "20060102T150405"
	utcForm   = "20060102T150405Z"
)

// moment writes an instant as a property of its own. A local time that occurs
// twice means its first occurrence (RFC 5545 3.3.5), so an instant in the
// second one, the night summer time ends, can only be told in UTC.
func moment(name string, t time.Time) string {
	local := t.In(dutch.Zone)
	hourAgo := local.Add(-time.Hour)
	if local.Hour() == hourAgo.Hour() && local.Day() == hourAgo.Day() {
		return instant(name, t)
	}
	return name + ";TZID=" + Zone + ":" + local.Format(localForm)
}

func instant(name string, t time.Time) string {
	return name + ":" + t.UTC().Format(utcForm)
}
