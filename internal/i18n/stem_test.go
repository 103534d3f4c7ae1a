package i18n

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// oneWord are forms of one word: who looks for one finds the others.
var oneWord = [][]string{
	{"aanbesteding", "aanbestedingen", "Aanbestedings"},
	{"aanbieder", "aanbieders"},
	{"afspraak", "afspraken"},
	{"baby", "baby’s", "baby’tje"},
	{"begeleiding", "begeleidingen"},
	{"behandeling", "behandelingen", "BEHANDELING"},
	{"bijeenkomst", "bijeenkomsten"},
	{"bijlage", "bijlagen", "bijlages"},
	{"boete", "boetes"},
	{"brief", "brieven"},
	{"bureau", "bureaus"},
	{"café", "cafe", "CAFÉ", "cafe\u0301"},
	{"categorie", "categorieën", "categorieen"},
	{"contract", "contracten"},
	{"document", "documenten", "documents"},
	{"duidelijk", "duidelijke"},
	{"foto", "foto’s", "foto's", "Foto`s"},
	{"gebouw", "gebouwen"},
	{"gemeente", "gemeenten", "gemeentes", "gemeentelijke"},
	{"gesprek", "gesprekken"},
	{"gezin", "gezinnen"},
	{"groep", "groepen", "groepje", "groepjes"},
	{"hulpverlener", "hulpverleners"},
	{"huis", "huizen"},
	{"idee", "ideeën", "ideeen"},
	{"IJsseloord", "ijsseloord", "Ĳsseloord", "ijsseloord’s"},
	{"instelling", "instellingen"},
	{"jeugdige", "jeugdigen"},
	{"juridisch", "juridische"},
	{"kader", "kaders"},
	{"kind", "kinderen"},
	{"knelpunt", "knelpunten"},
	{"maatregel", "maatregelen", "maatregels"},
	{"medewerker", "medewerkers"},
	{"mogelijkheid", "mogelijkheden"},
	{"museum", "musea"},
	{"ondernemer", "ondernemers"},
	{"organisatie", "organisaties"},
	{"ouder", "ouders"},
	{"overeenkomst", "overeenkomsten"},
	{"perceel", "percelen"},
	{"plan", "plannen", "plannetje"},
	{"pleegkind", "pleegkinderen"},
	{"praktijk", "praktijken"},
	{"professional", "professionals"},
	{"raadslid", "raadsleden"},
	{"regeling", "regelingen"},
	{"reactie", "reacties"},
	{"school", "scholen"},
	{"specialistisch", "specialistische"},
	{"stad", "steden"},
	{"tafel", "tafels", "tafeltje"},
	{"tarief", "tarieven"},
	{"team", "teams"},
	{"termijn", "termijnen"},
	{"traject", "trajecten"},
	{"vergadering", "vergaderingen"},
	{"verslag", "verslagen"},
	{"voorziening", "voorzieningen"},
	{"wethouder", "wethouders"},
	{"zelfstandige", "zelfstandigen"},
	{"Σύνοδος", "σύνοδος"},
	{"Жук", "жук"},
}

// otherWords look alike and are not.
var otherWords = [][2]string{
	{"raad", "raam"}, {"gezin", "gezicht"}, {"hulp", "huls"}, {"zorg", "zorgen"[:3]}, {"contract", "contact"},
	{"regio", "regie"},
	{"perceel", "percentage"}, {"tarief", "tarwe"}, {"opvang", "ontvang"}, {"ouder", "oud"}, {"school", "schoot"},
	{"termijn", "terrein"},
	{"aanbod", "aanbieden"}, {"dialoog", "dialect"}, {"jeugd", "deugd"}, {"kind", "kin"}, {"inkoop", "inkomen"},
	{"gemeente", "gemeen"},
	{"verblijf", "verband"}, {"plan", "plaats"}, {"team", "thema"}, {"visie", "vis"}, {"verslag", "verslaving"},
	{"beleid", "begeleid"},
	{"norm", "vorm"}, {"2028", "2027"}, {"1000", "100"}, {"2288", "228"}, {"kamer", "kamp"}, {"huis", "hulp"},
	{"brug", "brief"},
	{"vervoer", "vervolg"}, {"kosten", "kast"}, {"wonen", "winnen"}, {"praktijk", "praat"}, {"maart", "markt"},
	{"uur", "huur"},
	{"nota", "noot"}, {"stad", "staat"}, {"tafel", "taal"}, {"pgb", "ggz"}, {"Wmo", "Wlz"}, {"vraag", "aanvraag"},
	{"werk", "netwerk"},
	{"eis", "reis"}, {"doel", "deel"}, {"toegang", "toeslag"}, {"crisis", "kritisch"}, {"bezwaar", "zwaar"},
	{"partij", "party"},
	{"opdracht", "overdracht"}, {"subsidie", "substantie"}, {"inwoner", "inwoon"[:5]}, {"kind", "kern"},
	{"duur", "dier"}, {"budget", "buidel"},
	{"meer", "meter"}, {"wacht", "macht"}, {"ж", "з"},
}

func TestStemBringsFormsTogether(t *testing.T) {
	for _, forms := range oneWord {
		for _, form := range forms[1:] {
			if a, b := Stem(forms[0]), Stem(form); a != b {
				t.Errorf("%s is %q and %s is %q", forms[0], a, form, b)
			}
		}
	}
}

func TestStemKeepsWordsApart(t *testing.T) {
	for _, pair := range otherWords {
		stems := Stems(pair[1])
		if slices.Contains(stems, Stem(pair[0])) {
			t.Errorf("%s is found by %s: %q", pair[1], pair[0], stems)
		}
	}
}

// Known to go wrong; here so that nobody takes it for a fault of the index.
func TestStemKnownMisses(t *testing.T) {
	for _, pair := range [][2]string{{"groen", "groene"}, {"tram", "trams"}, {"café", "cafés"}} {
		if Stem(pair[0]) == Stem(pair[1]) {
			t.Errorf("%s and %s come together now: move them to oneWord", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"bos", "boos"}, {"man", "maan"}, {"wet", "weten"}} {
		if Stem(pair[0]) != Stem(pair[1]) {
			t.Errorf("%s and %s are apart now: move them to otherWords", pair[0], pair[1])
		}
	}
}

func TestTails(t *testing.T) {
	for word, finds := range map[string][]string{
		"jeugdhulp":              {"hulp"},
		"consultatiebijeenkomst": {"bijeenkomst", "bijeenkomsten"},
		"jeugdhulpaanbieders":    {"aanbieder", "jeugdhulpaanbieder"},
		"gemeenteraad":           {"raad", "raden"},
		"inkoopoverleg":          {"overleg"},
		"raamovereenkomsten":     {"overeenkomst"},
		"nieuwsbericht":          {"berichten"},
		"wijkteams":              {"team"},
		"marktverkenning":        {"verkenning"},
		"deelpercelen":           {"perceel"},
	} {
		for _, wanted := range finds {
			if !slices.Contains(Stems(word), Stem(wanted)) {
				t.Errorf("%s is not found by %s: %q", word, wanted, Stems(word))
			}
		}
	}
	if got := Tails(Stem("hulp")); got != nil {
		t.Errorf("hulp is a kind of %q", got)
	}
}

func TestStems(t *testing.T) {
	for text, want := range map[string][]string{
		"":                              nil,
		" \t!?%*_\"'’ 👍🏽 — ":            nil,
		"Plan, plannen en het PLAN":     {"plan", "en", "het"},
		"De jeugdhulp-aanbieder’s hulp": {"de", "jeugdhulp", "hulp", "aanbieder"},
		"kosten: € 12,50 per 2028":      {"kost", "12", "50", "per", "2028"},
		"\xff\xfejeugd\x00\xf0zorg":     {"jeugd", "zorg"},
		"naïef coördinatie":             {"naief", "coordinatie"},
	} {
		if diff := cmp.Diff(want, Stems(text)); diff != "" {
			t.Errorf("Stems(%q) (-want +got):\n%s", text, diff)
		}
	}
	if got := Stems(strings.Repeat("wortel", 2000)); len(got) != 1 || len(got[0]) != longestWord {
		t.Errorf("a word of 12 kB is %d bytes", len(got[0]))
	}
}

func TestTelling(t *testing.T) {
	for question, want := range map[string][]string{
		"het verslag van de Marktverkenning": {"verslag", "Marktverkenning"},
		"de het een":                         {"de", "het", "een"},
		"jeugd OR wonen":                     {"jeugd", "wonen"},
		"plan plannen PLAN":                  {"plan"},
		"’t Waalhof":                         {"Waalhof"},
		"👍":                                  nil,
	} {
		var words []string
		for w := range Words(question) {
			words = append(words, w.Text)
		}
		if diff := cmp.Diff(want, Telling(words)); diff != "" {
			t.Errorf("Telling(%q) (-want +got):\n%s", question, diff)
		}
	}
}

// FuzzStems holds that a text is found by each of its own words, and that no
// stem is something a database cannot keep.
func FuzzStems(f *testing.F) {
	for _, s := range []string{
		"Jeugdhulp’s ĲËéß", "\u1000\u1000", "a'b'c", "ﬁ½²", "e\u0301e\u0301", "\xc3", "zzzz vvvv", "ııı İ", "ŉ", "ꜳ",
		"''s x's",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		stems := Stems(text)
		for _, s := range stems {
			if s == "" || !utf8.ValidString(s) || strings.ContainsRune(s, 0) || len(s) > 4*longestWord {
				t.Errorf("stem %q of %q", s, text)
			}
		}
		end := 0
		for w := range Words(text) {
			if w.From < end || w.To <= w.From || text[w.From:w.To] != w.Text {
				t.Fatalf("word %+v after %d", w, end)
			}
			end = w.To
			if s := Stem(w.Text); s != "" && !slices.Contains(stems, s) {
				t.Errorf("%q is not found by its word %q", text, w.Text)
			}
		}
	})
}
