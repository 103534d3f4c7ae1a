package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

func TestT(t *testing.T) {
	for _, c := range []struct {
		name, got, want string
	}{
		{"filled", T(Dutch, "date.at", "Date", "vandaag", "Clock", "9.00"), "vandaag om 9.00"},
		{"English", T(English, "date.at", "Date", "today", "Clock", "9:00"), "today at 9:00"},
		{"zero language is Dutch", T("", "date.at", "Date", "a", "Clock", "b"), "a om b"},
		{"unknown key", T(Dutch, "date.nothing"), "⟦date.nothing⟧"},
		{"argument forgotten", T(Dutch, "date.at", "Date", "vandaag"), "⟦date.at⟧"},
		{"odd arguments", T(Dutch, "date.at", "Date"), "⟦date.at⟧"},
		{"name is no string", T(Dutch, "date.at", 1, 2), "⟦date.at⟧"},
		{"plural without a count", T(Dutch, "date.left_days"), "⟦date.left_days⟧"},
		{"not escaped here", T(Dutch, "date.at", "Date", "<b>", "Clock", "&"), "<b> om &"},
		{"one", N(Dutch, "date.left_days", 1), "nog 1 dag"},
		{"many", N(Dutch, "date.left_days", 12345), "nog 12.345 dagen"},
		{"none is plural", N(English, "date.left_days", 0), "0 days left"},
		{"English thousands", N(English, "date.left_days", 12345), "12,345 days left"},
		{"no plural forms", N(Dutch, "date.left_moment", 1), "minder dan 1 minuut"},
		{"unknown plural", N(Dutch, "date.nothing", 1), "⟦date.nothing⟧"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestKeys(t *testing.T) {
	if !Has(English, "date.at") || Has(English, "date.nothing") {
		t.Error("Has does not tell known from unknown")
	}
	if keys := Keys(Dutch); !slices.IsSorted(keys) || !slices.Contains(keys, "date.at") {
		t.Errorf("Keys = %v", keys)
	}
}

// TestConcurrent has many goroutines meet on templates that nobody has parsed
// yet; the race detector reads along.
func TestConcurrent(t *testing.T) {
	fresh, err := load(locales, Dutch)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 32 {
		all.Go(func() {
			config := &goi18n.LocalizeConfig{MessageID: "date.past_days", PluralCount: 2,
				TemplateData: map[string]any{"Count": "2"}, TemplateParser: parser}
			if got := fresh.fill("date.past_days", config); got != "2 dagen geleden" {
				t.Errorf("got %q", got)
			}
			if got := SortKey("’t Hart"); got != SortKey("'t Hart") {
				t.Errorf("key %q", got)
			}
		})
	}
	all.Wait()
}

// TestLocales holds every catalogue file, whoever adds it, to the other
// language. TestLocalesNotices shows that each rule bites.
func TestLocales(t *testing.T) {
	for _, fault := range faults(t, locales) {
		t.Error(fault)
	}
}

func TestLocalesNotices(t *testing.T) {
	good := map[string]string{
		"nl/meeting.json": `{"meeting.title": "Over {{.Name}}", "meeting.seats": {"one": "{{.Count}} plaats", "other": "{{.Count}} plaatsen"}}`,
		"en/meeting.json": `{"meeting.title": "About {{.Name}}", "meeting.seats": {"one": "One seat", "other": "{{.Count}} seats"}}`,
	}
	for _, c := range []struct{ name, file, content, want string }{
		{"file missing", "nl/reply.json", `{"reply.yes": "Ja"}`, `en: "reply.yes" is missing`},
		{"key missing", "en/meeting.json", `{"meeting.title": "About {{.Name}}"}`, `en: "meeting.seats" is missing`},
		{
			"other placeholder", "en/meeting.json", strings.Replace(good["en/meeting.json"], ".Name", ".Title", 1),
			`"meeting.title": placeholders differ`,
		},
		{
			"other plurals", "en/meeting.json",
			`{"meeting.title": "About {{.Name}}", "meeting.seats": "{{.Count}} seats"}`,
			`"meeting.seats": forms differ`,
		},
		{
			"form unknown", "nl/meeting.json", strings.Replace(good["nl/meeting.json"], `"one"`, `"few"`, 1),
			`"meeting.seats": forms differ`,
		},
		{"wrong noun", "nl/meeting.json", `{"reply.title": "x"}`, `"reply.title" does not belong in meeting.json`},
		{
			"twice in a file", "nl/meeting.json", `{"meeting.title": "a", "meeting.title": "b"}`,
			`"meeting.title" stands twice`,
		},
		{"empty", "nl/meeting.json", `{"meeting.title": " "}`, `"meeting.title" is empty`},
		{
			"not a bare placeholder", "nl/meeting.json", `{"meeting.title": "{{if .Name}}x{{end}}"}`,
			`"meeting.title": only {{.Name}}`,
		},
		{"not closed", "nl/meeting.json", `{"meeting.title": "{{.Name}"}`, `"meeting.title": only {{.Name}}`},
	} {
		files := fstest.MapFS{}
		for name, content := range good {
			files["locales/"+name] = &fstest.MapFile{Data: []byte(content)}
		}
		if found := faults(t, files); len(found) > 0 {
			t.Fatalf("good files: %v", found)
		}
		files["locales/"+c.file] = &fstest.MapFile{Data: []byte(c.content)}
		if found := faults(t, files); !strings.Contains(strings.Join(found, "\n"), c.want) {
			t.Errorf("%s: found %v, want %s", c.name, found, c.want)
		}
	}
}

func TestLoadRefusesKeyInTwoFiles(t *testing.T) {
	files := fstest.MapFS{
		"locales/nl/a.json": &fstest.MapFile{Data: []byte(`{"a.x": "1"}`)},
		"locales/nl/b.json": &fstest.MapFile{Data: []byte(`{"a.x": "2"}`)},
	}
	if _, err := load(files, Dutch); err == nil {
		t.Error("loaded")
	}
}

// text is one entry of a catalogue file: plural form → words.
type text map[string]string

// faults says what is wrong with the catalogues in fsys, read without the
// code under test.
func faults(t *testing.T, fsys fs.FS) (found []string) {
	t.Helper()
	all := map[Lang]map[string]text{}
	for _, lang := range Languages {
		all[lang] = map[string]text{}
		paths, err := fs.Glob(fsys, "locales/"+string(lang)+"/*")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range paths {
			found = append(found, readTexts(t, fsys, p, all[lang])...)
		}
	}
	for _, key := range union(all[Dutch], all[English]) {
		found = append(found, compare(key, all[Dutch][key], all[English][key])...)
	}
	return found
}

func readTexts(t *testing.T, fsys fs.FS, p string, into map[string]text) (found []string) {
	t.Helper()
	raw, err := fs.ReadFile(fsys, p)
	if err != nil {
		t.Fatal(err)
	}
	var file map[string]any
	if err := json.Unmarshal(raw, &file); err != nil || path.Ext(p) != ".json" {
		return []string{fmt.Sprintf("%s: not a catalogue: %v", p, err)}
	}
	noun := strings.TrimSuffix(path.Base(p), ".json")
	for key, value := range file {
		if !strings.HasPrefix(key, noun+".") {
			found = append(found, fmt.Sprintf("%q does not belong in %s", key, path.Base(p)))
		}
		if n := len(regexp.MustCompile(regexp.QuoteMeta(strconv.Quote(key))+`\s*:`).FindAll(raw, -1)); n > 1 {
			found = append(found, fmt.Sprintf("%s: %q stands twice", p, key))
		}
		into[key] = forms(value)
		for _, words := range into[key] {
			found = append(found, checkWords(p, key, words)...)
		}
	}
	return found
}

func forms(value any) text {
	one := text{}
	switch value := value.(type) {
	case string:
		one["other"] = value
	case map[string]any:
		for form, words := range value {
			one[form], _ = words.(string)
		}
	}
	return one
}

var placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

func checkWords(p, key, words string) (found []string) {
	if strings.TrimSpace(words) == "" {
		found = append(found, fmt.Sprintf("%s: %q is empty", p, key))
	}
	if strings.ContainsAny(placeholder.ReplaceAllString(words, ""), "{}") {
		found = append(found, fmt.Sprintf("%s: %q: only {{.Name}} may stand in braces", p, key))
	}
	return found
}

func compare(key string, dutch, english text) (found []string) {
	if dutch == nil || english == nil {
		lang := Dutch
		if english == nil {
			lang = English
		}
		return []string{fmt.Sprintf("%s: %q is missing", lang, key)}
	}
	want := []string{"other"}
	if len(dutch) > 1 {
		want = []string{"one", "other"}
	}
	if !slices.Equal(union(dutch), want) || !slices.Equal(union(english), want) {
		return []string{fmt.Sprintf("%q: forms differ: %v and %v, want %v", key, union(dutch), union(english), want)}
	}
	for form := range dutch {
		if d := cmp.Diff(placeholders(dutch[form]), placeholders(english[form])); d != "" {
			found = append(found, fmt.Sprintf("%q: placeholders differ in %s: %s", key, form, d))
		}
	}
	return found
}

// placeholders leaves out Count: "Eén plaats" may do without.
func placeholders(words string) []string {
	names := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(words, -1) {
		if m[1] != "Count" {
			names[m[1]] = true
		}
	}
	return union(names)
}

func union[V any](sets ...map[string]V) []string {
	keys := []string{}
	for _, set := range sets {
		for key := range set {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func TestParse(t *testing.T) {
	for in, want := range map[string]Lang{
		"nl": Dutch, "en": English, "EN": English, "en-GB": English, "en_US": English, " en ": English,
		"": Dutch, "fr": Dutch, "english": Dutch, "nl-BE": Dutch, "\xff": Dutch,
	} {
		if got := Parse(in); got != want {
			t.Errorf("Parse(%q) = %s, want %s", in, got, want)
		}
	}
}

func BenchmarkT(b *testing.B) {
	b.Run("template", func(b *testing.B) {
		for b.Loop() {
			T(Dutch, "date.at", "Date", "a", "Clock", "b")
		}
	})
	b.Run("plural", func(b *testing.B) {
		for b.Loop() {
			N(Dutch, "date.left_days", 12)
		}
	})
	b.Run("sortkey", func(b *testing.B) {
		for b.Loop() {
			PersonSortKey("Noor", "van ’t", "Hoff-de Ruijter")
		}
	})
}
