package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"samenspraak/internal/testkit"
)

// tryUntilRefused acts until the answer is 429 and returns how often it was
// let through. Each try claims another address, as whoever evades a limit does.
func tryUntilRefused(t *testing.T, most int, c *testkit.Client, act func(i int) *testkit.Response) int {
	t.Helper()
	for i := range most {
		c.Header = http.Header{
			"X-Forwarded-For": {fmt.Sprintf("203.0.%d.7", i)}, "X-Real-Ip": {fmt.Sprintf("203.0.%d.7", i)},
			"Forwarded": {fmt.Sprintf("for=203.0.%d.7", i)}, "True-Client-Ip": {fmt.Sprintf("203.0.%d.7", i)},
		}
		r := act(i)
		if r.Status != http.StatusTooManyRequests {
			continue
		}
		after, err := strconv.Atoi(r.Header.Get("Retry-After"))
		if err != nil || after < 1 || after > 3601 {
			t.Errorf("Retry-After is %q", r.Header.Get("Retry-After"))
		}
		if len(c.Get("/").Body) == 0 {
			t.Error("the site is gone for who was refused")
		}
		return i
	}
	t.Errorf("%d tries and no end", most)
	return most
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		most int
		act  func(p *testkit.Program, c *testkit.Client) func(i int) *testkit.Response
	}{
		"a password, one account": {10, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			return func(i int) *testkit.Response {
				return c.Post(
					"/beheer/aanmelden",
					url.Values{
						"address": {"m.oosterveld@merenland.example"}, "password": {fmt.Sprint("fout wachtwoord ", i)},
					},
				)
			}
		}},
		"a password, many accounts": {10, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			return func(i int) *testkit.Response {
				return c.Post(
					"/beheer/aanmelden",
					url.Values{"address": {fmt.Sprintf("m%d@merenland.example", i)}, "password": {testkit.Password}},
				)
			}
		}},
		"a code": {5, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			c.Post(
				"/beheer/aanmelden",
				url.Values{"address": {"m.oosterveld@merenland.example"}, "password": {testkit.Password}},
			)
			return func(i int) *testkit.Response {
				return c.Post("/beheer/code", url.Values{"code": {fmt.Sprintf("%06d", i)}})
			}
		}},
		"a code by many half sign-ins": {10, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			return func(i int) *testkit.Response {
				if i%4 == 0 {
					c.Post(
						"/beheer/aanmelden",
						url.Values{"address": {"m.oosterveld@merenland.example"}, "password": {testkit.Password}},
					)
				}
				return c.Post("/beheer/code", url.Values{"code": {fmt.Sprintf("%06d", i)}})
			}
		}},
		"a recovery code": {5, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			c.Post(
				"/beheer/aanmelden",
				url.Values{"address": {"m.oosterveld@merenland.example"}, "password": {testkit.Password}},
			)
			return func(i int) *testkit.Response {
				return c.Post("/beheer/herstelcode", url.Values{"code": {fmt.Sprintf("aaaa-bbbb-cc%02d", i)}})
			}
		}},
		"mail to one address": {3, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			return func(i int) *testkit.Response {
				spellings := []string{"ada@debrug.example", "ADA@debrug.example", " ada@DEBRUG.example "}
				return c.Post([]string{"/mijn", "/en/mijn"}[i%2], url.Values{"address": {spellings[i%3]}})
			}
		}},
		"mail to many addresses": {10, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			return func(i int) *testkit.Response {
				return c.Post("/mijn", url.Values{"address": {fmt.Sprintf("a%d@debrug.example", i)}})
			}
		}},
		"colleagues": {3, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			p.Invite()
			return func(i int) *testkit.Response {
				r := c.Post(
					p.Path(p.Ada)+"/collega",
					url.Values{
						"first": {"Iris"}, "last": {fmt.Sprint("Zoon", i)},
						"address": {fmt.Sprintf("iris%d@debrug.example", i)},
					},
				)
				c.Post(p.Path(p.Ada)+"/collega/terug", url.Values{})
				return r
			}
		}},
		"answers": {30, func(p *testkit.Program, c *testkit.Client) func(int) *testkit.Response {
			p.Invite()
			return func(i int) *testkit.Response {
				return c.Post(
					p.Path(p.Ada), url.Values{"alles": {"1"}, "antwoord": {"ja"}, "people": {fmt.Sprint("Naam ", i)}},
				)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := testkit.New(t, testkit.Options{})
			c := p.Client()
			act := one.act(p, c)
			if n := tryUntilRefused(t, one.most+3, c, act); n > one.most {
				t.Errorf("%d tries were let through, not %d", n, one.most)
			}
			if name == "mail to one address" {
				p.Clock.Advance(10 * time.Minute)
				if mails := len(p.Deliver()); mails == 0 || mails > 3 {
					t.Errorf("%d mails to one address", mails)
				}
			}
			p.Clock.Advance(2 * time.Hour)
			if r := act(0); r.Status == http.StatusTooManyRequests {
				t.Error("the limit does not end")
			}
		})
	}
}
