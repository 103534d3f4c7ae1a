package i18n

import (
	"regexp"
	"strings"
)

var (
	eightDigits = regexp.MustCompile(`^[0-9]{8}$`)
	postcode    = regexp.MustCompile(`^([1-9][0-9]{3}) ?([A-Z]{2})$`)
	digitRun    = regexp.MustCompile(`[0-9]+`)
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

// LooksLikeBSN reports whether text contains nine digits that pass the
// 11-test of the citizen service number, which may not be asked or stored;
// also with the usual dots or spaces in it, and inside the VAT number of a
// sole trader. An organisation's RSIN passes the same test: warn, don't judge.
func LooksLikeBSN(text string) bool {
	runs := digitRun.FindAllStringIndex(text, -1)
	for i := range runs {
		if elevenTest(nineDigits(text, runs[i:])) {
			return true
		}
	}
	return false
}

// nineDigits is the first run when it has nine digits, or the first three
// written as 1234.56.789 or 123 456 789; otherwise nothing.
func nineDigits(text string, runs [][]int) string {
	digits := func(i int) string { return text[runs[i][0]:runs[i][1]] }
	if len(digits(0)) == 9 {
		return digits(0)
	}
	if len(runs) < 3 || !separated(text[runs[0][1]:runs[1][0]]) || !separated(text[runs[1][1]:runs[2][0]]) {
		return ""
	}
	a, b, c := digits(0), digits(1), digits(2)
	if len(a)+len(b)+len(c) == 9 && len(c) == 3 && len(b) > 1 && len(b) < 4 {
		return a + b + c
	}
	return ""
}

func separated(s string) bool { return s == " " || s == "." || s == "-" || s == nbsp }

// elevenTest weighs the digits 9 to 2 and the last -1.
func elevenTest(digits string) bool {
	if len(digits) != 9 || digits == "000000000" {
		return false
	}
	sum := 0
	for i, r := range digits {
		weight := 9 - i
		if weight == 1 {
			weight = -1
		}
		sum += weight * int(r-'0')
	}
	return sum%11 == 0
}
