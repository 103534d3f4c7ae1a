package prose_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/editorial"
	"samenspraak/internal/prose"
)

const everything = `# Kop & co

De b.v. van J. de Vries, art. 5 lid 2, is er om 15.00 uur. Daarna wordt op
5 jan. 2016 [hier](/x) overal gepraat. ’s Avonds niet! “Ja.” Nog een
![wolk](/bestanden/1/w.png "Samen \*werken\*") plaatje.  
Regel twee <b>vet</b> https://example.org en <a@b.example>.

> Wij doen dit.
> Echt. Nu.
> -- Jan, wethouder

- een
- twee. Drie
  1. diep

| a | b |
|---|---|
| x y | z\|q |

    code & zo

<div>weg</div>
`

func TestPlain(t *testing.T) {
	want := `Kop & co
De b.v. van J. de Vries, art. 5 lid 2, is er om 15.00 uur. Daarna wordt op 5 jan. 2016 hier overal gepraat. ’s Avonds niet! “Ja.” Nog een wolk Samen *werken* plaatje. Regel twee vet https://example.org en a@b.example.
Wij doen dit. Echt. Nu.
Jan, wethouder
een
twee. Drie
1. diep
a
b
x y
z|q
code & zo`
	if diff := cmp.Diff(want, prose.Plain(everything)); diff != "" {
		t.Error(diff)
	}
}

func TestOutline(t *testing.T) {
	want := editorial.Outline{
		Headings: []editorial.OutlineHeading{{Level: 1, Text: "Kop & co", Line: 1}},
		Links: []editorial.OutlineLink{
			{Text: "hier", Destination: "/x", Line: 4},
			{Text: "https://example.org", Destination: "https://example.org", Line: 6, Bare: true},
			{Text: "a@b.example", Destination: "mailto:a@b.example", Line: 6, Bare: true},
		},
		Images: []editorial.OutlineImage{
			{Alt: "wolk", Caption: "Samen *werken*", Destination: "/bestanden/1/w.png", Line: 5},
		},
		Quotes: []editorial.OutlineQuote{{Words: "Wij doen dit. Echt. Nu.", By: "Jan, wethouder", Line: 8}},
		Sentences: []editorial.Sentence{
			{Text: "Kop & co", Line: 1, Block: 1},
			{Text: "De b.v. van J. de Vries, art. 5 lid 2, is er om 15.00 uur.", Line: 3, Block: 2},
			{Text: "Daarna wordt op 5 jan. 2016 hier overal gepraat.", Line: 3, Block: 2},
			{Text: "’s Avonds niet!", Line: 4, Block: 2},
			{Text: "“Ja.”", Line: 4, Block: 2},
			{Text: "Nog een plaatje.", Line: 4, Block: 2},
			{Text: "Regel twee vet https://example.org en a@b.example.", Line: 6, Block: 2},
			{Text: "Wij doen dit.", Line: 8, Block: 3, Quoted: true},
			{Text: "Echt.", Line: 9, Block: 3, Quoted: true},
			{Text: "Nu.", Line: 9, Block: 3, Quoted: true},
			{Text: "een", Line: 12, Block: 4},
			{Text: "twee.", Line: 13, Block: 5},
			{Text: "Drie", Line: 13, Block: 5},
			{Text: "diep", Line: 14, Block: 6},
			{Text: "a", Line: 16, Block: 7},
			{Text: "b", Line: 16, Block: 8},
			{Text: "x y", Line: 18, Block: 9},
			{Text: "z|q", Line: 18, Block: 10},
			{Text: "code & zo", Line: 20, Block: 11},
		},
		Tables: []int{16}, Lists: []int{12, 14}, Markup: []int{6, 6, 22}, PlainWords: 63,
	}
	if diff := cmp.Diff(want, prose.Outline(strings.ReplaceAll(everything, "\n", "\r\n"))); diff != "" {
		t.Error(diff)
	}
}

func TestAnnounced(t *testing.T) {
	type file = editorial.AnnouncedFile
	for _, row := range []struct {
		name, src string
		want      []file
	}{
		{"none", "De bijlage van vorig jaar. Een bijlage: niet.", nil},
		{"one line", "Tekst.\nBijlage: het plan", []file{{Text: "Bijlage: het plan", Line: 2}}},
		{"a link", "**Bijlage:** [het plan](/x)", []file{{Text: "Bijlage: het plan", Line: 1, Linked: true}}},
		{
			"a title that is left hanging", "Bijlage: het plan:",
			[]file{{Text: "Bijlage: het plan:", Line: 1, Open: true}},
		},
		{
			"a title before its link", "Bijlage: het plan:\n\n[lees](/x)",
			[]file{{Text: "Bijlage: het plan:", Line: 1, Linked: true}},
		},
		{"a title after it", "Bijlage:\n\nHet plan:", []file{{Text: "Het plan:", Line: 3, Open: true}}},
		{
			"a title after it, and its link", "Bijlage:\n\nHet plan:\n[lees](/x)",
			[]file{{Text: "Het plan:", Line: 3, Linked: true}},
		},
		{"nothing after it", "Bijlagen:\n\n# Kop", []file{{Text: "Bijlagen:", Line: 1}}},
		{
			"two lines", "Bijlage 1: a\nBijlage 2: b",
			[]file{{Text: "Bijlage 1: a", Line: 1}, {Text: "Bijlage 2: b", Line: 2}},
		},
		{
			"a link of the next announcement", "Bijlage: a:\nBijlage: [b](/x)",
			[]file{{Text: "Bijlage: a:", Line: 1, Open: true}, {Text: "Bijlage: b", Line: 2, Linked: true}},
		},
		{
			"a list", "Bijlagen:\n- a\n- [b](/x)\n\n  nog iets\n- c:\n\nTekst",
			[]file{{Text: "a", Line: 2}, {Text: "b", Line: 3, Linked: true}, {Text: "c:", Line: 6, Open: true}},
		},
		{"a heading", "## Bijlagen\n\n- a", []file{{Text: "a", Line: 3}}},
		{"a heading about something else", "## Bijlagen lezen\n\n- a", nil},
		{"English", "Attachment: the plan", []file{{Text: "Attachment: the plan", Line: 1}}},
		{
			"lines broken on purpose", "Groet  \nBijlage: a  \nBijlage: b",
			[]file{{Text: "Bijlage: a", Line: 2}, {Text: "Bijlage: b", Line: 3}},
		},
	} {
		if diff := cmp.Diff(row.want, prose.Outline(row.src).Announced); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

func FuzzOutline(f *testing.F) {
	for _, seed := range []string{
		everything, "Bijlagen:\n- a\n\n", "> -- a", "- \n-", "|a\n|-\n\\", "a\\\nb  \nc&amp;\\", "`a\nb`",
		"\xff. \xffA", "![\n](<\n>)",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		last := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(src), "\n") + 1
		o := prose.Outline(src)
		for _, s := range o.Sentences {
			if s.Line < 1 || s.Line > last || s.Text == "" || s.Block < 1 ||
				utf8.ValidString(src) && !utf8.ValidString(s.Text) {
				t.Errorf("sentence %+v of %q", s, src)
			}
		}
		for _, a := range o.Announced {
			if a.Line < 1 || a.Line > last || a.Open && a.Linked {
				t.Errorf("announced %+v of %q", a, src)
			}
		}
		for _, l := range o.Links {
			if l.Line < 1 || l.Line > last {
				t.Errorf("link %+v of %q", l, src)
			}
		}
		if got := len(strings.Fields(prose.Plain(src))); got != o.PlainWords {
			t.Errorf("%d words, outline says %d: %q", got, o.PlainWords, src)
		}
	})
}
