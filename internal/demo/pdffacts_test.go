package demo

import (
	"bytes"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/document"
)

// The demo's files say of themselves what a good file does.
func TestPDFFacts(t *testing.T) {
	file, err := pdf("Verslag (’t Waalhof) – “Joëlle”", strings.Repeat(talkRoundReport, 6))
	if err != nil {
		t.Fatal(err)
	}
	got, err := document.Facts(t.Context(), "application/pdf", bytes.NewReader(file), int64(len(file)))
	want := consult.FileFacts{Pages: 4, DocTitle: "Verslag (’t Waalhof) – “Joëlle”", DocLanguage: "nl-NL"}
	if got != want || err != nil {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}
