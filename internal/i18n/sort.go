package i18n

import (
	"encoding/hex"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"samenspraak/internal/dutch"
)

// maxSortKey bounds a key: PostgreSQL refuses index rows of a third of a page
// (2704 bytes). A name of 100 letters fits whole; longer ones that are equal
// up to there sort as equal.
const maxSortKey = 1000

// SortKey is a string whose byte order is the Dutch alphabetical order of s:
// capitals and accents count only between otherwise equal texts, numbers by
// value. It is lower-case hexadecimal, so that it orders alike under every
// collation of a database; it says nothing about s but its order. Keys are
// stable as long as the version of golang.org/x/text is (a test pins one).
func SortKey(s string) string { return sortKey(Tidy(s)) }

// PersonSortKey orders people by the core word of their last name, then first
// name, then prefix, as SortName shows them: Van der Poel stands under P,
// ’t Hart under H. A prefix that was typed into the last name is moved too.
func PersonSortKey(first, infix, last string) string {
	moved, core := dutch.SplitFamily(strings.Fields(Tidy(last)))
	article, core := cutGenitive(core)
	return sortKey(core + fieldEnd + Tidy(first) + fieldEnd + Tidy(infix+" "+moved+" "+article))
}

// PlaceSortKey orders places by their core word: ’t Waalhof under W,
// 's-Gravenhage under G, Den Haag under H.
func PlaceSortKey(s string) string {
	article, core := cutGenitive(Tidy(s))
	if first, rest, ok := strings.Cut(core, " "); ok && articles[strings.ToLower(dutch.Straight(first))] {
		article, core = first, rest
	}
	return sortKey(core + fieldEnd + article)
}

var articles = dutch.WordSet(`'t 's de den het`)

// fieldEnd sorts before everything that can stand in a name, so that "Poel"
// with any first name comes before "Poel-de Vries" and "Poelman".
const fieldEnd = "\t"

// cutGenitive takes 's- off 's-Gravenhage.
func cutGenitive(s string) (article, core string) {
	if rest, ok := strings.CutPrefix(strings.ToLower(dutch.Straight(s)), "'s-"); ok && rest != "" {
		at := len(s) - len(rest)
		return s[:at], s[at:]
	}
	return "", s
}

// A collator keeps its work in itself and serves one caller at a time.
var collators = sync.Pool{New: func() any {
	return collate.New(language.Dutch, collate.Numeric)
}}

func sortKey(s string) string {
	collator := collators.Get().(*collate.Collator)
	defer collators.Put(collator)
	var buffer collate.Buffer
	key := hex.EncodeToString(collator.KeyFromString(&buffer, dutch.Straight(s)))
	return key[:min(len(key), maxSortKey)]
}
