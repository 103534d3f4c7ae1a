package i18n

import (
	"regexp"
	"strings"
)

var (
	eightDigits = regexp.MustCompile(`^[0-9]{8}$`)
	postcode    = regexp.MustCompile(`^([1-9][0-9]{3}) ?([A-Z]{2})$`)
)

// ValidKvK reports whether s is written as a number of the Chamber of
// Commerce: eight digits, a leading zero included. There is no public check
// digit.
func ValidKvK(s string) bool { return eightDigits.MatchString(s) }

// ValidAGB reports whether s is written as an AGB code of a care provider:
// eight digits. There is no public check digit.
func ValidAGB(s string) bool { return eightDigits.MatchString(s) }

// NormalPostcode gives a Dutch postcode its one form, "1234 AB". False when s
// is not one: a zero in front, or the letters SA, SD and SS that are not used.
func NormalPostcode(s string) (string, bool) {
	m := postcode.FindStringSubmatch(strings.ToUpper(Tidy(s)))
	if m == nil || m[2] == "SA" || m[2] == "SD" || m[2] == "SS" {
		return "", false
	}
	return m[1] + " " + m[2], true
}
