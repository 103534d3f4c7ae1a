package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/testkit"
)

const forgedHost = "vals.example"

// forged are the headers in which a proxy, or anybody, names a host.
func forged() http.Header {
	h := http.Header{}
	for _, name := range []string{
		"X-Forwarded-Host", "X-Forwarded-Server", "X-Original-Host", "X-Host", "X-Http-Host-Override", "X-Real-Host",
	} {
		h.Set(name, forgedHost)
	}
	h.Set("Forwarded", "for=192.0.2.1;host="+forgedHost+";proto=http")
	h.Set("X-Forwarded-Proto", "http")
	h.Set("X-Forwarded-Prefix", "//"+forgedHost)
	h.Set("X-Original-Url", "https://"+forgedHost+"/")
	return h
}

// TestForgedHostCausesNothing sends every form there is, by whoever may send it,
// to another host: it is refused, and no mail is made.
func TestForgedHostCausesNothing(t *testing.T) {
	v := probe(t, testkit.Options{})
	v.deliver()
	before := len(v.mailIDs())
	cookies, sent := v.SignIn(consult.Admin).Cookies(), 0
	for _, route := range v.routes() {
		if route.Method != http.MethodPost {
			continue
		}
		for _, path := range v.addresses(route.Path) {
			for _, base := range []string{testkit.BaseURL, "https://" + forgedHost} {
				r := v.bare(
					http.MethodPost, path, "application/x-www-form-urlencoded",
					"address=ada@debrug.example&antwoord=ja&alles=1&people=Ada&doe=verstuur",
				)
				r.Host = forgedHost
				r.Header.Set("Origin", base)
				for _, c := range cookies {
					r.AddCookie(c)
				}
				answer := httptest.NewRecorder()
				v.App.Handler().ServeHTTP(answer, r)
				if sent++; answer.Code != http.StatusMisdirectedRequest {
					t.Errorf("POST %s to another host: %d", path, answer.Code)
				}
			}
		}
	}
	if after := len(v.mailIDs()); after != before || sent < 100 {
		t.Errorf("%d forms to another host made %d mails", sent, after-before)
	}
}

var anyLink = regexp.MustCompile(`(?i)(?:\bhttps?:)?//[a-z0-9-]+\.[^\s"'<>)]+`)

// foreignLinks are those in a mail that lead elsewhere than to the site and to
// the meeting's own room.
func foreignLinks(m mailbox.Mail) (found []string) {
	for _, link := range anyLink.FindAllString(
		m.Text+"\n"+m.HTML+"\n"+strings.ReplaceAll(m.Calendar, "\r\n ", "")+"\n"+m.Header.Get("List-Unsubscribe"), -1,
	) {
		if !strings.HasPrefix(link, testkit.BaseURL) &&
			!strings.HasPrefix(link, "https://overleg.merenland.example/") &&
			!strings.HasPrefix(link, "http://www.w3.org/") {
			found = append(found, link)
		}
	}
	if strings.Contains(string(m.Raw), forgedHost) {
		found = append(found, forgedHost)
	}
	return found
}

// TestNoMailNamesAForgedHost causes each kind of mail with headers that name
// another host than the one that was configured.
func TestNoMailNamesAForgedHost(t *testing.T) {
	p := testkit.New(t, testkit.Options{})
	guest, staff := p.Client(), p.SignIn(consult.Admin)
	guest.Header, staff.Header = forged(), forged()
	meeting := "/beheer/bijeenkomsten/1"
	asked := func(c *testkit.Client, path, act string, form url.Values) {
		t.Helper()
		filled := c.Get(path).Want(http.StatusOK).Form("main form[method=post]")
		for name, values := range form {
			filled[name] = values
		}
		if r := c.Post(strings.Split(act, "?")[0], filled); r.Status != http.StatusSeeOther &&
			r.Status != http.StatusOK {
			t.Fatalf("POST %s: %d\n%s", act, r.Status, r.Page().Text())
		}
	}
	steps := []struct {
		kind string
		do   func()
		to   string
	}{
		{"invitation", func() {
			asked(
				staff, meeting+"/uitnodigen?soort=provider&soort=sole_practitioner", meeting+"/uitnodigen",
				url.Values{"doe": {"verstuur"}},
			)
		}, p.Ada.Address},
		{"confirmation", func() {
			guest.Post(
				p.Path(p.Ada),
				url.Values{"antwoord": {"ja"}, "alles": {"1"}, "people": {"Ada"}, "role": {"bestuurder"}},
			).Redirect()
		}, p.Ada.Address},
		{"colleague", func() {
			guest.Post(
				p.Path(p.Ben)+"/collega",
				url.Values{"first": {"Kees"}, "last": {"Haas"}, "address": {"kees@debrug.example"}},
			).Redirect()
		}, "kees@debrug.example"},
		{
			"own page", func() { guest.Post("/mijn", url.Values{"address": {p.Carla.Address}}).Redirect() },
			p.Carla.Address,
		},
		{"account", func() {
			staff.Post(
				"/beheer/medewerkers/nieuw",
				url.Values{
					"name": {"Sanne Bakker"}, "address": {"s.bakker@merenland.example"}, "role": {"redacteur"},
					"language": {"nl"},
				},
			).Want(http.StatusOK)
		}, "s.bakker@merenland.example"},
		{
			"reminder",
			func() { p.Clock.Set(time.Date(2026, time.November, 14, 12, 0, 0, 0, consult.Amsterdam)); p.Remind() },
			p.Carla.Address,
		},
		{"cancelled", func() {
			staff = p.SignIn(consult.Admin) // that of two weeks ago has ended
			staff.Header = forged()
			asked(staff, meeting+"/annuleer", meeting+"/annuleer", url.Values{"reason": {"De zaal is dicht."}})
		}, p.Ada.Address},
	}
	for _, one := range steps {
		one.do()
		p.Clock.Advance(time.Minute)
		found := false
		for _, m := range p.Deliver() {
			found = found || m.To == one.to
			if links := foreignLinks(m); len(links) > 0 {
				t.Errorf("%s to %s: %v", one.kind, m.To, links)
			}
			if one.to == m.To && !strings.Contains(m.Text, testkit.BaseURL+"/") {
				t.Errorf("%s to %s has no link to the site:\n%s", one.kind, m.To, m.Text)
			}
		}
		if !found {
			t.Errorf("%s: no mail to %s", one.kind, one.to)
		}
	}
}

// TestForeignLinksAreNoticed is the twin: the look at a mail sees what a mail
// under a forged host would have.
func TestForeignLinksAreNoticed(t *testing.T) {
	for _, m := range []mailbox.Mail{
		{Text: "https://" + forgedHost + "/u/abc"}, {HTML: `<a href="//` + forgedHost + `/u/abc">`},
		{Calendar: "URL:https://val\r\n s.example/u"}, {Raw: []byte("List-Unsubscribe: <mailto:a@" + forgedHost)},
	} {
		if len(foreignLinks(m)) == 0 {
			t.Errorf("%+v passes", m)
		}
	}
	if links := foreignLinks(mailbox.Mail{Text: testkit.BaseURL + "/u/abc"}); len(links) > 0 {
		t.Errorf("the site itself does not: %v", links)
	}
}
