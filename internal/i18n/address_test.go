package i18n

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"samenspraak/internal/dutch"
)

func TestParseAddress(t *testing.T) {
	for _, c := range []struct{ in, display, canonical string }{
		{"jan@voorbeeld.example", "jan@voorbeeld.example", "jan@voorbeeld.example"},
		{"Jan.Poel@Voorbeeld.EXAMPLE", "Jan.Poel@voorbeeld.example", "jan.poel@voorbeeld.example"},
		{"  jan@voorbeeld.example\r\n", "jan@voorbeeld.example", "jan@voorbeeld.example"},
		{"\ufeffjan@voor\u00adbeeld.example\u00a0\u200b", "jan@voorbeeld.example", "jan@voorbeeld.example"},
		{"jan@jeugdhülfe.example", "jan@xn--jeugdhlfe-v9a.example", "jan@xn--jeugdhlfe-v9a.example"},
		{"jan@Cafe\u0301.example", "jan@xn--caf-dma.example", "jan@xn--caf-dma.example"},
		{"jan+zorg_1@mail.voorbeeld.example", "jan+zorg_1@mail.voorbeeld.example", "jan+zorg_1@mail.voorbeeld.example"},
		{"o'neil@voorbeeld.example", "o'neil@voorbeeld.example", "o'neil@voorbeeld.example"},
		{"info@9292.example", "info@9292.example", "info@9292.example"},
		{
			strings.Repeat("a", 64) + "@voorbeeld.example", strings.Repeat("a", 64) + "@voorbeeld.example",
			strings.Repeat("a", 64) + "@voorbeeld.example",
		},
	} {
		got, err := ParseAddress(c.in)
		if err != nil || got.Display != c.display || got.Canonical != c.canonical {
			t.Errorf("%q: %+v, %v", c.in, got, err)
		}
		if canonical, err := CanonicalAddress(c.in); err != nil || canonical != c.canonical {
			t.Errorf("%q: canonical %q, %v", c.in, canonical, err)
		}
	}
}

func TestParseAddressRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                                             ErrAddress,
		"jan":                                          ErrAddress,
		"@voorbeeld.example":                           ErrAddress,
		"jan@":                                         ErrAddress,
		"jan@localhost":                                ErrAddress,
		"jan@[127.0.0.1]":                              ErrAddress,
		"jan@127.0.0.1":                                ErrAddress,
		"jan@voorbeeld.example.":                       ErrAddress,
		"jan@voorbeeld..example":                       ErrAddress,
		"jan@-voorbeeld.example":                       ErrAddress,
		"jan@voor_beeld.example":                       ErrAddress,
		"jan@xn--a.example":                            ErrAddress,
		".jan@voorbeeld.example":                       ErrAddress,
		"jan.@voorbeeld.example":                       ErrAddress,
		"j..an@voorbeeld.example":                      ErrAddress,
		`"jan poel"@voorbeeld.example`:                 ErrAddress,
		"jan poel@voorbeeld.example":                   ErrAddress,
		"Jan <jan@voorbeeld.example>":                  ErrAddress,
		"<jan@voorbeeld.example>":                      ErrAddress,
		"jan(werk)@voorbeeld.example":                  ErrAddress,
		"mailto:jan@voorbeeld.example":                 ErrAddress,
		"jan@voorbeeld.example\r\nBcc: x":              ErrAddress,
		"jan\x00@voorbeeld.example":                    ErrAddress,
		"jan@voorbeeld.example?subject=x":              ErrAddress,
		"jan@voorbeeld.example;":                       ErrAddress,
		"jan@a.example, piet@b.example":                ErrManyAddresses,
		"jan@a.example\npiet@b.example":                ErrManyAddresses,
		"zoë@voorbeeld.example":                        ErrLocalPart,
		"zoe\u0308@voorbeeld.example":                  ErrLocalPart,
		strings.Repeat("a", 65) + "@b.example":         ErrAddress,
		"jan@" + strings.Repeat("a", 64) + ".example":  ErrAddress,
		"jan@" + strings.Repeat("aa.", 90) + "example": ErrAddress,
	} {
		if got, err := ParseAddress(in); !errors.Is(err, want) || got != (Address{}) {
			t.Errorf("%q: %+v, %v, want %v", in, got, err, want)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, s := range []string{
		"jan@voorbeeld.example", "Zoë@Jeugdhülfe.example", "a@b.example\r\nBcc: c", "a@xn--caf-dma.example",
		"a@b。example",
	} {
		f.Add(s)
	}
	plain := regexp.MustCompile(`^[!-~]+@[a-z0-9.-]+$`)
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseAddress(s)
		if err != nil {
			return
		}
		if !plain.MatchString(a.Display) || strings.ContainsAny(a.Display, "<>()[],;:\\\"") ||
			len(a.Display) > dutch.MaxAddress {
			t.Errorf("%q: %q", s, a.Display)
		}
		if again, err := ParseAddress(a.Display); err != nil || again != a {
			t.Errorf("%q → %+v → %+v, %v", s, a, again, err)
		}
		if again, err := CanonicalAddress(a.Canonical); err != nil || again != a.Canonical {
			t.Errorf("%q: canonical %q → %q, %v", s, a.Canonical, again, err)
		}
	})
}
