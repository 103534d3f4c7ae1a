package editorial

import (
	"strings"
	"testing"
	"unicode/utf8"

	"samenspraak/internal/consult"
)

// marked finds words in a text, each the word of its number.
func marked(text string, words ...string) []Mark {
	var marks []Mark
	for at := range text {
		for n, w := range words {
			if strings.HasPrefix(text[at:], w) {
				marks = append(marks, Mark{at, at + len(w), n})
			}
		}
	}
	return marks
}

// written is a passage with its marks in brackets.
func written(pieces []consult.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Marked {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestPassage(t *testing.T) {
	filler := strings.Repeat("Hier staat een zin die niets zegt over wat u zoekt. ", 8)
	for name, one := range map[string]struct {
		text  string
		words []string
		want  string
	}{
		"empty":      {"", nil, ""},
		"short":      {"Wij kopen verblijf in.", []string{"verblijf"}, "Wij kopen [verblijf] in."},
		"no mark":    {"Wij kopen in.", nil, "Wij kopen in."},
		"at the end": {filler + "Wij kopen verblijf in.", []string{"verblijf"}, "… Wij kopen [verblijf] in."},
		"in the middle": {
			filler + "Voor verblijf kan dit niet. " + filler, []string{"verblijf"},
			"… Voor [verblijf] kan dit niet. Hier staat een zin die niets zegt over wat u zoekt. Hier staat een zin die niets zegt over wat u zoekt. Hier staat een zin die niets zegt over wat u zoekt. …",
		},
		"where most words are": {
			"Een tarief vooraf. " + filler + "Het tarief van verblijf.\nEen kop\n" + filler,
			[]string{"tarief", "verblijf"},
			"… Het [tarief] van [verblijf].\nEen kop\nHier staat een zin die niets zegt over wat u zoekt. Hier staat een zin die niets zegt over wat u zoekt. Hier staat een zin die niets zegt over wat u zoekt. …",
		},
		"the first of equals": {
			"Een tarief. " + filler + "Een tarief.", []string{"tarief"}, "Een [tarief]. " + filler[:4*52-1] + " …",
		},
		"no sentences": {
			strings.Repeat("woord ", 60) + "verblijf " + strings.Repeat("woord ", 60), []string{"verblijf"},
			"… " + strings.Repeat("woord ", 11) + "[verblijf] " + strings.TrimSpace(strings.Repeat("woord ", 24)) +
				" …",
		},
		"no spaces": {
			strings.Repeat("é", 200) + "verblijf" + strings.Repeat("é", 200), []string{"verblijf"},
			"… [verblijf]" + strings.Repeat("é", 106) + " …",
		},
		"nothing found in text": {filler, nil, filler[:4*52-1] + " …"},
	} {
		if got := written(Passage(one.text, marked(one.text, one.words...))); got != one.want {
			t.Errorf("%s:\n got %q\nwant %q", name, got, one.want)
		}
	}
}

// FuzzPassage holds that a passage is a part of its text, whatever is marked.
func FuzzPassage(f *testing.F) {
	f.Add(strings.Repeat("Wij kopen verblijf in. ", 30), 300, 308, 5, 9)
	f.Add(strings.Repeat("é\n.", 200), -4, 1<<40, 3, 2)
	f.Add("\xff\xfe "+strings.Repeat("\u0301", 300), 100, 104, 104, 110)
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		pieces := Passage(text, []Mark{{a, b, 0}, {c, d, 1}})
		var whole string
		for i, p := range pieces {
			if p.Text == "" {
				t.Error("an empty piece")
			}
			ellipsis := !p.Marked && (i == 0 && p.Text == Ellipsis+" " || i == len(pieces)-1 && p.Text == " "+Ellipsis)
			if !ellipsis {
				whole += p.Text
			}
		}
		if !strings.Contains(text, whole) {
			t.Errorf("%q is no part of the text", whole)
		}
		if utf8.ValidString(text) && !utf8.ValidString(whole) {
			t.Errorf("half a letter in %q", whole)
		}
		if len(whole) > passageLength+passageLead+longestMark {
			t.Errorf("%d bytes", len(whole))
		}
	})
}
