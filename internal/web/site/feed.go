package site

import (
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
)

func (p *Pages) feedRoutes() []gate.Route {
	var routes []gate.Route
	for _, kind := range append([]consult.PostKind{""}, consult.PostKinds...) {
		routes = append(routes, gate.Get(public.FeedPath(kind), gate.Public, p.atom(kind)))
	}
	return routes
}

// atom is the newest posts of a kind for a program that subscribes. Those that
// were withdrawn are not in it.
func (p *Pages) atom(kind consult.PostKind) echo.HandlerFunc {
	return func(c echo.Context) error {
		return p.kept(c, public.AtomType, "", func(now time.Time) ([]byte, time.Time, error) {
			posts, err := p.inFeed(c, kind)
			if err != nil {
				return nil, now, err
			}
			region, err := p.svc.Region(c.Request().Context())
			if err != nil {
				return nil, now, err
			}
			body, err := public.AtomFeed(page.FrameOf(c), kind, posts, region.UpdatedAt)
			return body, page.NextChange(now, nil, nil), err
		})
	}
}

func (p *Pages) inFeed(c echo.Context, kind consult.PostKind) ([]consult.PublicPost, error) {
	ctx := c.Request().Context()
	if kind != consult.FAQ {
		return p.svc.PublicNews(ctx, consult.NewsFilter{Kind: kind, ByRelease: true, Limit: public.FeedLength})
	}
	themes, err := p.svc.PublicAnswers(ctx)
	var entries []consult.PublicPost
	for _, t := range themes {
		entries = append(entries, t.Entries...)
	}
	return entries, err
}
