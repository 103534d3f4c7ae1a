package archtest

import (
	"go/ast"
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
)

// Size reports functions, files and packages of pages above the budget, and lines of these and of templates that
// are too wide to be read beside another file. Tests are free: a table of cases is long and simple.
func Size(t *Tree) ([]Finding, error) {
	var found []Finding
	pages := map[string][]GoFile{}
	for _, file := range t.Files {
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
			text, err := fs.ReadFile(t.fsys, file.Path)
			if err != nil {
				return nil, err
			}
			found = append(found, wide(file.Path, string(text))...)
		}
		if lines > longestPages {
			found = append(found, Finding{File: folder, Text: "more lines than a package of pages should have: cut it by noun"})
		}
	}
	err := t.each("templates", []string{".html"}, func(file, text string) error {
		found = append(found, wide(file, text)...)
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

func wide(file, text string) []Finding {
	var found []Finding
	for i, line := range strings.Split(text, "\n") {
		if utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")) > widestLine {
			found = append(found, Finding{file, i + 1, "wider than a line may be"})
		}
	}
	return found
}
