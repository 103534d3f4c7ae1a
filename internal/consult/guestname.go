package consult

import (
	"strings"
	"unicode"
)

// What bounds a name that needs no look.
const (
	longestName  = 60 // characters
	mostWords    = 5
	longestTitle = 4 // letters: prof.
)

// OddName says whether a name that a guest typed looks like something else than
// a name: a sentence, an address, an offer. It is for holding mail until somebody
// has looked, so it is strict: letters, and the few signs that stand in names.
func OddName(name string) bool {
	if len([]rune(name)) > longestName || len(strings.Fields(name)) > mostWords {
		return true
	}
	letters := 0 // since the last sign or space
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters++
			continue
		case r == '.':
			// An initial or a title ends a word; the name of a host goes on, and
			// a sentence ends with a longer one.
			if letters > longestTitle || letters > 1 && i+1 < len(runes) && !unicode.IsSpace(runes[i+1]) {
				return true
			}
		case r != ' ' && !strings.ContainsRune("-\u2010\u2011'\u2018\u2019\u02bc,()", r):
			return true
		}
		letters = 0
	}
	return false
}
