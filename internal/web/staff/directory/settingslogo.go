package directory

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var logoPage = page.New[logoView]("staff/settings/logo.html", page.Staff)

type logoView struct {
	Tabs   page.Tabs
	Action string
	Seen   page.Hidden // the logo that this page shows
	Now    *logoNow    // nil: none
	File   page.Field
}

// logoNow is the logo of now with the form that takes it away.
type logoNow struct {
	page.LogoInfo
	Alt, Size    string
	RemoveAction string
	Remove       page.Button
}

func (p *Pages) showLogo(c echo.Context) error { return p.renderLogo(c, http.StatusOK, nil) }

func (p *Pages) renderLogo(c echo.Context, status int, problems consult.Problems) error {
	r, err := p.svc.Settings(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := logoView{
		Tabs: settingsTabs(lang, address.StaffLogo), Action: address.StaffLogo,
		Seen: page.Hidden{Name: "seen", Value: r.Logo.SHA256}, Now: newLogoNow(lang, r),
		File: fields.File("file", "settings.logo.file", page.Accept("."+strings.Join(consult.LogoKinds, ",.")),
			page.Hint("settings.logo.file.hint")),
	}
	head := settingsHead(lang, i18n.T(lang, "settings.tab.logo"))
	head.Flash, head.Errors = desk.FlashOf(c, "settings"), fields.Summary()
	return logoPage.Render(c, status, head, v)
}

func newLogoNow(lang i18n.Lang, r consult.Region) *logoNow {
	shown := page.NewLogo(r.Logo)
	if shown == nil {
		return nil
	}
	kind := "JPEG"
	if r.Logo.MediaType == "image/png" {
		kind = "PNG"
	}
	return &logoNow{
		LogoInfo: *shown, Alt: i18n.T(lang, "settings.logo.alt", "Region", r.Name),
		Size:         i18n.T(lang, "settings.logo.size", "Kind", kind, "Width", r.Logo.Width, "Height", r.Logo.Height),
		RemoveAction: address.Under(address.StaffLogo, address.ToRemove),
		Remove:       page.Button{Text: i18n.T(lang, "settings.logo.remove"), Danger: true},
	}
}

func (p *Pages) changeLogo(c echo.Context) error {
	form := gate.FormOf(c)
	file := form.File("file")
	if file == nil {
		return p.renderLogo(c, http.StatusUnprocessableEntity, consult.Problems{
			{Field: "file", Key: "settings.problem.logo_file"},
		})
	}
	err := p.svc.ChangeLogo(c.Request().Context(), gate.Actor(c), form.Line("seen"), file.Name, file.Content)
	return p.afterLogo(c, err, "logo_saved")
}

func (p *Pages) removeLogo(c echo.Context) error {
	return p.afterLogo(c, p.svc.RemoveLogo(c.Request().Context(), gate.Actor(c), gate.FormOf(c).Line("seen")),
		"logo_removed")
}

func (p *Pages) afterLogo(c echo.Context, err error, done string) error {
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffLogo+"?gedaan="+done)
	}
	problems, status, err := desk.RefusedAs(err, "settings.problem.logo_conflict")
	if err != nil {
		return err
	}
	return p.renderLogo(c, status, problems)
}
