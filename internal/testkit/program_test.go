package testkit

import (
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/consult"
)

func TestClock(t *testing.T) {
	c := NewClock(Start)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { c.Advance(time.Minute); c.Now() })
	}
	all.Wait()
	if got := c.Now().Sub(Start); got != 50*time.Minute {
		t.Errorf("advanced by %s", got)
	}
	c.Set(Start)
	if !c.Now().Equal(Start) {
		t.Errorf("set to %s", c.Now())
	}
}

// TestProgram walks through the main job once, so that a test that uses this
// package can trust it.
func TestProgram(t *testing.T) {
	for name, o := range map[string]Options{"sqlite": {}, "postgres": {Postgres: true}} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			p := New(t, o)
			t.Logf("started in %s", time.Since(began).Round(time.Millisecond))
			p.Invite()
			mails := p.Deliver()
			if len(mails) != 3 || !mails[0].At.Equal(Start) {
				t.Fatalf("%d mails: %+v", len(mails), mails)
			}
			visitor := p.Client()
			page := visitor.Get(p.Path(p.Ada)).Want(http.StatusOK)
			if len(page.Page().All("h1")) != 1 || len(visitor.Cookies()) != 0 {
				t.Errorf("cookies %v, page: %s", visitor.Cookies(), page.Page().Text())
			}
			p.Clock.Set(time.Date(2026, time.November, 9, 9, 0, 0, 0, consult.Amsterdam))
			if n := p.Remind(); n != 3 {
				t.Errorf("%d reminders a week before the deadline", n)
			}
			p.Clock.Advance(time.Hour)
			if mails := p.Deliver(); len(mails) != 3 {
				t.Errorf("%d reminders arrived", len(mails))
			}
		})
	}
}

// ownAccount is a page that all staff may see.
const ownAccount = "/beheer/account"

func TestSignIn(t *testing.T) {
	p := New(t, Options{})
	for _, role := range consult.Roles {
		c := p.SignIn(role)
		c.Get(ownAccount).Want(http.StatusOK)
		if len(c.Cookies()) != 1 {
			t.Errorf("%s keeps %v", role, c.Cookies())
		}
	}
	visitor := p.Client()
	if to := visitor.Get(ownAccount).Redirect(); to == "" {
		t.Error("a visitor sees the workspace")
	}
	c := p.SignIn(consult.Admin)
	form := c.Get(ownAccount).Form("form[action='" + ownAccount + "'][method=post]")
	form.Set("naam", "Marleen van den Oosterveld")
	if r := c.Post(ownAccount, form); r.Status != http.StatusSeeOther {
		t.Errorf("a form of our own with %v: %d", form, r.Status)
	}
	// As another site would send it.
	c.Header["Sec-Fetch-Site"], c.Header["Origin"] = []string{"cross-site"}, []string{"https://evil.example"}
	if r := c.Post(ownAccount, url.Values{}); r.Status != http.StatusForbidden {
		t.Errorf("from another site: %d", r.Status)
	}
}

func TestSecondInstance(t *testing.T) {
	first := New(t, Options{Postgres: true})
	second := New(t, Options{Database: first.Config.Database, Clock: first.Clock})
	first.Invite()
	sent := len(first.Deliver()) + len(second.Deliver())
	if sent != 3 {
		t.Errorf("%d invitations by two instances", sent)
	}
}
