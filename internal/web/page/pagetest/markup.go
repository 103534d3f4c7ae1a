// Package pagetest reads finished pages as a browser and a screen reader would
// and says what is wrong with them.
package pagetest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Check fails the test for everything Problems finds.
func Check(t testing.TB, page []byte) {
	t.Helper()
	for _, p := range Problems(page) {
		t.Error(p)
	}
}

// Problems lists what is wrong with a finished page: all of Structure, ids
// that stand twice, references to ids that do not exist, links to nowhere,
// fields without a name, and any other number of h1 than one.
func Problems(page []byte) []string {
	m := read(page)
	problems := append(m.problems, m.nowhere...)
	for id, n := range m.ids {
		if n > 1 {
			problems = append(problems, fmt.Sprintf("id %q stands %d times", id, n))
		}
		if id == "" {
			problems = append(problems, "an empty id")
		}
	}
	for _, ref := range m.refs {
		if m.ids[ref.id] == 0 {
			problems = append(problems, fmt.Sprintf("%s names %q, which does not exist", ref.from, ref.id))
		}
	}
	for _, field := range m.fields {
		if !slices.Contains(m.labelled, field.id) && !field.named {
			problems = append(problems, fmt.Sprintf("field %q has no label", field.id))
		}
	}
	if m.headings != 1 {
		problems = append(problems, fmt.Sprintf("%d h1 on the page", m.headings))
	}
	slices.Sort(problems)
	return problems
}

// Structure lists what must not be in a page whatever its view holds:
// unbalanced elements, style attributes, scripts and handlers inside the page,
// values the template engine refused, keys without a text.
func Structure(page []byte) []string { return read(page).problems }

type reference struct{ from, id string }

type field struct {
	id    string
	named bool // stands inside its label, or has one of its own
}

type markup struct {
	problems []string
	nowhere  []string // links without an address
	open     []string
	ids      map[string]int
	refs     []reference
	labelled []string
	fields   []field
	headings int
}

var void = []string{
	"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
}

func read(page []byte) *markup {
	m := &markup{ids: map[string]int{}}
	for _, mark := range []string{"ZgotmplZ", "⟦", "<no value>", "%!"} {
		if i := bytes.Index(page, []byte(mark)); i >= 0 {
			m.add("%s near …%s…", mark, page[max(0, i-60):min(len(page), i+60)])
		}
	}
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(m.open) > 0 {
				m.add("never closed: %v", m.open)
			}
			return m
		case html.StartTagToken:
			token := z.Token()
			m.element(token)
			if !slices.Contains(void, token.Data) {
				m.open = append(m.open, token.Data)
			}
		case html.SelfClosingTagToken:
			m.element(z.Token())
		case html.EndTagToken:
			m.close(z.Token().Data)
		}
	}
}

func (m *markup) add(format string, args ...any) {
	m.problems = append(m.problems, fmt.Sprintf(format, args...))
}

func (m *markup) close(name string) {
	last := len(m.open) - 1
	if last < 0 || m.open[last] != name {
		m.add("</%s> closes %v", name, m.open)
		return
	}
	m.open = m.open[:last]
}

func (m *markup) element(token html.Token) {
	seen := map[string]string{}
	for _, a := range token.Attr {
		if _, twice := seen[a.Key]; twice {
			m.add("<%s> has %s twice", token.Data, a.Key)
		}
		seen[a.Key] = a.Val
		m.attribute(token.Data, a)
	}
	switch token.Data {
	case "h1":
		m.headings++
	case "style":
		m.add("a style element")
	case "script":
		if seen["src"] == "" && seen["type"] != "application/ld+json" { // data, which no browser runs
			m.add("a script inside the page")
		}
	case "label":
		if target, ok := seen["for"]; ok {
			m.labelled = append(m.labelled, target)
		}
	case "input", "select", "textarea":
		m.field(seen)
	}
}

func (m *markup) field(attributes map[string]string) {
	if attributes["type"] == "hidden" {
		return
	}
	_, own := attributes["aria-label"]
	m.fields = append(m.fields, field{attributes["id"], own || slices.Contains(m.open, "label")})
}

func (m *markup) attribute(element string, a html.Attribute) {
	from := fmt.Sprintf("<%s %s>", element, a.Key)
	switch {
	case a.Key == "style":
		m.add("a style attribute on <%s>", element)
	case strings.HasPrefix(a.Key, "on"):
		m.add("a handler on %s", from)
	case a.Key == "id":
		m.ids[a.Val]++
	case a.Key == "for", a.Key == "popovertarget":
		m.refs = append(m.refs, reference{from, a.Val})
	case a.Key == "aria-describedby", a.Key == "aria-labelledby", a.Key == "aria-controls":
		for _, id := range strings.Fields(a.Val) {
			m.refs = append(m.refs, reference{from, id})
		}
	case a.Key == "href" && strings.HasPrefix(a.Val, "#") && len(a.Val) > 1:
		m.refs = append(m.refs, reference{from, a.Val[1:]})
	case a.Key == "href" && a.Val == "":
		m.nowhere = append(m.nowhere, from+" is empty") // an empty view has no addresses: no fault of the template
	case (a.Key == "href" || a.Key == "src") && strings.HasPrefix(strings.ToLower(a.Val), "javascript:"):
		m.add("%s runs a script", from)
	}
}
