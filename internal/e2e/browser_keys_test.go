//go:build e2e

package e2e

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focus is what has the keyboard, as the page shows it.
type focus struct {
	Name    string
	Tag     string
	Type    string
	Ring    bool // a line of at least two pixels around it, or around its label
	InView  bool // some of it is in the window and not under something else
	Checked bool
}

const focused = `(() => {
  const tidy = s => (s || '').replace(/[\u00ad\u200b]/g, '').replace(/\s+/g, ' ').trim();
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return {Name: '', Tag: '', Type: '', Ring: true, InView: true, Checked: false};
  const by = tidy((e.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id)?.textContent || '').join(' '));
  const labels = e.labels ? [...e.labels] : [];
  const name = tidy(e.getAttribute('aria-label')) || by || tidy(labels.map(l => l.textContent).join(' ')) || tidy(e.textContent) || tidy(e.value) || '';
  // The button in a date field that opens the calendar is drawn, with its ring, by the browser.
  const inner = ['date', 'time'].includes(e.type) && !e.matches(':focus') && e.matches(':focus-within');
  const ring = x => { const s = getComputedStyle(x); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && !/, 0\)$|transparent/.test(s.outlineColor); };
  const inView = x => { const r = x.getBoundingClientRect(); if (r.width < 1 || r.height < 1) return false;
    const px = Math.min(Math.max(r.left + Math.min(r.width, 20) / 2, 0), innerWidth - 1), py = Math.min(Math.max(r.top + r.height / 2, 0), innerHeight - 1);
    if (r.bottom <= 0 || r.right <= 0 || r.top >= innerHeight || r.left >= innerWidth) return false;
    const top = document.elementFromPoint(px, py); return !!top && (x === top || x.contains(top) || top.contains(x) || labels.some(l => l.contains(top))); };
  return {Name: name, Tag: e.tagName.toLowerCase(), Type: e.type || '', Ring: e.matches(':focus-visible') ? [e, ...labels].some(ring) : inner, InView: [e, ...labels].some(inView), Checked: !!e.checked};
})()`

func (p *tab) focus() focus { p.t.Helper(); return ask[focus](p, focused) }

// strike presses keys, as from a keyboard: letters, kb.Enter, kb.Tab.
func (p *tab) strike(keys string) { p.t.Helper(); p.do("keys", press(keys)) }

// press sends what a keyboard sends: a raw key, then its character. With
// chromedp's own KeyEvent the Enter that follows a link goes to where the link
// led as well, and sends the form there.
func press(keys string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range keys {
			for _, event := range kb.Encode(r) {
				if event.Type == kb.KeyDown {
					event.Type = input.DispatchKeyEventTypeRawKeyDown
				}
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *event); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// tabTo goes on with the Tab key until something whose name begins so has the
// keyboard.
func (p *tab) tabTo(name string) focus {
	p.t.Helper()
	return p.tabUntil(name, func(f focus) bool { return strings.HasPrefix(f.Name, name) })
}

// tabToPart is tabTo for a link in the main part with the words in its name.
func (p *tab) tabToPart(words string) focus {
	p.t.Helper()
	return p.tabUntil(words, func(f focus) bool { return f.Tag == "a" && strings.Contains(f.Name, words) })
}

// tabToOneOf is tabTo for whichever comes first.
func (p *tab) tabToOneOf(names []string) focus {
	p.t.Helper()
	return p.tabUntil(strings.Join(names, ", "), func(f focus) bool { return slices.Contains(names, f.Name) })
}

// tabUntil goes on with the Tab key. Wherever it comes by, the focus must be
// seen (WCAG 2.4.7 and 2.4.11).
func (p *tab) tabUntil(what string, there func(focus) bool) focus {
	p.t.Helper()
	var passed []string
	for range 400 {
		p.strike(kb.Tab)
		f := p.focus()
		if f.Tag != "" && !f.Ring {
			p.fail("no focus ring on %s %q", f.Tag, f.Name)
		}
		if f.Tag != "" && !f.InView {
			p.fail("focus on %s %q is outside the window or under something", f.Tag, f.Name)
		}
		if there(f) {
			return f
		}
		passed = append(passed, f.Name)
	}
	p.fail("the Tab key does not reach %q; it passed: %s", what, strings.Join(passed[:min(60, len(passed))], " | "))
	return focus{}
}

// enter presses Enter (or the given key) on what has the keyboard, which leads
// to another page, and returns its status.
func (p *tab) enter(key string) int {
	p.t.Helper()
	return p.load("enter", func(ctx context.Context, _ *chromedp.Target) (*network.Response, error) {
		return chromedp.RunResponse(ctx, press(key))
	})
}

// typeAt goes to a field with the Tab key and types letter by letter.
func (p *tab) typeAt(label, text string) {
	p.t.Helper()
	p.tabTo(label)
	p.do("select", chromedp.Evaluate[chromedp.Void](`document.activeElement.select && document.activeElement.select()`))
	p.strike(text)
}

// skips checks that the first stop of the Tab key on a page leads past the head.
func (p *tab) skips(t *testing.T) {
	t.Helper()
	p.strike(kb.Tab)
	if f := p.focus(); f.Tag != "a" || !f.Ring || !f.InView {
		p.fail("the first stop is no visible skip link but %s %q", f.Tag, f.Name)
	}
	p.strike(kb.Enter)
	p.strike(kb.Tab)
	if !ask[bool](p, `document.querySelector('main').contains(document.activeElement)`) {
		p.fail("the skip link does not lead into the main part")
	}
}
