// Package web is the program's pages as one http.Handler: the order of the
// middleware, the error page, health, and the static files.
package web

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/site"
	"samenspraak/internal/web/staff"
	"samenspraak/internal/web/staff/people"
	"samenspraak/static"
)

// Options are what the pages are made of.
type Options struct {
	Service *service.Service
	Now     func() time.Time
	Log     *slog.Logger
	Proxies []*net.IPNet // whose X-Forwarded-For is believed
	Health  Health
	Metrics *Metrics
	// Extra are the routes that only the demo has: its mailbox, its way in.
	Extra []gate.Route
	// Mounts are the handlers that only the demo has, by path prefix.
	Mounts map[string]http.Handler
}

// Health says how the program is doing.
type Health interface {
	// Causes are why requests should not be sent here, in a few fixed words
	// that anyone may read; none: it is ready.
	Causes(ctx context.Context) []string
	// Jobs is the state of each background task, as JSON.
	Jobs() any
	// Mail says whether mail leaves, as JSON.
	Mail(ctx context.Context) any
}

// server is what the middleware of one handler shares.
type server struct {
	Options
	base   *url.URL
	frames frames
}

// New returns the handler of the whole program. It panics when a route does not
// say whom it is for: that must never be found out later than at the start.
func New(o Options) (http.Handler, error) {
	base, err := url.Parse(o.Service.BaseURL())
	if err != nil {
		return nil, err
	}
	s := &server{Options: o, base: base}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = extractor(o.Proxies)
	e.HTTPErrorHandler = s.fail
	e.Use(s.logged, s.recovered, s.framed) // a panic is counted and answered like any error
	gate.Mount(e, s.Routes(), gate.New(o.Service, o.Now, staffFrame).KeepUnsent(people.ShowUnsent))
	cross, err := gate.CrossOrigin(o.Service.BaseURL())
	if err != nil {
		return nil, err
	}
	var h http.Handler = e
	h = cross(h)
	h = s.mounted(h)
	h = s.rightHost(h)
	h = s.claimed(h)
	h = s.health(h)
	return s.headers(h), nil
}

// Routes lists every address of the program.
func (s *server) Routes() []gate.Route {
	cache := page.NewCache(500, 32<<20)
	all := site.New(s.Service, s.Now, cache).Routes()
	all = append(all, staff.New(s.Service, s.Now).Routes()...)
	return append(all, s.Extra...)
}

// extractor tells who is asking. Without configured proxies a forwarded
// address is a claim that anyone can make, and it is not looked at.
func extractor(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(p))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// mounted serves the static files, and what only the demo has, before echo:
// they need no frame and no actor.
func (s *server) mounted(next http.Handler) http.Handler {
	files := static.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, static.Prefix) {
			files.ServeHTTP(w, r)
			return
		}
		for prefix, h := range s.Mounts {
			if address.Within(r.URL.Path, prefix) {
				http.StripPrefix(prefix, h).ServeHTTP(w, r)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// rightHost refuses a Host that is not ours: a page must never be made, nor a
// cache filled, under a name that somebody else chose.
func (s *server) rightHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != s.base.Host {
			lang := i18n.Dutch
			if _, english := address.OfEnglish(r.URL.Path); english {
				lang = i18n.English
			}
			f := page.NewFailure(lang, http.StatusMisdirectedRequest)
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, f.Title+"\n\n"+f.Text, http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
