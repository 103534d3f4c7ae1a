// Package staff mounts the pages under /beheer, for the people who run a
// consultation. The pages themselves stand in its rooms, by desk.
package staff

import (
	"slices"
	"time"

	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/staff/directory"
	"samenspraak/internal/web/staff/mailroom"
	"samenspraak/internal/web/staff/meeting"
	"samenspraak/internal/web/staff/newsroom"
	"samenspraak/internal/web/staff/people"
)

// Pages are the staff pages on one service.
type Pages struct {
	svc *service.Service
	now func() time.Time
}

// New makes the staff pages.
func New(svc *service.Service, now func() time.Time) *Pages {
	return &Pages{svc: svc, now: now}
}

// Routes lists every address of the staff side with whom it is for.
func (p *Pages) Routes() []gate.Route {
	return slices.Concat(
		meeting.New(p.svc, p.now).Routes(),
		mailroom.New(p.svc, p.now).Routes(),
		directory.New(p.svc, p.now).Routes(),
		newsroom.New(p.svc, p.now).Routes(),
		people.New(p.svc, p.now).Routes(),
	)
}
