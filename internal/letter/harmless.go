package letter

import (
	"regexp"
	"strings"
	"unicode"

	"samenspraak/internal/i18n"
)

// gap is a zero-width space. Mail programs make links of what looks like an
// address; with a gap in it, it no longer does, and reads the same.
const gap = "\u200b"

var scheme = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]{1,15}):(//)?`)

var schemesWithoutSlashes = map[string]bool{"mailto": true, "tel": true, "sms": true, "javascript": true, "data": true}

// harmless makes one line of what somebody typed and takes from it all that a
// mail program would make a link of.
func harmless(s string) string {
	s = scheme.ReplaceAllStringFunc(i18n.Tidy(s), func(found string) string {
		name, _, _ := strings.Cut(found, ":")
		if strings.HasSuffix(found, "//") || schemesWithoutSlashes[strings.ToLower(name)] {
			return name + ":" + gap + strings.TrimPrefix(found, name+":")
		}
		return found
	})
	return breakHosts(s)
}

// breakHosts puts a gap before each dot that may belong to the name of a host
// and before each at sign.
func breakHosts(s string) string {
	runes := []rune(s)
	var b strings.Builder
	for i, r := range runes {
		before := i > 0 && !unicode.IsSpace(runes[i-1])
		after := i+1 < len(runes) && !unicode.IsSpace(runes[i+1])
		if before && after && (r == '@' || r == '.' && startsWord(runes[i+1:])) {
			b.WriteString(gap)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// startsWord tells the end of a host's name from initials and from times.
func startsWord(rest []rune) bool {
	return len(rest) > 1 && unicode.IsLetter(rest[0]) && (unicode.IsLetter(rest[1]) || rest[1] == '-' || unicode.IsDigit(rest[1]))
}

// paragraphs makes harmless lines of a text of several; empty ones go.
func paragraphs(s string) []string {
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
