package dutch

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Name is a name in running text, the prefix as it is after a first name:
// "Jan van der Poel", "Ine d'Hondt". Parts may be empty.
func Name(first, infix, last string) string {
	if r, _ := utf8.DecodeLastRuneInString(Straight(infix)); r == '\'' {
		return spaced(first, infix+last) // d'Hondt
	}
	return spaced(first, spaced(infix, last))
}

func spaced(a, b string) string { return strings.TrimSpace(a + " " + b) }

// Prefixes (tussenvoegsels) after the register of the Dutch population
// register (table 36), with those of languages common in the Netherlands.
var (
	prefixes = WordSet(`van de den der het ter ten 't 's op in vanden vander von vom zu zur zum`)
	// Before these there is a first name: Al and El are first names as well.
	middlePrefixes = WordSet(`el al`)
	// These are taken for a prefix in lower case only: with a capital they are
	// as often a first or a last name (Le, Da, Ben, Tot).
	lowerPrefixes = WordSet(`te aan bij uit onder over voor tot la le les los du des da do das dos di del della
		af av bin ben ibn d' l' v. v.d. v.d v/d vd`)
	glued      = regexp.MustCompile(`^(?i:([dl]['’]))(\p{L}.*)$`)
	looseDash  = regexp.MustCompile(` ?[-‐‑–] | [-‐‑–] ?`)
	halfDouble = regexp.MustCompile(`^.+-(\p{L}+|['’][ts])$`)
)

// SplitName takes a person's full name apart: "Jan van der Berg" and "Berg,
// Jan van der" both give "Jan", "van der", "Berg"; "Noor van ’t Hoff-de
// Ruijter" gives "Noor", "van ’t", "Hoff-de Ruijter". A single word is a last
// name. What it cannot know (two last names without a hyphen) goes to the
// first names; the form lets people correct it. Nothing is lost of a tidy text
// (i18n.Tidy). Not for organisations: a consortium has commas in its name.
func SplitName(full string) (first, infix, last string) {
	full = looseDash.ReplaceAllString(full, "-")
	before, after, reversed := strings.Cut(full, ",")
	if !reversed || strings.TrimSpace(before) == "" || strings.TrimSpace(after) == "" {
		return splitWords(strings.Fields(strings.Trim(full, ", ")))
	}
	infix, last = SplitFamily(strings.Fields(before))
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
			infix, last = SplitFamily(name[i:])
			return joined(name[:i]), infix, last
		}
	}
	n := len(name) - 1
	infix, last = SplitFamily(name[n:])
	return joined(name[:n]), infix, last
}

// startsFamily reports whether the last name certainly begins here: with a
// prefix, with d', or with the first half of a double name ("Hoff-de").
func startsFamily(name []string) bool {
	half := halfDouble.FindStringSubmatch(name[0])
	double := half != nil && len(name) > 1 && isPrefix(half[1])
	return double || prefixRun(name) > 0 || glued.MatchString(name[0])
}

// SplitFamily takes the words of a family name apart: prefix and core.
func SplitFamily(name []string) (infix, last string) {
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
	word = Straight(word)
	lower := strings.ToLower(word)
	return prefixes[lower] || middlePrefixes[lower] || word == lower && lowerPrefixes[lower]
}

// Initials finds the first letters of names with the points behind them, where
// a name follows: "J.P. van", "J. J".
var Initials = regexp.MustCompile(`\b[A-Z]\.(?: ?[A-Z]\.)* ?(?:[A-Z]|(?:` +
	strings.Join(lettersOnly(prefixes), "|") + `)\b)`)

func lettersOnly(set map[string]bool) []string {
	var list []string
	for word := range set {
		if !strings.Contains(word, "'") {
			list = append(list, word)
		}
	}
	return list
}

// lowerFirst undoes Capital and leaves words in capitals alone.
func lowerFirst(s string) string {
	if lower := strings.ToLower(s); Capital(lower) == s {
		return lower
	}
	return s
}

func joined(name []string) string { return strings.Join(name, " ") }
