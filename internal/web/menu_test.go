package web_test

import (
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web"
	"samenspraak/internal/web/gate"
)

// A list of the staff side that can be saved as a file is where somebody works: whoever may see it has it in
// the menu, and nobody else.
func TestEveryListIsInTheMenu(t *testing.T) {
	t.Parallel()
	p := testkit.New(t, testkit.Options{})
	routes := web.Routes(p.App.Service(), p.Clock.Now)
	for _, role := range consult.Roles {
		home := p.SignIn(role).Get(address.StaffMeetings).Want(http.StatusOK)
		menu := string(home.Body)
		for _, r := range listsIn(routes) {
			action, _ := strings.CutPrefix(r.Access.String(), "staff:")
			may := consult.Allow(consult.Actor{Kind: consult.ByStaff, Role: role}, consult.Action(action)) == nil
			if shown := strings.Contains(menu, `href="`+r.Path+`"`); shown != may {
				t.Errorf("%s: in the menu of a %s: %t, may see it: %t", r.Path, role, shown, may)
			}
		}
	}
}

// listsIn are the lists right under the home of staff that have a file.
func listsIn(routes []gate.Route) []gate.Route {
	has := func(path string) bool {
		return slices.ContainsFunc(
			routes, func(r gate.Route) bool { return r.Method == http.MethodGet && r.Path == path },
		)
	}
	return slices.DeleteFunc(slices.Clone(routes), func(r gate.Route) bool {
		file := has(r.Path+address.AsCSV) || has(address.Under(r.Path, address.ToList+address.AsCSV))
		return r.Method != http.MethodGet || path.Dir(r.Path) != address.StaffHome || !file
	})
}
