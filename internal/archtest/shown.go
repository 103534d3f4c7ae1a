package archtest

import (
	"go/ast"
	"io/fs"
	"regexp"
	"strings"
)

// The page that says which test shows what.
const shownPage = "CONTRIBUTING.md"

var testName = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`)

// Shown reports tests that are named as proof and do not exist: whoever renames or removes one sees what
// it was there for.
func Shown(t *Tree) ([]Finding, error) {
	text, err := fs.ReadFile(t.fsys, shownPage)
	if err != nil {
		return nil, err
	}
	tests := map[string]bool{}
	for _, file := range t.Files {
		if !strings.HasSuffix(file.Path, "_test.go") {
			continue
		}
		for _, declared := range file.Syntax.Decls {
			if function, ok := declared.(*ast.FuncDecl); ok && function.Recv == nil {
				tests[function.Name.Name] = true
			}
		}
	}
	var found []Finding
	for _, at := range testName.FindAllStringIndex(string(text), -1) {
		if name := string(text[at[0]:at[1]]); !tests[name] {
			found = append(found, Finding{shownPage, lineOf(string(text), at[0]), "there is no " + name})
		}
	}
	return found, nil
}
