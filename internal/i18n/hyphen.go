package i18n

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// softHyphen is a place where a word may break: unseen, unless it does.
const softHyphen = "\u00ad"

// A word shorter than longWord fits a line everywhere; of a long word, a part of
// at most wholePart letters is not broken again.
const (
	longWord  = 14
	wholePart = 14
)

// partStarts begin a part of a compound, and are how many of the words end that
// this program is about. One that begins with a vowel would otherwise draw the
// consonant before it.
var partStarts = []string{
	"aanbest", "aanbied", "aanmeld", "aanpak", "aanvra", "account", "advies", "afspra", "antwoord", "arts",
	"begeleiding", "beleid", "bereken", "bescherming", "bested", "bevoegd", "bijeenkomst", "brief", "commissie",
	"consultatie", "document", "evaluatie", "expertise", "fase", "formulier", "gemeente", "gesprek", "groep", "hulp",
	"indicatie", "informatie", "inkoop", "inschrijv", "inspectie", "instelling", "onderne", "ondersteun", "onderwijs",
	"onderzoek", "ontwikkel", "opdracht", "opvang", "opvoed", "organisatie", "overdracht", "overeen", "overheid",
	"overleg", "overzicht", "procedure", "regio", "uitgang", "uitkomst", "uitvoer", "verlen", "vertegenwoordig",
	"voorziening", "werk", "zorg",
}

// links join two parts: what comes after them begins a part.
var links = []string{"ings", "heids", "schaps", "teits"}

// onsets are the consonants that begin a Dutch syllable together.
var onsets = []string{
	"bl", "br", "ch", "chr", "cl", "cr", "dr", "dw", "fl", "fr", "gl", "gr", "kl", "kn", "kr", "kw", "ph", "pl", "pr",
	"sch", "schr", "sl",
	"sm", "sn", "sp", "spl", "spr", "st", "str", "th", "tr", "tw", "vl", "vr", "wr", "zw",
}

// Soft is a text whose long words have soft hyphens where Dutch may break them:
// between the parts of a compound, and between the syllables of a part that is
// long itself. For what is read on a screen only: a title, a search, a mail or
// an address keeps its text as it is.
func Soft(text string) string {
	var out strings.Builder
	done := 0
	for word := range Words(text) {
		if utf8.RuneCountInString(word.Text) < longWord || strings.ContainsFunc(word.Text, notLetter) ||
			inAddress(text, word) {
			continue
		}
		out.WriteString(text[done:word.From])
		letters := []rune(word.Text)
		from := 0
		for _, at := range breaks([]rune(strings.Map(unicode.ToLower, word.Text))) {
			out.WriteString(string(letters[from:at]) + softHyphen)
			from = at
		}
		out.WriteString(string(letters[from:]))
		done = word.To
	}
	if done == 0 {
		return text
	}
	return out.String() + text[done:]
}

// inAddress says whether a word is part of a mail address, a link or the name of
// a file, which may be copied and then must have nothing in it.
func inAddress(text string, word Word) bool {
	from := strings.LastIndexFunc(text[:word.From], unicode.IsSpace) + 1
	to := len(text)
	if n := strings.IndexFunc(text[word.To:], unicode.IsSpace); n >= 0 {
		to = word.To + n
	}
	around := text[from:to]
	if strings.ContainsAny(around, `@/\_=`) {
		return true
	}
	_, after, dot := strings.Cut(around, ".")
	return dot && strings.ContainsFunc(after, unicode.IsLetter)
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// breaks are the places in a word in small letters where it may break, three
// letters from either end at least.
func breaks(word []rune) []int {
	seams := []int{0}
	for at := 3; at <= len(word)-3; at++ {
		if at-seams[len(seams)-1] >= 3 && isSeam(word, at) {
			seams = append(seams, at)
		}
	}
	var all []int
	for i, from := range seams {
		to := len(word)
		if i+1 < len(seams) {
			to = seams[i+1]
		}
		if from > 0 {
			all = append(all, from)
		}
		if to-from > wholePart {
			for _, at := range syllables(word[from:to]) {
				all = append(all, from+at)
			}
		}
	}
	return all
}

// isSeam says whether a part of a compound begins at a place.
func isSeam(word []rune, at int) bool {
	before, after := string(word[:at]), string(word[at:])
	if slices.ContainsFunc(partStarts, func(part string) bool { return strings.HasPrefix(after, part) }) {
		return true
	}
	return slices.ContainsFunc(
		links, func(link string) bool { return strings.HasSuffix(before, link) && len(before) > len(link)+1 },
	)
}

// syllables are the places between the syllables of a part: as many consonants
// as can begin a syllable go to the next one, but of "st" after a vowel only
// the t (kos-ten), unless a prefix stands before it (be-steding).
func syllables(part []rune) []int {
	var all []int
	for i := 0; i < len(part); {
		if !sounds(part, i) {
			i++
			continue
		}
		end := i
		for end < len(part) && sounds(part, end) {
			end++
		}
		next := end
		for next < len(part) && !sounds(part, next) {
			next++
		}
		if next == len(part) {
			return all
		}
		if at := onset(part, end, next); next > end && at >= 3 && at <= len(part)-3 {
			all = append(all, at)
		}
		i = next
	}
	return all
}

// onset is where the next syllable begins among the consonants in part[from:to].
func onset(part []rune, from, to int) int {
	if string(part[from:to]) == "st" && !slices.Contains([]string{"be", "ge"}, string(part[:from])) {
		return from + 1
	}
	for at := from; at < to-1; at++ {
		if slices.Contains(onsets, string(part[at:to])) {
			return at
		}
	}
	return to - 1
}

// sounds says whether a letter is a vowel, and counts the j of ij as one.
func sounds(word []rune, at int) bool {
	if word[at] == 'j' {
		return at > 0 && word[at-1] == 'i'
	}
	return strings.ContainsRune("aeiouyáàäâéèëêíìïîóòöôúùüû", word[at])
}
