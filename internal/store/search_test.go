package store_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

var searchNow = time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)

// asked is the words of a question as the service takes them apart.
func asked(text string) []consult.SearchWord {
	var words []string
	for w := range i18n.Words(text) {
		words = append(words, w.Text)
	}
	var all []consult.SearchWord
	for _, w := range i18n.Telling(words) {
		word := consult.SearchWord{Text: w, Stem: i18n.Stem(w)}
		if folded := i18n.Fold(w); len([]rune(folded)) >= 4 && !strings.ContainsAny(folded, "0123456789") {
			word.Prefix = folded
		}
		all = append(all, word)
	}
	return all[:min(len(all), consult.MaxSearchWords)]
}

func index(t testing.TB, db *store.DB, docs ...consult.SearchDoc) {
	t.Helper()
	for part := range slices.Chunk(docs, 100) {
		if err := db.Update(context.Background(), func(tx *store.Tx) error {
			for _, d := range part {
				if err := tx.SetSearchDoc(
					d, consult.SearchTerms{Title: i18n.Stems(d.Title), Text: i18n.Stems(d.Text)},
				); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func search(t testing.TB, db *store.DB, q consult.SearchQuery, now time.Time) consult.SearchResult {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 10
	}
	var r consult.SearchResult
	if err := db.View(context.Background(), func(tx *store.Tx) error {
		var err error
		r, err = tx.Search(q, asked(q.Text), now)
		return err
	}); err != nil {
		t.Fatalf("%.80q: %v", q.Text, err)
	}
	return r
}

// hitsOf is the numbers of what was found, in order.
func hitsOf(r consult.SearchResult) string {
	var all []string
	for _, h := range r.Hits {
		all = append(all, fmt.Sprint(h.About))
	}
	return strings.Join(all, " ")
}

// searchCorpus is numbered from 1; the later ones are newer.
func searchCorpus() []consult.SearchDoc {
	texts := []struct{ kind, title, text string }{
		{
			"news", "Gemeenten leggen uitgangspunten jeugdhulp voor",
			"Wonen kan zo veel mogelijk in de eigen gemeente.",
		}, // 1
		{
			"press_release", "Marktverkenning wonen en verblijf", "Aanbieders spraken over tarieven en wachttijden.",
		}, // 2
		{
			"faq", "Kan ik in 2027 nog instromen?", "Voor verblijf en crisishulp kan dit niet.",
		}, // 3
		{
			"meeting", "Consultatiebijeenkomst jeugdhulp 2028",
			"De Zilte Schuur, Elzendam. Verblijf in kleine groepen.",
		}, // 4
		{"document", "Verslag marktverkenning", "Marktverkenning wonen en verblijf"},                               // 5
		{"announcement", "Café Eén in IJsseloord dicht", "De coördinatoren hebben een idee. Zoë’s foto’s volgen."}, // 6
		{"meeting", "Plannen voor pleegkinderen", "Raadsleden van ’t Waalhof praten mee over ideeën."},             // 7
		{"faq", "Wat kost een traject?", "Het tarief is € 1.250,50 per traject, 100% vergoed. C++ en 3*4 ook."},    // 8
		{"news", "Huizen voor jongeren", "Een huis op straat 12. Groot-Reeuwland bouwt; Sint-Joriswoude volgt."},   // 9
		{
			"page", "Privacy", "Wij bewaren zo weinig mogelijk. OR staat hier niet; dropt table post.",
		}, // 10
		{"news", "Διαβούλευση και ж", "Straße, œuvre, ĳsberen en Ångström 👍🏽."},     // 11
		{"news", "Jeugdwet", "Jeugdzorg jeugdteam jeugdarts jeugdraad jeugdloket."}, // 12
	}
	docs := make([]consult.SearchDoc, len(texts))
	for i, one := range texts {
		docs[i] = consult.SearchDoc{
			Noun: "post", About: int64(i + 1), Kind: consult.SearchKind(one.kind),
			Path: fmt.Sprintf("/nieuws/%d", i+1), Title: one.title,
			Text: one.text, ShownOn: searchNow.AddDate(0, 0, i-400), VisibleFrom: searchNow.AddDate(-1, 0, 0),
		}
	}
	return docs
}

func TestSearchFindsTheSameOnBoth(t *testing.T) {
	wanted := []struct{ question, hits string }{
		{"verblijf", "2 5 4 3"}, // in the title first, then the newest
		{"VERBLIJF!", "2 5 4 3"},
		{"jeugdhulp", "4 1"},
		{"hulp", "4 1 3"}, // the tail of jeugdhulp and crisishulp
		{"bijeenkomst", "4"},
		{"bijeenkomsten", "4"},
		{"consul", "4"},
		{"con", ""}, // too short to be a beginning
		{"jeug", "12 4 1"},
		{"jeugd", "12 4 1"},
		{"gemeente", "1"},
		{"huis", "9"},
		{"huizen", "9"},
		{"plan", "7"},
		{"kind", ""}, // pleegkind begins otherwise
		{"pleegkind", "7"},
		{"raadslid", "7"},
		{"idee", "7 6"},
		{"ideeën", "7 6"},
		{"cafe", "6"},
		{"CAFE\u0301 één", "6"},
		{"coordinator", "6"},
		{"foto's van zoe", "6"},
		{"ijsseloord", "6"},
		{"Ĳsseloord", "6"},
		{"ijsberen", "11"},
		{"strasse", "11"},
		{"angstrom", "11"},
		{"διαβουλευση", "11"},
		{"Ж", "11"},
		{"2027", "3"},
		{"202", ""},
		{"1.250,50", "8"},
		{"12", "9"},
		{"\"wonen en verblijf\"", "2 5"},
		{"wonen verblijf marktverkenning", "2 5"},
		{"verkenning", "5 2"},
		{"marktverkenning verslag", "5"},
		{"verblijf OR tarief", "2"},
		{"verblijf AND NOT tarief", ""}, // not is a word like others
		{"verblijf* -tarief", "2"},
		{"100% vergoed", "8"},
		{"%", ""},
		{"_", ""},
		{"'; DROP TABLE search_doc; --", ""},
		{"drop table post", "10"},
		{"c++", "8"},
		{"👍🏽", ""},
		{"", ""},
		{" \t\x00\n", ""},
		{"\xff\xfeverblijf", "2 5 4 3"},
		{"verblijf onbekendwoord", ""},
		{"groot reeuwland", "9"},
		{"’t Waalhof", "7"},
		{"een", "8 6 9"},
		{"wonen", "2 5 1"},
		{strings.Repeat("verblijf ", 1200), "2 5 4 3"},
		{strings.Repeat("verblijf", 1200), ""},
		{strings.Repeat("\u0301", 9000), ""},
		{"a b c d e f g h i j k l verblijf", ""},
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		index(t, db, searchCorpus()...)
		for _, one := range wanted {
			r := search(t, db, consult.SearchQuery{Text: one.question}, searchNow)
			if got := hitsOf(r); got != one.hits || r.Total != len(r.Hits) || r.Capped {
				t.Errorf("%.60q finds %q of %d, want %q", one.question, got, r.Total, one.hits)
			}
		}
	})
}

func TestSearchCountsAndNarrows(t *testing.T) {
	docs := searchCorpus()
	docs[1].ShownOn = time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC) // is 2026 in Amsterdam
	docs[2].ShownOn = docs[1].ShownOn.Add(-time.Microsecond)
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		index(t, db, docs...)
		kinds := map[consult.SearchKind]int{
			consult.SearchPressRelease: 1, consult.SearchFAQ: 1, consult.SearchMeeting: 1, consult.SearchDocument: 1,
		}
		years := map[int]int{2025: 3, 2026: 1}
		for _, one := range []struct {
			q     consult.SearchQuery
			total int
			hits  string
		}{
			{consult.SearchQuery{}, 4, "2 3 5 4"},
			{consult.SearchQuery{Limit: 3}, 4, "2 3 5"},
			{consult.SearchQuery{Limit: 3, Offset: 3}, 4, "4"},
			{consult.SearchQuery{Limit: 3, Offset: 6}, 4, ""},
			{consult.SearchQuery{Kind: consult.SearchFAQ}, 1, "3"},
			{consult.SearchQuery{Kind: consult.SearchNews}, 0, ""},
			{consult.SearchQuery{Year: 2025}, 3, "3 5 4"},
			{consult.SearchQuery{Year: 2026, Kind: consult.SearchFAQ}, 0, ""},
		} {
			one.q.Text = "verblijf"
			r := search(t, db, one.q, searchNow)
			if hitsOf(r) != one.hits || r.Total != one.total || !maps.Equal(r.Kinds, kinds) ||
				!maps.Equal(r.Years, years) || r.Words != nil {
				t.Errorf("%+v: %q of %d, %v %v %v", one.q, hitsOf(r), r.Total, r.Kinds, r.Years, r.Words)
			}
		}
		first := search(t, db, consult.SearchQuery{Text: "consultatie"}, searchNow).Hits[0].SearchDoc
		if diff := gocmp.Diff(docs[3], first); diff != "" {
			t.Errorf("a document is kept otherwise (-want +got):\n%s", diff)
		}
		r := search(t, db, consult.SearchQuery{Text: "tarief verblijf pleegkind"}, searchNow)
		if diff := gocmp.Diff(
			[]consult.WordCount{
				{Word: "tarief", Count: 2}, {Word: "verblijf", Count: 4}, {Word: "pleegkind", Count: 1},
			}, r.Words,
		); diff != "" {
			t.Errorf("words (-want +got):\n%s", diff)
		}
		if r := search(
			t, db, consult.SearchQuery{Text: "kwik"}, searchNow,
		); !slices.Equal(r.Words, []consult.WordCount{{Word: "kwik"}}) {
			t.Errorf("words %v", r.Words)
		}
	})
}

// What is under embargo is found from its instant on, and before that nothing
// tells that it is there: no hit, no count, no place taken among others.
func TestSearchKeepsEmbargo(t *testing.T) {
	docs := searchCorpus()
	at := searchNow.Add(time.Hour + 123456*time.Microsecond)
	for i := range 60 { // so many that they would take the place of other stems
		docs = append(docs, consult.SearchDoc{
			Noun: "attachment", About: int64(100 + i), Kind: consult.SearchDocument, Title: "Verblijf",
			ShownOn: searchNow, VisibleFrom: at,
			Text: fmt.Sprintf("Kanarie jeu%c%c verblijf", 'a'+i%26, 'a'+i/26),
		})
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		index(t, db, docs...)
		for _, now := range []time.Time{searchNow, at.Add(-time.Microsecond)} {
			if r := search(
				t, db, consult.SearchQuery{Text: "verblijf"}, now,
			); hitsOf(r) != "2 5 4 3" || r.Total != 4 || r.Kinds[consult.SearchDocument] != 1 {
				t.Errorf("%s: %q of %d, %v", now, hitsOf(r), r.Total, r.Kinds)
			}
			r := search(t, db, consult.SearchQuery{Text: "kanarie verblijf"}, now)
			if !slices.Equal(r.Words, []consult.WordCount{{Word: "kanarie"}, {Word: "verblijf", Count: 4}}) ||
				len(r.Hits)+len(r.Kinds)+len(r.Years) != 0 {
				t.Errorf("%s: %+v", now, r)
			}
			if r := search(t, db, consult.SearchQuery{Text: "jeug"}, now); hitsOf(r) != "12 4 1" {
				t.Errorf("%s: %q", now, hitsOf(r))
			}
		}
		if r := search(t, db, consult.SearchQuery{Text: "verblijf"}, at); r.Total != 64 {
			t.Errorf("%d after the release", r.Total)
		}
	})
}

func TestSearchDocIsReplacedAndDropped(t *testing.T) {
	d := consult.SearchDoc{
		Noun: "post", About: 7, Kind: consult.SearchNews, Path: "/nieuws/a", Title: "Oudkop",
		Text: "oudwoord blijfwoord", ShownOn: searchNow, VisibleFrom: searchNow,
	}
	other := d
	other.Noun, other.Text = "meeting", "blijfwoord"
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		index(t, db, d, other)
		again := d
		again.Title, again.Text, again.Path, again.Kind = "Nieuwkop", "nieuwwoord blijfwoord", "/nieuws/b",
			consult.SearchFAQ
		index(t, db, again)
		for question, want := range map[string]int{
			"oudkop": 1, "oudwoord": 0, "nieuwkop": 1, "nieuwwoord": 1, "blijfwoord": 2,
		} {
			if r := search(t, db, consult.SearchQuery{Text: question}, searchNow); r.Total != want {
				t.Errorf("%s: %d, want %d", question, r.Total, want)
			}
		}
		if h := search(t, db, consult.SearchQuery{Text: "nieuwkop"}, searchNow).Hits[0]; h.Path != "/nieuws/b" ||
			h.Kind != consult.SearchFAQ {
			t.Errorf("hit %+v", h)
		}
		for range 2 {
			if err := db.Update(
				context.Background(), func(tx *store.Tx) error { return tx.DropSearchDoc("post", 7) },
			); err != nil {
				t.Fatal(err)
			}
		}
		if r := search(t, db, consult.SearchQuery{Text: "blijfwoord"}, searchNow); r.Total != 1 ||
			r.Hits[0].Noun != "meeting" {
			t.Errorf("after dropping: %+v", r)
		}
		index(
			t, db,
			consult.SearchDoc{
				Noun: "meeting", About: 7, Kind: consult.SearchMeeting, ShownOn: searchNow, VisibleFrom: searchNow,
			},
		)
		if r := search(t, db, consult.SearchQuery{Text: "blijfwoord"}, searchNow); r.Total != 0 {
			t.Errorf("after emptying: %+v", r)
		}
	})
}

// A search looks at the first documents only, and says so; when the rarest word
// is still frequent and the others hardly stand there, it looks further.
func TestSearchIsCapped(t *testing.T) {
	var docs []consult.SearchDoc
	for i := range consult.SearchDepth + 100 {
		d := consult.SearchDoc{
			Noun: "post", About: int64(i), Kind: consult.SearchNews, Title: "Bericht", Text: "overal",
			ShownOn: searchNow.Add(-time.Duration(i) * time.Hour), VisibleFrom: searchNow,
		}
		if i >= consult.SearchDepth+50 {
			d.Text += " diep"
			d.Kind = consult.SearchFAQ
		}
		if i%4 == 0 || i >= consult.SearchDepth+50 {
			d.Text += " vaak"
		}
		docs = append(docs, d)
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		index(t, db, docs...)
		const depth = consult.SearchDepth
		oldest := fmt.Sprintf("%d %d %d", depth+50, depth+51, depth+52)
		for _, one := range []struct {
			q      consult.SearchQuery
			total  int
			capped bool
			first  string
		}{
			{consult.SearchQuery{Text: "overal"}, depth + 1, true, "0 1 2"},
			{consult.SearchQuery{Text: "overal bericht"}, depth + 1, true, "0 1 2"},
			{consult.SearchQuery{Text: "overal vaak"}, (depth+53)/4 + 50, false, "0 4 8"},
			{consult.SearchQuery{Text: "vaak overal"}, (depth+53)/4 + 50, false, "0 4 8"},
			{consult.SearchQuery{Text: "diep overal bericht"}, 50, false, oldest},
			{consult.SearchQuery{Text: "overal", Kind: consult.SearchFAQ}, 50, false, oldest},
			{consult.SearchQuery{Text: "bericht overal", Kind: consult.SearchFAQ, Year: 2026}, 50, false, oldest},
			{consult.SearchQuery{Text: "overal", Kind: consult.SearchFAQ, Year: 2025}, 0, false, ""},
			{consult.SearchQuery{Text: "overal", Kind: consult.SearchNews}, depth + 1, true, "0 1 2"},
		} {
			one.q.Limit = 3
			r := search(t, db, one.q, searchNow)
			if r.Total != one.total || r.Capped != one.capped || hitsOf(r) != one.first {
				t.Errorf("%+v: %q of %d, capped %t", one.q, hitsOf(r), r.Total, r.Capped)
			}
		}
		if r := search(
			t, db, consult.SearchQuery{Text: "overal onbekend"}, searchNow,
		); r.Words[0] != (consult.WordCount{Word: "overal", Count: depth + 1, More: true}) {
			t.Errorf("words %v", r.Words)
		}
		// Twins: two words that both stand in most documents and together only
		// in the oldest.
		var more []consult.SearchDoc
		for i := range 2 * consult.SearchDepth * 2 {
			d := docs[0]
			d.About, d.ShownOn = int64(10000+i), searchNow.AddDate(0, 0, 1+i)
			d.Text = []string{"links", "rechts"}[i%2]
			if i < 3 {
				d.Text = "links rechts"
			}
			more = append(more, d)
		}
		index(t, db, more...)
		if r := search(t, db, consult.SearchQuery{Text: "links rechts"}, searchNow); r.Total != 3 || r.Capped {
			t.Errorf("links rechts: %d, capped %t", r.Total, r.Capped)
		}
	})
}

// naive is the search as it is meant, over every document.
func naive(docs map[int64]consult.SearchDoc, q consult.SearchQuery, now time.Time) (string, int) {
	type hit struct {
		consult.SearchDoc
		titles int
	}
	has := func(text string, w consult.SearchWord) bool {
		return slices.ContainsFunc(i18n.Stems(text), func(s string) bool {
			return s == w.Stem || w.Prefix != "" && strings.HasPrefix(s, w.Prefix)
		})
	}
	var hits []hit
	for _, d := range docs {
		h := hit{SearchDoc: d}
		all := !d.VisibleFrom.After(now)
		for _, w := range asked(q.Text) {
			if has(d.Title, w) {
				h.titles++
			}
			all = all && has(d.Title+" "+d.Text, w)
		}
		if all && (q.Kind == "" || q.Kind == d.Kind) &&
			(q.Year == 0 || q.Year == d.ShownOn.In(consult.Amsterdam).Year()) {
			hits = append(hits, h)
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(b.titles-a.titles, b.ShownOn.Compare(a.ShownOn), cmp.Compare(b.About, a.About))
	})
	var numbers []string
	for _, h := range hits[min(len(hits), q.Offset):min(len(hits), q.Offset+q.Limit)] {
		numbers = append(numbers, fmt.Sprint(h.About))
	}
	return strings.Join(numbers, " "), len(hits)
}

func TestSearchIsWhatItIsMeantToBe(t *testing.T) {
	vocabulary := strings.Fields(
		"jeugd jeugdhulp hulp hulpverlener verblijf verblijven plan plannen planning wonen woon raad raadsleden café 2028 ij de kind kinderopvang",
	)
	text := func(t *rapid.T, most int, label string) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, most).Draw(t, label), " ")
	}
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		docs := map[int64]consult.SearchDoc{}
		rapid.Check(t, func(r *rapid.T) {
			// A new number makes a new document; an old one replaces what was there.
			about := int64(len(docs))
			if old := rapid.Int64Range(0, about).Draw(r, "about"); old%3 == 0 {
				about = old
			}
			d := consult.SearchDoc{
				Noun: "post", About: about, Kind: rapid.SampledFrom(consult.SearchKinds[:3]).Draw(r, "kind"),
				Title: text(r, 3, "title"), Text: text(r, 8, "text"),
				ShownOn: searchNow.AddDate(0, 0, rapid.IntRange(-400, 10).Draw(r, "shown")),
				VisibleFrom: searchNow.Add(
					time.Microsecond * time.Duration(rapid.IntRange(-3, 1).Draw(r, "visible from")),
				),
			}
			index(t, db, d)
			docs[about] = d
			for range 3 {
				q := consult.SearchQuery{
					Text: text(r, 3, "question"), Limit: rapid.IntRange(1, 12).Draw(r, "limit"),
					Offset: rapid.IntRange(0, 5).Draw(r, "offset"),
					Kind:   rapid.SampledFrom(append(consult.SearchKinds[:3:3], "", "")).Draw(r, "kind asked"),
					Year:   rapid.SampledFrom([]int{0, 0, 2025, 2026}).Draw(r, "year"),
				}
				if len(asked(q.Text)) == 0 {
					continue
				}
				want, total := naive(docs, q, searchNow)
				if got := search(t, db, q, searchNow); hitsOf(got) != want || got.Total != total {
					r.Errorf("%+v: %q of %d, want %q of %d", q, hitsOf(got), got.Total, want, total)
				}
			}
		})
	})
}
