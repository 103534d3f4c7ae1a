package gate_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/web/gate"
)

const base = "https://praat.merenland.example"

// house is an echo with a few routes behind a gate.
type house struct {
	*echo.Echo
	svc   *service.Service
	db    *store.DB
	mu    sync.Mutex
	now   time.Time
	staff int64
	seen  []string // what reached a handler
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func newHouse(t *testing.T, baseURL string, known ...func(echo.Context) error) *house {
	t.Helper()
	h := &house{
		Echo: echo.New(), now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), db: storetest.Open(t, storetest.SQLite(t)),
	}
	h.svc = service.New(service.Options{DB: h.db, Now: h.clock, Secret: make([]byte, 32), BaseURL: baseURL})
	err := h.db.Update(context.Background(), func(tx *store.Tx) (err error) {
		h.staff, err = tx.AddStaff(consult.Staff{
			Address: "a", Canonical: "a", Name: "Marleen", Role: consult.Editor, Language: "en", PasswordHash: "x",
			TOTPSecret: "y", CreatedAt: h.now,
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	h.IPExtractor = echo.ExtractIPDirect()
	h.HTTPErrorHandler = statusOnly
	note := func(c echo.Context) error {
		a := gate.Actor(c)
		h.seen = append(h.seen, c.Request().Method+" "+c.Path()+" "+string(a.Kind)+" "+a.Name)
		return c.String(http.StatusOK, gate.FormOf(c).Line("x")+" "+gate.Received(c).Format(time.TimeOnly))
	}
	gate.Mount(h.Echo, []gate.Route{
		gate.Get("/", gate.Public, note),
		gate.Get("/bijeenkomsten/:slug", gate.Public, note),
		gate.Get("/agenda.ics", gate.Public, note),
		gate.Get("/u/:token", gate.Secret, note),
		gate.Post("/u/:token", gate.Secret, note),
		gate.Get(address.SignIn, gate.SigningIn, note),
		gate.Post(address.SignIn, gate.SigningIn, func(c echo.Context) error {
			gate.SetCookie(c, gate.FormOf(c).Secret("token"))
			return c.NoContent(http.StatusNoContent)
		}),
		gate.Post("/beheer/afmelden", gate.SigningIn, func(c echo.Context) error {
			gate.ClearCookie(c)
			return c.NoContent(http.StatusNoContent)
		}),
		gate.Get("/beheer/bijeenkomsten", gate.Staff(consult.SeeStaffSide), note),
		gate.Post("/beheer/bijeenkomsten", gate.Staff(consult.EditMeetings), note),
		gate.Get("/beheer/logboek", gate.Staff(consult.SeeAudit), note),
		{
			Method: http.MethodPost, Path: "/beheer/bijlagen", Access: gate.Staff(consult.EditMeetings), Body: 1 << 20,
			Handle: note,
		},
	}, gate.New(h.svc, h.clock, known...))
	return h
}

func statusOnly(err error, c echo.Context) {
	status := http.StatusInternalServerError
	var fromEcho *echo.HTTPError
	switch {
	case errors.Is(err, consult.ErrForbidden):
		status = http.StatusForbidden
	case errors.Is(err, consult.ErrTooLarge):
		status = http.StatusRequestEntityTooLarge
	case errors.Is(err, consult.ErrTooMany):
		status = http.StatusTooManyRequests
	case errors.Is(err, consult.ErrMediaType):
		status = http.StatusUnsupportedMediaType
	case errors.As(err, &fromEcho):
		status = fromEcho.Code
	}
	_ = c.NoContent(status)
}

func (h *house) signIn(t *testing.T) *http.Cookie {
	t.Helper()
	token, err := h.svc.SignInDirectly(context.Background(), h.staff, "test")
	if err != nil {
		t.Fatal(err)
	}
	name := "__Host-samenspraak"
	if !strings.HasPrefix(h.svc.BaseURL(), "https:") {
		name = "samenspraak"
	}
	return &http.Cookie{Name: name, Value: token}
}

func (h *house) ask(method, path, body string, change ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func with(c *http.Cookie) func(*http.Request) { return func(r *http.Request) { r.AddCookie(c) } }

func TestMountRefusesARouteForNobody(t *testing.T) {
	for name, routes := range map[string][]gate.Route{
		"no access":  {{Method: http.MethodGet, Path: "/x", Handle: func(echo.Context) error { return nil }}},
		"twice":      {gate.Get("/x", gate.Public, nil), gate.Get("/x", gate.Staff(consult.SeeAudit), nil)},
		"bad method": {{Method: http.MethodPut, Path: "/x", Access: gate.Public}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("mounted")
				}
			}()
			svc := service.New(service.Options{BaseURL: base})
			gate.Mount(echo.New(), routes, gate.New(svc, time.Now))
		})
	}
}

func TestPublicRoutes(t *testing.T) {
	h := newHouse(t, base)
	for path, want := range map[string]int{
		"/": 200, "/en": 200, "/bijeenkomsten/a": 200, "/en/bijeenkomsten/a": 200, "/u/x": 200, "/en/u/x": 200,
		"/agenda.ics":    200,
		"/en/agenda.ics": 404, "/en/beheer/bijeenkomsten": 404, "/en/beheer/aanmelden": 404,
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			w := h.ask(method, path, "")
			if w.Code != want {
				t.Errorf("%s %s: %d, want %d", method, path, w.Code, want)
			}
			if w.Header().Get("Set-Cookie") != "" || w.Header().Get("Cache-Control") == "no-store" {
				t.Errorf("%s %s: %v", method, path, w.Header())
			}
		}
	}
}

// TestStaffRoutes: who is not signed in goes to the sign-in, and nothing of the
// handler runs.
func TestStaffRoutes(t *testing.T) {
	h := newHouse(t, base)
	signedIn := h.signIn(t)
	for _, c := range []struct {
		method, path string
		cookie       *http.Cookie
		want         int
		location     string
	}{
		{"GET", "/beheer/bijeenkomsten", nil, 303, "/beheer/aanmelden?verder=%2Fbeheer%2Fbijeenkomsten"},
		{
			"GET", "/beheer/bijeenkomsten?q=a%20b", nil, 303,
			"/beheer/aanmelden?verder=%2Fbeheer%2Fbijeenkomsten%3Fq%3Da%2520b",
		},
		{
			"GET", "/beheer/bijeenkomsten", &http.Cookie{Name: "__Host-samenspraak", Value: "onzin"}, 303,
			"/beheer/aanmelden?verder=%2Fbeheer%2Fbijeenkomsten",
		},
		{
			"GET", "/beheer/bijeenkomsten", &http.Cookie{Name: "samenspraak", Value: signedIn.Value}, 303,
			"/beheer/aanmelden?verder=%2Fbeheer%2Fbijeenkomsten",
		},
		{"HEAD", "/beheer/bijeenkomsten", nil, 303, "/beheer/aanmelden?verder=%2Fbeheer%2Fbijeenkomsten"},
		{"POST", "/beheer/bijeenkomsten", nil, 303, "/beheer/aanmelden"},
		{"GET", "/beheer/bijeenkomsten", signedIn, 200, ""},
		{"POST", "/beheer/bijeenkomsten", signedIn, 200, ""},
		{"GET", "/beheer/logboek", signedIn, 403, ""},
		{"GET", "/beheer/aanmelden", nil, 200, ""},
	} {
		h.seen = nil
		w := h.ask(c.method, c.path, "", func(r *http.Request) {
			if c.cookie != nil {
				r.AddCookie(c.cookie)
			}
		})
		if w.Code != c.want || w.Header().Get("Location") != c.location {
			t.Errorf("%s %s: %d %q", c.method, c.path, w.Code, w.Header().Get("Location"))
		}
		if (len(h.seen) == 1) != (c.want == 200) {
			t.Errorf("%s %s: the handler saw %v", c.method, c.path, h.seen)
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s %s: Cache-Control %q", c.method, c.path, w.Header().Get("Cache-Control"))
		}
	}
}

// TestHoldsFromTheNextRequest: what a beheerder takes away is gone at once.
func TestHoldsFromTheNextRequest(t *testing.T) {
	h := newHouse(t, base)
	cookie := h.signIn(t)
	change := func(c func(*consult.Staff)) {
		err := h.db.Update(context.Background(), func(tx *store.Tx) error {
			s, err := tx.LockStaff(h.staff)
			if err != nil {
				return err
			}
			c(&s)
			return tx.SetStaff(s)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	step := func(what string, want int) {
		t.Helper()
		if w := h.ask("POST", "/beheer/bijeenkomsten", "", with(cookie)); w.Code != want {
			t.Errorf("%s: %d, want %d", what, w.Code, want)
		}
	}
	step("an editor", 200)
	change(func(s *consult.Staff) { s.Role = consult.Reader })
	step("a reader", 403)
	change(func(s *consult.Staff) { s.Role = consult.Editor })
	step("an editor again", 200)
	change(func(s *consult.Staff) { s.DisabledAt = h.clock() })
	step("disabled", 303)
	change(func(s *consult.Staff) { s.DisabledAt = time.Time{} })
	step("enabled", 200)
	h.now = h.now.Add(consult.SignInIdle)
	step("idle for too long", 303)
}

func TestSeenIsWrittenOnceAMinute(t *testing.T) {
	h := newHouse(t, base)
	cookie := h.signIn(t)
	seen := func() time.Time {
		var s consult.Staff
		err := h.db.View(context.Background(), func(tx *store.Tx) (err error) {
			s, err = tx.Staff(h.staff)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return s.LastSeen
	}
	h.now = h.now.Add(59 * time.Second)
	h.ask("GET", "/beheer/bijeenkomsten", "", with(cookie))
	if got := seen(); !got.IsZero() {
		t.Errorf("written within the minute: %v", got)
	}
	h.now = h.now.Add(time.Second)
	h.ask("GET", "/beheer/bijeenkomsten", "", with(cookie))
	if got := seen(); !got.Equal(h.now) {
		t.Errorf("seen at %v, now is %v", got, h.now)
	}
}

func TestCookie(t *testing.T) {
	for baseURL, want := range map[string]string{
		base:                    "__Host-samenspraak=geheim; Path=/; HttpOnly; Secure; SameSite=Lax",
		"http://127.0.0.1:8080": "samenspraak=geheim; Path=/; HttpOnly; SameSite=Lax",
	} {
		h := newHouse(t, baseURL)
		if got := h.ask("POST", address.SignIn, "token=geheim").Header().Get("Set-Cookie"); got != want {
			t.Errorf("%s: %s", baseURL, got)
		}
		if got := h.ask("POST", "/beheer/afmelden", "").Header().
			Get("Set-Cookie"); !strings.Contains(got, "Max-Age=0") {
			t.Errorf("%s: %s", baseURL, got)
		}
		if w := h.ask("GET", "/beheer/bijeenkomsten", "", with(h.signIn(t))); w.Code != 200 {
			t.Errorf("%s: its own cookie is not read: %d", baseURL, w.Code)
		}
	}
}

func TestNext(t *testing.T) {
	for address, want := range map[string]string{
		"/beheer":                             "/beheer",
		"/beheer/bijeenkomsten":               "/beheer/bijeenkomsten",
		"/beheer/bijeenkomsten?q=a&op=b":      "/beheer/bijeenkomsten?q=a&op=b",
		"":                                    "/beheer",
		"/":                                   "/beheer",
		"/beheerder":                          "/beheer",
		"//evil.example/beheer":               "/beheer",
		"https://evil.example/beheer":         "/beheer",
		"/beheer//evil.example":               "/beheer",
		"/beheer/..//evil.example":            "/beheer",
		"/beheer/../u/x":                      "/beheer",
		"/beheer/%2e%2e/u/x":                  "/beheer",
		`/beheer\evil.example`:                "/beheer",
		`/beheer/\evil.example`:               "/beheer",
		"/beheer/%5cevil.example":             "/beheer",
		"/beheer/%2f%2fevil.example":          "/beheer",
		"/beheer/x\r\nSet-Cookie: a=b":        "/beheer",
		"/beheer/x y":                         "/beheer",
		"/beheer/x#y":                         "/beheer",
		"/beheer/aanmelden":                   "/beheer",
		"/beheer/aanmelden?verder=x":          "/beheer",
		"/beheer/afmelden":                    "/beheer",
		"/beheer/instellen/token":             "/beheer",
		"/beheer/instellingen":                "/beheer/instellingen",
		"javascript:alert(1)":                 "/beheer",
		"/beheer/" + strings.Repeat("x", 600): "/beheer",
	} {
		if got := gate.Next(address); got != want {
			t.Errorf("Next(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestOrigin(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.77": "192.0.2.0/24", "::ffff:192.0.2.77": "192.0.2.0/24", "2001:db8:1:2:3::4": "2001:db8:1::/48",
		"fe80::1%eth0": "fe80::/48", "": "", "onzin": "",
	} {
		if got := gate.Origin(ip); got != want {
			t.Errorf("Origin(%q) = %q, want %q", ip, got, want)
		}
	}
}

// TestForwardedForIsAClaim: without a configured proxy the header changes
// nothing about who asks.
func TestForwardedForIsAClaim(t *testing.T) {
	h := newHouse(t, base)
	var origin string
	gate.Mount(h.Echo, []gate.Route{gate.Get("/wie", gate.Public, func(c echo.Context) error {
		origin = gate.Actor(c).Origin
		return nil
	})}, gate.New(h.svc, h.clock))
	h.ask("GET", "/wie", "", func(r *http.Request) { r.Header.Set("X-Forwarded-For", "203.0.113.9") })
	if origin != "192.0.2.0/24" { // the address of httptest
		t.Errorf("origin %q", origin)
	}
}

func TestBody(t *testing.T) {
	h := newHouse(t, base)
	cookie := h.signIn(t)
	unknownLength := func(r *http.Request) { r.ContentLength, r.Body = -1, io.NopCloser(r.Body) }
	long := "x=" + strings.Repeat("y", gate.MaxForm)
	for name, c := range map[string]struct {
		path, body string
		change     func(*http.Request)
		want       int
	}{
		"a form": {"/u/x", "x=ja", nil, 200},
		"no body": {
			"/beheer/bijlagen", "", func(r *http.Request) { r.Header.Del("Content-Type") }, 200,
		},
		"no form behind a mailed link": {"/u/x", "", func(r *http.Request) { r.Header.Del("Content-Type") }, 415},
		"an empty form":                {"/u/x", "", nil, 200},
		"bytes that are no text":       {"/u/x", "x=%ff", nil, 400},
		"a NUL":                        {"/u/x", "x=a%00", nil, 400},
		"too large":                    {"/u/x", long, nil, 413},
		"too large, length not told":   {"/u/x", long, unknownLength, 413},
		"larger where a route says so": {"/beheer/bijlagen", long, nil, 200},
		"no form": {
			"/u/x", `{"x":1}`, func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, 415,
		},
		"not readable": {"/u/x", "x=%zz", nil, 400},
		"broken multipart": {
			"/u/x", "x", func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data; boundary=b") }, 400,
		},
	} {
		h.seen = nil
		w := h.ask("POST", c.path, c.body, func(r *http.Request) {
			r.AddCookie(cookie)
			if c.change != nil {
				c.change(r)
			}
		})
		if w.Code != c.want || (len(h.seen) == 1) != (c.want == 200) {
			t.Errorf("%s: %d, the handler saw %v", name, w.Code, h.seen)
		}
	}
}

func TestMultipart(t *testing.T) {
	h := newHouse(t, base)
	cookie := h.signIn(t)
	for size, want := range map[int]int{100: 200, 1 << 21: 413} {
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		_ = m.WriteField("x", "ja")
		f, _ := m.CreateFormFile("bestand", "a.pdf")
		_, _ = f.Write(make([]byte, size))
		_ = m.Close()
		for _, told := range []bool{true, false} {
			w := h.ask("POST", "/beheer/bijlagen", body.String(), with(cookie), func(r *http.Request) {
				r.Header.Set("Content-Type", m.FormDataContentType())
				if !told {
					r.ContentLength = -1
				}
			})
			if w.Code != want || want == 200 && !strings.HasPrefix(w.Body.String(), "ja ") {
				t.Errorf("%d bytes, length told %v: %d %q", size, told, w.Code, w.Body)
			}
		}
	}
}

// slowBody moves the clock while it is read, as a slow line does.
type slowBody struct {
	io.Reader
	h *house
}

func (s slowBody) Read(p []byte) (int, error) {
	s.h.now = s.h.now.Add(time.Minute)
	return s.Reader.Read(p[:1])
}

func TestReceivedIsWhenTheBodyWasRead(t *testing.T) {
	h := newHouse(t, base)
	r := httptest.NewRequest(http.MethodPost, "/u/x", slowBody{strings.NewReader("x=ja"), h})
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	begin := h.now
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if want := "ja " + h.now.Format(time.TimeOnly); w.Body.String() != want || !h.now.After(begin.Add(3*time.Minute)) {
		t.Errorf("%q, want %q", w.Body, want)
	}
}

// TestKnownRunsBeforeRefusing: the page that says no can say to whom.
func TestKnownRunsBeforeRefusing(t *testing.T) {
	var who []string
	h := newHouse(t, base, func(c echo.Context) error {
		who = append(who, gate.Actor(c).Name)
		return nil
	})
	if w := h.ask("GET", "/beheer/logboek", "", with(h.signIn(t))); w.Code != 403 || len(who) != 1 ||
		who[0] != "Marleen" {
		t.Errorf("%d, %v", w.Code, who)
	}
}

func TestCrossSite(t *testing.T) {
	h := newHouse(t, base)
	cookie := h.signIn(t)
	protect, err := gate.CrossOrigin(base)
	if err != nil {
		t.Fatal(err)
	}
	all := protect(h.Echo)
	for _, c := range []struct {
		path, origin, site string
		want               int
	}{
		{"/beheer/bijeenkomsten", base, "", 200},
		{"/beheer/bijeenkomsten", base, "same-origin", 200},
		{"/beheer/bijeenkomsten", "", "same-origin", 200},
		{"/beheer/bijeenkomsten", "", "none", 200},
		{"/beheer/bijeenkomsten", "", "", 403},
		{"/beheer/aanmelden", "", "", 403},
		{"/beheer/bijeenkomsten", "https://evil.example", "", 403},
		{"/beheer/bijeenkomsten", "https://evil.example", "cross-site", 403},
		{"/beheer/bijeenkomsten", "null", "", 403},
		{"/beheer/bijeenkomsten", "", "cross-site", 403},
		{"/beheer/bijeenkomsten", "https://www.merenland.example", "same-site", 403},
		{"/beheer/aanmelden", "https://evil.example", "cross-site", 403},
		{"/u/x", "null", "", 200},
		{"/en/u/x", "null", "cross-site", 200},
		{"/u/x", "", "", 200},
	} {
		r := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader("x=1"))
		r.Host = "praat.merenland.example"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for name, value := range map[string]string{"Origin": c.origin, "Sec-Fetch-Site": c.site} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		r.AddCookie(cookie)
		w := httptest.NewRecorder()
		all.ServeHTTP(w, r)
		if w.Code != c.want && (c.want != 200 || w.Code != 204) {
			t.Errorf("POST %s from %q (%s): %d, want %d", c.path, c.origin, c.site, w.Code, c.want)
		}
	}
	if _, err := gate.CrossOrigin("nergens"); err == nil {
		t.Error("a base URL without a host")
	}
}
