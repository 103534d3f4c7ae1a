package archtest

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Where every address is built, and where pages are.
const (
	addressRoom = "internal/address"
	pageRooms   = "internal/web"
)

var (
	// firstWord is what an address begins with: its first word, with the slash.
	firstWord = regexp.MustCompile(`^/[a-z.][a-z0-9.-]*`)
	// pathText is how an address, or the rest of one, begins; ":" is a route's parameter.
	pathText = regexp.MustCompile(`^/[a-z.:]`)
	// pathInMarkup is an address that a template writes itself, in an attribute or
	// as a word within an action.
	pathInMarkup = regexp.MustCompile(
		`=\s*["']?/[a-z.]|=\s*["']?\{\{[^{}]*\}\}/[a-z]|\{\{[^{}]*["\x60]/[a-z.]?[^{}]*\}\}`,
	)
)

// byNoun are the addresses that go by the noun of an entry of the log, which is
// no word of an address.
var byNoun = []string{"StaffObject", "StaffObjectLog"}

// Paths reports an address that is written out elsewhere than in its one home,
// or a second time there; and in the rooms of pages every part of one. A
// template names an address of its own by {{to "…"}}.
func Paths(t *Tree) ([]Finding, error) {
	var found []Finding
	words := map[string]bool{}
	t.eachString(addressRoom, func(_ *ast.BasicLit, text string) { words[firstWord.FindString(text)] = true })
	delete(words, "")
	t.eachString("", func(literal *ast.BasicLit, text string) {
		switch file := t.fset.Position(literal.Pos()).Filename; {
		case within(file, addressRoom):
		case words[firstWord.FindString(text)], within(file, pageRooms) && pathText.MatchString(text):
			found = append(found, t.at(literal.Pos(), "%s is an address: give it a name in %s", text, addressRoom))
		}
	})
	found = append(found, t.spelled()...)
	found = append(found, t.twice()...)
	err := t.each("templates", []string{".html"}, func(file, text string) error {
		for _, at := range pathInMarkup.FindAllStringIndex(text, -1) {
			found = append(
				found,
				Finding{file, lineOf(text, at[0]), `an address: take it from what is shown, or write {{to "…"}}`},
			)
		}
		return nil
	})
	return found, err
}

// eachString visits the strings of the program in a folder and below it; "" is
// the whole tree.
func (t *Tree) eachString(folder string, visit func(literal *ast.BasicLit, text string)) {
	for _, file := range t.Files {
		if file.Test || folder != "" && !within(file.Folder, folder) {
			continue
		}
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, _ := strconv.Unquote(literal.Value) // the parser has accepted it
				visit(literal, text)
			}
			return true
		})
	}
}

// spelled finds the words of an address that are spelled where it is asked for:
// address.StaffPost(id, "wijzig") instead of the name of the word. A route's
// parameter is spelled.
func (t *Tree) spelled() []Finding {
	var found []Finding
	for _, file := range t.Files {
		if file.Test {
			continue
		}
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			fun, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || owner(fun.X) != "address" || !fun.Sel.IsExported() || slices.Contains(byNoun, fun.Sel.Name) {
				return true
			}
			for _, argument := range call.Args {
				literal, ok := argument.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING {
					continue
				}
				if text, _ := strconv.Unquote(literal.Value); !strings.HasPrefix(text, ":") {
					found = append(
						found,
						t.at(literal.Pos(), "%q is a word of an address: give it a name in %s", text, addressRoom),
					)
				}
			}
			return true
		})
	}
	return found
}

// twice finds the constants of the home of addresses that say the same.
func (t *Tree) twice() []Finding {
	var found []Finding
	named := map[string]string{}
	for again := true; again; { // a constant may stand before those it is made of
		again = false
		t.eachConstant(func(name *ast.Ident, value ast.Expr) {
			if text, ok := spell(value, named); ok && named[name.Name] == "" {
				named[name.Name], again = text, true
			}
		})
	}
	first := map[string]string{}
	t.eachConstant(func(name *ast.Ident, _ ast.Expr) {
		text := named[name.Name]
		if one := first[text]; one != "" {
			found = append(found, t.at(name.Pos(), "%q is %s already", text, one))
		}
		first[text] = name.Name
	})
	return found
}

// eachConstant visits the constants of the home of addresses.
func (t *Tree) eachConstant(visit func(name *ast.Ident, value ast.Expr)) {
	for _, file := range t.Files {
		if file.Test || file.Folder != addressRoom {
			continue
		}
		for _, decl := range file.Syntax.Decls {
			constants, ok := decl.(*ast.GenDecl)
			if !ok || constants.Tok != token.CONST {
				continue
			}
			for _, spec := range constants.Specs {
				for i, value := range spec.(*ast.ValueSpec).Values {
					visit(spec.(*ast.ValueSpec).Names[i], value)
				}
			}
		}
	}
}

// spell is what a constant says that is made of strings and other constants.
func spell(value ast.Expr, named map[string]string) (string, bool) {
	switch v := value.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(v.Value)
		return text, err == nil
	case *ast.Ident:
		return named[v.Name], named[v.Name] != ""
	case *ast.BinaryExpr:
		left, known := spell(v.X, named)
		right, too := spell(v.Y, named)
		return left + right, known && too
	}
	return "", false
}
