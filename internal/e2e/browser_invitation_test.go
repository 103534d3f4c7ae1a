//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
)

// letterOf2018 is an invitation as a region published it: what somebody types
// into the forms.
type letterOf2018 struct {
	posted       time.Time // the day of the letter, at nine
	title, lead  string
	body         string
	starts, ends time.Time
	venue        string // without its article
	street, town string
	answerBy     time.Time // the last day, at midnight after it
}

// readLetter reads the invitation of 26 November 2018 from the folder that PAGES
// names, or else the invented one of the same shape. The words are the
// region's, so they are read when the test runs and are kept nowhere.
func readLetter(t *testing.T) letterOf2018 {
	t.Helper()
	file := filepath.Join("testdata", "uitnodiging.txt")
	if folder := os.Getenv("PAGES"); folder != "" {
		file = filepath.Join(folder, "2018-uitnodiging-consultatiebijeenkomst.txt")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	l, err := parseLetter(string(text))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return l
}

const month = `(januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)`

var (
	letterTitle  = regexp.MustCompile(`(?m)^UITNODIGING - \d+ ` + month + ` (.+)$`)
	letterPosted = regexp.MustCompile(`(?m)^(\d{1,2}) ` + month + ` (\d{4})$`)
	letterWhen   = regexp.MustCompile(
		`(\d{1,2}) ` + month +
			` (\d{4}) van (\d\d)\.(\d\d) – (\d\d)\.(\d\d) uur in (?:[Dd]e |[Hh]et )?([^,]+), ([^,]+), ([^.]+)\.`,
	)
	letterBy = regexp.MustCompile(`uiterlijk (\d{1,2}) ` + month)
)

func parseLetter(text string) (letterOf2018, error) {
	var l letterOf2018
	title, posted := letterTitle.FindStringSubmatch(text), letterPosted.FindStringSubmatch(text)
	when, by := letterWhen.FindStringSubmatch(text), letterBy.FindStringSubmatch(text)
	if title == nil || posted == nil || when == nil || by == nil {
		return l, fmt.Errorf(
			"the text has not the shape of the invitation: %t %t %t %t", title != nil, posted != nil, when != nil,
			by != nil,
		)
	}
	l.title = strings.ToUpper(title[2][:1]) + title[2][1:]
	l.posted = wall(posted[1], posted[2], posted[3], "09", "00")
	l.starts, l.ends = wall(
		when[1], when[2], when[3], when[4], when[5],
	), wall(when[1], when[2], when[3], when[6], when[7])
	l.venue, l.street, l.town = strings.ToUpper(when[8][:1])+when[8][1:], when[9], when[10]
	l.answerBy = wall(by[1], by[2], when[3], "00", "00").AddDate(0, 0, 1)
	var body []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if paragraph = strings.TrimSpace(paragraph); len(paragraph) > 120 && !letterWhen.MatchString(paragraph) {
			body = append(body, paragraph)
		}
	}
	if len(body) < 3 {
		return l, fmt.Errorf("only %d paragraphs", len(body))
	}
	l.lead, _, _ = strings.Cut(body[0], ". ")
	l.lead = strings.TrimSuffix(l.lead, ".") + "."
	l.body = strings.Join(body, "\n\n")
	return l, nil
}

func wall(day, name, year, hour, minute string) time.Time {
	names := strings.Split(strings.Trim(month, "()"), "|")
	for i, one := range names {
		if one == name {
			at, _ := time.ParseInLocation(
				"2006-1-2 15:04", fmt.Sprintf("%s-%d-%s %s:%s", year, i+1, day, hour, minute), consult.Amsterdam,
			)
			return at
		}
	}
	return time.Time{}
}

// TestLetterIsRead holds the reading itself against the invented text.
func TestLetterIsRead(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "uitnodiging.txt"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := parseLetter(string(text))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintln(
		l.title, "|", l.posted, "|", l.starts, "|", l.ends, "|", l.venue, "|", l.street, "|", l.town, "|", l.answerBy,
	)
	want := "Consultatiebijeenkomst Inkoopkader Jeugdhulp 2020 | 2018-10-14 09:00:00 +0200 CEST | 2018-11-26 15:00:00 +0100 CET | " +
		"2018-11-26 17:00:00 +0100 CET | Zilte Schuur | Havenplein 3 | Elzendam | 2018-11-17 00:00:00 +0100 CET\n"
	if got != want {
		t.Errorf("got  %swant %s", got, want)
	}
	if n := strings.Count(l.body, "\n\n") + 1; n != 4 {
		t.Errorf("%d paragraphs, want 4", n)
	}
	if _, err := parseLetter("UITNODIGING"); err == nil {
		t.Error("a text without dates is taken for the invitation")
	}
}
