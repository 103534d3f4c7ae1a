//go:build e2e

package e2e

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"samenspraak/internal/consult"
)

// unanswered is somebody who can still answer, and of whose colleagues nobody did.
func unanswered(s consult.Standing) bool {
	return !s.Answered() && s.Invitee.Active() && s.Invitee.StandInID == 0 && s.Contact.Language == "nl" &&
		s.Contact.Undeliverable.IsZero()
}

// TestAnswerByKeyboardOnly answers an invitation on the demo's world without
// ever touching a mouse: yes with what the meeting asks, then a colleague with
// a mistake that must be mended, then no.
func TestAnswerByKeyboardOnly(t *testing.T) {
	t.Parallel()
	d := newDemoPortal(t)
	p := newBrowser(t).tab(t, d.base, phone)
	p.expect(http.StatusOK, p.open(d.link(t, d.world.Consultation, unanswered)))
	p.skips(t)
	p.tabTo("Ja, ik kom")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.sees("Uw antwoord is genoteerd", "U komt naar")
	p.answerQuestions()
	p.sees("Uw antwoord is genoteerd", "U komt naar")

	p.tabTo("Er komt iemand anders")
	p.expect(http.StatusOK, p.enter(" "))
	p.tabTo("Stuur de uitnodiging")
	p.expect(http.StatusUnprocessableEntity, p.enter(kb.Enter))
	p.await("the focus on the list of mistakes", `document.activeElement.matches('.error-summary')`)
	p.strike(kb.Tab)
	p.strike(kb.Enter) // the first link leads to its field
	p.await("the field of the mistake", `document.activeElement.tagName === 'INPUT'`)
	if f := p.focus(); !f.Ring || !f.InView {
		p.fail("the field of a mistake is not seen to have the focus: %+v", f)
	}
	p.open(p.path())
	p.typeAt("Voornaam", "Dirkje")
	p.typeAt("Tussenvoegsel", "ten")
	p.typeAt("Achternaam", "Brinke-’t Hart")
	p.typeAt("E-mailadres van uw collega", "dirkje@voorbeeld.example")
	p.tabTo("Stuur de uitnodiging")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.sees("Dirkje ten Brinke-’t Hart")

	p.tabTo("Nee, ik kan niet")
	p.expect(http.StatusOK, p.enter(kb.Enter))
	p.sees("U komt niet naar")
	p.clean("keyboard only")
}

// answerQuestions fills what a meeting asks besides, with the keyboard: the first
// of every choice.
func (p *tab) answerQuestions() {
	p.t.Helper()
	fields := ask[[]string](
		p,
		`[...document.querySelectorAll('form:has([name=alles]) fieldset')].map(f => f.querySelector('input').labels[0].textContent.trim())`,
	)
	for _, first := range fields {
		p.tabTo(first)
		p.strike(" ")
		if f := p.focus(); !f.Checked {
			p.fail("the space bar does not choose %q", first)
		}
	}
	p.tabTo("Bewaar")
	p.expect(http.StatusOK, p.enter(kb.Enter))
}

// TestAnswerScriptOff does the same on a phone with scripts turned off, and asks
// for a lost link.
func TestAnswerScriptOff(t *testing.T) {
	t.Parallel()
	d := newDemoPortal(t)
	p := newBrowser(t).tab(t, d.base, phone)
	p.withoutScript()
	p.expect(http.StatusOK, p.open(d.link(t, d.world.Consultation, unanswered)))
	p.expect(http.StatusOK, p.press("Er komt iemand anders"))
	p.fill("Voornaam", "Jip")
	p.fill("Achternaam", "Meer")
	p.expect(http.StatusUnprocessableEntity, p.press("Stuur de uitnodiging"))
	p.sees("E-mailadres van uw collega")
	if got := ask[string](p, `document.querySelector('[name=last]').value`); got != "Meer" {
		t.Errorf("after a mistake the form holds %q and not what was typed", got)
	}
	p.fill("E-mailadres van uw collega", "jip@voorbeeld.example")
	p.expect(http.StatusOK, p.press("Stuur de uitnodiging"))
	p.sees("U stuurt Jip Meer")
	p.expect(http.StatusOK, p.press("Mijn collega komt toch niet"))
	p.seesNot("U stuurt")
	p.expect(http.StatusOK, p.press("Herinner mij niet"))
	p.sees("Wij herinneren u niet")
	p.expect(http.StatusOK, p.press("Ik ben niet de juiste persoon"))
	p.sees("U bent niet de juiste persoon")
	p.expect(http.StatusOK, p.press("Ik ben het toch wel"))
	p.expect(http.StatusOK, p.press("Nee, ik kan niet"))
	p.sees("U komt niet naar")
	p.expect(http.StatusOK, p.press("Ik doe online mee"))
	p.sees("U doet online mee")
	p.expect(http.StatusOK, p.open("/mijn"))
	p.fill("E-mailadres", "niemand@nergens.example")
	p.expect(http.StatusOK, p.press("Mail mij een link"))
	p.clean("script off")
}
