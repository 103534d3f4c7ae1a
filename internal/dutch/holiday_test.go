package dutch

import (
	"testing"
	"time"
)

func TestHoliday(t *testing.T) {
	noon := func(day string) time.Time {
		at, err := time.ParseInLocation("2006-01-02 15:04", day+" 12:00", Zone)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, day := range []string{
		"2026-01-01", "2026-04-03", "2026-04-05", "2026-04-06", "2026-04-27", "2025-04-26", "2026-05-14", "2026-05-24",
		"2026-05-25",
		"2025-05-05", "2030-05-05", "2026-12-25", "2026-12-26", "2018-04-01", "2027-03-28", "2024-03-31",
	} {
		if !Holiday(noon(day)) {
			t.Errorf("%s is a holiday", day)
		}
	}
	for _, day := range []string{"2026-05-05", "2025-04-27", "2026-11-16", "2026-04-04", "2026-12-24"} {
		if Holiday(noon(day)) {
			t.Errorf("%s is no holiday", day)
		}
	}
}
