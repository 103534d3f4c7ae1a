//go:build e2e

package e2e

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// badPage does everything that the browser tests must notice.
const badPage = `<!doctype html><html lang="nl"><head><title>Sle&shy;cht</title><style>
  :focus-visible { outline: none } .pale { color: #ccc; background: #fff } .wide { width: 700px } .aside { position: absolute; left: -999px }
  @media (prefers-color-scheme: dark) { .night { color: #222; background: #111 } }
</style></head><body><main><h1>Een</h1><h1>Twee</h1><p class="pale">Bleek</p><p class="night">Nacht</p><div class="wide">Breed</div>
<div id="a"></div><div id="a"></div><a href="#">Nergens</a><p>reply.problem.people</p><input><button>Klik</button>
<img src="http://elsewhere.example/pixel.png" alt="x"><script>document.cookie = 'volg=1'; console.error('stuk')</script></main></body></html>`

// TestBrowserNotices is the twin of every check below: a page with all the
// faults must be found to have them, or the checks find nothing anywhere.
func TestBrowserNotices(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "spoor", Value: "1"})
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, badPage)
	}))
	defer server.Close()
	p := newBrowser(t).tab(t, server.URL, desk)
	if status := p.open("/slecht"); status != http.StatusTeapot {
		t.Errorf("status %d", status)
	}
	has := func(what, text string, findings ...string) {
		t.Helper()
		if !strings.Contains(strings.Join(findings, "\n"), text) {
			t.Errorf("%s did not notice %q: %q", what, text, findings)
		}
	}
	faults := p.faults()
	has("the guard", "asks another host: http://elsewhere.example/pixel.png", faults...)
	has("the guard", "console: error", faults...)
	has("the guard", "/slecht", p.cookies...)
	has("axe", "color-contrast", p.axe(axeRules)...)
	has("axe", "label", p.axe(axeRules)...)
	if strings.Contains(strings.Join(p.axe(axeRules), "\n"), ".night") {
		t.Error("the light page is judged as if it were dark")
	}
	p.resize(desk.inTheDark())
	has("axe in the dark", ".night", p.axe(axeRules)...)
	shape := p.shape()
	has("the outline", "2 h1", shape...)
	has("the outline", "link to nothing", shape...)
	has("the outline", "soft hyphen in <title>", shape...)
	has("the outline", "reply.problem.people", shape...)
	p.resize(narrow)
	has("the width", "div.wide", p.sideways(inWide)...)
	p.strike(kb.Tab)
	if f := p.focus(); f.Name != "Nergens" || f.Ring {
		t.Errorf("a focus without a ring counts as seen: %+v", f)
	}
	if source := p.source(); source != badPage {
		t.Errorf("the source is not what was sent: %.80s", source)
	}
	if findings := validated(t, badPage); !strings.Contains(findings, "no-dup-id") {
		t.Errorf("html-validate did not notice the identifier twice: %s", findings)
	}
}

// TestScriptOffMeansOff shows that the tests without script run without one.
func TestScriptOffMeansOff(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(
			w,
			`<!doctype html><title>x</title><p>zonder</p><script>document.querySelector('p').textContent = 'met'</script>`,
		)
	}))
	defer server.Close()
	p := newBrowser(t).tab(t, server.URL, phone)
	p.open("/")
	p.sees("met")
	p.withoutScript()
	p.open("/")
	p.sees("zonder")
}
