package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
)

// TestPagesInFewStatements counts the statements of whole requests, signing in
// included, in a small world and in one of many organisations, colleagues and
// reminders: the number depends on neither.
func TestPagesInFewStatements(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]testkit.Options{"sqlite": {}, "postgres": {Postgres: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := testkit.New(t, o)
			p.Invite()
			small := countPages(t, p, p.Ada)
			grow(t, p)
			large := countPages(t, p, p.Ben)
			for what, n := range large {
				t.Logf("%s: %d, and %d in the large world", what, small[what], n)
				if n > most[what] || small[what] > most[what] {
					t.Errorf(
						"%s takes %d statements, and %d in the large world; want at most %d", what, small[what], n,
						most[what],
					)
				}
			}
		})
	}
}

// most is how many statements a request may take. A guest's takes one more once
// somebody of theirs filled in a question.
var most = map[string]int64{"overview": 12, "mail plan": 12, "page of a link": 9, "one tap": 18}

// countPages counts for one who has not answered yet. What every page shows of
// the region is read before and kept.
func countPages(t *testing.T, p *testkit.Program, guestOf consult.Contact) map[string]int64 {
	t.Helper()
	staff, base := p.SignIn(consult.Editor), fmt.Sprintf("/beheer/bijeenkomsten/%d", p.Meeting)
	guest := p.Client()
	staff.Get("/beheer/bijeenkomsten")
	return map[string]int64{
		"overview":       statements(staff, http.MethodGet, base, "", http.StatusOK),
		"mail plan":      statements(staff, http.MethodGet, base+"/mail", "", http.StatusOK),
		"page of a link": statements(guest, http.MethodGet, p.Path(guestOf), "", http.StatusOK),
		"one tap":        statements(guest, http.MethodPost, p.Path(guestOf), "antwoord=ja", http.StatusSeeOther),
	}
}

// statements counts what a request asks of the database.
func statements(c *testkit.Client, method, path, form string, status int) int64 {
	ctx, n := store.Counting(context.Background())
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(form))
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	c.Do(r).Want(status)
	return n.Load()
}

// grow adds organisations with colleagues, reminders that went out, and answers.
func grow(t *testing.T, p *testkit.Program) {
	t.Helper()
	err := p.DB().Update(t.Context(), func(tx *store.Tx) error {
		for k := range 30 {
			o := consult.Organisation{
				Type: consult.Provider, Name: fmt.Sprint("Aanbieder ", k), SortKey: fmt.Sprint("aanbieder ", k),
				CreatedAt: p.Clock.Now(), Version: 1,
			}
			id, err := tx.AddOrganisation(o)
			if err != nil {
				return err
			}
			if k > 20 {
				id = p.DeBrug
			}
			for n := range 3 {
				address := fmt.Sprintf("m%d-%d@aanbieder.example", k, n)
				c := consult.Contact{
					OrganisationID: id, First: fmt.Sprint("Mens", n), Last: fmt.Sprint("Van", k),
					SortKey: fmt.Sprint("van", k, n), Address: address, Canonical: address,
					Language: "nl", CreatedAt: p.Clock.Now(), Version: 1,
				}
				if _, err := tx.AddContact(c); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Invite()
	for days := range 9 {
		rule := consult.Rule{OccasionID: p.Meeting, Before: consult.BeforeDeadline, Days: days, At: 600 + days}
		if _, err := p.Service().AddRule(t.Context(), p.Editor, rule); err != nil {
			t.Fatal(err)
		}
	}
}
