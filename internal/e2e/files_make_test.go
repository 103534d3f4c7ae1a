//go:build e2e

package e2e

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
)

const (
	imported  = http.StatusSeeOther
	taken     = http.StatusSeeOther
	refusedIt = http.StatusUnprocessableEntity
	tooLarge  = http.StatusRequestEntityTooLarge
	wrongKind = http.StatusUnsupportedMediaType
)

// What the pages say of files that hold too much.
const (
	saysSplit   = "te groot of te ingewikkeld"
	saysRows    = "meer dan 10.000 regels"
	saysColumns = "meer dan 100 kolommen"
	saysPixels  = "ten hoogste 40 megapixel"
	saysQuote   = "aanhalingsteken dat nergens sluit"
)

var hostileFiles = []hostileFile{
	{"zip bomb", "a.xlsx", toImport, sheetOf("<a>", strings.Repeat(" ", 1<<20), 300), refusedIt, saysSplit},
	{"nested zip", "a.xlsx", toImport, func() []byte {
		return book(parts{sheetPart: string(sheetOf("<a>", strings.Repeat(" ", 1<<20), 100)())})
	}, refusedIt, ""},
	{
		"a million rows", "a.xlsx", toImport,
		sheetOf("<worksheet><sheetData>", "<row><c><v>1</v></c></row>", 1_000_000), refusedIt, saysRows,
	},
	{
		"16,384 columns", "a.xlsx", toImport,
		sheetOf("<worksheet><sheetData>", "<row>"+strings.Repeat("<c><v>1</v></c>", 16_384)+"</row>", 20), refusedIt,
		saysColumns,
	},
	{
		"cells of one place", "a.xlsx", toImport,
		sheetOf("<worksheet><sheetData><row>", `<c r="A1"><v>1</v></c>`, 700_000), refusedIt, saysSplit,
	},
	{
		"long numbers", "a.xlsx", toImport,
		sheetOf("<worksheet><sheetData><row>", `<c r="A1"><v>0.`+strings.Repeat("49", 400)+`</v></c>`, 35_000),
		refusedIt, "",
	},
	{
		"styles", "a.xlsx", toImport,
		withPart(stylesPart, "<styleSheet><cellXfs>", `<xf numFmtId="164" fontId="0" fillId="0"/>`, 100_000),
		refusedIt, saysSplit,
	},
	{
		"formats", "a.xlsx", toImport,
		withPart(
			stylesPart, "<styleSheet>", `<numFmt numFmtId="1" formatCode="`+strings.Repeat("[h]m", 60)+`"/>`, 110_000,
		), refusedIt, saysSplit,
	},
	{
		"a million texts", "a.xlsx", toImport, withPart(textsPart, "<sst>", "<si><t>a</t></si>", 1_000_000), refusedIt,
		saysSplit,
	},
	{
		"references", "a.xlsx", toImport, withPart(textsPart, "<sst><si><t>", strings.Repeat("&#65;", 1000), 200),
		refusedIt, "",
	},
	{"attributes", "a.xlsx", toImport, sheetOf("<worksheet ", `a="" `, 200_000), refusedIt, ""},
	{
		"one giant cell", "a.xlsx", toImport,
		sheetOf(`<worksheet><sheetData><row><c t="str"><v>`, strings.Repeat("reus", 1<<18), 20), refusedIt, saysSplit,
	},
	{"many parts", "a.xlsx", toImport, func() []byte { return directory(90_000, "xl/a") }, refusedIt, saysSplit},
	{"csv of a million rows", "a.csv", toImport, text("a;b\n", 1_000_000), refusedIt, saysRows},
	{"csv of one line", "a.csv", toImport, text("naam;", 1_000_000), refusedIt, saysColumns},
	{"csv of one cell", "a.csv", toImport, text("e\u0301", 1_700_000), imported, ""},
	{"csv of one line of 24 MB", "a.csv", toMeeting, text("naam;", 24<<20/5), taken, ""},
	{
		"open quote", "a.csv", toImport,
		func() []byte { return []byte("a;b\n\"" + strings.Repeat(`""x;`, 1_250_000)) }, refusedIt, saysQuote,
	},

	{
		"titles", "a.pdf", toMeeting,
		func() []byte { return pdfStream("/Type/Metadata", flated(strings.Repeat("<dc:title>", 1_700_000)), 1) },
		taken, "",
	},
	{
		"object streams", "a.pdf", toMeeting,
		func() []byte { return pdfStream("/Type/ObjStm/N 1/First 4", flated("9 0 <<>>"), 24<<20) }, taken, "",
	},
	{
		"short blocks", "a.pdf", toMeeting,
		func() []byte { return pdfStream("/Type/ObjStm/N 1/First 9999", flushed(4<<10), 8<<20) }, taken, "",
	},
	{"objects", "a.pdf", toMeeting, func() []byte { return pdfObjects("<</A/B/C/D/E/F/G/H/I/J>>", 24<<20) }, taken, ""},
	{"a million entries", "a.pdf", toMeeting, func() []byte {
		return []byte(
			"%PDF-1.7\nxref\n0 1000000\n" + strings.Repeat("0000000016 00000 n \n", 1_000_000) +
				"trailer<</Root 1 0 R>>",
		)
	}, taken, ""},
	{"circles", "a.pdf", toMeeting, func() []byte { return pdfObjects("1 0 R", 4<<20) }, taken, ""},
	{
		"nested", "a.pdf", toMeeting, func() []byte { return pdfObjects("["+strings.Repeat("[", 1000), 4<<20) }, taken,
		"",
	},
	{"filters on filters", "a.pdf", toMeeting, func() []byte {
		packed := strings.Repeat(" ", 16<<20)
		for range 3 {
			packed = flated(packed)
		}
		return pdfStream("/Type/Metadata/Filter[/FlateDecode/FlateDecode/FlateDecode]", packed, 1)
	}, taken, ""},

	{"wide png", "a.png", toMeeting, func() []byte { return pngHead(30_000, 30_000, 0) }, tooLarge, saysPixels},
	{"png of many chunks", "a.png", toMeeting, func() []byte { return pngHead(10, 10, 1_500_000) }, taken, ""},
	{"wide jpeg", "a.jpg", toMeeting, func() []byte { return jpegHead(60_000, 60_000, 0, 0) }, tooLarge, saysPixels},
	{"jpeg of many markers", "a.jpg", toMeeting, func() []byte { return jpegHead(10, 10, 1_000_000, 0) }, taken, ""},
	{"jpeg of a long profile", "a.jpg", toMeeting, func() []byte { return jpegHead(10, 10, 200, 60_000) }, taken, ""},
	{"gif of many frames", "a.gif", toMeeting, gifOfFrames, wrongKind, ""},
	{"gif named png", "a.png", toMeeting, gifOfFrames, wrongKind, ""},
	{"webp", "a.webp", toMeeting, func() []byte {
		return []byte("RIFF\x20\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff")
	}, wrongKind, ""},
	{"wide logo", "a.png", toLogo, func() []byte { return pngHead(30_000, 30_000, 0) }, refusedIt, "4000"},
	{
		"docx of half a million parts", "a.docx", toMeeting, func() []byte { return directory(450_000, "word/a") },
		wrongKind, "",
	},
}

func text(part string, times int) func() []byte {
	return func() []byte { return []byte(strings.Repeat(part, times)) }
}

// The parts of a workbook.
const (
	sheetPart  = "xl/worksheets/s.xml"
	textsPart  = "xl/texts.xml"
	stylesPart = "xl/styles.xml"
)

type parts map[string]string

// book is the smallest workbook around the parts that are given.
func book(given parts) []byte { return bookOf(given, "", "", "", 0) }

// sheetOf is a workbook whose sheet repeats something, and withPart one of which
// another part does.
func sheetOf(begin, middle string, times int) func() []byte {
	return withPart(sheetPart, begin, middle, times)
}

func withPart(name, begin, middle string, times int) func() []byte {
	return func() []byte { return bookOf(nil, name, begin, middle, times) }
}

func bookOf(given parts, name, begin, middle string, times int) []byte {
	all := parts{
		"[Content_Types].xml": "<Types/>",
		"_rels/.rels":         `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook xmlns:r="r"><sheets><sheet name="s" r:id="b"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="b" Type="x/worksheet" Target="worksheets/s.xml"/>` +
			`<Relationship Id="c" Type="x/sharedStrings" Target="texts.xml"/><Relationship Id="d" Type="x/styles" Target="styles.xml"/></Relationships>`,
		sheetPart: "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>", textsPart: "<sst/>",
		stylesPart: "<styleSheet/>",
	}
	for part, content := range given {
		all[part] = content
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(
		zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) },
	)
	for part, content := range all {
		w, err := z.Create(part)
		must(err)
		if part != name {
			_, err = io.WriteString(w, content)
			must(err)
			continue
		}
		_, err = io.WriteString(w, begin)
		must(err)
		block := strings.Repeat(middle, max(1, min(times, 1<<16/len(middle))))
		for n := times * len(middle); n > 0; n -= len(block) {
			_, err = io.WriteString(w, block[:min(n, len(block))])
			must(err)
		}
	}
	must(z.Close())
	return b.Bytes()
}

// must ends the test run: what makes the files cannot fail.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// directory is a ZIP file that lists so many parts, and says in its sixteen bits
// that there are few.
func directory(n int, name string) []byte {
	var b bytes.Buffer
	b.WriteString("PK\x03\x04")
	b.Write(make([]byte, 26))
	begin := b.Len()
	for i := range n {
		one := name
		if i == 0 {
			one = "[Content_Types].xml"
		}
		head := append([]byte("PK\x01\x02"), make([]byte, 42)...)
		binary.LittleEndian.PutUint16(head[28:], uint16(len(one)))
		b.Write(head)
		b.WriteString(one)
	}
	size := b.Len() - begin
	end := append([]byte("PK\x05\x06"), make([]byte, 18)...)
	binary.LittleEndian.PutUint16(end[8:], uint16(n))
	binary.LittleEndian.PutUint16(end[10:], uint16(n))
	binary.LittleEndian.PutUint32(end[12:], uint32(size))
	binary.LittleEndian.PutUint32(end[16:], uint32(begin))
	b.Write(end)
	return b.Bytes()
}

func flated(data string) string {
	var b bytes.Buffer
	w, err := zlib.NewWriterLevel(&b, zlib.BestCompression)
	must(err)
	_, err = io.WriteString(w, data)
	must(err)
	must(w.Close())
	return b.String()
}

// flushed is a packed stream of a size made of very short blocks.
func flushed(size int) string {
	random := rand.New(rand.NewPCG(7, 7))
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	for b.Len() < size {
		_, err := fmt.Fprintf(w, "%d 0 ", random.IntN(1e6))
		must(err)
		must(w.Flush())
	}
	must(w.Close())
	return b.String()
}

// pdfStream is a PDF of at least a size that has the same stream again and again.
func pdfStream(dict, packed string, size int) []byte {
	if !strings.Contains(dict, "/Filter") {
		dict += "/Filter/FlateDecode"
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/Metadata 3 0 R>>endobj\n2 0 obj<</Count 3>>endobj\n")
	for n := 3; n == 3 || b.Len() < size; n++ {
		fmt.Fprintf(&b, "%d 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj\n", n, dict, len(packed), packed)
	}
	b.WriteString("trailer<</Root 1 0 R>>")
	return b.Bytes()
}

func pdfObjects(value string, size int) []byte {
	return []byte(
		"%PDF-1.7\n" + strings.Repeat("1 0 obj"+value+"endobj ", size/(len(value)+14)) + "trailer<</Root 1 0 R>>",
	)
}

// pngHead is the head of a picture with a palette, which comes after so many chunks.
func pngHead(width, height uint32, chunks int) []byte {
	chunk := func(b []byte, content string) []byte {
		b = binary.BigEndian.AppendUint32(b, uint32(len(content)-4))
		return binary.BigEndian.AppendUint32(append(b, content...), crc32.ChecksumIEEE([]byte(content)))
	}
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	b := chunk([]byte("\x89PNG\r\n\x1a\n"), "IHDR"+string(size)+"\x08\x03\x00\x00\x00")
	one := chunk(nil, "tEXt")
	b = append(b, bytes.Repeat(one, chunks)...)
	return chunk(chunk(b, "PLTEabc"), "IDAT")
}

// jpegHead is the head of a picture behind so many markers of a length.
func jpegHead(width, height uint16, markers, length int) []byte {
	one := append(binary.BigEndian.AppendUint16([]byte("\xff\xe2"), uint16(length+2)), make([]byte, length)...)
	b := append([]byte("\xff\xd8"), bytes.Repeat(one, markers)...)
	b = binary.BigEndian.AppendUint16(append(b, "\xff\xc0\x00\x0b\x08"...), height)
	return append(binary.BigEndian.AppendUint16(b, width), 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0)
}

func gifOfFrames() []byte {
	frame := "\x2c\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02\x44\x01\x00"
	return []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00" + strings.Repeat(frame, 100_000) + ";")
}
