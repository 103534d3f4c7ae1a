package i18n

import (
	"strings"
	"testing"
	"time"
)

// at reads an instant written with its offset.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	instant, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

// tied puts the no-break spaces where the tables below have "_".
func tied(s string) string { return strings.ReplaceAll(s, "_", nbsp) }

func TestZone(t *testing.T) {
	if Zone().String() != "Europe/Amsterdam" {
		t.Errorf("zone %s", Zone())
	}
}

func TestDates(t *testing.T) {
	// 14:00Z is given as an instant of another zone on purpose.
	start := at(t, "2026-11-26T23:00:00+09:00")
	end := at(t, "2026-11-26T16:00:00Z")
	for _, c := range []struct{ name, got, want string }{
		{"Date nl", Date(Dutch, start), "donderdag 26_november 2026"},
		{"Date en", Date(English, start), "Thursday 26_November 2026"},
		{"DateShort nl", DateShort(Dutch, start), "26_november 2026"},
		{"DateShort en", DateShort(English, start), "26_November 2026"},
		{"DayMonth nl", DayMonth(Dutch, start), "26_november"},
		{"DayMonth one digit", DayMonth(Dutch, at(t, "2026-03-01T12:00:00Z")), "1_maart"},
		{"Weekday nl", Weekday(Dutch, start), "donderdag"},
		{"Weekday en", Weekday(English, start), "Thursday"},
		{"late evening UTC is the next day", Date(Dutch, at(t, "2026-11-16T23:00:00Z")), "dinsdag 17_november 2026"},
		{"Clock nl", Clock(Dutch, start), "15.00_uur"},
		{"Clock en", Clock(English, start), "15:00"},
		{"Clock early", Clock(Dutch, at(t, "2026-11-26T08:05:00Z")), "9.05_uur"},
		{"Clock midnight", Clock(Dutch, at(t, "2026-11-25T23:00:00Z")), "0.00_uur"},
		{"Clock summer", Clock(Dutch, at(t, "2024-06-28T10:00:00Z")), "12.00_uur"},
		{"DateTime nl", DateTime(Dutch, start), "donderdag 26_november 2026 om 15.00_uur"},
		{"DateTime en", DateTime(English, start), "Thursday 26_November 2026 at 15:00"},
		{"TimeRange nl", TimeRange(Dutch, start, end), "15.00 – 17.00_uur"},
		{"TimeRange en", TimeRange(English, start, end), "15:00 – 17:00"},
		{"TimeRange without end", TimeRange(Dutch, start, time.Time{}), "15.00_uur"},
		{"TimeRange to midnight", TimeRange(Dutch, start, at(t, "2026-11-26T23:00:00Z")), "15.00 – 24.00_uur"},
		{"Span nl", Span(Dutch, start, end), "donderdag 26_november 2026, 15.00 – 17.00_uur"},
		{"Span en", Span(English, start, end), "Thursday 26_November 2026, 15:00 – 17:00"},
		{"Span without end", Span(Dutch, start, time.Time{}), "donderdag 26_november 2026, 15.00_uur"},
		{
			"Span to midnight", Span(Dutch, start, at(t, "2026-11-26T23:00:00Z")),
			"donderdag 26_november 2026, 15.00 – 24.00_uur",
		},
		{"Span past midnight", Span(Dutch, start, at(t, "2026-11-26T23:30:00Z")),
			"donderdag 26_november 2026, 15.00_uur – vrijdag 27_november 2026, 0.30_uur"},
		{"Span days nl", Span(Dutch, at(t, "2027-02-15T08:00:00Z"), at(t, "2027-02-19T16:00:00Z")),
			"maandag 15_februari 2027, 9.00_uur – vrijdag 19_februari 2027, 17.00_uur"},
		{"Span days en", Span(English, at(t, "2027-02-15T08:00:00Z"), at(t, "2027-02-19T16:00:00Z")),
			"Monday 15_February 2027, 9:00 – Friday 19_February 2027, 17:00"},
		{"Span whole days", Span(Dutch, at(t, "2027-02-14T23:00:00Z"), at(t, "2027-02-19T23:00:00Z")),
			"maandag 15_februari 2027, 0.00_uur – vrijdag 19_februari 2027, 24.00_uur"},
		{
			"Deadline day nl", Deadline(Dutch, at(t, "2026-11-16T23:00:00Z")),
			"uiterlijk maandag 16_november 2026, 23.59_uur",
		},
		{"Deadline day en", Deadline(English, at(t, "2026-11-16T23:00:00Z")), "by Monday 16_November 2026, 23:59"},
		{
			"Deadline hour", Deadline(Dutch, at(t, "2026-12-18T16:00:00Z")),
			"uiterlijk vrijdag 18_december 2026, 17.00_uur",
		},
		{"DeadlineDay", DeadlineDay(Dutch, at(t, "2026-11-16T23:00:00Z")), "maandag 16_november 2026"},
		{"DeadlineDay hour", DeadlineDay(English, at(t, "2026-12-18T16:00:00Z")), "Friday 18_December 2026"},
		{
			"Deadline new year", Deadline(Dutch, at(t, "2021-12-31T23:00:00Z")),
			"uiterlijk vrijdag 31_december 2021, 23.59_uur",
		},
		{
			"Deadline first minute", Deadline(Dutch, at(t, "2026-11-16T23:01:00Z")),
			"uiterlijk dinsdag 17_november 2026, 0.01_uur",
		},
	} {
		if c.got != tied(c.want) {
			t.Errorf("%s: %q, want %q", c.name, c.got, tied(c.want))
		}
	}
}

func TestMonths(t *testing.T) {
	nl := "januari februari maart april mei juni juli augustus september oktober november december"
	en := "January February March April May June July August September October November December"
	for lang, list := range map[Lang]string{Dutch: nl, English: en} {
		for i, want := range strings.Fields(list) {
			first := time.Date(2026, time.Month(i+1), 1, 12, 0, 0, 0, time.UTC)
			if got := DateShort(lang, first); got != "1"+nbsp+want+" 2026" || Month(lang, first.Month()) != want {
				t.Errorf("%s: %q", lang, got)
			}
		}
	}
}

func TestLeft(t *testing.T) {
	day := "2026-11-17T00:00:00+01:00" // uiterlijk 16 november
	five := "2026-12-18T17:00:00+01:00"
	for _, c := range []struct{ name, now, deadline, nl, en string }{
		{"the mock's day", "2026-11-04T10:00:00+01:00", day, "nog 12 dagen", "12 days left"},
		{"any hour of that day", "2026-11-04T23:59:59+01:00", day, "nog 12 dagen", "12 days left"},
		{"drops at midnight", "2026-11-05T00:00:00+01:00", day, "nog 11 dagen", "11 days left"},
		{"the day before, early", "2026-11-15T00:00:00+01:00", day, "nog 1 dag", "1 day left"},
		{"the day before, late", "2026-11-15T23:59:59+01:00", day, "nog 1 dag", "1 day left"},
		{"the last day begins", "2026-11-16T00:00:00+01:00", day, "nog 24 uur", "24 hours left"},
		{"hours round down", "2026-11-16T18:00:01+01:00", day, "nog 5 uur", "5 hours left"},
		{"one hour", "2026-11-16T23:00:00+01:00", day, "nog 1 uur", "1 hour left"},
		{"minutes", "2026-11-16T23:40:00+01:00", day, "nog 20 minuten", "20 minutes left"},
		{"one minute", "2026-11-16T23:59:00+01:00", day, "nog 1 minuut", "1 minute left"},
		{"seconds", "2026-11-16T23:59:30+01:00", day, "minder dan 1 minuut", "less than 1 minute left"},
		{"the instant itself", day, day, "1 dag geleden", "1 day ago"},
		{"the next morning", "2026-11-17T10:00:00+01:00", day, "1 dag geleden", "1 day ago"},
		{"two days on", "2026-11-18T00:00:00+01:00", day, "2 dagen geleden", "2 days ago"},
		{"an hour, 24 h before", "2026-12-17T17:00:00+01:00", five, "nog 1 dag", "1 day left"},
		{"an hour, below 24 h", "2026-12-17T17:00:01+01:00", five, "nog 23 uur", "23 hours left"},
		{"an hour, just passed", five, five, "minder dan 1 minuut geleden", "less than 1 minute ago"},
		{"an hour, minutes ago", "2026-12-18T17:01:00+01:00", five, "1 minuut geleden", "1 minute ago"},
		{"an hour, that evening", "2026-12-18T19:30:00+01:00", five, "2 uur geleden", "2 hours ago"},
		{"an hour, after midnight", "2026-12-19T00:00:00+01:00", five, "1 dag geleden", "1 day ago"},
		{
			"clock put back in between", "2026-10-24T12:00:00+02:00", "2026-10-26T00:00:00+01:00", "nog 1 dag",
			"1 day left",
		},
		{
			"the day of 25 hours", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", "nog 25 uur",
			"25 hours left",
		},
		{"thousands", "2020-01-01T12:00:00+01:00", day, "nog 2.511 dagen", "2,511 days left"},
	} {
		now, deadline := at(t, c.now), at(t, c.deadline)
		if got := Left(Dutch, now, deadline); got != c.nl {
			t.Errorf("%s: %q, want %q", c.name, got, c.nl)
		}
		if got := Left(English, now, deadline); got != c.en {
			t.Errorf("%s: %q, want %q", c.name, got, c.en)
		}
		before, number, after, past := LeftParts(Dutch, now, deadline)
		if got := strings.TrimSpace(before + " " + number + " " + after); got != c.nl || past == now.Before(deadline) {
			t.Errorf("%s: parts %q %q %q past %t", c.name, before, number, after, past)
		}
	}
}

func TestLeftParts(t *testing.T) {
	before, number, after, past := LeftParts(Dutch, at(t, "2026-11-04T09:00:00Z"), at(t, "2026-11-16T23:00:00Z"))
	if before != "nog" || number != "12" || after != "dagen" || past {
		t.Errorf("%q %q %q %t", before, number, after, past)
	}
	before, number, after, past = LeftParts(English, at(t, "2026-11-17T09:00:00Z"), at(t, "2026-11-16T23:00:00Z"))
	if before != "" || number != "1" || after != "day ago" || !past {
		t.Errorf("%q %q %q %t", before, number, after, past)
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1.000", 12345: "12.345", 1234567: "1.234.567", -1: "-1", -999: "-999",
		-1000: "-1.000",
	} {
		if got := Number(Dutch, n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
		if got := Number(English, n); got != strings.ReplaceAll(want, ".", ",") {
			t.Errorf("%d: English %q", n, got)
		}
	}
}

func TestFileSize(t *testing.T) {
	for bytes, want := range map[int64]string{
		0: "0_bytes", 1: "1_byte", 999: "999_bytes", 1000: "1_kB", 1499: "1,5_kB", 9949: "9,9_kB", 9950: "10_kB",
		140_200: "140_kB",
		999_499: "999_kB", 999_500: "1_MB", 1_234_567: "1,2_MB", 10_000_000: "10_MB", 104_857_600: "105_MB",
		1<<63 - 1: "9,2_EB",
	} {
		if got := FileSize(Dutch, bytes); got != tied(want) {
			t.Errorf("%d: %q, want %q", bytes, got, want)
		}
	}
	if got := FileSize(English, 1_234_567); got != tied("1.2_MB") {
		t.Errorf("English %q", got)
	}
}
