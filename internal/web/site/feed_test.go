package site_test

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

var feeds = []string{
	"/nieuws/feed.atom", "/nieuws/nieuwsberichten.atom", "/nieuws/persberichten.atom", "/nieuws/mededelingen.atom",
	"/veelgestelde-vragen/feed.atom",
}

func (n newsroom) feed(path string) *testkit.Response {
	n.t.Helper()
	r := n.Client().Get(path).Want(http.StatusOK)
	pagetest.CheckAtom(n.t, r.Body)
	if r.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" || r.Header.Get("ETag") == "" ||
		len(r.Header["Set-Cookie"]) != 0 {
		n.t.Errorf("%s: headers %v", path, r.Header)
	}
	return r
}

func TestFeeds(t *testing.T) {
	n := newNewsroom(t)
	for _, path := range feeds {
		n.feed(path) // valid when there is nothing in it
	}
	theme := n.theme("Planning")
	titles := map[consult.PostKind]string{
		consult.News: "Een nieuwsbericht", consult.PressRelease: "Een persbericht",
		consult.Announcement: "Een mededeling", consult.FAQ: "Een vraag",
	}
	ids := map[consult.PostKind]int64{}
	for kind, title := range titles {
		ids[kind] = n.public(kind, theme, title, "Zie [de vragen](/veelgestelde-vragen).").ID
	}
	for i, kind := range []consult.PostKind{"", consult.News, consult.PressRelease, consult.Announcement, consult.FAQ} {
		body := string(n.feed(feeds[i]).Body)
		for other, title := range titles {
			want := kind == other || kind == "" && other != consult.FAQ
			if got := strings.Contains(body, "<title>"+title+"</title>"); got != want {
				t.Errorf("%s has %s: %t", feeds[i], title, got)
			}
		}
	}
	before := n.feed(feeds[0])
	id := between(string(before.Body), "<entry>", "<title>")
	n.Clock.Advance(time.Hour)
	n.correct(ids[consult.PressRelease], "Een ander persbericht", "Anders.", "Verbeterd.")
	after := string(n.feed(feeds[2]).Body)
	wantIn(
		t, "after a rename", after, []string{"een-ander-persbericht", "<updated>2026-11-02T10:30:00+01:00</updated>"},
		[]string{"/nieuws/een-persbericht"},
	)
	if !strings.Contains(after, "2026:post/") || strings.Contains(id, "een-") {
		t.Errorf("the id changes with the name: %s", id)
	}
	n.withdraw(ids[consult.PressRelease], "Ingetrokken.", 0)
	wantIn(t, "after the withdrawal", string(n.feed(feeds[2]).Body), nil, []string{"persbericht</title><published>"})
}

func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

func TestPagesNameTheirFeeds(t *testing.T) {
	n := newNewsroom(t)
	n.public(consult.PressRelease, 0, "Persbericht", "Tekst.")
	for path, want := range map[string]string{
		"/": "/nieuws/feed.atom", "/nieuws?soort=persbericht": "/nieuws/persberichten.atom",
		"/nieuws/persbericht":     "/nieuws/persberichten.atom",
		"/en/veelgestelde-vragen": "/veelgestelde-vragen/feed.atom",
	} {
		if !n.read(path).Has(`link[rel=alternate][type="application/atom+xml"][href="` + want + `"]`) {
			t.Errorf("%s does not name %s", path, want)
		}
	}
}

func TestSitemap(t *testing.T) {
	n := newNewsroom(t)
	theme := n.theme("Planning")
	n.public(consult.News, 0, "Nieuws", "Tekst.")
	gone := n.public(consult.News, 0, "Ingetrokken", "Tekst.")
	n.public(consult.FAQ, theme, "Een vraag", "Een antwoord.")
	n.Clock.Advance(48 * time.Hour)
	n.correct(gone.ID, "Ingetrokken", "Anders.", "Verbeterd.")
	n.withdraw(gone.ID, "Weg.", 0)
	r := n.Client().Get("/sitemap.xml").Want(http.StatusOK)
	var set struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(r.Body, &set); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, u := range set.URLs {
		path, ours := strings.CutPrefix(u.Loc, testkit.BaseURL)
		if !ours {
			t.Errorf("%s is not ours", u.Loc)
		}
		paths = append(paths, path)
		n.Client().Get(path).Want(http.StatusOK)
		if _, err := time.Parse(time.RFC3339, u.LastMod); u.LastMod != "" && err != nil {
			t.Errorf("%s changed at %q", path, u.LastMod)
		}
	}
	for _, want := range []string{
		"/", "/en", "/nieuws/nieuws", "/en/nieuws/nieuws", "/veelgestelde-vragen/planning",
		"/en/veelgestelde-vragen/planning/een-vraag",
	} {
		if !slices.Contains(paths, want) {
			t.Errorf("no %s in %v", want, paths)
		}
	}
	if strings.Contains(string(r.Body), "ingetrokken") || strings.Contains(string(r.Body), "versies") {
		t.Errorf("it holds what should not be found: %v", paths)
	}
	if r.Header.Get("ETag") == "" || r.Header.Get("Content-Type") != "application/xml; charset=utf-8" {
		t.Errorf("headers %v", r.Header)
	}
}
