package archtest

import (
	"go/ast"
	"path"
	"slices"
	"strings"
)

// A door is a library that one room alone names; everybody else goes through that room.
type door struct {
	library string // an import path, with all below it
	room    string // a folder, with all below it
}

var doors = []door{
	{library: "gorm.io", room: "internal/store"},
	{library: "database/sql", room: "internal/store"},
	{library: "github.com/go-mail/mail", room: "internal/mailer"},
}

// Doors reports libraries that are named outside the room that owns them, in tests too.
func Doors(t *Tree) []Finding {
	var found []Finding
	for _, file := range t.Files {
		for _, spec := range file.Syntax.Imports {
			for _, d := range doors {
				if within(imported(spec), d.library) && !within(file.Folder, d.room) {
					found = append(found, t.at(spec.Pos(), "only %s names %s", d.room, imported(spec)))
				}
			}
		}
	}
	return found
}

// What the rules of the domain must not reach: whoever has these can wait, be cancelled, or see the world
// instead of being told about it.
var notInRules = []string{"context", "database/sql", "net/http", "os"}

// Who decides from its arguments alone, and the rooms of the house that it may know.
var deciders = map[string][]string{
	"internal/consult":   {"internal/address", "internal/dutch"},
	"internal/editorial": {"internal/consult", "internal/dutch", "internal/i18n"},
	"internal/importing": {"internal/consult", "internal/dutch"},
}

// Rules reports what the rules of the domain import besides the harmless part of the standard library and the
// rooms named above.
func Rules(t *Tree) []Finding {
	var found []Finding
	for _, file := range t.Files {
		known, decides := deciders[file.Folder]
		if !decides || file.Test {
			continue
		}
		for _, spec := range file.Syntax.Imports {
			name := imported(spec)
			if room, ours := strings.CutPrefix(name, t.Module+"/"); ours && slices.Contains(known, room) {
				continue
			}
			forbidden := func(library string) bool { return within(name, library) }
			if !standard(t, name) || slices.ContainsFunc(notInRules, forbidden) {
				found = append(found, t.at(spec.Pos(), "%s decides from its arguments alone: no %s", file.Folder, name))
			}
		}
	}
	return found
}

// standard tells the standard library by the go command's own rule: its first element has no dot.
func standard(t *Tree, name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first != t.Module && !strings.Contains(first, ".")
}

// The functions of package time that read the clock.
var clockReaders = []string{"Now", "Since", "Until"}

// Where the program gets its clock.
var clockRooms = []string{"internal/app", "cmd"}

// Clock reports code that reads the time itself instead of being given it.
func Clock(t *Tree) []Finding {
	var found []Finding
	for _, file := range t.Files {
		wired := func(room string) bool { return within(file.Folder, room) }
		if file.Test || slices.ContainsFunc(clockRooms, wired) {
			continue
		}
		name := localName(file.Syntax, "time")
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			if selector := selected(node, name); slices.Contains(clockReaders, selector) {
				found = append(
					found, t.at(node.Pos(), "time.%s: take now as an argument or a func() time.Time", selector),
				)
			}
			return true
		})
	}
	return found
}

// localName is what a file calls an imported package; empty when it does not import it.
func localName(file *ast.File, library string) string {
	for _, spec := range file.Imports {
		if imported(spec) != library {
			continue
		}
		if spec.Name != nil {
			return spec.Name.Name
		}
		return path.Base(library)
	}
	return ""
}

// selected returns Name for a node that is pkg.Name, and nothing for others.
func selected(node ast.Node, pkg string) string {
	selector, ok := node.(*ast.SelectorExpr)
	if !ok || pkg == "" {
		return ""
	}
	if x, ok := selector.X.(*ast.Ident); !ok || x.Name != pkg {
		return ""
	}
	return selector.Sel.Name
}
