package archtest

import "go/ast"

// The budget of size: what is longer hides a second thing that deserves a name.
const (
	longestFunction = 100 // lines, from func to the closing brace
	longestFile     = 500 // lines
)

// Size reports functions and files above the budget. Tests are free: a table of cases is long and simple.
func Size(t *Tree) []Finding {
	var found []Finding
	for _, file := range t.Files {
		if file.Test {
			continue
		}
		if file.Lines > longestFile {
			found = append(found, t.at(file.Syntax.Package, "%d lines, at most %d", file.Lines, longestFile))
		}
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
	}
	return found
}
