package prose

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// dashes begin the line that says who is quoted.
var dashes = []string{"-- ", "— ", "– "}

// creditText begins the line that says who is quoted: the last one of a
// quotation's last paragraph, when it starts with a dash. Otherwise nil.
func creditText(paragraph ast.Node, src []byte) *ast.Text {
	quote := paragraph.Parent()
	if paragraph.Kind() != ast.KindParagraph || quote == nil || quote.Kind() != ast.KindBlockquote ||
		quote.LastChild() != paragraph {
		return nil
	}
	first := paragraph.FirstChild()
	for c := first; c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok && (t.SoftLineBreak() || t.HardLineBreak()) && c.NextSibling() != nil {
			first = c.NextSibling()
		}
	}
	credit, ok := first.(*ast.Text)
	if !ok || dashLength(credit, src) == 0 {
		return nil
	}
	return credit
}

// dashLength is how long the dash before a name is, 0 when there is none. It
// looks past the text itself, which goldmark may have cut at a space.
func dashLength(t *ast.Text, src []byte) int {
	line, _, _ := bytes.Cut(src[t.Segment.Start:], []byte("\n"))
	for _, dash := range dashes {
		if name, ok := bytes.CutPrefix(line, []byte(dash)); ok && len(bytes.TrimSpace(name)) > 0 {
			return len(dash)
		}
	}
	return 0
}

// credited parts the words of a paragraph into what was said and who said it.
func (r reading) credited(n ast.Node, u *unit) (said, by string) {
	words := u.words.String()
	credit := creditText(n, r.src)
	if credit == nil {
		return words, ""
	}
	for _, m := range u.marks {
		if m.from == credit.Segment.Start {
			return words[:m.at], tidy(words[min(len(words), m.at+dashLength(credit, r.src)):])
		}
	}
	return words, ""
}

// dress gives a quotation with a credit its two parts, and the marks round
// what was said where the writer left them out.
func dress(quote *ast.Blockquote, src []byte) {
	if quote.LastChild() == nil {
		return
	}
	credit := creditText(quote.LastChild(), src)
	if credit == nil {
		return
	}
	said := quote.LastChild()
	by := ast.NewParagraph()
	by.SetAttributeString("class", []byte("kicker"))
	last := credit.PreviousSibling()
	for c := ast.Node(credit); c != nil; {
		next := c.NextSibling()
		by.AppendChild(by, c)
		c = next
	}
	cutDash(credit, credit.Segment.Start+dashLength(credit, src))
	if t, ok := last.(*ast.Text); ok {
		t.SetSoftLineBreak(false)
		t.SetHardLineBreak(false)
	}
	if !said.HasChildren() {
		quote.RemoveChild(quote, said)
	}
	punctuate(quote, src)
	quote.AppendChild(quote, by)
	quote.SetAttributeString("class", []byte("quote"))
}

// cutDash makes a line of texts begin at an offset in the source.
func cutDash(n ast.Node, start int) {
	for ; n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok || t.Segment.Start >= start {
			return
		}
		t.Segment = t.Segment.WithStart(min(start, t.Segment.Stop))
	}
}

// Marks that begin and end what somebody said; the last of each is straight.
const (
	opening = `“„«"`
	closing = `”»"`
)

// punctuate puts typographic marks round what was said, and in the place of
// straight ones.
func punctuate(quote *ast.Blockquote, src []byte) {
	first, last := quote.FirstChild(), quote.LastChild()
	if first == nil || first.Kind() != ast.KindParagraph || last.Kind() != ast.KindParagraph {
		return
	}
	var all strings.Builder
	for c := first; c != nil; c = c.NextSibling() {
		all.WriteString(reading{src: src}.gather(c, false).words.String())
	}
	said := strings.TrimRight(strings.TrimSpace(all.String()), ".,")
	begin, _ := utf8.DecodeRuneInString(said)
	end, _ := utf8.DecodeLastRuneInString(said)
	opens, closes := strings.ContainsRune(opening, begin), strings.ContainsRune(closing, end)
	if opens != closes && strings.Count(said, "“") == strings.Count(said, "”") {
		return // the marks are those of a part of it
	}
	if !opens || cutStraight(first.FirstChild(), src, true) {
		first.InsertBefore(first, first.FirstChild(), ast.NewString([]byte("“")))
	}
	if !closes || cutStraight(last.LastChild(), src, false) {
		last.AppendChild(last, ast.NewString([]byte("”")))
	}
}

// cutStraight takes a straight mark from the beginning or the end of a text,
// and says whether there was one.
func cutStraight(n ast.Node, src []byte, begin bool) bool {
	t, ok := n.(*ast.Text)
	if !ok {
		return false
	}
	value := t.Segment.Value(src)
	switch {
	case begin && bytes.HasPrefix(value, []byte(`"`)):
		t.Segment = t.Segment.WithStart(t.Segment.Start + 1)
	case !begin && bytes.HasSuffix(value, []byte(`"`)):
		t.Segment = t.Segment.WithStop(t.Segment.Stop - 1)
	default:
		return false
	}
	return true
}
