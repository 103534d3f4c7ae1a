package people

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var (
	accountPage       = page.New[accountView]("staff/account/account.html", page.Staff)
	accountFormPage   = page.New[accountFormView]("staff/account/form.html", page.Staff)
	accountFactorPage = page.New[accountFactorView]("staff/account/second.html", page.Staff)
	accountCodesPage  = page.New[codesView]("staff/account/codes.html", page.Staff)
)

func (p *Pages) accountRoutes() []gate.Route {
	own := gate.Staff(consult.KeepOwnAccount)
	return []gate.Route{
		gate.Get(address.StaffAccount, own, p.showAccount),
		gate.Post(address.StaffAccount, own, p.changeProfile),
		gate.Get(address.Under(address.StaffAccount, address.ToPassword), own, p.showPassword),
		gate.Post(address.Under(address.StaffAccount, address.ToPassword), own, p.changePassword),
		gate.Get(address.Under(address.StaffAccount, address.ToSecondFactor), own, p.showSecondFactor),
		gate.Post(address.Under(address.StaffAccount, address.ToSecondFactor), own, p.changeSecondFactor),
		gate.Get(address.Under(address.StaffAccount, address.ToRecoveryCodes), own, p.showRecoveryCodes),
		gate.Post(address.Under(address.StaffAccount, address.ToRecoveryCodes), own, p.newRecoveryCodes),
		gate.Post(address.Under(address.StaffAccount, address.ToDevices, ":id", address.ToSignOut), own,
			p.revokeDevice),
	}
}

// accountView is somebody's own account.
type accountView struct {
	Facts          []page.Fact
	Name, Language page.Field
	CodesLeft      int
	Devices        []deviceRow
}

type deviceRow struct {
	ID          int64
	Device      string
	Since, Seen string
	Current     bool
	Action      string
}

func (p *Pages) showAccount(c echo.Context) error {
	return p.renderAccount(c, http.StatusOK, nil)
}

func (p *Pages) renderAccount(c echo.Context, status int, problems consult.Problems) error {
	a, err := p.svc.OwnAccount(c.Request().Context(), gate.Actor(c), gate.Token(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	name, language := a.Name, a.Language
	if problems != nil {
		name, language = gate.FormOf(c).Line("name"), gate.FormOf(c).Line("language")
	}
	f := page.NewFields(lang, problems)
	v := accountView{
		Facts: []page.Fact{
			{Term: i18n.T(lang, "signin.address"), Lines: []string{a.Address}},
			{Term: i18n.T(lang, "staff.role"), Lines: []string{i18n.T(lang, "staff.role."+string(a.Role))}},
		},
		Name:      f.Text("name", "staff.name", name, page.Autocomplete("name"), page.Max(consult.MaxStaffName)),
		Language:  f.Radios("language", "staff.language", language, languageOptions()),
		CodesLeft: a.CodesLeft, Devices: deviceRows(lang, a.Devices),
	}
	return accountPage.Render(c, status, accountHead(c, "account.title", f), v)
}

// accountHead is the head of a page of one's own account. Only the form of the
// profile asks for no password.
func accountHead(c echo.Context, title string, f *page.Fields) page.Head {
	lang := page.FrameOf(c).Lang
	head := page.Head{
		Title: i18n.T(lang, title), Nav: page.NavProfile, Flash: desk.FlashOf(c, "account"), Errors: f.Summary(),
	}
	if c.Path() != address.StaffAccount {
		head.Crumbs = []page.Crumb{
			{Text: i18n.T(lang, "account.title"), Href: address.StaffAccount}, {Text: head.Title},
		}
		if head.Errors != nil {
			head.Errors.Again = true
		}
	}
	return head
}

// languageOptions name each language in itself.
func languageOptions() []page.Option {
	var options []page.Option
	for _, lang := range i18n.Languages {
		options = append(options, page.Option{Value: string(lang), Text: i18n.T(lang, "layout.language")})
	}
	return options
}

func deviceRows(lang i18n.Lang, devices []service.Device) []deviceRow {
	rows := make([]deviceRow, len(devices))
	for i, d := range devices {
		rows[i] = deviceRow{
			ID: d.ID, Device: d.Device, Since: desk.Moment(lang, d.CreatedAt), Seen: desk.Moment(lang, d.SeenAt),
			Current: d.Current,
			Action: address.Under(address.StaffAccount, address.ToDevices) +
				address.Under(strconv.FormatInt(d.ID, 10), address.ToSignOut),
		}
	}
	return rows
}

func (p *Pages) changeProfile(c echo.Context) error {
	form := gate.FormOf(c)
	err := p.svc.ChangeProfile(c.Request().Context(), gate.Actor(c), form.Line("name"), form.Line("language"))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderAccount(c, http.StatusUnprocessableEntity, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffAccount+"?gedaan=saved")
}

func (p *Pages) revokeDevice(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.RevokeDevice(c.Request().Context(), gate.Actor(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffAccount+"?gedaan=device")
}

// accountFormView is a page with one form of one's own account.
type accountFormView struct {
	Title, Lead string
	Fields      []page.Field
	Button      string
}

func (p *Pages) showPassword(c echo.Context) error { return renderPassword(c, http.StatusOK, nil) }

func renderPassword(c echo.Context, status int, problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	old := oldPasswordField(f)
	password, repeat := newPasswordFields(f)
	v := accountFormView{
		Title: i18n.T(lang, "account.password.title"), Lead: i18n.T(lang, "account.password.lead"),
		Fields: []page.Field{old, password, repeat}, Button: i18n.T(lang, "account.password.button"),
	}
	return accountFormPage.Render(c, status, accountHead(c, "account.password.title", f), v)
}

func oldPasswordField(f *page.Fields) page.Field {
	return f.Text("old", "password.old", "", page.Type("password"), page.Autocomplete("current-password"))
}

func (p *Pages) changePassword(c echo.Context) error {
	form := gate.FormOf(c)
	err := p.svc.ChangePassword(c.Request().Context(), gate.Actor(c), gate.Token(c), form.Secret("old"),
		form.Secret("password"), form.Secret("repeat"))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return renderPassword(c, http.StatusUnprocessableEntity, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffAccount+"?gedaan=password")
}

// accountFactorView puts another app or phone in place of the one before.
type accountFactorView struct {
	Title     string
	Old, Code page.Field
	Factor    factorView
}

func (p *Pages) showSecondFactor(c echo.Context) error {
	return p.renderSecondFactor(c, http.StatusOK, nil)
}

func (p *Pages) renderSecondFactor(c echo.Context, status int, problems consult.Problems) error {
	a, err := p.svc.OwnAccount(c.Request().Context(), gate.Actor(c), gate.Token(c))
	if err != nil {
		return err
	}
	factor, err := newFactor(c, a.Staff)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	v := accountFactorView{
		Title: i18n.T(lang, "account.second.title"), Old: oldPasswordField(f), Factor: factor, Code: firstCodeField(f),
	}
	return accountFactorPage.Render(c, status, accountHead(c, "account.second.title", f), v)
}

func (p *Pages) changeSecondFactor(c echo.Context) error {
	form := gate.FormOf(c)
	codes, err := p.svc.NewSecondFactor(c.Request().Context(), gate.Actor(c), gate.Token(c), form.Secret("old"),
		form.Line("secret"), form.Line("code"))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderSecondFactor(c, http.StatusUnprocessableEntity, problems)
	}
	return renderCodes(c, codes)
}

func (p *Pages) showRecoveryCodes(c echo.Context) error {
	return renderRecoveryForm(c, http.StatusOK, nil)
}

func renderRecoveryForm(c echo.Context, status int, problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	v := accountFormView{
		Title: i18n.T(lang, "account.recovery.title"), Lead: i18n.T(lang, "account.recovery.lead"),
		Fields: []page.Field{oldPasswordField(f)}, Button: i18n.T(lang, "account.recovery.button"),
	}
	return accountFormPage.Render(c, status, accountHead(c, "account.recovery.title", f), v)
}

func (p *Pages) newRecoveryCodes(c echo.Context) error {
	codes, err := p.svc.NewRecoveryCodes(c.Request().Context(), gate.Actor(c), gate.Token(c),
		gate.FormOf(c).Secret("old"))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return renderRecoveryForm(c, http.StatusUnprocessableEntity, problems)
	}
	return renderCodes(c, codes)
}

func renderCodes(c echo.Context, codes []string) error {
	lang := page.FrameOf(c).Lang
	v := newCodes(lang, codes, page.Button{Text: i18n.T(lang, "account.codes.back"), Href: address.StaffAccount})
	return accountCodesPage.Render(c, http.StatusOK, accountHead(c, "account.codes.title", page.NewFields(lang, nil)),
		v)
}
