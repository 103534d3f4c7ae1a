package web

import (
	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

// staffFrame gives a staff page its language and menu as soon as it is known
// who is signed in.
func staffFrame(c echo.Context) error {
	actor := gate.Actor(c)
	if actor.Kind != consult.ByStaff {
		return nil
	}
	f := page.FrameOf(c)
	f.Lang = i18n.Parse(actor.Language)
	f.Staff = &page.StaffInfo{
		Name: actor.Name, Role: i18n.T(f.Lang, "staff.role."+string(actor.Role)),
		May: func(a consult.Action) bool { return consult.Allow(actor, a) == nil },
	}
	page.SetFrame(c, f)
	return nil
}
