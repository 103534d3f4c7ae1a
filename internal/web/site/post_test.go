package site_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

// newsroom is the program with somebody who writes.
type newsroom struct {
	*testkit.Program
	t *testing.T
}

func newNewsroom(t *testing.T) newsroom {
	t.Helper()
	return newsroom{testkit.New(t, testkit.Options{}), t}
}

func (n newsroom) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n newsroom) theme(title string) int64 {
	n.t.Helper()
	id, err := n.Service().SaveTheme(n.t.Context(), n.Editor, consult.Theme{Title: title})
	n.must(err)
	return id
}

func (n newsroom) draft(kind consult.PostKind, theme int64, title, body string) int64 {
	n.t.Helper()
	text := consult.PostText{Title: title, Lead: "De inleiding van " + title + ".", Body: body, Language: "nl"}
	id, err := n.Service().NewPost(n.t.Context(), n.Editor, kind, theme, text)
	n.must(err)
	if kind == consult.PressRelease {
		_, err = n.Service().SavePost(n.t.Context(), n.Editor, id, n.post(id).Edited, text, n.towns())
		n.must(err)
	}
	return id
}

// towns are the municipalities of the region.
func (n newsroom) towns() []int64 {
	n.t.Helper()
	all, err := n.Service().Municipalities(n.t.Context(), n.Editor)
	n.must(err)
	ids := make([]int64, len(all))
	for i, m := range all {
		ids[i] = m.ID
	}
	return ids
}

func (n newsroom) post(id int64) consult.Post {
	n.t.Helper()
	p, err := n.Service().Post(n.t.Context(), n.Editor, id)
	n.must(err)
	return p
}

func (n newsroom) publish(id int64, at time.Time) consult.Post {
	n.t.Helper()
	n.must(n.Service().PublishPost(n.t.Context(), n.Editor, id, n.post(id).Edited, at, true))
	return n.post(id)
}

// public makes a post that visitors can read at once.
func (n newsroom) public(kind consult.PostKind, theme int64, title, body string) consult.Post {
	n.t.Helper()
	return n.publish(n.draft(kind, theme, title, body), time.Time{})
}

func (n newsroom) correct(id int64, title, body, reason string) consult.Post {
	n.t.Helper()
	ctx, p := n.t.Context(), n.post(id)
	text := p.Text
	text.Title, text.Body = title, body
	var towns []int64
	if p.Kind == consult.PressRelease {
		towns = n.towns()
	}
	edited, err := n.Service().SavePost(ctx, n.Editor, id, p.Edited, text, towns)
	n.must(err)
	n.must(n.Service().CorrectPost(ctx, n.Editor, id, edited, reason, true))
	return n.post(id)
}

func (n newsroom) withdraw(id int64, why string, replacedBy int64) {
	n.t.Helper()
	n.must(n.Service().WithdrawPost(n.t.Context(), n.Editor, id, n.post(id).Edited, why, replacedBy))
}

// read fetches a page as a visitor and looks whether it may be shown.
func (n newsroom) read(path string) *testkit.Response {
	n.t.Helper()
	r := n.Client().Get(path).Want(http.StatusOK)
	pagetest.Check(n.t, r.Body)
	if len(r.Header["Set-Cookie"]) != 0 || r.Header.Get("ETag") == "" || r.Header.Get("Cache-Control") != "no-cache" {
		n.t.Errorf("%s: headers %v", path, r.Header)
	}
	return r
}

// moved looks whether a path leads to another for good.
func (n newsroom) moved(from, to string) {
	n.t.Helper()
	r := n.Client().Get(from).Want(http.StatusMovedPermanently)
	if got := strings.TrimPrefix(r.Header.Get("Location"), testkit.BaseURL); got != to {
		n.t.Errorf("%s leads to %q, want %q", from, got, to)
	}
}

func TestNewsIsThereFromItsInstantOn(t *testing.T) {
	n := newNewsroom(t)
	theme := n.theme("Planning")
	at := n.Clock.Now().Add(26*time.Hour + 17*time.Minute)
	pages := []string{
		"/", "/en", "/nieuws", "/nieuws?jaar=2026", "/nieuws/feed.atom", "/nieuws/persberichten.atom", "/sitemap.xml",
		"/veelgestelde-vragen", "/veelgestelde-vragen/feed.atom",
	}
	own := []string{
		"/nieuws/kanarie-embargo", "/en/nieuws/kanarie-embargo", "/veelgestelde-vragen/planning",
		"/veelgestelde-vragen/planning/kanarie-vraag",
	}
	n.draft(consult.News, 0, "Kanarie concept", "Geheim.")
	n.publish(n.draft(consult.PressRelease, 0, "Kanarie embargo", "Nog niet."), at)
	n.publish(n.draft(consult.FAQ, theme, "Kanarie vraag", "Nog niet."), at)
	n.public(consult.News, 0, "Openbaar", "Dit mag.")
	for _, now := range []time.Time{n.Clock.Now(), at.Add(-time.Second)} {
		n.Clock.Set(now)
		for _, path := range pages {
			wantIn(
				t, path, strings.ToLower(string(n.Client().Get(path).Want(http.StatusOK).Body)), nil,
				[]string{"kanarie"},
			)
		}
		for _, path := range own {
			n.Client().Get(path).Want(http.StatusNotFound)
		}
	}
	n.Clock.Set(at)
	for _, path := range append(pages, own...) {
		if r := n.Client().Get(path).
			Want(http.StatusOK); !strings.Contains(strings.ToLower(string(r.Body)), "kanarie") &&
			path != "/nieuws/nieuwsberichten.atom" {
			t.Errorf("%s does not have it at the instant", path)
		}
	}
	wantIn(t, "a draft", string(n.Client().Get("/nieuws").Body), nil, []string{"Kanarie concept"})
	n.Client().Get("/nieuws/kanarie-concept").Want(http.StatusNotFound)
}

func TestCorrectedPost(t *testing.T) {
	n := newNewsroom(t)
	p := n.public(consult.News, 0, "Uitstel", "De nieuwe datum is 28 januari.")
	n.read("/nieuws/uitstel")
	n.Client().Get("/nieuws/uitstel/versies/2").Want(http.StatusNotFound)
	n.Clock.Advance(24 * time.Hour)
	n.correct(p.ID, "Uitstel", "De nieuwe datum is 4 februari.", "De datum klopte niet.")
	r := n.read("/nieuws/uitstel")
	wantIn(
		t, "the page", r.Page().Text(), []string{"4 februari", "De datum klopte niet.", "Gewijzigd op dinsdag 3"},
		[]string{"28 januari"},
	)
	pagetest.CheckStructured(t, r.Body, "NewsArticle")
	wantIn(t, "the list", r2text(n.read("/nieuws")), []string{"Gecorrigeerd op 3 november 2026"}, nil)
	versions := n.read("/nieuws/uitstel/versies")
	if del, ins := versions.Find("del").Text(), versions.Find("ins").Text(); del != "28 januari" ||
		ins != "4 februari" {
		t.Errorf("taken out %q, put in %q", del, ins)
	}
	old := n.read("/nieuws/uitstel/versies/1")
	wantIn(
		t, "version 1", r2text(old)+string(old.Body), []string{"28 januari", "Dit is een oude versie", "noindex"},
		[]string{"4 februari", "og:url"},
	)
	n.read("/en/nieuws/uitstel/versies/2")
	for _, version := range []string{"0", "3", "-1", "01", "+1", "x", "%20", "9999999999999999999999"} {
		n.Client().Get("/nieuws/uitstel/versies/" + version).Want(http.StatusNotFound)
	}
}

// r2text is what one reads on a page, with spaces that break.
func r2text(r *testkit.Response) string {
	return strings.ReplaceAll(r.Page().Text(), "\u00a0", " ")
}

func TestRenamedPostKeepsItsAddresses(t *testing.T) {
	n := newNewsroom(t)
	p := n.public(consult.Announcement, 0, "Zaal dicht", "Tot maandag.")
	n.correct(p.ID, "Zaal weer open", "Sinds maandag.", "De zaal is open.")
	n.moved("/nieuws/zaal-dicht", "/nieuws/zaal-weer-open")
	n.moved("/en/nieuws/zaal-dicht", "/en/nieuws/zaal-weer-open")
	n.moved("/nieuws/zaal-dicht/versies", "/nieuws/zaal-weer-open/versies")
	n.moved("/nieuws/zaal-dicht/versies/1", "/nieuws/zaal-weer-open/versies/1")
	n.moved("/veelgestelde-vragen/wat/zaal-dicht", "/nieuws/zaal-weer-open")
	n.read("/nieuws/zaal-weer-open")
}

func TestWithdrawnPostLeavesANote(t *testing.T) {
	n := newNewsroom(t)
	p := n.public(consult.News, 0, "Te vroeg", "Hier stond iets vertrouwelijks.")
	n.correct(p.ID, "Te vroeg", "Hier stond iets anders.", "Eén woord.")
	for _, path := range []string{
		"/nieuws", "/nieuws/te-vroeg", "/nieuws/te-vroeg/versies/1", "/nieuws/feed.atom", "/sitemap.xml",
	} {
		n.Client().Get(path).Want(http.StatusOK) // is now kept
	}
	n.withdraw(p.ID, "Dit had er niet moeten staan.", 0)
	r := n.read("/nieuws/te-vroeg")
	wantIn(
		t, "the page", string(r.Body), []string{"ingetrokken", "Dit had er niet moeten staan.", "noindex"},
		[]string{"Hier stond", "Eén woord", "ld+json", "De inleiding van"},
	)
	for _, path := range []string{
		"/nieuws/te-vroeg/versies", "/nieuws/te-vroeg/versies/1", "/nieuws/te-vroeg/versies/2",
	} {
		n.Client().Get(path).Want(http.StatusNotFound)
	}
	for _, path := range []string{"/", "/nieuws", "/nieuws/feed.atom", "/sitemap.xml"} {
		wantIn(t, path, string(n.Client().Get(path).Want(http.StatusOK).Body), nil, []string{"te-vroeg"})
	}
}

func TestNewsList(t *testing.T) {
	n := newNewsroom(t)
	kinds := []consult.PostKind{consult.News, consult.News, consult.PressRelease, consult.Announcement}
	for i := range 44 {
		n.Clock.Set(testkit.Start.AddDate(0, 0, 3*i))
		n.public(kinds[i%4], 0, fmt.Sprintf("Bericht nummer %d", i+1), "Tekst.")
	}
	r := n.read("/nieuws")
	if got := len(r.Page().All(".listing__item")); got != 20 {
		t.Errorf("%d on the first page", got)
	}
	wantIn(
		t, "the list", r2text(r),
		[]string{
			"Alles 44", "Nieuwsberichten 22", "Persberichten 11", "Mededelingen 11", "1 tot en met 20 van 44",
			"2027 24", "2026 20",
		}, nil,
	)
	if first := r.Find(".listing__title").Text(); first != "Bericht nummer 44" {
		t.Errorf("first is %q", first)
	}
	r = n.read("/nieuws?soort=nieuws&jaar=2027")
	wantIn(
		t, "narrowed", r2text(r), []string{"Alles 24", "Nieuwsberichten 12"}, []string{"Persbericht 2", "Bladzijden"},
	)
	if got := r.Find("title").Text() + r.Find(`link[rel=canonical]`).
		Attr("href"); !strings.Contains(string(r.Body), "Nieuws: nieuwsberichten, 2027") ||
		!strings.HasSuffix(got, "/nieuws?soort=nieuws&jaar=2027") {
		t.Errorf("title and canonical address: %q", got)
	}
	if last := n.read("/nieuws?blad=3"); len(last.Page().All(".listing__item")) != 4 {
		t.Error("the last page has others than the last four")
	}
	for _, path := range []string{
		"/nieuws?soort=roddel", "/nieuws?jaar=1066", "/nieuws?jaar=x&blad=0", "/nieuws?blad=4", "/nieuws?blad=-1&x=1",
		"/nieuws?blad=1",
	} {
		if same := n.read(path); same.Header.Get("ETag") != n.read("/nieuws").Header.Get("ETag") {
			t.Errorf("%s is not the list of all", path)
		}
	}
}

func TestNoNewsYet(t *testing.T) {
	n := newNewsroom(t)
	wantIn(t, "the list", r2text(n.read("/nieuws")), []string{"Er is nog geen nieuws"}, nil)
	wantIn(t, "the questions", r2text(n.read("/veelgestelde-vragen")), []string{"Er zijn nog geen vragen"}, nil)
	if n.read("/").Has("#nieuws") {
		t.Error("the home page has a heading with nothing under it")
	}
	n.public(consult.News, 0, "Het eerste", "Tekst.")
	wantIn(
		t, "a kind without posts", r2text(n.read("/nieuws?soort=mededeling")),
		[]string{"geen berichten van deze soort", "Mededelingen 0"}, nil,
	)
	wantIn(t, "the home page", r2text(n.read("/")), []string{"Het eerste", "Al het nieuws"}, nil)
}

func TestPostWithFiles(t *testing.T) {
	n := newNewsroom(t)
	id := n.draft(consult.News, 0, "Met bijlage", "Zie de bijlage.")
	file := func(content string) service.Upload {
		return service.Upload{
			Place: consult.OnPost, Title: "De uitgangspunten", FileName: "uitgangspunten.txt",
			Content: strings.NewReader(content),
		}
	}
	kept, err := n.Service().AddPostFile(t.Context(), n.Editor, id, file("een"))
	n.must(err)
	n.publish(id, time.Time{})
	wantIn(
		t, "the page", r2text(n.read("/nieuws/met-bijlage")), []string{"De uitgangspunten", "txt, 3 bytes"},
		[]string{"Versie", "Geplaatst op"},
	)
	wantIn(t, "the list", r2text(n.read("/nieuws")), []string{"1 bijlage"}, nil)
	n.Clock.Advance(24 * time.Hour)
	n.must(n.Service().ReplaceAttachment(t.Context(), n.Editor, kept.ID, file("twee")))
	wantIn(
		t, "the page", r2text(n.read("/nieuws/met-bijlage")),
		[]string{"txt, 4 bytes. Versie 2, geplaatst op 3 november 2026"}, nil,
	)
}

func TestAddressesUnderNewsAreThoseOfThePost(t *testing.T) {
	n := newNewsroom(t)
	n.public(consult.News, 0, "Begin", "Tekst.")
	for _, path := range []string{
		"/nieuws/begi", "/nieuws/Begin", "/nieuws/begin/x", "/nieuws/begin/versies/1/x", "/en/nieuws/feed.atom",
		"/nieuws/x.atom",
	} {
		n.Client().Get(path).Want(http.StatusNotFound)
	}
}
