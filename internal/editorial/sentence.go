package editorial

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"samenspraak/internal/dutch"
)

// LineBreak stands in a paragraph's words where its writer broke the line on
// purpose.
const LineBreak = '\u2028'

const (
	closers = `”’"')]»`
	openers = `“‘„"'([«`
)

var (
	// neverLast are abbreviations that stand before what they belong to.
	neverLast = dutch.WordSet("art bijv blz ca dhr dr drs evt excl incl ing ir jhr mevr mr mw nl nr nrs prof " +
		"resp tel vgl vlg zgn")
	// beforeNumber are abbreviations before a number, and words besides.
	beforeNumber = dutch.WordSet("apr aug dec febr feb gem hfst jan jul jun lid max min mrt no nov okt p pag " +
		"par sept sep st")
)

// SentenceEnds are the offsets in a paragraph's words just after each of its
// sentences; the last is its length. A full stop in an abbreviation ("b.v.",
// "art. 5"), an initial, a date or a time does not end one; a LineBreak does.
func SentenceEnds(text string) []int {
	var ends []int
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r == LineBreak:
			ends = append(ends, i)
		case strings.ContainsRune(".!?…", r):
			after := skip(text, i, ".!?…"+closers)
			if endsAt(text, i-size, after) {
				ends = append(ends, after)
			}
			i = after
		}
	}
	if len(ends) == 0 || ends[len(ends)-1] < len(text) {
		ends = append(ends, len(text))
	}
	return ends
}

// endsAt says whether the sign at stop ends a sentence, after being where what
// follows it begins.
func endsAt(text string, stop, after int) bool {
	if after == len(text) {
		return true
	}
	next := strings.TrimLeftFunc(text[after:], unicode.IsSpace)
	if len(next) == len(text)-after {
		return false
	}
	if text[stop] == '.' && abbreviated(text[:stop], next) {
		return false
	}
	return beginsSentence(next)
}

// abbreviated says whether the last word before a full stop is short for
// something.
func abbreviated(before, next string) bool {
	begins := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(openers, r) }
	at := strings.LastIndexFunc(before, begins)
	_, size := utf8.DecodeRuneInString(before[max(at, 0):])
	word := before
	if at >= 0 {
		word = before[at+size:]
	}
	lower := strings.ToLower(word)
	number := next != "" && next[0] >= '0' && next[0] <= '9'
	return neverLast[lower] || number && beforeNumber[lower] || dotted(word)
}

// dotted says whether a word without its last full stop is an initial or is
// short for several words: "J", "d.w.z", "b.v".
func dotted(word string) bool {
	for _, part := range strings.Split(word, ".") {
		n := utf8.RuneCountInString(part)
		if n == 0 || n > 1 && (n > 3 || part == word) {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(part); !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// beginsSentence says whether a sentence can begin so: with a capital or a
// number, after a quotation mark too, or with ’t and ’s.
func beginsSentence(next string) bool {
	bare := strings.TrimLeft(next, openers+"’*_-–—•")
	r, size := utf8.DecodeRuneInString(strings.TrimLeftFunc(bare, unicode.IsSpace))
	if unicode.IsUpper(r) || unicode.IsDigit(r) || bare == "" {
		return true
	}
	return len(bare) < len(next) && (r == 't' || r == 's') && strings.HasPrefix(bare[size:], " ")
}

// skip is the offset of the first rune at or after from that is not in set.
func skip(text string, from int, set string) int {
	return len(text) - len(strings.TrimLeft(text[from:], set))
}
