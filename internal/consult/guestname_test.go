package consult_test

import (
	"strings"
	"testing"

	"samenspraak/internal/consult"
)

func TestOddName(t *testing.T) {
	for _, name := range []string{
		"Jan", "Anne-Fleur van der Meulen-IJzerman", "J.P. Jansen", "J. P. Jansen", "J.Jansen", "Sint‑Joris O’Neill",
		"Zoë Daniëls", "Mehmet Öztürk",
		"prof. dr. Li Wei", "李伟", "Μαρία Παπαδοπούλου", "Jansen, Piet", "Johannes (Jan) de Wit", "d'Ancona", "",
	} {
		if consult.OddName(name) {
			t.Errorf("%q counts as odd", name)
		}
	}
	for _, name := range []string{
		"Uw subsidie is gereserveerd! Bel vandaag 0900 123 4567 of ga naar 185.199.1.1/login", "Bel 0900",
		"Let op: dringend", "Wint u ook?", "evil.example",
		"evil。example", "evil．example", "evil｡example", "evil[.]example", "www.evil.example", "dief@evil.example",
		"hxxp://evil", "Jan/Piet", `\\evil\share`,
		"Uw subsidie staat klaar. Bel ons", "een twee drie vier vijf zes", strings.Repeat("a", 61), "€ veel",
		"Jan <b>", "=HYPERLINK(a)", "Jan 🎁", "Jan\x1b", "a+b",
		"Jan_Piet", "Piet; Jan", "185,199", "١٢٣",
	} {
		if !consult.OddName(name) {
			t.Errorf("%q needs no look", name)
		}
	}
}
