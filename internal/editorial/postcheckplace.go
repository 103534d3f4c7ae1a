package editorial

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"samenspraak/internal/dutch"
)

// placeWord is a word that may be one of a place's name: "’t", "Groot-Reeuwland".
var placeWord = regexp.MustCompile(`[’‘']?[\pL\pM]+(?:[-’'][\pL\pM]+)*`)

// places looks for names that are nearly those of a municipality. A name as the
// register has it, and what is made of one (Elzendams, Elzendammers), is right.
func (c *postCheck) places() {
	var names, right []string
	for _, name := range c.Register {
		if name = oneApostrophe(name); utf8.RuneCountInString(name) >= shortestName {
			names = append(names, name)
			right = append(right, name, "|", strings.ToUpper(name), "|")
		}
	}
	without := strings.NewReplacer(right...)
	told := map[string]bool{}
	for _, s := range c.passages() {
		text := without.Replace(oneApostrophe(s.Text))
		at := placeWord.FindAllStringIndex(text, -1)
		for _, name := range names {
			if said := nearName(text, at, name); said != "" && !told[said] {
				told[said] = true
				c.ask(Finding{
					Key: "check.place", Args: []any{"Name", name}, Field: s.field, Line: s.Line, Quote: said,
					Suggest: name,
				})
			}
		}
	}
}

// Names of fewer letters are too like other words.
const shortestName = 5

// nearName is the words in a text that are nearest to a name: but for one or
// two letters, one in a short name, or but for its hyphens.
func nearName(text string, at [][]int, name string) (nearest string) {
	word, limit := dutch.Bare(name), 3
	if utf8.RuneCountInString(word) < 8 {
		limit = 2
	}
	least := 2 * limit
	parts := len(strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' }))
	for i := range at {
		for n := 1; n <= min(parts, len(at)-i); n++ {
			said := text[at[i][0]:at[i+n-1][1]]
			if !looksLikeName(said, name) || strings.Count(said, " ") != n-1 {
				continue
			}
			off := dutch.Distance(dutch.Bare(said), word, limit)
			if off == limit {
				continue
			}
			if n != strings.Count(name, " ")+1 {
				off += limit // as many words as the name has are nearer: "het Waalhof" than "Waalhof"
			}
			if off < least {
				nearest, least = said, off
			}
		}
	}
	return nearest
}

var oneApostrophe = strings.NewReplacer("‘", "’", "'", "’").Replace

// looksLikeName says whether words begin as a name does: with a capital, or
// with the article of a name that has one.
func looksLikeName(said, name string) bool {
	first, _ := utf8.DecodeRuneInString(said)
	own, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(first) || !unicode.IsLetter(own) && strings.Contains(said, " ")
}
