package prose

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"samenspraak/internal/editorial"
)

// dialect is the Markdown that is understood.
var dialect = goldmark.WithExtensions(
	extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
	extension.Strikethrough, extension.Linkify,
)

var plain = goldmark.New(goldmark.WithParser(newParser()), dialect)

// reading is a text and what goldmark made of it.
type reading struct {
	src   []byte
	doc   ast.Node
	start []int // where each line begins
}

func read(src string) reading {
	r := reading{src: []byte(prepared(src)), start: []int{0}}
	r.doc = plain.Parser().Parse(text.NewReader(r.src))
	for i, c := range r.src {
		if c == '\n' {
			r.start = append(r.start, i+1)
		}
	}
	return r
}

// prepared is a text as it is parsed.
func prepared(src string) string { return asTyped(bounded(unixLines(src))) }

// unixLines gives every line one ending: a form sends two signs.
func unixLines(src string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(src)
}

// lineAt is the number of the line on which an offset in the source stands.
func (r reading) lineAt(offset int) int {
	return sort.SearchInts(r.start, max(offset, 0)+1)
}

// unit is the words of one paragraph, heading, list item or cell, and where
// they stand in the source.
type unit struct {
	words strings.Builder
	marks []mark
}

// mark says that the words from at on were read from the source at from.
type mark struct{ at, from int }

func (u *unit) add(words string, from int) {
	u.marks = append(u.marks, mark{u.words.Len(), from})
	u.words.WriteString(words)
}

// from is the place in the source of an offset in the words.
func (u *unit) from(offset int) int {
	i := sort.Search(len(u.marks), func(i int) bool { return u.marks[i].at > offset }) - 1
	if i < 0 {
		return 0
	}
	return u.marks[i].from
}

// gather collects the words under a node. Pictures are left out unless their
// words are asked for too.
func (r reading) gather(n ast.Node, pictures bool) *unit {
	u := &unit{}
	r.collect(u, n, pictures)
	return u
}

func (r reading) collect(u *unit, n ast.Node, pictures bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			u.add(r.words(c), c.Segment.Start)
		case *ast.String:
			u.add(string(c.Value), c.Pos())
		case *ast.AutoLink:
			u.add(string(c.Label(r.src)), c.Pos())
		case *ast.Image:
			if pictures {
				u.add(" ", c.Pos())
				r.collect(u, c, true)
				u.add(" "+decoded(c.Title)+" ", c.Pos())
			}
		case *ast.RawHTML:
		default:
			r.collect(u, c, pictures)
		}
	}
}

// words are those of a piece of text with the line's end after it.
func (r reading) words(t *ast.Text) string {
	value := t.Segment.Value(r.src)
	var s string
	if t.IsRaw() || t.Parent().Kind() == ast.KindCodeSpan {
		s = string(value)
	} else {
		s = decoded(value)
	}
	switch {
	case t.HardLineBreak():
		s += string(editorial.LineBreak)
	case t.SoftLineBreak():
		s += "\n"
	}
	return s
}

// decoded is Markdown's text as it is shown: without the signs that keep
// others from being read as Markdown, and with entities resolved.
func decoded(raw []byte) string {
	if !bytes.ContainsAny(raw, `\&`) {
		return string(raw)
	}
	var out bytes.Buffer
	for len(raw) > 0 {
		at := bytes.IndexByte(raw, '\\')
		if at < 0 || at+1 == len(raw) {
			out.Write(entities(raw))
			break
		}
		out.Write(entities(raw[:at]))
		if !util.IsPunct(raw[at+1]) {
			out.WriteByte('\\')
		}
		out.WriteByte(raw[at+1])
		raw = raw[at+2:]
	}
	return out.String()
}

func entities(raw []byte) []byte {
	return util.ResolveEntityNames(util.ResolveNumericReferences(raw))
}

// tidy is words on one line.
func tidy(words string) string { return strings.Join(strings.Fields(words), " ") }

// each calls do for a node and all below it, parents first.
func each(n ast.Node, do func(ast.Node)) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			do(n)
		}
		return ast.WalkContinue, nil
	})
}

// isUnit says whether a node's words stand by themselves.
func isUnit(n ast.Node) bool {
	return slices.Contains(
		[]ast.NodeKind{ast.KindParagraph, ast.KindTextBlock, ast.KindHeading, tables.KindTableCell}, n.Kind(),
	)
}
