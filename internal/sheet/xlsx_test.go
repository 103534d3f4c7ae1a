package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// made is a workbook as another program writes it.
func made(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadXLSX(t *testing.T) {
	data := made(t, func(f *excelize.File) {
		_ = f.SetSheetRow("Sheet1", "A1", &[]any{"Naam", "AGB-code", "Vanaf", "Aantal", "Deel", "Lid", "Telefoon"})
		when := time.Date(2026, 10, 25, 14, 30, 0, 0, time.UTC)
		_ = f.SetSheetRow("Sheet1", "A4", &[]any{"Zoe\u0308 van ’t Hof", "007", when, 12.5, 0.25, true, 31612345678})
		_ = f.SetSheetRow("Sheet1", "B6", &[]any{"één\r\nregel", when, 1234567, 0.1 + 0.2})
		for place, code := range map[string]string{
			"C4": "dd-mm-yyyy", "C6": `[$-413]d mmmm yyyy h:mm`, "E4": "0%", "D6": `"€" #,##0.00`,
		} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			if err != nil {
				t.Fatal(err)
			}
			_ = f.SetCellStyle("Sheet1", place, place, style)
		}
		_, _ = f.NewSheet("Tweede")
		_ = f.SetCellStr("Tweede", "A1", "niet dit blad")
	})
	got, err := Read(data, Limits{})
	want := Table{Rows: [][]string{
		{"Naam", "AGB-code", "Vanaf", "Aantal", "Deel", "Lid", "Telefoon"},
		{"Zoë van ’t Hof", "007", "25-10-2026", "12,5", "25%", "WAAR", "31612345678"},
		{"", "één\nregel", "25-10-2026 14:30", "1234567,00", "0,3"},
	}, Lines: []int{1, 4, 6}, Format: "XLSX"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestHiddenSheetIsNotTheFirst(t *testing.T) {
	got, err := Read(made(t, func(f *excelize.File) {
		_ = f.SetCellStr("Sheet1", "A1", "verborgen")
		i, _ := f.NewSheet("Zichtbaar")
		_ = f.SetCellStr("Zichtbaar", "B2", "zichtbaar")
		f.SetActiveSheet(i)
		_ = f.SetSheetVisible("Sheet1", false)
	}), Limits{})
	if diff := cmp.Diff([][]string{{"", "zichtbaar"}}, got.Rows); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestNumbersAsShown(t *testing.T) {
	for _, c := range []struct{ code, number, want string }{
		{"General", "31612345678", "31612345678"}, {"General", "1E+21", "1E+21"},
		{"General", "0.30000000000000004", "0,3"},
		{"General", "-0", "0"}, {"General", "tekst", "tekst"}, {"@", "12", "12"},
		{"0000000000", "612345678", "0612345678"}, {`00\-00000000`, "612345678", "0612345678"},
		{"0.00", "2.345", "2,35"},
		{"0.0#", "2.5", "2,5"}, {"#,##0;[Red]-#,##0", "-1234.4", "-1234"}, {"0", "-0.2", "0"},
		{"0.0%", "0.125", "12,5%"},
		{"0.00E+00", "12345", "12345"}, {"# ?/?", "0.5", "0,5"}, {`"dag "0`, "3", "3"},
		{"d-m-yyyy", "1", "1-1-1900"}, {"d-m-yyyy", "61", "1-3-1900"}, {"d-m-yyyy", "46320", "25-10-2026"},
		{"yyyy\\-mm\\-dd hh:mm:ss", "46320.604166667", "25-10-2026 14:30"}, {"h:mm:ss", "0.50001157407", "12:00:01"},
		{"[h]:mm", "1.5", "36:00"}, {"h:mm AM/PM", "0.75", "18:00"}, {"mmm", "46320", "25-10-2026"},
		{"d-m-yyyy", "-1", "-1"}, {"d-m-yyyy", "9e14", "900000000000000"}, {strings.Repeat("[", 500), "1", "1"},
	} {
		r := &rowReader{book: &book{styles: []numberFormat{parseFormat(c.code)}}}
		if got := r.number(c.number); got != c.want {
			t.Errorf("%s as %q: got %s, want %s", c.number, c.code, got, c.want)
		}
	}
	if got := (numberFormat{date: true}).time(44858, true); got != "25-10-2026" {
		t.Errorf("from 1904: got %s", got)
	}
}

const (
	topRels  = `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookXML  = `<workbook xmlns:r="r"><sheets><sheet name="s" r:id="b"/></sheets></workbook>`
	bookRels = `<Relationships><Relationship Id="b" Type="x/worksheet" Target="worksheets/s.xml"/>` +
		`<Relationship Id="c" Type="x/sharedStrings" Target="shared.xml"/></Relationships>`
)

// packed is the smallest workbook around a sheet and its shared texts.
func packed(t *testing.T, sheet, shared io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct {
		name string
		from io.Reader
	}{
		{"_rels/.rels", strings.NewReader(topRels)}, {"xl/workbook.xml", strings.NewReader(bookXML)},
		{"xl/_rels/workbook.xml.rels", strings.NewReader(bookRels)}, {"xl/shared.xml", shared},
		{"xl/worksheets/s.xml", sheet},
	} {
		w, err := z.Create(part.name)
		if err == nil {
			_, err = io.Copy(w, part.from)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheetOf(rows string) io.Reader {
	return strings.NewReader("<worksheet><sheetData>" + rows + "</sheetData></worksheet>")
}

// repeated is a part too large to keep in memory.
func repeated(begin, middle string, times int) io.Reader {
	readers := []io.Reader{strings.NewReader(begin)}
	block := strings.Repeat(middle, 1000)
	for range times / 1000 {
		readers = append(readers, strings.NewReader(block))
	}
	return io.MultiReader(readers...)
}

func noTexts() io.Reader { return strings.NewReader("<sst/>") }

func TestCellsOfOddPrograms(t *testing.T) {
	data := packed(t,
		sheetOf(`<row><c t="inlineStr"><is><r><t>Zo</t></r><r><t>ë</t></r><rPh><t>x</t></rPh></is></c><c><v>5</v></c></row>`+
			`<row r="3"><c r="C3" t="s"><v>1</v></c><c r="A3" t="str"><f>B2</f><v>_x000D_a</v></c><c t="e"><v>#N/A</v></c></row>`),
		strings.NewReader(`<sst><si/><si><t>twee</t></si></sst>`))
	got, err := Read(data, Limits{})
	want := Table{Rows: [][]string{{"Zoë", "5"}, {"\na", "#N/A", "twee"}}, Lines: []int{1, 3}, Format: "XLSX"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestReadRefusesWorkbooks(t *testing.T) {
	row := `<row><c t="str"><v>a</v></c></row>`
	broken := packed(t, sheetOf(row), noTexts())
	for _, c := range []struct {
		name string
		data []byte
		want error
	}{
		{
			"a hundred thousand rows", packed(t, repeated("<worksheet><sheetData>", row, 100_000), noTexts()),
			ErrTooManyRows,
		},
		{
			"zip bomb", packed(t, repeated("<worksheet>", "<a/>"+strings.Repeat(" ", 1000), 40_000), noTexts()),
			ErrTooLarge,
		},
		{"bomb of texts", packed(t, sheetOf(row), repeated("<sst>", "<si/>", 600_000)), ErrTooLarge},
		{"bomb of cells", packed(t, repeated("<worksheet><sheetData><row>", "<c/>", 20_000), noTexts()), ErrUnreadable},
		{
			"one cell again and again",
			packed(t, repeated("<worksheet><sheetData><row>", `<c r="A1"><v>1</v></c>`, 700_000), noTexts()),
			ErrTooLarge,
		},
		{"deep", packed(t, repeated("<worksheet>", "<a>", 1_000_000), noTexts()), ErrTooLarge},
		{"many attributes", packed(t, repeated("<worksheet ", `a="" `, 400_000), noTexts()), ErrTooLarge},
		{"escapes", packed(t, sheetOf(row), repeated("<sst><si><t>", "_x0041_", 200_000)), ErrTooLarge},
		{"one text in all cells", packed(t, sheetOf("<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 99)+"</row>"),
			strings.NewReader("<sst><si><t>"+strings.Repeat("x", 1_000_000)+"</t></si></sst>")), ErrTooLarge},
		{"too far right", packed(t, sheetOf(`<row r="7"><c r="CW7"><v>1</v></c></row>`), noTexts()), ErrTooManyColumns},
		{
			"no such column", packed(t, sheetOf(`<row><c r="ZZZZZZZZZZZZZZ1"><v>1</v></c></row>`), noTexts()),
			ErrUnreadable,
		},
		{"no such row", packed(t, sheetOf(`<row r="1048577"/>`), noTexts()), ErrUnreadable},
		{"no such text", packed(t, sheetOf(`<row><c t="s"><v>9</v></c></row>`), noTexts()), ErrUnreadable},
		{"NUL", packed(t, sheetOf(`<row><c t="str"><v>_x0000_</v></c></row>`), noTexts()), ErrUnreadable},
		{"XML breaks off", packed(t, strings.NewReader("<worksheet><sheetData>"+row), noTexts()), ErrUnreadable},
		{"file breaks off", broken[:len(broken)-30], ErrUnreadable},
		{"size is a lie", lying(broken), ErrUnreadable},
		{"no cells", packed(t, sheetOf(""), noTexts()), ErrEmpty},
		{"another ZIP file", zipOf(t, "word/document.xml"), ErrFormat},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, grown, err := measured(c.data)
			if !errors.Is(err, c.want) || got.Rows != nil {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			if grown > 100<<20 {
				t.Errorf("%d bytes took %d MiB", len(c.data), grown>>20)
			}
		})
	}
}

// measured reads while it watches how much memory is in use.
func measured(data []byte) (table Table, grown uint64, err error) {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	base, done := m.HeapAlloc, make(chan struct{})
	go func() {
		table, err = Read(data, Limits{})
		close(done)
	}()
	for {
		select {
		case <-done:
			return table, grown, err
		case <-time.After(2 * time.Millisecond):
			if runtime.ReadMemStats(&m); m.HeapAlloc > base {
				grown = max(grown, m.HeapAlloc-base)
			}
		}
	}
}

// lying states in the directory that every part is one byte long.
func lying(data []byte) []byte {
	data = bytes.Clone(data)
	for i := range data {
		if bytes.HasPrefix(data[i:], []byte("PK\x01\x02")) {
			binary.LittleEndian.PutUint32(data[i+24:], 1)
		}
	}
	return data
}

func zipOf(t *testing.T, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = fmt.Fprint(w, "<document/>")
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
