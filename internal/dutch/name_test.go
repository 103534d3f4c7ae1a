package dutch

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSplitName(t *testing.T) {
	for _, c := range []struct{ full, first, infix, last string }{
		{"Jan van der Berg", "Jan", "van der", "Berg"},
		{"Berg, Jan van der", "Jan", "van der", "Berg"},
		{"van der Berg, Jan", "Jan", "van der", "Berg"},
		{"Berg, J.A. van der", "J.A.", "van der", "Berg"},
		{"Poel, van der", "", "van der", "Poel"},
		{"Noor van ’t Hoff-de Ruijter", "Noor", "van ’t", "Hoff-de Ruijter"},
		{"Hoff-de Ruijter, Noor van ’t", "Noor", "van ’t", "Hoff-de Ruijter"},
		{"Noor van 't Hoff - de Ruijter", "Noor", "van 't", "Hoff-de Ruijter"},
		{"Noor Bakker-van der Ven", "Noor", "", "Bakker-van der Ven"},
		{"Noor Bakker - de Wit", "Noor", "", "Bakker-de Wit"},
		{"Jan-Willem Jansen", "Jan-Willem", "", "Jansen"},
		{"Maria ’t Hart", "Maria", "’t", "Hart"},
		{"Maria 't Hart", "Maria", "'t", "Hart"},
		{"Maria ‘t Hart", "Maria", "‘t", "Hart"},
		{"’t Hart", "", "’t", "Hart"},
		{"Van der Poel", "", "van der", "Poel"},
		{"de Boer", "", "de", "Boer"},
		{"Sophie in 't Veld", "Sophie", "in 't", "Veld"},
		{"In 't Veld", "", "in 't", "Veld"},
		{"Kees op den Kamp", "Kees", "op den", "Kamp"},
		{"Kees op de Beek", "Kees", "op de", "Beek"},
		{"Corrie ten Boom", "Corrie", "ten", "Boom"},
		{"Piet ter Braak", "Piet", "ter", "Braak"},
		{"Jan te Riele", "Jan", "te", "Riele"},
		{"Ine d'Hondt", "Ine", "d'", "Hondt"},
		{"Ine d’Hondt", "Ine", "d’", "Hondt"},
		{"Hondt, Ine d'", "Ine", "d'", "Hondt"},
		{"d'Hondt, Ine", "Ine", "d'", "Hondt"},
		{"Fatima el Amrani", "Fatima", "el", "Amrani"},
		{"Fatima El Amrani", "Fatima", "El", "Amrani"},
		{"Al Bakker", "Al", "", "Bakker"},
		{"Mohamed Ben Ali", "Mohamed Ben", "", "Ali"},
		{"Mohamed ben Ali", "Mohamed", "ben", "Ali"},
		{"Marie du Pré", "Marie", "du", "Pré"},
		{"Jan Van den Berghe", "Jan", "Van den", "Berghe"},
		{"Jan v.d. Berg", "Jan", "v.d.", "Berg"},
		{"Willem van 's-Gravesande", "Willem", "van", "'s-Gravesande"},
		{"Anna Maria Jansen", "Anna Maria", "", "Jansen"},
		{"Jansen", "", "", "Jansen"},
		{"Jan van", "Jan", "", "van"},
		{"Jansen,", "", "", "Jansen"},
		{"", "", "", ""},
		{" , ", "", "", ""},
	} {
		first, infix, last := SplitName(c.full)
		if first != c.first || infix != c.infix || last != c.last {
			t.Errorf("%q: %q | %q | %q", c.full, first, infix, last)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Name("Jan", "van der", "Poel"), "Jan van der Poel"},
		{Name("Zoë", "", "Daniëls"), "Zoë Daniëls"},
		{Name("", "van der", "Poel"), "van der Poel"},
		{Name("Ine", "d'", "Hondt"), "Ine d'Hondt"},
		{Name("Ine", "", ""), "Ine"},
		{Name("", "", ""), ""},
		{Capital("ijsbrand"), "IJsbrand"},
		{Capital("Ijsbrand"), "IJsbrand"},
		{Capital("IJsbrand"), "IJsbrand"},
		{Capital("ieder"), "Ieder"},
		{Capital("élise"), "Élise"},
		{Capital("’t"), "’t"},
		{Capital("\xffa"), "\xffa"},
		{Capital(""), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// FuzzSplitName: no letter is lost, and a name put together again comes apart
// the same way.
func FuzzSplitName(f *testing.F) {
	for _, s := range []string{
		"Jan van der Berg", "Berg, Jan van der", "Noor van ’t Hoff - de Ruijter", "d'Hondt, Ine", "Van der Poel",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, full string) {
		full = strings.Join(strings.Fields(strings.ToValidUTF8(full, "")), " ")
		first, infix, last := SplitName(full)
		parts := first + infix + last
		if !utf8.ValidString(parts) {
			t.Errorf("%q: invalid UTF-8 %q", full, parts)
		}
		if letterCount(parts) != letterCount(full) {
			t.Errorf("%q: %q | %q | %q lost something", full, first, infix, last)
		}
		if last == "" && letterCount(full) > 0 && first != "" {
			t.Errorf("%q: a first name %q without a last name", full, first)
		}
	})
}

// letterCount compares regardless of the order and of punctuation.
func letterCount(s string) int {
	s = strings.ToLower(s)
	return len(s) - strings.Count(s, " ") - strings.Count(s, ",") -
		strings.Count(s, "-") - 3*(strings.Count(s, "‐")+strings.Count(s, "‑")+strings.Count(s, "–"))
}
