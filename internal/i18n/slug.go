package i18n

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const maxSlug = 80

var (
	notInSlug = regexp.MustCompile(`[^a-z0-9]+`)
	letters   = strings.NewReplacer("'", "", "ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ı", "i")
)

// Slug is s as part of an address: a-z, 0-9 and single hyphens, accents
// dropped, at most 80 characters and cut between words where it can be. "’t
// Hart & IJmond ë" becomes "t-hart-ijmond-e". It is empty when s has no letter
// or digit of our alphabet; the caller then needs another word.
func Slug(s string) string {
	s = letters.Replace(straight.Replace(strings.ToLower(Tidy(s))))
	s = strings.Map(dropMark, norm.NFKD.String(s))
	s = strings.Trim(notInSlug.ReplaceAllString(strings.ToLower(s), "-"), "-")
	if len(s) <= maxSlug {
		return s
	}
	cut := strings.LastIndexByte(s[:maxSlug+1], '-')
	if cut < maxSlug/2 {
		cut = maxSlug
	}
	return strings.Trim(s[:cut], "-")
}

func dropMark(r rune) rune {
	if unicode.Is(unicode.Mn, r) {
		return -1
	}
	return r
}
