package page_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/page/pagetest"
	"samenspraak/internal/web/public"
)

// The two narrow frames have their pages in other packages; these stand in.
var (
	slimPage = page.New[page.Failure]("site/error.html", page.Slim)
	signPage = page.New[page.Failure]("site/error.html", page.Sign)
	sitePage = page.New[page.Failure]("site/error.html", page.Site)
)

func newContext(method, target string) (echo.Context, *httptest.ResponseRecorder) {
	w := httptest.NewRecorder()
	return echo.New().NewContext(httptest.NewRequest(method, target, nil), w), w
}

func TestEveryPage(t *testing.T) { pagetest.TryAll(t) }

func TestEveryPartAndLayoutIsUsed(t *testing.T) {
	for _, file := range pagetest.Unclaimed(t) {
		if strings.HasPrefix(file, "parts/") || strings.HasPrefix(file, "layout/") {
			t.Errorf("no page is made of %s", file)
		}
	}
}

func TestShowcase(t *testing.T) {
	for _, lang := range i18n.Languages {
		c, w := newContext("GET", "/beheer/bouwstenen")
		page.SetFrame(c, pagetest.Frame(lang, page.Staff))
		if err := public.RenderShowcase(c); err != nil {
			t.Fatal(err)
		}
		pagetest.Check(t, w.Body.Bytes())
	}
}

func TestLayouts(t *testing.T) {
	for _, layout := range []struct {
		name   string
		layout page.Layout
		page   *page.Page[page.Failure]
		want   []string
		absent []string
		cached string
	}{
		{
			"site", page.Site, sitePage,
			[]string{
				`<nav class="breadcrumb wrap"`, "samenspraak-", `href="/en/bijeenkomsten"`, `rel="canonical"`,
				"’t Waalhof", `aria-current="page">Bijeenkomsten`, "tel:&#43;31880001234",
			}, []string{"noindex", "/beheer"}, "no-cache",
		},
		{
			"slim", page.Slim, slimPage, []string{"site-header--slim", "noindex", `href="/en/bijeenkomsten"`},
			[]string{"canonical", "site-nav"}, "no-store",
		},
		{
			"sign", page.Sign, signPage, []string{"staff--sign", "noindex", "beheer-", "Merenland beheer"},
			[]string{"canonical", "sidebar"}, "no-store",
		},
	} {
		t.Run(layout.name, func(t *testing.T) {
			c, w := newContext("GET", "/bijeenkomsten")
			page.SetFrame(c, pagetest.Frame(i18n.Dutch, layout.layout))
			head := page.Head{
				Title: "Proef", Nav: page.NavMeetings, Crumbs: []page.Crumb{{Text: "Home", Href: "/"}, {Text: "Proef"}},
			}
			if err := layout.page.Render(c, http.StatusOK, head, page.Failure{Title: "Proef"}); err != nil {
				t.Fatal(err)
			}
			pagetest.Check(t, w.Body.Bytes())
			contains(t, w.Body.String(), layout.want, layout.absent)
			if got := w.Header().Get("Cache-Control"); got != layout.cached {
				t.Errorf("Cache-Control = %q", got)
			}
		})
	}
}

func contains(t *testing.T, body string, want, absent []string) {
	t.Helper()
	for _, s := range want {
		if !strings.Contains(body, s) {
			t.Errorf("lacks %s", s)
		}
	}
	for _, s := range absent {
		if strings.Contains(body, s) {
			t.Errorf("contains %s", s)
		}
	}
}

func TestStaffMenuShowsWhatTheRoleMaySee(t *testing.T) {
	frame := pagetest.Frame(i18n.English, page.Staff)
	frame.Staff = &page.StaffInfo{
		Name: "Bas ten Brinke", Role: "reader", May: func(a consult.Action) bool { return a == consult.SeeAudit },
	}
	c, w := newContext("GET", "/beheer/bijeenkomsten")
	page.SetFrame(c, frame)
	if err := page.RenderFailure(c, http.StatusForbidden, ""); err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, w.Body.Bytes())
	contains(t, w.Body.String(),
		[]string{
			`href="/beheer/logboek"`, `<form method="post" action="/beheer/afmelden">`, "Bas ten Brinke", `lang="en"`,
		},
		[]string{
			"/beheer/organisaties", "/beheer/instellingen", "/en/beheer", "People and mail",
			`href="/beheer/bijeenkomsten"`,
		})
}

func TestFormWithProblems(t *testing.T) {
	var problems consult.Problems
	problems.Add("vraag[3]", "part.showcase.theme")
	f := page.NewFields(i18n.Dutch, problems)
	field := f.Radios(
		"vraag[3]", "", "b", []page.Option{{Value: "a", Text: "A"}, {Value: "b", Text: "B"}}, page.LabelText("Welke?"),
	)
	if field.Error != "Kies minstens één thema" || field.Options[0].ID != "vraag-3-" || !field.Options[1].Selected ||
		field.Options[0].Selected {
		t.Errorf("field is %+v", field)
	}
	summary := f.Summary()
	if summary == nil || summary.Items[0].Href != "#vraag-3-" {
		t.Fatalf("summary is %+v", summary)
	}
	c, w := newContext("GET", "/")
	page.SetFrame(c, pagetest.Frame(i18n.Dutch, page.Site))
	if err := sitePage.Render(
		c, http.StatusUnprocessableEntity, page.Head{Title: "Stel een vraag", Errors: summary}, page.Failure{},
	); err != nil {
		t.Fatal(err)
	}
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", w.Code)
	}
	contains(
		t, w.Body.String(),
		[]string{
			"<title>Fout: Stel een vraag – Jeugdregio Merenland</title>", `role="alert"`, `tabindex="-1" autofocus`,
			"op 1 plek<",
		}, nil,
	)
	if page.NewFields(i18n.Dutch, nil).Summary() != nil {
		t.Error("a form without problems has a summary")
	}
}

func TestTextIsEscaped(t *testing.T) {
	c, w := newContext("GET", "/")
	evil := `<script>alert(1)</script>`
	if err := sitePage.Render(
		c, http.StatusOK, page.Head{Title: evil, Crumbs: []page.Crumb{{Text: evil, Href: "javascript:alert(1)"}}},
		page.Failure{Title: evil},
	); err != nil {
		t.Fatal(err)
	}
	contains(t, w.Body.String(), nil, []string{"<script", "javascript:"})
}

func TestHead(t *testing.T) {
	c, w := newContext(http.MethodHead, "/en/bijeenkomsten")
	if err := sitePage.Render(c, http.StatusOK, page.Head{}, page.Failure{Title: "x"}); err != nil {
		t.Fatal(err)
	}
	h := w.Header()
	if w.Body.Len() != 0 || h.Get("Content-Length") == "" || h.Get("Content-Language") != "en" ||
		h.Get("Content-Type") != "text/html; charset=UTF-8" {
		t.Errorf("HEAD: %d bytes, %v", w.Body.Len(), h)
	}
}

func TestFrameWithoutMiddleware(t *testing.T) {
	for target, want := range map[string]page.Frame{
		"/bijeenkomsten": {Lang: i18n.Dutch, Path: "/bijeenkomsten"}, "/en": {Lang: i18n.English, Path: "/"},
		"/en/mijn": {Lang: i18n.English, Path: "/mijn"}, "/english": {Lang: i18n.Dutch, Path: "/english"},
	} {
		c, _ := newContext("GET", target)
		if got := page.FrameOf(c); got.Lang != want.Lang || got.Path != want.Path {
			t.Errorf("%s: %s %s", target, got.Lang, got.Path)
		}
	}
}

func TestHref(t *testing.T) {
	for path, want := range map[string]string{
		"/": "/en", "/mijn": "/en/mijn", "/beheer": "/beheer", "/beheer/mail": "/beheer/mail",
		"/beheerst": "/en/beheerst",
	} {
		if got := page.Href(i18n.English, path); got != want {
			t.Errorf("Href(en, %s) = %s", path, got)
		}
		if got := page.Href(i18n.Dutch, path); got != path {
			t.Errorf("Href(nl, %s) = %s", path, got)
		}
	}
}

func TestTel(t *testing.T) {
	for number, want := range map[string]string{
		"088 000 12 34": "tel:+31880001234", "+31 (0)88-0001234": "tel:+31880001234", "+32 2 123": "tel:+322123",
		"": "tel:+",
	} {
		if got := string(page.Tel(number)); got != want {
			t.Errorf("Tel(%q) = %s", number, got)
		}
	}
}
