//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// find marks the one element that a person would mean by a text: what is
// visible, the words exactly before words that begin so before words that hold
// it, the main part of the page before its head and foot. It returns the names
// it could have meant when there is none.
const find = `((kind, text, group) => {
  const tidy = s => (s || '').replace(/[\u00ad\u200b]/g, '').replace(/\s+/g, ' ').trim();
  const seen = e => e.checkVisibility({visibilityProperty: true}) || (e.labels && [...e.labels].some(l => l.checkVisibility({visibilityProperty: true})));
  const by = e => tidy((e.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id)?.textContent || '').join(' '));
  const name = e => tidy(e.getAttribute('aria-label')) || by(e) || tidy(e.labels && e.labels.length ? [...e.labels].map(l => l.textContent).join(' ') : '') || tidy(e.textContent) || tidy(e.value);
  const kinds = {
    act: 'a[href], button, summary, input[type=submit]',
    field: 'input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=submit]), textarea, select',
    tick: 'input[type=radio], input[type=checkbox]',
  };
  document.querySelectorAll('[data-found]').forEach(e => e.removeAttribute('data-found'));
  let all = [...document.querySelectorAll(kinds[kind])].filter(seen);
  if (group) all = all.filter(e => { for (let f = e.closest('fieldset, section, form, tr, li, article, dialog'); f; f = f.parentElement?.closest('fieldset, section, form, tr, li, article, dialog')) {
    const head = f.matches('tr, li') ? f : f.querySelector('legend, h2, h3') || document.getElementById(f.getAttribute('aria-labelledby'));
    if (head && tidy(head.textContent).includes(group)) return true; } return false; });
  const main = document.querySelector('main');
  all.sort((a, b) => (main && main.contains(b) ? 1 : 0) - (main && main.contains(a) ? 1 : 0));
  const hit = all.find(e => name(e) === text) || all.find(e => name(e).startsWith(text)) || all.find(e => name(e).includes(text));
  if (!hit) return all.map(name).join(' | ') || 'nothing';
  hit.setAttribute('data-found', '');
  return '';
})`

const found = chromedp.CSS(`[data-found]`)

// locate marks an element of a kind by its text; group narrows it to a
// fieldset, section, row or form that has those words.
func (p *tab) locate(kind, text, group string) {
	p.t.Helper()
	args, _ := json.Marshal([]string{kind, text, group})
	if others := ask[string](p, fmt.Sprintf("%s(...%s)", find, args)); others != "" {
		p.fail("no %s %q %q among: %s", kind, text, group, others)
	}
}

// has says whether the page has an element of a kind with a text.
func (p *tab) has(kind, text string) bool {
	p.t.Helper()
	args, _ := json.Marshal([]string{kind, text, ""})
	return ask[string](p, fmt.Sprintf("%s(...%s)", find, args)) == ""
}

// press clicks a link or button that leads to another page, and returns the
// status of that page.
func (p *tab) press(text string) int { p.t.Helper(); return p.pressIn("", text) }

// pressIn is press within a group.
func (p *tab) pressIn(group, text string) int {
	p.t.Helper()
	p.locate("act", text, group)
	return p.load("press "+text, func(ctx context.Context, t *chromedp.Target) (*network.Response, error) {
		return chromedp.RunResponse(ctx, chromedp.Click(found))
	})
}

// toggle clicks what changes the page in place: a fold, a menu.
func (p *tab) toggle(text string) {
	p.t.Helper()
	p.locate("act", text, "")
	p.do("toggle "+text, chromedp.Click(found))
}

// fill types into a field, in place of what is there. Dates and times are set
// as the browser's own pickers do (2018-11-26, 15:00).
func (p *tab) fill(label, value string) { p.t.Helper(); p.fillIn("", label, value) }

// fillIn is fill within a group.
func (p *tab) fillIn(group, label, value string) {
	p.t.Helper()
	p.locate("field", label, group)
	text, _ := json.Marshal(value)
	set := `((e, v) => {
      if (e.tagName === 'SELECT') {
        const o = [...e.options].find(o => o.text.trim() === v || o.value === v) || [...e.options].find(o => o.text.includes(v));
        if (!o) return [...e.options].map(o => o.text).join(' | ');
        e.value = o.value;
      } else if (['date', 'time', 'datetime-local'].includes(e.type)) e.value = v;
      else { e.focus(); e.select(); return 'type'; }
      e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true}));
      return '';
    })(document.querySelector('[data-found]'), ` + string(text) + `)`
	switch answer := ask[string](p, set); answer {
	case "":
	case "type":
		p.typeText(value)
	default:
		p.fail("field %q has no %q but: %s", label, value, answer)
	}
}

// typeText puts text at the caret, in place of what is selected.
func (p *tab) typeText(value string) {
	p.t.Helper()
	if value == "" {
		p.do("clear", chromedp.KeyEvent("\b"))
		return
	}
	p.do("type", func(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Call(ctx, input.InsertText, input.InsertTextParams{Text: value})
		return chromedp.Void{}, err
	})
}

// tick clicks a radio button or a checkbox; group is its question.
func (p *tab) tick(group, label string) {
	p.t.Helper()
	p.locate("tick", label, group)
	p.do("tick "+label, chromedp.ScrollIntoView(found), chromedp.Evaluate[chromedp.Void](
		`(() => { const e = document.querySelector('[data-found]'); (e.checkVisibility({visibilityProperty: true}) ? e : e.labels[0]).setAttribute('data-found', ''); })()`),
		chromedp.Click(found))
}

// attach chooses files in a file field.
func (p *tab) attach(label string, files ...string) {
	p.t.Helper()
	p.locate("field", label, "")
	p.do("attach", chromedp.SetUploadFiles(found, files))
}

// text is what can be read on the page, with every run of white space as one
// blank and without soft hyphens.
func (p *tab) text() string { p.t.Helper(); return p.textOf("body") }

// textOf is the text of the first element that matches, "" when none does.
func (p *tab) textOf(selector string) string {
	p.t.Helper()
	sel, _ := json.Marshal(selector)
	return tidy(ask[string](p, fmt.Sprintf(`(document.querySelector(%s) || {}).innerText || ""`, sel)))
}

// sees fails unless the page says every one of the texts.
func (p *tab) sees(texts ...string) {
	p.t.Helper()
	page := p.text()
	for _, text := range texts {
		if !strings.Contains(page, tidy(text)) {
			p.fail("the page does not say %q", text)
		}
	}
}

// seesNot fails when the page says one of the texts.
func (p *tab) seesNot(texts ...string) {
	p.t.Helper()
	page := p.text()
	for _, text := range texts {
		if strings.Contains(page, tidy(text)) {
			p.fail("the page says %q", text)
		}
	}
}

// await waits until something holds in the page.
func (p *tab) await(what, expression string) {
	p.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if ask[bool](p, expression) {
			return
		}
	}
	p.fail("waited in vain for %s", what)
}

// expect fails unless a page answered with a status.
func (p *tab) expect(want, got int) {
	p.t.Helper()
	if got != want {
		p.fail("status %d, want %d", got, want)
	}
}

var (
	blanks = regexp.MustCompile(`[\s\x{00a0}\x{202f}]+`)
	hidden = regexp.MustCompile(`[\x{00ad}\x{200b}]`)
)

func tidy(s string) string {
	return strings.TrimSpace(blanks.ReplaceAllString(hidden.ReplaceAllString(s, ""), " "))
}

// shoot saves a picture of the whole page in each of the windows, and leaves
// the tab in the window it had.
func (p *tab) shoot(name string, windows ...window) {
	p.t.Helper()
	defer p.resize(p.window)
	for _, w := range windows {
		p.resize(w.whole(p)) // a frame below the window's edge is not drawn
		ctx, cancel := context.WithTimeout(p.ctx, patience)
		picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		cancel()
		if err != nil {
			p.t.Fatalf("picture %s: %v", name, err)
		}
		p.keep(fmt.Sprintf("%s-%d-%s", name, w.width, w.scheme()), picture)
	}
}

var unfit = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// keep writes a picture to e2e-out, under the test's name, and returns where.
func (p *tab) keep(name string, picture []byte) string {
	folder := filepath.Join(outFolder, unfit.ReplaceAllString(p.t.Name(), "-"))
	file := filepath.Join(folder, unfit.ReplaceAllString(name, "-")+".png")
	err := os.MkdirAll(folder, 0o755)
	if err == nil {
		err = os.WriteFile(file, picture, 0o644)
	}
	if err != nil {
		p.t.Logf("picture %s: %v", name, err)
	}
	return file
}

// outFolder is where pictures go: e2e-out beside go.mod, which git ignores.
var outFolder = filepath.Join("..", "..", "e2e-out")

// evaluate runs an expression in the page for what it does.
func evaluate(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](expression)
}

func readAll(t *testing.T, r io.Reader) string {
	t.Helper()
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(all)
}
