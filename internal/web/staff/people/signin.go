package people

import (
	"errors"
	"net/http"
	"net/url"

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
	passwordPage = page.New[signInView]("staff/signin/password.html", page.Sign)
	codePage     = page.New[codeView]("staff/signin/code.html", page.Sign)
)

func (p *Pages) signInRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.SignIn, gate.SigningIn, p.showSignIn),
		gate.Post(address.SignIn, gate.SigningIn, p.signIn),
		gate.Get(address.SignInCode, gate.SigningIn, p.showCode),
		gate.Post(address.SignInCode, gate.SigningIn, p.giveCode),
		gate.Get(address.RecoveryCode, gate.SigningIn, p.showCode),
		gate.Post(address.RecoveryCode, gate.SigningIn, p.giveCode),
		gate.Post(address.SignOut, gate.SigningIn, p.signOut),
	}
}

// signInView is the first step: address and password.
type signInView struct {
	Next              string
	Address, Password page.Field
}

func (p *Pages) showSignIn(c echo.Context) error {
	next := gate.Next(gate.Query(c).Get("verder"))
	if _, _, err := p.svc.SignedIn(c.Request().Context(), gate.Token(c)); err == nil {
		return c.Redirect(http.StatusSeeOther, next)
	}
	return renderSignIn(c, http.StatusOK, nil)
}

func renderSignIn(c echo.Context, status int, problems consult.Problems) error {
	form := gate.FormOf(c)
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	v := signInView{
		Next: gate.Next(form.Line("verder")),
		Address: f.Text("address", "signin.address", form.Line("address"), page.Type("email"),
			page.Hint("signin.address.hint"),
			page.Autocomplete("username")),
		Password: f.Text("password", "signin.password", "", page.Type("password"),
			page.Autocomplete("current-password")),
	}
	head := page.Head{Title: i18n.T(lang, "signin.title"), Errors: f.Summary(), Flash: desk.FlashOf(c, "signin")}
	if head.Errors != nil {
		head.Errors.Again = true
	}
	if head.Flash != nil && gate.Query(c).Get("gedaan") == signInExpired {
		head.Flash.Kind = page.Info
	}
	return passwordPage.Render(c, status, head, v)
}

func (p *Pages) signIn(c echo.Context) error {
	form, from, ctx := gate.FormOf(c), browserOf(c), c.Request().Context()
	token, err := p.svc.SignInPassword(ctx, form.Line("address"), form.Secret("password"), from)
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return renderSignIn(c, http.StatusUnprocessableEntity, problems)
	}
	if old := gate.Token(c); old != "" {
		if err := p.svc.SignOut(ctx, old, from.Origin); err != nil {
			return err
		}
	}
	gate.SetCookie(c, token)
	return c.Redirect(http.StatusSeeOther, withNext(address.SignInCode, gate.Next(form.Line("verder"))))
}

// withNext carries the page to go on to through the steps.
func withNext(path, next string) string {
	if next == address.StaffHome {
		return path
	}
	return path + "?verder=" + url.QueryEscape(next)
}

// codeView is the second step, by the app or by a recovery code.
type codeView struct {
	Path, Next, Title, Lead string
	Code                    page.Field
	Other                   page.Link
}

func (p *Pages) showCode(c echo.Context) error {
	return p.renderCode(c, http.StatusOK, nil)
}

func (p *Pages) renderCode(c echo.Context, status int, problems consult.Problems) error {
	account, err := p.svc.HalfSignIn(c.Request().Context(), gate.Token(c))
	if err != nil {
		return p.startAgain(c, err)
	}
	speak(c, account.Language)
	lang, next := page.FrameOf(c).Lang, gate.Next(gate.FormOf(c).Line("verder"))
	f := page.NewFields(lang, problems)
	v := codeView{
		Path: address.SignInCode, Next: next, Title: i18n.T(lang, "signin.code.title"),
		Lead:  i18n.T(lang, "signin.code.lead"),
		Other: page.Link{Text: i18n.T(lang, "signin.code.other"), Href: withNext(address.RecoveryCode, next)},
	}
	if c.Path() == address.RecoveryCode {
		v.Path, v.Title, v.Lead = address.RecoveryCode, i18n.T(lang, "signin.recovery.title"),
			i18n.T(lang, "signin.recovery.lead")
		v.Other = page.Link{Text: i18n.T(lang, "signin.recovery.other"), Href: withNext(address.SignInCode, next)}
		v.Code = f.Text("code", "signin.recovery.label", "", page.Hint("signin.recovery.hint"),
			page.Autocomplete("off"), page.Max(30))
	} else {
		v.Code = codeField(f)
	}
	return codePage.Render(c, status, page.Head{Title: v.Title, Errors: f.Summary()}, v)
}

// codeField asks for the six digits an app shows.
func codeField(f *page.Fields) page.Field {
	return f.Text("code", "signin.code.label", "", page.Hint("signin.code.hint"), page.Code(),
		page.InputMode("numeric"),
		page.Autocomplete("one-time-code"), page.Max(7))
}

func (p *Pages) giveCode(c echo.Context) error {
	form := gate.FormOf(c)
	second := p.svc.SignInCode
	if c.Path() == address.RecoveryCode {
		second = p.svc.SignInRecovery
	}
	tokens, err := second(c.Request().Context(), gate.Token(c), form.Line("code"), browserOf(c))
	if errors.Is(err, consult.ErrClosed) {
		return p.startAgain(c, err)
	}
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderCode(c, http.StatusUnprocessableEntity, problems)
	}
	gate.SetCookie(c, tokens.SignIn)
	gate.SetDevice(c, tokens.Known)
	return c.Redirect(http.StatusSeeOther, gate.Next(form.Line("verder")))
}

// browserOf is where a request of the sign-in comes from.
func browserOf(c echo.Context) service.Browser {
	return service.Browser{
		Name: deviceOf(c.Request().UserAgent()), Origin: gate.Origin(c.RealIP()), Known: gate.Device(c),
	}
}

// signInExpired is the word for a first step that is too long ago.
const signInExpired = "expired"

// startAgain leads to the first step when the time for the second is over.
func (p *Pages) startAgain(c echo.Context, err error) error {
	if !errors.Is(err, consult.ErrClosed) {
		return err
	}
	q := url.Values{"gedaan": {signInExpired}}
	if next := gate.Next(gate.FormOf(c).Line("verder")); next != address.StaffHome {
		q.Set("verder", next)
	}
	return c.Redirect(http.StatusSeeOther, address.SignIn+"?"+q.Encode())
}

func (p *Pages) signOut(c echo.Context) error {
	if err := p.svc.SignOut(c.Request().Context(), gate.Token(c), gate.Origin(c.RealIP())); err != nil {
		return err
	}
	gate.ClearCookie(c)
	return c.Redirect(http.StatusSeeOther, address.SignIn+"?gedaan=signed_out")
}

// speak puts the page in the language of an account that is not signed in yet.
func speak(c echo.Context, language string) {
	frame := page.FrameOf(c)
	frame.Lang = i18n.Parse(language)
	page.SetFrame(c, frame)
}
