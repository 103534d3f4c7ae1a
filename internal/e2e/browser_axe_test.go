//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// axeSource is axe-core, read once.
var axeSource = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile(os.Getenv("SAMENSPRAAK_AXE"))
	return string(source), err
})

// Frames are left out: they show other pages, in a sandbox without scripts.
const axeRun = `axe.run(document, {runOnly: %s, resultTypes: ['violations'], iframes: false}).then(r => r.violations.flatMap(v => v.nodes.map(n =>
  v.id + ' (' + v.impact + '): ' + n.target.join(' ') + ' — ' + n.html.slice(0, 160) + ' — ' + [...n.any, ...n.all, ...n.none].map(c => c.message).join('; '))))`

// Every rule of WCAG 2.2 A and AA.
const axeRules = `{type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}`

// axe returns what axe-core finds on the page as it stands.
func (p *tab) axe(rules string) []string {
	p.t.Helper()
	source, err := axeSource()
	if err != nil {
		p.t.Fatalf("SAMENSPRAAK_AXE does not name axe-core: %v (run the tests with make e2e)", err)
	}
	if !ask[bool](p, `typeof axe === 'object'`) {
		ask[bool](p, source+"\n;true")
	}
	return ask[[]string](p, fmt.Sprintf(axeRun, rules))
}

// shape returns what is wrong with the page's outline: one h1, a title, a
// language, no identifier twice, nothing that is only a hash, no soft hyphen
// where a text is copied or read by a program.
func (p *tab) shape() []string {
	p.t.Helper()
	return ask[[]string](p, `(() => {
      const wrong = [];
      if (document.querySelectorAll('h1').length !== 1) wrong.push(document.querySelectorAll('h1').length + ' h1 elements');
      if (!document.title.trim()) wrong.push('no title');
      if (!['nl', 'en'].includes(document.documentElement.lang)) wrong.push('language ' + document.documentElement.lang);
      if (!document.querySelector('main')) wrong.push('no main');
      for (const e of document.querySelectorAll('[style]')) wrong.push('style attribute on ' + e.outerHTML.slice(0, 80));
      for (const e of document.querySelectorAll('a[href="#"]')) wrong.push('link to nothing: ' + e.textContent.trim());
      // Where a word may break is for the eye alone.
      for (const e of document.querySelectorAll('title, meta[content], script[type="application/ld+json"], textarea, option')) if (/\u00ad/.test(e.textContent + (e.content || ''))) wrong.push('soft hyphen in ' + e.outerHTML.slice(0, 80));
      for (const e of document.querySelectorAll('a[href], [aria-label], [title], [value]')) for (const a of e.attributes) if (/\u00ad|%C2%AD/i.test(a.value)) wrong.push('soft hyphen in ' + a.name + ' of ' + e.outerHTML.slice(0, 80));
      for (const e of document.querySelectorAll('a[href^="mailto:"], a[href^="tel:"], code')) if (/\u00ad/.test(e.textContent)) wrong.push('soft hyphen in ' + e.outerHTML.slice(0, 80));
      const words = (document.body.innerText.match(/<no value>|%!\w?\(|\[[a-z_]+\.[a-z_.]+\]|\b(?:undefined|NaN)\b|\{\{|\b[a-z_]{3,}\.[a-z_]{3,}\.[a-z_.]{3,}\b/g) || [])
        .filter(w => !w.endsWith('.example'));
      for (const w of new Set(words)) wrong.push('shows ' + w);
      return wrong;
    })()`)
}

// audit looks at the page as it stands in the ways in which a person could meet
// it: the first page of a kind wide and light, on a phone in the dark and at
// 320 px, in a wide and a narrow font, at twice the size, and with words as long
// as there are; the next ones of that kind on a phone and at 320 px. name tells
// which page it is.
func (p *tab) audit(name string) {
	p.t.Helper()
	report := func(where string, findings ...string) {
		p.t.Helper()
		for _, finding := range findings {
			p.t.Errorf("%s %s: %s", name, where, finding)
		}
	}
	report("outline", p.shape()...)
	// Light and dark differ in their colours only, and those are the parts': the
	// page of all parts is held against them in every window, others in one each.
	first := firstOfItsKind(name)
	ways := []window{phone.inTheDark()}
	if first {
		ways = []window{desk, phone.inTheDark()}
	}
	if strings.HasSuffix(name, "/bouwstenen") {
		ways = []window{desk, desk.inTheDark(), phone, phone.inTheDark()}
	}
	for _, one := range ways {
		p.resize(one.whole(p))
		report(fmt.Sprintf("%d %s", one.width, one.scheme()), few(p.axe(axeRules))...)
		if first {
			report(fmt.Sprintf("%d px", one.width), p.sideways(settingsOf[one.width]...)...)
		}
	}
	p.resize(narrow)
	report("320 px", p.sideways(settingsFor(narrow.width, first)...)...)
	p.resize(desk)
	report("browser", p.faults()...)
}

var kindsSeen sync.Map

// firstOfItsKind says whether no page of the same shape was looked at before in
// this run: of an article, a meeting or a question the parts are those of the
// others, and an empty world has the pages of a full one.
func firstOfItsKind(name string) bool {
	kind, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(name, "empty "), "/en"), "?")
	if parts := strings.Split(kind, "/"); strings.HasPrefix(kind, "/") && len(parts) > 2 && parts[1] != "beheer" {
		kind = fmt.Sprint("/", parts[1], len(parts))
	}
	_, seen := kindsSeen.LoadOrStore(kind, true)
	return !seen
}

// whole is the window as high as the page: what sticks to an edge covers nothing
// then that one could not scroll to.
func (w window) whole(p *tab) window {
	p.t.Helper()
	p.resize(w)
	w.height = max(w.height, min(ask[int64](p, `document.documentElement.scrollHeight`), 8000))
	return w
}

// few keeps the first two findings of each rule: a list of fifty rows has one
// fault fifty times.
func few(findings []string) []string {
	seen := map[string]int{}
	var kept []string
	for _, finding := range findings {
		rule, _, _ := strings.Cut(finding, " ")
		if seen[rule]++; seen[rule] <= 2 {
			kept = append(kept, finding)
		}
	}
	for rule, n := range seen {
		if n > 2 {
			kept = append(kept, fmt.Sprintf("%s: and %d more", rule, n-2))
		}
	}
	return kept
}

// markup collects the pages as they were sent and has them validated at once.
type markup struct {
	t      *testing.T
	folder string
	names  map[string]string // file → page
}

func newMarkup(t *testing.T) *markup {
	return &markup{t: t, folder: t.TempDir(), names: map[string]string{}}
}

func (m *markup) add(name, source string) {
	file := filepath.Join(m.folder, fmt.Sprintf("%03d.html", len(m.names)))
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		m.t.Fatal(err)
	}
	m.names[file] = name
}

// rules of html-validate: what the standard says. Matters of taste are off, and
// what an autocomplete or a heading should be is looked at elsewhere.
const htmlRules = `{
  "extends": ["html-validate:standard"],
  "rules": {
    "no-trailing-whitespace": "off", "long-title": "off", "no-inline-style": "error", "require-sri": "off",
    "no-implicit-button-type": "off", "prefer-native-element": "off", "void-style": "off", "doctype-style": "off"
  }
}`

// validate fails for every error that html-validate finds.
func (m *markup) validate() {
	m.t.Helper()
	said := map[string]bool{}
	for _, one := range m.errors() {
		if !said[one.text] { // the same part is on many pages
			m.t.Errorf("%s line %d: %s", one.page, one.line, one.text)
			said[one.text] = true
		}
	}
}

type markupError struct {
	page string
	line int
	text string
}

// errors runs html-validate over all the pages.
func (m *markup) errors() []markupError {
	m.t.Helper()
	tool := os.Getenv("SAMENSPRAAK_HTMLVALIDATE")
	if tool == "" {
		m.t.Fatal("SAMENSPRAAK_HTMLVALIDATE does not name html-validate: run the tests with make e2e")
	}
	config := filepath.Join(m.folder, ".htmlvalidate.json")
	if err := os.WriteFile(config, []byte(htmlRules), 0o600); err != nil {
		m.t.Fatal(err)
	}
	var out, wrong bytes.Buffer
	run := exec.Command(tool, "--config", config, "--formatter", "json", m.folder)
	run.Dir, run.Stdout, run.Stderr = m.folder, &out, &wrong
	failed := run.Run()
	var files []struct {
		FilePath string
		Messages []struct {
			RuleID, Message, Selector string
			Severity, Line            int
		}
	}
	if err := json.Unmarshal(out.Bytes(), &files); err != nil {
		m.t.Fatalf("html-validate: %v %v\n%s%s", failed, err, out.Bytes(), wrong.Bytes())
	}
	var errors []markupError
	for _, file := range files {
		for _, one := range file.Messages {
			if one.Severity == 2 {
				text := fmt.Sprintf("%s: %s (%s)", one.RuleID, one.Message, one.Selector)
				errors = append(errors, markupError{m.names[file.FilePath], one.Line, text})
			}
		}
	}
	return errors
}

// validated is what html-validate says of one page.
func validated(t *testing.T, source string) string {
	t.Helper()
	m := newMarkup(t)
	m.add("page", source)
	return fmt.Sprint(m.errors())
}
