package gate

import (
	"errors"
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
	Files  bool // files came along, and were not kept
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
	form, err := g.readStranger(c, r)
	if errors.Is(err, errTooMany) { // a selection that is made again sooner than it is looked at
		return toSignIn(c)
	}
	if err != nil {
		return err
	}
	if err := readableText(c, form); err != nil {
		return err
	}
	fields := form.typed()
	if len(fields) == 0 {
		return toSignIn(c)
	}
	return g.unsent(c, Unsent{Action: c.Request().URL.RequestURI(), Fields: fields, Files: form.passed})
}

// showable says whether a form may be shown again: passwords and codes, which
// stand on pages about one's own account only, must not be.
func showable(c echo.Context, r Route) bool {
	kind := bodyKind(c.Request())
	return r.Method == http.MethodPost &&
		(kind == "application/x-www-form-urlencoded" || kind == "multipart/form-data") &&
		r.Access.action != consult.KeepOwnAccount
}

func bodyKind(r *http.Request) string {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return kind
}

// typed are the fields of the form as they came, by name; those of one name in
// their order.
func (f *Form) typed() []Typed {
	var fields []Typed
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		for _, value := range f.values[name] {
			fields = append(fields, Typed{name, value})
		}
	}
	return fields
}
