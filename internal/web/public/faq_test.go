package public_test

import (
	"strings"
	"testing"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page/pagetest"
	"samenspraak/internal/web/public"
)

func themes() []consult.FAQTheme {
	planning := consult.Theme{ID: 3, Slug: "planning", Title: "Planning", Lead: "Wat wanneer gebeurt."}
	money := consult.Theme{ID: 4, Slug: "geld", Title: "Geld"}
	english := answer(32, "When do we start?", "In April.")
	english.Text.Language = "en"
	tariff := answer(33, "Wat is het tarief?", "Zie [planning](/veelgestelde-vragen/planning).")
	tariff.Theme, tariff.ThemeID = money, 4
	return []consult.FAQTheme{
		{
			Theme: planning,
			Entries: []consult.PublicPost{
				answer(30, "Planning", "## Kop\n\nJa."), answer(31, "Inhoud?", "Nee."), english,
			},
		},
		{Theme: money, Entries: []consult.PublicPost{tariff}},
	}
}

func TestFAQPages(t *testing.T) {
	all := themes()
	for _, lang := range i18n.Languages {
		f := frameAt(lang, address.FAQ)
		body, err := public.FAQPage.Bytes(f, public.FAQHead(f, all), public.NewFAQView(f, all))
		if err != nil {
			t.Fatal(err)
		}
		pagetest.Check(t, body) // among others: no id twice, whatever the questions are called
		pagetest.CheckStructured(t, body, "FAQPage")
		for _, want := range []string{
			`<details class="faq__item" id="planning">`, `id="v-inhoud"`, `<h4>Kop</h4>`, "data-filter-list",
			`name="soort" value="faq"`, "/veelgestelde-vragen/geld/wat-is-het-tarief",
		} {
			if !strings.Contains(string(body), want) {
				t.Errorf("%s: no %s", lang, want)
			}
		}
		if n := strings.Count(
			string(body), `<h3 class="faq__question" lang=`,
		); n != map[i18n.Lang]int{i18n.Dutch: 1, i18n.English: 3}[lang] {
			t.Errorf("%s: the language is said of %d questions", lang, n)
		}
		f = frameAt(lang, address.FAQ+"/planning")
		if body, err = public.FAQPage.Bytes(
			f, public.ThemeHead(f, all[0]), public.NewThemeView(f, all[0], all),
		); err != nil {
			t.Fatal(err)
		}
		pagetest.Check(t, body)
		pagetest.CheckStructured(t, body, "FAQPage")
		if strings.Contains(string(body), "tarief?") {
			t.Error("a question of another theme")
		}
	}
}

func TestNoQuestionsYet(t *testing.T) {
	f := frameAt(i18n.Dutch, address.FAQ)
	body, err := public.FAQPage.Bytes(f, public.FAQHead(f, nil), public.NewFAQView(f, nil))
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, body)
	pagetest.CheckStructured(t, body)
	if !strings.Contains(string(body), "Er zijn nog geen vragen") || strings.Contains(string(body), "<form") {
		t.Error("an empty page says so, and has nothing to search")
	}
}

func TestAnswerPage(t *testing.T) {
	all := themes()
	f := frameAt(i18n.Dutch, "/veelgestelde-vragen/planning/planning")
	v := all[0].Entries[0]
	v.Version, v.Changes = 2, []consult.PostChange{
		{
			Version: 2, At: postNow, Kind: consult.PostCorrected, Reason: "Er kwam een kop bij.",
			Before: consult.PostText{Title: "Planning", Body: "Ja.", Language: "nl"},
		},
	}
	body, err := public.AnswerPage.Bytes(
		f, public.AnswerHead(f, v), public.NewAnswerView(f, v, all[0].Entries, public.PostOptions{}),
	)
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, body)
	pagetest.CheckStructured(t, body, "FAQPage")
	for _, want := range []string{
		`<h1>Planning</h1>`, `id="kop-kop">Kop</h2>`, "Laatst gewijzigd op 4\u00a0november 2026",
		"Andere vragen over Planning", "/planning/inhoud", "Er kwam een kop bij.",
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %s", want)
		}
	}
	f = frameAt(i18n.Dutch, "/veelgestelde-vragen/planning/planning/versies")
	if body, err = public.VersionsPage.Bytes(f, public.VersionsHead(f, v), public.NewVersionsView(f, v)); err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, body)
	if !strings.Contains(string(body), "Antwoord: wordt") {
		t.Error("the difference is not named after the answer")
	}
	if old, ok := public.OldAnswerView(f, v, 1); !ok || !strings.Contains(string(old.Body), "<p>Ja.</p>") ||
		strings.Contains(string(old.Body), "Kop") {
		t.Errorf("version 1: %t %s", ok, old.Body)
	}
}
