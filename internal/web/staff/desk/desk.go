// Package desk is the kit of the staff side: what the rooms under
// internal/web/staff share. It holds their addresses, what a list is made of
// (pager, filter, files to take along), how a form is refused and shown again,
// the head above the pages of one meeting, and the words of mail. Rooms import
// it and never each other.
package desk

import (
	"time"

	"samenspraak/internal/service"
)

// A Desk is what every room works at: it reads the meeting that an address
// names and sends lists as files. Rooms embed it in their Pages.
type Desk struct {
	svc *service.Service
	now func() time.Time
}

// New makes a desk on one service; now is the clock.
func New(svc *service.Service, now func() time.Time) *Desk {
	return &Desk{svc: svc, now: now}
}
