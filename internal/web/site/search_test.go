package site_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

// addNews publishes a text, at once or at a moment.
func addNews(t *testing.T, p *testkit.Program, title, body string, at time.Time) int64 {
	t.Helper()
	id, err := p.Service().
		NewPost(
			t.Context(), p.Editor, consult.News, 0,
			consult.PostText{Title: title, Lead: "Een inleiding.", Body: body, Language: "nl"},
		)
	if err != nil {
		t.Fatal(err)
	}
	post, err := p.Service().Post(t.Context(), p.Editor, id)
	if err == nil {
		err = p.Service().PublishPost(t.Context(), p.Editor, id, post.Edited, at, true)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func find(t *testing.T, p *testkit.Program, path string) *testkit.Response {
	t.Helper()
	r := p.Client().Get(path).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	if r.Header.Get("Cache-Control") != "no-cache" || len(r.Header["Set-Cookie"]) != 0 ||
		!strings.Contains(string(r.Body), `<meta name="robots" content="noindex`) {
		t.Errorf("%.80s: headers %v", path, r.Header)
	}
	return r
}

func plainText(r *testkit.Response) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(r.Page().Text(), "\u00a0", " ")), " ")
}

func TestSearchPage(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	if err := p.Service().Reindex(t.Context()); err != nil {
		t.Fatal(err)
	}
	addNews(t, p, "Verblijf dicht bij huis", "De acht gemeenten kopen *verblijf* in.", time.Time{})
	for i := range 12 {
		addNews(t, p, fmt.Sprintf("Jeugdhulpbericht %d", i), "Dit gaat over verblijf.", time.Time{})
	}
	for path, want := range map[string][]string{
		"/zoeken": {"Typ een of meer woorden.", "Zo vindt u meer"},
		"/zoeken?q=verblijf": {
			"13 resultaten voor “verblijf”", "Alles 13", "Nieuws 13", "1 tot en met 10 van 13", "kopen verblijf in",
		},
		"/zoeken?q=verblijf&blad=2":  {"11 tot en met 13 van 13"},
		"/zoeken?q=verblijf&blad=99": {"11 tot en met 13 van 13"},
		"/zoeken?q=jeugdhulp":        {"13 resultaten", "Bijeenkomsten 1", "Nieuws 12"},
		"/zoeken?q=jeugdhulp&soort=bijeenkomst": {
			"1 resultaat voor", "Alles 13", "Consultatie jeugdhulp",
		},
		"/zoeken?q=jeugdhulp&jaar=2026": {"13 resultaten", "2026 (13)"},
		"/zoeken?q=jeugdhulp&soort=vraag": {
			"Niets gevonden voor “jeugdhulp” in deze soort of dit jaar", "Toon alles wat wij vonden",
		},
		"/zoeken?q=verblijf+schuur": {
			"Niets gevonden voor “verblijf schuur”", "“verblijf”: 13 resultaten", "“schuur”: 1 resultaat",
			"Stel uw vraag aan ons",
		},
		"/zoeken?q=onbekendwoord": {
			"Niets gevonden voor “onbekendwoord”", "Kijk of de woorden goed getypt zijn.",
		},
		"/zoeken?q=bewaren": {"Privacy", "Wij bewaren zo weinig mogelijk.", "Laatst gewijzigd op"},
		"/zoeken?q=het+verslag+van+a+b+c+d+e+f+g+h+i+j+k+l+m": {"Wij zochten op:"},
		"/en/zoeken?q=verblijf": {
			"13 results for “verblijf”", "Everything 13", "1 to 10 of 13",
		},
		"/en/zoeken?q=everybody": {"Accessibility", "Everybody can use this site."},
	} {
		wantIn(t, path, plainText(find(t, p, path)), want, nil)
	}
	r := find(t, p, "/zoeken?q=verblijf")
	if got := r.Find("title").Text(); got != "Zoeken: verblijf – Jeugdregio Merenland" {
		t.Errorf("title %q", got)
	}
	if first := r.Find(".listing__title a"); first.Text() != "Verblijf dicht bij huis" ||
		first.Attr("href") != "/nieuws/verblijf-dicht-bij-huis" {
		t.Errorf("first hit %q at %s", first.Text(), first.Attr("href"))
	}
	if got := r.Find("mark").Text(); got != "verblijf" {
		t.Errorf("marked %q", got)
	}
	if n := len(r.Page().All(".listing__item")); n != 10 {
		t.Errorf("%d hits on a page", n)
	}
	if to := r.Find(".pager a[rel=next]").Attr("href"); to != "/zoeken?blad=2&q=verblijf" {
		t.Errorf("next is %s", to)
	}
	if got := find(t, p, "/en/zoeken?q=verblijf").Find(".listing__title a").
		Attr("href"); got != "/en/nieuws/verblijf-dicht-bij-huis" {
		t.Errorf("in English %s", got)
	}
	if got := p.Client().Get("/").Find(".site-header__tools a").Attr("href"); got != "/zoeken" {
		t.Errorf("the header leads to %s", got)
	}
}

// Whatever somebody types is answered, and comes back as text only.
func TestSearchTakesAnything(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	for _, question := range []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "{{.}} {{template `x`}}", "%", "%%%", "_", "*",
		"'; DROP TABLE search_doc; --", `a" OR "b`,
		"(", "\\", "👍🏽", "\u202e\u200b", strings.Repeat("lang ", 2000), strings.Repeat("x", 10000), "ĳ é ë",
		"javascript:alert(1)",
		"\r\nSet-Cookie: a=b", strings.Repeat("\u0301", 3000),
	} {
		r := find(t, p, "/zoeken?q="+url.QueryEscape(question))
		for _, bad := range []string{"<script>alert", "<img src=x", "Set-Cookie"} {
			if strings.Contains(string(r.Body), bad) && bad != "Set-Cookie" || r.Header.Get("Set-Cookie") != "" {
				t.Errorf("%.40q comes back as %q", question, bad)
			}
		}
		if len(r.Body) > 40_000 {
			t.Errorf("%.40q makes a page of %d bytes", question, len(r.Body))
		}
	}
	for _, broken := range []string{"q=%00", "q=%ff%fe"} { // as on every page
		p.Client().Get("/zoeken?" + broken).Want(http.StatusBadRequest)
	}
	for _, query := range []string{
		"q=a&q=b", "soort=nieuws", "q=jeugdhulp&soort=%3Cb%3E&jaar=twee&blad=-1",
		"q=jeugdhulp&jaar=99999999999999999999", "q=jeugdhulp&blad=250", "q[]=a", "q=%zz", "&&=;",
	} {
		find(t, p, "/zoeken?"+query)
	}
	if r := find(
		t, p, "/zoeken?q=jeugdhulp&soort=%3Cb%3E&jaar=twee&blad=-1",
	); !strings.Contains(plainText(r), "1 resultaat voor") {
		t.Errorf("a strange kind hides what is there: %s", plainText(r))
	}
}

// What is not released yet is found by nobody, and nothing counts it.
func TestSearchKeepsEmbargo(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	release := testkit.Start.Add(time.Hour)
	id := addNews(t, p, "Kanarie jeugdhulp", "Zangvogel.", release)
	if _, err := p.Service().
		AddPostFile(
			t.Context(), p.Editor, id,
			service.Upload{Title: "Kanariekaart", FileName: "kanariekaart.txt", Content: strings.NewReader("x")},
		); err != nil {
		t.Fatal(err)
	}
	look := func(now time.Time, count, kind string) {
		p.Clock.Set(now)
		for question, want := range map[string]string{
			"kanarie": count, "zangvogel": count, "kanar": count, "kanariekaart": count, "jeugdhulp": "resulta",
		} {
			r := find(t, p, "/zoeken?q="+question)
			text := plainText(r)
			if !strings.Contains(text, want) {
				t.Errorf("%s: %s: %s", now, question, text)
			}
			if hidden := kind == ""; hidden &&
				(strings.Contains(strings.ReplaceAll(strings.ToLower(string(r.Body)), question, ""), "anarie") ||
					strings.Contains(text, "Nieuws 1")) {
				t.Errorf("%s: %s shows it: %s", now, question, text)
			}
		}
		if text := plainText(find(t, p, "/zoeken?q=zangvogel+jeugdhulp+schuur")); kind == "" &&
			!strings.Contains(text, "“zangvogel”: 0 resultaten") {
			t.Errorf("%s: counts %s", now, text)
		}
	}
	look(testkit.Start, "Niets gevonden", "")
	look(release.Add(-time.Microsecond), "Niets gevonden", "")
	look(release, "resulta", "Nieuws")
}
