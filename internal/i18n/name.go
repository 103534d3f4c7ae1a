package i18n

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// FullName is a name in running text, the prefix as it is after a first name:
// "Jan van der Poel", "Ine d'Hondt". Parts may be empty.
func FullName(first, infix, last string) string {
	return spaced(first, family(infix, last))
}

// FormalName is the name after "de heer" or "mevrouw", where the prefix gets a
// capital because no first name precedes it: "Van der Poel", "’t Hart"
// (taaladvies.net).
func FormalName(infix, last string) string {
	return family(Capital(infix), last)
}

// SortName is a name in a list ordered by PersonSortKey: "Poel, Jan van der".
func SortName(first, infix, last string) string {
	after := spaced(first, infix)
	if last == "" || after == "" {
		return last + after
	}
	return last + ", " + after
}

func family(infix, last string) string {
	if r, _ := utf8.DecodeLastRuneInString(straight.Replace(infix)); r == '\'' {
		return infix + last // d'Hondt
	}
	return spaced(infix, last)
}

func spaced(a, b string) string { return strings.TrimSpace(a + " " + b) }

// Prefixes (tussenvoegsels) after the register of the Dutch population
// register (table 36), with those of languages common in the Netherlands.
var (
	prefixes = words(`van de den der het ter ten 't 's op in vanden vander von vom zu zur zum`)
	// Before these there is a first name: Al and El are first names as well.
	middlePrefixes = words(`el al`)
	// These are taken for a prefix in lower case only: with a capital they are
	// as often a first or a last name (Le, Da, Ben, Tot).
	lowerPrefixes = words(`te aan bij uit onder over voor tot la le les los du des da do das dos di del della
		af av bin ben ibn d' l' v. v.d. v.d v/d vd`)
	glued      = regexp.MustCompile(`^(?i:([dl]['’]))(\p{L}.*)$`)
	looseDash  = regexp.MustCompile(` ?[-‐‑–] | [-‐‑–] ?`)
	halfDouble = regexp.MustCompile(`^.+-(\p{L}+|['’][ts])$`)
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(list) {
		set[word] = true
	}
	return set
}

// SplitName takes a person's full name apart: "Jan van der Berg" and "Berg,
// Jan van der" both give "Jan", "van der", "Berg"; "Noor van ’t Hoff-de
// Ruijter" gives "Noor", "van ’t", "Hoff-de Ruijter". A single word is a last
// name. What it cannot know (two last names without a hyphen) goes to the
// first names; the form lets people correct it. Text is tidied, nothing is
// lost. Not for organisations: a consortium has commas in its name.
func SplitName(full string) (first, infix, last string) {
	full = looseDash.ReplaceAllString(Tidy(full), "-")
	before, after, reversed := strings.Cut(full, ",")
	if !reversed || strings.TrimSpace(before) == "" || strings.TrimSpace(after) == "" {
		return splitWords(strings.Fields(strings.Trim(full, ", ")))
	}
	infix, last = splitFamily(strings.Fields(before))
	given := strings.Fields(after)
	at := len(given)
	for at > 0 && isPrefix(given[at-1]) {
		at--
	}
	infix = spaced(joined(given[at:]), infix)
	return joined(given[:at]), infix, last
}

func splitWords(name []string) (first, infix, last string) {
	if len(name) == 0 {
		return "", "", ""
	}
	// Without a first name the capital of the prefix is only grammar.
	if n := prefixRun(name); n > 0 && !middlePrefixes[strings.ToLower(name[0])] {
		name[0] = lowerFirst(name[0])
		return "", joined(name[:n]), joined(name[n:])
	}
	for i := 1; i < len(name); i++ {
		if startsFamily(name[i:]) {
			infix, last = splitFamily(name[i:])
			return joined(name[:i]), infix, last
		}
	}
	n := len(name) - 1
	infix, last = splitFamily(name[n:])
	return joined(name[:n]), infix, last
}

// startsFamily reports whether the last name certainly begins here: with a
// prefix, with d', or with the first half of a double name ("Hoff-de").
func startsFamily(name []string) bool {
	half := halfDouble.FindStringSubmatch(name[0])
	double := half != nil && len(name) > 1 && isPrefix(half[1])
	return double || prefixRun(name) > 0 || glued.MatchString(name[0])
}

func splitFamily(name []string) (infix, last string) {
	if n := prefixRun(name); n > 0 {
		return joined(name[:n]), joined(name[n:])
	}
	if m := glued.FindStringSubmatch(joined(name)); m != nil {
		return m[1], m[2]
	}
	return "", joined(name)
}

// prefixRun is the number of prefixes before the core word; one word always
// remains as the core.
func prefixRun(name []string) int {
	n := 0
	for n < len(name)-1 && isPrefix(name[n]) {
		n++
	}
	return n
}

func isPrefix(word string) bool {
	word = straight.Replace(word)
	lower := strings.ToLower(word)
	return prefixes[lower] || middlePrefixes[lower] || word == lower && lowerPrefixes[lower]
}

// lowerFirst undoes Capital and leaves words in capitals alone.
func lowerFirst(s string) string {
	if lower := strings.ToLower(s); Capital(lower) == s {
		return lower
	}
	return s
}

func joined(name []string) string { return strings.Join(name, " ") }
