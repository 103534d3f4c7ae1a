package archtest

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
)

// Every text stands in each of these.
var languages = []string{"nl", "en"}

// A use is a place that asks the catalogue for a text by a literal key. Keys put together at run time
// cannot be seen here.
type use struct {
	file    string
	line    int
	key     string
	counted bool // asks for a plural form
}

// Keys reports texts that templates and code ask for and the catalogue lacks, in any language.
func Keys(t *Tree) ([]Finding, error) {
	uses, err := templateUses(t)
	if err != nil {
		return nil, err
	}
	uses = append(uses, codeUses(t)...)
	var found []Finding
	for _, language := range languages {
		texts, err := catalogue(t, language)
		if err != nil {
			return nil, err
		}
		for _, u := range uses {
			plural, known := texts[u.key]
			switch {
			case !known:
				found = append(found, Finding{u.file, u.line, fmt.Sprintf("no text %q in %s", u.key, language)})
			case plural && !u.counted:
				found = append(
					found,
					Finding{
						u.file, u.line,
						fmt.Sprintf("text %q has plural forms in %s: ask with a count", u.key, language),
					},
				)
			}
		}
	}
	return found, nil
}

// codeUses finds i18n.T(lang, "key") and i18n.N(lang, "key", count). Tests are left out: they also ask for
// what is not there.
func codeUses(t *Tree) []use {
	var uses []use
	for _, file := range t.Files {
		name := localName(file.Syntax, t.Module+"/internal/i18n")
		if file.Test || name == "" {
			continue
		}
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 {
				return true
			}
			function := selected(call.Fun, name)
			literal, ok := call.Args[1].(*ast.BasicLit)
			if (function == "T" || function == "N") && ok && literal.Kind == token.STRING {
				key, _ := strconv.Unquote(literal.Value) // the parser has accepted it
				uses = append(uses, use{file.Path, t.fset.Position(literal.Pos()).Line, key, function == "N"})
			}
			return true
		})
	}
	return uses
}

// templateUses finds {{t "key"}} and {{n "key" count}}, however deep in a pipeline.
func templateUses(t *Tree) ([]use, error) {
	var uses []use
	err := t.each("templates", []string{".html", ".subject", ".txt"}, func(file, text string) error {
		parsed := parse.New(file)
		parsed.Mode = parse.SkipFuncCheck
		set := map[string]*parse.Tree{}
		if _, err := parsed.Parse(text, "", "", set); err != nil {
			return err
		}
		for _, tree := range set {
			walkTemplate(tree.Root, func(command *parse.CommandNode) {
				if key, counted, ok := asksFor(command); ok {
					uses = append(uses, use{file, lineOf(text, int(command.Position())), key, counted})
				}
			})
		}
		return nil
	})
	return uses, err
}

func asksFor(command *parse.CommandNode) (key string, counted, ok bool) {
	if len(command.Args) < 2 {
		return "", false, false
	}
	function, isName := command.Args[0].(*parse.IdentifierNode)
	literal, isText := command.Args[1].(*parse.StringNode)
	if !isName || !isText || function.Ident != "t" && function.Ident != "n" {
		return "", false, false
	}
	return literal.Text, function.Ident == "n", true
}

// walkTemplate visits every command of a template.
func walkTemplate(node parse.Node, visit func(*parse.CommandNode)) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return // an if without an else
		}
		for _, child := range n.Nodes {
			walkTemplate(child, visit)
		}
	case *parse.ActionNode:
		walkTemplate(n.Pipe, visit)
	case *parse.TemplateNode:
		walkTemplate(n.Pipe, visit)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, visit)
	case *parse.PipeNode:
		if n == nil {
			return // a template called without data
		}
		for _, command := range n.Cmds {
			walkTemplate(command, visit)
		}
	case *parse.CommandNode:
		visit(n)
		for _, arg := range n.Args {
			walkTemplate(arg, visit)
		}
	}
}

func walkBranch(n *parse.BranchNode, visit func(*parse.CommandNode)) {
	walkTemplate(n.Pipe, visit)
	walkTemplate(n.List, visit)
	walkTemplate(n.ElseList, visit)
}

// catalogue reads the keys of one language, and whether they have plural forms. Keys may be nested, as
// go-i18n reads them: {"a": {"b": "text"}} is a.b.
func catalogue(t *Tree, language string) (map[string]bool, error) {
	texts := map[string]bool{}
	folder := path.Join("internal/i18n/locales", language)
	err := t.each(folder, []string{".json"}, func(file, text string) error {
		var entries map[string]any
		if err := json.Unmarshal([]byte(text), &entries); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		flatten(texts, "", entries)
		return nil
	})
	if err == nil && len(texts) == 0 {
		err = fmt.Errorf("%s: %w", folder, fs.ErrNotExist)
	}
	return texts, err
}

// The words that make a JSON object one text instead of a group of them.
var messageWords = []string{"description", "few", "many", "one", "other", "two", "zero"}

func flatten(texts map[string]bool, prefix string, entries map[string]any) {
	for name, value := range entries {
		group, nested := value.(map[string]any)
		switch {
		case !nested:
			texts[prefix+name] = false
		case isMessage(group):
			_, plural := group["one"]
			texts[prefix+name] = plural
		default:
			flatten(texts, prefix+name+".", group)
		}
	}
}

func isMessage(group map[string]any) bool {
	for name, value := range group {
		if _, text := value.(string); !text || !slices.Contains(messageWords, strings.ToLower(name)) {
			return false
		}
	}
	return true
}
