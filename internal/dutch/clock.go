package dutch

import (
	"regexp"
	"strconv"
	"time"
	_ "time/tzdata" // the zone is part of the program, whatever the machine has
)

// Zone is Europe/Amsterdam, in which every deadline and wall time is meant,
// shown, typed and counted. It is not a setting: a Dutch procurement term is
// Dutch time.
var Zone = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic("the time zones that the program carries: " + err.Error())
	}
	return zone
}()

var clockForm = regexp.MustCompile(`^(\d{1,2})(?:[.:u](\d{2})| ?(?:u|uur)\.?)(?: ?(?:u|uur)\.?)?$`)

// Clock reads a time of day as people type it in small letters: "15.00",
// "15:00", "15u", "15u30", "15 uur", "9.30 uur"; 24.00 is the end of a day.
func Clock(s string) (hour, minute int, ok bool) {
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(m[1]) // the expression matched digits, or nothing: zero
	minute, _ = strconv.Atoi(m[2])
	return hour, minute, minute < 60 && (hour < 24 || hour == 24 && minute == 0)
}
