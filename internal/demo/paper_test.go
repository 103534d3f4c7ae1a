package demo

import (
	"archive/zip"
	"bytes"
	"cmp"
	"image/png"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/document"
)

// papers are all files of the demo.
func papers() []paper {
	all := []paper{talkRoundPaper, consultationPaper, principlesAgain}
	for _, p := range slices.Concat(posts, answered) {
		all = append(all, p.files...)
	}
	return all
}

// The demo's files are what their names say, and say of themselves what a good
// file does.
func TestPapers(t *testing.T) {
	used := map[string]bool{}
	for _, p := range papers() {
		name := cmp.Or(p.file, p.name)
		used[name] = true
		content, err := files.ReadFile("files/" + name)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := consult.FileType(p.name, bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		facts, err := document.Facts(t.Context(), kind, bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		switch path.Ext(name) {
		case ".pdf":
			if facts.Pages == 0 || facts.DocTitle != p.title || facts.DocLanguage != "nl-NL" {
				t.Errorf("%s: %+v, want the title %q", name, facts, p.title)
			}
		case ".odt":
			checkODT(t, name, p.title, content)
		}
	}
	stored, err := files.ReadDir("files")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range stored {
		if !used[f.Name()] {
			t.Errorf("nothing carries %s", f.Name())
		}
	}
}

// checkODT reads the file as word processors do: its kind stands first, as it
// is, with its length before it (ODF 1.3 part 2, 3.3).
func checkODT(t *testing.T, name, title string, content []byte) {
	t.Helper()
	if string(content[30:38]) != "mimetype" || content[6]&8 != 0 {
		t.Errorf("%s begins with %q, flags %d", name, content[30:38], content[6])
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := z.Open("content.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil || !strings.Contains(string(text), ">"+title+"</text:h>") {
		t.Errorf("%s: %v, no heading %q", name, err, title)
	}
}

// The picture is not empty, and not larger than a phone wants.
func TestWordCloud(t *testing.T) {
	file, err := files.ReadFile("files/woordenwolk-kick-off.png")
	if err != nil || len(file) > 60_000 {
		t.Fatalf("%d bytes, %v", len(file), err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil || picture.Bounds().Dx() != 960 || picture.Bounds().Dy() != 520 {
		t.Fatalf("%v, %v", picture.Bounds(), err)
	}
	dark := 0
	for y := range 520 {
		for x := range 960 {
			if r, _, _, _ := picture.At(x, y).RGBA(); r < 0xc000 {
				dark++
			}
		}
	}
	if dark < 20_000 {
		t.Errorf("%d pixels are drawn", dark)
	}
}
