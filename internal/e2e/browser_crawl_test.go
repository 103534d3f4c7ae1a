//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// crawl follows every link of the site that leads to a page of a kind not seen
// yet, so that a page nobody listed is looked at too.
type crawl struct {
	p      *tab
	within string // only addresses that begin so
	queue  []string
	seen   map[string]bool
	look   func(name string) // at every page
}

func newCrawl(p *tab, within string, look func(name string), from ...string) *crawl {
	return &crawl{p: p, within: within, queue: from, seen: map[string]bool{}, look: look}
}

var (
	number = regexp.MustCompile(`/\d+`)
	secret = regexp.MustCompile(`/(u|mijn|instellen|proef|demo)/[^/?]+`)
	file   = regexp.MustCompile(`\.(?:ics|csv|xlsx|xml|atom|txt|pdf|odt|docx|png|jpg|svg|css|js)$`)
	// Entries and versions differ in their words only.
	entry = regexp.MustCompile(`^((?:/en)?/veelgestelde-vragen)/[^/]+(/[^/]+)?`)
	older = regexp.MustCompile(`/[^/]+/versies`)
	// Each Dutch post is looked at, for they are in every state.
	other = regexp.MustCompile(`^/en/nieuws/[^/]+$`)
	// These say which page it is; all others only what of a list is shown.
	telling = []string{"gedaan", "antwoord"}
)

// kindOf is what pages that differ only in whose they are have in common.
func kindOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	var query []string
	for name, values := range u.Query() {
		if slices.Contains(telling, name) {
			query = append(query, name+"="+values[0])
		}
	}
	slices.Sort(query)
	if len(u.Query()) > len(query) { // a list filtered, sorted or turned over
		query = append(query, "…")
	}
	kind := number.ReplaceAllString(secret.ReplaceAllString(u.Path, "/$1/…"), "/N")
	kind = older.ReplaceAllString(entry.ReplaceAllStringFunc(kind, func(s string) string {
		return entry.ReplaceAllString(s, "$1") +
			strings.Repeat("/T", strings.Count(strings.TrimPrefix(s, "/en"), "/")-1)
	}), "/T/versies")
	kind = other.ReplaceAllString(kind, "/en/nieuws/T")
	if len(query) > 0 {
		kind += "?" + strings.Join(query, "&")
	}
	return kind
}

// run looks at every page until nothing is left; at a kind of page it looks
// once, at each meeting's own pages in every meeting that is named in from.
func (c *crawl) run() {
	c.p.t.Helper()
	for len(c.queue) > 0 {
		address := c.queue[0]
		c.queue = c.queue[1:]
		kind := kindOf(address)
		if c.seen[kind] || file.MatchString(strings.Split(address, "?")[0]) {
			continue
		}
		c.seen[kind] = true
		if !c.p.isPage(address) && !c.p.leads(address) {
			continue
		}
		if status := c.p.open(address); status != http.StatusOK {
			c.p.t.Errorf("a link leads to %s, which answers %d", secret.ReplaceAllString(address, "/$1/…"), status)
			continue
		}
		c.look(kind)
		c.queue = append(c.queue, c.p.links(c.within)...)
	}
}

// isPage asks whether an address answers with HTML: a browser that is sent to a
// file does not arrive anywhere.
func (p *tab) isPage(address string) bool {
	p.t.Helper()
	res := p.fetch(http.MethodHead, address)
	_ = res.Body.Close()
	return strings.HasPrefix(res.Header.Get("Content-Type"), "text/html")
}

// leads asks whether an address leads on to another one.
func (p *tab) leads(address string) bool {
	p.t.Helper()
	res := p.fetch(http.MethodHead, address)
	_ = res.Body.Close()
	return res.StatusCode >= 300 && res.StatusCode < 400
}

// fetch asks for an address with the cookies of the tab and without the browser.
func (p *tab) fetch(method, address string) *http.Response {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	kept, err := chromedp.Run(ctx, func(ctx context.Context, _ *chromedp.Target) (network.GetCookiesResult, error) {
		return chromedp.Call(ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{p.base}})
	})
	if err != nil {
		p.fail("cookies: %v", err)
	}
	r, err := http.NewRequest(method, p.base+address, http.NoBody)
	if err != nil {
		p.fail("%s: %v", address, err)
	}
	for _, c := range kept.Cookies {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	client := http.Client{
		Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Do(r)
	if err != nil {
		p.fail("%s: %v", address, err)
	}
	return res
}

// links are the addresses that the page leads to and that begin with a prefix,
// those with a fragment left out.
func (p *tab) links(within string) []string {
	p.t.Helper()
	all := ask[[]string](
		p, `[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href')).filter(h => h.startsWith('/'))`,
	)
	return slices.DeleteFunc(
		all, func(h string) bool { return !strings.HasPrefix(h, within) || strings.Contains(h, "#") },
	)
}

// submit sends a form that the page does not have, as a browser does: what came
// too late or was made by hand.
func (p *tab) submit(path string, fields ...string) int {
	p.t.Helper()
	pairs, _ := json.Marshal(fields)
	target, _ := json.Marshal(path)
	p.do("make a form", evaluate(fmt.Sprintf(`(() => {
      const f = document.createElement('form'); f.method = 'post'; f.action = %s; f.id = 'made';
      const pairs = %s;
      for (let i = 0; i + 1 < pairs.length; i += 2) { const e = document.createElement('input'); e.type = 'hidden'; e.name = pairs[i]; e.value = pairs[i + 1]; f.append(e); }
      const b = document.createElement('button'); b.textContent = 'verstuur-gemaakt'; f.append(b); document.body.prepend(f);
    })()`, target, pairs)))
	return p.press("verstuur-gemaakt")
}

func TestKindOf(t *testing.T) {
	for address, want := range map[string]string{
		"/beheer/bijeenkomsten/12/genodigden?stand=open&q=x": "/beheer/bijeenkomsten/N/genodigden?…",
		"/u/abcdef/collega":     "/u/…/collega",
		"/u/abcdef?antwoord=ja": "/u/…?antwoord=ja",
	} {
		if got := kindOf(address); got != want {
			t.Errorf("%s is %s, want %s", address, got, want)
		}
	}
}
