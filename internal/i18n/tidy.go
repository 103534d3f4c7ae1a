package i18n

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Tidy makes one line of what somebody typed or sent, without what nobody meant
// to type: control characters and line ends become spaces, byte order marks,
// direction marks and other invisible characters go, spaces around and doubled
// (no-break spaces included) too. Letters with accents become one character each
// (NFC). A joiner stays where the writing needs it, as in Persian and in emoji of
// several people, and goes between Latin letters, where it would make two names
// that look alike. The result is valid UTF-8.
func Tidy(s string) string {
	return strings.Join(strings.Fields(norm.NFC.String(visible(s, ' '))), " ")
}

// TidyText is Tidy for a text of several lines: each line end there is becomes a
// line feed, tabs and spaces within stay, those around the whole go.
func TidyText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(norm.NFC.String(visible(s, '\n')))
}

// visible leaves out what cannot be seen. What ends a line becomes lineEnd, and
// other control characters a space; a tab stays a tab.
func visible(s string, lineEnd rune) string {
	before := ' ' // the last character that was kept and is no mark on another
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			r = lineEnd
		case r == '\t':
		case unicode.IsControl(r):
			r = ' '
		case r == zeroWidthNonJoiner, r == zeroWidthJoiner:
			if !joins(before) {
				return -1
			}
		case unicode.In(r, unicode.Cf, unicode.Noncharacter_Code_Point, unicode.Other_Default_Ignorable_Code_Point) &&
			!unicode.Is(unicode.Prepended_Concatenation_Mark, r): // these are signs around Arabic numbers, and seen
			return -1
		}
		if !unicode.Is(unicode.M, r) {
			before = r
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")))
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// joins says whether a joiner may follow a character: a letter of a writing that
// joins or breaks ligatures, or an emoji.
func joins(r rune) bool {
	return unicode.In(r, unicode.L, unicode.So, unicode.Sk) &&
		!unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}
