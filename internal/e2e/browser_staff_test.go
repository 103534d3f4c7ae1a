//go:build e2e

package e2e

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/pquerna/otp/totp"

	"samenspraak/internal/consult"
)

// colleague is a member of staff as the tests play them: with a password in
// their head and an app that makes codes.
type colleague struct {
	name, address, password string
	secret                  string
	clock                   *dial
}

// hands are the two ways in which a page is worked: with a mouse, or with the
// keyboard alone.
type hands struct {
	fill func(label, text string)
	send func(button string) int
}

func (p *tab) mouse() hands { return hands{fill: p.fill, send: p.press} }

func (p *tab) keyboard() hands {
	return hands{fill: p.typeAt, send: func(button string) int {
		p.t.Helper()
		p.tabTo(button)
		return p.enter(kb.Enter)
	}}
}

// newColleague makes an account as `staff add` does and returns its set-up link.
func newColleague(t *testing.T, s *portal, name, address string, role consult.Role) (*colleague, string) {
	t.Helper()
	_, link, err := s.app.Service().AddStaff(context.Background(), consult.SystemActor, address, name, role, "nl")
	if err != nil {
		t.Fatal(err)
	}
	return &colleague{name: name, address: address, password: "een fiets in de regen", clock: s.clock}, link
}

// setUp chooses a password and couples the app, and keeps what the page says.
func (c *colleague) setUp(p *tab, h hands, link string) {
	p.t.Helper()
	p.expect(http.StatusOK, p.open(link))
	p.sees("Stel uw account in", c.name)
	c.secret = strings.ReplaceAll(p.textOf("main code"), " ", "")
	h.fill("Nieuw wachtwoord", c.password)
	h.fill("Nog een keer", c.password)
	h.fill("Code van zes cijfers", c.code(p.t))
	p.expect(http.StatusOK, h.send("Stel in"))
	p.sees("Uw herstelcodes")
}

// signIn gives password and code. A code works once, so the clock must have gone
// on half a minute since the last.
func (c *colleague) signIn(p *tab, h hands) {
	p.t.Helper()
	c.clock.set(c.clock.now().Add(31 * time.Second))
	p.expect(http.StatusOK, p.open("/beheer"))
	h.fill("E-mailadres", c.address)
	h.fill("Wachtwoord", c.password)
	p.expect(http.StatusOK, h.send("Ga verder"))
	h.fill("Code van zes cijfers", c.code(p.t))
	p.expect(http.StatusOK, h.send("Log in"))
	if strings.HasPrefix(p.path(), "/beheer/aanmelden") {
		p.fail("still at the sign-in")
	}
}

func (c *colleague) code(t *testing.T) string {
	t.Helper()
	code, err := totp.GenerateCode(c.secret, c.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}
