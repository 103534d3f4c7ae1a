package gate

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// The name of the cookie. The prefix makes browsers refuse one that another
// host or path has set; they refuse the prefix itself without TLS, which only
// the demo on this machine is without.
const (
	cookieName      = "__Host-samenspraak"
	cookieNamePlain = "samenspraak"
)

func (g *Gate) cookie(token string) *http.Cookie {
	c := &http.Cookie{
		Name: cookieNamePlain, Value: token, Path: "/", Secure: g.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if g.secure {
		c.Name = cookieName
	}
	return c
}

// SetCookie gives the browser the token of a sign-in. It is gone when the
// browser closes; how long it counts the database decides.
func SetCookie(c echo.Context, token string) {
	if g, ok := c.Get(gateKey).(*Gate); ok {
		c.SetCookie(g.cookie(token))
	}
}

// ClearCookie takes it back.
func ClearCookie(c echo.Context) {
	if g, ok := c.Get(gateKey).(*Gate); ok {
		gone := g.cookie("")
		gone.MaxAge = -1
		c.SetCookie(gone)
	}
}

// Token is the token that the browser sent, or "".
func Token(c echo.Context) string {
	g, ok := c.Get(gateKey).(*Gate)
	if !ok {
		return ""
	}
	cookie, err := c.Cookie(g.cookie("").Name)
	if err != nil {
		return ""
	}
	return cookie.Value
}
