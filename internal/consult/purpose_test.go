package consult

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"
)

// A purpose that is declared and has no row fails here; a row that lacks
// something does not compile.
func TestEveryPurposeHasOneRow(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "purpose.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := map[Purpose]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Purpose" {
			return true
		}
		for _, value := range spec.Values {
			name, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			declared[Purpose(name)] = true
		}
		return true
	})
	for p := range declared {
		if n := len(
			slices.DeleteFunc(slices.Clone(purposeRows), func(r purposeRow) bool { return r.purpose != p }),
		); n != 1 {
			t.Errorf("%s has %d rows", p, n)
		}
	}
	if len(declared) != len(purposeRows) || len(declared) < 14 {
		t.Errorf("%d purposes are declared and %d have a row", len(declared), len(purposeRows))
	}
}
