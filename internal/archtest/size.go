package archtest

import (
	"go/ast"
	"go/token"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// The budget of size: what is longer hides a second thing that deserves a name.
const (
	longestFunction = 100 // lines, from func to the closing brace
	longestFile     = 500 // lines
	longestPages    = 5000
	widestLine      = 120 // columns, a tab counted as four
	longText        = 40  // characters
)

// Size reports functions, files and packages of pages above the budget, and lines that are too wide to be read
// beside another file. Tests are free but for the width: a table of cases is long and simple.
func Size(t *Tree) ([]Finding, error) {
	var found []Finding
	pages := map[string][]GoFile{}
	for _, file := range t.Files {
		text, err := fs.ReadFile(t.fsys, file.Path)
		if err != nil {
			return nil, err
		}
		found = append(found, wide(file.Path, string(text), t.texts(file))...)
		if file.Test {
			continue
		}
		if file.Lines > longestFile {
			found = append(found, t.at(file.Syntax.Package, "%d lines, at most %d", file.Lines, longestFile))
		}
		found = append(found, t.longFunctions(file)...)
		if within(file.Folder, pageRooms) {
			pages[file.Folder] = append(pages[file.Folder], file)
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(pages)) {
		lines := 0
		for _, file := range pages[folder] {
			lines += file.Lines
		}
		if lines > longestPages {
			found = append(
				found, Finding{File: folder, Text: "more lines than a package of pages should have: cut it by noun"},
			)
		}
	}
	err := t.each("templates", []string{".html"}, func(file, text string) error {
		found = append(found, wide(file, text, nil)...)
		return nil
	})
	return found, err
}

func (t *Tree) longFunctions(file GoFile) []Finding {
	var found []Finding
	for _, decl := range file.Syntax.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		lines := t.fset.Position(fn.End()).Line - t.fset.Position(fn.Pos()).Line + 1
		if lines > longestFunction {
			found = append(found, t.at(fn.Pos(), "%s: %d lines, at most %d", fn.Name.Name, lines, longestFunction))
		}
	}
	return found
}

// texts are the lines of a file on which a text stands that is long itself: it is read as a text, and breaking it
// would hide what it says.
func (t *Tree) texts(file GoFile) map[int]bool {
	lines := map[int]bool{}
	ast.Inspect(file.Syntax, func(n ast.Node) bool {
		if s, ok := n.(*ast.BasicLit); ok && s.Kind == token.STRING && len(s.Value) > longText {
			for line := t.fset.Position(s.Pos()).Line; line <= t.fset.Position(s.End()).Line; line++ {
				lines[line] = true
			}
		}
		return true
	})
	return lines
}

func wide(file, text string, texts map[int]bool) []Finding {
	var found []Finding
	for i, line := range strings.Split(text, "\n") {
		if !texts[i+1] && utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")) > widestLine {
			found = append(found, Finding{file, i + 1, "wider than a line may be"})
		}
	}
	return found
}
