package gate_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/web/gate"
)

const mixedType = "multipart/form-data; boundary=b"

func typed(kind string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Content-Type", kind) }
}

func part(about, value string) string {
	return "--b\r\nContent-Disposition: form-data; " + about + "\r\n\r\n" + value + "\r\n"
}

// formHouse is a house with one form, for guests and for staff.
func formHouse(t *testing.T, handle func(*gate.Form) string) (*house, *http.Cookie) {
	t.Helper()
	h := newHouse(t, base)
	answer := func(c echo.Context) error { return c.String(http.StatusOK, handle(gate.FormOf(c))) }
	upload := gate.Post("/beheer/formulier", gate.Staff(consult.EditPosts), answer).WithMany("veel", "vraag.")
	upload.Body = 25 << 20
	gate.Mount(h.Echo, []gate.Route{
		upload, gate.Post("/formulier", gate.Public, answer), gate.Get("/formulier", gate.Public, answer),
	}, gate.New(h.svc, h.clock).
		KeepUnsent(func(c echo.Context, _ gate.Unsent) error { return c.NoContent(http.StatusUnauthorized) }))
	return h, h.signIn(t)
}

func TestFormTakesEachFieldAsItIs(t *testing.T) {
	h, cookie := formHouse(t, func(f *gate.Form) string {
		return fmt.Sprintf(
			"%q %q %q %v %v %d %q %q", f.Line("regel"), f.Text("tekst"), f.Secret("geheim"), f.Flag("vink"),
			f.Has("knop"), f.ID("nr"), f.Many("veel"), f.Texts("vraag.1"),
		)
	})
	const want = `"een regel" "een\ntekst" "\u202e wacht  woord " true true 7 ["a" "b c"] ["d\ne" "f"]`
	const words = "regel=%20een%0D%0A%E2%80%AEregel%1B&tekst=een%0D%0Atekst%E2%81%A6&geheim=%E2%80%AE+wacht++woord+&vink=1&knop=x&nr=7&veel=a&veel=b%0Ac&vraag.1=d%0D%0Ae&vraag.1=f"
	if w := h.ask("POST", "/beheer/formulier?regel=anders&veel=anders", words, with(cookie)); w.Body.String() != want {
		t.Errorf("of words: %d %s, want %s", w.Code, w.Body, want)
	}
	mixed := part(`name="regel"`, " een\r\n\u202eregel\x1b") + part(`name="tekst"`, "een\r\ntekst\u2066") +
		part(`name="geheim"`, "\u202e wacht  woord ") +
		part(`name="vink"`, "1") + part(`name="knop"`, "x") + part(`name="nr"`, "7") + part(`name="veel"`, "a") +
		part(`name="veel"`, "b\nc") +
		part(`name="vraag.1"`, "d\r\ne") + part(`name="vraag.1"`, "f") + "--b--\r\n"
	if w := h.ask(
		"POST", "/beheer/formulier?regel=anders", mixed, with(cookie), typed(mixedType),
	); w.Body.String() != want {
		t.Errorf("of parts: %d %s, want %s", w.Code, w.Body, want)
	}
	if w := h.ask("GET", "/formulier?regel=een&nr=x", ""); w.Body.String() != `"een" "" "" false false 0 [] []` {
		t.Errorf("of a query: %s", w.Body)
	}
}

// TestFormIsBounded: how much a form holds, and how often a field comes, is
// looked at before anything else is done with it.
func TestFormIsBounded(t *testing.T) {
	h, cookie := formHouse(t, func(*gate.Form) string { return "" })
	repeated := func(n int, one string) string { return strings.Repeat(one, n) }
	numbered := func(n int, one string) string {
		var all strings.Builder
		for i := range n {
			fmt.Fprintf(&all, one, i)
		}
		return all.String()
	}
	field := "--b\r\nContent-Disposition: form-data; name=\"f%d\"\r\n\r\n\r\n"
	file := "--b\r\nContent-Disposition: form-data; name=\"f%d\"; filename=\"x\"\r\n\r\nx\r\n"
	for name, one := range map[string]struct {
		path, kind, body string
		staff, stranger  int
	}{
		"many of one field": {"/beheer/formulier", "", "veel=1&veel=2&vraag.9=1&vraag.9=1", 200, 401},
		"one field twice":   {"/beheer/formulier", "", "titel=a&titel=b", 400, 400},
		"one part twice": {
			"/beheer/formulier", mixedType, part(`name="a"`, "") + part(`name="a"`, "") + "--b--", 400, 400,
		},
		"one file twice": {
			"/beheer/formulier", mixedType,
			part(`name="a"; filename="x"`, "x") + part(`name="a"; filename="y"`, "y") + "--b--", 400, 303,
		},
		"a selection":           {"/beheer/formulier", "", repeated(4999, "veel=1&"), 200, 303},
		"too large a selection": {"/beheer/formulier", "", repeated(5001, "veel=1&"), 413, 303},
		"half a million parts": {
			"/beheer/formulier", mixedType, repeated(360_000, part(`name="a"`, "")), 413, 303,
		},
		"parts":                {"/beheer/formulier", mixedType, numbered(500, field) + "--b--", 200, 401},
		"more parts":           {"/beheer/formulier", mixedType, numbered(501, field) + "--b--", 200, 303},
		"ten files":            {"/beheer/formulier", mixedType, numbered(10, file) + "--b--", 200, 303},
		"ten thousand files":   {"/beheer/formulier", mixedType, numbered(10_000, file) + "--b--", 413, 303},
		"a name of a megabyte": {"/beheer/formulier", "", repeated(1<<20, "x") + "=1", 413, 413},
		"a part with a long head": {
			"/beheer/formulier", mixedType, "--b\r\nX: " + repeated(1<<20, "x") + "\r\n\r\n\r\n--b--", 413, 413,
		},
		"a part with many heads": {
			"/beheer/formulier", mixedType, "--b\r\n" + repeated(9000, "X: y\r\n") + "\r\n\r\n--b--", 400, 400,
		},
		"much before the first":     {"/beheer/formulier", mixedType, repeated(9000, "X: y\r\n") + "--b--", 413, 413},
		"no boundary":               {"/beheer/formulier", "multipart/form-data", "--b--", 400, 400},
		"half a form":               {"/beheer/formulier", mixedType, part(`name="a"`, "b"), 400, 400},
		"words of guests":           {"/formulier", "", numbered(499, "f%d=&"), 200, 200},
		"too many words of guests":  {"/formulier", "", numbered(501, "f%d=&"), 413, 413},
		"a guest says a word twice": {"/formulier", "", "antwoord=ja&antwoord=nee", 400, 400},
	} {
		change := []func(*http.Request){}
		if one.kind != "" {
			change = append(change, typed(one.kind))
		}
		if w := h.ask("POST", one.path, one.body, append(change, with(cookie))...); one.path != "/formulier" &&
			w.Code != one.staff {
			t.Errorf("%s, of staff: %d, want %d", name, w.Code, one.staff)
		}
		if w := h.ask("POST", one.path, one.body, change...); w.Code != one.stranger {
			t.Errorf("%s, of a stranger: %d, want %d", name, w.Code, one.stranger)
		}
	}
	packed := func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }
	if w := h.ask("POST", "/formulier", "\x1f\x8b", packed); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("a packed form: %d", w.Code)
	}
}

// TestFilesHaveNoNameOnTheDisk: a file comes whole, however large, and a program
// that is killed over it leaves nothing behind.
func TestFilesHaveNoNameOnTheDisk(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	var there []os.DirEntry
	h, cookie := formHouse(t, func(f *gate.Form) string {
		there, _ = os.ReadDir(folder)
		file := f.File("stuk")
		if file == nil {
			return "none"
		}
		content, err := io.ReadAll(file.Content)
		return fmt.Sprint(file.Name, " ", file.Size, " ", strings.Count(string(content), "y"), " ", err)
	})
	for size, want := range map[int]string{0: "none", 10: "a.pdf 10 10 <nil>", 3 << 20: "a.pdf 3145728 3145728 <nil>"} {
		body := part(`name="stuk"; filename="C/map/a.pdf"`, strings.Repeat("y", size)) + "--b--"
		if w := h.ask("POST", "/beheer/formulier", body, with(cookie), typed(mixedType)); w.Body.String() != want {
			t.Errorf("%d bytes: %d %q, want %q", size, w.Code, w.Body, want)
		}
		if len(there) > 0 {
			t.Errorf("%d bytes: %s lies on the disk", size, there[0].Name())
		}
	}
	t.Setenv("TMPDIR", folder+"/none")
	if w := h.ask(
		"POST", "/beheer/formulier", part(`name="stuk"; filename="a"`, strings.Repeat("y", 3<<20))+"--b--",
		with(cookie), typed(mixedType),
	); w.Code != 500 {
		t.Errorf("without a temporary folder: %d, which is our affair", w.Code)
	}
}

// TestStrangersTakeTurns: while one large form of an origin is being read, the
// next waits or is sent away; staff, small forms and other origins are not.
func TestStrangersTakeTurns(t *testing.T) {
	h, cookie := formHouse(t, func(*gate.Form) string { return "" })
	from := func(address string) func(*http.Request) {
		return func(r *http.Request) { r.RemoteAddr = address + ":1" }
	}
	large := "a=" + strings.Repeat("x", 100<<10)
	// Twelve of one origin: one is being read, four wait, the others are sent away.
	const all, away = 12, 7
	reading, hold := make(chan struct{}, all), make(chan struct{})
	answered := make(chan int, all)
	for range all {
		go func() {
			r := httptest.NewRequest(
				"POST", "/formulier", io.MultiReader(&announced{reading}, &held{hold}, strings.NewReader("a=b")),
			)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.RemoteAddr, r.ContentLength = "192.0.2.7:1", -1
			answered <- h.serve(r)
		}()
	}
	<-reading
	for range away {
		if code := <-answered; code != http.StatusTooManyRequests {
			t.Errorf("while one is being read: %d", code)
		}
	}
	for what, code := range map[string]int{
		"a small form":   h.ask("POST", "/formulier", "a=b", from("192.0.2.7")).Code,
		"another origin": h.ask("POST", "/formulier", large, from("198.51.100.7")).Code,
		"staff":          h.ask("POST", "/beheer/formulier", large, from("192.0.2.7"), with(cookie)).Code,
	} {
		if code != 200 {
			t.Errorf("%s: %d", what, code)
		}
	}
	if len(reading) > 0 {
		t.Error("two were being read at once")
	}
	close(hold)
	for range all - away {
		if code := <-answered; code != 200 {
			t.Errorf("one in turn: %d", code)
		}
	}
	if w := h.ask("POST", "/formulier", large, from("192.0.2.7")); w.Code != 200 {
		t.Errorf("after them: %d", w.Code)
	}
}

// announced tells that it is being read, and is empty.
type announced struct{ reading chan<- struct{} }

func (a *announced) Read([]byte) (int, error) {
	a.reading <- struct{}{}
	return 0, io.EOF
}

// held ends when it is let go.
type held struct{ hold <-chan struct{} }

func (h *held) Read([]byte) (int, error) {
	<-h.hold
	return 0, io.EOF
}

func (h *house) serve(r *http.Request) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}
