package page_test

import (
	"strings"
	"testing"

	"samenspraak/internal/web/page/pagetest"
)

func TestCheckFinds(t *testing.T) {
	good := `<!doctype html><html><body><h1 id="a">x</h1><label for="b">y</label><input id="b" aria-describedby="a"><br></body></html>`
	if got := pagetest.Problems([]byte(good)); len(got) > 0 {
		t.Fatalf("a good page has problems: %v", got)
	}
	for name, bad := range map[string]string{
		"style":        `<p style="x">`,
		"style tag":    `<style>a{}</style>`,
		"script":       `<script>x</script>`,
		"handler":      `<p onclick="x"></p>`,
		"twice":        `<p id="a"></p>`,
		"unknown id":   `<p aria-labelledby="nowhere"></p>`,
		"no label":     `<input id="c">`,
		"unbalanced":   `<p><b></p></b>`,
		"never closed": `<div>`,
		"second h1":    `<h1>z</h1>`,
		"refused":      `<a href="#ZgotmplZ">q</a>`,
		"missing key":  `<p>⟦part.none⟧</p>`,
		"script link":  `<a href="JavaScript:x">q</a>`,
		"empty link":   `<a href="">q</a>`,
	} {
		if got := pagetest.Problems([]byte(strings.Replace(good, "<br>", bad, 1))); len(got) == 0 {
			t.Errorf("%s goes unnoticed", name)
		}
	}
}
