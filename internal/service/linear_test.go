package service_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"samenspraak/internal/document"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
	"samenspraak/internal/prose"
	"samenspraak/internal/sheet"
)

// mostPerDoubling is how many times as long twice as much may take. Work that is
// linear takes twice as long; what grows with the square takes four times.
const mostPerDoubling = 2.5

// parser is something that reads what strangers or staff send, with what it is
// made to read: a part again and again.
type parser struct {
	name    string
	inputs  map[string]func(n int) []byte
	read    func(data []byte)
	largest int // what it takes at most
}

func again(begin, part, end string) func(n int) []byte {
	return func(n int) []byte {
		return []byte(begin + strings.Repeat(part, max(1, n/len(part))) + end)
	}
}

// TestParsersStayLinear doubles what each parser reads, twice, and compares the
// times.
func TestParsersStayLinear(t *testing.T) {
	for _, p := range parsers(t) {
		for name, made := range p.inputs {
			t.Run(p.name+"/"+name, func(t *testing.T) {
				if steps, ok := linear(p, made); !ok {
					t.Errorf("each doubling takes more than %.1f times as long: %v", mostPerDoubling, steps)
				}
			})
		}
	}
}

// TestLinearityIsNoticed is the twin: the same comparison, of work that grows
// with the square.
func TestLinearityIsNoticed(t *testing.T) {
	square := parser{largest: 1 << 17, read: func(data []byte) {
		for i := range data {
			_ = bytes.Count(data[i:], []byte("a"))
		}
	}}
	if steps, ok := linear(square, again("", "ab", "")); ok {
		t.Errorf("work with the square of its size passes for linear: %v", steps)
	}
}

// step is the time for a number of bytes, at its best.
type step struct {
	size int
	took time.Duration
}

// Times below shortest are too short to be compared.
const shortest = 2 * time.Millisecond

// linear measures a parser for a size and for four times that. A time is that of
// this thread's processor, and the best of several: what else the machine does
// only ever adds to it.
func linear(p parser, made func(n int) []byte) (steps [2]step, ok bool) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	size := p.largest / 4
	for size > 1<<10 && best(p, made(size/2), 1) >= shortest {
		size /= 2
	}
	steps = [2]step{{size, 1 << 62}, {4 * size, 1 << 62}}
	inputs := [2][]byte{made(size), made(4 * size)}
	for range 8 {
		for i, input := range inputs {
			steps[i].took = min(steps[i].took, best(p, input, 2))
		}
		most := mostPerDoubling * mostPerDoubling * float64(max(steps[0].took, shortest/2))
		if ok = float64(steps[1].took) < most; ok {
			break
		}
	}
	return steps, ok
}

func best(p parser, input []byte, times int) time.Duration {
	least := time.Duration(1 << 62)
	for range times {
		begin := threadTime()
		p.read(input)
		least = min(least, threadTime()-begin)
	}
	return least
}

// threadTime is what this thread has had of the processor.
func threadTime() time.Duration {
	var at unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &at); err != nil {
		panic(err)
	}
	return time.Duration(at.Nano())
}

func parsers(t *testing.T) []parser {
	ctx := t.Context()
	wide := sheet.Limits{Bytes: 8 << 20, Rows: 1 << 20, Columns: 1 << 14}
	csv := func(data []byte) { _, _ = sheet.Read(data, wide) }
	const table, ended = "<worksheet><sheetData>", "</sheetData></worksheet>"
	return []parser{
		{"csv", map[string]func(int) []byte{
			"rows": again("", "a;b;c\n", ""), "one line": again("", "a;", "\n"),
			"open quote": again("a;b\n\"", `""x;`, ""), "quotes": again("", `"a""b";`, "\n"),
			"accents": again("", "e\u0301", ""), "marks": again("e", "\u0301\u0327", ""),
			"line ends": again("", "\r\n", "a"), "one cell": again(`"`, "\n", `"`),
			"code page": again("", "\xe9;", "\n"), "apostrophes": again("", "'", "=1"),
		}, csv, 1 << 20},
		{"xlsx", map[string]func(int) []byte{
			"rows":       workbook(table, "<row><c><v>1.5</v></c></row>", ended),
			"one row":    workbook(table+"<row>", "<c><v>1</v></c>", "</row>"+ended),
			"one cell":   workbook(table+"<row><c t='str'><v>", "a&amp;_x0041_\r\n", "</v></c></row>"+ended),
			"pieces":     workbook(table+"<row><c t='str'><v>", "a<!-- -->", "</v></c></row>"+ended),
			"attributes": workbook("<worksheet", ` a=""`, ">"+ended), "one tag": workbook("<", "a", "/>"),
			"open tag": workbook(`<a b="`, ">", ""),
			"comments": workbook("<a>", "<!-- -->", "</a>"), "not closed": workbook("<a><!--", "-", ""),
			"instructions": workbook("", "<?a?>", ""),
		}, csv, 256 << 10},
		{"pdf", map[string]func(int) []byte{
			"words": again("", "trailer 1 ", ""), "objects": again("", "1 0 obj<<>>endobj ", ""),
			"open": again("", "1 0 obj (", ""), "deep": again("1 0 obj", "[", ""),
			"dictionaries": again("", "1 0 obj<</A/B/C/D>>", ""), "one dictionary": again("1 0 obj<<", "/A/B", ">>"),
			"comments": again("", "1 0 obj %", ""),
			"spaces":   again("1 0 obj [1", " ", "]"), "numbers": again("1 0 obj [", "1 ", "]"),
			"streams":  again("", "1 0 obj<</Length 9>>stream\nendstream ", ""),
			"trailers": again("", "trailer<</A 1/Root 1 0 R>>", ""),
			"circle":   again("", "1 0 obj 1 0 R ", "trailer<</Root 1 0 R>>"),
			"title": again(
				"1 0 obj<</Pages 2 0 R/Metadata 2 0 R>>2 0 obj<</Type/Metadata>>stream\n", "<dc:title>",
				"\nendstream trailer<</Root 1 0 R>>",
			),
		}, func(data []byte) {
			_, _ = document.Facts(ctx, "application/pdf", bytes.NewReader(data), int64(len(data)))
		}, 2 << 20},
		{"jpeg",
			map[string]func(int) []byte{
				"markers": again("\xff\xd8", "\xff\xe2\x00\x02", ""), "filling": again("\xff\xd8", "\xff", ""),
			},
			func(data []byte) { _, _ = document.Facts(ctx, "image/jpeg", bytes.NewReader(data), int64(len(data))) },
			2 << 20},
		{"address", map[string]func(int) []byte{
			"letters": again("", "a", "@b.example"), "dots": again("a@", "b.", "example"),
			"at signs": again("", "@", ""), "quotes": again("", `"`, "@b.example"),
			"brackets": again("", "<", "a@b.example"), "comments": again("", "(", "a@b.example"),
			"many": again("", "a@b.example, ", ""), "spaces": again("", " ", "a@b.example"),
			"marks": again("", "\u0301", "@b.example"), "mailto": again("", "mailto:", "a@b.example"),
		}, func(data []byte) { _, _ = i18n.ParseAddress(string(data)) }, 256 << 10},
		{"name", map[string]func(int) []byte{
			"words": again("", "van der ", "Berg"), "commas": again("", "a, ", ""),
			"apostrophes": again("", "’t ", "Hof"), "marks": again("e", "\u0301", ""), "spaces": again("a", " ", "b"),
		}, func(data []byte) { dutch.SplitName(string(data)) }, 256 << 10},
		{"prose", map[string]func(int) []byte{
			"text": again("", "Jeugdhulp dicht bij huis. ", ""), "brackets": again("", "[", ""),
			"links": again("", "[a](", ""), "stars": again("", "**a", ""), "quotes": again("", "> ", "a"),
			"lists": again("", "- ", "a"), "rows": again("|a|b|\n|-|-|\n", "|a|b|\n", ""),
			"pipes": again("", "|", "\n"), "backticks": again("", "`a", ""), "headings": again("", "# a\n", ""),
			"entities": again("", "&amp", ""), "addresses": again("", "http://a.example/(", ""),
			"lines": again("", "a\n\n", ""), "underscores": again("", "_a", ""),
		}, func(data []byte) { prose.RenderPart(string(data), nil, "kop") }, 64 << 10},
		{"date", map[string]func(int) []byte{
			"digits": again("", "1", ""), "dashes": again("1", "-", "2"),
			"words": again("", "maandag ", "1 maart 2026"), "spaces": again("1", " ", "maart 2026"),
			"dates": again("", "1-3-2026 ", ""),
		}, func(data []byte) { _, _ = i18n.ParseDate(string(data)) }, 256 << 10},
		{"search query", map[string]func(int) []byte{
			"words": again("", "jeugdhulp ", ""), "one word": again("", "e", "n"), "syllables": again("", "heid", ""),
			"marks": again("e", "\u0301", ""), "signs": again("", "%_*'\" ", ""),
		}, func(data []byte) { i18n.Stems(string(data)) }, 128 << 10},
	}
}

// workbook is the smallest around a sheet that repeats something. It is not
// packed, so that its size is that of the sheet.
func workbook(begin, part, end string) func(n int) []byte {
	return func(n int) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, one := range [][2]string{
			{
				"_rels/.rels",
				`<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			},
			{"xl/workbook.xml", `<workbook><sheets><sheet name="s" id="b"/></sheets></workbook>`},
			{
				"xl/_rels/workbook.xml.rels",
				`<Relationships><Relationship Id="b" Type="x/worksheet" Target="s.xml"/></Relationships>`,
			},
			{"xl/s.xml", string(again(begin, part, end)(n))},
		} {
			w, err := z.CreateHeader(&zip.FileHeader{Name: one[0], Method: zip.Store})
			if err == nil {
				_, err = fmt.Fprint(w, one[1])
			}
			if err != nil {
				panic(err)
			}
		}
		if err := z.Close(); err != nil {
			panic(err)
		}
		return b.Bytes()
	}
}
