package prose

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Plain is the words of a text for searching and for summaries: those of
// headings, paragraphs, list items, cells of tables, pictures and their
// captions. Each block stands on a line of its own.
func Plain(src string) string { return read(src).plain() }

// counted is the number before an item of a numbered list, as it was typed.
func (r reading) counted(n ast.Node) string {
	item := n.Parent()
	if list, ok := listOf(n).(*ast.List); ok && list.IsOrdered() {
		if typed, ok := r.numberOf(item); ok {
			return strconv.Itoa(typed) + ". "
		}
	}
	return ""
}

func (r reading) plain() string {
	var blocks []string
	add := func(words string) {
		if words = tidy(words); words != "" {
			blocks = append(blocks, words)
		}
	}
	each(r.doc, func(n ast.Node) {
		switch n.Kind() {
		case ast.KindCodeBlock, ast.KindFencedCodeBlock:
			add(string(n.Lines().Value(r.src)))
		default:
			if isUnit(n) {
				said, by := r.credited(n, r.gather(n, true))
				add(r.counted(n) + said)
				add(by)
			}
		}
	})
	return strings.Join(blocks, "\n")
}
