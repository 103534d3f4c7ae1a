package archtest

import (
	"regexp"
	"strings"
)

// A stain is something that no template may hold.
type stain struct {
	pattern *regexp.Regexp
	unless  *regexp.Regexp // what makes a match harmless, if anything does
	text    string
	letters bool // whether letters must be without it too
}

// Pages go out under a policy that runs no inline code and speaks to no other host, so these would not
// work; and every one of them is a hole where the policy does not reach. Letters carry their style inline
// because mail programs drop style sheets.
var stains = []stain{
	{
		pattern: regexp.MustCompile(`(?i)<[^<>]*\sstyle\s*=`),
		text:    "style attribute: give it a class",
	},
	{
		pattern: regexp.MustCompile(`(?i)<style\b`),
		text:    "inline style sheet: put it in static/css",
	},
	{
		pattern: regexp.MustCompile(`(?i)<script\b[^<>]*>`),
		unless:  regexp.MustCompile(`(?i)\ssrc\s*=|\stype="application/ld\+json"`), // data, which no browser runs
		text:    "inline script: put it in static/js",
		letters: true,
	},
	{
		pattern: regexp.MustCompile(`(?i)<[^<>]*\son[a-z]+\s*=`),
		text:    "event handler: attach it in static/js",
		letters: true,
	},
	{
		pattern: regexp.MustCompile(`(?i)=\s*["']?\s*javascript:`),
		text:    "script in an address",
		letters: true,
	},
	{
		pattern: regexp.MustCompile(
			`(?i)\s(?:action|data|formaction|href|poster|src|srcset)\s*=\s*["']?\s*(?:https?:)?//`,
		),
		text:    "another host: addresses come from the settings or lead home",
		letters: true,
	},
}

var otherHostInStyle = stain{
	pattern: regexp.MustCompile(`(?i)(?:url\(|@import)\s*["']?\s*(?:https?:)?//`),
	text:    "another host",
}

// Scripts build what they show from nodes and text, so that no word of a visitor is ever read as markup; and
// they fetch nothing but what the page they stand on names.
var scriptStains = []stain{
	{
		pattern: regexp.MustCompile(`\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTML|setHTMLUnsafe|srcdoc|` +
			`createContextualFragment|DOMParser|parseFromString)\b|\bdocument\.write`),
		text: "markup from text: build nodes",
	},
	{
		pattern: regexp.MustCompile(
			`\beval\b|\bFunction\s*\(|\b(?:setTimeout|setInterval)\s*\(\s*["'\x60]|\bimport\s*\(`,
		),
		text: "code from text",
	},
	{
		pattern: regexp.MustCompile(`(?i)\bhttps?:|["'\x60]//|\bjavascript:`),
		text:    "an address: pages say where a script sends what",
	},
}

var templateAction = regexp.MustCompile(`(?s)\{\{.*?\}\}`)

// Markup reports templates, style sheets and scripts with parts that the content security policy forbids.
func Markup(t *Tree) ([]Finding, error) {
	var found []Finding
	err := t.each("templates", []string{".html"}, func(file, text string) error {
		text = templateAction.ReplaceAllStringFunc(text, blank)
		for _, s := range stains {
			found = append(found, matches(file, text, s)...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = t.each("internal/letter", []string{".html"}, func(file, text string) error {
		if within(file, "internal/letter/testdata") {
			return nil // finished letters, whose links are whole
		}
		text = templateAction.ReplaceAllStringFunc(text, blank)
		for _, s := range stains {
			if s.letters {
				found = append(found, matches(file, text, s)...)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = t.each("static", []string{".css"}, func(file, text string) error {
		found = append(found, matches(file, text, otherHostInStyle)...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = t.each("static", []string{".js"}, func(file, text string) error {
		for _, s := range scriptStains {
			found = append(found, matches(file, text, s)...)
		}
		return nil
	})
	return found, err
}

// blank empties an action and keeps its lines, so that what follows stays on its own.
func blank(action string) string {
	return strings.Repeat("\n", strings.Count(action, "\n"))
}

func matches(file, text string, s stain) []Finding {
	var found []Finding
	for _, at := range s.pattern.FindAllStringIndex(text, -1) {
		if s.unless != nil && s.unless.MatchString(text[at[0]:at[1]]) {
			continue
		}
		found = append(found, Finding{file, lineOf(text, at[1]-1), s.text})
	}
	return found
}
