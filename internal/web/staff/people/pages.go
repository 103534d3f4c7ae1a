// Package people holds the pages of staff themselves: setting up an account and
// signing in, the own account, who works here, and the log of who did what.
package people

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
	return slices.Concat(p.signInRoutes(), p.setUpRoutes(), p.accountRoutes(), p.staffRoutes(), p.auditRoutes())
}
