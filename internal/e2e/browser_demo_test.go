//go:build e2e

package e2e

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/demo"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/staff"
)

// demoWay signs the beheerder of the demo's world in, as the demo's own door does.
const demoWay = "/beheer/proef"

// demoPortal is the program on the world that the demo shows.
type demoPortal struct {
	*portal
	world demo.World
}

// newDemoPortal starts the program on the demo's world as it stands now.
func newDemoPortal(t *testing.T) *demoPortal {
	t.Helper()
	d := &demoPortal{}
	d.portal = newPortal(t, time.Now(), demoOptions(&d.world, time.Now()))
	return d
}

// demoOptions fill the database with the demo's world and open its door.
func demoOptions(world *demo.World, now time.Time) app.Options {
	return app.Options{
		Prepare: func(ctx context.Context, a *app.App) (err error) {
			*world, err = demo.Fill(ctx, a, now, i18n.Dutch)
			return err
		},
		Extra: func(svc *service.Service) []gate.Route {
			return append([]gate.Route{staff.Showcase()}, gate.Get(demoWay, gate.SigningIn, func(c echo.Context) error {
				token, err := svc.SignInDirectly(c.Request().Context(), world.StaffID, "e2e")
				if err != nil {
					return err
				}
				gate.SetCookie(c, token)
				return c.Redirect(http.StatusSeeOther, "/beheer")
			}))
		},
	}
}

// link is the personal link of somebody who was invited to a meeting and of
// whom a condition holds.
func (d *demoPortal) link(t *testing.T, meetingID int64, holds func(consult.Standing) bool) string {
	t.Helper()
	var all []consult.Standing
	err := d.app.DB().View(context.Background(), func(tx *store.Tx) (err error) {
		all, err = tx.Standings(meetingID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if holds(s) {
			return "/u/" + d.app.Service().InvitationToken(s.Invitee)
		}
	}
	t.Fatalf("nobody at meeting %d is as wanted", meetingID)
	return ""
}
