package consult

import "testing"

func TestLooseName(t *testing.T) {
	for _, same := range [][]string{
		{"De Brug B.V.", "de brug bv", "Stichting De Brug", "DE-BRUG", "De Brug"},
		{"Coöperatie Jeugdzorg U.A.", "Jeugdzorg"},
		{"Praktijk Óváry", "praktijk ovary"},
	} {
		for _, name := range same[1:] {
			if LooseName(name) != LooseName(same[0]) {
				t.Errorf("%s and %s differ: %s, %s", same[0], name, LooseName(same[0]), LooseName(name))
			}
		}
	}
	if LooseName("Stichting") == "" || LooseName("De Brug, Kompas en Noordster") == LooseName("De Brug") {
		t.Error("too loose")
	}
}
