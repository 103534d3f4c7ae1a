package site

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/web/page"
)

// rendering makes a public page as it is at an instant, and says until when it
// is true.
type rendering func(now time.Time) ([]byte, time.Time, error)

// elsewhere says that what was asked for stands at another path now.
type elsewhere struct{ path string }

func (e elsewhere) Error() string { return "it stands at " + e.path }

// kept answers from the cache of finished pages, or makes the page and keeps it
// until something on it changes, or anything at all becomes public: a page
// would otherwise have to know of what it does not show yet. kind is the
// Content-Type; empty is a page. query is what the page takes from the address
// behind "?", in one spelling: of allowed values only. A render that returns
// elsewhere leads there for good.
func (p *Pages) kept(c echo.Context, kind, query string, render rendering) error {
	ctx := c.Request().Context()
	frame, now := page.FrameOf(c), p.now()
	key := page.Key{Path: frame.Path, Query: query, Lang: langOf(c), Type: kind}
	err := p.cache.Serve(c, key, now, frame.Revision, func() ([]byte, time.Time, error) {
		next, err := p.svc.NextRelease(ctx, now)
		if err != nil {
			return nil, now, err
		}
		body, until, err := render(now)
		if !next.IsZero() && next.Before(until) {
			until = next
		}
		return body, until, err
	})
	var moved elsewhere
	if errors.As(err, &moved) {
		// Without it a browser keeps a 301 for ever, and a title can change back.
		c.Response().Header().Set("Cache-Control", "no-cache")
		return c.Redirect(http.StatusMovedPermanently, page.Href(langOf(c), moved.path))
	}
	return err
}

// asked is the frame of a page that a query narrows: its other language and its
// canonical address keep the query.
func asked(f page.Frame, query string) page.Frame {
	if query != "" {
		f.Path += "?" + query
	}
	return f
}
