package dutch

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var (
	straight = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "`", "'", "´", "'", "′", "'")
	// What is no letter with a mark, and a letter of ours all the same.
	ligatures = strings.NewReplacer(
		"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ı", "i",
	)
)

// Straight gives every sign that people type for an apostrophe one form, for
// comparison only.
func Straight(s string) string { return straight.Replace(s) }

// Unaccented is s in lower case, its letters without accents and ligatures:
// "Ærø" is "aero".
func Unaccented(s string) string {
	s = strings.Map(dropMark, norm.NFKD.String(strings.ToLower(s)))
	return ligatures.Replace(strings.ToLower(s))
}

func dropMark(r rune) rune {
	if unicode.Is(unicode.Mn, r) {
		return -1
	}
	return r
}

// Bare is s with nothing but letters and digits, unaccented; & is "en". What is
// bare and alike was meant to be the same name.
func Bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, Unaccented(strings.ReplaceAll(s, "&", "en")))
}

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

// WordSet is a set of words that are listed with spaces between them.
func WordSet(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}
