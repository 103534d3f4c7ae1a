package gate

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/i18n"
)

// Mount registers the routes, each behind the gate: GET answers HEAD too, and
// what Route.English allows stands under /en as well. It panics when a route
// does not say whom it is for, or when two have the same address: that must
// never be found out later than at the start.
func Mount(e *echo.Echo, routes []Route, g *Gate) {
	taken := map[string]bool{}
	for _, r := range e.Routes() {
		taken[r.Method+" "+r.Path] = true
	}
	for _, r := range routes {
		if r.Access.kind == nobody {
			panic(fmt.Sprintf("gate: %s %s does not say whom it is for", r.Method, r.Path))
		}
		if r.Access.kind == secretInPath {
			r.Handle = g.guessing(r.Handle)
		}
		paths := []string{r.Path}
		if r.English() {
			paths = append(paths, address.In(string(i18n.English), r.Path))
		}
		for _, method := range r.methods() {
			for _, path := range paths {
				if taken[method+" "+path] {
					panic(fmt.Sprintf("gate: %s %s is mounted twice", method, path))
				}
				taken[method+" "+path] = true
				e.Add(method, path, g.handler(r))
			}
		}
	}
}

func (r Route) methods() []string {
	switch r.Method {
	case http.MethodGet:
		return []string{http.MethodGet, http.MethodHead}
	case http.MethodPost:
		return []string{http.MethodPost}
	}
	panic(fmt.Sprintf("gate: %s has the method %q: a browser sends GET or POST", r.Path, r.Method))
}

// CrossOrigin refuses, with 403, what another site makes a browser send to
// change something here; baseURL is where the site is reached. Exempt are the
// addresses with a secret in the path, which is their defence: those pages tell
// nobody where a form comes from (Referrer-Policy: no-referrer), and a browser
// may then send "Origin: null".
func CrossOrigin(baseURL string) (func(http.Handler) http.Handler, error) {
	u, err := url.Parse(baseURL)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("the base URL %q has no host", baseURL)
	}
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
		return nil, fmt.Errorf("trust %s: %w", baseURL, err)
	}
	for _, path := range address.Secrets() {
		protection.AddInsecureBypassPattern("POST " + path)
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "Dit formulier kwam van een andere site. Ga naar "+baseURL+" en vul het daar in.\n\n"+
			"This form came from another site. Go to "+baseURL+" and fill it in there.", http.StatusForbidden)
	}))
	return protection.Handler, nil
}
