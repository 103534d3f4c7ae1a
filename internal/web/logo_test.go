package web_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
)

const logoSettings = "/beheer/instellingen/logo"

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// logoOn is the address of the logo beside the name of the region, or empty
// where our own mark stands.
func logoOn(t *testing.T, r *testkit.Response) string {
	t.Helper()
	r.Want(http.StatusOK)
	if r.Has("header .brand svg") == r.Has("header .brand img") {
		t.Fatal("a page has either the mark or the logo")
	}
	if !r.Has("header .brand img") {
		return ""
	}
	logo := r.Find("header .brand img[alt][width][height]")
	if logo.Attr("alt") != "" {
		t.Errorf("the name stands beside the logo, and again in it: %q", logo.Attr("alt"))
	}
	return logo.Attr("src")
}

func TestLogoStandsOnEveryPage(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	p.Invite()
	visitor, c := p.Client(), p.SignIn(consult.Admin)
	pages := map[string]*testkit.Client{
		"/": visitor, "/en": visitor, p.Path(p.Ada): visitor, "/beheer/aanmelden": p.Client(),
		"/beheer/bijeenkomsten": c,
	}
	same := func(want string) {
		t.Helper()
		for path, who := range pages {
			if got := logoOn(t, who.Get(path)); got != want {
				t.Errorf("%s has the logo %q, want %q", path, got, want)
			}
		}
	}
	put := func(width, height int) string {
		t.Helper()
		form := c.Get(logoSettings).Want(http.StatusOK).Form("main form[enctype]")
		at := c.Upload(logoSettings, form, "file", "logo.png", picture(t, width, height)).Redirect()
		done := c.Get(at).Want(http.StatusOK)
		if text := done.Page().Text(); !strings.Contains(text, "Het logo is bewaard") ||
			!strings.Contains(text, "PNG, "+strconv.Itoa(width)+" bij "+strconv.Itoa(height)) {
			t.Error(text)
		}
		return done.Find("main img.logo-now[alt='Het logo van Jeugdregio Merenland']").Attr("src")
	}
	same("")
	first := put(300, 80)
	same(first)
	second := put(80, 80)
	if first == second {
		t.Error("another logo has the address of the first: browsers would show the old one for a year")
	}
	same(second)
	visitor.Get(first).Want(http.StatusNotFound)
	form := c.Get(logoSettings).Form("main section form")
	stale := url.Values{"seen": {strings.Repeat("0", 64)}}
	if text := c.Post(logoSettings+"/verwijder", stale).Want(http.StatusConflict).Page().
		Text(); !strings.Contains(text, "intussen gewijzigd") {
		t.Error(text)
	}
	same(second)
	at := c.Post(logoSettings+"/verwijder", form).Redirect()
	if text := c.Get(at).Page().Text(); !strings.Contains(text, "Het logo is weggehaald") ||
		!strings.Contains(text, "Er is nog geen logo") {
		t.Error(text)
	}
	same("")
	visitor.Get(second).Want(http.StatusNotFound)
}

func TestLogoIsServedToKeep(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	content := picture(t, 300, 80)
	if err := p.Service().ChangeLogo(t.Context(), p.Admin, "", "logo.png", bytes.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	c := p.Client()
	path := logoOn(t, c.Get("/"))
	got := c.Get(path).Want(http.StatusOK)
	checkHeaders(t, "GET "+path, got)
	if !bytes.Equal(got.Body, content) {
		t.Errorf("%d bytes came back of %d", len(got.Body), len(content))
	}
	for name, want := range map[string]string{
		"Content-Type": "image/png", "Cache-Control": "public, max-age=31536000, immutable",
		"X-Content-Type-Options": "nosniff",
		"Content-Length":         strconv.Itoa(len(content)),
		"ETag":                   `"` + strings.TrimSuffix(strings.TrimPrefix(path, "/logo/"), ".png") + `"`,
	} {
		if got.Header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Header.Get(name), want)
		}
	}
	if policy := got.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox") {
		t.Errorf("what somebody uploaded could run here: %s", policy)
	}
	if len(got.Header.Values("Set-Cookie")) > 0 {
		t.Error("a picture sets a cookie")
	}
	head := c.Do(httptest.NewRequestWithContext(t.Context(), http.MethodHead, path, nil)).Want(http.StatusOK)
	if len(head.Body) > 0 || head.Header.Get("Content-Length") != strconv.Itoa(len(content)) {
		t.Errorf("HEAD: %d bytes, %v", len(head.Body), head.Header)
	}
	c.Header.Set("If-None-Match", got.Header.Get("ETag"))
	again := c.Get(path).Want(http.StatusNotModified)
	checkHeaders(t, "GET again "+path, again)
	for _, other := range []string{
		"/logo/" + strings.Repeat("0", 64) + ".png", strings.TrimSuffix(path, ".png") + ".jpg",
		strings.TrimSuffix(path, ".png"), "/logo/.png", "/en" + path,
	} {
		r := c.Get(other).Want(http.StatusNotFound)
		if caching := r.Header.Get("Cache-Control"); strings.Contains(caching, "max-age") {
			t.Errorf("%s is not there, and may be kept: %s", other, caching)
		}
	}
}

func TestLogoOfAWrongKind(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	c := p.SignIn(consult.Admin)
	p.SignIn(consult.Editor).Upload(logoSettings, nil, "file", "logo.png", picture(t, 3, 3)).Want(http.StatusForbidden)
	for _, one := range []struct {
		name, content, want string
	}{
		{"logo.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "Kies een PNG of JPEG"},
		{"logo.png", "<html><script>alert(1)</script>", "Kies een PNG of JPEG"},
		{"foto.png", string(picture(t, 3, 3)) + strings.Repeat("x", 5<<20), "hoogstens 512 kB"},
		{"breed.png", string(picture(t, 4001, 3)), "hoogstens 4000 pixels"},
		{"leeg.png", "", "Kies een bestand met het logo"},
	} {
		r := c.Upload(logoSettings, nil, "file", one.name, []byte(one.content)).Want(http.StatusUnprocessableEntity)
		if said := r.Find(".field__error").Text(); !strings.Contains(said, one.want) {
			t.Errorf("%s: %q", one.name, said)
		}
	}
	c.Post(logoSettings, nil).Want(http.StatusUnprocessableEntity)
	if got := logoOn(t, p.Client().Get("/")); got != "" {
		t.Errorf("a refused logo stands on the site: %s", got)
	}
}
