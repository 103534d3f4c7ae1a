//go:build e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
)

// setting is a way in which a page may be set: a font, its size, its spacing,
// and whether its words are as long as Dutch makes them: then every text has a
// word of 45 letters and every address is of 60 signs. Heads of columns and
// standings in lists are words of ours, and stay as they are.
type setting struct {
	Name  string `json:"name"`
	Style string `json:"style"`
	Long  bool   `json:"long"`
}

func inFont(font string) string {
	return fmt.Sprintf(`*, ::before, ::after { font-family: %q !important }`, font)
}

const (
	// WCAG 1.4.4.
	twice = ` :root { font-size: 200% !important }`
	// WCAG 1.4.12.
	spaced = ` * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }` +
		` p { margin-block-end: 2em !important }`
	whole = ` * { overflow-wrap: normal !important; hyphens: none !important }`
)

var (
	inWide   = setting{Name: wideFont, Style: inFont(wideFont)}
	inNarrow = setting{Name: narrowFont, Style: inFont(narrowFont)}
	longWide = setting{Name: wideFont + ", long words", Style: inFont(wideFont), Long: true}
	large    = setting{Name: wideFont + " at 200 %", Style: inFont(wideFont) + twice}
	farApart = setting{Name: wideFont + " wide apart", Style: inFont(wideFont) + spaced}
	unbroken = setting{Name: "no break in a word", Style: inFont(wideFont) + whole, Long: true}

	// settingsOf are those that a page is held against in a window of a width.
	// Of long words TestLongWords has every page full.
	settingsOf = map[int64][]setting{
		narrow.width: {inWide, inNarrow, longWide, farApart},
		phone.width:  {inWide, inNarrow, large},
		desk.width:   {inWide, inNarrow},
	}
)

// settingsFor are those for a page in a window: both fonts, and what else there is
// for the first page of a kind.
func settingsFor(width int64, first bool) []setting {
	all := settingsOf[width]
	if !first {
		all = all[:2]
	}
	return all
}

// sideways is what makes the page scroll sideways in the window it has, by
// setting: the innermost elements that stick out, widest first. What scrolls in a frame of its
// own does not count.
const sideways = `(settings => {
  const d = document.documentElement, before = document.adoptedStyleSheets, sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...before, sheet];
  const long = 'Vertegenwoordigingsbevoegdheidsovereenkomsten', address = 'a.van.der.vertegenwoordigingsbevoegdheid@organisatie.example', was = [];
  const lengthen = () => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, n => n.parentElement.closest('script, style, textarea, svg, template, thead, .table .status') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    for (let n; n = walk.nextNode();) {
      const word = n.nodeValue.match(/[\p{L}\u00ad.@-]{4,}/u);
      if (word) { was.push([n, n.nodeValue]); n.nodeValue = n.nodeValue.replace(word[0], word[0].includes('@') ? address : long); }
    }
  };
  const framed = e => { for (let a = e.parentElement; a && a !== document.body && a !== d; a = a.parentElement) if (getComputedStyle(a).overflowX !== 'visible') return true; return false; };
  const out = [];
  // Chromium may keep the widths of another setting where containers are asked
  // for theirs: laid out anew, the page is as if it had been opened so.
  sheet.replaceSync('body { display: none !important }');
  d.getBoundingClientRect();
  for (const one of settings) {
    sheet.replaceSync(one.style);
    if (one.long) lengthen();
    if (d.scrollWidth > d.clientWidth) {
      const wide = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > d.clientWidth + 1 && e.checkVisibility() && !framed(e));
      const name = e => e.tagName.toLowerCase() + (e.getAttribute('class') ? '.' + e.getAttribute('class').trim().replace(/ +/g, '.') : '') + ' "' + e.textContent.trim().replace(/\s+/g, ' ').slice(0, 40) + '"';
      const text = () => { // what sticks out of its element
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange(), found = [];
        for (let n; n = walk.nextNode();) {
          range.selectNodeContents(n);
          if (range.getBoundingClientRect().right > d.clientWidth + 1 && n.parentElement.checkVisibility() && !framed(n.parentElement)) found.push('the words of ' + name(n.parentElement));
        }
        return found.slice(0, 3).join(' | ');
      };
      const inner = wide.filter(e => ![...e.children].some(c => wide.includes(c))).sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right);
      out.push('in ' + one.name + ' scrolls sideways, ' + d.scrollWidth + ' px wide: ' + (inner.slice(0, 3).map(name).join(' | ') || text() || 'by what no element shows'));
    }
    for (const [n, text] of was.splice(0)) n.nodeValue = text;
  }
  document.adoptedStyleSheets = before;
  return out;
})`

// sideways returns what is wider than the window in any of the settings.
func (p *tab) sideways(settings ...setting) []string {
	p.t.Helper()
	list, err := json.Marshal(settings)
	if err != nil {
		p.t.Fatal(err)
	}
	return ask[[]string](p, sideways+"("+string(list)+")")
}

// TestWidthNotices is the twin of the look at widths: on a page of ours without
// the rule that breaks a long word it must find that word, and nothing with it.
func TestWidthNotices(t *testing.T) {
	t.Parallel()
	s := newPortal(t, time.Now(), app.Options{})
	p := newBrowser(t).tab(t, s.base, narrow)
	p.expect(http.StatusOK, p.open("/"))
	if found := p.sideways(settingsOf[narrow.width]...); len(found) > 0 {
		t.Errorf("the page as it is: %q", found)
	}
	found := strings.Join(p.sideways(unbroken), "\n")
	if !strings.Contains(found, unbroken.Name) ||
		!strings.Contains(found, `.brand__name "Vertegenwoordigingsbevoegdheid`) {
		t.Errorf("the page whose words do not break: %q", found)
	}
	if words := p.text(); strings.Contains(words, "Vertegenwoordigingsbevoegdheid") {
		t.Errorf("the long words are left behind: %.200q", words)
	}
}
