package i18n

import (
	"regexp"
	"strings"
	"testing"
)

func TestKvKAndAGB(t *testing.T) {
	for in, want := range map[string]bool{
		"01234567": true, "12345678": true, "06020101": true,
		"1234567": false, "123456789": false, "12 34": false, "1234567a": false, "": false, "１２３４５６７８": false, "12345678\n": false,
	} {
		if ValidKvK(in) != want || ValidAGB(in) != want {
			t.Errorf("%q: KvK %t, AGB %t", in, ValidKvK(in), ValidAGB(in))
		}
	}
}

func TestNormalPostcode(t *testing.T) {
	for in, want := range map[string]string{
		"2012 CR": "2012 CR", "2012CR": "2012 CR", " 2012" + nbsp + "cr ": "2012 CR", "1000 AA": "1000 AA", "1234 SC": "1234 SC",
		"0123 AB": "", "1234 SS": "", "1234 SA": "", "1234sd": "", "1234": "", "12345 AB": "", "1234 A": "", "": "", "1234  5B": "",
	} {
		if got, ok := NormalPostcode(in); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %t", in, got, ok)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"’t Hart & IJmond ë": "t-hart-ijmond-e", "'s-Gravenhage": "s-gravenhage", "  Foto's  2026!": "fotos-2026", "Straße Ærø": "strasse-aero",
		"Ĳmond": "ijmond", "ﬁn": "fin", "İzmir": "izmir", "日本": "", "---": "", "": "", "1.234,5": "1-234-5", "\xffa": "a",
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

func FuzzIdentifiers(f *testing.F) {
	f.Add("1234.56.782 2012cr")
	f.Fuzz(func(t *testing.T, s string) {
		if code, ok := NormalPostcode(s); ok {
			if again, ok := NormalPostcode(code); !ok || again != code {
				t.Errorf("%q: %q → %q", s, code, again)
			}
		}
	})
}
