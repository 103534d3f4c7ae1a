package dutch

import "time"

// Holiday says whether an instant falls on a Dutch public holiday: a day on
// which offices are closed (Algemene termijnenwet, article 3, and 5 May in
// years divisible by five).
func Holiday(t time.Time) bool {
	day := t.In(Zone)
	switch month, date := day.Month(), day.Day(); {
	case month == time.January && date == 1, month == time.December && (date == 25 || date == 26):
		return true
	case month == time.May && date == 5 && day.Year()%5 == 0:
		return true
	case isKingsDay(day):
		return true
	}
	easter := easterSunday(day.Year())
	for _, after := range []int{-2, 0, 1, 39, 49, 50} {
		if d := easter.AddDate(0, 0, after); d.Month() == day.Month() && d.Day() == day.Day() {
			return true
		}
	}
	return false
}

// isKingsDay says whether a day is 27 April, or the 26th when that is a Sunday.
func isKingsDay(day time.Time) bool {
	if day.Month() != time.April {
		return false
	}
	king := time.Date(day.Year(), time.April, 27, 0, 0, 0, 0, time.UTC)
	if king.Weekday() == time.Sunday {
		return day.Day() == 26
	}
	return day.Day() == 27
}

// easterSunday is by the Gregorian computus (Meeus, Jones, Butcher).
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
