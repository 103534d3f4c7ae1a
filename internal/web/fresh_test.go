package web_test

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web"
)

// Each case of the properties here starts a whole program, so few are tried
// unless -rapid.checks says how many.
func init() {
	if err := flag.Set("rapid.checks", "4"); err != nil {
		panic(err)
	}
}

// TestKeptPagesAreTheFreshOnes holds the cache to its promise: after any
// sequence of schedule, publish, correct, withdraw, rename, move and clock
// steps, a page that was kept is the page that would be made now.
func TestKeptPagesAreTheFreshOnes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		press := newPress(t, testkit.New(t, testkit.Options{}))
		kept := press.handler(t)
		for range rapid.IntRange(4, 14).Draw(rt, "steps") {
			press.step(rt)
			for _, path := range press.paths() {
				want, got := pageAt(t, press.handler(t), path), pageAt(t, kept, path)
				if want != got {
					rt.Fatalf("GET %s at %v\nfresh: %s\nkept:  %s", path, press.Clock.Now(), want, got)
				}
			}
		}
	})
}

// TestKeptPagesOnTwoInstances is the same on PostgreSQL, where each of two
// instances keeps its own pages and one of them does all the acts.
func TestKeptPagesOnTwoInstances(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		one := testkit.New(t, testkit.Options{Postgres: true})
		two := testkit.New(t, testkit.Options{Database: one.Config.Database, Clock: one.Clock})
		press := newPress(t, one)
		for range rapid.IntRange(4, 10).Draw(rt, "steps") {
			press.step(rt)
			for _, path := range press.paths() {
				want := pageAt(t, press.handler(t), path)
				for name, p := range map[string]*testkit.Program{"one": one, "two": two} {
					if got := pageAt(t, p.App.Handler(), path); got != want {
						rt.Fatalf("GET %s at %v\nfresh: %s\nkept by %s: %s", path, one.Clock.Now(), want, name, got)
					}
				}
			}
		}
	})
}

// TestKeptPagesTestNotices is the twin: a cache whose clock stands still gives
// pages that are not the fresh ones, and the comparison sees it.
func TestKeptPagesTestNotices(t *testing.T) {
	press := newPress(t, testkit.New(t, testkit.Options{}))
	stands := press.Clock.Now()
	still, err := web.New(
		web.Options{
			Service: press.Service(), Now: func() time.Time { return stands }, Log: slog.New(slog.DiscardHandler),
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	id := press.make(consult.News, "Straks nieuws")
	press.must(press.publish(id, stands.Add(time.Hour)))
	pageAt(t, still, "/nieuws")
	press.Clock.Advance(2 * time.Hour)
	if pageAt(t, still, "/nieuws") == pageAt(t, press.handler(t), "/nieuws") {
		t.Error("a page that was kept beyond the release is like the fresh one")
	}
}

// pageAt is what a browser gets: the status, where it is sent, and the page,
// asked for as it is and compressed.
func pageAt(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, testkit.BaseURL+path, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("GET %s: %d", path, w.Code)
	}
	return fmt.Sprintf("%d %s %s\n%s", w.Code, w.Header().Get("Location"), w.Header().Get("ETag"), w.Body)
}

// press is a program with an editor who publishes.
type press struct {
	*testkit.Program
	t      testing.TB
	ids    []int64
	themes []int64
	slugs  map[string]bool // every address that ever was
	n      int
}

func newPress(t testing.TB, p *testkit.Program) *press {
	w := &press{Program: p, t: t, slugs: map[string]bool{}}
	for _, title := range []string{"Planning", "Geld"} {
		id, err := p.Service().SaveTheme(t.Context(), p.Editor, consult.Theme{Title: title})
		w.must(err)
		w.themes = append(w.themes, id)
	}
	return w
}

func (w *press) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// handler is the whole site with an empty cache.
func (w *press) handler(t testing.TB) http.Handler {
	t.Helper()
	h, err := web.New(web.Options{Service: w.Service(), Now: w.Clock.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (w *press) make(kind consult.PostKind, title string) int64 {
	w.t.Helper()
	id, err := w.Service().NewPost(w.t.Context(), w.Editor, kind, w.themes[0], consult.PostText{
		Title: title, Lead: "Kort gezegd.", Body: "## Wat er gebeurt\n\nDit is de tekst van " + title + ".",
		Language: "nl",
	})
	w.must(err)
	w.ids = append(w.ids, id)
	return id
}

func (w *press) post(id int64) consult.Post {
	w.t.Helper()
	p, err := w.Service().Post(w.t.Context(), w.Editor, id)
	w.must(err)
	return p
}

func (w *press) publish(id int64, at time.Time) error {
	err := w.Service().PublishPost(w.t.Context(), w.Editor, id, w.post(id).Edited, at, true)
	w.slugs[w.post(id).Slug] = true
	return err
}

// correct writes another text over a public post and publishes it.
func (w *press) correct(id int64, title, body string) error {
	text := consult.PostText{Title: title, Lead: "Kort gezegd.", Body: body, Language: "nl"}
	edited, err := w.Service().SavePost(w.t.Context(), w.Editor, id, w.post(id).Edited, text, nil)
	if err == nil {
		err = w.Service().CorrectPost(w.t.Context(), w.Editor, id, edited, "Er stond een fout in", true)
	}
	w.slugs[w.post(id).Slug] = true
	return err
}

// step does one thing that an editor may do, or lets time pass. What the rules
// refuse is refused.
func (w *press) step(rt *rapid.T) {
	ctx, svc := w.t.Context(), w.Service()
	w.n++
	now := w.Clock.Now()
	act := rapid.IntRange(0, 9).Draw(rt, "act")
	if act <= 1 || len(w.ids) == 0 {
		kinds := []consult.PostKind{consult.News, consult.Announcement, consult.FAQ}
		w.make(rapid.SampledFrom(kinds).Draw(rt, "kind"), fmt.Sprintf("Bericht %d", w.n))
		return
	}
	id := rapid.SampledFrom(w.ids).Draw(rt, "post")
	var err error
	switch act {
	case 2:
		err = w.publish(id, time.Time{})
	case 3:
		err = w.publish(id, now.Add(time.Duration(rapid.IntRange(1, 180).Draw(rt, "minutes"))*time.Minute))
	case 4:
		err = w.correct(id, w.post(id).Text.Title, fmt.Sprintf("Tekst %d.", w.n))
	case 5:
		err = w.correct(id, fmt.Sprintf("Andere titel %d", w.n), "Tekst.")
	case 6:
		err = svc.WithdrawPost(ctx, w.Editor, id, w.post(id).Edited, "Het klopte niet.", 0)
	case 7:
		p := w.post(id)
		err = svc.PlacePost(
			ctx, w.Editor, id, p.Edited,
			consult.PostPlace{
				ThemeID: rapid.SampledFrom(w.themes).Draw(rt, "theme"),
				ShownBy: []consult.ShownBy{{MeetingID: w.Meeting}},
			},
		)
	case 8:
		_, err = svc.AddPostFile(
			ctx, w.Editor, id,
			service.Upload{
				Place: consult.OnPost, Title: fmt.Sprintf("Stuk %d", w.n), FileName: "stuk.txt",
				Content: strings.NewReader("inhoud"),
			},
		)
	case 9:
		w.pass(rt, now)
	}
	var problems consult.Problems
	if err != nil && !errors.Is(err, consult.ErrConflict) && !errors.As(err, &problems) {
		rt.Fatal(err)
	}
}

// pass lets time pass: to just before or right at the next release, or freely.
func (w *press) pass(rt *rapid.T, now time.Time) {
	next, err := w.Service().NextRelease(w.t.Context(), now)
	w.must(err)
	step := time.Duration(rapid.IntRange(1, 3*24*60).Draw(rt, "minutes")) * time.Minute
	switch choice := rapid.IntRange(0, 2).Draw(rt, "to"); {
	case choice == 0 && next.After(now.Add(time.Microsecond)):
		step = next.Sub(now) - time.Microsecond
	case choice == 1 && !next.IsZero():
		step = next.Sub(now)
	}
	w.Clock.Advance(step)
}

// paths are the public addresses that a post may stand on, in both languages.
func (w *press) paths() []string {
	paths := []string{
		"/", "/nieuws", "/nieuws?soort=mededeling", "/veelgestelde-vragen", "/veelgestelde-vragen/planning",
		"/veelgestelde-vragen/geld",
		"/nieuws/feed.atom", "/nieuws/mededelingen.atom", "/veelgestelde-vragen/feed.atom", "/sitemap.xml",
		"/bijeenkomsten/" + w.meetingSlug(),
	}
	for slug := range w.slugs {
		paths = append(
			paths, "/nieuws/"+slug, "/nieuws/"+slug+"/versies", "/veelgestelde-vragen/planning/"+slug,
			"/nieuws/"+slug+"/versies/1",
		)
	}
	return append(paths, "/en/nieuws", "/en/veelgestelde-vragen")
}

func (w *press) meetingSlug() string {
	var slug string
	w.View(func(tx *store.Tx) error {
		m, err := tx.Meeting(w.Meeting)
		slug = m.Slug
		return err
	})
	return slug
}
