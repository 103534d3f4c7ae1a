package i18n

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// An ending is cut when so many letters are left before it; with stands in its
// place.
type ending struct {
	ending, with string
	left         int
}

// oddPlurals change the word itself. They stand also at the end of compounds:
// pleegkinderen, raadsleden.
var oddPlurals = []ending{{"kinderen", "kind", 0}, {"leden", "lid", 0}, {"steden", "stad", 0}, {"musea", "museum", 0}}

// endings of plurals, diminutives and adjectives; the first that fits is cut.
// What they leave may lose an -en or -e too.
var endings = []ending{
	{"heden", "heid", 3}, {"ieen", "ie", 2}, {"eeen", "ee", 1}, {"elijke", "e", 3}, {"elijk", "e", 3},
	{"ische", "isch", 3},
	{"tjes", "", 3}, {"tje", "", 3}, {"jes", "", 3}, {"je", "", 3}, {"ies", "ie", 2}, {"ens", "en", 3},
	{"els", "el", 3}, {"ers", "er", 3},
	{"ems", "em", 3}, {"eurs", "eur", 2}, {"aars", "aar", 2}, {"es", "e", 4}, {"os", "o", 3}, {"as", "a", 4},
	{"ments", "ment", 2},
	{"ings", "ing", 2}, {"ums", "um", 2}, {"eams", "eam", 1}, {"eaus", "eau", 1}, {"als", "al", 4},
}

// stem takes a folded word. The rules were measured against the stemmer that
// PostgreSQL has for Dutch: they bring together huis and huizen, plan and
// plannen, idee and ideeën, which that one does not. Like it they confuse a few
// short words (bos and boos).
func stem(w string) string {
	if len(w) < 4 || strings.ContainsAny(w, "0123456789") {
		return w
	}
	if s, odd := cutFirst(w, oddPlurals); odd {
		return s
	}
	w, _ = cutFirst(w, endings)
	return harden(shorten(bare(w)))
}

func cutFirst(w string, list []ending) (string, bool) {
	for _, e := range list {
		if rest, ok := strings.CutSuffix(w, e.ending); ok && len(rest) >= e.left {
			return rest + e.with, true
		}
	}
	return w, false
}

// bare takes away -en and -e.
func bare(w string) string {
	switch {
	case strings.HasSuffix(w, "en") && len(w) > 4:
		return w[:len(w)-2]
	case strings.HasSuffix(w, "e") && len(w) > 3 && !strings.HasSuffix(w, "ee") && !strings.HasSuffix(w, "ie"):
		return w[:len(w)-1]
	}
	return w
}

// shorten undoes what the spelling doubles: plann is plan, boom is bom as in
// bomen.
func shorten(w string) string {
	n := len(w)
	if n > 2 && w[n-1] == w[n-2] && isConsonant(w[n-1]) {
		w = w[:n-1]
		n--
	}
	if n > 3 && isVowel(w[n-3]) && w[n-2] == w[n-3] && isConsonant(w[n-1]) && w[n-2] != 'i' {
		w = w[:n-2] + w[n-1:]
	}
	return w
}

// harden writes the last letter as it sounds: huiz is huis, briev is brief.
func harden(w string) string {
	last := len(w) - 1
	if last < 0 {
		return w
	}
	switch w[last] {
	case 'z':
		return w[:last] + "s"
	case 'v':
		return w[:last] + "f"
	}
	return w
}

func isVowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// isConsonant is false for a byte of a letter that is not ASCII: taking one away
// would leave half a letter.
func isConsonant(c byte) bool { return c >= 'a' && c <= 'z' && !isVowel(c) }

// onceStems is the stems of some words, the longest first, made when they are
// first asked for.
func onceStems(words []string) func() []string {
	return sync.OnceValue(func() []string {
		all := make([]string, len(words))
		for i, w := range words {
			all[i] = stem(w)
		}
		slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
		return all
	})
}
