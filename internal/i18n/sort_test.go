package i18n

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"samenspraak/internal/dutch"
)

// inOrder shuffles want, orders it by key and expects it back.
func inOrder(t *testing.T, want []string, key func(string) string) {
	t.Helper()
	got := slices.Clone(want)
	rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(key(a), key(b)) })
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
}

func TestSortKey(t *testing.T) {
	inOrder(t, []string{
		"", "2 gemeenten", "10 gemeenten", "Ambulant", "ambulante hulp", "Bureau Jeugd", "Bureau jeugd 2",
		"Bureau Jeugd 10", "Bureaus",
		"cafe", "Café", "Cafés", "De Brug", "De Kreek", "Debrug", "Eemhuis", "Éénhuis", "IJmond", "IJsseloord", "Ik",
		"Zebra", "Ziezo",
	}, SortKey)
}

func TestPlaceSortKey(t *testing.T) {
	inOrder(
		t,
		[]string{
			"Beemster", "Edam-Volendam", "Landsmeer", "Oostzaan", "Purmerend", "Waterland", "Wormerland", "Zaanstad",
		}, PlaceSortKey,
	)
	inOrder(
		t,
		[]string{
			"Aldermeer", "Brinkeroord", "Elzendam", "Groot-Reeuwland", "IJsseloord", "Lommerdijk", "Sint-Joriswoude",
			"’t Waalhof",
		}, PlaceSortKey,
	)
	inOrder(
		t,
		[]string{
			"De Bilt", "’s-Gravenhage", "Groningen", "Den Haag", "'s-Hertogenbosch", "Het Hogeland", "Hoorn",
			"'t Waalhof", "Zaanstad",
		}, PlaceSortKey,
	)
}

func TestPersonSortKey(t *testing.T) {
	inOrder(t, []string{
		"Boer, Piet den", "Daniëls, Zoë", "Gogh, Vincent van", "’s-Gravesande, Willem", "Hart, Anna",
		"Hart, Maarten ’t", "Hoff-de Ruijter, Noor van ’t",
		"Hondt, Ine d'", "Horst, Bea van der", "Poël, Aad van der", "Poel, Jan", "Poel, Jan van der", "poel, Karel",
		"Poel-de Vries, Anna", "Poelman, Anna",
		"Ven-van Dijk, Els", "Vlugt, Kees van der",
	}, func(s string) string { return PersonSortKey(dutch.SplitName(s)) })

	typedInLast := PersonSortKey("Jan", "", "van der Poel")
	if typedInLast != PersonSortKey("Jan", "van der", "Poel") {
		t.Error("a prefix typed into the last name is not moved")
	}
	if PersonSortKey("Maria", "’t", "Hart") != PersonSortKey("Maria", "'t", "Hart") {
		t.Error("the kind of apostrophe counts")
	}
}

// TestSortKeyPinned fails when the collation tables change: keys stored in
// databases must then be computed anew by a migration.
func TestSortKeyPinned(t *testing.T) {
	const want = "18951771164c010914f0000114e800000020002000200047002000200020002000000802020202020202"
	if got := SortKey("Zoë 2"); got != want {
		t.Errorf("key %s, want %s", got, want)
	}
}

func TestSortKeyBounded(t *testing.T) {
	printable := regexp.MustCompile(`^[0-9a-f]*$`)
	for _, s := range []string{
		strings.Repeat("ë", 5000), strings.Repeat("ﷺ", 300), strings.Repeat("9", 2000), "\xff\x00",
	} {
		if key := SortKey(s); len(key) > maxSortKey || !printable.MatchString(key) {
			t.Errorf("%.10q: %d bytes", s, len(key))
		}
	}
	long := strings.Repeat("combinatie De Brug ", 5)
	if len(SortKey(long)) >= maxSortKey {
		t.Errorf("%d letters do not fit", len(long))
	}
}

func FuzzSortKey(f *testing.F) {
	f.Add("Jan van der Poel", "’t Hart")
	f.Add("10", "9")
	f.Add("ĳ", "ij")
	f.Add("007", "7a")
	collator := collate.New(language.Dutch, collate.Numeric)
	f.Fuzz(func(t *testing.T, a, b string) {
		keyA, keyB := SortKey(a), SortKey(b)
		PlaceSortKey(a)
		PersonSortKey(a, b, a)
		if len(keyA) >= maxSortKey || len(keyB) >= maxSortKey {
			return
		}
		a, b = dutch.Straight(Tidy(a)), dutch.Straight(Tidy(b))
		if want := collator.CompareString(a, b); strings.Compare(keyA, keyB) != want {
			t.Errorf("%q, %q: keys compare %d, texts %d", a, b, strings.Compare(keyA, keyB), want)
		}
	})
}
