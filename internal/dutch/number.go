package dutch

import (
	"regexp"
	"strings"
)

// Digits says whether s is so many digits and nothing else. A number of the
// Chamber of Commerce (KvK) and an AGB code of a care provider have eight, a
// leading zero included, and the code of a municipality four. None of them has
// a public check digit.
func Digits(s string, n int) bool {
	return len(s) == n && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

var postcode = regexp.MustCompile(`^([1-9][0-9]{3}) ?([A-Z]{2})$`)

// Postcode gives a Dutch postcode its one form, "1234 AB". False when s is not
// one: a zero in front, or the letters SA, SD and SS that are not used.
func Postcode(s string) (string, bool) {
	m := postcode.FindStringSubmatch(strings.ToUpper(strings.Join(strings.Fields(s), " ")))
	if m == nil || m[2] == "SA" || m[2] == "SD" || m[2] == "SS" {
		return "", false
	}
	return m[1] + " " + m[2], true
}

// Phone says whether a phone can ring s: eight to fifteen digits (ITU-T E.164),
// with the signs that people put between them.
func Phone(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-() ", r):
			return false
		}
	}
	return digits >= 8 && digits <= 15
}

var dotAtom = regexp.MustCompile("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$")

// The longest mail address that SMTP carries, and its part before the @
// (RFC 5321, 4.5.3.1).
const (
	MaxAddress = 254
	maxLocal   = 64
)

// LocalPart says whether s can stand before the @ of a mail address: the
// dot-atom of RFC 5322, 3.2.3. Quoted ones are legal and refused: no provider
// hands them out, and every injection starts with a quote.
func LocalPart(s string) bool { return len(s) <= maxLocal && dotAtom.MatchString(s) }
