// Package meeting holds the pages of meetings: their list, programme, questions,
// report and files, who is invited, what they answered and who comes.
package meeting

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
	return slices.Concat(p.meetingRoutes(), p.overviewRoutes(), p.inviteeListRoutes(), p.inviteeRoutes(),
		p.inviteRoutes(), p.attendanceRoutes())
}
