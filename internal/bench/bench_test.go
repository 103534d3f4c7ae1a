package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"html/template"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/mattn/go-sqlite3"

	"samenspraak/internal/store"
)

// BenchmarkPageWarm is the page of a meeting, asked for by everybody at once
// after a mailing. Its limit is the router alone, sending the same finished
// bytes. Target: 0.8 of it.
func BenchmarkPageWarm(b *testing.B) {
	w := newWorld(b, 10)
	request := get("/bijeenkomsten/"+w.slug, "gzip")
	ours := listen(b, w.app.Handler())
	page := fetch(b, ours, request)
	bare := echo.New()
	bare.GET("/bijeenkomsten/:slug", func(c echo.Context) error {
		c.Response().Header().Set("Content-Encoding", "gzip")
		return c.Blob(http.StatusOK, "text/html; charset=utf-8", page)
	})
	limit := listen(b, bare)
	ask := func(int64) []byte { return request }
	for b.Loop() {
		compare(
			b, func() measure { return drive(b, limit, 200, ask) }, func() measure { return drive(b, ours, 200, ask) },
		)
	}
}

// BenchmarkPageInvitation is somebody's personal page, which is never kept.
// Its limit is the router with html/template writing a page of the same size,
// and no database. Target: 1.5 of it.
func BenchmarkPageInvitation(b *testing.B) {
	w := newWorld(b, 200)
	ours := listen(b, w.app.Handler())
	size := len(fetch(b, ours, get(w.links[0], "identity")))
	limit := listen(b, templated(b, size))
	ask := func(n int64) []byte { return get(w.links[int(n)%len(w.links)], "identity") }
	for b.Loop() {
		compare(
			b, func() measure { return drive(b, limit, 200, ask) }, func() measure { return drive(b, ours, 200, ask) },
		)
	}
	b.ReportMetric(statements(b, w.app.Handler(), ask(1)), "statements")
}

// statements counts what one request asks of the database.
func statements(b *testing.B, h http.Handler, request []byte) float64 {
	b.Helper()
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(request)))
	must(b, err)
	ctx, n := store.Counting(b.Context())
	h.ServeHTTP(httptest.NewRecorder(), r.WithContext(ctx))
	return float64(n.Load())
}

type row struct {
	ID                int
	Name, Place, Href string
	Open              bool
}

var rowsPage = template.Must(template.New("page").
	Parse(`<!doctype html><html lang="nl"><head><title>{{.Title}}</title></head><body><main>
<h1>{{.Title}}</h1><ul>{{range .Rows}}<li id="rij-{{.ID}}" class="{{if .Open}}open{{else}}dicht{{end}}"><a href="{{.Href}}">{{.Name}}</a> <span>{{.Place}}</span></li>
{{end}}</ul></main></body></html>`))

// templated executes a page of about so many bytes for every request.
func templated(b *testing.B, size int) http.Handler {
	b.Helper()
	view := struct {
		Title string
		Rows  []row
	}{Title: "Uw uitnodiging"}
	write := func() []byte {
		var out bytes.Buffer
		must(b, rowsPage.Execute(&out, view))
		return out.Bytes()
	}
	for len(write()) < size {
		n := len(view.Rows)
		view.Rows = append(
			view.Rows,
			row{
				n, "Bijeenkomst over het perceel verblijf", "De Zilte Schuur, Elzendam", "/bijeenkomsten/verblijf",
				n%2 == 0,
			},
		)
	}
	e := echo.New()
	e.GET("/u/:token", func(c echo.Context) error { return c.HTMLBlob(http.StatusOK, write()) })
	return e
}

// BenchmarkAnswer is an answer taken in: answer, audit and confirmation durable
// before the 303. Its limit is one row updated in a transaction of its own on
// the same settings of SQLite, without HTTP.
func BenchmarkAnswer(b *testing.B) {
	w := newWorld(b, 600)
	ours := listen(b, w.app.Handler())
	raw := openRaw(b)
	var given atomic.Int64 // over all rounds: an answer equal to the last one is not written
	answer := func(int64) []byte {
		n := given.Add(1)
		form := url.Values{
			"antwoord": {"ja"}, "alles": {"1"}, "people": {fmt.Sprintf("Gast %d", n)}, "role": {"bestuurder"},
		}
		return post(w.links[n%int64(len(w.links))], form.Encode())
	}
	for b.Loop() {
		compare(
			b, func() measure { return raw.updates(b) },
			func() measure { return drive(b, ours, http.StatusSeeOther, answer) },
		)
	}
	b.ReportMetric(statements(b, w.app.Handler(), answer(0)), "statements")
}

// rawDatabase is SQLite itself, with the settings of the store.
type rawDatabase struct{ conn *sqlite3.SQLiteConn }

const rawRows = 1000

func openRaw(b *testing.B) rawDatabase {
	b.Helper()
	dsn := "file:" + filepath.Join(b.TempDir(), "raw.db") + "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000"
	conn, err := (&sqlite3.SQLiteDriver{}).Open(dsn)
	must(b, err)
	b.Cleanup(func() { _ = conn.Close() })
	d := rawDatabase{conn.(*sqlite3.SQLiteConn)}
	d.do(b, "CREATE TABLE answer (id INTEGER PRIMARY KEY, word TEXT NOT NULL)")
	d.do(b, "INSERT INTO answer (word) VALUES "+strings.TrimSuffix(strings.Repeat("('yes'),", rawRows), ","))
	return d
}

func (d rawDatabase) do(b *testing.B, statement string) {
	b.Helper()
	_, err := d.conn.Exec(statement, nil)
	must(b, err)
}

// updates commits single rows for a while and returns how many a second.
func (d rawDatabase) updates(b *testing.B) measure {
	b.Helper()
	n, begin := 0, time.Now()
	for ; time.Since(begin) < roundTime; n++ {
		d.do(b, fmt.Sprintf("UPDATE answer SET word = 'answer %d' WHERE id = %d", n, 1+rand.IntN(rawRows)))
	}
	return measure{rate: float64(n) / time.Since(begin).Seconds()}
}
