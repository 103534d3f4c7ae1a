package page

import (
	"fmt"
	"html/template"
	"strings"
	"text/template/parse"

	"samenspraak/internal/i18n"
	"samenspraak/templates"
)

// mainName is what a layout calls the page it surrounds.
const mainName = "main"

// parsePage makes the set of one page in one language: its layout, the page as
// "main", and of the parts only those that are named, directly or by a part.
func parsePage(file string, layout Layout, lang i18n.Lang) (*template.Template, error) {
	set := template.New(layoutFiles[layout]).Funcs(functions(lang))
	if err := add(set, layoutFiles[layout]); err != nil {
		return nil, err
	}
	if err := add(set.New(mainName), file); err != nil {
		return nil, err
	}
	for {
		missing := undefined(set)
		if missing == "" {
			return set, nil
		}
		if err := add(set.New(missing+" (file)"), partFile(missing)); err != nil {
			return nil, fmt.Errorf("page %s: %w", file, err)
		}
		if set.Lookup(missing) == nil {
			return nil, fmt.Errorf("page %s: %s does not define %q", file, partFile(missing), missing)
		}
	}
}

func add(t *template.Template, file string) error {
	src, err := templates.Files.ReadFile(file)
	if err != nil {
		return fmt.Errorf("template %s: %w", file, err)
	}
	if _, err := t.Parse(string(src)); err != nil {
		return fmt.Errorf("template %s: %w", file, err)
	}
	return nil
}

// partFile is where a part is defined: "parts/table/head" stands in
// parts/table.html.
func partFile(name string) string {
	segments := strings.SplitN(name, "/", 3)
	return strings.Join(segments[:min(2, len(segments))], "/") + ".html"
}

// undefined finds one template that is called and not defined, or "".
func undefined(set *template.Template) string {
	for _, t := range set.Templates() {
		if t.Tree == nil {
			continue
		}
		for _, name := range called(t.Tree.Root, nil) {
			if set.Lookup(name) == nil {
				return name
			}
		}
	}
	return ""
}

func called(node parse.Node, names []string) []string {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return names
		}
		for _, child := range n.Nodes {
			names = called(child, names)
		}
	case *parse.IfNode:
		return called(n.ElseList, called(n.List, names))
	case *parse.WithNode:
		return called(n.ElseList, called(n.List, names))
	case *parse.RangeNode:
		return called(n.ElseList, called(n.List, names))
	case *parse.TemplateNode:
		return append(names, n.Name)
	}
	return names
}
