package editorial

import (
	"regexp"
	"slices"
	"strings"
)

// tells is running text that sends the reader to a file with the post. An
// annex of something else ("in de bijlage bij het contract") is none.
var (
	tells = regexp.MustCompile(`(?i)\b(?:zie(?: ook)?(?: de)? bijlagen?|(?:in|als) (?:de )?bijlagen?|de bijlagen? bij dit bericht|` +
		`bijgevoegde?|see(?: the)? attachments?|(?:in|is|are) (?:the )?attach(?:ed|ments?))\b(.*)`)
	annex = regexp.MustCompile(`(?i)^\s*(?:[0-9]+\s+)?(?:bij|van|uit|of|to)\s+`)
	ofUs  = regexp.MustCompile(`(?i)^\s*(?:bij|van|of|to)\s+(?:dit|deze|this)\s`)
)

// announced looks for files that the text says to come with and that do not.
func (c *postCheck) announced() {
	needed := 0
	for _, a := range c.Outline.Announced {
		if !a.Linked {
			needed++
		}
	}
	for _, a := range c.Outline.Announced {
		f := Finding{Field: "body", Line: a.Line, Quote: a.Text}
		switch {
		case a.Linked:
		case len(c.Files) == 0:
			f.Key = "check.attachment_none"
			c.wrong(f)
		case a.Open:
			f.Key, f.Suggest = "check.attachment_open", strings.TrimRight(a.Text, ": ")
			c.wrong(f)
		}
	}
	if len(c.Files) > 0 && needed > len(c.Files) {
		args := []any{"Announced", needed, "Files", len(c.Files)}
		c.wrong(Finding{Key: "check.attachment_fewer", Args: args, Field: "files"})
	}
	if len(c.Files) > 0 || needed > 0 {
		return
	}
	for _, s := range c.passages() {
		if said := tellsOfFile(s.Text); said != "" && !c.linkedOn(s.Line) {
			c.wrong(Finding{Key: "check.attachment_none", Field: s.field, Line: s.Line, Quote: said})
		}
	}
}

// tellsOfFile is the words by which a sentence sends to a file.
func tellsOfFile(sentence string) string {
	at := tells.FindStringSubmatchIndex(sentence)
	if at == nil {
		return ""
	}
	rest := sentence[at[2]:at[3]]
	if annex.MatchString(rest) && !ofUs.MatchString(rest) {
		return ""
	}
	return strings.TrimSpace(sentence[at[0]:at[2]])
}

func (c *postCheck) linkedOn(line int) bool {
	return slices.ContainsFunc(c.Outline.Links, func(l OutlineLink) bool { return line > 0 && l.Line == line })
}

// files looks at what readers of a PDF need that its maker often forgets.
func (c *postCheck) files() {
	for _, f := range c.Files {
		if f.PDF() && strings.TrimSpace(f.DocTitle) == "" {
			c.ask(Finding{Key: "check.pdf_title", Field: "files", Quote: f.FileName, Suggest: f.Title})
		}
		if f.PDF() && f.DocLanguage == "" {
			c.ask(Finding{Key: "check.pdf_language", Field: "files", Quote: f.FileName})
		}
	}
}
