// Package directory holds the pages on whom one can invite: organisations,
// contacts, municipalities, the import of a list, and the region's settings.
package directory

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
	return slices.Concat(p.organisationRoutes(), p.contactRoutes(), p.importRoutes(), p.settingsRoutes())
}
