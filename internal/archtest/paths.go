package archtest

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// The rooms whose addresses are made in one place, and how a whole address of theirs begins.
const (
	pathRooms = "internal/web/staff"
	pathStart = "/beheer"
)

// Paths reports an address that is written out a second time: it is a name of the desk's, or a constant
// of the room that alone has it.
func Paths(t *Tree) []Finding {
	var found []Finding
	seen := map[string]bool{}
	for _, file := range t.Files {
		if file.Test || !within(file.Folder, pathRooms) {
			continue
		}
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			literal, ok := node.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(literal.Value) // the parser has accepted it
			if !strings.HasPrefix(text, pathStart) {
				return true
			}
			if seen[text] {
				found = append(found, t.at(node.Pos(), "%s is written out twice: give it a name in desk/address.go", text))
			}
			seen[text] = true
			return true
		})
	}
	return found
}
