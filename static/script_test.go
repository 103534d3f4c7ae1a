package static

import (
	"io/fs"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func TestScriptJoinsItsParts(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	fsys := fstest.MapFS{
		"js/all.js":    file("import { b } from \"./all/b.js\";\nimport { a } from \"./all/a.js\";\n\nb(a);\n"),
		"js/all/a.js":  file("export const a = 1;\n"),
		"js/all/b.js":  file("import { a } from \"./a.js\";\nexport function b() { return a; }\n"),
		"js/bare.js":   file("import \"./all/a.js\";\n"),
		"js/lost.js":   file("import { x } from \"./all/x.js\";\n"),
		"js/twice.js":  file("import { a } from \"./all/a.js\";\nconst a = 2;\n"),
		"js/host.js":   file("import { a } from \"https://elsewhere.example/a.js\";\n"),
		"js/circle.js": file("import { a } from \"./circle.js\";\nrun();\n"),
	}
	for name, want := range map[string]string{
		"js/all.js":    "const a = 1;\nfunction b() { return a; }\n\nb(a);\n",
		"js/circle.js": "run();\n",
	} {
		if got, err := script(fsys, name); err != nil || got != want {
			t.Errorf("script(%s) = %q, %v; want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"js/bare.js", "js/lost.js", "js/twice.js", "js/host.js", "js/none.js"} {
		if got, err := script(fsys, name); err == nil {
			t.Errorf("script(%s) = %q, no error", name, got)
		}
	}
}

func TestScriptIsServedAsModule(t *testing.T) {
	for _, name := range []string{"editor.js", "faq.js"} {
		url := URL(name)
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest("GET", url, nil))
		if got := w.Header().Get("Content-Type"); w.Code != 200 || got != "text/javascript; charset=utf-8" {
			t.Errorf("%s: %d, %q", url, w.Code, got)
		}
		if body := w.Body.String(); regexp.MustCompile(`(?m)^(import|export)\b`).MatchString(body) {
			t.Errorf("%s imports or exports: the address of a part is not under a hash", name)
		}
	}
}

func TestPartHasNoAddressOfItsOwn(t *testing.T) {
	for _, url := range []string{"/static/editor/save.js", "/static/js/editor.js", "/static/save.js"} {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest("GET", url, nil))
		if w.Code != 404 {
			t.Errorf("GET %s: %d", url, w.Code)
		}
	}
}

// A part that no script imports would never run.
func TestEveryPartIsJoinedOnce(t *testing.T) {
	joined := ""
	scripts, err := fs.Glob(files, "js/*.js")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("scripts: %v, %v", scripts, err)
	}
	for _, name := range scripts {
		text, err := script(files, name)
		if err != nil {
			t.Fatal(err)
		}
		joined += text
	}
	parts, err := fs.Glob(files, "js/*/*.js")
	if err != nil || len(parts) == 0 {
		t.Fatalf("parts: %v, %v", parts, err)
	}
	for _, name := range parts {
		text, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		last := strings.TrimPrefix(lastStatement(string(text)), "export ")
		if n := strings.Count(joined, last); n != 1 {
			t.Errorf("%s is joined %d times (looked for %q)", name, n, last)
		}
	}
}

// lastStatement is a module's last statement at its top level.
func lastStatement(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	from := len(lines) - 1
	for from > 0 && (lines[from] == "}" || strings.HasPrefix(lines[from], " ") || lines[from] == "") {
		from--
	}
	return strings.Join(lines[from:], "\n")
}
