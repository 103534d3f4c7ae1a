package pagetest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// CheckAtom fails the test for everything AtomProblems finds.
func CheckAtom(t testing.TB, feed []byte) {
	t.Helper()
	for _, p := range AtomProblems(feed) {
		t.Error(p)
	}
}

// node is an element with what stands in it, in order.
type node struct {
	name     xml.Name
	attrs    map[string]string
	children []*node
	text     string
}

// cardinality is how often an element must and may stand in another (RFC 4287,
// sections 4.1.1 and 4.1.2); most 0 is without a limit.
type cardinality struct{ least, most int }

var (
	inFeed = map[string]cardinality{
		"id": {1, 1}, "title": {1, 1}, "updated": {1, 1}, "author": {1, 0}, "link": {1, 0}, "entry": {0, 0},
		"subtitle": {0, 1}, "category": {0, 0},
	}
	inEntry = map[string]cardinality{
		"id": {1, 1}, "title": {1, 1}, "updated": {1, 1}, "published": {0, 1}, "link": {1, 0}, "summary": {0, 1},
		"content":  {0, 1},
		"category": {0, 0}, "author": {0, 0},
	}
)

// AtomProblems lists what keeps a feed from being valid Atom, or from being
// understood away from its site.
func AtomProblems(feed []byte) []string {
	root, err := parse(feed)
	if err != nil {
		return []string{err.Error()}
	}
	var problems problems
	if root.name != (xml.Name{Space: "http://www.w3.org/2005/Atom", Local: "feed"}) {
		problems.add("the root is %v", root.name)
	}
	problems.counts("feed", root, inFeed)
	problems.links("feed", root, "self", "alternate")
	ids := []string{}
	for i, entry := range root.named("entry") {
		what := fmt.Sprintf("entry %d", i+1)
		problems.counts(what, entry, inEntry)
		problems.links(what, entry, "alternate")
		problems.content(what, entry)
		ids = append(ids, entry.textOf("id"))
	}
	slices.Sort(ids)
	if len(slices.Compact(slices.Clone(ids))) != len(ids) {
		problems.add("an id comes twice: %v", ids)
	}
	return problems
}

func parse(document []byte) (*node, error) {
	top := &node{}
	open := []*node{top}
	d := xml.NewDecoder(bytes.NewReader(document))
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && len(top.children) == 1:
			return top.children[0], nil
		case errors.Is(err, io.EOF):
			return nil, fmt.Errorf("%d roots", len(top.children))
		case err != nil:
			return nil, err
		}
		last := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name, attrs: map[string]string{}}
			for _, a := range token.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			last.children, open = append(last.children, n), append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text += string(token)
		}
	}
}

func (n *node) named(name string) []*node {
	var found []*node
	for _, c := range n.children {
		if c.name.Local == name {
			found = append(found, c)
		}
	}
	return found
}

func (n *node) textOf(name string) string {
	if found := n.named(name); len(found) > 0 {
		return found[0].text
	}
	return ""
}

type problems []string

func (p *problems) add(format string, args ...any) { *p = append(*p, fmt.Sprintf(format, args...)) }

func (p *problems) counts(what string, n *node, allowed map[string]cardinality) {
	for name, c := range allowed {
		if found := len(n.named(name)); found < c.least || c.most > 0 && found > c.most {
			p.add("%s has %d %s", what, found, name)
		}
	}
	for _, child := range n.children {
		if _, ok := allowed[child.name.Local]; !ok || child.name.Space != n.name.Space {
			p.add("%s holds %v", what, child.name)
		}
	}
	for _, name := range []string{"id", "title"} {
		if strings.TrimSpace(n.textOf(name)) == "" {
			p.add("%s: an empty %s", what, name)
		}
	}
	if u, err := url.Parse(n.textOf("id")); err != nil || !u.IsAbs() {
		p.add("%s: the id %q is no whole address", what, n.textOf("id"))
	}
	for _, name := range []string{"updated", "published"} {
		for _, one := range n.named(name) {
			if _, err := time.Parse(time.RFC3339, one.text); err != nil {
				p.add("%s: %s is %q", what, name, one.text)
			}
		}
	}
	for _, author := range n.named("author") {
		if author.textOf("name") == "" {
			p.add("%s: an author without a name", what)
		}
	}
	for _, category := range n.named("category") {
		if category.attrs["term"] == "" {
			p.add("%s: a category without a term", what)
		}
	}
}

func (p *problems) links(what string, n *node, wanted ...string) {
	seen := map[string]int{}
	for _, link := range n.named("link") {
		seen[link.attrs["rel"]]++
		if !Absolute(link.attrs["href"]) {
			p.add("%s: a link to %q", what, link.attrs["href"])
		}
	}
	for _, rel := range wanted {
		if seen[rel] != 1 {
			p.add("%s: %d links that say %s", what, seen[rel], rel)
		}
	}
}

// content looks whether the words can be read away from the site: every
// address in them whole.
func (p *problems) content(what string, entry *node) {
	for _, content := range entry.named("content") {
		if content.attrs["type"] != "html" {
			p.add("%s: content of type %q", what, content.attrs["type"])
		}
		z := html.NewTokenizer(strings.NewReader(content.text))
		for z.Next() != html.ErrorToken {
			for _, a := range z.Token().Attr {
				other := strings.HasPrefix(a.Val, "mailto:") || strings.HasPrefix(a.Val, "tel:")
				if (a.Key == "href" || a.Key == "src") && !other && !Absolute(a.Val) {
					p.add("%s: %s=%q", what, a.Key, a.Val)
				}
			}
		}
	}
}

// Absolute says whether an address names its scheme and host.
func Absolute(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
