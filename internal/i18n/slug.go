package i18n

import (
	"regexp"
	"strings"

	"samenspraak/internal/dutch"
)

const maxSlug = 80

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// Slug is s as part of an address: a-z, 0-9 and single hyphens, accents
// dropped, at most 80 characters and cut between words where it can be. "’t
// Hart & IJmond ë" becomes "t-hart-ijmond-e". It is empty when s has no letter
// or digit of our alphabet; the caller then needs another word.
func Slug(s string) string {
	s = strings.ReplaceAll(dutch.Straight(Tidy(s)), "'", "")
	s = strings.Trim(notInSlug.ReplaceAllString(dutch.Unaccented(s), "-"), "-")
	if len(s) <= maxSlug {
		return s
	}
	cut := strings.LastIndexByte(s[:maxSlug+1], '-')
	if cut < maxSlug/2 {
		cut = maxSlug
	}
	return strings.Trim(s[:cut], "-")
}
