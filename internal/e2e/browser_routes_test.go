//go:build e2e

package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"samenspraak/config"
	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/demo"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/site"
	"samenspraak/internal/web/staff"
	"samenspraak/static"
)

// behindProxy is the program as it stands behind a proxy that speaks TLS: the
// handler alone, on the demo's world, with an https base.
type behindProxy struct {
	t       *testing.T
	app     *app.App
	world   demo.World
	cookies []*http.Cookie
}

const proxyHost = "samenspraak.example"

func newBehindProxy(t *testing.T) *behindProxy {
	t.Helper()
	box, err := mailbox.Open("127.0.0.1:0", mailbox.WithFault(demo.Refuses))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	conf := config.Config{
		BaseURL: "https://" + proxyHost, Database: "sqlite:" + filepath.Join(t.TempDir(), "samenspraak.db"),
		SMTPURL: "smtp://" + box.Addr() + "?tls=none", MailFrom: "samenspraak@merenland.example", Secret: testSecret,
		Language: "nl",
	}
	if _, err := app.Migrate(t.Context(), conf); err != nil {
		t.Fatal(err)
	}
	b := &behindProxy{t: t}
	if b.app, err = app.New(t.Context(), conf, demoOptions(&b.world, time.Now())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.app.Close() })
	return b
}

// ask sends one request and holds the headers of what comes back against the
// rules. change may alter the request first.
func (b *behindProxy) ask(method, path, body string, change ...func(*http.Request)) int {
	b.t.Helper()
	r := httptest.NewRequest(method, "https://"+proxyHost+path, strings.NewReader(body))
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range b.cookies {
		r.AddCookie(c)
	}
	for _, do := range change {
		do(r)
	}
	w := httptest.NewRecorder()
	b.app.Handler().ServeHTTP(w, r)
	res := w.Result()
	_, _ = io.Copy(io.Discard, res.Body)
	for _, fault := range headerFaults(res, path, true) {
		b.t.Errorf("%s %s (%d): %s", method, redacted(path), res.StatusCode, fault)
	}
	if found := res.Cookies(); path == demoWay {
		b.cookies = found
	}
	return res.StatusCode
}

// redacted keeps links out of the log, as the program does.
func redacted(path string) string {
	return regexp.MustCompile(`/(u|mijn|instellen)/[^/?]+`).ReplaceAllString(path, "/$1/…")
}

// TestHeaders asks for every route of the program with every method, signed in
// and not, and for every status there is, and holds each answer against the
// rules of internet.nl.
func TestHeaders(t *testing.T) {
	t.Parallel()
	b := newBehindProxy(t)
	seen := map[int]int{}
	routes := append(
		site.New(b.app.Service(), time.Now, page.NewCache(10, 1<<20)).Routes(),
		staff.New(b.app.Service(), time.Now).Routes()...,
	)
	token := strings.TrimPrefix(b.world.InvitationURL, "https://"+proxyHost+"/u/")
	methods := []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions,
		http.MethodTrace, "PROPFIND",
	}
	for _, signedIn := range []bool{false, true} {
		for _, r := range routes {
			if signedIn { // every time: some of the routes sign out
				b.signIn()
			}
			for _, path := range examples(r, token) {
				for _, method := range methods {
					seen[b.ask(method, path, "")]++
				}
			}
		}
	}
	b.signIn()
	b.odd(seen)
	for _, status := range []int{200, 303, 304, 400, 403, 404, 405, 409, 413, 415, 421, 422} {
		if seen[status] == 0 {
			t.Errorf("no answer with status %d was looked at", status)
		}
	}
	t.Logf("%d routes; answers by status: %v", len(routes), seen)
}

func (b *behindProxy) signIn() {
	b.t.Helper()
	b.cookies = nil
	if b.ask(http.MethodGet, demoWay, ""); len(b.cookies) == 0 {
		b.t.Fatal("the demo's door sets no cookie")
	}
}

// examples are addresses of a route: with what does not exist, and what does.
func examples(r gate.Route, token string) []string {
	plain := regexp.MustCompile(`[:*][A-Za-z]*`)
	paths := []string{plain.ReplaceAllString(r.Path, "999999999")}
	if strings.Contains(r.Path, ":") {
		paths = append(paths, plain.ReplaceAllString(strings.ReplaceAll(r.Path, ":token", token), "1"))
	}
	if r.English() {
		paths = append(paths, "/en"+paths[0])
	}
	return paths
}

// odd asks what no route is for: other hosts, too much, the wrong type, from
// another site, what is in a cache already.
func (b *behindProxy) odd(seen map[int]int) {
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	note := func(status int) { seen[status]++ }
	invitation := strings.TrimPrefix(b.world.InvitationURL, "https://"+proxyHost)
	for _, path := range []string{
		"/", "/en", "/nergens", "/en/nergens", "/beheer/nergens", "/u/nergens", "/healthz", "/readyz",
		static.URL("samenspraak.css"), static.Prefix + "nergens",
		"/%2e%2e/etc/passwd", "//", "/bijeenkomsten?pagina=-1", "/favicon.ico",
	} {
		note(b.ask(http.MethodGet, path, ""))
		note(b.ask(http.MethodGet, path, "", func(r *http.Request) { r.Host = "elsewhere.example" }))
	}
	note(
		b.ask(
			http.MethodPost, "/beheer/account", "name=x", header("Sec-Fetch-Site", "cross-site"),
			header("Origin", "https://elsewhere.example"),
		),
	)
	note(b.ask(http.MethodPost, "/beheer/account", "name=x", func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") }))
	note(b.ask(http.MethodPost, "/beheer/account", "name=&language=xx"))
	note(b.ask(http.MethodPost, "/beheer/account", "name="+strings.Repeat("x", 300<<10)))
	note(b.ask(http.MethodPost, invitation, `{"a":1}`, header("Content-Type", "application/json")))
	note(b.ask(http.MethodPost, invitation, "antwoord=%zz"))
	note(b.ask(http.MethodPost, invitation, "antwoord=misschien"))

	past := b.link(b.world.TalkRound)
	note(b.ask(http.MethodPost, past, "antwoord=nee"))

	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "https://"+proxyHost+"/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	b.app.Handler().ServeHTTP(w, r)
	if tag := w.Result().Header.Get("ETag"); tag == "" {
		b.t.Error("the home page has no ETag")
	} else {
		note(b.ask(http.MethodGet, "/", "", header("If-None-Match", tag)))
	}
}

// link is the path of somebody's link to a meeting.
func (b *behindProxy) link(meetingID int64) string {
	b.t.Helper()
	d := demoPortal{portal: &portal{app: b.app}, world: b.world}
	return d.link(b.t, meetingID, func(s consult.Standing) bool { return s.Invitee.Active() })
}

// TestHeaderRulesNotice is the twin: answers that break a rule are found to.
func TestHeaderRulesNotice(t *testing.T) {
	good := http.Header{
		"Content-Security-Policy": {
			"default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
		},
		"X-Content-Type-Options": {"nosniff"}, "X-Frame-Options": {"DENY"}, "Referrer-Policy": {"same-origin"},
		"Strict-Transport-Security": {"max-age=31536000; includeSubDomains"},
		"Content-Type":              {"text/html; charset=utf-8"},
	}
	policy := good["Content-Security-Policy"][0]
	for _, c := range []struct {
		path, name, value string
		fine              bool
	}{
		{"/", "X-Content-Type-Options", "nosniff", true},
		{
			"/", "Content-Security-Policy",
			strings.Replace(policy, "style-src 'self'", "style-src 'self' 'unsafe-inline'", 1), false,
		},
		{"/", "Content-Security-Policy", strings.Replace(policy, "style-src 'self'", "img-src data:", 1), false},
		{"/", "Content-Security-Policy", strings.Replace(policy, "style-src 'self'", "img-src https:", 1), false},
		{"/", "Content-Security-Policy", strings.Replace(policy, "style-src 'self'", "img-src *", 1), false},
		{"/", "Content-Security-Policy", strings.Replace(policy, "base-uri 'none'; ", "", 1), false},
		{"/", "Content-Security-Policy", strings.Replace(policy, "default-src 'none'", "default-src *", 1), false},
		{"/", "Content-Security-Policy", strings.Replace(policy, "frame-ancestors 'none'", "", 1), false},
		{"/", "X-Content-Type-Options", "", false}, {"/", "X-Frame-Options", "ALLOW", false},
		{"/", "Referrer-Policy", "origin", false}, {"/u/x", "Referrer-Policy", "same-origin", false},
		{"/", "Strict-Transport-Security", "max-age=300; includeSubDomains", false},
		{"/", "Strict-Transport-Security", "", false},
		{"/", "Server", "echo", false}, {"/", "Set-Cookie", "a=b; HttpOnly; Secure; SameSite=Lax", false},
		{"/beheer", "Cache-Control", "no-cache", false}, {"/beheer", "Cache-Control", "no-store", true},
		{"/", "Content-Type", "text/html", false},
	} {
		res := &http.Response{Header: good.Clone(), ContentLength: 1}
		res.Header.Set(c.name, c.value)
		if faults := headerFaults(res, c.path, true); (len(faults) == 0) != c.fine {
			t.Errorf("%s with %s %q: %v", c.path, c.name, c.value, faults)
		}
	}
}
