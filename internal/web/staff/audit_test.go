package staff_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
)

// TestLogHasWords: every action, kind of object and detail that a use case
// records has words in both languages, so that the log reads as sentences. The
// use cases are read as source, because an event nobody caused in a test would
// go unseen otherwise.
func TestLogHasWords(t *testing.T) {
	words := recordedWords(t)
	for _, state := range consult.MailStates {
		if !state.Waiting() && state != consult.Sending {
			words["audit.action.mail."+string(state)] = true
		}
	}
	for _, d := range []service.Decision{
		service.Arrived, service.Resend, service.Again, service.Release, service.Drop,
	} {
		words["audit.action.mail."+string(d)] = true
	}
	for _, one := range consult.Purposes {
		words["letter."+string(one)+".name"] = true
	}
	if len(words) < 60 {
		t.Fatalf("found only %d words: does this test still read the use cases?", len(words))
	}
	for key := range words {
		for _, lang := range i18n.Languages {
			if !i18n.Has(lang, key) {
				t.Errorf("no text %s in %s", key, lang)
			}
		}
	}
}

// action is what an action looks like: a noun and what was done with it. What
// is a text of the catalogue looks the same and is none.
var action = regexp.MustCompile(`^(attachment|audit|contact|import|invitation|invitees?|list|mail|mailing|meeting|municipality|needs|organisation|` +
	`region|reminder|reply|settings|staff)\.[a-z_]+$`)

func recordedWords(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("../../service/*.go")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text := literal(n); action.MatchString(text) && !i18n.Has(i18n.Dutch, text) {
					words["audit.action."+text] = true
				}
			case *ast.CallExpr:
				if fun, ok := n.Fun.(*ast.SelectorExpr); ok && fun.Sel.Name == "event" && literal(n.Args[2]) != "" {
					words["audit.object."+literal(n.Args[2])] = true
				}
			case *ast.AssignStmt:
				recordedDetail(n, words)
			}
			return true
		})
	}
	return words
}

// recordedDetail takes the names of e.Detail = map[string]any{…}.
func recordedDetail(a *ast.AssignStmt, words map[string]bool) {
	target, ok := a.Lhs[0].(*ast.SelectorExpr)
	if !ok || target.Sel.Name != "Detail" {
		return
	}
	made, ok := a.Rhs[0].(*ast.CompositeLit)
	if !ok {
		return
	}
	for _, element := range made.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok {
			words["audit.detail."+literal(pair.Key)] = true
		}
	}
}

func literal(x ast.Expr) string {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	text, _ := strconv.Unquote(lit.Value)
	return text
}
