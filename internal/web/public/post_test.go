package public_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/page/pagetest"
	"samenspraak/internal/web/public"
)

var postNow = time.Date(2026, time.November, 4, 9, 30, 0, 0, consult.Amsterdam)

// fullPost is a press release with everything a post can have.
func fullPost() consult.PublicPost {
	released := postNow.AddDate(0, 0, -20)
	file := func(id int64, name, title string, version int64, facts consult.FileFacts) consult.Attachment {
		return consult.Attachment{
			ID: id, Place: consult.OnPost, Title: title, FileName: name, MediaType: "application/pdf", Size: 1_240_000,
			Version: version,
			AddedAt: released.Add(-time.Hour), FileFacts: facts,
		}
	}
	replaced := file(12, "uitgangspunten.pdf", "Uitgangspunten jeugdhulp 2028", 2, consult.FileFacts{Pages: 24})
	replaced.AddedAt = postNow.AddDate(0, 0, -3)
	v := consult.PublicPost{Post: consult.Post{
		ID: 7, Kind: consult.PressRelease, Slug: "acht-gemeenten", ReleasedAt: released, Version: 2,
		Text: consult.PostText{
			Title: "Acht gemeenten leggen uitgangspunten voor", Lead: "De gemeenteraden praten er in november over.",
			Language:    "nl",
			Body:        "## Waarom\n\nZie [de uitgangspunten](/bestanden/12/uitgangspunten.pdf).\n\n![Een wolk](/bestanden/13/wolk.png \"De wolk\")\n\n### Hoe\n\nZo & niet <anders>.",
			Signatories: []consult.Signatory{{ID: 1, Name: "Elzendam"}, {ID: 2, Name: "’t Waalhof"}},
			Press: consult.PressContact{
				Name: "Joëlle Ypma", Phone: "088 000 12 35", Address: "pers@merenland.example",
			},
		},
	}}
	v.Changes = []consult.PostChange{
		{
			Version: 2, At: postNow.AddDate(0, 0, -2), Kind: consult.PostCorrected, Reason: "De datum klopte niet.",
			Before: v.Text,
		},
	}
	v.Changes[0].Before.Title = "Acht gemeenten leggen uitgangspunten neer"
	picture := file(13, "wolk.png", "Wolk", 1, consult.FileFacts{Width: 800, Height: 400})
	picture.MediaType = "image/png"
	v.Files = []consult.Attachment{replaced, picture, file(14, "kort.pdf", "Kort", 1, consult.FileFacts{})}
	return v
}

func answer(id int64, question, body string) consult.PublicPost {
	return consult.PublicPost{
		Post: consult.Post{
			ID: id, Kind: consult.FAQ, Slug: i18n.Slug(question), ReleasedAt: postNow.AddDate(0, 0, -9), Version: 1,
			ThemeID: 3,
			Text:    consult.PostText{Title: question, Body: body, Language: "nl"},
		},
		Theme: consult.Theme{ID: 3, Slug: "planning", Title: "Planning"},
	}
}

func frameAt(lang i18n.Lang, path string) page.Frame {
	f := pagetest.Frame(lang, page.Site)
	f.Path = path
	return f
}

func TestPostPage(t *testing.T) {
	v := fullPost()
	v.FAQ = []consult.PublicPost{answer(20, "Bijlagen?", "## Kop\n\nJa.")} // an id of the page itself
	for _, lang := range i18n.Languages {
		f := frameAt(lang, "/nieuws/acht-gemeenten")
		body, err := public.PostPage.Bytes(
			f, public.PostHead(f, v), public.NewPostView(f, v, public.PostOptions{}, postNow),
		)
		if err != nil {
			t.Fatal(err)
		}
		pagetest.Check(t, body)
		pagetest.CheckStructured(t, body, "NewsArticle")
		for _, want := range []string{
			`href="tel:&#43;31880001235"`, `href="mailto:pers@merenland.example"`, `src="/bestanden/13/wolk.png"`,
			`<h4>Kop</h4>`,
			`<meta property="og:type" content="article">`,
			`<meta property="og:image" content="https://praat.merenland.example/bestanden/13/wolk.png">`,
			`href="/nieuws/persberichten.atom"`, "/versies#versie-2", "/versies/1", "De datum klopte niet.",
		} {
			if !strings.Contains(string(body), want) {
				t.Errorf("%s: no %s", lang, want)
			}
		}
		if hasLang := strings.Contains(string(body), `<h1 lang="nl">`); hasLang != (lang == i18n.English) {
			t.Errorf("%s: the language of the text is said: %t", lang, hasLang)
		}
	}
}

func TestPostView(t *testing.T) {
	v := fullPost()
	got := public.NewPostView(frameAt(i18n.Dutch, "/nieuws/acht-gemeenten"), v, public.PostOptions{}, postNow)
	if got.Kicker != "Gezamenlijk persbericht" || got.Signed.Title != "Dit bericht is van 2 gemeenten samen" ||
		got.Date.Past {
		t.Errorf("kicker %q, signed %q, past %t", got.Kicker, got.Signed.Title, got.Date.Past)
	}
	if got.Placed != "Bericht geplaatst op 15\u00a0oktober 2026" {
		t.Errorf("placed %q", got.Placed)
	}
	want := []page.Attachment{
		{
			Name: "Uitgangspunten jeugdhulp 2028", Href: "/bestanden/12/uitgangspunten.pdf",
			Meta: "pdf, 24 bladzijden, 1,2\u00a0MB. Versie 2, geplaatst op 1\u00a0november 2026",
		},
		{Name: "Kort", Href: "/bestanden/14/kort.pdf", Meta: "pdf, 1,2\u00a0MB"},
	}
	if diff := cmp.Diff(want, got.Files); diff != "" {
		t.Errorf("files; the picture in the text is not one of them:\n%s", diff)
	}
	v.Text.ShownOn, v.Text.Signatories = time.Date(
		2016, time.February, 15, 0, 0, 0, 0, consult.Amsterdam,
	), v.Text.Signatories[:1]
	got = public.NewPostView(frameAt(i18n.Dutch, "/"), v, public.PostOptions{}, postNow)
	if got.Placed != "Bericht geplaatst op 15\u00a0februari 2016" || got.Kicker != "Persbericht" ||
		got.Date.Year != "2016" {
		t.Errorf("placed %q, kicker %q, year %q", got.Placed, got.Kicker, got.Date.Year)
	}
}

func TestPreviewFetchesFilesElsewhere(t *testing.T) {
	v := fullPost()
	got := public.NewPostView(
		frameAt(i18n.Dutch, "/"), v, public.PostOptions{PictureBase: `/beheer/berichten/7/bestanden`}, postNow,
	)
	for _, want := range []string{`src="/beheer/berichten/7/bestanden/13"`, `href="/beheer/berichten/7/bestanden/12"`} {
		if !strings.Contains(string(got.Body), want) {
			t.Errorf("no %s in %s", want, got.Body)
		}
	}
	if strings.Contains(string(got.Body), "/bestanden/13/wolk.png") ||
		got.Files[1].Href != "/beheer/berichten/7/bestanden/14" {
		t.Errorf("a public address: %s %v", got.Body, got.Files)
	}
}

func TestFileOfAnotherNameIsFoundByItsNumber(t *testing.T) {
	v := fullPost()
	v.Files[1].FileName = "nieuwe-wolk.png"
	got := public.NewPostView(frameAt(i18n.Dutch, "/"), v, public.PostOptions{}, postNow)
	if !strings.Contains(string(got.Body), `src="/bestanden/13/wolk.png"`) {
		t.Errorf("the picture is gone: %s", got.Body)
	}
}

func TestWithdrawnPost(t *testing.T) {
	v := fullPost()
	p := v.Post
	p.WithdrawnAt, p.WithdrawnWhy = postNow, "Het klopte niet."
	v = consult.NewPublicPost(p, consult.Theme{}, v.Changes, v.Files, postNow)
	f := frameAt(i18n.Dutch, "/nieuws/acht-gemeenten")
	body, err := public.PostPage.Bytes(
		f, public.PostHead(f, v), public.NewPostView(f, v, public.PostOptions{}, postNow),
	)
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, body)
	pagetest.CheckStructured(t, body)
	for _, word := range []string{
		"gemeenteraden", "Joëlle", "wolk.png", "Elzendam</li>\n  <li class=\"signatories", "De datum klopte",
		"versies", "og:title", "canonical",
	} {
		if strings.Contains(string(body), word) {
			t.Errorf("a withdrawn post holds %q", word)
		}
	}
	for _, word := range []string{"ingetrokken op", "Het klopte niet.", "noindex"} {
		if !strings.Contains(string(body), word) {
			t.Errorf("a withdrawn post lacks %q", word)
		}
	}
}

func TestVersions(t *testing.T) {
	v := fullPost()
	f := frameAt(i18n.Dutch, "/nieuws/acht-gemeenten/versies")
	body, err := public.VersionsPage.Bytes(f, public.VersionsHead(f, v), public.NewVersionsView(f, v))
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, body)
	pagetest.CheckStructured(t, body)
	for _, want := range []string{
		"<del>neer</del>", "<ins>voor</ins>", "Titel: was", `id="versie-2"`, "noindex", "/versies/1",
	} {
		if !strings.Contains(string(body), want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(string(body), "Tekst: was") {
		t.Error("the text is said to differ")
	}
	for version, want := range map[int64]string{1: "Dit is een oude versie", 2: "de nieuwste"} {
		view, ok := public.OldPostView(f, v, version, postNow)
		if !ok || !strings.Contains(view.Notice.Title, want) ||
			version == 1 && view.Title != "Acht gemeenten leggen uitgangspunten neer" {
			t.Errorf("version %d: %t %+v", version, ok, view.Notice)
		}
		body, err := public.PostPage.Bytes(f, public.VersionHead(f, v, version), view)
		if err != nil {
			t.Fatal(err)
		}
		pagetest.Check(t, body)
	}
	for _, version := range []int64{-1, 0, 3} {
		if _, ok := public.OldPostView(f, v, version, postNow); ok {
			t.Errorf("there is a version %d", version)
		}
	}
}
