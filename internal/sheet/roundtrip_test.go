package sheet

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// hostile leaves out _xD800_ to _xDFFF_: excelize drops those seven characters,
// which no real text holds.
var hostile = []string{
	"=1+1", "+31 6 12345678", "-", "@SUM(A1)", "\t=x", "\r=x", "\n", "＝", "＋", "－1", "＠", "'", "''=1", "'t Waalhof",
	"’t Waalhof", "sep=;", "sep=,", "<html>", "%PDF-", "PK\x03\x04", "\uFEFF", "\"", "\"\"", ";", ",", " ", "  x ",
	"\\",
	"Zoë", "Zoe\u0308", "\u037e", "=\u0338", "\x00", "\x0b", "\u0085", "\u2028", "\xff", "_x000D_", "_x0041_",
	"_x005F_",
	"_x005F_x0041_", "_x005f_", "\uFFFE", "👩‍👩‍👧", "007", "12", "0", "-7", "1234567890", "1,5", "WAAR", "#N/B",
	"&amp;<b>]]>",
}

func anyCell() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom(hostile), rapid.StringN(0, 6, -1))
	joined := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(t, "pieces"), "")
	})
	return rapid.OneOf(joined, rapid.SampledFrom(hostile), rapid.Just(""))
}

func anyRow() *rapid.Generator[[]string] { return rapid.SliceOfN(anyCell(), 0, 5) }

// readable is what may be expected back: cleaned, without empty ends.
func readable(rows ...[]string) [][]string {
	var kept [][]string
	for _, row := range rows {
		var cells []string
		for _, cell := range row {
			cells = append(cells, clean(cell))
		}
		for len(cells) > 0 && cells[len(cells)-1] == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > 0 {
			kept = append(kept, cells)
		}
	}
	return kept
}

func checkRoundTrip(t *testing.T, write func(*bytes.Buffer, []string, [][]string) error) {
	rapid.Check(t, func(t *rapid.T) {
		header := anyRow().Draw(t, "header")
		rows := rapid.SliceOfN(anyRow(), 0, 30).Draw(t, "rows")
		var b bytes.Buffer
		if err := write(&b, header, rows); err != nil {
			t.Fatalf("write: %v", err)
		}
		want := readable(append([][]string{header}, rows...)...)
		got, err := Read(b.Bytes(), Limits{})
		if diff := cmp.Diff(want, got.Rows); diff != "" || (err != nil) != (len(want) == 0) {
			t.Fatalf("read: %v\n%s", err, diff)
		}
	})
}

func TestCSVComesBack(t *testing.T) {
	checkRoundTrip(t, func(b *bytes.Buffer, header []string, rows [][]string) error {
		return WriteCSV(b, header, rows)
	})
}

func TestXLSXComesBack(t *testing.T) {
	checkRoundTrip(t, func(b *bytes.Buffer, header []string, rows [][]string) error {
		return WriteXLSX(b, "Blad", header, rows)
	})
}

// TestNoCSVCellIsAFormula reads with a parser of its own, as the next program
// does: the scanner alone, which takes no apostrophe off.
func TestNoCSVCellIsAFormula(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(anyRow(), 0, 10).Draw(t, "rows")
		var b bytes.Buffer
		if err := WriteCSV(&b, nil, rows); err != nil {
			t.Fatal(err)
		}
		text := lineEnds.Replace(strings.TrimPrefix(b.String(), byteOrderMark))
		s := newScanner(text, ';', 100)
		for cells, err := s.row(); err == nil; cells, err = s.row() {
			for _, cell := range cells {
				if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
					t.Fatalf("cell %q", cell)
				}
			}
		}
	})
}

func TestCleanTwiceIsCleanOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := clean(anyCell().Draw(t, "cell"))
		if twice := clean(once); twice != once {
			t.Fatalf("%q became %q", once, twice)
		}
	})
}

func TestWriteXLSX(t *testing.T) {
	var b bytes.Buffer
	err := WriteXLSX(&b, "Aanwezig: 26/11 [concept] met een te lange naam", []string{"Naam", "Aantal", "AGB-code"},
		[][]string{
			{"=1+1", "12", "007"}, {"+31 6 12345678", "", "1234"},
			{"lange regel\n" + strings.Repeat("x", 30), "-3", ""},
		})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	sheet := f.GetSheetName(0)
	if sheet != "Aanwezig  26 11  concept  met e" {
		t.Errorf("sheet is named %q", sheet)
	}
	if formula, _ := f.GetCellFormula(sheet, "A2"); formula != "" {
		t.Errorf("formula %q", formula)
	}
	var types []excelize.CellType
	for _, place := range []string{"A1", "A2", "A3", "B2", "B4", "C2", "C3"} {
		kind, _ := f.GetCellType(sheet, place)
		types = append(types, kind)
	}
	text, number := excelize.CellTypeInlineString, excelize.CellTypeUnset
	if want := []excelize.CellType{text, text, text, number, number, text, text}; !slices.Equal(types, want) {
		t.Errorf("types %v, want %v", types, want)
	}
	panes, _ := f.GetPanes(sheet)
	style, _ := f.GetCellStyle(sheet, "A1")
	bold, _ := f.GetStyle(style)
	wide, _ := f.GetColWidth(sheet, "A")
	if !panes.Freeze || panes.YSplit != 1 || !bold.Font.Bold || wide != 32 {
		t.Errorf("panes %+v, style %+v, width %v", panes, bold, wide)
	}
}

func FuzzRead(f *testing.F) {
	var x bytes.Buffer
	if err := WriteXLSX(&x, "Blad", []string{"Naam", "Aantal"}, [][]string{{"Zoë", "1"}, {"=1", "2"}}); err != nil {
		f.Fatal(err)
	}
	f.Add(x.Bytes())
	for _, seed := range append(hostile, "a;b\r\n\"c\";d", "\xff\xfea\x00;\x00", "sep=,\na,b") {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := Limits{Bytes: 1 << 20, Rows: 50, Columns: 10}
		table, err := Read(data, limits)
		if (err == nil) != (len(table.Rows) > 0) || len(table.Rows) != len(table.Lines) ||
			len(table.Rows) > limits.Rows {
			t.Fatalf("%d rows, %d lines, %v", len(table.Rows), len(table.Lines), err)
		}
		for _, row := range table.Rows {
			if len(row) == 0 || len(row) > limits.Columns || row[len(row)-1] == "" {
				t.Fatalf("row %q", row)
			}
		}
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteCSV(&b, nil, table.Rows); err != nil {
			t.Fatal(err)
		}
		again, err := Read(b.Bytes(), Limits{Bytes: 8 << 20})
		if diff := cmp.Diff(table.Rows, again.Rows); err != nil || diff != "" {
			t.Fatalf("%v\n%s", err, diff)
		}
	})
}
