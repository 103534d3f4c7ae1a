package gate

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/service"
)

// The name of the cookie. The prefix makes browsers refuse one that another
// host or path has set; they refuse the prefix itself without TLS, which only
// the demo on this machine is without.
const (
	cookieName   = "samenspraak"
	deviceName   = "samenspraak-device"
	cookiePrefix = "__Host-"
)

func (g *Gate) cookie(token string) *http.Cookie {
	c := &http.Cookie{
		Name: cookieName, Value: token, Path: "/", Secure: g.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	if g.secure {
		c.Name = cookiePrefix + c.Name
	}
	return c
}

// deviceCookie is sent with what our own pages ask for alone: only the form of
// the sign-in reads it.
func (g *Gate) deviceCookie(token string) *http.Cookie {
	c := g.cookie(token)
	c.Name = strings.TrimSuffix(c.Name, cookieName) + deviceName
	c.MaxAge, c.SameSite = int(service.KnownDeviceLife.Seconds()), http.SameSiteStrictMode
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

// SetDevice gives the browser the token by which it is known the next time
// somebody signs in there; it stays when the browser closes.
func SetDevice(c echo.Context, token string) {
	if g, ok := c.Get(gateKey).(*Gate); ok {
		c.SetCookie(g.deviceCookie(token))
	}
}

// Token is the token of a sign-in that the browser sent, or "".
func Token(c echo.Context) string { return sent(c, (*Gate).cookie) }

// Device is the token by which the browser is known, or "".
func Device(c echo.Context) string { return sent(c, (*Gate).deviceCookie) }

func sent(c echo.Context, kind func(*Gate, string) *http.Cookie) string {
	g, ok := c.Get(gateKey).(*Gate)
	if !ok {
		return ""
	}
	cookie, err := c.Cookie(kind(g, "").Name)
	if err != nil {
		return ""
	}
	return cookie.Value
}
