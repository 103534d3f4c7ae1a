package site_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/web/page/pagetest"
)

func TestQuestionsAndAnswers(t *testing.T) {
	n := newNewsroom(t)
	planning, money := n.theme("Planning"), n.theme("Geld")
	n.theme("Nog leeg")
	n.public(consult.FAQ, planning, "Wanneer begint het?", "In **april**.")
	n.public(consult.FAQ, planning, "Wie beslist?", "De gemeenteraden.")
	n.public(consult.FAQ, money, "Wat is het tarief?", "Dat volgt.")
	n.draft(consult.FAQ, money, "Geheime vraag", "Geheim.")
	r := n.read("/veelgestelde-vragen")
	wantIn(
		t, "all", r2text(r),
		[]string{
			"3 vragen in 2 thema’s", "Alle vragen 3", "Planning 2", "Geld 1",
			"Laatst gewijzigd: maandag 2 november 2026", "Staat uw vraag er niet bij?",
		}, []string{"Nog leeg", "Geheim"},
	)
	pagetest.CheckStructured(t, r.Body, "FAQPage")
	form := r.Find("form[role=search][data-filter]")
	if got := form.Values(); form.Attr("action") != "/zoeken" || got.Get("soort") != "faq" || !got.Has("q") ||
		!r.Has("[data-filter-list] #wanneer-begint-het") {
		t.Errorf("the search of who has no script: %s %v", form.Attr("action"), got)
	}
	r = n.read("/veelgestelde-vragen/planning")
	wantIn(t, "one theme", r2text(r), []string{"2 vragen", "Wie beslist?"}, []string{"Wat is het tarief?"})
	r = n.read("/veelgestelde-vragen/planning/wie-beslist")
	wantIn(
		t, "one question", r2text(r),
		[]string{
			"De gemeenteraden.", "Andere vragen over Planning", "Wanneer begint het?",
			"Laatst gewijzigd op 2 november 2026",
		}, []string{"In april"},
	)
	pagetest.CheckStructured(t, r.Body, "FAQPage")
	n.read("/en/veelgestelde-vragen/planning/wie-beslist")
	for _, path := range []string{
		"/veelgestelde-vragen/nog-leeg", "/veelgestelde-vragen/x", "/veelgestelde-vragen/geld/geheime-vraag",
		"/veelgestelde-vragen/geld/x", "/en/veelgestelde-vragen/x",
	} {
		n.Client().Get(path).Want(http.StatusNotFound)
	}
}

func TestFormerAddressesOfQuestions(t *testing.T) {
	n := newNewsroom(t)
	ctx, svc := t.Context(), n.Service()
	planning, money := n.theme("Planning"), n.theme("Geld")
	p := n.public(consult.FAQ, planning, "Hoe duur is het?", "Dat volgt.")
	n.read("/veelgestelde-vragen/planning/hoe-duur-is-het")
	n.must(svc.PlacePost(ctx, n.Editor, p.ID, n.post(p.ID).Edited, consult.PostPlace{ThemeID: money}))
	n.moved("/veelgestelde-vragen/planning/hoe-duur-is-het", "/veelgestelde-vragen/geld/hoe-duur-is-het")
	n.moved("/nieuws/hoe-duur-is-het", "/veelgestelde-vragen/geld/hoe-duur-is-het")
	_, err := svc.SaveTheme(ctx, n.Editor, consult.Theme{ID: money, Title: "Tarieven"})
	n.must(err)
	n.moved("/veelgestelde-vragen/geld", "/veelgestelde-vragen/tarieven")
	n.moved("/en/veelgestelde-vragen/geld", "/en/veelgestelde-vragen/tarieven")
	n.correct(p.ID, "Wat kost het?", "Dat volgt.", "Duidelijker gevraagd.")
	n.moved("/veelgestelde-vragen/planning/hoe-duur-is-het", "/veelgestelde-vragen/tarieven/wat-kost-het")
	n.moved("/veelgestelde-vragen/geld/wat-kost-het/versies/1", "/veelgestelde-vragen/tarieven/wat-kost-het/versies/1")
	wantIn(
		t, "versions", r2text(n.read("/veelgestelde-vragen/tarieven/wat-kost-het/versies")),
		[]string{"Vraag: was", "Duidelijker gevraagd."}, []string{"Antwoord: was"},
	)
	wantIn(
		t, "version 1", r2text(n.read("/veelgestelde-vragen/tarieven/wat-kost-het/versies/1")),
		[]string{"Hoe duur is het?", "Dit is een oude versie"}, nil,
	)
}

func TestReplacedAndWithdrawnAnswers(t *testing.T) {
	n := newNewsroom(t)
	theme := n.theme("Planning")
	old := n.public(consult.FAQ, theme, "Oude vraag", "Oud antwoord.")
	better := n.public(consult.FAQ, theme, "Betere vraag", "Beter antwoord.")
	n.read("/veelgestelde-vragen/planning/oude-vraag")
	n.withdraw(old.ID, "Samengevoegd.", better.ID)
	n.moved("/veelgestelde-vragen/planning/oude-vraag", "/veelgestelde-vragen/planning/betere-vraag")
	wantIn(t, "all", r2text(n.read("/veelgestelde-vragen")), []string{"1 vraag in 1 thema"}, []string{"Oude vraag"})
	n.withdraw(better.ID, "Niet meer van toepassing.", 0)
	r := n.read("/veelgestelde-vragen/planning/betere-vraag")
	wantIn(
		t, "withdrawn", string(r.Body), []string{"Niet meer van toepassing.", "noindex"},
		[]string{"Beter antwoord", "ld+json"},
	)
	n.Client().Get("/veelgestelde-vragen/planning/betere-vraag/versies").Want(http.StatusNotFound)
	n.Client().Get("/veelgestelde-vragen/planning").Want(http.StatusNotFound)
	n.read("/veelgestelde-vragen")
}

func TestAnswersStandWhereTheyAreShown(t *testing.T) {
	n := newNewsroom(t)
	theme := n.theme("Planning")
	news := n.public(consult.News, 0, "Nieuws met vragen", "## Vraag\n\nTekst.")
	p := n.public(consult.FAQ, theme, "Wanneer begint het?", "In april.")
	meeting := meetingOf(t, n.Program).Slug
	n.must(
		n.Service().
			PlacePost(
				t.Context(), n.Editor, p.ID, n.post(p.ID).Edited,
				consult.PostPlace{
					ThemeID: theme, ShownBy: []consult.ShownBy{{MeetingID: n.Meeting}, {PostID: news.ID}},
				},
			),
	)
	for _, path := range []string{"/nieuws/nieuws-met-vragen", "/bijeenkomsten/" + meeting} {
		r := n.read(path)
		wantIn(t, path, r2text(r), []string{"Wanneer begint het?", "In april."}, nil)
		if link := r.Find(".faq__foot a").Attr("href"); link != "/veelgestelde-vragen/planning/wanneer-begint-het" {
			t.Errorf("%s links to %s", path, link)
		}
	}
	n.correct(p.ID, "Wanneer begint het?", "In mei.", "Een maand later.")
	for _, path := range []string{"/nieuws/nieuws-met-vragen", "/bijeenkomsten/" + meeting} {
		wantIn(t, path, r2text(n.read(path)), []string{"In mei."}, []string{"In april."})
	}
	n.Clock.Advance(time.Minute)
	r := n.read("/bijeenkomsten/" + meeting)
	pagetest.CheckStructured(t, r.Body, "Event")
	if strings.Contains(string(r.Body), "overleg.merenland.example") {
		t.Error("the link of who takes part online is on the page")
	}
}
