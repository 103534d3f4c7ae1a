package page

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/i18n"
	"samenspraak/static"
)

// Key names one public page.
type Key struct {
	Path string
	// Query is what the page takes from the address behind "?", spelled in one
	// way and of allowed values only: a visitor must not be able to make pages
	// without end.
	Query string
	Lang  i18n.Lang
	// Type is the Content-Type; empty is an HTML page.
	Type string
}

// Cache keeps finished public pages, in both encodings, as long as the content
// revision stays the same and the instant at which anything on them changes
// has not come. It is bounded in pages and in bytes; what was not asked for
// longest goes first. One rendering at a time per page. It never holds a page
// with anything personal.
type Cache struct {
	maxPages, maxBytes int

	mu      sync.Mutex
	bytes   int
	order   *list.List // of *kept, the last asked for in front
	pages   map[Key]*list.Element
	flights map[flightKey]*flight
}

type kept struct {
	key            Key
	revision       int64
	until          time.Time
	etag           string
	plain, gzipped []byte
}

// A flight is for one revision: who already knows of a newer one must not be
// given what was read before it.
type flightKey struct {
	key      Key
	revision int64
}

type flight struct {
	done chan struct{}
	page *kept
	err  error
}

// errAbandoned is what those who waited see when a rendering panicked.
var errAbandoned = errors.New("page: the rendering was abandoned")

// NewCache makes an empty cache for at most so many pages and bytes.
func NewCache(maxPages, maxBytes int) *Cache {
	return &Cache{
		maxPages: maxPages, maxBytes: maxBytes,
		order: list.New(), pages: map[Key]*list.Element{}, flights: map[flightKey]*flight{},
	}
}

// Serve answers with the page kept for key, or renders it. Render returns the
// body and the first instant at which it is no longer true (NextChange); a
// page that is untrue at now is sent to the one who asked and not kept.
// Browsers may keep the page and must ask whether it changed.
func (ca *Cache) Serve(c echo.Context, key Key, now time.Time, revision int64,
	render func() ([]byte, time.Time, error)) error {
	p, err := ca.page(c.Request().Context(), key, now, revision, render)
	if err != nil {
		return err
	}
	return p.send(c)
}

func (ca *Cache) page(ctx context.Context, key Key, now time.Time, revision int64,
	render func() ([]byte, time.Time, error)) (*kept, error) {
	for {
		ca.mu.Lock()
		if p := ca.fresh(key, now, revision); p != nil {
			ca.mu.Unlock()
			return p, nil
		}
		fk := flightKey{key, revision}
		f, flying := ca.flights[fk]
		if !flying {
			f = &flight{done: make(chan struct{}), err: errAbandoned}
			ca.flights[fk] = f
			ca.mu.Unlock()
			return ca.lead(fk, f, now, render)
		}
		ca.mu.Unlock()
		select {
		case <-f.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		switch {
		case f.err == nil && now.Before(f.page.until):
			return f.page, nil
		case f.err != nil && !errors.Is(f.err, context.Canceled) && !errors.Is(f.err, context.DeadlineExceeded):
			return nil, f.err
		}
		// The one who rendered went away, or the page was not kept: our turn.
	}
}

func (ca *Cache) fresh(key Key, now time.Time, revision int64) *kept {
	at, ok := ca.pages[key]
	if !ok {
		return nil
	}
	p := at.Value.(*kept)
	if p.revision != revision || !now.Before(p.until) {
		return nil
	}
	ca.order.MoveToFront(at)
	return p
}

func (ca *Cache) lead(fk flightKey, f *flight, now time.Time, render func() ([]byte, time.Time, error)) (*kept, error) {
	defer func() {
		ca.mu.Lock()
		defer ca.mu.Unlock()
		delete(ca.flights, fk)
		if f.err == nil && now.Before(f.page.until) {
			ca.keep(f.page)
		}
		close(f.done)
	}()
	body, until, err := render()
	if err != nil {
		f.err = err
		return nil, err
	}
	f.page = finish(fk.key, fk.revision, body, until)
	f.err = nil
	return f.page, nil
}

func (ca *Cache) keep(p *kept) {
	if at, ok := ca.pages[p.key]; ok {
		ca.drop(at)
	}
	if p.size() > ca.maxBytes {
		return
	}
	ca.pages[p.key] = ca.order.PushFront(p)
	ca.bytes += p.size()
	for ca.bytes > ca.maxBytes || ca.order.Len() > ca.maxPages {
		ca.drop(ca.order.Back())
	}
}

func (ca *Cache) drop(at *list.Element) {
	p := ca.order.Remove(at).(*kept)
	delete(ca.pages, p.key)
	ca.bytes -= p.size()
}

func (p *kept) size() int { return len(p.plain) + len(p.gzipped) }

func finish(key Key, revision int64, body []byte, until time.Time) *kept {
	sum := sha256.Sum256(body)
	p := &kept{key: key, revision: revision, until: until, plain: body, etag: hex.EncodeToString(sum[:12])}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(body) // a bytes.Buffer does not fail
	_ = w.Close()
	p.gzipped = out.Bytes()
	return p
}

func (p *kept) send(c echo.Context) error {
	h := c.Response().Header()
	body, etag := p.plain, `"`+p.etag+`"`
	zipped := static.AcceptsGzip(c.Request().Header.Get("Accept-Encoding"))
	if zipped {
		body, etag = p.gzipped, `"`+p.etag+`-gzip"`
	}
	h.Set("ETag", etag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if static.Matches(c.Request().Header.Get("If-None-Match"), etag) {
		return c.NoContent(http.StatusNotModified)
	}
	kind := p.key.Type
	if kind == "" {
		kind = echo.MIMETextHTMLCharsetUTF8
		h.Set("Content-Language", string(Frame{Lang: p.key.Lang}.Language()))
	}
	if zipped {
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	return c.Blob(http.StatusOK, kind, body)
}
