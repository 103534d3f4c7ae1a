package mailbox

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A frame is the HTML part of a mail made fit for a page of its own under a
// policy that allows exactly one style block: all styling, attributes too, is
// gathered in that block, whose hash stands in the policy. Mail programs need
// style attributes; a policy without unsafe words does not know them.
type frame struct {
	document  string
	styleHash string // "sha256-…"
}

// Elements that load, run or send something. The policy stops them as well; out
// of the document they do not fill the console with refusals.
var dropped = map[atom.Atom]bool{
	atom.Script: true, atom.Iframe: true, atom.Object: true, atom.Embed: true,
	atom.Base: true, atom.Link: true, atom.Style: true,
}

type framer struct {
	sheet strings.Builder // the mail's own style blocks
	rules strings.Builder // one rule for each style attribute
	count int
}

func newFrame(part string) (frame, error) {
	doc, err := html.Parse(strings.NewReader(part))
	if err != nil {
		return frame{}, fmt.Errorf("read the HTML part: %w", err)
	}
	var f framer
	f.walk(doc)
	css := f.sheet.String() + f.rules.String()
	f.addStyle(doc, css)
	var out strings.Builder
	if err := html.Render(&out, doc); err != nil {
		return frame{}, fmt.Errorf("write the HTML part: %w", err)
	}
	sum := sha256.Sum256([]byte(css))
	return frame{document: out.String(), styleHash: "sha256-" + base64.StdEncoding.EncodeToString(sum[:])}, nil
}

func (f *framer) walk(n *html.Node) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		if f.drop(child) {
			n.RemoveChild(child)
		} else {
			f.attributes(child)
			f.walk(child)
		}
		child = next
	}
}

// drop keeps the text of a style block before the block goes.
func (f *framer) drop(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	if n.DataAtom == atom.Style && n.FirstChild != nil {
		f.sheet.WriteString(n.FirstChild.Data + "\n")
	}
	return dropped[n.DataAtom] || n.DataAtom == atom.Meta && attribute(n, "http-equiv") != ""
}

func (f *framer) attributes(n *html.Node) {
	if n.Type != html.ElementNode {
		return
	}
	var kept []html.Attribute
	class := attribute(n, "class")
	for _, a := range n.Attr {
		switch {
		case a.Key == "style":
			class = strings.TrimSpace(class + " " + f.rule(a.Val))
		case a.Key == "class", a.Key == "target", a.Key == "rel", strings.HasPrefix(a.Key, "on"):
		default:
			kept = append(kept, a)
		}
	}
	if class != "" {
		kept = append(kept, html.Attribute{Key: "class", Val: class})
	}
	if n.DataAtom == atom.A || n.DataAtom == atom.Area {
		kept = append(
			kept, html.Attribute{Key: "target", Val: "_top"}, html.Attribute{Key: "rel", Val: "noopener noreferrer"},
		)
	}
	n.Attr = kept
}

// rule turns a style attribute into a rule for a class of its own. The class is
// repeated so that the rule beats those of the mail's style block, as an
// attribute would, and still yields to what is important there.
func (f *framer) rule(style string) string {
	if strings.ContainsAny(style, "<{}") {
		return ""
	}
	f.count++
	class := fmt.Sprintf("mailbox-style-%d", f.count)
	fmt.Fprintf(&f.rules, "%s{%s}\n", strings.Repeat("."+class, 5), style)
	return class
}

// addStyle puts the one block at the end of the head, which html.Parse always makes.
func (f *framer) addStyle(doc *html.Node, css string) {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Head {
			style := &html.Node{Type: html.ElementNode, Data: "style", DataAtom: atom.Style}
			style.AppendChild(&html.Node{Type: html.TextNode, Data: css})
			n.AppendChild(style)
			return
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
