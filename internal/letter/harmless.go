package letter

import (
	"strings"
	"unicode"

	"samenspraak/internal/i18n"
)

// gap is a zero-width space. Mail programs make links of what looks like an
// address; with a gap in it, it no longer does, and reads the same.
const gap = "\u200b"

// harmless makes one line of what somebody typed and takes from it all that a
// mail program would make a link of: it puts a gap after the colon of a scheme,
// before each at sign, and before each dot that may be one of the name of a host
// or of a network address, in whatever form (evil。example, 10.0.0.1/x,
// evil[.]example, \\server\share).
func harmless(s string) string {
	runes := []rune(i18n.Tidy(s))
	var b strings.Builder
	for i, r := range runes {
		before, after := around(runes, i)
		switch {
		case isDot(r) && before != ' ' && after != ' ' && breaksHost(runes, i),
			isAt(r) && before != ' ' && after != ' ':
			b.WriteString(gap)
			b.WriteRune(r)
		case isColon(r) && unicode.IsLetter(before) && after != ' ', r == '\\' && after == '\\',
			r == '/' && after == '/':
			b.WriteRune(r)
			b.WriteString(gap)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// around are the characters before and after one, a space at the ends.
func around(runes []rune, i int) (before, after rune) {
	before, after = ' ', ' '
	if i > 0 && !unicode.IsSpace(runes[i-1]) {
		before = runes[i-1]
	}
	if i+1 < len(runes) && !unicode.IsSpace(runes[i+1]) {
		after = runes[i+1]
	}
	return before, after
}

// The signs that mail programs, browsers and IDNA (UTS 46) read as a dot, an at
// sign and a colon.
func isDot(r rune) bool   { return strings.ContainsRune(".\u3002\uff0e\uff61\u2024\ufe52", r) }
func isAt(r rune) bool    { return strings.ContainsRune("@\uff20\ufe6b", r) }
func isColon(r rune) bool { return strings.ContainsRune(":\uff1a\ufe55", r) }

// breaksHost tells the dots of hosts and network addresses from those of initials
// (J.P. Jansen) and of a time or an amount (15.00).
func breaksHost(runes []rune, i int) bool {
	after := runes[i+1:]
	if unicode.IsDigit(runes[i-1]) && unicode.IsDigit(after[0]) {
		return inAddress(runes, i)
	}
	if runes[i] != '.' || after[0] > unicode.MaxASCII || !unicode.IsLetter(after[0]) {
		return true
	}
	return len(after) > 1 && !isDot(after[1]) && !unicode.IsSpace(after[1])
}

// inAddress says whether the number at a dot has more dots, or a path or a port
// behind it.
func inAddress(runes []rune, i int) bool {
	part := func(r rune) bool { return unicode.IsDigit(r) || isDot(r) }
	from, to := i, i
	for from > 0 && part(runes[from-1]) {
		from--
	}
	for to < len(runes) && part(runes[to]) {
		to++
	}
	dots := 0
	for _, r := range runes[from:to] {
		if isDot(r) {
			dots++
		}
	}
	return dots > 1 || to < len(runes) && (strings.ContainsRune(`/\?#`, runes[to]) || isColon(runes[to]))
}

// lines makes harmless lines of a text of several; empty ones go.
func lines(s string) []string {
	var all []string
	for line := range strings.Lines(strings.ReplaceAll(s, "\r", "\n")) {
		if line = harmless(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// width is how long a line of the text part may be (RFC 3676 asks 78 at most,
// and room for the marks of a reply).
const width = 72

// wrap breaks the long lines of a text at spaces, never at a no-break space or
// within an address. What continues a line that begins with spaces begins with
// as many. Blank lines never follow each other.
func wrap(text string) string {
	var out []string
	blank := true
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \r\n\t")
		if line == "" {
			if !blank {
				out = append(out, "")
			}
			blank = true
			continue
		}
		out, blank = append(out, wrapLine(line)...), false
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n"
}

func wrapLine(line string) []string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	var lines []string
	current := ""
	for word := range strings.SplitSeq(strings.TrimLeft(line, " "), " ") {
		switch {
		case current == "":
			current = indent + word
		case len([]rune(current))+1+len([]rune(word)) > width:
			lines, current = append(lines, current), indent+word
		default:
			current += " " + word
		}
	}
	return append(lines, current)
}
