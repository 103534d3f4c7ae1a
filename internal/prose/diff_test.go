package prose_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"samenspraak/internal/prose"
)

// shown writes pieces as [-gone-] and {+new+}.
func shown(pieces []prose.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		switch p.Op {
		case prose.Same:
			b.WriteString(p.Text)
		case prose.Gone:
			b.WriteString("[-" + p.Text + "-]")
		case prose.New:
			b.WriteString("{+" + p.Text + "+}")
		case prose.Left:
			b.WriteString("(…)")
		}
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	for _, row := range []struct{ before, after, want string }{
		{"", "", ""},
		{"", "Nieuw.", "{+Nieuw.+}"},
		{"Oud.", "", "[-Oud.-]"},
		{"Gelijk.\r\nEcht.", "Gelijk.\nEcht.", "Gelijk.\nEcht."},
		{"Wij komen op 14 maart om 15.00 uur.", "Wij komen op 21 maart om 16.00 uur.",
			"Wij komen op [-14-]{+21+} maart om [-15.00-]{+16.00+} uur."},
		{
			"De gemeente Sint-Joriswoude", "De gemeente Sint-Joriswolde",
			"De gemeente [-Sint-Joriswoude-]{+Sint-Joriswolde+}",
		},
		{"het plan, dat ’s avonds", "het plan dat ’s avonds", "het plan[-,-] dat ’s avonds"},
		{"Een.\n\nTwee.\n\nDrie.", "Een.\n\nDrie.", "Een.\n\n[-Twee.\n\n-]Drie."},
		{"Een.\n\nTwee.", "Een.\n\nAnderhalf.\n\nTwee.", "Een.\n\n{+Anderhalf.\n\n+}Twee."},
		{"Een. Twee.", "Een.\n\nTwee.", "Een.[- -]{+\n\n+}Twee."},
		{
			"Wethouders praten morgen verder.", "Raadsleden praten overmorgen door.",
			"[-Wethouders-]{+Raadsleden+} praten [-morgen verder-]{+overmorgen door+}.",
		},
		{
			"Aan het einde van de middag", "Bij het begin van de avond",
			"[-Aan-]{+Bij+} het [-einde-]{+begin+} van de [-middag-]{+avond+}",
		},
		{
			"voor gemeenteraden en wethouders", "voor schoolbesturen en aanbieders",
			"voor [-gemeenteraden en wethouders-]{+schoolbesturen en aanbieders+}",
		},
	} {
		if got := shown(prose.Diff(row.before, row.after)); got != row.want {
			t.Errorf("%q to %q:\n got %s\nwant %s", row.before, row.after, got, row.want)
		}
	}
}

func TestShorten(t *testing.T) {
	var words []string
	for i := range 30 {
		words = append(words, fmt.Sprintf("w%d", i))
	}
	before := strings.Join(words, " ")
	words[12], words[16] = "x", "y"
	pieces := prose.Diff(before, strings.Join(words, " "))
	want := "(…)w10 w11 [-w12-]{+x+} w13 w14 w15 [-w16-]{+y+} w17 w18(…)"
	if got := shown(prose.Shorten(pieces, 2)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := shown(prose.Shorten(pieces, 20)); got != shown(pieces) {
		t.Errorf("much context: %s", got)
	}
	same := prose.Diff(before, before)
	if got := shown(prose.Shorten(same, 2)); got != before {
		t.Errorf("nothing changed: %s", got)
	}
}

// Two long texts without a word in common must not take a square of their
// length.
func TestDiffOfStrangers(t *testing.T) {
	var a, b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&a, "a%d ", i)
		fmt.Fprintf(&b, "b%d ", i)
	}
	checkDiff(t, a.String(), b.String())
	checkDiff(t, strings.ReplaceAll(a.String(), " ", "\n"), strings.ReplaceAll(b.String(), " ", "\n\n"))
}

func FuzzDiff(f *testing.F) {
	for _, seed := range [][2]string{
		{"a b c", "a c b"}, {"a\n\nb", "b\n\na"}, {"", "\xff"}, {"e\u0301 é", "e é"}, {"15.00-17.00", "15.00 – 17.00"},
		{"een twee drie vier", "vier drie twee een"}, {"aaa aaa", "aaa aaa aaa"}, {"a\rb", "a\nb"}, {"a\u2028b", "ab"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(checkDiff)
}

func checkDiff(t *testing.T, before, after string) {
	t.Helper()
	unix := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	before, after = unix.Replace(before), unix.Replace(after)
	var was, is strings.Builder
	last := prose.New
	for i, p := range prose.Diff(before, after) {
		if p.Text == "" || i > 0 && p.Op == last || p.Op == prose.Gone && last == prose.New && i > 0 {
			t.Fatalf("piece %d, %+v after %s", i, p, last)
		}
		last = p.Op
		if p.Op != prose.New {
			if p.Op == prose.Gone || p.Op == prose.Same {
				checkCut(t, before, was.Len())
			}
			was.WriteString(p.Text)
		}
		if p.Op != prose.Gone {
			checkCut(t, after, is.Len())
			is.WriteString(p.Text)
		}
	}
	if was.String() != before || is.String() != after {
		t.Errorf("%q to %q gives back %q and %q", before, after, was.String(), is.String())
	}
}

// checkCut fails when a text is cut between two letters.
func checkCut(t *testing.T, text string, at int) {
	t.Helper()
	a, _ := utf8.DecodeLastRuneInString(text[:at])
	b, _ := utf8.DecodeRuneInString(text[at:])
	word := func(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r)) }
	if at > 0 && at < len(text) && word(a) && word(b) {
		t.Errorf("%q is cut at %d", text, at)
	}
}
