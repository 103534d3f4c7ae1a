package archtest

import (
	"go/ast"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Lists that stand on one page for good: what bounds each of them.
var shortLists = map[string]string{
	"staff/attendance/list.html": "printed whole, for the door of one meeting",
	"staff/import/list.html":     "staff take in a file a few times a year",
	"staff/staff/list.html":      "those who work for one region",
	"staff/theme/list.html":      "read and put in order as a whole",
}

// pagers are what the desk's kit has to go through a list.
var pagers = []string{"Pager", "NumberedPager", "Older"}

// Lists reports a list of the staff side that nobody can go through: whose
// template shows no pager, or whose page fills none in. A list grows.
func Lists(t *Tree) ([]Finding, error) {
	var found []Finding
	for _, file := range t.Files {
		if file.Test || !within(file.Folder, "internal/web/staff") {
			continue
		}
		paged := false
		var lists []*ast.BasicLit
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.BasicLit:
				if name, err := strconv.Unquote(n.Value); err == nil && path.Base(name) == "list.html" &&
					shortLists[name] == "" {
					lists = append(lists, n)
				}
			case *ast.SelectorExpr:
				for _, one := range pagers {
					paged = paged || owner(n.X) == "desk" && n.Sel.Name == one
				}
			}
			return true
		})
		for _, list := range lists {
			name, _ := strconv.Unquote(list.Value) // it was read above
			text, err := fs.ReadFile(t.fsys, path.Join("templates", name))
			if err != nil {
				return nil, err
			}
			switch {
			case !strings.Contains(string(text), `"parts/pager"`):
				found = append(found, t.at(list.Pos(), "%s shows no pager", name))
			case !paged:
				found = append(
					found, t.at(list.Pos(), "%s shows a pager that nothing here fills: see desk.Pager", name),
				)
			}
		}
	}
	return found, nil
}
