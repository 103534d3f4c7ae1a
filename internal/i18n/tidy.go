package i18n

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tidy removes what nobody meant to type: byte order marks, zero-width and
// other invisible characters, control characters, spaces around and doubled
// (no-break spaces included). Letters with accents become one character each
// (NFC). The result is valid UTF-8 on one line.
func Tidy(s string) string {
	s = strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

func visible(r rune) rune {
	switch {
	case unicode.IsControl(r):
		return ' '
	case unicode.Is(unicode.Cf, r):
		return -1
	default:
		return r
	}
}

// straight gives every sign that people type for an apostrophe one form, for
// comparison only.
var straight = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "`", "'", "´", "'", "′", "'")

// Capital writes the first letter of s as a capital; a word that begins with
// ij gets both: "ijsbrand" becomes "IJsbrand". An apostrophe at the start
// leaves s as it is ("’t Hart").
func Capital(s string) string {
	if strings.HasPrefix(s, "ij") || strings.HasPrefix(s, "Ij") {
		return "IJ" + s[2:]
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
