// Package site holds the pages for visitors and for those invited.
package site

import (
	"slices"
	"time"

	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

// Pages are the visitors' pages on one service.
type Pages struct {
	svc   *service.Service
	now   func() time.Time
	cache *page.Cache
}

// New makes the visitors' pages; cache keeps the finished public ones.
func New(svc *service.Service, now func() time.Time, cache *page.Cache) *Pages {
	return &Pages{svc: svc, now: now, cache: cache}
}

// Routes lists every address of the site with whom it is for. Those that
// Route.English allows are served under /en too.
func (p *Pages) Routes() []gate.Route {
	return slices.Concat(p.homeRoutes(), p.meetingRoutes(), p.postRoutes(), p.faqRoutes(), p.feedRoutes(),
		p.searchRoutes(), p.textRoutes(), p.wellKnownRoutes(), p.invitationRoutes(), p.mineRoutes(), p.logoRoutes())
}
