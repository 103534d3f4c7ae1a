package testkit

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Node is an element of a page.
type Node struct{ node *html.Node }

// Parse reads a page.
func Parse(page []byte) (*Node, error) {
	node, err := html.Parse(bytes.NewReader(page))
	return &Node{node}, err
}

// All are the elements under this one that match a CSS selector, in order. One
// that cannot be read panics: it is part of the test.
func (n *Node) All(selector string) []*Node {
	var found []*Node
	for _, node := range cascadia.QueryAll(n.node, cascadia.MustCompile(selector)) {
		found = append(found, &Node{node})
	}
	return found
}

// Attr is an attribute, or "".
func (n *Node) Attr(name string) string {
	value, _ := n.attr(name)
	return value
}

func (n *Node) attr(name string) (string, bool) {
	for _, a := range n.node.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Text is what one reads in the element, with single spaces; scripts, styles
// and templates are not read.
func (n *Node) Text() string {
	var b strings.Builder
	n.write(&b)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (n *Node) write(b *strings.Builder) {
	switch {
	case n.node.Type == html.TextNode:
		b.WriteString(n.node.Data)
		return
	case slices.Contains([]string{"script", "style", "template", "head"}, n.node.Data):
		return
	}
	for child := range n.node.ChildNodes() {
		(&Node{child}).write(b)
	}
	if n.node.Type == html.ElementNode && !slices.Contains(inline, n.node.Data) {
		b.WriteByte(' ')
	}
}

// inline elements do not part the words around them.
var inline = []string{
	"a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong", "sub",
	"sup", "time", "wbr",
}

// Values are the fields of a form as they stand.
func (n *Node) Values() url.Values {
	form := url.Values{}
	for _, field := range n.All("input[name], select[name], textarea[name]") {
		name := field.Attr("name")
		if _, off := field.attr("disabled"); off {
			continue
		}
		switch field.node.Data {
		case "textarea":
			form.Add(name, strings.TrimPrefix(field.raw(), "\n"))
		case "select":
			field.chosen(form, name)
		default:
			field.input(form, name)
		}
	}
	return form
}

func (n *Node) raw() string {
	if n.node.FirstChild == nil {
		return ""
	}
	return n.node.FirstChild.Data
}

// chosen adds the options that are selected; a list that shows one has its
// first when none is.
func (n *Node) chosen(form url.Values, name string) {
	options := n.All("option")
	selected := n.All("option[selected]")
	if _, many := n.attr("multiple"); !many && len(selected) == 0 && len(options) > 0 {
		selected = options[:1]
	}
	for _, option := range selected {
		value, ok := option.attr("value")
		if !ok {
			value = option.Text()
		}
		form.Add(name, value)
	}
}

func (n *Node) input(form url.Values, name string) {
	_, checked := n.attr("checked")
	value, has := n.attr("value")
	switch n.Attr("type") {
	case "checkbox", "radio":
		if !checked {
			return
		}
		if !has {
			value = "on"
		}
	case "submit", "button", "image", "reset", "file":
		return
	}
	form.Add(name, value)
}
