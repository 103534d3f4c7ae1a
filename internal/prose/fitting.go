package prose

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"samenspraak/internal/i18n"
)

// ownPath is the address of a picture on this site.
const ownPath = `^/[^/\\]`

var isOwnPath = regexp.MustCompile(ownPath)

var fitKey = parser.NewContextKey()

// fit is what a text is fitted to.
type fit struct {
	pictures Pictures
	prefix   string // of the ids of headings
}

// fitting makes a text fit into a page.
type fitting struct{}

// Transform implements parser.ASTTransformer.
func (fitting) Transform(doc *ast.Document, r text.Reader, pc parser.Context) {
	to, _ := pc.Get(fitKey).(fit)
	read := reading{src: r.Source(), doc: doc}
	fitHeadings(read, to.prefix)
	var nodes []ast.Node
	each(doc, func(n ast.Node) { nodes = append(nodes, n) })
	labels := names{}
	for _, n := range nodes {
		switch n := n.(type) {
		case *ast.List:
			if n.IsOrdered() {
				keepNumbers(read, n)
			}
		case *ast.Link:
			n.Destination = []byte(completed(string(n.Destination)))
			guard(n, string(n.Destination))
		case *ast.AutoLink:
			guard(n, string(n.URL(r.Source())))
		case *tables.Table:
			frameTable(read, n, labels)
		case *tables.TableCell:
			if n.Alignment == tables.AlignRight { // "---:", a column of numbers
				n.SetAttributeString("class", []byte("num"))
			}
		case *ast.Image:
			fitPicture(n, to.pictures)
		case *ast.Blockquote:
			dress(n, r.Source())
		}
	}
	for _, n := range nodes {
		if n.Kind() == ast.KindParagraph {
			frameFigures(read, n)
		}
	}
}

// fitHeadings makes the highest heading an h2 and gives each its id.
func fitHeadings(r reading, prefix string) {
	highest := 6
	each(r.doc, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			highest = min(highest, h.Level)
		}
	})
	ids := names{}
	each(r.doc, func(n ast.Node) {
		h, ok := n.(*ast.Heading)
		if !ok {
			return
		}
		h.Level = min(6, h.Level-highest+2)
		if prefix != "" {
			slug := i18n.Slug(r.gather(h, false).words.String())
			h.SetAttributeString("id", []byte(ids.free(strings.TrimSuffix(prefix+"-"+slug, "-"), "-%d")))
		}
	})
}

// names are those that were given, with the number that the last one got.
type names map[string]int

// free is a name that was not given yet, with a number added where it was.
func (n names) free(name, number string) string {
	unique := name
	for n[unique] > 0 {
		n[name]++
		unique = name + fmt.Sprintf(number, n[name])
	}
	n[unique] = 1
	return unique
}

// guard marks a link that may lead away: it has a scheme, or begins with two
// slashes.
func guard(n ast.Node, destination string) {
	if strings.HasPrefix(destination, "//") || strings.Contains(destination, "://") {
		n.SetAttributeString("rel", []byte("noopener"))
	}
}

// frameTable lets a wide table be moved inside a frame of its own, which has
// the words of its head for a name.
func frameTable(r reading, table *tables.Table, labels names) {
	table.SetAttributeString("class", []byte("table"))
	var head []string
	for cell := table.FirstChild().FirstChild(); cell != nil; cell = cell.NextSibling() {
		cell.SetAttributeString("scope", []byte("col"))
		if words := tidy(r.gather(cell, false).words.String()); words != "" {
			head = append(head, words)
		}
	}
	f := &frame{}
	if len(head) > 0 {
		f.label = labels.free(strings.Join(head, ", "), " (%d)")
	}
	table.Parent().ReplaceChild(table.Parent(), table, f)
	f.AppendChild(f, table)
}

// fitPicture shows a picture of the text's own files and drops any other, with
// the link round it that would be left empty.
func fitPicture(n *ast.Image, pictures Pictures) {
	file, known := pictures[string(n.Destination)]
	if known && file.Picture() && isOwnPath.Match(n.Destination) {
		n.SetAttributeString("width", []byte(strconv.Itoa(file.Width)))
		n.SetAttributeString("height", []byte(strconv.Itoa(file.Height)))
		n.SetAttributeString("loading", []byte("lazy"))
		return
	}
	parent := n.Parent()
	parent.RemoveChild(parent, n)
	if parent.HasChildren() || parent.Kind() != ast.KindLink && parent.Kind() != ast.KindParagraph {
		return
	}
	parent.Parent().RemoveChild(parent.Parent(), parent)
}

// frameFigures puts the pictures of a paragraph that holds nothing else into
// figures with their captions.
func frameFigures(r reading, paragraph ast.Node) {
	var pictures []*ast.Image
	for c := paragraph.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Image:
			pictures = append(pictures, c)
		case *ast.Text:
			if tidy(r.words(c)) != "" {
				return
			}
		default:
			return
		}
	}
	parent := paragraph.Parent()
	if len(pictures) == 0 || parent == nil {
		return
	}
	for _, n := range pictures {
		f := &figure{caption: tidy(decoded(n.Title))}
		n.Title = nil
		f.AppendChild(f, n)
		parent.InsertBefore(parent, paragraph, f)
	}
	parent.RemoveChild(parent, paragraph)
}
