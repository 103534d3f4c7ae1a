package gate_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/web/gate"
)

// TestUnsent: a form of words whose sender is not signed in is given back,
// nothing of it is done, and nothing else is given back.
func TestUnsent(t *testing.T) {
	h := newHouse(t, base)
	var back *gate.Unsent
	handled := 0
	handle := func(c echo.Context) error {
		handled++
		return c.NoContent(http.StatusOK)
	}
	upload := gate.Post("/beheer/stukken", gate.Staff(consult.EditPosts), handle)
	upload.Body, upload.Many = 25<<20, []string{"a"}
	gate.Mount(h.Echo, []gate.Route{
		gate.Get("/beheer/berichten/:id", gate.Staff(consult.SeeStaffSide), handle),
		gate.Post("/beheer/berichten/:id", gate.Staff(consult.EditPosts), handle).WithMany("a"),
		gate.Post("/beheer/eigen", gate.Staff(consult.KeepOwnAccount), handle), upload,
	}, gate.New(h.svc, h.clock).KeepUnsent(func(c echo.Context, form gate.Unsent) error {
		back = &form
		return c.NoContent(http.StatusUnauthorized)
	}))
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	mixed := header("Content-Type", "multipart/form-data; boundary=b")
	const address, words = "/beheer/berichten/7?verder=1", "b=twee&a=een&a=nog+een&edited=3"
	for name, one := range map[string]struct {
		method, path, body string
		change             func(*http.Request)
		status             int
		back               bool
	}{
		"a form": {"POST", address, words, nil, 401, true},
		"as long as a text may be": {
			"POST", "/beheer/stukken", "a=" + strings.Repeat("x", gate.MaxForm), nil, 401, true,
		},
		"a page":              {"GET", "/beheer/berichten/7", "", nil, 303, false},
		"an empty form":       {"POST", address, "", nil, 303, false},
		"a script":            {"POST", address, words, header("Accept", "application/json"), 401, false},
		"about one's account": {"POST", "/beheer/eigen", "old=geheim", nil, 303, false},
		"with files":          {"POST", "/beheer/stukken", withFiles(1 << 21), mixed, 401, true},
		"files alone":         {"POST", address, "--b--", mixed, 303, false},
		"half a form with files": {
			"POST", address, strings.TrimSuffix(withFiles(1), "3\r\n--b--\r\n"), mixed, 400, false,
		},
		"files of one's account":   {"POST", "/beheer/eigen", withFiles(1), mixed, 303, false},
		"files that are too large": {"POST", address, withFiles(gate.MaxForm), mixed, 413, false},
		"too many words by files": {
			"POST", "/beheer/stukken", strings.Replace(withFiles(1), "een", strings.Repeat("x", 1<<20), 1), mixed, 413,
			false,
		},
		"files and not UTF-8": {"POST", address, strings.Replace(withFiles(1), "een", "\xff", 1), mixed, 400, false},
		"no form":             {"POST", address, "{}", header("Content-Type", "application/json"), 303, false},
		"too large":           {"POST", address, "a=" + strings.Repeat("x", gate.MaxForm), nil, 413, false},
		"far too large":       {"POST", "/beheer/stukken", "a=" + strings.Repeat("x", 1<<20), nil, 413, false},
		"not UTF-8":           {"POST", address, "a=%ff", nil, 400, false},
		"from nowhere": {
			"POST", address, words, func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") }, 403, false,
		},
	} {
		t.Run(name, func(t *testing.T) {
			back = nil
			var change []func(*http.Request)
			if one.change != nil {
				change = append(change, one.change)
			}
			w := h.ask(one.method, one.path, one.body, change...)
			if w.Code != one.status || (back != nil) != one.back {
				t.Errorf("%d, given back: %v", w.Code, back != nil)
			}
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("Cache-Control %q", w.Header().Get("Cache-Control"))
			}
		})
	}
	want := gate.Unsent{Action: address, Fields: []gate.Typed{
		{Name: "a", Value: "een"}, {Name: "a", Value: "nog een"}, {Name: "b", Value: "twee"},
		{Name: "edited", Value: "3"},
	}}
	h.ask("POST", address, words)
	if diff := cmp.Diff(&want, back); diff != "" {
		t.Errorf("given back (-want +got):\n%s", diff)
	}
	want.Files = true
	h.ask("POST", address, withFiles(10), mixed)
	if diff := cmp.Diff(&want, back); diff != "" {
		t.Errorf("given back of a form with files (-want +got):\n%s", diff)
	}
	want.Files = false
	h.ask("POST", address, strings.Replace(withFiles(0), `"x.pdf"`, `""`, 1), mixed)
	if diff := cmp.Diff(&want, back); diff != "" {
		t.Errorf("given back of a form in which no file was chosen (-want +got):\n%s", diff)
	}
	if handled != 0 {
		t.Error("a handler ran for who is not signed in")
	}
	if w := h.ask("POST", address, words, with(h.signIn(t))); w.Code != 200 || handled != 1 {
		t.Errorf("signed in: %d", w.Code)
	}
}

// withFiles is the body of a form with words and a file of so many bytes.
func withFiles(size int) string {
	var body strings.Builder
	part := func(about, value string) {
		body.WriteString("--b\r\nContent-Disposition: form-data; " + about + "\r\n\r\n" + value + "\r\n")
	}
	part(`name="b"`, "twee")
	part(`name="a"`, "een")
	part(`name="file"; filename="x.pdf"`, strings.Repeat("x", size))
	part(`name="a"`, "nog een")
	part(`name="edited"`, "3")
	return body.String() + "--b--\r\n"
}
