package archtest

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// What tells a piece of SQL from other text in the store.
var sqlText = regexp.MustCompile(
	`(?i)\b(select|insert|update|delete|where|order by|group by|having|join|union)\b|\bin \?|[=<>] ?\?|\blike\b|\b(asc|desc)\b`,
)

// sqlMade are the functions that put SQL together of what no request holds: columns that the code names,
// limits that are constants, conditions each of which is written out.
var sqlMade = map[string]bool{
	"listOf": true, "where": true, // columns that their callers write out, conditions of a filter
	"longerStems": true, "postings": true, "countPostings": true, "countWords": true,
	"findAt": true, // see stemIs: limits, and queries of postings
}

// Queries reports SQL in the store that is put together with anything but constants: what is asked for
// goes in as a parameter, and what is sorted by comes from a table of ours.
func Queries(t *Tree) []Finding {
	constants := map[string]bool{}
	for _, file := range t.Files {
		if within(file.Folder, "internal/store") && !file.Test {
			constantsOf(file.Syntax, constants)
		}
	}
	var found []Finding
	for _, file := range t.Files {
		if file.Test || file.Folder != "internal/store" {
			continue
		}
		for _, decl := range file.Syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && sqlMade[fn.Name.Name] {
				continue
			}
			ast.Inspect(decl, func(node ast.Node) bool {
				texts, others := pieces(node, constants)
				if others && sqlText.MatchString(strings.Join(texts, "?")) {
					found = append(
						found,
						t.at(node.Pos(), "SQL that is put together: write it out with parameters, or see sqlMade"),
					)
					return false
				}
				return true
			})
		}
	}
	return found
}

func constantsOf(file *ast.File, names map[string]bool) {
	ast.Inspect(file, func(node ast.Node) bool {
		if decl, ok := node.(*ast.GenDecl); ok && decl.Tok == token.CONST {
			for _, spec := range decl.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					names[name.Name] = true
				}
			}
		}
		return true
	})
}

// pieces are the literals of a text that is put together, by + or by fmt, and whether there is anything
// else in it than constants.
func pieces(node ast.Node, constants map[string]bool) (texts []string, others bool) {
	var parts []ast.Expr
	switch x := node.(type) {
	case *ast.BinaryExpr:
		if x.Op != token.ADD {
			return nil, false
		}
		parts = []ast.Expr{x.X, x.Y}
	case *ast.CallExpr:
		if name := selected(x.Fun, "fmt"); name != "Sprintf" && name != "Sprint" {
			return nil, false
		}
		parts = x.Args
	default:
		return nil, false
	}
	for _, part := range parts {
		switch x := part.(type) {
		case *ast.BasicLit:
			texts = append(texts, x.Value)
		case *ast.Ident:
			others = others || !constants[x.Name]
		case *ast.BinaryExpr:
			more, other := pieces(x, constants)
			texts, others = append(texts, more...), others || other
		default:
			others = true
		}
	}
	return texts, others
}
