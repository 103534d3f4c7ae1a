package page_test

import (
	"io/fs"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
	"samenspraak/static"
	"samenspraak/templates"
)

func amsterdam(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, i18n.Zone())
}

func TestDateBlock(t *testing.T) {
	now := amsterdam(2026, 11, 4, 10, 0)
	for _, row := range []struct {
		start, end time.Time
		want       page.DateBlock
	}{
		{
			amsterdam(2026, 11, 26, 15, 0), amsterdam(2026, 11, 26, 17, 0),
			page.DateBlock{Machine: "2026-11-26", Weekday: "donderdag", Day: "26", Month: "november"},
		},
		{
			amsterdam(2027, 1, 28, 9, 0), time.Time{},
			page.DateBlock{Machine: "2027-01-28", Weekday: "donderdag", Day: "28", Month: "januari", Year: "2027"},
		},
		{
			amsterdam(2026, 11, 4, 8, 0), amsterdam(2026, 11, 4, 10, 0),
			page.DateBlock{Machine: "2026-11-04", Weekday: "woensdag", Day: "4", Month: "november", Past: true},
		},
		{
			amsterdam(2026, 11, 4, 8, 0), amsterdam(2026, 11, 4, 10, 1),
			page.DateBlock{Machine: "2026-11-04", Weekday: "woensdag", Day: "4", Month: "november"},
		},
		{
			amsterdam(2026, 11, 26, 20, 0), amsterdam(2026, 11, 27, 0, 0),
			page.DateBlock{Machine: "2026-11-26", Weekday: "donderdag", Day: "26", Month: "november"},
		},
		{
			amsterdam(2026, 11, 30, 9, 0), amsterdam(2026, 12, 2, 17, 0),
			page.DateBlock{
				Machine: "2026-11-30", Weekday: "maandag", WeekdayEnd: "woensdag", Day: "30 – 2",
				Month: "november – december",
			},
		},
	} {
		if diff := cmp.Diff(&row.want, page.NewDateBlock(i18n.Dutch, row.start, row.end, now)); diff != "" {
			t.Errorf("%v: %s", row.start, diff)
		}
	}
}

func TestDeadline(t *testing.T) {
	at := amsterdam(2026, 11, 17, 0, 0)
	open := page.NewDeadline(i18n.Dutch, at, amsterdam(2026, 11, 4, 10, 0))
	if open.Past || open.Number != "12" ||
		strings.Map(plainSpace, open.Date) != "uiterlijk maandag 16 november 2026, 23.59 uur" {
		t.Errorf("open: %+v", open)
	}
	last := page.NewDeadline(i18n.Dutch, at, at.Add(-time.Nanosecond))
	past := page.NewDeadline(i18n.Dutch, at, at)
	if last.Past || !past.Past {
		t.Errorf("a moment before %v, at it %v", last.Past, past.Past)
	}
	if got := strings.Map(plainSpace, past.Date); got != "tot en met maandag 16 november 2026, 23.59 uur" {
		t.Errorf("past: %q", got)
	}
	half := page.NewDeadline(i18n.English, amsterdam(2026, 12, 18, 17, 0), amsterdam(2026, 12, 19, 17, 0))
	if got := strings.Map(plainSpace, half.Date); got != "until Friday 18 December 2026, 17:00" {
		t.Errorf("half: %q", got)
	}
}

func plainSpace(r rune) rune {
	if r == '\u00a0' {
		return ' '
	}
	return r
}

func TestDue(t *testing.T) {
	at := amsterdam(2026, 11, 17, 0, 0)
	for _, row := range []struct {
		now   time.Time
		class string
		text  string
	}{
		{at.Add(-14*24*time.Hour - 1), "due due--far", "nog 14 dagen"},
		{at.Add(-14 * 24 * time.Hour), "due", "nog 13 dagen"},
		{at.Add(-time.Hour), "due", "nog 1 uur"},
		{at, "due due--past", "sloot op 16 november 2026"},
	} {
		d := page.NewDue(i18n.Dutch, at, row.now)
		if d.Class() != row.class || strings.Map(plainSpace, d.Text) != row.text {
			t.Errorf("%v: %s %q", row.now, d.Class(), d.Text)
		}
	}
}

func TestSorting(t *testing.T) {
	s := page.Sorting{
		Path: "/beheer/organisaties", Place: "na", By: "naam",
		Query: url.Values{"soort": {"aanbieder"}, "na": {"x"}, "op": {"naam"}},
	}
	for _, row := range []struct {
		by   string
		down bool
		want page.Column
	}{
		{
			"naam", false,
			page.Column{Text: "N", Sort: "ascending", Href: "/beheer/organisaties?af=1&op=naam&soort=aanbieder"},
		},
		{
			"naam", true,
			page.Column{Text: "N", Sort: "descending", Href: "/beheer/organisaties?op=naam&soort=aanbieder"},
		},
		{"plaats", true, page.Column{Text: "N", Href: "/beheer/organisaties?op=naam&soort=aanbieder"}},
	} {
		s.By, s.Down = row.by, row.down
		if diff := cmp.Diff(row.want, s.Column("N", "naam")); diff != "" {
			t.Error(diff)
		}
	}
}

func TestBars(t *testing.T) {
	b := page.NewBars(
		i18n.Dutch, "a", "A", "Soort", []string{"Ja", "Open"},
		[]page.BarRow{{Text: "x", Counts: []int{1, 3}}, {Text: "y", Counts: []int{0, 0}}},
	)
	hatch := page.Series{Text: "Open", Fill: "url(#a-arcering)"}
	yes := page.Series{Text: "Ja", Class: "fill-1"}
	want := []page.Bar{
		{Text: "x", Parts: []page.BarPart{{yes, "Ja", "1", "0.0%", "25.0%"}, {hatch, "Open", "3", "25.0%", "75.0%"}}},
		{Text: "y", Parts: []page.BarPart{{yes, "Ja", "0", "0%", "0%"}, {hatch, "Open", "0", "0%", "0%"}}},
	}
	if diff := cmp.Diff(want, b.Rows); diff != "" {
		t.Error(diff)
	}
}

func TestAttachment(t *testing.T) {
	got := page.NewAttachment(i18n.Dutch, "Verslag", "/x", ".PDF", 1_200_000, amsterdam(2026, 11, 2, 9, 0))
	if strings.Map(plainSpace, got.Meta) != "pdf, 1,2 MB. Geplaatst op 2 november 2026" {
		t.Errorf("%q", got.Meta)
	}
}

// source walks the template files of pages and parts.
func source(t *testing.T, do func(name, text string)) {
	t.Helper()
	err := fs.WalkDir(templates.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "letter/") {
			return err
		}
		b, err := templates.Files.ReadFile(name)
		do(name, string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var named = regexp.MustCompile(`[{(]\s*(?:\$\w+\s*:?=\s*)?(t|n|icon) "([^"]+)"`)

func TestEveryNameInATemplateExists(t *testing.T) {
	found := 0
	source(t, func(name, text string) {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			found++
			if m[1] == "icon" {
				if _, err := static.Icon(m[2]); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			for _, lang := range i18n.Languages {
				if !i18n.Has(lang, m[2]) {
					t.Errorf("%s: %s has no text for %q", name, lang, m[2])
				}
			}
		}
	})
	if found < 40 {
		t.Errorf("only %d names found: the pattern is wrong", found)
	}
}

// A template shows what Go decided.
func TestTemplatesDoNotCompute(t *testing.T) {
	computing := regexp.MustCompile(
		`\{\{-?\s*(?:if|else if|with)\s+(?:and|or|not|eq|ne|lt|le|gt|ge|len|index|call)\b|\b(?:printf|print|println|js|html|urlquery)\b\s+["$.]`,
	)
	source(t, func(name, text string) {
		if m := computing.FindString(text); m != "" {
			t.Errorf("%s computes: %s", name, m)
		}
	})
}

func TestNumberedPager(t *testing.T) {
	for _, row := range []struct {
		current, last int
		want          string
	}{
		{1, 1, ""}, {1, 2, "[1] 2"}, {1, 15, "[1] 2 … 15"}, {4, 15, "1 2 3 [4] 5 … 15"}, {5, 15, "1 … 4 [5] 6 … 15"},
		{12, 15, "1 … 11 [12] 13 14 15"}, {15, 15, "1 … 14 [15]"}, {2, 3, "1 [2] 3"},
	} {
		p := page.NumberedPager(i18n.Dutch, "", row.current, row.last, func(n int) string { return "x" })
		var got []string
		if p != nil {
			for _, n := range p.Pages {
				switch {
				case n.Current:
					got = append(got, "["+n.Text+"]")
				case n.Href == "":
					got = append(got, "…")
				default:
					got = append(got, n.Text)
				}
			}
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%d of %d: %v, want %s", row.current, row.last, got, row.want)
		}
	}
}
