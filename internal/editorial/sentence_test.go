package editorial_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/editorial"
)

// Sentences are parted by a stroke.
func TestSentenceEnds(t *testing.T) {
	for _, want := range []string{
		"Een zin.| Nog een zin.| En een zonder punt",
		"Wie komt?| Iedereen!| Of toch niet…| Jawel.",
		"Zij is van Praktijk De Eik b.v. en komt om 15.00 uur.| Hij niet.",
		"Er is o.a. koffie, d.w.z. thee.| Meer niet.",
		"Zie art. 5 en nr. 12, blz. 3.| Verder niets.",
		"Op 14 mrt. 2016 en 5 jan. 2017.| Toen Jan.| Daarna Piet.",
		"Op 14-03-2016.| Toen 2.500 mensen.",
		"J. de Vries en dr. A.B. Jansen komen.| Zij ook.",
		"“Dat is zo.”| Zij lachte.|",
		"“Dat is zo.” zei zij.|",
		"Het is er.| ’t Waalhof ook.| 's Avonds niet.",
		"Wie o wie? vroeg hij.",
		"Zie www.voorbeeld.example voor meer.| Dank.",
		"Op 1 oktober.| 2016 was anders.",
		"Kerkstraat 1\u2028|1234 AB Elzendam\u2028|Tel. 088 000 12 34",
		"(Dat was zo.)| Nu niet.",
		"...",
		"",
	} {
		text := strings.ReplaceAll(want, "|", "")
		got, start := "", 0
		for _, end := range editorial.SentenceEnds(text) {
			got += text[start:end] + "|"
			start = end
		}
		if diff := cmp.Diff(strings.TrimSuffix(want, "|")+"|", got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
