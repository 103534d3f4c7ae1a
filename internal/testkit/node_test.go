package testkit

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sample = `<!doctype html><html lang="nl"><head><title>Titel</title></head><body>
<nav aria-label="Kruimelpad"><a href="/">Home</a></nav>
<main id="inhoud"><h1>Komt u?</h1>
<ul class="list wide"><li>Een <b>twee</b><li class="on">Drie</ul>
<div><p>binnen <span>span</span></p></div><p>buiten</p>
<form action="/u/x" method="post">
<input name="naam" value="Ada"><input type="hidden" name="versie" value="3"><input name="uit" value="1" disabled>
<input type="checkbox" name="soort" value="a" checked><input type="checkbox" name="soort" value="b" checked><input type="checkbox" name="soort" value="c">
<input type="radio" name="antwoord" value="yes"><input type="radio" name="antwoord" value="no" checked>
<select name="gemeente"><option value="">Kies</option><option value="2" selected>Elzendam</option></select>
<select name="taal"><option>nl</option><option>en</option></select>
<textarea name="tekst">
een
twee</textarea><button name="knop" value="x">Verstuur</button></form></main><script>niet("lezen")</script></body></html>`

func TestSelectors(t *testing.T) {
	page, err := Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	for selector, want := range map[string]string{
		"h1":                         "Komt u?",
		"main h1":                    "Komt u?",
		"nav h1":                     "",
		"#inhoud > h1":               "Komt u?",
		"body > h1":                  "",
		"ul.list.wide li":            "Een twee|Drie",
		"ul.list.narrow li":          "",
		"li.on, h1":                  "Komt u?|Drie",
		"div p":                      "binnen span",
		"main > p":                   "buiten",
		`nav[aria-label=Kruimelpad]`: "Home",
		`nav[aria-label="Kruim"]`:    "",
		`nav[aria-label^='Kruim'] a`: "Home",
		`[href$="/"]`:                "Home",
		`a[href*=x]`:                 "",
		`main form[action] option`:   "Kies|Elzendam|nl|en",
		`option[selected]`:           "Elzendam",
	} {
		var texts []string
		for _, n := range page.All(selector) {
			texts = append(texts, n.Text())
		}
		if got := strings.Join(texts, "|"); got != want {
			t.Errorf("%s: %q, want %q", selector, got, want)
		}
	}
	if strings.Contains(page.Text(), "lezen") || strings.Contains(page.Text(), "Titel") {
		t.Errorf("read aloud: %s", page.Text())
	}
}

func TestSelectorsThatCannotBeRead(t *testing.T) {
	page, err := Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	for _, selector := range []string{"", "a >", "> a", "a:nothing", "a,,b", "[x", "a ! b"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was read", selector)
				}
			}()
			page.All(selector)
		}()
	}
}

func TestFormAsTheBrowserSendsIt(t *testing.T) {
	page, err := Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"naam": {"Ada"}, "versie": {"3"}, "soort": {"a", "b"}, "antwoord": {"no"}, "gemeente": {"2"}, "taal": {"nl"},
		"tekst": {"een\ntwee"},
	}
	if diff := cmp.Diff(want, page.All("form")[0].Values()); diff != "" {
		t.Error(diff)
	}
}
