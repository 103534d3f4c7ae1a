package editorial

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
)

var (
	// coming are words that announce something.
	coming = regexp.MustCompile(`(?i)\b(?:zal|zullen|komende|aanstaande|binnenkort|will|upcoming|coming|` +
		`(?:vindt|vinden)\b.*\bplaats|` +
		`(?:wordt|worden)\b.*\b(?:gehouden|georganiseerd|besproken|behandeld|gepresenteerd|gepubliceerd|verwacht)|` +
		`(?:start|starten|begint|beginnen) op|(?:nodigt|nodigen)\b.*\buit|takes? place|is to be held|starts? on)\b`)
	// past are words by which a sentence looks back.
	past = regexp.MustCompile(`(?i)\b(?:vond|vonden|werd|werden|was|waren|had|hadden|were|took)\b`)
	// digitDate is 14-03-2016.
	digitDate = regexp.MustCompile(`\b([0-3]?[0-9])[-/]([01]?[0-9])[-/]([12][0-9]{3})\b`)
)

// dates looks for days that are announced as coming and have passed when the
// text is read: before the day that it shows or the one of its release,
// whichever is later.
func (c *postCheck) dates() {
	limit := c.Release
	if c.Shown.After(limit) {
		limit = c.Shown
	}
	year, month, day := limit.In(dutch.Zone).Date()
	today := time.Date(year, month, day, 0, 0, 0, 0, dutch.Zone)
	inWords := c.dateInWords()
	for _, s := range c.passages() {
		if s.Quoted || !coming.MatchString(s.Text) || past.MatchString(s.Text) {
			continue
		}
		if last, said := c.lastDay(s.Text, inWords); said != "" && last.Before(today) {
			c.ask(Finding{Key: "check.date_past", Field: s.field, Line: s.Line, Quote: said})
		}
	}
}

// dateInWords reads "14 maart", "14 maart 2016" and "16-22 februari" in the
// text's language.
func (c *postCheck) dateInWords() *regexp.Regexp {
	names := make([]string, 12)
	for i := range names {
		names[i] = regexp.QuoteMeta(i18n.Month(c.lang(), time.Month(i+1)))
	}
	return regexp.MustCompile(`(?i)\b(?:[0-3]?[0-9]\s*(?:-|–|—|en|and|t/m|tot en met|to)\s*)?([0-3]?[0-9])\s+(` +
		strings.Join(names, "|") + `)\b(?:\s+([12][0-9]{3})\b)?`)
}

// lastDay is the last of the days that a sentence names, and its words: of
// several it is the last that decides whether all have passed.
func (c *postCheck) lastDay(sentence string, inWords *regexp.Regexp) (last time.Time, said string) {
	note := func(words string, year, month, day int) {
		if year == 0 {
			year = c.nearestYear(month, day)
		}
		at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, dutch.Zone)
		if at.Day() == day && at.After(last) {
			last, said = at, words
		}
	}
	for _, m := range inWords.FindAllStringSubmatch(sentence, -1) {
		note(m[0], number(m[3]), c.monthNamed(m[2]), number(m[1]))
	}
	for _, m := range digitDate.FindAllStringSubmatch(sentence, -1) {
		note(m[0], number(m[3]), number(m[2]), number(m[1]))
	}
	return last, said
}

// nearestYear is the year that is meant where none is said: that of the day a
// reader sees, but the next one when that would be more than half a year back.
func (c *postCheck) nearestYear(month, day int) int {
	shown := c.Shown.In(dutch.Zone)
	if shown.AddDate(0, -6, 0).After(time.Date(shown.Year(), time.Month(month), day, 0, 0, 0, 0, dutch.Zone)) {
		return shown.Year() + 1
	}
	return shown.Year()
}

func (c *postCheck) lang() i18n.Lang { return i18n.Parse(c.Text.Language) }

func (c *postCheck) monthNamed(word string) int {
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(i18n.Month(c.lang(), m), word) {
			return int(m)
		}
	}
	return 0
}

// number reads digits that an expression has matched; none is 0.
func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
