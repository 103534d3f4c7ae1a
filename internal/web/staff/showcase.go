package staff

import (
	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/public"
)

// Showcase is the page that shows every part in every state. Only the demo
// mounts it: it is for those who work on the look.
func Showcase() gate.Route {
	return gate.Get(address.StaffShowcase, gate.Staff(consult.SeeStaffSide), public.RenderShowcase)
}
