package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

const manyDocs, fewDocs = 20000, 10

// BenchmarkSearch asks the same questions of twenty thousand documents and of
// ten, each of which gives a full page of hits: the search alone, and the page
// of it through the whole program. Its limit is the ten. Target: 1 of it, and
// 1.5 of the page.
func BenchmarkSearch(b *testing.B) {
	databases := map[string]func(testing.TB) string{"sqlite": storetest.SQLite}
	if os.Getenv("SAMENSPRAAK_TEST_POSTGRES") != "" {
		databases["postgres"] = storetest.Postgres
	}
	for name, setting := range databases {
		few, many := indexed(b, setting(b), fewDocs), indexed(b, setting(b), manyDocs)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				compareSearches(
					b, func(question string) { ask(b, few, question) },
					func(question string) { ask(b, many, question) },
				)
			}
		})
		b.Run(name+"/page", func(b *testing.B) {
			fewAddr, manyAddr := listen(b, few.Handler()), listen(b, many.Handler())
			page := func(addr, question string) {
				fetch(b, addr, get("/zoeken?q="+url.QueryEscape(question), "identity"))
			}
			for b.Loop() {
				compareSearches(
					b, func(question string) { page(fewAddr, question) },
					func(question string) { page(manyAddr, question) },
				)
			}
		})
	}
}

func ask(b *testing.B, a *app.App, question string) {
	b.Helper()
	r, err := a.Service().Search(context.Background(), consult.SearchQuery{Text: question, Limit: fewDocs})
	must(b, err)
	if n := len(r.Hits); n != fewDocs && !strings.Contains(question, "bestaatniet") {
		b.Fatalf("%q: %d hits", question, n)
	}
}

// searchWords is a vocabulary as regions write it, the most frequent first:
// function words, the words of the field, and their compounds.
var searchWords = func() []string {
	words := strings.Fields(`de van en het een in voor is op te zijn met dat die aan wij om er ook als bij naar of uit door over worden
		jeugdhulp gemeenten jeugdigen ouders kinderen aanbieders contract verblijf wonen ambulant plan afspraken raad college tarief tarieven
		kosten kwaliteit toegang gezin gezinnen wijkteam verwijzer school onderwijs veiligheid bescherming crisis behandeling begeleiding
		verslag bijeenkomst dialoog perceel aanbesteding inkoop overleg planning fase datum vraag antwoord uitgangspunten samen regio`)
	heads := strings.Fields(`jeugd gezins kinder pleeg crisis wijk school zorg inkoop contract gemeente regio raads markt dialoog kwaliteits
		toegangs veiligheids behandel verblijfs onderwijs specialisten ouder beleids uitvoerings`)
	tails := strings.Fields(`hulp zorg bescherming overleg bijeenkomsten verslag plan plannen team teams raad tafel gesprek gesprekken
		aanbieder aanbieders contracten tarieven kosten afspraken visie notitie norm brief groep regeling vergadering voorziening school
		procedure termijn traject document lijst punt beeld kaart fonds wet loket dag avond uur`)
	r := rand.New(rand.NewPCG(3, 7))
	var compounds []string
	for _, h := range heads {
		for _, t := range tails {
			compounds = append(compounds, h+t)
		}
	}
	for i := range 4000 { // what stands in few texts: names, places, numbers of decisions
		compounds = append(
			compounds,
			fmt.Sprintf(
				"%c%c%c%s%c", 'a'+r.IntN(26), "aeiou"[r.IntN(5)], 'a'+r.IntN(26), tails[r.IntN(len(tails))], 'a'+i%26,
			),
		)
	}
	r.Shuffle(len(compounds), func(i, j int) { compounds[i], compounds[j] = compounds[j], compounds[i] })
	return append(words, compounds...)
}()

// planted are the words that are asked for, with how many documents have each.
// The first ten have all of them, so that every question has ten hits at least,
// whatever the number of documents.
var planted = []struct {
	word string
	each int // one document in so many
}{
	{"zeldzaamwoord", manyDocs}, {"kwaliteitsnotitie", 1000}, {"verwijzer", 50}, {"wijkteam", 20}, {"overeenkomst", 4},
	{"jeugdhulp", 1},
}

// questions are of rare words, middling ones and such as stand in every
// document, of the beginning of many words, of several words, and of what is
// nowhere.
var questions = []string{
	"zeldzaamwoord", "kwaliteitsnotitie", "verwijzer", "wijkteams", "overeenkomst", "jeugdhulp", "jeug", "kwali",
	"jeugdhulp overeenkomst",
	"wijkteam verwijzer", "jeugdhulp zeldzaamwoord", "overeenkomst wijkteam jeug", "bestaatniet",
	"jeugdhulp bestaatniet",
}

// plant is the planted words of a document.
func plant(doc int) string {
	var b strings.Builder
	for _, p := range planted {
		if doc < fewDocs || doc%p.each == 0 {
			b.WriteString("Over " + p.word + ". ")
		}
	}
	return b.String()
}

// indexed is the program with documents of about sixty words, over five years.
func indexed(b *testing.B, database string, docs int) *app.App {
	b.Helper()
	a := start(b, database)
	r := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(r, 1.1, 4, uint64(len(searchWords)-1))
	text := func(n int) string {
		words := make([]string, n)
		for i := range words {
			words[i] = searchWords[zipf.Uint64()]
		}
		return strings.Join(words, " ")
	}
	now := time.Now()
	begin := time.Now()
	for from := 0; from < docs; from += 500 {
		must(b, a.DB().Update(context.Background(), func(tx *store.Tx) error {
			for i := from; i < min(from+500, docs); i++ {
				d := consult.SearchDoc{
					Noun: "post", About: int64(i + 1), Kind: consult.SearchKinds[i%len(consult.SearchKinds)],
					Path:  fmt.Sprintf("/nieuws/bericht-%d", i),
					Title: text(5), Text: text(28) + ". " + plant(i) + text(28) + ".",
					ShownOn: now.AddDate(0, 0, -i%1800), VisibleFrom: now.AddDate(0, 0, -1),
				}
				if err := tx.SetSearchDoc(
					d, consult.SearchTerms{Title: i18n.Stems(d.Title), Text: i18n.Stems(d.Text)},
				); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	b.Logf("%d documents indexed in %s", docs, time.Since(begin).Round(time.Millisecond))
	if strings.HasPrefix(database, "postgres") {
		storetest.Settle(b, database)
	}
	return a
}

// compareSearches asks each question of both in turns and reports the ratio of
// the medians: of all questions together, and of the one that suffers most.
func compareSearches(b *testing.B, few, many func(question string)) {
	b.Helper()
	const turns = 60
	took := func(ask func(string), question string) float64 {
		begin := time.Now()
		ask(question)
		return float64(time.Since(begin).Microseconds())
	}
	var fewAll, manyAll, worst float64
	for _, question := range questions {
		var fewTimes, manyTimes []float64
		for range turns {
			fewTimes, manyTimes = append(fewTimes, took(few, question)), append(manyTimes, took(many, question))
		}
		f, m := median(fewTimes), median(manyTimes)
		fewAll, manyAll, worst = fewAll+f, manyAll+m, max(worst, m/f)
		b.Logf("%-26s %6.0f µs of ten, %6.0f µs of many: %.2f", question, f, m, m/f)
	}
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(manyAll/fewAll, "of-limit")
	b.ReportMetric(worst, "worst-of-limit")
	b.ReportMetric(fewAll/float64(len(questions)), "limit-µs")
	b.ReportMetric(manyAll/float64(len(questions)), "ours-µs")
}
