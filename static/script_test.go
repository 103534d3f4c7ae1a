package static

import (
	"io/fs"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

// The address of a module changes with every module that it may import.
func TestModulesShareAHash(t *testing.T) {
	build := func(part string) string {
		a, err := Build(fstest.MapFS{
			"css/samenspraak.css": {}, "css/beheer.css": {}, "icons/mark.svg": {},
			"js/all.js": {Data: []byte("import { a } from \"./all/a.js\";\n")}, "js/all/a.js": {Data: []byte(part)},
		})
		if err != nil {
			t.Fatal(err)
		}
		return a.URL("all.js")
	}
	one, same, other := build("export const a = 1;\n"), build("export const a = 1;\n"), build("export const a = 2;\n")
	if one != same || one == other {
		t.Errorf("addresses %s, %s and, with another part, %s", one, same, other)
	}
	if !regexp.MustCompile(`^/static/js-[0-9a-f]{16}/all\.js$`).MatchString(one) {
		t.Errorf("address %q has no hash", one)
	}
}

// imports finds what a module imports: the names and the address.
var imports = regexp.MustCompile(`(?m)^import (?:\{ ([^}]+) \} from )?"([^"]+)";$`)

// Every module that a page or another module asks for is there, as a module,
// to be kept for ever, and gives the names that are taken from it.
func TestEveryImportIsServed(t *testing.T) {
	found := 0
	for name, text := range scripts(t) {
		if n := strings.Count("\n"+text, "\nimport"); n != len(imports.FindAllString(text, -1)) {
			t.Errorf("%s: this test cannot read each of its %d imports", name, n)
		}
		for _, m := range imports.FindAllStringSubmatch(text, -1) {
			found++
			base, err := url.Parse(URL(name))
			if err != nil {
				t.Fatal(err)
			}
			address, err := base.Parse(m[2])
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			Handler().ServeHTTP(w, httptest.NewRequest("GET", address.String(), nil))
			if kind := w.Header().Get("Content-Type"); w.Code != 200 || kind != "text/javascript; charset=utf-8" ||
				!strings.HasSuffix(w.Header().Get("Cache-Control"), "immutable") {
				t.Errorf("%s imports %s: %d %v", name, address, w.Code, w.Header())
			}
			for given := range strings.SplitSeq(m[1], ", ") {
				if !regexp.MustCompile(`(?m)^export (?:function|const|let|class) ` + given + `\b`).
					MatchString(w.Body.String()) {
					t.Errorf("%s takes %s from %s, which does not give it", name, given, address)
				}
			}
		}
	}
	if found == 0 {
		t.Error("no module imports another: this tests nothing")
	}
}

// A part that no module imports would never run.
func TestEveryPartIsImported(t *testing.T) {
	all := scripts(t)
	imported := map[string]bool{}
	for name, text := range all {
		for _, m := range imports.FindAllStringSubmatch(text, -1) {
			imported[path.Join(path.Dir(name), m[2])] = true
		}
	}
	for name := range all {
		if part := strings.Contains(name, "/"); part != imported[name] {
			t.Errorf("%s stands in a folder: %t, and is imported: %t", name, part, imported[name])
		}
	}
}

func TestModuleHasNoAddressWithoutAHash(t *testing.T) {
	for _, address := range []string{
		"/static/editor/save.js", "/static/js/editor.js", "/static/editor.js", URL("editor.js") + "/save.js",
	} {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest("GET", address, nil))
		if w.Code != 404 {
			t.Errorf("GET %s: %d", address, w.Code)
		}
	}
}

// scripts are all files under js/, without that folder, with their texts.
func scripts(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(files, "js", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := files.ReadFile(name)
		found[strings.TrimPrefix(name, "js/")] = string(b)
		return err
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d scripts: %v", len(found), err)
	}
	return found
}
