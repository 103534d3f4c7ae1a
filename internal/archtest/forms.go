package archtest

import (
	"go/ast"
	"slices"
)

// What reads a form or a query past gate.Form: of echo's context, and of a request.
var formReaders = []string{
	"FormValue", "PostFormValue", "FormParams", "FormFile", "MultipartForm", "MultipartReader", "ParseForm",
	"ParseMultipartForm",
	"PostForm", "QueryParam", "QueryParams", "QueryString", "Bind",
}

// The room whose Form and Query everybody else uses.
const formRoom = "internal/web/gate"

// Forms reports pages that take what somebody typed by themselves, where nothing is tidied or bounded and
// the second of two values goes unseen.
func Forms(t *Tree) []Finding {
	var found []Finding
	for _, file := range t.Files {
		if file.Test || !within(file.Folder, "internal/web") || within(file.Folder, formRoom) {
			continue
		}
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			if selector, ok := node.(*ast.SelectorExpr); ok && slices.Contains(formReaders, selector.Sel.Name) {
				found = append(found, t.at(node.Pos(), "%s: take it from gate.FormOf or gate.Query", selector.Sel.Name))
			}
			return true
		})
	}
	return found
}
