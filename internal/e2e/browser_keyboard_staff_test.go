//go:build e2e

package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"samenspraak/internal/consult"
)

// TestStaffKeyboard is an editor at a desk without a mouse: set up by the link,
// sign in, find somebody who was invited, note what was said on the telephone.
func TestStaffKeyboard(t *testing.T) {
	t.Parallel()
	d := newDemoPortal(t)
	p := newBrowser(t).tab(t, d.base, desk)
	editor, link := newColleague(t, d.portal, "Fenna Hoekstra", "f.hoekstra@merenland.example", consult.Editor)
	editor.setUp(p, p.keyboard(), link)
	editor.signIn(p, p.keyboard())
	p.skips(t)

	p.expect(http.StatusOK, p.open("/beheer/bijeenkomsten"))
	p.tabTo("Consultatiebijeenkomst jeugdhulp 2028")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.tabTo("Genodigden")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.typeAt("Naam of organisatie", "IJzerman")
	p.expect(http.StatusOK, p.enter(kb.Enter)) // Enter in the field searches
	p.tabToPart("IJzerman")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.tabTo("Noteer een antwoord")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.choose("per telefoon")
	p.choose("Nee")
	p.typeAt("Toelichting", "Belde: die dag in het buitenland.")
	p.tabTo("Noteer het antwoord")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.sees("Het antwoord is genoteerd", "per telefoon", "Fenna Hoekstra")
	p.clean("keyboard only")
}

// choose goes to a group of radio buttons with the Tab key and to one of them
// with the arrow keys, which is how a keyboard does it.
func (p *tab) choose(label string) {
	p.t.Helper()
	p.locate("tick", label, "")
	group := ask[[]string](
		p,
		`[...document.getElementsByName(document.querySelector('[data-found]').name)].map(e => e.labels[0].textContent.replace(/\s+/g, ' ').trim())`,
	)
	p.tabToOneOf(group)
	for range len(group) + 1 {
		if f := p.focus(); f.Checked && strings.HasPrefix(f.Name, label) {
			return
		} else if !f.Checked && strings.HasPrefix(f.Name, label) {
			p.strike(" ")
			continue
		}
		p.strike(kb.ArrowDown)
	}
	p.fail("the arrow keys do not reach %q of %q", label, group)
}
