package prose

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"samenspraak/internal/consult"
)

// Pictures are the files that a text may show, by their destination as it is
// written there ("/bestanden/12/woordenwolk.png").
type Pictures map[string]consult.Attachment

var (
	rich = goldmark.New(
		goldmark.WithParser(newParser()), dialect,
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(fitting{}, 1000))),
		goldmark.WithRendererOptions(html.WithHardWraps(), renderer.WithNodeRenderers(util.Prioritized(frames{}, 500))),
	)
	narrow = narrowPolicy()
)

// RenderPart turns what staff wrote into a part of a page. Raw HTML and
// pictures that are not in pictures are left out. The highest heading becomes
// an h2, since the page has its own h1, and each gets an id to link to that
// begins with prefix, another one for each text of a page; with none, headings
// have no ids. Links that may lead to another host get rel=noopener. What comes
// out is safe whatever goes in.
func RenderPart(src string, pictures Pictures, prefix string) template.HTML {
	pc := parser.NewContext()
	pc.Set(fitKey, fit{pictures, prefix})
	var out bytes.Buffer
	if err := rich.Convert([]byte(prepared(src)), &out, parser.WithContext(pc)); err != nil {
		panic(fmt.Errorf("prose: markdown into memory: %w", err)) // a bytes.Buffer does not fail
	}
	return template.HTML(narrow.SanitizeBytes(out.Bytes())) //nolint:gosec // sanitised on this line
}

// narrowPolicy lets through what goldmark makes with the nodes of this package
// and nothing more: a second wall behind it.
func narrowPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "li", "strong", "em", "del",
		"blockquote", "code", "pre", "thead", "tbody", "tr", "td", "th", "ol", "table", "figcaption")
	allow := func(attribute, pattern string, elements ...string) {
		p.AllowAttrs(attribute).Matching(regexp.MustCompile(pattern)).OnElements(elements...)
	}
	allow("id", `^[a-z0-9-]+$`, "h2", "h3", "h4", "h5", "h6")
	allow("start", `^[0-9]+$`, "ol")
	allow("value", `^[0-9]+$`, "li")
	allow("scope", `^col$`, "th")
	allow("class", `^num$`, "th", "td")
	allow("class", `^table$`, "table")
	allow("class", `^table-frame$`, "div")
	allow("tabindex", `^0$`, "div")
	allow("role", `^region$`, "div")
	p.AllowAttrs("aria-label").OnElements("div")
	allow("class", `^figure$`, "figure")
	allow("class", `^quote$`, "blockquote")
	allow("class", `^kicker$`, "p")
	allow("src", ownPath, "img")
	allow("loading", `^lazy$`, "img")
	allow("width", `^[1-9][0-9]*$`, "img")
	allow("height", `^[1-9][0-9]*$`, "img")
	p.AllowAttrs("alt").OnElements("img")
	allow("rel", `^noopener$`, "a")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return p
}
