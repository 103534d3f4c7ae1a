package page_test

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
)

var cacheNow = time.Date(2026, time.November, 4, 9, 0, 0, 0, time.UTC)

func ask(
	t *testing.T, ca *page.Cache, key page.Key, now time.Time, revision int64, head http.Header,
	render func() ([]byte, time.Time, error),
) *httptest.ResponseRecorder {
	t.Helper()
	c, w := newContext(http.MethodGet, key.Path)
	for name, values := range head {
		c.Request().Header[name] = values
	}
	if err := ca.Serve(c, key, now, revision, render); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestCacheKeepsUntilSomethingChanges(t *testing.T) {
	ca := page.NewCache(10, 1<<20)
	rendered := 0
	render := func() ([]byte, time.Time, error) {
		rendered++
		return fmt.Appendf(nil, "page %d", rendered), cacheNow.Add(time.Hour), nil
	}
	home := page.Key{Path: "/", Lang: i18n.Dutch}
	for _, row := range []struct {
		name     string
		key      page.Key
		now      time.Time
		revision int64
		want     string
	}{
		{"first", home, cacheNow, 1, "page 1"},
		{"kept", home, cacheNow.Add(time.Hour - 1), 1, "page 1"},
		{"other language", page.Key{Path: "/", Lang: i18n.English}, cacheNow, 1, "page 2"},
		{"new revision", home, cacheNow, 2, "page 3"},
		{"kept again", home, cacheNow, 2, "page 3"},
		{"its time has come", home, cacheNow.Add(time.Hour), 2, "page 4"},
		{"untrue pages are not kept", home, cacheNow.Add(time.Hour), 2, "page 5"},
	} {
		if got := ask(t, ca, row.key, row.now, row.revision, nil, render).Body.String(); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}

func TestCacheAnswers(t *testing.T) {
	ca := page.NewCache(10, 1<<20)
	render := func() ([]byte, time.Time, error) { return []byte("<p>x"), cacheNow.Add(time.Hour), nil }
	key := page.Key{Path: "/en", Lang: i18n.English}
	plain := ask(t, ca, key, cacheNow, 1, nil, render)
	h := plain.Header()
	if plain.Body.String() != "<p>x" || h.Get("Cache-Control") != "no-cache" || h.Get("Vary") != "Accept-Encoding" ||
		h.Get("Content-Length") != "4" || h.Get("Content-Language") != "en" ||
		h.Get("Content-Type") != "text/html; charset=UTF-8" {
		t.Errorf("plain: %q %v", plain.Body, h)
	}
	zipped := ask(t, ca, key, cacheNow, 1, http.Header{"Accept-Encoding": {"gzip"}}, render)
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(r); err != nil || string(body) != "<p>x" ||
		zipped.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("gzip: %q %v %v", body, err, zipped.Header())
	}
	for _, w := range []*httptest.ResponseRecorder{plain, zipped} {
		head := http.Header{
			"If-None-Match": {w.Header().Get("ETag")}, "Accept-Encoding": {w.Header().Get("Content-Encoding")},
		}
		if again := ask(
			t, ca, key, cacheNow, 1, head, render,
		); again.Code != http.StatusNotModified || again.Body.Len() > 0 ||
			again.Header().Get("ETag") != w.Header().Get("ETag") {
			t.Errorf("If-None-Match %v: %d", head, again.Code)
		}
	}
	if plain.Header().Get("ETag") == zipped.Header().Get("ETag") {
		t.Error("both encodings have one strong tag")
	}
	c, w := newContext(http.MethodHead, "/en")
	if err := ca.Serve(c, key, cacheNow, 1, render); err != nil || w.Body.Len() != 0 ||
		w.Header().Get("Content-Length") != "4" {
		t.Errorf("HEAD: %v, %d bytes, %v", err, w.Body.Len(), w.Header())
	}
	feed := page.Key{Path: "/agenda.ics", Type: "text/calendar; charset=utf-8"}
	if got := ask(t, ca, feed, cacheNow, 1, nil, render).Header().Get("Content-Type"); got != feed.Type {
		t.Errorf("Content-Type = %q", got)
	}
}

func TestCacheIsBounded(t *testing.T) {
	for name, ca := range map[string]*page.Cache{"pages": page.NewCache(2, 1<<20), "bytes": page.NewCache(100, 2100)} {
		rendered := map[string]int{}
		get := func(path string) {
			ask(t, ca, page.Key{Path: path}, cacheNow, 1, nil, func() ([]byte, time.Time, error) {
				rendered[path]++
				return make([]byte, 1000), cacheNow.Add(time.Hour), nil
			})
		}
		for _, path := range []string{"/a", "/b", "/a", "/c", "/a", "/b"} {
			get(path)
		}
		if rendered["/a"] != 1 || rendered["/b"] != 2 || rendered["/c"] != 1 {
			t.Errorf("%s: rendered %v; what was asked for longest ago should have gone", name, rendered)
		}
	}
	small := page.NewCache(10, 100)
	rendered := 0
	for range 2 {
		ask(t, small, page.Key{Path: "/"}, cacheNow, 1, nil, func() ([]byte, time.Time, error) {
			rendered++
			return make([]byte, 1000), cacheNow.Add(time.Hour), nil
		})
	}
	if rendered != 2 {
		t.Error("a page larger than the cache was kept")
	}
}

func TestCacheRendersOncePerPage(t *testing.T) {
	ca := page.NewCache(10, 1<<20)
	var rendered atomic.Int32
	release := make(chan struct{})
	render := func() ([]byte, time.Time, error) {
		rendered.Add(1)
		<-release
		return []byte("x"), cacheNow.Add(time.Hour), nil
	}
	var done sync.WaitGroup
	for range 20 {
		done.Go(func() {
			c, w := newContext(http.MethodGet, "/")
			if err := ca.Serve(c, page.Key{Path: "/"}, cacheNow, 1, render); err != nil || w.Body.String() != "x" {
				t.Errorf("%v %q", err, w.Body)
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	close(release)
	done.Wait()
	if n := rendered.Load(); n != 1 {
		t.Errorf("rendered %d times", n)
	}
}

func TestCacheDoesNotHandOverWhatIsOld(t *testing.T) {
	ca := page.NewCache(10, 1<<20)
	started, release := make(chan struct{}), make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		c, _ := newContext(http.MethodGet, "/")
		_ = ca.Serve(c, page.Key{Path: "/"}, cacheNow, 1, func() ([]byte, time.Time, error) {
			close(started)
			<-release
			return []byte("old"), cacheNow.Add(time.Hour), nil
		})
	})
	<-started
	w := ask(t, ca, page.Key{Path: "/"}, cacheNow, 2, nil, func() ([]byte, time.Time, error) {
		return []byte("new"), cacheNow.Add(time.Hour), nil
	})
	close(release)
	done.Wait()
	if w.Body.String() != "new" {
		t.Errorf("who knew of revision 2 got %q", w.Body)
	}
	again := ask(t, ca, page.Key{Path: "/"}, cacheNow, 2, nil, func() ([]byte, time.Time, error) {
		return []byte("newer"), cacheNow.Add(time.Hour), nil
	})
	if again.Body.String() == "old" {
		t.Error("the rendering of revision 1 answers for revision 2")
	}
}

func TestCacheFailures(t *testing.T) {
	ca := page.NewCache(10, 1<<20)
	key := page.Key{Path: "/"}
	broken := errors.New("broken")
	c, _ := newContext(http.MethodGet, "/")
	if err := ca.Serve(
		c, key, cacheNow, 1, func() ([]byte, time.Time, error) { return nil, time.Time{}, broken },
	); !errors.Is(err, broken) {
		t.Errorf("error is %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = ca.Serve(c, key, cacheNow, 1, func() ([]byte, time.Time, error) { panic("x") })
	}()
	w := ask(
		t, ca, key, cacheNow, 1, nil,
		func() ([]byte, time.Time, error) { return []byte("x"), cacheNow.Add(time.Hour), nil },
	)
	if w.Body.String() != "x" {
		t.Error("after an error and a panic the page is not rendered again")
	}
}

// One visitor goes away while the page is made for them; the one who waited
// gets the page all the same.
func TestCacheSurvivesTheFirstVisitorLeaving(t *testing.T) {
	ca := page.NewCache(10, 1<<20)
	key := page.Key{Path: "/"}
	started, release := make(chan struct{}), make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		c, _ := newContext(http.MethodGet, "/")
		err := ca.Serve(c, key, cacheNow, 1, func() ([]byte, time.Time, error) {
			close(started)
			<-release
			return nil, time.Time{}, context.Canceled
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("first: %v", err)
		}
	})
	<-started
	done.Go(func() {
		w := ask(
			t, ca, key, cacheNow, 1, nil,
			func() ([]byte, time.Time, error) { return []byte("x"), cacheNow.Add(time.Hour), nil },
		)
		if w.Body.String() != "x" {
			t.Errorf("second got %q", w.Body)
		}
	})
	time.Sleep(10 * time.Millisecond)
	close(release)
	done.Wait()
}

func TestNextChange(t *testing.T) {
	zone := i18n.Zone()
	at := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.November, day, hour, minute, 0, 0, zone)
	}
	now := at(4, 10, 14)
	for _, row := range []struct {
		name               string
		moments, deadlines []time.Time
		want               time.Time
	}{
		{"midnight", nil, nil, at(5, 0, 0)},
		{"a publication", []time.Time{at(4, 9, 0), at(4, 12, 0), at(6, 0, 0)}, nil, at(4, 12, 0)},
		{"far deadline", nil, []time.Time{at(16, 12, 0)}, at(5, 0, 0)},
		{"from days to hours", nil, []time.Time{at(5, 12, 0)}, at(4, 12, 0).Add(1)},
		{"hours", nil, []time.Time{at(4, 15, 0)}, at(4, 11, 0).Add(1)},
		{"minutes", nil, []time.Time{at(4, 10, 30).Add(30 * time.Second)}, at(4, 10, 14).Add(30*time.Second + 1)},
		{
			"the deadline itself", nil, []time.Time{at(4, 10, 14).Add(30 * time.Second)},
			at(4, 10, 14).Add(30 * time.Second),
		},
		{"minutes ago", nil, []time.Time{at(4, 10, 0).Add(30 * time.Second)}, at(4, 10, 14).Add(30 * time.Second)},
		{"hours ago", nil, []time.Time{at(4, 8, 0)}, at(4, 11, 0)},
	} {
		got := page.NextChange(now, row.moments, row.deadlines)
		if !got.Equal(row.want) {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
}

// Until NextChange the countdown reads the same; that is what keeps a cached
// page true.
func TestCountdownStandsStillUntilNextChange(t *testing.T) {
	deadline := time.Date(2026, time.November, 16, 16, 30, 0, 0, time.UTC)
	for now := deadline.Add(-50 * time.Hour); now.Before(
		deadline.Add(30 * time.Hour),
	); now = now.Add(97 * time.Second) {
		next := page.NextChange(now, nil, []time.Time{deadline})
		if !next.After(now) {
			t.Fatalf("at %v the next change is %v", now, next)
		}
		if before, after := i18n.Left(
			i18n.Dutch, now, deadline,
		), i18n.Left(i18n.Dutch, next.Add(-1), deadline); before != after {
			t.Fatalf("from %v to %v %q becomes %q", now, next, before, after)
		}
	}
}
