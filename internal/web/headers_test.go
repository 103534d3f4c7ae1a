package web_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/gate"
	"samenspraak/static"
)

// checkHeaders are the rules of internet.nl and the Observatory for one answer.
func checkHeaders(t *testing.T, asked string, r *testkit.Response) {
	t.Helper()
	want := func(ok bool, header string) {
		t.Helper()
		if !ok {
			t.Errorf("%s (%d): %s: %q", asked, r.Status, header, r.Header.Values(header))
		}
	}
	h := r.Header
	want(h.Get("X-Content-Type-Options") == "nosniff", "X-Content-Type-Options")
	want(strings.HasPrefix(h.Get("Strict-Transport-Security"), "max-age=63072000"), "Strict-Transport-Security")
	want(slices.Contains([]string{"DENY", "SAMEORIGIN"}, h.Get("X-Frame-Options")), "X-Frame-Options")
	want(slices.Contains([]string{"same-origin", "no-referrer"}, h.Get("Referrer-Policy")), "Referrer-Policy")
	want(h.Get("Cross-Origin-Opener-Policy") == "same-origin", "Cross-Origin-Opener-Policy")
	want(h.Get("Cross-Origin-Resource-Policy") == "same-origin", "Cross-Origin-Resource-Policy")
	want(h.Get("Server") == "" && h.Get("X-Powered-By") == "", "Server")
	for _, name := range []string{
		"Content-Security-Policy", "Referrer-Policy", "X-Frame-Options", "Content-Type", "Cache-Control",
		"Strict-Transport-Security",
	} {
		want(len(h.Values(name)) <= 1, name)
	}
	// A letter's styles stand in attributes; its frame can fetch nothing.
	policy := strings.ReplaceAll(h.Get("Content-Security-Policy"),
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; ",
		"default-src 'none'; base-uri 'none'; ")
	for _, part := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors", "form-action"} {
		want(strings.Contains(policy, part), "Content-Security-Policy")
	}
	for _, part := range []string{"unsafe", "http:", "https:", "data:", "*"} {
		want(!strings.Contains(policy, part), "Content-Security-Policy")
	}
	if len(r.Body) > 0 {
		want(h.Get("Content-Type") != "", "Content-Type")
	}
	// What has no page of its own is not kept by anyone.
	bare := []int{http.StatusNotModified, http.StatusNoContent, http.StatusSeeOther}
	want(slices.Contains(bare, r.Status) || h.Get("Cache-Control") != "", "Cache-Control")
	for _, cookie := range (&http.Response{Header: h}).Cookies() {
		want(strings.HasPrefix(asked[strings.Index(asked, " ")+1:], "/beheer") &&
			strings.HasPrefix(cookie.Name, "__Host-") && cookie.Secure && cookie.HttpOnly &&
			cookie.SameSite == http.SameSiteLaxMode && cookie.Path == "/" && cookie.Domain == "", "Set-Cookie")
	}
	if to := h.Get("Location"); to != "" {
		u, err := url.Parse(to)
		want(
			err == nil && u.Host == "" && strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") &&
				!strings.HasPrefix(to, `/\`), "Location",
		)
	}
}

// TestHeadersEverywhere asks every address by every method, as a visitor and as
// a beheerder.
func TestHeadersEverywhere(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	statuses := map[int]bool{}
	check := func(asked string, r *testkit.Response) {
		t.Helper()
		statuses[r.Status] = true
		checkHeaders(t, asked, r)
	}
	for name, c := range map[string]*testkit.Client{"visitor": v.Client(), "beheerder": v.SignIn(consult.Admin)} {
		for _, r := range v.routes() {
			staff := strings.HasPrefix(r.Path, "/beheer")
			if name == "beheerder" &&
				(!staff || r.Method == http.MethodPost && strings.HasSuffix(r.Path, "/afmelden")) {
				continue
			}
			addresses := v.addresses(r.Path)
			for _, address := range addresses {
				for _, one := range []string{address, respell(address)} {
					if one != address && (staff || !r.English()) {
						continue
					}
					for _, method := range []string{
						http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete,
						http.MethodOptions, http.MethodTrace, "PROPFIND",
					} {
						asks := method == http.MethodGet || method == http.MethodHead
						if !asks && address != addresses[0] ||
							method == http.MethodPost && name == "beheerder" && address != fill(r.Path) {
							continue
						}
						answer := c.Do(v.bare(method, one, "", ""))
						check(method+" "+one, answer)
						if !asks && method != http.MethodPost && answer.Status != http.StatusMethodNotAllowed &&
							(method != http.MethodOptions || answer.Status != http.StatusNoContent) {
							t.Errorf("%s %s: %d", method, one, answer.Status)
						}
					}
				}
			}
		}
	}
	v.otherStatuses(check)
	for _, status := range []int{200, 303, 304, 403, 404, 405, 413, 415, 421, 422, 429} {
		if !statuses[status] {
			t.Errorf("no answer had the status %d", status)
		}
	}
}

// otherStatuses makes what asking alone does not.
func (v *probed) otherStatuses(check func(string, *testkit.Response)) {
	c, staff := v.Client(), v.SignIn(consult.Admin)
	for _, p := range []string{
		"/", "/bijeenkomsten", "/bestanden/" + itoa(v.files[0]) + "/x.txt", "/agenda.ics", "/healthz", "/readyz",
		"/metrics", "/bestaat-niet", "/static/bestaat-niet.css", "/favicon.ico", "/.git/config",
	} {
		r := c.Get(p)
		check("GET "+p, r)
		if tag := r.Header.Get("ETag"); tag != "" {
			c.Header.Set("If-None-Match", tag)
			check("GET again "+p, c.Get(p))
			c.Header.Del("If-None-Match")
		}
	}
	check("POST /mijn", c.Post("/mijn", url.Values{"address": {"geen adres"}}))
	check("POST /mijn", c.Do(v.bare(http.MethodPost, "/mijn", "text/plain", "address=ada@debrug.example")))
	check("POST /mijn", c.Do(v.bare(http.MethodPost, "/mijn", "application/json", `{"address":"ada@debrug.example"}`)))
	check(
		"POST /mijn",
		c.Do(
			v.bare(http.MethodPost, "/mijn", "application/x-www-form-urlencoded", strings.Repeat("a", gate.MaxForm+1)),
		),
	)
	for range 4 {
		check("POST /mijn", c.Post("/mijn", url.Values{"address": {"niemand@nergens.example"}}))
	}
	staff.Header = http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}
	check("POST /beheer/account", staff.Post("/beheer/account", url.Values{}))
	recorder := httptest.NewRecorder()
	elsewhere := v.bare(http.MethodGet, "/", "", "")
	elsewhere.Host = "evil.example"
	v.App.Handler().ServeHTTP(recorder, elsewhere)
	if bytes.Contains(recorder.Body.Bytes(), []byte("evil.example")) {
		v.t.Error("a page under another host names it")
	}
	check(
		"GET / elsewhere",
		&testkit.Response{Status: recorder.Code, Header: recorder.Header(), Body: recorder.Body.Bytes()},
	)
	for _, file := range staticFiles(v) {
		check("GET "+file, c.Get(file))
	}
}

// staticFiles are those that the home page names.
func staticFiles(v *probed) []string {
	var files []string
	for _, node := range v.Client().Get("/").Page().All("link[href], script[src], img[src]") {
		for _, attribute := range []string{"href", "src"} {
			if file := node.Attr(attribute); strings.HasPrefix(file, static.Prefix) {
				files = append(files, file)
			}
		}
	}
	if len(files) == 0 {
		v.t.Error("the home page names no static files")
	}
	return files
}

// TestHeadersOfAFailure: what breaks says no more than its number.
func TestHeadersOfAFailure(t *testing.T) {
	v := probe(t, testkit.Options{})
	r := v.bare(http.MethodGet, "/bijeenkomsten?online=1", "", "")
	ctx, cancel := context.WithCancel(r.Context())
	cancel()
	answer := v.Client().Do(r.WithContext(ctx))
	if answer.Status < http.StatusInternalServerError {
		t.Fatalf("a broken connection answers %d", answer.Status)
	}
	checkHeaders(t, "GET /bijeenkomsten", answer)
	for _, word := range []string{"context", "sql", "goroutine", ".go:"} {
		if strings.Contains(string(answer.Body), word) {
			t.Errorf("the page of a failure says %q", word)
		}
	}
}

// TestFormsFromElsewhere posts to every address as another site would, and as
// no browser does.
func TestFormsFromElsewhere(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	c := v.SignIn(consult.Admin)
	for _, r := range v.routes() {
		if r.Method != http.MethodPost {
			continue
		}
		secret := strings.Contains(r.Path, ":token")
		for _, address := range v.addresses(r.Path)[:1] {
			for name, header := range map[string]http.Header{
				"another site":   {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}},
				"an old browser": {"Sec-Fetch-Site": {}, "Origin": {"https://evil.example"}},
				"a neighbour":    {"Sec-Fetch-Site": {"same-site"}, "Origin": {"https://www.samenspraak.example"}},
				"a sandbox":      {"Sec-Fetch-Site": {"cross-site"}, "Origin": {"null"}},
			} {
				c.Header = header.Clone()
				if answer := c.Post(address, url.Values{}); !secret && answer.Status != http.StatusForbidden {
					t.Errorf("POST %s from %s: %d", r.Path, name, answer.Status)
				}
			}
			c.Header = http.Header{"Sec-Fetch-Site": {}, "Origin": {}}
			if answer := c.Post(address, url.Values{}); strings.HasPrefix(r.Path, "/beheer") &&
				answer.Status != http.StatusForbidden {
				t.Errorf("POST %s from nowhere: %d", r.Path, answer.Status)
			}
			c.Header = http.Header{}
			for _, kind := range []string{"text/plain", "application/json", ""} {
				if answer := c.Do(
					v.bare(http.MethodPost, address, kind, "a=b"),
				); answer.Status != http.StatusUnsupportedMediaType {
					t.Errorf("POST %s of type %q: %d", r.Path, kind, answer.Status)
				}
			}
		}
	}
	// The exemption of /u/ and /mijn/ must not reach what lies beside it.
	c.Header = http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}
	for _, beside := range []string{
		"/mijn", "/en/mijn", "/u", "/u/../beheer/account", "//u/../beheer/account", "/u/%2e%2e/beheer/account",
		"/mijn/../beheer/account", "/beheer/instellen/../account",
	} {
		if answer := c.Do(
			v.bare(http.MethodPost, beside, "application/x-www-form-urlencoded", "naam=X&language=nl"),
		); answer.Status < 300 || answer.Status == http.StatusSeeOther {
			t.Errorf("POST %s from another site: %d", beside, answer.Status)
		}
	}
	// A method is what it is, whatever a header or a field says.
	c.Header = http.Header{"X-Http-Method-Override": {"POST"}, "X-Method-Override": {"POST"}}
	if answer := c.Get("/beheer/account?_method=POST&naam=Overgenomen"); bytes.Contains(
		answer.Body, []byte("Overgenomen"),
	) {
		t.Error("GET changed the account by a method override")
	}
}

// TestLargeBodies: every form has a limit.
func TestLargeBodies(t *testing.T) {
	v := probe(t, testkit.Options{})
	c := v.SignIn(consult.Admin)
	large := "a=" + strings.Repeat("x", gate.MaxForm)
	for _, r := range v.routes() {
		if r.Method != http.MethodPost || r.Body > gate.MaxForm {
			continue
		}
		req := v.bare(http.MethodPost, v.addresses(r.Path)[0], "application/x-www-form-urlencoded", large)
		if len(path.Base(r.Path))%2 == 0 {
			req.ContentLength = -1 // in pieces, its length not told
		}
		if answer := c.Do(req); answer.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("POST %s with %d bytes: %d", r.Path, len(large), answer.Status)
		}
	}
}
