// Package address is where every address of the program is built: one name or
// function per noun, for routes, links, mail and search alike. Addresses are
// paths without host and, but for In, without language.
package address

import (
	"strconv"
	"strings"
)

// english is where the English pages stand.
const english = "/en"

// In is the address of a public page in a language: English stands under /en.
// The staff side has one address; its language is the reader's.
func In(lang, path string) string {
	switch {
	case lang != "en" || OnStaffSide(path):
		return path
	case path == Home:
		return english
	}
	return english + path
}

// OfEnglish tells whether an address is that of an English page, and says what
// it is without the language.
func OfEnglish(path string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, english)
	if !ok || rest != "" && rest[0] != '/' {
		return path, false
	}
	return rest, true
}

// Under is the address of a page below another: its words, each after a slash;
// empty words are left out. Words that begin with a colon are a route's
// parameters.
func Under(path string, words ...string) string {
	path = strings.TrimSuffix(path, "/")
	for _, word := range words {
		if word != "" {
			path += "/" + word
		}
	}
	return path
}

// Within tells whether an address is a page or stands below it.
func Within(path, page string) bool {
	return path == page || strings.HasPrefix(path, Under(page)+"/")
}

// Number is an id as a word of an address.
func Number(id int64) string { return strconv.FormatInt(id, 10) }
