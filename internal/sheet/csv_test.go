package sheet

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func encoded(t *testing.T, name, text string) []byte {
	t.Helper()
	encoders := map[string]interface{ Bytes([]byte) ([]byte, error) }{
		"Windows-1252": charmap.Windows1252.NewEncoder(),
		"UTF-16LE":     unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder(),
		"UTF-16BE":     unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder(),
	}
	if encoders[name] == nil {
		return []byte(text)
	}
	data, err := encoders[name].Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReadCSV(t *testing.T) {
	people := [][]string{{"Naam", "Organisatie"}, {"Zoë van ’t Hof", "Café Élan"}}
	for _, c := range []struct {
		name, text string
		want       Table
	}{
		{"Dutch Excel, code page", "Naam;Organisatie\r\nZoë van ’t Hof;Café Élan\r\n",
			Table{people, []int{1, 2}, "CSV", "Windows-1252", ";"}},
		{"Unicode text", "Naam\tOrganisatie\r\nZoë van ’t Hof\tCafé Élan\r\n",
			Table{people, []int{1, 2}, "CSV", "UTF-16LE", "\t"}},
		{"big endian", "Naam,Organisatie\nZoë van ’t Hof,Café Élan",
			Table{people, []int{1, 2}, "CSV", "UTF-16BE", ","}},
		{"byte order mark", "\uFEFFNaam;Organisatie\rZoë van ’t Hof;Café Élan\r",
			Table{people, []int{1, 2}, "CSV", "UTF-8", ";"}},
		{"decomposed letters", "Naam;Organisatie\nZoe\u0308 van ’t Hof;Cafe\u0301 E\u0301lan",
			Table{people, []int{1, 2}, "CSV", "UTF-8", ";"}},
		{"delimiter on top", "sep=,\r\nNaam,Organisatie\r\nŞirin;x,y\r\n",
			Table{[][]string{{"Naam", "Organisatie"}, {"Şirin;x", "y"}}, []int{1, 2}, "CSV", "UTF-8", ","}},
		{"quotes, line ends, blank rows", "a;b;;\r\n\r\n\"één;\r\n\"\"twee\"\"\"; 12\r\n;;\r\n;x \"y\";\r\n",
			Table{
				[][]string{{"a", "b"}, {"één;\n\"twee\"", " 12"}, {"", `x "y"`}}, []int{1, 3, 5}, "CSV", "UTF-8", ";",
			}},
		{"text after a quote", "\"De Boei\" Noord;x\na;b\n",
			Table{[][]string{{"De Boei Noord", "x"}, {"a", "b"}}, []int{1, 2}, "CSV", "UTF-8", ";"}},
		{"commas in every row but the first", "Naam;Adres\nA;Dorp, Land\nB;Stad, Land\n",
			Table{
				[][]string{{"Naam", "Adres"}, {"A", "Dorp, Land"}, {"B", "Stad, Land"}}, []int{1, 2, 3}, "CSV",
				"UTF-8", ";",
			}},
		{"one column", "zoe@boei.example\njan@boei.example",
			Table{[][]string{{"zoe@boei.example"}, {"jan@boei.example"}}, []int{1, 2}, "CSV", "UTF-8", ";"}},
		{"defused",
			"'+31 6 12345678;'t Waalhof;'=1;\"'\n-\"\n", // the last two: removed, and removed before a line feed
			Table{[][]string{{"+31 6 12345678", "'t Waalhof", "=1", "\n-"}}, []int{1}, "CSV", "UTF-8", ";"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Read(encoded(t, c.want.Encoding, c.text), Limits{})
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

func TestRagged(t *testing.T) {
	table, err := Read([]byte("Adressen\nNaam;Plaats\nA;B;C\nA\nA;B\nD;E;;\n"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{2}, table.Ragged(1)); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefusesText(t *testing.T) {
	million := strings.Repeat("a;b\n", 1_000_000)
	for _, c := range []struct {
		name, text string
		limits     Limits
		want       error
		line       int
	}{
		{"bytes", "abc", Limits{Bytes: 2}, ErrTooLarge, 0},
		{"a million rows", million, Limits{}, ErrTooManyRows, 10_001},
		{"a million rows, by size", million, Limits{Bytes: 1 << 20}, ErrTooLarge, 0},
		{"rows", "a\nb\n\nc", Limits{Rows: 2}, ErrTooManyRows, 4},
		{"columns", "a;b\na;b;c", Limits{Columns: 2}, ErrTooManyColumns, 2},
		{"open quote", "a;b\nc;\"d\ne;f", Limits{}, ErrQuote, 2},
		{"open quote in a large file", "a;b\n\"" + strings.Repeat(`""x;`, 1_000_000), Limits{}, ErrQuote, 2},
		{"NUL", "a;b\nc;\x00d", Limits{}, ErrUnreadable, 0},
		{"UTF-16 without its mark", "a\x00;\x00b\x00", Limits{}, ErrUnreadable, 0},
		{"mark and no UTF-8", "\uFEFFa;\xff", Limits{}, ErrUnreadable, 0},
		{"nothing", "", Limits{}, ErrEmpty, 0},
		{"only delimiters", "\uFEFF;;\r\n;;\r\n", Limits{}, ErrEmpty, 0},
		{"five million delimiters", strings.Repeat(";", 5_000_000), Limits{}, ErrEmpty, 0},
		{"old Excel", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Limits{}, ErrFormat, 0},
		{"PDF", "%PDF-1.7", Limits{}, ErrFormat, 0},
		{"web page", "\r\n<HTML><table>", Limits{}, ErrFormat, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Read([]byte(c.text), c.limits)
			if !errors.Is(err, c.want) || got.Rows != nil {
				t.Fatalf("got %v with %d rows, want %v", err, len(got.Rows), c.want)
			}
			if row := new(RowError); errors.As(err, &row) != (c.line > 0) || row.Line != c.line {
				t.Errorf("got row %d in %v, want %d", row.Line, err, c.line)
			}
		})
	}
}

func TestWriteCSV(t *testing.T) {
	var b bytes.Buffer
	err := WriteCSV(&b, []string{"Naam", "Telefoon", "Saldo", "Notitie"}, [][]string{
		{"Zoë", "+31 6 12345678", "-5", "=HYPERLINK(\"x\")"}, {"’t Waalhof; b", "＝1", "@x\r\ny", "'=x"}, {"kort"},
	})
	want := "\uFEFFNaam;Telefoon;Saldo;Notitie\r\n" +
		"Zoë;'+31 6 12345678;'-5;\"'=HYPERLINK(\"\"x\"\")\"\r\n" +
		"\"’t Waalhof; b\";'＝1;\"'@x\ny\";''=x\r\nkort;;;\r\n"
	if diff := cmp.Diff(want, b.String()); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

type brokenPipe struct{}

var errPipe = errors.New("pipe broken")

func (brokenPipe) Write([]byte) (int, error) { return 0, errPipe }

func TestWritersReportTheirErrors(t *testing.T) {
	rows := [][]string{{strings.Repeat("x", 10_000)}}
	if err := WriteCSV(brokenPipe{}, nil, rows); !errors.Is(err, errPipe) {
		t.Errorf("CSV: %v", err)
	}
	if err := WriteXLSX(brokenPipe{}, "", nil, rows); !errors.Is(err, errPipe) {
		t.Errorf("XLSX: %v", err)
	}
}

// TestLongCellsAreCut: one long answer must not keep the whole list from being
// opened, and whoever reads it must see that there was more.
func TestLongCellsAreCut(t *testing.T) {
	units := func(s string) int { return len(utf16.Encode([]rune(s))) }
	for name, cell := range map[string]string{
		"longest": strings.Repeat("x", 32_766), "one more": strings.Repeat("x", 32_767),
		"long":    strings.Repeat("L", 200_000),
		"defused": "=" + strings.Repeat("x", 32_767), "outside the plane": strings.Repeat("\U0001f986", 16_384),
		"odd outside the plane": "x" + strings.Repeat("\U0001f986", 16_384),
		"accents":               strings.Repeat("e\u0308", 32_767),
	} {
		rows := [][]string{{"vraag", cell}, {"na", "afloop"}}
		var asXLSX, asCSV bytes.Buffer
		if err := errors.Join(WriteXLSX(&asXLSX, "Blad", nil, rows), WriteCSV(&asCSV, nil, rows)); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for kind, file := range map[string][]byte{"XLSX": asXLSX.Bytes(), "CSV": asCSV.Bytes()} {
			back, err := Read(file, Limits{})
			if err != nil {
				t.Fatal(err)
			}
			got := back.Rows[0][1]
			if whole := name == "longest"; whole != (got == cell) || whole == strings.HasSuffix(got, cutMark) {
				t.Errorf("%s, %s: %d units that end with %q", name, kind, units(got), got[len(got)-20:])
			}
			if n := units(got); n > 32_767 || n < 32_700 || strings.ContainsRune(got, '\uFFFD') ||
				back.Rows[1][1] != "afloop" {
				t.Errorf("%s, %s: %d units, %v", name, kind, n, back.Rows[1])
			}
		}
	}
}
