package dutch

import (
	"regexp"
	"strings"
)

var digitRun = regexp.MustCompile(`[0-9]+`)

// CitizenNumber finds nine digits that pass the 11-test of the citizen service
// number (BSN), which may not be asked, kept or published; also with the usual
// dots or spaces in it, and inside the VAT number of a sole trader. Amounts and
// telephone numbers are passed over. An organisation's RSIN passes the same
// test: ask, don't judge.
func CitizenNumber(text string) (number string, found bool) {
	runs := digitRun.FindAllStringIndex(text, -1)
	for i, run := range runs {
		digits, end := nineDigits(text, runs[i:])
		before := strings.TrimRight(text[:run[0]], " \u00a0")
		if elevenTest(digits) && !strings.HasSuffix(before, "€") && !countryCode.MatchString(before) {
			return text[run[0]:end], true
		}
	}
	return "", false
}

// countryCode stands before a telephone number.
var countryCode = regexp.MustCompile(`(?:\+|\b00)[0-9]{2,3}$`)

// nineDigits is the first run when it has nine digits, or the first three
// written as 1234.56.789 or 123 456 789, with where they end; otherwise
// nothing.
func nineDigits(text string, runs [][]int) (digits string, end int) {
	run := func(i int) string { return text[runs[i][0]:runs[i][1]] }
	if len(run(0)) == 9 {
		return run(0), runs[0][1]
	}
	if len(runs) < 3 || !separated(text[runs[0][1]:runs[1][0]]) || !separated(text[runs[1][1]:runs[2][0]]) {
		return "", 0
	}
	a, b, c := run(0), run(1), run(2)
	if len(a)+len(b)+len(c) == 9 && len(c) == 3 && len(b) > 1 && len(b) < 4 {
		return a + b + c, runs[2][1]
	}
	return "", 0
}

func separated(s string) bool { return s == " " || s == "." || s == "-" || s == "\u00a0" }

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
