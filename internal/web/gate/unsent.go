package gate

import (
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
)

// Unsent is a form that came when the sign-in had expired. Nothing was done
// with it: it is shown to whoever sent it, to send again.
type Unsent struct {
	Action string // the address it was sent to, of our own
	Fields []Typed
}

// Typed is one field of a form as it was sent.
type Typed struct{ Name, Value string }

// KeepUnsent gives the gate the page that shows a form again whose sender is
// not signed in any more. Without one, every form leads to the sign-in.
func (g *Gate) KeepUnsent(show func(echo.Context, Unsent) error) *Gate {
	g.unsent = show
	return g
}

// WantsJSON says whether a script asks, and reads the answer itself.
func WantsJSON(c echo.Context) bool {
	return strings.Contains(c.Request().Header.Get("Accept"), "application/json")
}

// signInFirst answers who is not signed in. A script gets 401. A form of words
// is shown again, so that what was typed is not lost; it is never sent by
// itself. All else leads to the sign-in.
func (g *Gate) signInFirst(c echo.Context, r Route) error {
	switch {
	case r.Method == http.MethodPost && WantsJSON(c):
		return c.NoContent(http.StatusUnauthorized)
	case g.unsent == nil || !showable(c, r):
		return toSignIn(c)
	}
	r.Body = min(max(r.Body, MaxForm), longestUnsent)
	if err := readForm(c, r); err != nil {
		return err
	}
	if err := readableText(c); err != nil {
		return err
	}
	fields := typed(c)
	if len(fields) == 0 {
		return toSignIn(c)
	}
	return g.unsent(c, Unsent{Action: c.Request().URL.RequestURI(), Fields: fields})
}

// longestUnsent is the largest form that is shown again.
const longestUnsent = 1 << 20

// showable says whether a form may be shown again: files cannot be, and
// passwords and codes, which stand on pages about one's own account only, must
// not.
func showable(c echo.Context, r Route) bool {
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	return r.Method == http.MethodPost && kind == "application/x-www-form-urlencoded" && r.Access.action != consult.KeepOwnAccount
}

// typed are the fields of the body, by name; those of one name in their order.
func typed(c echo.Context) []Typed {
	var fields []Typed
	form := c.Request().PostForm
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			fields = append(fields, Typed{name, value})
		}
	}
	return fields
}
