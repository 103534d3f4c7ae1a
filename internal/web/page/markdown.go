package page

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var (
	markdown = goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			extension.Strikethrough, extension.Linkify,
		),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(fitting{}, 1000))),
	)
	narrow = narrowPolicy()
)

// Markdown turns what staff wrote into the middle of a page. Raw HTML and
// images are left out; the highest heading becomes an h2, since the page has
// its own h1; links that may lead to another host get rel=noopener. What
// comes out is safe whatever goes in.
func Markdown(src string) template.HTML {
	var out bytes.Buffer
	if err := markdown.Convert([]byte(src), &out); err != nil {
		panic(fmt.Errorf("page: markdown into memory: %w", err)) // a bytes.Buffer does not fail
	}
	return template.HTML(narrow.SanitizeBytes(out.Bytes())) //nolint:gosec // sanitised on this line
}

// narrowPolicy lets through what goldmark makes and nothing more: a second
// wall behind it.
func narrowPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "li", "strong", "em", "del",
		"blockquote", "code", "pre", "thead", "tbody", "tr", "td", "th", "ol", "table")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^table$`)).OnElements("table")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^noopener$`)).OnElements("a")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}

// fitting makes a text fit into a page.
type fitting struct{}

// Transform implements parser.ASTTransformer.
func (fitting) Transform(doc *ast.Document, r text.Reader, _ parser.Context) {
	highest := 6
	each(doc, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			highest = min(highest, h.Level)
		}
	})
	var images []ast.Node
	each(doc, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(6, n.Level-highest+2)
		case *ast.Link:
			guard(n, string(n.Destination))
		case *ast.AutoLink:
			guard(n, string(n.URL(r.Source())))
		case *tables.Table:
			n.SetAttributeString("class", []byte("table"))
		case *ast.Image:
			images = append(images, n)
		}
	})
	for _, n := range images {
		n.Parent().RemoveChild(n.Parent(), n)
	}
}

func each(doc ast.Node, do func(ast.Node)) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			do(n)
		}
		return ast.WalkContinue, nil
	})
}

// guard marks a link that may lead away: it has a scheme, or begins with two
// slashes.
func guard(n ast.Node, destination string) {
	if strings.HasPrefix(destination, "//") || strings.Contains(destination, "://") {
		n.SetAttributeString("rel", []byte("noopener"))
	}
}
