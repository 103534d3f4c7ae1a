package i18n

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:embed locales
var locales embed.FS

// catalogue is the texts of one language. Texts without a placeholder are
// answered from entries; go-i18n chooses plural forms and fills placeholders,
// and keeps each parsed template.
type catalogue struct {
	entries   map[string]entry
	localizer *goi18n.Localizer
}

type entry struct {
	text   string
	fixed  bool // has neither placeholder nor plural
	plural bool
}

// parser makes a forgotten argument an error instead of "<no value>" on screen.
var parser = &template.TextParser{Option: "missingkey=error"}

var catalogues = sync.OnceValue(func() map[Lang]*catalogue {
	all := map[Lang]*catalogue{}
	for _, lang := range Languages {
		c, err := load(locales, lang)
		if err != nil {
			panic("i18n: " + err.Error()) // embedded at build time: a test has read the same bytes
		}
		all[lang] = c
	}
	return all
})

// load reads locales/<lang>/*.json. Each language is a bundle of its own, so
// that a text missing in English is missing and not silently Dutch.
func load(fsys fs.FS, lang Lang) (*catalogue, error) {
	tag := language.Make(string(lang))
	bundle := goi18n.NewBundle(tag)
	c := &catalogue{entries: map[string]entry{}}
	paths, err := fs.Glob(fsys, "locales/"+string(lang)+"/*.json")
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if err := c.read(fsys, path, bundle, tag); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	c.localizer = goi18n.NewLocalizer(bundle, string(lang))
	return c, nil
}

func (c *catalogue) read(fsys fs.FS, path string, bundle *goi18n.Bundle, tag language.Tag) error {
	raw, err := fs.ReadFile(fsys, path)
	if err != nil {
		return err
	}
	messages, err := bundle.ParseMessageBytes(tag, raw, json.Unmarshal)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if _, twice := c.entries[m.ID]; twice {
			return fmt.Errorf("key %q stands in two files", m.ID)
		}
		plural := m.One != ""
		fixed := !plural && !strings.Contains(m.Other, "{{")
		c.entries[m.ID] = entry{text: m.Other, fixed: fixed, plural: plural}
	}
	return nil
}

// T returns the text of key with its placeholders filled from args, pairs of
// a name and a value. A key that is unknown, or a text that asks for an
// argument not given, returns the key in ⟦brackets⟧. The result is plain text:
// the template that shows it escapes it.
func T(lang Lang, key string, args ...any) string {
	c := catalogues()[lang.known()]
	e, ok := c.entries[key]
	if ok && e.fixed {
		return e.text
	}
	data, valid := pairs(args)
	if !ok || !valid || e.plural {
		return missing(key)
	}
	return c.fill(key, &goi18n.LocalizeConfig{MessageID: key, TemplateData: data, TemplateParser: parser})
}

// N returns the text of key in the plural form that count asks for. Besides
// args, {{.Count}} is count written with the thousands separators of lang. A
// key without plural forms gives its only text.
func N(lang Lang, key string, count int, args ...any) string {
	c := catalogues()[lang.known()]
	e, ok := c.entries[key]
	data, valid := pairs(args)
	if !ok || !valid {
		return missing(key)
	}
	data["Count"] = Number(lang, count)
	config := &goi18n.LocalizeConfig{MessageID: key, TemplateData: data, TemplateParser: parser}
	if e.plural {
		config.PluralCount = count
	}
	return c.fill(key, config)
}

// Has reports whether lang has a text for key.
func Has(lang Lang, key string) bool {
	_, ok := catalogues()[lang.known()].entries[key]
	return ok
}

// Keys returns every key of lang in order.
func Keys(lang Lang) []string {
	return slices.Sorted(maps.Keys(catalogues()[lang.known()].entries))
}

func (c *catalogue) fill(key string, config *goi18n.LocalizeConfig) string {
	text, err := c.localizer.Localize(config)
	if err != nil {
		return missing(key)
	}
	return text
}

func pairs(args []any) (map[string]any, bool) {
	data := make(map[string]any, len(args)/2+1)
	if len(args)%2 != 0 {
		return nil, false
	}
	for i := 0; i < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return nil, false
		}
		data[name] = args[i+1]
	}
	return data, true
}

func missing(key string) string { return "⟦" + key + "⟧" }
