package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
)

// malformed stands where a page expects something else: escaped, for a path or
// a query.
var malformed = []string{
	"-1", "0", "99999999999999999999", "9223372036854775807", "1e3", "0x1", "%D9%A3", "%00", "1%00", "%FF%FE",
	"%C0%AF", "%ED%A0%80", "..%2F..%2F", "%2e%2e", "1%0d%0aX-Evil:%20y",
	"%25", "1;drop", "'%20OR%201=1--", "%F0%9F%A6%86", strings.Repeat("9", 3000), "[]", "null",
}

// posted is a form as a page shows it.
type posted struct {
	action string
	fields url.Values
}

// forms are all forms that the pages of a viewer show, by action.
func (v *probed) forms(c *testkit.Client, want func(path string) bool) map[string]posted {
	found := map[string]posted{}
	for _, r := range v.routes() {
		if r.Method != http.MethodGet {
			continue
		}
		for _, path := range v.addresses(r.Path) {
			if !want(path) {
				continue
			}
			answer := c.Get(path)
			if answer.Status != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
				continue
			}
			for _, form := range answer.Page().All("form") {
				action, _, _ := strings.Cut(form.Attr("action"), "?")
				if action == "" {
					action = path
				}
				fields := form.Values()
				for _, button := range form.All("button[name]") {
					fields.Set(button.Attr("name"), button.Attr("value"))
				}
				key := strings.ToUpper(form.Attr("method")) + " " + action
				if _, known := found[key]; !known || len(fields) > len(found[key].fields) {
					found[key] = posted{action, fields}
				}
			}
		}
	}
	return found
}

// TestMalformedInput puts nonsense everywhere. What is wrong with it is the
// sender's affair: never ours, so never 5xx.
func TestMalformedInput(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { malformedInput(t, testkit.Options{}) })
	t.Run("postgres", func(t *testing.T) { malformedInput(t, testkit.Options{Postgres: true}) })
}

func malformedInput(t *testing.T, o testkit.Options) {
	v := probe(t, o)
	staff, visitor := v.SignIn(consult.Admin), v.Client()
	client := func(path string) *testkit.Client {
		if strings.HasPrefix(path, "/beheer") {
			return staff
		}
		return visitor
	}
	wrong := func(what string, r *testkit.Response) {
		t.Helper()
		if r.Status >= http.StatusInternalServerError {
			t.Errorf("%s: %d\n%s", what, r.Status, v.log.last())
		}
		if r.Header.Get("X-Evil") != "" {
			t.Errorf("%s: a header of the sender's", what)
		}
	}
	for _, r := range v.routes() {
		nonsense := malformed
		if o.Postgres {
			nonsense = []string{"1%00", "%FF%FE", "99999999999999999999"}
		}
		for _, path := range v.wrongPaths(r.Path, nonsense) {
			body := ""
			if r.Method == http.MethodPost {
				body = "a=b"
			}
			req := v.bare(r.Method, "/", "application/x-www-form-urlencoded", body)
			var err error
			if req.URL, err = url.ParseRequestURI(path); err != nil {
				t.Fatal(err)
			}
			wrong(r.Method+" "+path, client(path).Do(req))
		}
	}
	forms := v.forms(staff, func(path string) bool { return strings.HasPrefix(path, "/beheer") })
	maps.Copy(
		forms,
		v.forms(
			visitor, func(path string) bool { return path == address.SignIn || !strings.HasPrefix(path, "/beheer") },
		),
	)
	if len(forms) < 40 {
		t.Errorf("only %d forms found", len(forms))
	}
	for _, key := range slices.Sorted(maps.Keys(forms)) {
		form := forms[key]
		if strings.HasSuffix(form.action, "/afmelden") {
			continue
		}
		for _, nonsense := range []string{
			"\x00", "a\xff\xfe", "99999999999999999999", "-1", strings.Repeat("é", 5000), "\u202eevil\u2066",
			"2026-13-45", "24:61", "0000-00-00",
		} {
			all := url.Values{}
			for name := range form.fields {
				all[name] = []string{nonsense, nonsense}
			}
			wrong(key+" all of "+nonsense[:1], v.send(client(form.action), key, form.action, all))
		}
		if o.Postgres {
			continue // what one field can do, it can do there as here
		}
		for name := range form.fields {
			one := maps.Clone(form.fields)
			one[name] = []string{"99999999999999999999"}
			wrong(key+" "+name, v.send(client(form.action), key, form.action, one))
		}
	}
}

func (v *probed) send(c *testkit.Client, key, action string, fields url.Values) *testkit.Response {
	if strings.HasPrefix(key, http.MethodPost) {
		return c.Post(action, fields)
	}
	return c.Get(action + "?" + fields.Encode())
}

// wrongPaths has one parameter after the other of nonsense, the others right.
func (v *probed) wrongPaths(route string, nonsense []string) []string {
	right := strings.Split(v.addresses(route)[0], "/")
	var paths []string
	for i, part := range strings.Split(route, "/") {
		if !strings.HasPrefix(part, ":") {
			continue
		}
		for _, wrong := range nonsense {
			path := slices.Clone(right)
			path[i] = wrong
			paths = append(paths, strings.Join(path, "/"))
		}
	}
	return paths
}
