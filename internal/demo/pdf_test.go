package demo

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"samenspraak/internal/consult"
)

// TestPDF follows the file's own table to every object, as a reader does.
func TestPDF(t *testing.T) {
	file, err := pdf("Verslag (’t Waalhof)", talkRoundReport)
	if err != nil {
		t.Fatal(err)
	}
	if kind, err := consult.FileType("verslag.pdf", bytes.NewReader(file), int64(len(file))); err != nil || kind != "application/pdf" {
		t.Errorf("%q, %v", kind, err)
	}
	table, err := strconv.Atoi(string(regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(file)[1]))
	if err != nil || !bytes.HasPrefix(file[table:], []byte("xref\n0 7\n")) {
		t.Fatalf("no table at %d: %v", table, err)
	}
	for n, m := range regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(file[table:], -1) {
		at, err := strconv.Atoi(string(m[1]))
		if err != nil || !bytes.HasPrefix(file[at:], fmt.Appendf(nil, "%d 0 obj\n", n+1)) {
			t.Errorf("object %d is not at %d", n+1, at)
		}
	}
	length, err := strconv.Atoi(string(regexp.MustCompile(`/Length (\d+)`).FindSubmatch(file)[1]))
	content := file[bytes.Index(file, []byte("stream\n"))+len("stream\n"):]
	if err != nil || !bytes.HasPrefix(content[length:], []byte("\nendstream")) {
		t.Errorf("the page is not %d long: %v", length, err)
	}
	if !bytes.Contains(content, []byte("Verslag \\(\x92t Waalhof\\)")) {
		t.Error("the title is not on the page")
	}
	if _, err := pdf("Þ → kan niet", ""); err == nil {
		t.Error("a letter that the font lacks went through")
	}
}
