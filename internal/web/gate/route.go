// Package gate says who is asking: it knows the sign-in, turns it into an
// actor, and refuses whom a route is not for.
package gate

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
)

// Access says whom a route is for. Its zero value is nobody: a route that
// forgets to say is refused when it is mounted.
type Access struct {
	kind   accessKind
	action consult.Action
}

type accessKind int

const (
	nobody accessKind = iota
	everybody
	secretInPath
	signingIn
	staffOnly
)

// Whom a route can be for.
var (
	// Public is everybody; the page may be cached and sets no cookie.
	Public = Access{kind: everybody}
	// Secret is whoever has the link: the secret in the path is the right.
	Secret = Access{kind: secretInPath}
	// SigningIn is for the pages of the sign-in itself.
	SigningIn = Access{kind: signingIn}
)

// Staff is signed-in staff whose role may do an action.
func Staff(action consult.Action) Access { return Access{kind: staffOnly, action: action} }

// String names the access as it stands in the access table of the tests.
func (a Access) String() string {
	switch a.kind {
	case everybody:
		return "public"
	case secretInPath:
		return "secret"
	case signingIn:
		return "signing-in"
	case staffOnly:
		return "staff:" + string(a.action)
	}
	return "nobody"
}

// Route is one address of the program with whom it is for. Each noun of site
// and staff lists its own; Body is the largest body it takes (0: MaxForm), Many
// names the fields of its form that may come more than once ("question." all
// that begin so).
type Route struct {
	Method string
	Path   string
	Access Access
	Body   int64
	Many   []string
	Handle echo.HandlerFunc
}

// MaxForm is the largest form that is read.
const MaxForm = 256 << 10

// Get is a route that only shows. It answers HEAD too.
func Get(path string, access Access, handle echo.HandlerFunc) Route {
	return Route{Method: http.MethodGet, Path: path, Access: access, Handle: handle}
}

// Post is a route that changes something.
func Post(path string, access Access, handle echo.HandlerFunc) Route {
	return Route{Method: http.MethodPost, Path: path, Access: access, Handle: handle}
}

// WithMany is the route with fields that may come more than once.
func (r Route) WithMany(fields ...string) Route {
	r.Many = fields
	return r
}

// English says whether a public path is also served under /en: pages are, files
// and feeds are not.
func (r Route) English() bool {
	public := r.Access.kind == everybody || r.Access.kind == secretInPath
	return public && !address.OnStaffSide(r.Path) && !address.Within(r.Path, address.Logo) &&
		!strings.Contains(r.Path, ".")
}
