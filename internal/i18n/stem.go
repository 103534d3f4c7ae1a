package i18n

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"samenspraak/internal/dutch"
)

// Word is a word as it stands in a text: the bytes From up to To.
type Word struct {
	Text     string
	From, To int
}

// Words goes through the words of a text: runs of letters and digits, with the
// apostrophe of "foto’s" and the loose accents of "e" and U+0301 inside them.
// Everything else only parts words.
func Words(text string) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		for at := 0; at < len(text); {
			r, size := utf8.DecodeRuneInString(text[at:])
			if !inWord(r) {
				at += size
				continue
			}
			end := wordEnd(text, at)
			if !yield(Word{text[at:end], at, end}) {
				return
			}
			at = end
		}
	}
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// wordEnd is where the word that begins at a place ends.
func wordEnd(text string, at int) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !inWord(r) && !unicode.Is(unicode.Mn, r) {
			next, _ := utf8.DecodeRuneInString(text[at+size:])
			if !isApostrophe(r) || !unicode.IsLetter(next) {
				return at
			}
		}
		at += size
	}
	return at
}

func isApostrophe(r rune) bool { return strings.ContainsRune("'’‘ʼ`´′", r) }

// longestWord is in letters; what is longer is no word that anyone looks for,
// and an index of the database has no room for it.
const longestWord = 50

// Fold is a word as search compares it: lower case, without accents,
// apostrophes and the s behind one ("Foto’s" is "foto"), ligatures as letters,
// at most 50 letters. Letters of other alphabets stay.
func Fold(word string) string {
	folded := word
	if !plain(word) {
		folded = dutch.Unaccented(dutch.Straight(strings.ToValidUTF8(word, "")))
	}
	folded = strings.ToLower(folded)
	if rest, genitive := strings.CutSuffix(folded, "'s"); genitive {
		folded = rest
	}
	if !plain(folded) {
		folded = strings.Map(keepInWord, folded)
	}
	if len(folded) > longestWord {
		if runes := []rune(folded); len(runes) > longestWord {
			folded = string(runes[:longestWord])
		}
	}
	return folded
}

func keepInWord(r rune) rune {
	if inWord(r) {
		return r
	}
	return -1
}

// plain says that a word is letters and digits of ASCII only, as nearly all are.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c|0x20 < 'a' && (c < '0' || c > '9') || c|0x20 > 'z' {
			return false
		}
	}
	return true
}

// Stem is what the forms of a Dutch word have in common: plan, plannen and
// PLAN give one stem. It is no word itself, and means nothing but in comparison
// with other stems. A word with a digit is its own stem. It is empty when
// nothing of the word is a letter or a digit.
func Stem(word string) string { return stem(Fold(word)) }

// Stems is every stem under which a text is found: that of each word, and of a
// compound also that of its known tail. Each stands once, in the order in which
// it comes.
func Stems(text string) []string {
	var all []string
	words, seen := map[string]bool{}, map[string]bool{}
	add := func(s string) {
		if s != "" && !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	for w := range Words(text) {
		if words[w.Text] {
			continue
		}
		words[w.Text] = true
		s := Stem(w.Text)
		add(s)
		for _, t := range Tails(s) {
			add(t)
		}
	}
	return all
}

// Tails is the stems of the known words on which a compound ends, given its
// stem: jeugdhulp is a kind of hulp. It does not hold the stem itself.
func Tails(s string) []string {
	var found []string
	for _, tail := range tails() {
		if len(s) >= len(tail)+shortestHead && strings.HasSuffix(s, tail) {
			found = append(found, tail)
		}
	}
	return found
}

// shortestHead keeps "bewijs" from being a kind of "wijs": before the tail
// stands a word, and those have three letters and more.
const shortestHead = 3

// tailWords are the last words of the compounds in which regions write. Who
// looks for "overleg" means "bestuurlijk inkoopoverleg" too; the other way, who
// looks for "jeugdhulp" does not mean all "hulp". Heads need no list: a word of
// four letters is looked for as a beginning as well. A word stands here when it
// is looked for alone and is not by chance the end of other words.
var tailWords = []string{
	"aanbesteding", "aanbieder", "afspraak", "akkoord", "begeleiding", "behandeling", "beleid", "bericht",
	"bescherming", "bestek",
	"bestuur", "bijeenkomst", "bijlage", "brief", "consultatie", "contract", "dialoog", "document", "formulier",
	"gemeente", "gesprek",
	"gezin", "groep", "hulp", "inkoop", "instelling", "jeugd", "kosten", "markt", "norm", "notitie", "onderwijs",
	"onderzoek", "opvang",
	"organisatie", "overeenkomst", "overleg", "perceel", "planning", "procedure", "professional", "raad",
	"reclassering", "regeling",
	"regio", "samenwerking", "school", "tafel", "tarief", "team", "termijn", "traject", "uitvoering", "verblijf",
	"vergadering",
	"vergoeding", "verkenning", "verlening", "verordening", "verslag", "verwijzer", "voorziening", "zorg",
}

var tails = onceStems(tailWords)

// forgotten are the words so common that they tell no text from another. They
// are found when nothing else is asked for.
var forgotten = strings.Fields(`aan al als bij dan dat de deze die dit door een en er het hun ik in is je kan met na naar niet nog of om
	onder ook op over s t te tot u uit uw van voor was wat we wij worden wordt zal ze zich zij zijn zo
	a and are at by for from how i it of on or the to we what with you`)

// Telling leaves of the words of a question those that tell one text from
// another; all of them when none does. Of two with one stem the first stays.
func Telling(words []string) []string {
	var telling, all []string
	seen := map[string]bool{}
	for _, w := range words {
		folded := Fold(w)
		s := stem(folded)
		if s == "" || seen[s] {
			continue
		}
		seen[s] = true
		all = append(all, w)
		if !slices.Contains(forgotten, folded) {
			telling = append(telling, w)
		}
	}
	if len(telling) == 0 {
		return all
	}
	return telling
}
