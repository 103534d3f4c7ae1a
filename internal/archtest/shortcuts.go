package archtest

import (
	"go/ast"
	"slices"
)

// The ways around a password and a mailed link, and the only rooms besides service that may take them: the
// demo, which is its own visitor, and the command that starts it.
var shortcuts = map[string][]string{
	"InvitationToken": {"internal/service", "internal/demo"},
	"SignInDirectly":  {"internal/service", "cmd/samenspraak"},
}

// Shortcuts reports who could let somebody in that has shown nothing: a page must never.
func Shortcuts(t *Tree) []Finding {
	var found []Finding
	for _, file := range t.Files {
		if file.Test {
			continue
		}
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			rooms, short := shortcuts[selector.Sel.Name]
			inside := func(room string) bool { return within(file.Folder, room) }
			if short && !slices.ContainsFunc(rooms, inside) {
				found = append(found, t.at(selector.Sel.Pos(), "%s lets in who has shown nothing: not from here",
					selector.Sel.Name))
			}
			return true
		})
	}
	return found
}
