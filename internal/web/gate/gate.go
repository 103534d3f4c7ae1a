package gate

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/service"
)

// Gate is what all routes of one handler share.
type Gate struct {
	svc     *service.Service
	now     func() time.Time
	secure  bool
	known   []func(echo.Context) error
	unsent  func(echo.Context, Unsent) error
	turns   *turns
	guesses guesses

	progressTime, answerTime time.Duration
}

// New makes a gate. Each known is called as soon as it is known who asks, and
// before anything is refused, so that an error page can have the frame of who
// is signed in.
func New(svc *service.Service, now func() time.Time, known ...func(echo.Context) error) *Gate {
	return &Gate{
		svc: svc, now: now, secure: strings.HasPrefix(svc.BaseURL(), "https://"), known: known,
		turns: newTurns(), progressTime: progressTime, answerTime: answerTime,
	}
}

// What a request carries once it is through the gate.
const (
	actorKey    = "gate.actor"
	receivedKey = "gate.received"
	gateKey     = "gate"
)

// Actor is who asks: staff behind a staff route, a visitor elsewhere. The
// holder of an invitee's link is a visitor here; the use case that reads the
// link knows better.
func Actor(c echo.Context) consult.Actor {
	if a, ok := c.Get(actorKey).(consult.Actor); ok {
		return a
	}
	return consult.Actor{Kind: consult.Visitor, Origin: Origin(c.RealIP())}
}

// SetActor says who asks; pages do not call it, tests of handlers do.
func SetActor(c echo.Context, a consult.Actor) { c.Set(actorKey, a) }

// Received is the instant at which the whole request had been read. It decides
// whether an answer was in time; waiting for a lock does not count against the
// sender.
func Received(c echo.Context) time.Time {
	t, _ := c.Get(receivedKey).(time.Time)
	return t
}

// Origin is a network address as the audit keeps it: without what tells one
// device from its neighbours (IPv4 /24, IPv6 /48). What is no address is empty.
func Origin(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	addr = addr.Unmap().WithZone("")
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	return netip.PrefixFrom(addr, bits).Masked().String()
}

// handler wraps the handler of one route: who asks, may they, the whole body,
// the clock. Whoever may not is refused before their body is read, but for a
// form of words that came too late: see signInFirst.
func (g *Gate) handler(r Route) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(gateKey, g)
		staffSide := address.OnStaffSide(r.Path)
		if staffSide {
			c.Response().Header().Set("Cache-Control", "no-store")
		}
		SetActor(c, consult.Actor{Kind: consult.Visitor, Origin: Origin(c.RealIP())})
		signedIn, err := g.identify(c, r)
		if err != nil {
			return err
		}
		for _, known := range g.known {
			if err := known(c); err != nil {
				return err
			}
		}
		if staffSide && r.Method == http.MethodPost && fromNowhere(c.Request()) {
			return fmt.Errorf("a form that does not say where it comes from: %w", consult.ErrForbidden)
		}
		defer endTurn(c)
		if r.Access.kind == staffOnly {
			if !signedIn {
				return g.signInFirst(c, r)
			}
			if err := consult.Allow(Actor(c), r.Access.action); err != nil {
				return err
			}
		}
		form, done, err := g.read(c, r, signedIn)
		if err != nil {
			return err
		}
		defer done()
		c.Set(receivedKey, g.now())
		if err := readableText(c, form); err != nil {
			return err
		}
		return r.Handle(c)
	}
}

// read reads the form of a POST. Call done when the request is answered.
func (g *Gate) read(c echo.Context, r Route, signedIn bool) (form *Form, done func(), err error) {
	if r.Method != http.MethodPost {
		return &Form{}, func() {}, nil
	}
	var slow *patience
	if signedIn {
		if r.Body > MaxForm {
			slow = g.patient(c)
		}
		form, err = readForm(c, r, reading{limit: max(r.Body, MaxForm), fields: maxFields})
		slow.read()
	} else {
		form, err = g.readStranger(c, r)
	}
	if err != nil {
		slow.done()
		return nil, nil, err
	}
	c.Set(formKey, form)
	return form, func() {
		form.drop()
		slow.done()
	}, nil
}

// fromNowhere says whether a request names no place it comes from. Every
// browser of the last years sends one of these with a form.
func fromNowhere(r *http.Request) bool {
	return r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Site") == ""
}

// identify makes who is signed in the actor of a staff route.
func (g *Gate) identify(c echo.Context, r Route) (bool, error) {
	token := Token(c)
	if r.Access.kind != staffOnly || token == "" {
		return false, nil
	}
	_, account, err := g.svc.SignedIn(c.Request().Context(), token)
	if errors.Is(err, consult.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	SetActor(c, consult.Actor{
		Kind: consult.ByStaff, ID: account.ID, Name: account.Name, Role: account.Role, Language: account.Language,
		Origin: Origin(c.RealIP()),
	})
	return true, nil
}

// toSignIn leads to the sign-in, and from there back to the page that was asked
// for. A form is not sent again after it: what it would do must be looked at
// anew (see signInFirst).
func toSignIn(c echo.Context) error {
	target := address.SignIn
	r := c.Request()
	if back := Next(r.URL.RequestURI()); r.Method != http.MethodPost && back != address.StaffHome {
		target += "?verder=" + url.QueryEscape(back)
	}
	return c.Redirect(http.StatusSeeOther, target)
}

// longestNext bounds the address to go on to.
const longestNext = 500

// Next is an address on the staff side to go on to after signing in, or
// /beheer when the given one is anything else: it may never lead to another
// site, nor to the sign-in itself.
func Next(asked string) string {
	const home = address.StaffHome
	path, _, _ := strings.Cut(asked, "?")
	u, err := url.Parse(asked)
	switch {
	case err != nil, len(asked) > longestNext, u.Scheme != "", u.Host != "", u.Fragment != "",
		strings.Contains(asked, "//"), strings.Contains(asked, `\`), strings.Contains(u.Path, `\`),
		strings.Contains(u.Path, "//"),
		strings.Contains(u.Path, ".."), strings.ContainsFunc(asked, func(r rune) bool { return r <= ' ' || r == 0x7f }),
		!address.OnStaffSide(path):
		return home
	}
	for _, own := range address.SigningIn() {
		if address.Within(path, own) {
			return home
		}
	}
	return asked
}
