package archtest

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func place(f Finding) string { return fmt.Sprintf("%s:%d", f.File, f.Line) }

// Every rule finds exactly what was planted for it, so that silence about the project means something.
// Size is apart: its violations are too long to keep, TestSizeNotices makes them.
func TestPlanted(t *testing.T) {
	tree := load(t, "testdata/planted")
	want := planted(t)
	for name, rule := range rules {
		if name == "size" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			found, err := rule(tree)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range found {
				got = append(got, place(f))
			}
			slices.Sort(got)
			got = slices.Compact(got) // a key that both languages lack is found twice
			slices.Sort(want[name])
			if len(want[name]) == 0 {
				t.Fatal("nothing was planted for this rule")
			}
			if diff := cmp.Diff(want[name], got); diff != "" {
				t.Errorf("planted and not found (-), found and not planted (+):\n%s", diff)
			}
		})
	}
}

// planted finds what testdata/planted announces: each violation there carries the word "planted" and the
// names of the rules that must notice it, on the same line.
func planted(t *testing.T) map[string][]string {
	t.Helper()
	want := map[string][]string{}
	root := os.DirFS("testdata/planted")
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			_, names, _ := strings.Cut(line, "planted: ")
			for _, name := range strings.Fields(names) {
				want[name] = append(want[name], place(Finding{File: file, Line: i + 1}))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return want
}

func TestSizeNotices(t *testing.T) {
	function := func(name string, lines int) string {
		return "func " + name + "() {\n" + strings.Repeat("\t_ = 0\n", lines-2) + "}\n"
	}
	long := "package consult\n" + function("fits", longestFunction) + function("bursts", longestFunction+1)
	tree, err := Load(fstest.MapFS{
		"go.mod":                   {Data: []byte("module samenspraak\n")},
		"internal/consult/fine.go": {Data: []byte("package consult\n" + strings.Repeat("\n", longestFile-2))},
		"internal/consult/full.go": {Data: []byte("package consult\n" + strings.Repeat("\n", longestFile))},
		"internal/consult/long.go": {Data: []byte(long)},
		"internal/consult/a_test.go": {Data: []byte("package consult\n" +
			function("TestLong", longestFunction+1) + strings.Repeat("\n", longestFile))},
		"internal/web/site/wide.go": {Data: []byte("package site\n\n//" + strings.Repeat("x", widestLine-2) +
			"\n//" + strings.Repeat("x", widestLine-1) + "\n")},
		"internal/web/site/wide_test.go": {Data: []byte("package site\n\n//" + strings.Repeat("x", widestLine) +
			"\n\nvar s = \"" + strings.Repeat("x", widestLine) + "\"\n")},
		"templates/site/wide.html": {Data: []byte(strings.Repeat("é", widestLine) + "\n" +
			strings.Repeat("é", widestLine+1) + "\n\t" + strings.Repeat("x", widestLine-3))},
	})
	if err != nil {
		t.Fatal(err)
	}
	checkSize(t, tree, "internal/consult/full.go:1", "internal/consult/long.go:102",
		"internal/web/site/wide.go:4", "internal/web/site/wide_test.go:3",
		"templates/site/wide.html:2", "templates/site/wide.html:3")
}

func TestSizeOfPackagesNotices(t *testing.T) {
	files := fstest.MapFS{"go.mod": {Data: []byte("module samenspraak\n")}}
	for i := range longestPages / longestFile {
		name := fmt.Sprintf("/file%d.go", i)
		full := &fstest.MapFile{Data: []byte("package site\n" + strings.Repeat("\n", longestFile-2))}
		files["internal/web/site"+name], files["internal/web/page"+name] = full, full
		files["internal/service"+name], files["internal/web/page"+strings.Replace(name, ".go", "_test.go", 1)] = full,
			full
	}
	one := &fstest.MapFile{Data: []byte("package site\n\n")}
	files["internal/web/site/one.go"], files["internal/service/one.go"] = one, one
	files["internal/web/page/one.go"] = &fstest.MapFile{Data: []byte("package site")}
	files["internal/web/site/two.go"] = &fstest.MapFile{Data: []byte("package site" + strings.Repeat("\n", 10))}
	tree, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	checkSize(t, tree, "internal/web/site:0")
}

func checkSize(t *testing.T, tree *Tree, want ...string) {
	t.Helper()
	found, err := Size(tree)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range found {
		got = append(got, place(f))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
