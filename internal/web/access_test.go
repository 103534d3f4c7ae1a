package web_test

import (
	"bufio"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web"
	"samenspraak/internal/web/gate"
)

// table reads testdata/access.txt: method, path and whom it is for. It is the
// second book: a new route without a line here fails, and so does a route that
// is opened to others without this file being changed.
func table(t *testing.T) []string {
	t.Helper()
	f, err := os.Open("testdata/access.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var lines []string
	for s := bufio.NewScanner(f); s.Scan(); {
		if line := strings.Join(strings.Fields(s.Text()), " "); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

func line(r gate.Route) string { return r.Method + " " + r.Path + " " + r.Access.String() }

func TestEveryRouteIsInTheAccessTable(t *testing.T) {
	p := testkit.New(t, testkit.Options{Empty: true})
	var routes []string
	for _, r := range web.Routes(p.App.Service(), p.Clock.Now) {
		routes = append(routes, line(r))
	}
	slices.Sort(routes)
	if diff := cmp.Diff(table(t), routes); diff != "" {
		t.Errorf("testdata/access.txt (-) and the routes (+) differ:\n%s", diff)
	}
}

// TestRolesReachWhatTheTableSays asks every route as every role, and without
// signing in, and looks whether the gate opens.
func TestRolesReachWhatTheTableSays(t *testing.T) {
	t.Parallel()
	p := testkit.New(t, testkit.Options{})
	routes := web.Routes(p.App.Service(), p.Clock.Now)
	for _, r := range routes {
		action, staff := strings.CutPrefix(r.Access.String(), "staff:")
		path := fill(r.Path)
		if got := ask(p.Client(), r.Method, path); staff != got.refused() {
			t.Errorf(
				"%s %s: a visitor gets %d to %q; for staff only: %t", r.Method, r.Path, got.Status,
				got.Header.Get("Location"), staff,
			)
		}
		if !staff {
			continue
		}
		for _, role := range consult.Roles {
			may := consult.Allow(consult.Actor{Kind: consult.ByStaff, Role: role}, consult.Action(action)) == nil
			got := ask(p.SignIn(role), r.Method, path)
			if forbidden := got.Status == http.StatusForbidden; may == forbidden || got.toSignIn() {
				t.Errorf("%s %s: a %s gets %d; may %s: %t", r.Method, r.Path, role, got.Status, action, may)
			}
		}
	}
}

// fill puts something for every parameter of a path; what it names need not
// exist, for the gate stands before it.
func fill(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") {
			parts[i] = "1"
		}
	}
	return strings.Join(parts, "/")
}

type answer struct{ *testkit.Response }

func ask(c *testkit.Client, method, path string) answer {
	if method == http.MethodPost {
		return answer{c.Post(path, url.Values{})}
	}
	return answer{c.Get(path)}
}

// toSignIn says that the gate sends whoever asks to sign in first. The pages of
// the sign-in itself go there too, with a word on what was done.
func (a answer) toSignIn() bool {
	to, query, _ := strings.Cut(a.Header.Get("Location"), "?")
	return a.Status == http.StatusSeeOther && to == address.SignIn && !strings.HasPrefix(query, "gedaan=")
}

// refused says that the gate stayed shut.
func (a answer) refused() bool { return a.toSignIn() || a.Status == http.StatusForbidden }
