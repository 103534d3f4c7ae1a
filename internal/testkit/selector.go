package testkit

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// part is one element of a selector: all of it must hold. child says that it
// stands right within the part before it.
type part struct {
	child   bool
	tag     string
	id      string
	classes []string
	attrs   []condition
}

type condition struct{ name, operator, value string }

// path is parts from the outermost to the element that is looked for.
type path []part

var (
	step      = regexp.MustCompile(`^(?:([a-z][a-z0-9-]*)|#([\w-]+)|\.([\w-]+)|\[([\w:-]+)(?:([\^$*]?=)(?:"([^"]*)"|'([^']*)'|([^\]"']*)))?\])`)
	separator = regexp.MustCompile(`^(\s*>\s*|\s*,\s*|\s+)`)
)

func parseSelector(selector string) []path {
	rest := strings.TrimSpace(selector)
	paths, now, fresh := []path{{}}, part{}, true
	for rest != "" {
		if m := step.FindStringSubmatch(rest); m != nil {
			now.add(m)
			rest, fresh = rest[len(m[0]):], false
			continue
		}
		between := separator.FindString(rest)
		if between == "" || fresh {
			panic("selector cannot be read: " + selector)
		}
		last := len(paths) - 1
		paths[last] = append(paths[last], now)
		now, fresh = part{child: strings.Contains(between, ">")}, true
		if strings.Contains(between, ",") {
			paths = append(paths, path{})
		}
		rest = rest[len(between):]
	}
	if fresh {
		panic("selector ends in nothing: " + selector)
	}
	last := len(paths) - 1
	paths[last] = append(paths[last], now)
	return paths
}

func (p *part) add(m []string) {
	switch {
	case m[1] != "":
		p.tag = m[1]
	case m[2] != "":
		p.id = m[2]
	case m[3] != "":
		p.classes = append(p.classes, m[3])
	default:
		p.attrs = append(p.attrs, condition{m[4], m[5], m[6] + m[7] + m[8]})
	}
}

// matches says whether the element is the end of a path.
func (n *Node) matches(p path) bool {
	last := p[len(p)-1]
	if !n.is(last) {
		return false
	}
	if len(p) == 1 {
		return true
	}
	for outer := n.node.Parent; outer != nil && outer.Type == html.ElementNode; outer = outer.Parent {
		if (&Node{outer}).matches(p[:len(p)-1]) {
			return true
		}
		if last.child {
			return false
		}
	}
	return false
}

func (n *Node) is(p part) bool {
	if p.tag != "" && n.node.Data != p.tag || p.id != "" && n.Attr("id") != p.id {
		return false
	}
	classes := strings.Fields(n.Attr("class"))
	for _, class := range p.classes {
		if !slices.Contains(classes, class) {
			return false
		}
	}
	return !slices.ContainsFunc(p.attrs, func(c condition) bool { return !n.holds(c) })
}

func (n *Node) holds(c condition) bool {
	value, ok := n.attr(c.name)
	switch c.operator {
	case "=":
		return ok && value == c.value
	case "^=":
		return ok && strings.HasPrefix(value, c.value)
	case "$=":
		return ok && strings.HasSuffix(value, c.value)
	case "*=":
		return ok && strings.Contains(value, c.value)
	}
	return ok
}
