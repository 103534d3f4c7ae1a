package people

import (
	"net/http"
	"path"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// staffConfirmView names what is lost before an account is closed or gets a new
// link.
type staffConfirmView struct {
	Title, Text string
	Action      string
	Button      page.Button
	Back        string
}

func (p *Pages) confirmStaff(c echo.Context) error {
	return p.renderConfirmStaff(c, http.StatusOK, nil)
}

func (p *Pages) renderConfirmStaff(c echo.Context, status int, problems consult.Problems) error {
	one, err := p.staffMember(c)
	if err != nil {
		return err
	}
	lang, act := page.FrameOf(c).Lang, "disable"
	if path.Base(c.Path()) == address.ToNewLink {
		act = "reset"
	}
	v := staffConfirmView{
		Title:  i18n.T(lang, "staff."+act+".title", "Name", one.Name),
		Text:   i18n.T(lang, "staff."+act+".text", "Name", one.Name),
		Action: c.Request().URL.Path, Back: address.StaffMember(one.ID),
		Button: page.Button{Text: i18n.T(lang, "staff."+act+".button"), Danger: true},
	}
	head := staffHead(c, v.Title)
	head.Errors = page.NewFields(lang, problems).Summary()
	return staffConfirmPage.Render(c, status, head, v)
}

func (p *Pages) disableStaff(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.DisableStaff(c.Request().Context(), gate.Actor(c), id); err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderConfirmStaff(c, http.StatusUnprocessableEntity, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMember(id)+"?gedaan=disabled")
}

func (p *Pages) enableStaff(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.EnableStaff(c.Request().Context(), gate.Actor(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMember(id)+"?gedaan=enabled")
}

func (p *Pages) resetStaff(c echo.Context) error {
	one, err := p.staffMember(c)
	if err != nil {
		return err
	}
	url, err := p.svc.ResetStaff(c.Request().Context(), gate.Actor(c), one.ID)
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderConfirmStaff(c, http.StatusUnprocessableEntity, problems)
	}
	return renderStaffLink(c, "staff.link.reset", one.Name, url)
}
