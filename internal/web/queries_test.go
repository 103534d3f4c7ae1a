package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
	"samenspraak/internal/web/page"
)

// injected are pieces of SQL where a list expects a word, a column or a number.
var injected = []string{
	"1' OR '1'='1", "1 OR 1=1", "id desc", "(SELECT password_hash FROM staff)", "title; DROP TABLE post; --",
	"1) UNION SELECT 1,2,3 --", "CASE WHEN 1=1 THEN id ELSE title END",
	`"`, "\\", "%", "_", "NULL", "rowid", "pg_sleep(9)",
}

// TestListsTakeNoSQL asks every list for what is no word of its own, by every
// parameter that its forms and links have: each answer is a page or a refusal,
// and shows no more than the list shows without. A column that was named sorts
// like any word that is none.
func TestListsTakeNoSQL(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { listsTakeNoSQL(t, testkit.Options{}) })
	t.Run("postgres", func(t *testing.T) { listsTakeNoSQL(t, testkit.Options{Postgres: true}) })
}

func listsTakeNoSQL(t *testing.T, o testkit.Options) {
	v := probe(t, o)
	staff, visitor := v.SignIn(consult.Admin), v.Client()
	asked, pieces := 0, injected
	if o.Postgres {
		pieces = []string{injected[0], injected[3], injected[4], injected[13]}
	}
	for _, r := range v.routes() {
		if r.Method != http.MethodGet ||
			strings.Contains(r.Path, ":") && !strings.HasSuffix(r.Path, "/genodigden") &&
				!strings.HasSuffix(r.Path, "/uitnodigen") {
			continue
		}
		c, path := visitor, v.addresses(r.Path)[0]
		if strings.HasPrefix(path, "/beheer") {
			c = staff
		}
		plain := c.Get(path)
		if plain.Status != http.StatusOK || !isPage(plain) {
			continue
		}
		for _, name := range parameters(plain, path) {
			none := rowsOf(c.Get(path + "?" + name + "=geen-woord"))
			for _, piece := range pieces {
				asked++
				got := c.Get(path + "?" + url.Values{name: {piece}}.Encode())
				if got.Status >= 500 ||
					got.Status != http.StatusOK && got.Status != http.StatusNotFound &&
						got.Status != http.StatusBadRequest &&
						got.Status != http.StatusUnprocessableEntity && got.Status != http.StatusSeeOther {
					t.Errorf("%s?%s=%s: %d\n%s", path, name, piece, got.Status, v.log.last())
				}
				if got.Status == http.StatusOK && (name == page.SortBy || name == page.SortDown) &&
					!slices.Equal(rowsOf(got), none) {
					t.Errorf("%s?%s=%s sorts", path, name, piece)
				}
				if len(rowsOf(got)) > len(rowsOf(plain)) {
					t.Errorf("%s?%s=%s shows more than the whole list", path, name, piece)
				}
			}
		}
	}
	if asked < 20*len(pieces) {
		t.Errorf("only %d questions", asked)
	}
}

// parameters are the names that the forms and links of a page put behind its
// own address.
func parameters(r *testkit.Response, path string) []string {
	names := map[string]bool{}
	for _, form := range r.Page().All("form") {
		if action, _, _ := strings.Cut(form.Attr("action"), "?"); strings.ToLower(form.Attr("method")) != "post" &&
			(action == "" || action == path) {
			for name := range form.Values() {
				names[name] = true
			}
			for _, field := range form.All("input[name]") {
				names[field.Attr("name")] = true
			}
		}
	}
	for _, link := range r.Page().All("a[href]") {
		if u, err := url.Parse(link.Attr("href")); err == nil && (u.Path == path || u.Path == "") {
			for name := range u.Query() {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// rowsOf are the rows of the tables of a page, in their order.
func rowsOf(r *testkit.Response) []string {
	if !isPage(r) {
		return nil
	}
	var rows []string
	for _, row := range r.Page().All("tbody tr") {
		rows = append(rows, row.Text())
	}
	return rows
}
