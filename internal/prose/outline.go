package prose

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"

	"samenspraak/internal/editorial"
)

// Outline reads what the checks before publishing need to know of a text.
func Outline(src string) editorial.Outline {
	o := outliner{reading: read(src)}
	o.out.PlainWords = len(strings.Fields(o.plain()))
	each(o.doc, o.inline)
	o.block(o.doc, false)
	o.out.Announced = announcements(o.lines)
	return o.out
}

type outliner struct {
	reading
	out    editorial.Outline
	lines  []line // of its units, in the text's order
	blocks int    // how many units there were
}

// line is one line of a unit, as announcements of files are looked for in it.
type line struct {
	text   string
	number int
	linked bool
	head   bool     // it is a heading
	listed ast.Node // the list of which it begins an item
}

// inline notes what stands inside running text.
func (o *outliner) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Link:
		words := tidy(o.gather(n, true).words.String())
		o.out.Links = append(
			o.out.Links,
			editorial.OutlineLink{Text: words, Destination: completed(string(n.Destination)), Line: o.lineAt(n.Pos())},
		)
	case *ast.AutoLink:
		o.out.Links = append(o.out.Links, editorial.OutlineLink{
			Text: string(n.Label(o.src)), Destination: destination(n, o.src), Line: o.lineAt(n.Pos()), Bare: true,
		})
	case *ast.Image:
		o.out.Images = append(o.out.Images, editorial.OutlineImage{
			Alt: tidy(o.gather(n, true).words.String()), Caption: tidy(decoded(n.Title)),
			Destination: string(n.Destination), Line: o.lineAt(n.Pos()),
		})
	case *ast.RawHTML, *ast.HTMLBlock:
		o.out.Markup = append(o.out.Markup, o.lineAt(n.Pos()))
	}
}

// destination is where a bare address leads; that of a mailbox has a scheme
// put before it.
func destination(n *ast.AutoLink, src []byte) string {
	to := string(n.URL(src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
		to = "mailto:" + to
	}
	return to
}

// block notes what stands under a node.
func (o *outliner) block(n ast.Node, quoted bool) {
	switch n := n.(type) {
	case *ast.Heading:
		o.out.Headings = append(
			o.out.Headings,
			editorial.OutlineHeading{
				Level: n.Level, Text: tidy(o.gather(n, false).words.String()), Line: o.lineAt(n.Pos()),
			},
		)
	case *ast.Blockquote:
		if !quoted {
			o.quote(n)
		}
		quoted = true
	case *ast.List:
		o.out.Lists = append(o.out.Lists, o.lineAt(n.Pos()))
	case *tables.Table:
		o.out.Tables = append(o.out.Tables, o.lineAt(n.Pos()))
	}
	if isUnit(n) {
		o.unit(n, quoted)
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() == ast.TypeBlock {
			o.block(c, quoted)
		}
	}
}

// unit notes the sentences of a paragraph, heading, list item or cell.
func (o *outliner) unit(n ast.Node, quoted bool) {
	u := o.gather(n, false)
	o.blocks++
	o.lines = append(o.lines, o.linesOf(n, u)...)
	words, _ := o.credited(n, u)
	start := 0
	for _, end := range editorial.SentenceEnds(words) {
		sentence := words[start:end]
		if said := tidy(sentence); said != "" {
			first := start + len(sentence) - len(strings.TrimLeft(sentence, " \n\t\u2028"))
			o.out.Sentences = append(o.out.Sentences, editorial.Sentence{
				Text: said, Line: o.lineAt(u.from(first)), Block: o.blocks, Quoted: quoted,
			})
		}
		start = end
	}
}

// linesOf is a unit by the lines on which it was typed.
func (o *outliner) linesOf(n ast.Node, u *unit) []line {
	linked := map[int]bool{}
	each(n, func(c ast.Node) {
		if c.Kind() == ast.KindLink || c.Kind() == ast.KindAutoLink {
			linked[o.lineAt(c.Pos())] = true
		}
	})
	var lines []line
	at := 0
	// As long as LineBreak is, so that the offsets stay.
	broken := strings.ReplaceAll(u.words.String(), string(editorial.LineBreak), "\n\n\n")
	for one := range strings.SplitAfterSeq(broken, "\n") {
		if said := tidy(one); said != "" {
			number := o.lineAt(u.from(at))
			lines = append(
				lines, line{text: said, number: number, linked: linked[number], head: n.Kind() == ast.KindHeading},
			)
		}
		at += len(one)
	}
	if len(lines) > 0 {
		lines[0].listed = listOf(n)
	}
	return lines
}

// listOf is the list of which a unit is the first of an item.
func listOf(n ast.Node) ast.Node {
	if item := n.Parent(); item != nil && item.Kind() == ast.KindListItem && n.PreviousSibling() == nil {
		return item.Parent()
	}
	return nil
}

// quote notes a quotation.
func (o *outliner) quote(n *ast.Blockquote) {
	q := editorial.OutlineQuote{Line: o.lineAt(n.Pos())}
	var words []string
	each(n, func(c ast.Node) {
		if isUnit(c) {
			said, by := o.credited(c, o.gather(c, false))
			words = append(words, tidy(said))
			if by != "" {
				q.By = by
			}
		}
	})
	q.Words = strings.TrimSpace(strings.Join(words, " "))
	o.out.Quotes = append(o.out.Quotes, q)
}
