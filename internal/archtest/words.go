package archtest

import (
	"go/ast"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// The words that mean too many things here: a meeting, a signing in, a connection; an answer, a flag of a
// calendar entry. GLOSSARY.md has the names to use.
var bannedWords = []string{"session", "sessions", "rsvp", "rsvps"}

// Names that libraries have given, with the reason why they stand here.
var libraryNames = map[string]string{
	"smtp.Session":             "go-smtp's interface for one conversation",
	"NewSession":               "the method go-smtp calls for every connection",
	"lock.SessionLocker":       "goose's lock on PostgreSQL",
	"WithSessionLocker":        "the same, as goose's option",
	"NewPostgresSessionLocker": "the same, made",
	"db.Session":               "GORM's method that starts a fresh chain",
	"gorm.Session":             "GORM's options of that chain",
	"ical.ParamRSVP":           "the calendar library's name of the parameter",
}

// Words reports identifiers and file names that hold a banned word.
func Words(t *Tree) []Finding {
	var found []Finding
	for _, file := range t.Files {
		if word := banned(strings.TrimSuffix(path.Base(file.Path), ".go")); word != "" {
			found = append(found, t.at(file.Syntax.Package, "file name holds %q", word))
		}
		given := map[*ast.Ident]bool{}
		ast.Inspect(file.Syntax, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.SelectorExpr: // seen before the names it is made of
				given[n.Sel] = libraryNames[owner(n.X)+"."+n.Sel.Name] != ""
			case *ast.Ident:
				if word := banned(n.Name); word != "" && !given[n] && libraryNames[n.Name] == "" {
					found = append(found, t.at(n.Pos(), "%s holds %q: see GLOSSARY.md", n.Name, word))
				}
			}
			return true
		})
	}
	return found
}

// owner is the last name before a dot: db in tx.db.Session.
func owner(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}

// banned returns the first banned word of a name, if it has one.
func banned(name string) string {
	for _, word := range words(name) {
		if slices.Contains(bannedWords, word) {
			return word
		}
	}
	return ""
}

// words splits a name where its words meet: NewSMTPSession_2 is new, smtp, session, 2.
func words(name string) []string {
	var out []string
	for _, part := range strings.Split(name, "_") {
		out = append(out, humps(part)...)
	}
	return out
}

func humps(name string) []string {
	runes := []rune(name)
	var out []string
	start := 0
	for i := range runes {
		lowerToUpper := i > 0 && !unicode.IsUpper(runes[i-1]) && unicode.IsUpper(runes[i])
		afterAcronym := i > 0 && unicode.IsUpper(runes[i-1]) && unicode.IsUpper(runes[i]) &&
			i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if lowerToUpper || afterAcronym {
			out, start = append(out, strings.ToLower(string(runes[start:i]))), i
		}
	}
	return append(out, strings.ToLower(string(runes[start:])))
}

// An open note is fine when it names its issue, as in TODO(#12): somebody will come back to it.
var openNote = regexp.MustCompile(`\b(?:TODO|FIXME)\b(?:\(#\d+\))?`)

// The kinds of files besides Go in which work may have been left open.
var noted = []string{".css", ".html", ".js", ".sh", ".sql", ".subject", ".txt", ".yml"}

// Notes reports work left open in comments of Go files and anywhere in the others.
func Notes(t *Tree) ([]Finding, error) {
	var found []Finding
	for _, file := range t.Files {
		for _, group := range file.Syntax.Comments {
			for _, comment := range group.List {
				if bare(comment.Text) {
					found = append(found, t.at(comment.Pos(), "work left open without an issue"))
				}
			}
		}
	}
	err := t.each(".", noted, func(file, text string) error {
		for i, line := range strings.Split(text, "\n") {
			if bare(line) {
				found = append(found, Finding{file, i + 1, "work left open without an issue"})
			}
		}
		return nil
	})
	return found, err
}

func bare(text string) bool {
	return slices.ContainsFunc(openNote.FindAllString(text, -1), func(note string) bool {
		return !strings.HasSuffix(note, ")")
	})
}
