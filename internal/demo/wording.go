package demo

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// gap is a place in a text that is filled in when it is written: {dag +16} and
// {datum -3} are days so many ahead or working days back, {tot 6} the last day
// of a deadline, {bericht x} and {vraag x} the page of a post, {bestand x} a
// file of the post itself.
var gap = regexp.MustCompile(`\{(dag|datum|tot|bericht|vraag|bestand) ([^}]+)\}`)

// wording fills the gaps of a text. What it does not know stays as it is, for
// the tests to find.
func (f *filler) wording(text string, files []consult.Attachment) string {
	return gap.ReplaceAllStringFunc(text, func(found string) string {
		part := gap.FindStringSubmatch(found)
		what, which := part[1], part[2]
		switch what {
		case "dag":
			return plain(i18n.Date(i18n.Dutch, f.dayOf(which)))
		case "datum":
			return plain(i18n.DateShort(i18n.Dutch, f.dayOf(which)))
		case "tot":
			n, _ := strconv.Atoi(which) // zero for no number: today
			return plain(i18n.DeadlineDay(i18n.Dutch, f.days.deadline(n)))
		case "bericht":
			return address.NewsPost(i18n.Slug(titles()[which].title))
		case "vraag":
			p := titles()[which]
			return address.FAQEntry(i18n.Slug(themes[themeAt(p.theme)].title), i18n.Slug(p.title))
		}
		for _, a := range files {
			if a.FileName == which {
				return a.Path(i18n.Slug)
			}
		}
		return found
	})
}

// plain has spaces as they are typed.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

// dayOf reads "+16" and "-3".
func (f *filler) dayOf(count string) time.Time {
	n, _ := strconv.Atoi(count) // zero for no number: today
	if n < 0 {
		return f.days.back(-n, 12, 0)
	}
	return f.days.ahead(n, 12, 0)
}

// titles are the posts by their keys.
func titles() map[string]post {
	all := map[string]post{}
	for _, p := range posts {
		all[p.key] = p
	}
	for _, p := range answered {
		all[p.key] = p
	}
	return all
}
