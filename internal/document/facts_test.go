package document_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/document"
)

const pdfType = "application/pdf"

func facts(t *testing.T, mediaType string, data []byte) consult.FileFacts {
	t.Helper()
	got, err := document.Facts(t.Context(), mediaType, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// written is a file with these objects, the first having number 1, and a
// trailer. Readers of its table of references would need offsets; this one has
// none, as files that were mended by hand.
func written(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for i, object := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	fmt.Fprintf(&b, "trailer\n%s\nstartxref\n0\n%%%%EOF\n", trailer)
	return b.Bytes()
}

func packed(data string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = io.WriteString(w, data)
	_ = w.Close()
	return b.String()
}

func streamOf(dict, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\r\n%s\nendstream", dict, len(data), data)
}

// modern is a file as programs write it since PDF 1.5: its objects are packed
// in a stream, and so is its table of references.
func modern(objects ...string) []byte {
	var head, body strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&head, "%d %d ", i+1, body.Len())
		body.WriteString(object + "\n")
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	container := b.Len()
	fmt.Fprintf(&b, "20 0 obj\n%s\nendobj\n", streamOf(
		fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", len(objects), head.Len()),
		packed(head.String()+body.String())))
	table := b.Len()
	var rows bytes.Buffer
	for i := range objects {
		rows.Write([]byte{2, 0, 20, byte(i)})
	}
	rows.Write([]byte{1, byte(container >> 8), byte(container), 0})
	fmt.Fprintf(&b, "21 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", streamOf(
		"/Type /XRef /Size 22 /W [1 2 1] /Root 1 0 R /Info 3 0 R /Filter /FlateDecode", packed(rows.String())), table)
	return b.Bytes()
}

const (
	catalog = "<< /Type /Catalog /Pages 2 0 R /Lang (nl-NL) >>"
	pages   = "<< /Type /Pages /Count 3 /Kids [4 0 R 5 0 R 6 0 R] >>"
	xmp     = `<?xpacket?><x:xmpmeta><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Plan &amp; zo</rdf:li></rdf:Alt></dc:title></x:xmpmeta>`
	ends    = "<< /Root 1 0 R /Info 3 0 R >>"
)

func TestPDF(t *testing.T) {
	all := consult.FileFacts{Pages: 3, DocTitle: "Het plan", DocLanguage: "nl-NL"}
	for _, row := range []struct {
		name string
		data []byte
		want consult.FileFacts
	}{
		{"all", written(ends, catalog, pages, "<< /Title (Het plan) >>"), all},
		{"packed", modern(catalog, pages, "<< /Title (Het plan) >>"), all},
		{
			"without title and language", written(ends, "<< /Pages 2 0 R >>", pages, "<< /Author (x) >>"),
			consult.FileFacts{Pages: 3},
		},
		{"title in UTF-16", written(ends, catalog, pages, "<< /Title <FEFF 0045 0065 006E 0020 20AC> >>"),
			consult.FileFacts{Pages: 3, DocTitle: "Een €", DocLanguage: "nl-NL"}},
		{"title in UTF-8", written(ends, catalog, pages, "<< /Title (\xef\xbb\xbfJo\u00eblle\n\tYpma) >>"),
			consult.FileFacts{Pages: 3, DocTitle: "Joëlle Ypma", DocLanguage: "nl-NL"}},
		{"title with escapes", written(ends, catalog, pages, `<< /Title (A\(b\) \(c (d) \\ \344 \205\
e) >>`), consult.FileFacts{Pages: 3, DocTitle: `A(b) (c (d) \ ä –e`, DocLanguage: "nl-NL"}},
		{"values referred to",
			written(
				ends, "<</Lang 4 0 R/Pages 2 0 R>>", "<</Count 5 0 R>>", "<</Title 6 0 R>>", "(nl)", "12", "(Plan)",
			),
			consult.FileFacts{Pages: 12, DocTitle: "Plan", DocLanguage: "nl"}},
		{"title in the description",
			written(
				"<< /Root 1 0 R >>", "<< /Pages 2 0 R /Metadata 3 0 R >>", pages,
				streamOf("/Type /Metadata /Subtype /XML", xmp),
			),
			consult.FileFacts{Pages: 3, DocTitle: "Plan & zo"}},
		{"title in a packed description", written("<< /Root 1 0 R >>", "<< /Pages 2 0 R /Metadata 3 0 R >>", pages,
			streamOf("/Type /Metadata /Filter [/FlateDecode]", packed(xmp))),
			consult.FileFacts{Pages: 3, DocTitle: "Plan & zo"}},
		{"changed later", append(written(ends, catalog, pages, "<< /Title (Oud) >>"),
			"3 0 obj << /Title (Het plan) >> endobj\ntrailer << /Root 1 0 R /Info 3 0 R /Prev 9 >>"...), all},
		{"a file in the file", written(ends, catalog, pages, "<< /Title (Het plan) >>",
			streamOf(
				"/Type /EmbeddedFile",
				string(written(ends, "<< /Lang (en) >>", "<< /Count 9 >>", "<< /Title (Ander) >>")),
			)), all},
		{
			"under a key",
			written("<< /Root 1 0 R /Info 3 0 R /Encrypt 9 0 R >>", catalog, pages, "<< /Title (\x01\x02) >>"),
			consult.FileFacts{Pages: 3},
		},
		{
			"no language", written(ends, "<< /Pages 2 0 R /Lang (niets bijzonders) >>", pages),
			consult.FileFacts{Pages: 3},
		},
		{"a circle", written(ends, "1 0 R", "2 0 R"), consult.FileFacts{}},
		{
			"a wild number", written(ends, "<< /Pages 2 0 R >>", "<< /Count 99999999999999999999 >>"),
			consult.FileFacts{},
		},
		{"many pages", written(ends, "<< /Pages 2 0 R >>", "<< /Count 999999999 >>"), consult.FileFacts{}},
		{"no trailer", []byte("%PDF-1.7\n1 0 obj << /Pages 2 0 R >>"), consult.FileFacts{}},
		{"broken off", written(ends, catalog, pages, "<< /Title (Het plan) >>")[:90], consult.FileFacts{}},
		{"nothing", nil, consult.FileFacts{}},
	} {
		if diff := cmp.Diff(row.want, facts(t, pdfType, row.data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", row.name, diff)
		}
	}
}

// Files that would keep a careless reader busy for hours: it would go over
// them once for each of their parts.
func TestHostilePDF(t *testing.T) {
	const size = 1 << 20
	bomb := packed(strings.Repeat("1 0 ", 6<<20))
	for name, data := range map[string][]byte{
		"words":    []byte(strings.Repeat("trailer 1 ", size/10)),
		"objects":  []byte(strings.Repeat("1 0 obj 1 ", size/10)),
		"open":     []byte(strings.Repeat("1 0 obj (", size/9)),
		"deep":     []byte("1 0 obj" + strings.Repeat("<<", size/2)),
		"arrays":   []byte(strings.Repeat("1 0 obj [[[[", size/12)),
		"comments": []byte(strings.Repeat("1 0 obj %", size/9)),
		"digits":   []byte("1 0 obj [" + strings.Repeat("1", size)),
		"numbers":  []byte(strings.Repeat("1 0 obj [1 2 3 4 5 6 7 8 9]", size/27)),
		"streams":  []byte(strings.Repeat("1 0 obj <<>> stream\n", size/20)),
		"bomb": written(
			"<< /Root 1 0 R >>",
			strings.Split(
				strings.Repeat(streamOf("/Type /ObjStm /N 9 /First 99999999 /Filter /FlateDecode", bomb)+"|", 20), "|",
			)...,
		),
		"index":     written("<< /Root 1 0 R >>", streamOf("/Type /ObjStm /First 16000000 /Filter /FlateDecode", bomb)),
		"hops":      append(bytes.Repeat([]byte("1 0 obj 1 0 R "), size/14), "trailer <</Root 1 0 R>>"...),
		"one value": written("<< /Root 1 0 R >>", "<< /Pages ["+strings.Repeat("1 0 R ", size/6)+"] >>"),
	} {
		if got := facts(t, pdfType, data); got.DocTitle != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestNoFactsAboveTheBudget: a file that holds more than is read has no facts,
// and not those of its beginning; nor has one when the time is over.
func TestNoFactsAboveTheBudget(t *testing.T) {
	begin := written(ends, catalog, pages, "<< /Title (Het plan) >>")
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for name, row := range map[string]struct {
		ctx  context.Context
		more string
		want bool
	}{
		"little more": {t.Context(), strings.Repeat("9 0 obj<<>>endobj ", 1000), true},
		"objects":     {t.Context(), strings.Repeat("9 0 obj<<>>endobj ", 500_000), false},
		"streams": {
			t.Context(), strings.Repeat("9 0 obj<</Type/ObjStm/First 0/Length 0>>stream\nendstream ", 20_001), false,
		},
		"index": {t.Context(), "9 0 obj" + streamOf("/Type/ObjStm/First 2000000", "x"), false},
		"unpacked": {
			t.Context(),
			strings.Repeat(
				"9 0 obj"+
					streamOf("/Type/ObjStm/First 1000000/Filter/FlateDecode", packed(strings.Repeat("1 0 ", 1<<18)))+
					" ", 80,
			), false,
		},
		"no time": {over, "", false},
	} {
		data := append(slices.Clone(begin), row.more...)
		got, err := document.Facts(row.ctx, pdfType, bytes.NewReader(data), int64(len(data)))
		if err != nil || (got.Pages == 3) != row.want || (got.DocTitle != "") != row.want {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func FuzzPDF(f *testing.F) {
	f.Add(written(ends, catalog, pages, "<< /Title <FEFF00> /X (\\) >>"))
	f.Add(modern(catalog, pages, "<< /Title (Het plan) >>"))
	f.Add(written("<< /Root 1 0 R >>", "<< /Pages 2 0 R /Metadata 3 0 R >>", pages, streamOf("/Type /Metadata", xmp)))
	f.Add([]byte("1 0 obj<</Length 3>>stream\nabc\nendstream trailer<</Root 1 0 R>>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got := facts(t, pdfType, data)
		if got.Pages < 0 || got.Width != 0 || len([]rune(got.DocTitle)) > 300 ||
			strings.ContainsAny(got.DocTitle+got.DocLanguage, "\n\x00") {
			t.Errorf("%+v", got)
		}
	})
}

func TestPicture(t *testing.T) {
	var drawn, photo bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 16, 8)), nil); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		mediaType string
		data      []byte
		want      consult.FileFacts
	}{
		{"image/png", drawn.Bytes(), consult.FileFacts{Width: 30, Height: 20}},
		{"image/jpeg", photo.Bytes(), consult.FileFacts{Width: 16, Height: 8}},
		{"image/png", drawn.Bytes()[:20], consult.FileFacts{}},
		{"image/jpeg", nil, consult.FileFacts{}},
		{"text/csv; charset=utf-8", drawn.Bytes(), consult.FileFacts{}},
	} {
		if got := facts(t, row.mediaType, row.data); got != row.want {
			t.Errorf("%s: %+v, want %+v", row.mediaType, got, row.want)
		}
	}
	// The size stands in the first chunk, behind its name; its checksum is read too.
	for size, large := range map[[2]uint32]bool{{8000, 5000}: false, {8001, 5000}: true, {60_000, 60_000}: true} {
		_, err := document.Facts(t.Context(), "image/png", pngHead(size[0], size[1]), 33)
		if errors.Is(err, consult.ErrTooManyPixels) != large {
			t.Errorf("%v: %v", size, err)
		}
	}
}

// pngHead is the beginning of a picture of a size.
func pngHead(width, height uint32) *bytes.Reader {
	chunk := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	chunk = append(binary.BigEndian.AppendUint32(chunk, height), 8, 0, 0, 0, 0)
	head := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return bytes.NewReader(binary.BigEndian.AppendUint32(head, crc32.ChecksumIEEE(chunk)))
}

func TestUnreadable(t *testing.T) {
	if _, err := document.Facts(t.Context(), pdfType, bytes.NewReader(nil), 10); err == nil {
		t.Error("a file shorter than its size goes unnoticed")
	}
}
