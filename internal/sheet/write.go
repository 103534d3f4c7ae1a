package sheet

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// cutMark ends a cell that was cut, in every language.
const cutMark = " […]"

// fitting is a cell as Excel can hold it: 32,767 UTF-16 units, the apostrophe
// that may come in front included. Excel itself would cut the rest off, or
// refuse the whole file, without a word; one long answer must not do that to the
// list of all. What is cut ends with cutMark, and never within a character.
func fitting(cell string) string {
	const most = excelize.TotalCellChars - 1
	if len(cell) <= most || len(utf16.Encode([]rune(cell))) <= most {
		return cell
	}
	room := most - len(utf16.Encode([]rune(cutMark)))
	for i, r := range cell {
		if room -= utf16.RuneLen(r); room < 0 {
			return cell[:i] + cutMark
		}
	}
	return cell
}

// WriteCSV writes a table that Dutch Excel opens by a double click: UTF-8 with
// a byte order mark, semicolons, CRLF. A cell that could be taken for a
// formula gets an apostrophe in front, telephone numbers as +31 6 and negative
// numbers included; Read takes it off again. A nil header writes none. Line
// ends within a cell become line feeds, other control characters are dropped,
// and what Excel cannot hold in a cell is cut as in WriteXLSX.
func WriteCSV(w io.Writer, header []string, rows [][]string) error {
	out := bufio.NewWriter(w)
	_, _ = out.WriteString(byteOrderMark)
	wide := width(header, rows)
	if header != nil {
		writeRow(out, header, wide)
	}
	for _, row := range rows {
		writeRow(out, row, wide)
	}
	return out.Flush() // repeats the first error of all the writes
}

func writeRow(out *bufio.Writer, row []string, wide int) {
	for i := range wide {
		if i > 0 {
			_ = out.WriteByte(';')
		}
		if i < len(row) {
			_, _ = out.WriteString(quoted(defused(fitting(clean(row[i])))))
		}
	}
	_, _ = out.WriteString("\r\n")
}

// quoted puts a cell in quotation marks when any program might cut it up,
// whichever delimiter that program believes in.
func quoted(cell string) string {
	if cell == "" || !strings.ContainsAny(cell, ";,\t\n\"") && strings.TrimSpace(cell) == cell {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}

func width(header []string, rows [][]string) int {
	wide := len(header)
	for _, row := range rows {
		wide = max(wide, len(row))
	}
	return wide
}

// WriteXLSX writes a workbook of one sheet with the given name, its header
// bold and frozen. A column of whole numbers of at most nine digits without
// leading zeros is written as numbers, so that Excel can add them up; every
// other cell is text in a cell formatted as text, where Excel sees no formula,
// not even after editing. A nil header writes none. What is too long for a cell
// is cut, with a mark.
func WriteXLSX(w io.Writer, name string, header []string, rows [][]string) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	x, err := newSheetWriter(f, name)
	if err == nil {
		err = x.table(header, rows)
	}
	if err == nil {
		err = x.stream.Flush()
	}
	if err == nil {
		err = f.Write(w)
	}
	if err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

type sheetWriter struct {
	stream     *excelize.StreamWriter
	text, bold int // style numbers
	next       int // row
}

// textFormat is the number of the built-in format "@".
const textFormat = 49

func newSheetWriter(f *excelize.File, name string) (*sheetWriter, error) {
	name = sheetName(name)
	if err := f.SetSheetName(f.GetSheetName(0), name); err != nil {
		return nil, err
	}
	stream, err := f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: textFormat})
	if err != nil {
		return nil, err
	}
	bold, err := f.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}})
	return &sheetWriter{stream: stream, text: text, bold: bold, next: 1}, err
}

// sheetName makes a name that Excel takes: without its forbidden characters,
// at most 31 UTF-16 units, no apostrophe at either end.
func sheetName(name string) string {
	units := utf16.Encode([]rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, clean(name))))
	name = strings.TrimRight(string(utf16.Decode(units[:min(len(units), 31)])), "\uFFFD")
	if name = strings.Trim(name, " '"); name == "" {
		return "Blad1"
	}
	return name
}

func (x *sheetWriter) table(header []string, rows [][]string) error {
	wide := width(header, rows)
	if err := x.columns(wide, header, rows); err != nil {
		return err
	}
	if header != nil {
		if err := x.row(header, x.bold, nil); err != nil {
			return err
		}
	}
	numeric := make([]bool, wide)
	for i := range numeric {
		numeric[i] = isNumeric(rows, i)
	}
	for _, row := range rows {
		if err := x.row(row, x.text, numeric); err != nil {
			return err
		}
	}
	return nil
}

// columns sets widths by the longest cell and freezes the header; the stream
// wants both before the first row.
func (x *sheetWriter) columns(wide int, header []string, rows [][]string) error {
	for i := range wide {
		longest := longestLine(header, i)
		for _, row := range rows {
			longest = max(longest, longestLine(row, i))
		}
		if err := x.stream.SetColWidth(i+1, i+1, float64(min(max(longest+2, 8), 60))); err != nil {
			return err
		}
	}
	if header == nil {
		return nil
	}
	return x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func longestLine(row []string, i int) int {
	longest := 0
	if i < len(row) {
		for line := range strings.SplitSeq(row[i], "\n") {
			longest = max(longest, utf8.RuneCountInString(line))
		}
	}
	return longest
}

var wholeNumber = regexp.MustCompile(`^(0|-?[1-9][0-9]{0,8})$`)

// isNumeric looks at the whole column: numbers and texts mixed would sort
// apart and draw Excel's green triangles.
func isNumeric(rows [][]string, column int) bool {
	numeric := false
	for _, row := range rows {
		if column < len(row) && row[column] != "" {
			if numeric = wholeNumber.MatchString(row[column]); !numeric {
				return false
			}
		}
	}
	return numeric
}

func (x *sheetWriter) row(row []string, style int, numeric []bool) error {
	cells := make([]any, len(row))
	for i, cell := range row {
		if cell = clean(cell); cell == "" {
			continue
		}
		if numeric != nil && numeric[i] {
			cells[i], _ = strconv.Atoi(cell)
			continue
		}
		cells[i] = excelize.Cell{StyleID: style, Value: unambiguous(fitting(cell))}
	}
	place := "A" + strconv.Itoa(x.next)
	x.next++
	return x.stream.SetRow(place, cells)
}

// unambiguous adds an apostrophe to a text that looks as if WriteCSV had
// defused it, because Read takes one off.
func unambiguous(cell string) string {
	if strings.HasPrefix(cell, "'") {
		return defused(cell)
	}
	return cell
}
