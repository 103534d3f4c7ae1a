package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
)

// told are the addresses elsewhere that staff gave in the small world, with
// what a page names without leading there: its vocabularies.
var told = []string{
	"https://overleg.merenland.example/", "https://kanarie-conceptlink.example/", "https://schema.org",
	"http://www.w3.org/", "http://www.sitemaps.org/", "http://purl.org/",
}

// foreign says what is wrong with an address that stands in a page at another,
// or "". It is read as a browser does, for whom a backslash is a slash and a tab
// nothing.
func foreign(page, address string) string {
	address = strings.Map(func(r rune) rune {
		switch r {
		case '\\':
			return '/'
		case '\t', '\n', '\r':
			return -1
		}
		return r
	}, strings.TrimSpace(address))
	base, err := url.Parse(testkit.BaseURL)
	if err != nil {
		return err.Error()
	}
	base.Path, _, _ = strings.Cut(page, "?")
	u, err := base.Parse(address)
	switch {
	case strings.Contains(address, "ZgotmplZ"):
		return "the template engine refused what stood here"
	case err != nil:
		return err.Error()
	case u.Scheme == "mailto", u.Scheme == "tel", u.Scheme == "otpauth":
		return ""
	case u.Scheme != "http" && u.Scheme != "https":
		return "the scheme " + u.Scheme
	case u.Host == base.Host && u.Scheme == base.Scheme,
		slices.ContainsFunc(told, func(t string) bool { return strings.HasPrefix(u.String(), t) }):
		return ""
	}
	return "another host"
}

// addressed are the attributes that a browser takes for addresses.
var addressed = []string{
	"href", "src", "action", "formaction", "data", "poster", "cite", "background", "manifest", "ping", "xlink:href",
}

var absolute = regexp.MustCompile(`(?i)\bhttps?:[/\\]+[^\s"'<>]*`)

// foreignIn lists the addresses of others in an answer.
func foreignIn(page string, r *testkit.Response) []string {
	var found []string
	note := func(where, address string) {
		if wrong := foreign(page, address); wrong != "" {
			found = append(found, fmt.Sprintf("%s %q: %s", where, address, wrong))
		}
	}
	if to := r.Header.Get("Location"); to != "" {
		note("Location", to)
	}
	if !isPage(r) {
		if strings.HasPrefix(r.Header.Get("Content-Type"), "text/") ||
			strings.Contains(r.Header.Get("Content-Type"), "xml") {
			for _, address := range absolute.FindAllString(string(r.Body), -1) {
				note("text", address)
			}
		}
		return found
	}
	root, err := html.Parse(strings.NewReader(string(r.Body)))
	if err != nil {
		return []string{err.Error()}
	}
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		for _, a := range node.Attr {
			switch {
			case slices.Contains(addressed, a.Key):
				note(node.Data+" "+a.Key, a.Val)
			case a.Key == "srcset":
				for one := range strings.SplitSeq(a.Val, ",") {
					note("srcset", strings.Fields(one + " .")[0])
				}
			case node.Data == "meta" && a.Key == "content":
				for _, address := range absolute.FindAllString(a.Val, -1) {
					note("meta", address)
				}
			case strings.Contains(a.Val, "ZgotmplZ"):
				note(node.Data+" "+a.Key, a.Val)
			}
		}
		if node.Data == "script" && node.FirstChild != nil {
			var data any
			if err := json.Unmarshal([]byte(node.FirstChild.Data), &data); err != nil {
				found = append(found, "a script that is no data")
			}
			for _, address := range absolute.FindAllString(fmt.Sprint(data), -1) {
				note("data", strings.TrimRight(address, "])}"))
			}
		}
	}
	return found
}

// leadingAway are paths that have led to other sites somewhere.
var leadingAway = []string{
	"//evil.example/x", "/en//evil.example/x", "/en///evil.example", "/en/%2f/evil.example", "/en/%2fevil.example",
	"/en/%5cevil.example", "/en/%5c%5cevil.example",
	"/%5c%5cevil.example", "/%2f%2fevil.example", "/%09/evil.example", "/en/%09/evil.example", "/en/%0a//evil.example",
	"/en/..//evil.example", "/en/.//evil.example",
	"/nieuws//evil.example", "/en/nieuws//evil.example/", "//evil.example/", "/en//evil.example/",
	"/beheer//evil.example/x", "/beheer/%5cevil.example",
	"/en/https://evil.example", "/en/javascript:alert(1)", "/en//evil.example:80/x?a=//evil.example",
	"/zoeken?q=https://evil.example/", "/en/zoeken?q=//evil.example",
	"/zoeken?q=%22%3E%3Ca%20href=//evil.example%3E", "/nieuws?jaar=//evil.example&soort=https://evil.example",
	"/bijeenkomsten?blad=//evil.example",
	"/beheer/aanmelden?verder=//evil.example", "/beheer/aanmelden?verder=https://evil.example/",
	"/beheer/aanmelden?verder=/%5cevil.example", "/beheer/aanmelden?verder=/beheer//evil.example",
	"/beheer?verder=//evil.example", "/beheer/mail?zoek=//evil.example&stand=//evil.example",
	"/beheer/contactpersonen?zoek=%22//evil.example",
}

// TestNoPageLeadsElsewhere: no page, whoever sees it, holds an address of
// another host that staff did not put there, nor one that the template engine
// refused.
func TestNoPageLeadsElsewhere(t *testing.T) {
	t.Parallel()
	v := probe(t, testkit.Options{})
	viewers := map[string]*testkit.Client{"a visitor": v.Client()}
	for _, role := range consult.Roles {
		viewers[string(role)] = v.SignIn(role)
	}
	pages := 0
	look := func(who, path string, r *testkit.Response) {
		if isPage(r) {
			pages++
		}
		for _, wrong := range foreignIn(path, r) {
			t.Errorf("%s at %s: %s", who, path, wrong)
		}
	}
	for who, c := range viewers {
		for _, r := range v.routes() {
			if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/beheer") != (who != "a visitor") {
				continue
			}
			for _, path := range v.addresses(r.Path) {
				look(who, path, c.Get(path))
				if r.English() {
					look(who, respell(path), c.Get(respell(path)))
				}
			}
		}
		for _, path := range leadingAway {
			req := v.bare(http.MethodGet, "/", "", "")
			var err error
			if req.URL, err = url.ParseRequestURI(path); err != nil {
				t.Fatal(err)
			}
			look(who, path, c.Do(req))
		}
	}
	if pages < 400 {
		t.Errorf("only %d pages", pages)
	}
}

// TestForeignAddressesAreNoticed keeps TestNoPageLeadsElsewhere honest.
func TestForeignAddressesAreNoticed(t *testing.T) {
	for body, wrong := range map[string]bool{
		`<a href="/en/x">`: false, `<a href="../x">`: false, `<a href="` + testkit.BaseURL + `/x">`: false,
		`<a href="tel:+31">`:          false,
		`<a href="//evil.example/x">`: true, `<a href="/\evil.example">`: true, "<a href=\"/\t/evil.example\">": true,
		`<a href="#ZgotmplZ">`:    true,
		`<a href="javascript:x">`: true, `<img src="https://evil.example/x">`: true,
		`<form action="//evil.example">`: true, `<p title="ZgotmplZ">`: true,
		`<meta property="og:url" content="https://evil.example/">`:                      true,
		`<button formaction="https://evil.example">`:                                    true,
		`<script type="application/ld+json">{"url":["https://evil.example/"]}</script>`: true,
		`<script type="application/ld+json">{"@context":"https://schema.org","url":"` + testkit.BaseURL +
			`/"}</script>`: false,
	} {
		r := &testkit.Response{Status: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(body)}
		if found := foreignIn("/en/x", r); (len(found) > 0) != wrong {
			t.Errorf("%s: %v", body, found)
		}
	}
	moved := &testkit.Response{Status: 301, Header: http.Header{"Location": {"//evil.example"}}}
	if len(foreignIn("/", moved)) == 0 {
		t.Error("a Location elsewhere")
	}
}
