package prose

import (
	"html"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

var (
	kindFrame  = ast.NewNodeKind("Frame")
	kindFigure = ast.NewNodeKind("Figure")
)

// frame is what a wide table is moved in; reachable by keyboard, for somebody
// who cannot drag.
type frame struct {
	ast.BaseBlock
	label string
}

// Kind implements ast.Node.
func (*frame) Kind() ast.NodeKind { return kindFrame }

// Dump implements ast.Node.
func (f *frame) Dump(src []byte, level int) { ast.DumpHelper(f, src, level, nil, nil) }

// figure is a picture with its caption.
type figure struct {
	ast.BaseBlock
	caption string
}

// Kind implements ast.Node.
func (*figure) Kind() ast.NodeKind { return kindFigure }

// Dump implements ast.Node.
func (f *figure) Dump(src []byte, level int) { ast.DumpHelper(f, src, level, nil, nil) }

// frames writes both.
type frames struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (frames) RegisterFuncs(to renderer.NodeRendererFuncRegisterer) {
	to.Register(kindFrame, writeFrame)
	to.Register(kindFigure, writeFigure)
}

func writeFrame(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	words := "</div>\n"
	if entering {
		words = `<div class="table-frame" tabindex="0">` + "\n"
		if label := n.(*frame).label; label != "" {
			words = `<div class="table-frame" tabindex="0" role="region" aria-label="` + html.EscapeString(label) +
				`">` + "\n"
		}
	}
	_, err := w.WriteString(words)
	return ast.WalkContinue, err
}

func writeFigure(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	words := `<figure class="figure">`
	if !entering {
		words = "</figure>\n"
		if caption := n.(*figure).caption; caption != "" {
			words = "<figcaption>" + html.EscapeString(caption) + "</figcaption>" + words
		}
	}
	_, err := w.WriteString(words)
	return ast.WalkContinue, err
}
