package staff_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page/pagetest"
)

const (
	posts   = "/beheer/berichten"
	answers = "/beheer/vragen"
	themes  = answers + "/themas"
)

func postPath(id int64, page string) string { return fmt.Sprintf("%s/%d/%s", posts, id, page) }

func postNow(t *testing.T, p *testkit.Program, id int64) consult.Post {
	t.Helper()
	one, err := p.Service().Post(t.Context(), p.Editor, id)
	if err != nil {
		t.Fatal(err)
	}
	return one
}

// writePost makes a draft of a kind through the forms, and returns its number.
func writePost(t *testing.T, c *testkit.Client, kind, title, body string) int64 {
	t.Helper()
	at := c.Post(posts+"/nieuw", url.Values{"kind": {kind}, "title": {title}}).Redirect()
	return fillPost(t, c, at, body)
}

func fillPost(t *testing.T, c *testkit.Client, at, body string) int64 {
	t.Helper()
	path, _, _ := strings.Cut(at, "?")
	var id int64
	if _, err := fmt.Sscanf(path, posts+"/%d/wijzig", &id); err != nil {
		t.Fatalf("made at %s: %v", at, err)
	}
	r := c.Get(at).Want(http.StatusOK)
	pagetest.Check(t, r.Body)
	form := r.Form("#schrijf")
	form.Set("body", body)
	if r.Has("#press_name") {
		form.Set("press_name", "Noor Haddad")
		form.Set("press_phone", "088 000 12 34")
	}
	c.Post(path, form).Redirect()
	return id
}

// publishNow puts a post on the site, having looked at what the checks ask.
func publishNow(t *testing.T, c *testkit.Client, id int64) {
	t.Helper()
	form := c.Get(postPath(id, "publiceer")).Want(http.StatusOK).Form("main .split form.form")
	form.Set("when", "nu")
	form.Set("check", "1")
	c.Post(postPath(id, "publiceer"), form).Redirect()
}

// asScript sends a form as the editor's script does.
func asScript(t *testing.T, c *testkit.Client, path string, form url.Values, answer any) *testkit.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	got := c.Do(r)
	if answer != nil {
		if err := json.Unmarshal(got.Body, answer); err != nil ||
			!strings.HasPrefix(got.Header.Get("Content-Type"), "application/json") {
			t.Fatalf("POST %s: %d %q", path, got.Status, got.Body)
		}
	}
	return got
}

type scriptAnswer struct {
	Edited   int64
	Saved    string
	Message  string
	Problems []struct{ Field, Message string }
	Others   []string
	Markdown string
	Row      map[string]string
}

func TestWritePublishPost(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	empty := c.Get(posts).Want(http.StatusOK)
	pagetest.Check(t, empty.Body)
	if !empty.Has(".empty a[href='" + posts + "/nieuw']") {
		t.Error("an empty list does not say what to do first")
	}
	pagetest.Check(t, c.Get(posts+"/nieuw?soort=press_release").Want(http.StatusOK).Body)
	r := c.Post(posts+"/nieuw", url.Values{"kind": {"faq"}, "title": {""}}).Want(http.StatusUnprocessableEntity)
	pagetest.Check(t, r.Body)
	if len(r.Page().All(".error-summary li")) != 2 {
		t.Errorf("summary: %s", r.Find(".error-summary").Text())
	}
	id := writePost(t, c, "press_release", "Acht gemeenten starten gesprek", "## Waarom\n\nWij praten met scholen.")
	one := postNow(t, p, id)
	if len(one.Text.Signatories) != 2 || one.Text.Signatories[1].Name != "’t Waalhof" ||
		one.Text.Press.Name != "Noor Haddad" || !one.Draft() {
		t.Fatalf("written: %+v", one)
	}
	for _, page := range []string{"", "wijzig", "publiceer", "gegevens", "versies", "voorbeeld", "weg"} {
		pagetest.Check(t, c.Get(strings.TrimSuffix(postPath(id, page), "/")).Want(http.StatusOK).Body)
	}
	p.Client().Get("/nieuws/" + one.Slug).Want(http.StatusNotFound)
	publishNow(t, c, id)
	one = postNow(t, p, id)
	if !one.PublicAt(p.Clock.Now()) || one.Version != 1 {
		t.Fatalf("published: %+v", one)
	}
	p.Client().Get("/nieuws/acht-gemeenten-starten-gesprek").Want(http.StatusOK)
	show := c.Get(posts + "/" + itoa(id)).Want(http.StatusOK)
	pagetest.Check(t, show.Body)
	if !show.Has("a[href='/nieuws/acht-gemeenten-starten-gesprek']") {
		t.Error("the overview does not lead to the page on the site")
	}
	if got := c.Get(postPath(id, "publiceer")).Redirect(); got != posts+"/"+itoa(id) {
		t.Errorf("nothing to publish leads to %s", got)
	}
	c.Get(postPath(id, "weg")).Want(http.StatusConflict)
	list := c.Get(posts + "?soort=press_release&stand=public&zoek=gemeenten").Want(http.StatusOK)
	pagetest.Check(t, list.Body)
	if !strings.Contains(list.Find("tbody").Text(), "Daan IJpelaar") || c.Get(posts+"?stand=draft").Has("tbody tr") {
		t.Error("the list does not hold what it should")
	}
	if csv := string(
		c.Get(posts + "/lijst.csv?soort=press_release").Want(http.StatusOK).Body,
	); !strings.Contains(csv, "Acht gemeenten starten gesprek") {
		t.Errorf("csv: %s", csv)
	}
	c.Get(posts + "/lijst.xlsx").Want(http.StatusOK)
}

func itoa(n int64) string { return fmt.Sprint(n) }

// TestNoteIsForColleagues: it stands on the staff's pages and never in the page
// that becomes public.
func TestNoteIsForColleagues(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Editor)
	id := writePost(t, c, "news", "Titel", "Tekst.")
	form := c.Get(postPath(id, "gegevens")).Want(http.StatusOK).Form("main form.form")
	form.Set("note", "Kanarie opmerking")
	c.Post(postPath(id, "gegevens"), form).Redirect()
	form.Set("note", "Te laat")
	r := c.Post(postPath(id, "gegevens"), form).Want(http.StatusConflict)
	pagetest.Check(t, r.Body)
	if r.Find("#note").Text() != "Te laat" {
		t.Error("lost the note")
	}
	form.Set("note", strings.Repeat("x", 5001))
	c.Post(postPath(id, "gegevens"), r.Form("main form.form")).Redirect()
	form = c.Get(postPath(id, "gegevens")).Form("main form.form")
	form.Set("note", "Kanarie opmerking")
	c.Post(postPath(id, "gegevens"), form).Redirect()
	if !strings.Contains(c.Get(posts+"/"+itoa(id)).Find("main").Text(), "Kanarie opmerking") {
		t.Error("nobody meets the note: the test would notice nothing")
	}
	publishNow(t, c, id)
	for _, path := range []string{postPath(id, "voorbeeld"), "/nieuws/titel"} {
		r := c.Get(path).Want(http.StatusOK)
		if strings.Contains(string(r.Body), "Kanarie") {
			t.Errorf("%s holds the note", path)
		}
	}
	preview := c.Get(postPath(id, "voorbeeld"))
	if h := preview.Header; !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'self'") ||
		h.Get("X-Frame-Options") != "SAMEORIGIN" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("preview: %v", h)
	}
	if !preview.Has("meta[name=robots][content*=noindex]") {
		t.Error("a preview may be indexed")
	}
}

func TestReadersSeeAndDoNotWrite(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c, reader := p.SignIn(consult.Editor), p.SignIn(consult.Reader)
	id := writePost(t, c, "news", "Titel", "Tekst.")
	for _, path := range []string{
		posts, posts + "/" + itoa(id), postPath(id, "versies"), postPath(id, "voorbeeld"), answers, themes,
	} {
		r := reader.Get(path).Want(http.StatusOK)
		pagetest.Check(t, r.Body)
		for _, link := range []string{"/nieuw", "/wijzig", "/publiceer", "/gegevens"} {
			if r.Has("main a[href$='" + link + "']") {
				t.Errorf("%s leads a reader to %s", path, link)
			}
		}
	}
	for _, page := range []string{"wijzig", "publiceer", "gegevens", "trek-in", "weg", "laat-vallen"} {
		reader.Get(postPath(id, page)).Want(http.StatusForbidden)
		reader.Post(postPath(id, page), url.Values{"edited": {"1"}}).Want(http.StatusForbidden)
	}
	asScript(t, reader, postPath(id, "bewaar"), url.Values{}, nil).Want(http.StatusForbidden)
}
