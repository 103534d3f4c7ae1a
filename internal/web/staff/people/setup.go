package people

import (
	"html/template"
	"net/http"
	"strings"

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
	setUpPage      = page.New[setUpView]("staff/signin/setup.html", page.Sign)
	setUpCodesPage = page.New[codesView]("staff/signin/codes.html", page.Sign)
)

func (p *Pages) setUpRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.SetUp(":token"), gate.Secret, p.showSetUp),
		gate.Post(address.SetUp(":token"), gate.Secret, p.setUp),
	}
}

// setUpView is a set-up or reset link: password, app, first code.
type setUpView struct {
	Title, Lead string
	Address     page.Field
	Password    page.Field
	Repeat      page.Field
	Factor      factorView
	Code        page.Field
}

// factorView is a new second factor in the three ways an app can take it in:
// staff/account/factor.
type factorView struct {
	QR     qrCode
	Secret string       // goes along with the form
	Groups string       // the secret, to type
	URL    template.URL // opens the app on the phone itself
}

// codesView are recovery codes, shown once: staff/account/codes.
type codesView struct {
	Title  string
	Notice page.Notice
	Codes  []string
	Next   page.Button
}

func newCodes(lang i18n.Lang, codes []string, next page.Button) codesView {
	return codesView{
		Title: i18n.T(lang, "account.codes.title"), Codes: codes, Next: next,
		Notice: page.Notice{Kind: page.OK, Live: true, Lines: page.Lines(i18n.T(lang, "account.codes.once"))},
	}
}

// newFactor shows the secret that a form sent, or a new one. Nothing is kept of
// it until its first code was given.
func newFactor(c echo.Context, account consult.Staff) (factorView, error) {
	secret := gate.FormOf(c).Line("secret")
	if c.Request().Method != http.MethodPost || len(secret) != 32 {
		secret = service.NewSecondFactorSecret()
	}
	frame := page.FrameOf(c)
	issuer := frame.Region.ShortName
	if issuer == "" {
		issuer = "Samenspraak"
	}
	address := service.SecondFactorURL(i18n.T(frame.Lang, "layout.staff.name", "Region", issuer), account.Address,
		secret)
	code, err := newQRCode(address)
	href := template.URL(address) //nolint:gosec // made by us
	return factorView{QR: code, Secret: secret, Groups: inFours(secret), URL: href}, err
}

func inFours(s string) string {
	var groups []string
	for len(s) > 4 {
		groups, s = append(groups, s[:4]), s[4:]
	}
	return strings.Join(append(groups, s), " ")
}

func (p *Pages) showSetUp(c echo.Context) error { return p.renderSetUp(c, http.StatusOK, nil) }

func (p *Pages) renderSetUp(c echo.Context, status int, problems consult.Problems) error {
	link, account, err := p.svc.StaffLink(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	speak(c, account.Language)
	lang := page.FrameOf(c).Lang
	factor, err := newFactor(c, account)
	if err != nil {
		return err
	}
	f := page.NewFields(lang, problems)
	v := setUpView{
		Title: i18n.T(lang, "signin.setup."+string(link.Kind)+".title"),
		Lead: i18n.T(lang, "signin.setup."+string(link.Kind)+".lead", "Name", account.Name, "Until",
			i18n.DateTime(lang, link.ExpiresAt)),
		Address: f.Text("address", "signin.address", account.Address, page.Type("email"), page.Autocomplete("username"),
			page.ReadOnly()),
		Factor: factor,
	}
	v.Password, v.Repeat = newPasswordFields(f)
	v.Code = firstCodeField(f)
	head := page.Head{Title: v.Title, Errors: f.Summary()}
	if head.Errors != nil {
		head.Errors.Again = true
	}
	return setUpPage.Render(c, status, head, v)
}

func newPasswordFields(f *page.Fields) (password, repeat page.Field) {
	return f.Text("password", "password.new", "", page.Type("password"),
			page.Hint("password.hint", "Min", consult.MinPassword),
			page.Autocomplete("new-password")),
		f.Text("repeat", "password.repeat", "", page.Type("password"), page.Autocomplete("new-password"))
}

func firstCodeField(f *page.Fields) page.Field {
	return f.Text("code", "signin.code.label", "", page.Hint("signin.first_code.hint"), page.Code(),
		page.InputMode("numeric"),
		page.Autocomplete("one-time-code"), page.Max(7))
}

func (p *Pages) setUp(c echo.Context) error {
	form := gate.FormOf(c)
	_, account, err := p.svc.StaffLink(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	speak(c, account.Language)
	codes, err := p.svc.SetUpStaff(c.Request().Context(), c.Param("token"), service.SetUp{
		Password: form.Secret("password"), Repeat: form.Secret("repeat"), Secret: form.Line("secret"),
		Code: form.Line("code"),
	}, gate.Origin(c.RealIP()))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderSetUp(c, http.StatusUnprocessableEntity, problems)
	}
	gate.ClearCookie(c)
	lang := page.FrameOf(c).Lang
	v := newCodes(lang, codes, page.Button{
		Text: i18n.T(lang, "signin.setup.next"), Href: address.SignIn, Primary: true,
	})
	return setUpCodesPage.Render(c, http.StatusOK, page.Head{Title: v.Title}, v)
}
