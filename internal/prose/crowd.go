package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What one text may ask of goldmark, which takes the square of these: a
// hundred kilobytes of "[a](" or of ">" would keep it busy for seconds. What
// goes beyond is shown as it was typed.
const (
	maxSigns = 500 // that may begin or end a link, a picture, emphasis or code, in one paragraph
	maxDepth = 30  // of quotations and lists in each other
)

// newParser is goldmark's own parser within these bounds.
func newParser() parser.Parser {
	blocks := parser.DefaultBlockParsers()
	for i, one := range blocks {
		block := one.Value.(parser.BlockParser)
		if trigger := block.Trigger(); bytes.ContainsAny(trigger, ">+") {
			blocks[i].Value = shallow{block}
		}
	}
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(crowd{}, 0))...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)
}

// shallow opens no quotation or list below maxDepth others.
type shallow struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (s shallow) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := r.PeekLine(); manyDigits.Match(line) {
		return nil, parser.NoChildren // "2027. Een mooi jaar."
	}
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if n.Kind() == ast.KindBlockquote || n.Kind() == ast.KindList {
			depth++
		}
	}
	if depth >= maxDepth && parent.Kind() != ast.KindList { // a list that is open takes its items
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, r, pc)
}

var signsKey = parser.NewContextKey()

// crowd counts the signs of a paragraph, a heading or a cell, and makes words
// of the rest of a line once there are more than maxSigns.
type crowd struct{}

// Trigger implements parser.InlineParser.
func (crowd) Trigger() []byte { return []byte("![]*_~`<") }

// Parse implements parser.InlineParser.
func (crowd) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	signs, _ := pc.Get(signsKey).(int)
	pc.Set(signsKey, signs+1)
	if signs < maxSigns {
		return nil
	}
	line, segment := block.PeekLine()
	words := max(1, len(bytes.TrimRight(line, " \t\\\n"))) // what breaks the line stays
	block.Advance(words)
	return ast.NewTextSegment(segment.WithStop(segment.Stop - (len(line) - words)))
}

// CloseBlock implements parser.CloseBlocker.
func (crowd) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) { pc.Set(signsKey, 0) }
