package editorial

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"samenspraak/internal/consult"
)

// headings looks for levels that a reader of headings would miss. The page
// lifts the highest one to its own second level, so that a text may begin with
// any.
func (c *postCheck) headings() {
	all := c.Outline.Headings
	if len(all) == 0 {
		return
	}
	highest := slices.MinFunc(all, func(a, b OutlineHeading) int { return a.Level - b.Level }).Level
	last := highest - 1
	for i, h := range all {
		f := Finding{Field: "body", Line: h.Line, Quote: strings.TrimSpace(strings.Repeat("#", h.Level) + " " + h.Text)}
		if h.Level > last+1 {
			f.Key, f.Suggest = "check.heading_skips", strings.Repeat("#", last+1)+" "+h.Text
			if i == 0 {
				f.Key = "check.heading_begins"
			}
			c.wrong(f)
		}
		if h.Text == "" {
			f.Key, f.Suggest = "check.heading_empty", ""
			c.wrong(f)
		}
		last = h.Level
	}
}

// links looks for words that do not say where a link goes, and for files that
// are not there.
func (c *postCheck) links() {
	for _, l := range c.Outline.Links {
		f := Finding{Field: "body", Line: l.Line, Quote: l.Text}
		file, ours, known := c.fileAt(l.Destination)
		f.Suggest = file.Title
		switch {
		case l.Text == "":
			f.Key, f.Quote = "check.link_empty", l.Destination
			c.wrong(f)
		case l.bareAddress():
			f.Key = "check.link_bare"
			c.wrong(f)
		case SaysNothing(l.Text):
			f.Key = "check.link_words"
			c.wrong(f)
		}
		if ours && !known {
			c.wrong(Finding{Key: "check.file_unknown", Field: "body", Line: l.Line, Quote: l.Destination})
		}
	}
	for _, line := range slices.Compact(slices.Clone(c.Outline.Markup)) {
		c.ask(Finding{Key: "check.markup", Field: "body", Line: line})
	}
}

var webAddress = regexp.MustCompile(`(?i)^(?:https?://|www\.)\S+$`)

// bareAddress says whether a link's words are a web address. An e-mail address
// says itself what it is.
func (l OutlineLink) bareAddress() bool { return webAddress.MatchString(l.Text) }

// fileAddress is where a file stands: its number decides, its name is for
// people.
var fileAddress = regexp.MustCompile(`^/bestanden/([0-9]+)(?:/|$)`)

// fileAt is the post's file at a destination; ours when it is the address of
// some file here, known when it is one of this post.
func (c *postCheck) fileAt(destination string) (file consult.Attachment, ours, known bool) {
	part := fileAddress.FindStringSubmatch(destination)
	if part == nil {
		return consult.Attachment{}, false, false
	}
	id, _ := strconv.ParseInt(part[1], 10, 64) // the expression matched digits
	for _, f := range c.Files {
		if f.ID == id {
			return f, true, true
		}
	}
	return consult.Attachment{}, true, false
}

// pictures looks for pictures that somebody who cannot see them would miss.
func (c *postCheck) pictures() {
	for i, p := range c.Outline.Images {
		f := Finding{Field: "body", Line: p.Line, Quote: p.Alt}
		file, _, known := c.fileAt(p.Destination)
		switch {
		case p.Alt == "":
			f.Key, f.Quote = "check.alt_missing", p.Destination
			c.wrong(f)
		case saysNoPicture(p.Alt, p.Caption, file.FileName):
			f.Key = "check.alt_words"
			c.wrong(f)
		}
		if !known || !file.Picture() {
			c.wrong(Finding{Key: "check.picture_unknown", Field: "body", Line: p.Line, Quote: p.Destination})
		}
		if ofWords.MatchString(p.Alt+" "+p.Caption) && !c.toldAgain(i) {
			c.ask(Finding{Key: "check.picture_table", Field: "body", Line: p.Line, Quote: p.Alt})
		}
	}
}

var (
	noPicture = regexp.MustCompile(`(?i)^(?:de |een |the |an? )?(?:afbeelding|beeld|figuur|foto|illustratie|image|img|` +
		`dsc|logo|photo|picture|plaatje|schermafbeelding|screenshot)[-_ .0-9]*$`)
	pictured = regexp.MustCompile(`(?i)\.(?:png|jpe?g|gif|webp|svg)$`)
	ofWords  = regexp.MustCompile(`(?i)woordenwolk|word ?cloud|grafiek|infographic|diagram|\b(?:chart|graph)\b`)
)

// saysNoPicture says whether the words in the place of a picture tell nothing
// about it.
func saysNoPicture(alt, caption, fileName string) bool {
	bare := pictured.ReplaceAllString(alt, "")
	return noPicture.MatchString(alt) || bare != alt || strings.EqualFold(alt, caption) ||
		fileName != "" && strings.EqualFold(bare, pictured.ReplaceAllString(fileName, ""))
}

// toldAgain says whether a table or a list follows picture i before the next
// picture that needs one.
func (c *postCheck) toldAgain(i int) bool {
	from, until := c.Outline.Images[i].Line, int(^uint(0)>>1)
	for _, next := range c.Outline.Images[i+1:] {
		if ofWords.MatchString(next.Alt + " " + next.Caption) {
			until = next.Line
			break
		}
	}
	between := func(line int) bool { return line > from && line < until }
	return slices.ContainsFunc(slices.Concat(c.Outline.Tables, c.Outline.Lists), between)
}
