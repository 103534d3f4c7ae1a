package i18n

import (
	"regexp"
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"’t Hart & IJmond ë": "t-hart-ijmond-e", "'s-Gravenhage": "s-gravenhage", "  Foto's  2026!": "fotos-2026",
		"Straße Ærø": "strasse-aero",
		"Ĳmond":      "ijmond", "ﬁn": "fin", "İzmir": "izmir", "日本": "", "---": "", "": "", "1.234,5": "1-234-5",
		"\xffa": "a",
	} {
		if got := Slug(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if got := Slug(strings.Repeat("abcdefghi ", 20)); len(got) != 79 || strings.HasSuffix(got, "-") {
		t.Errorf("words: %d %q", len(got), got)
	}
	if got := Slug(strings.Repeat("a", 200)); len(got) != maxSlug {
		t.Errorf("one word: %d", len(got))
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("’t Hart & IJmond ë")
	safe := regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)
	f.Fuzz(func(t *testing.T, s string) {
		slug := Slug(s)
		if !safe.MatchString(slug) || len(slug) > maxSlug || Slug(slug) != slug {
			t.Errorf("%q: %q, again %q", s, slug, Slug(slug))
		}
	})
}
