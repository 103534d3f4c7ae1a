//go:build e2e

package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// TestNoCookieNoOtherHost follows every link of the site as a visitor and as
// somebody who was invited: no answer sets a cookie, nothing is kept in the
// browser, and no other host is asked for anything.
func TestNoCookieNoOtherHost(t *testing.T) {
	t.Parallel()
	d := newDemoPortal(t)
	p := newBrowser(t).tab(t, d.base, phone)
	pages := 0
	look := func(name string) {
		pages++
		p.clean(name)
	}
	newCrawl(p, "/", func(name string) {
		if !strings.HasPrefix(name, "/beheer") {
			look(name)
		}
	}, "/", "/en").run()
	p.expect(http.StatusOK, p.open(d.link(t, d.world.Consultation, unanswered)))
	p.expect(http.StatusOK, p.press("Nee, ik kan niet"))
	look("an answer")
	p.expect(http.StatusNotFound, p.open("/nergens"))
	look("not found")
	if pages < 15 {
		t.Errorf("only %d pages were looked at", pages)
	}
	if stored := ask[int](
		p, `document.cookie.length + localStorage.length + (window.sessionStorage ? window.sessionStorage.length : 0)`,
	); stored != 0 {
		t.Error("something is kept in the browser")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, address := range p.cookies {
		if !strings.HasPrefix(strings.TrimPrefix(address, p.base), "/beheer") {
			t.Errorf("%s sets a cookie", kindOf(address))
		}
	}
}
