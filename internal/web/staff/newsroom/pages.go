// Package newsroom holds the pages on which the authority writes: posts with
// their files and versions, frequently asked questions and their themes.
package newsroom

import (
	"slices"
	"time"

	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/staff/desk"
)

// Pages are the pages of this room on one service.
type Pages struct {
	*desk.Desk
	svc *service.Service
	now func() time.Time
}

// New makes the pages; now is the clock.
func New(svc *service.Service, now func() time.Time) *Pages {
	return &Pages{Desk: desk.New(svc, now), svc: svc, now: now}
}

// Routes lists every address of this room with whom it is for.
func (p *Pages) Routes() []gate.Route {
	return slices.Concat(p.postRoutes())
}
