package i18n

import (
	"strings"
	"testing"
	"unicode"
)

func TestTidy(t *testing.T) {
	for in, want := range map[string]struct{ line, text string }{
		"":                             {"", ""},
		" a \u00a0 b\n":                {"a b", "a \u00a0 b"},
		"e\u0308":                      {"ë", "ë"},
		"e\u200b\u0308":                {"ë", "ë"},
		"\xff":                         {"\ufffd", "\ufffd"},
		"a\r\nb\rc\n\n\td":             {"a b c d", "a\nb\nc\n\n\td"},
		"a\u0085b\u2028c\u2029d\ve\ff": {"a b c d e f", "a\nb\nc\nd\ne\nf"},
		"a\x00b\x01c\x1bd\x7fe\u009bf": {"a b c d e f", "a b c d e f"},
		"\ufeffa\u200bb\u00adc\u2060d": {"abcd", "abcd"},
		"\u202eabc\u202c\u2066d\u2069\u200e\u200f\u061c": {"abcd", "abcd"},
		"a\ufffeb\uffffc\ufdd0d\U0001ffff":               {"abcd", "abcd"},
		"a\U000e0041b\u3164c\u034fd":                     {"abcd", "abcd"},
		// A joiner between Latin letters makes two names that look alike, and one
		// alone a name that cannot be seen.
		"J\u200dan\u200c": {"Jan", "Jan"},
		"\u200d\u200c":    {"", ""},
		"e\u0308\u200da":  {"ëa", "ëa"},
		// Persian "می‌خواهم", Hindi "क्‍ष", a woman technician, a heart on fire.
		"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645": {
			"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
		},
		"\u0915\u094d\u200d\u0937": {"\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"},
		"\U0001f469\U0001f3fd\u200d\U0001f4bb": {
			"\U0001f469\U0001f3fd\u200d\U0001f4bb", "\U0001f469\U0001f3fd\u200d\U0001f4bb",
		},
		"\u2764\ufe0f\u200d\U0001f525": {"\u2764\ufe0f\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525"},
		"\u06dd12":                     {"\u06dd12", "\u06dd12"},
	} {
		if got := Tidy(in); got != want.line {
			t.Errorf("%q: the line %q, want %q", in, got, want.line)
		}
		if got := TidyText(in); got != want.text {
			t.Errorf("%q: the text %q, want %q", in, got, want.text)
		}
	}
}

// FuzzTidy: what is tidied once stays as it is, and holds nothing that moves,
// ends or hides what stands beside it.
func FuzzTidy(f *testing.F) {
	for _, s := range []string{
		"a\u202eb", "e\u0308\u200d", "\u200d\u0301", "\U0001f469\u200d", "a\r\u2028b\t", "\u1100\u200d\u1161",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, text := Tidy(s), TidyText(s)
		if Tidy(line) != line || TidyText(text) != text {
			t.Errorf("%q: twice %q and %q", s, Tidy(line), TidyText(text))
		}
		bad := func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
		}
		if i := strings.IndexFunc(line, bad); i >= 0 {
			t.Errorf("%q keeps %q", s, line[i:])
		}
		if strings.ContainsFunc(text, func(r rune) bool { return bad(r) && r != '\n' && r != '\t' }) {
			t.Errorf("%q keeps %q", s, text)
		}
	})
}
