package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHashChangesWithContent(t *testing.T) {
	build := func(css string) string {
		a, err := Build(fstest.MapFS{
			"css/samenspraak.css": {Data: []byte("@import url(\"a.css\") layer(base);\n")},
			"css/beheer.css":      {Data: []byte("")},
			"css/a.css":           {Data: []byte(css)},
			"icons/mark.svg":      {Data: []byte("<svg/>")},
			"js/a.js":             {Data: []byte("run();\n")},
		})
		if err != nil {
			t.Fatal(err)
		}
		return a.URL("samenspraak.css")
	}
	one, same, other := build("a{}\n"), build("a{}\n"), build("b{}\n")
	if one != same {
		t.Errorf("the same content has two addresses: %s and %s", one, same)
	}
	if one == other {
		t.Errorf("two contents share the address %s", one)
	}
	if !regexp.MustCompile(`^/static/samenspraak-[0-9a-f]{16}\.css$`).MatchString(one) {
		t.Errorf("address %q has no hash", one)
	}
}

func TestJoin(t *testing.T) {
	fsys := fstest.MapFS{
		"css/all.css": {
			Data: []byte(
				"@layer a, b;\n@import url(\"a.css\") layer(a);\n@import url(\"parts/b.css\") layer(b) print;\n@import url(\"c.css\");\n",
			),
		},
		"css/a.css":       {Data: []byte("a {}\n")},
		"css/parts/b.css": {Data: []byte("b {}\n")},
		"css/c.css":       {Data: []byte("c {}\n")},
		"css/bad.css":     {Data: []byte("@import 'a.css';\n")},
		"css/lost.css":    {Data: []byte("@import url(\"lost/x.css\") layer(a);\n")},
	}
	got, err := join(fsys, "css/all.css")
	want := "@layer a, b;\n@layer a {\na {}\n}\n@layer b {\n@media print {\nb {}\n}\n}\nc {}\n"
	if err != nil || got != want {
		t.Errorf("join = %q, %v; want %q", got, err, want)
	}
	for _, name := range []string{"css/bad.css", "css/lost.css", "css/none.css"} {
		if _, err := join(fsys, name); err == nil {
			t.Errorf("join(%s): no error", name)
		}
	}
}

func TestServe(t *testing.T) {
	get := func(method, path string, head map[string]string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, nil)
		for k, v := range head {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, r)
		return w
	}
	url := URL("beheer.css")
	plain := get("GET", url, nil)
	if plain.Code != 200 || plain.Header().Get("Content-Type") != "text/css; charset=utf-8" ||
		plain.Header().Get("Content-Encoding") != "" {
		t.Fatalf("plain: %d %v", plain.Code, plain.Header())
	}
	if got := plain.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("Cache-Control = %q", got)
	}
	zipped := get("GET", url, map[string]string{"Accept-Encoding": "br, gzip"})
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(body, plain.Body.Bytes()) {
		t.Errorf("the two encodings differ (%v)", err)
	}
	if zipped.Header().Get("ETag") == plain.Header().Get("ETag") {
		t.Error("both encodings share a strong tag")
	}
	if w := get("GET", url, map[string]string{"If-None-Match": plain.Header().Get("ETag")}); w.Code != 304 ||
		w.Body.Len() != 0 {
		t.Errorf("If-None-Match: %d with %d bytes", w.Code, w.Body.Len())
	}
	if w := get("HEAD", url, nil); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") == "" {
		t.Errorf("HEAD: %d with %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
	if w := get("POST", url, nil); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
	for _, path := range []string{
		"/static/", "/static/beheer.css", "/static/css/tokens.css", "/static/../static.go", url + "x",
	} {
		if w := get("GET", path, nil); w.Code != 404 {
			t.Errorf("GET %s: %d", path, w.Code)
		}
	}
	if w := get("GET", URL("mark.svg"), nil); w.Header().Get("Content-Type") != "image/svg+xml" {
		t.Errorf("favicon is %q", w.Header().Get("Content-Type"))
	}
}

func TestUnknownName(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("URL of an unknown asset did not panic")
		}
	}()
	URL("nothing.css")
}

// stylesheets are all files under css/ with their texts.
func stylesheets(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(files, "css", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := files.ReadFile(name)
		found[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestEveryStylesheetIsListedOnce(t *testing.T) {
	rules := importedBy(t, "css/samenspraak.css") + importedBy(t, "css/beheer.css")
	for name := range stylesheets(t) {
		short := strings.TrimPrefix(name, "css/")
		if short == "beheer.css" {
			continue
		}
		if n := strings.Count(rules, `url("`+short+`")`); n != 1 {
			t.Errorf("%s is imported %d times", name, n)
		}
	}
}

func importedBy(t *testing.T, name string) string {
	t.Helper()
	b, err := files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestStylesheetRules(t *testing.T) {
	host := regexp.MustCompile(`(?i)https?:|url\(\s*['"]?//|@font-face`)
	property := regexp.MustCompile(`(^|[{;\s])--[a-z0-9-]+\s*:`)
	for name, css := range stylesheets(t) {
		if m := host.FindString(strings.ReplaceAll(css, `a[href^="http"]`, "")); m != "" {
			t.Errorf("%s reaches outside: %q", name, m)
		}
		if name != "css/tokens.css" && property.MatchString(css) {
			t.Errorf("%s defines a custom property: %s", name, property.FindString(css))
		}
		if strings.Count(css, "{") != strings.Count(css, "}") {
			t.Errorf("%s: braces do not match", name)
		}
	}
	if !property.MatchString(stylesheets(t)["css/tokens.css"]) {
		t.Error("the pattern for custom properties finds none in tokens.css: it tests nothing")
	}
}

func TestEveryUsedPropertyExists(t *testing.T) {
	all := stylesheets(t)
	tokens := all["css/tokens.css"]
	used := regexp.MustCompile(`var\((--(?:p|own)-[a-z0-9-]+)`)
	for name, css := range all {
		for _, m := range used.FindAllStringSubmatch(css, -1) {
			if !strings.Contains(tokens, m[1]+":") {
				t.Errorf("%s uses %s, which tokens.css does not define", name, m[1])
			}
		}
	}
}

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "br, GZIP;q=0.5": true, "gzip;q=0": false, "gzip; q=0.0": false,
		"*": true, "*;q=0": false, "*, gzip;q=0": false, "gzip;q=x": false, "identity": false, "gzipp": false,
	} {
		if got := AcceptsGzip(header); got != want {
			t.Errorf("AcceptsGzip(%q) = %t", header, got)
		}
	}
}

func TestMatches(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "*": true, `"a"`: true, `W/"a"`: true, `"b", "a"`: true, `"b"`: false, `a`: false,
	} {
		if got := Matches(header, `"a"`); got != want {
			t.Errorf("Matches(%s) = %t", header, got)
		}
	}
}
