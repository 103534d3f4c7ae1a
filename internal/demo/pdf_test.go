package demo

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"samenspraak/internal/consult"
)

// TestPDF follows the file's own table to every object, as a reader does.
func TestPDF(t *testing.T) {
	file, err := pdf("Verslag (’t Waalhof)", strings.Repeat(talkRoundReport, 6))
	if err != nil {
		t.Fatal(err)
	}
	if kind, err := consult.FileType("verslag.pdf", bytes.NewReader(file), int64(len(file))); err != nil || kind != "application/pdf" {
		t.Errorf("%q, %v", kind, err)
	}
	table, err := strconv.Atoi(string(regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(file)[1]))
	if err != nil || !bytes.HasPrefix(file[table:], []byte("xref\n0 14\n")) {
		t.Fatalf("no table at %d: %v", table, err)
	}
	for n, m := range regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(file[table:], -1) {
		at, err := strconv.Atoi(string(m[1]))
		if err != nil || !bytes.HasPrefix(file[at:], fmt.Appendf(nil, "%d 0 obj\n", n+1)) {
			t.Errorf("object %d is not at %d", n+1, at)
		}
	}
	pages := regexp.MustCompile(`/Length (\d+) >>\nstream\n`).FindAllSubmatchIndex(file, -1)
	for _, page := range pages {
		length, err := strconv.Atoi(string(file[page[2]:page[3]]))
		content := file[page[1]:]
		if err != nil || !bytes.HasPrefix(content[length:], []byte("\nendstream")) {
			t.Errorf("a page is not %d long: %v", length, err)
		}
		if !bytes.HasPrefix(content, []byte("BT /F2 18 Tf 60 770 Td (Verslag \\(\x92t Waalhof\\)")) {
			t.Error("the title is not on the page")
		}
	}
	for _, want := range []string{"/Count 4 ", "/Lang (nl-NL)", "/Title <FEFF005600650072", "/Kids [6 0 R 8 0 R 10 0 R 12 0 R]", "/Info 3 0 R"} {
		if !bytes.Contains(file, []byte(want)) || len(pages) != 4 {
			t.Errorf("%d pages, no %s", len(pages), want)
		}
	}
	if _, err := pdf("Þ → kan niet", ""); err == nil {
		t.Error("a letter that the font lacks went through")
	}
}
