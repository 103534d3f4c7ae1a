package i18n

import (
	"strings"
	"testing"
)

func TestLongWordsBreakWhereDutchDoes(t *testing.T) {
	for _, want := range []string{
		"Ver-te-gen-woor-di-gings-bevoegdheid", "Jeugd-hulp-verlenings-overeenkomsten",
		"Samen-werkings-overeenkomsten", "Aan-bestedings-documentatie",
		"Consultatie-bijeenkomst over jeugdhulp", "Jeugd-beschermings-tafel", "huis-artsen-organisatie",
		"markt-consultatie?",
		"Vrij-ge-ves-tig-den-overleg", "mul-ti-dis-ci-pli-nair", "kostprijs-berekening",
		"“Informatie-bijeenkomst”, en een account-gesprek",
		"CONSULTATIE-BIJEENKOMST", "spe-cia-lis-ti-sche", "een consultatie-bijeenkomst. En dan.",
		// short enough, or no word
		"Aanbesteding", "bijeenkomst", "", " – ", "a1b2c3d4e5f6g7h8i9j0", "klaarstaand", "Zzzzzzzzzzzzzzzzzz",
		"https://samenspraak.example/consultatiebijeenkomst",
		"consultatiebijeenkomsten@merenland.example", "(Consultatiebijeenkomsten@Merenland.example)",
		"consultatiebijeenkomst.pdf",
	} {
		plain := strings.ReplaceAll(want, "-", "")
		if got := strings.ReplaceAll(Soft(plain), softHyphen, "-"); got != want {
			t.Errorf("%s breaks as %s, want %s", plain, got, want)
		}
	}
}

// FuzzSoft: nothing is added but soft hyphens, at no edge of a word, and what
// has them already gets no more.
func FuzzSoft(f *testing.F) {
	f.Add("Vertegenwoordigingsbevoegdheid")
	f.Add("zorg\u0301aanbieders’ İnformatiebijeenkomsten \xff")
	f.Fuzz(func(t *testing.T, text string) {
		soft := Soft(text)
		if strings.ReplaceAll(soft, softHyphen, "") != strings.ReplaceAll(text, softHyphen, "") {
			t.Fatalf("%q became %q", text, soft)
		}
		if again := Soft(soft); again != soft && !strings.Contains(text, softHyphen) {
			t.Errorf("%q became %q and then %q", text, soft, again)
		}
	})
}
