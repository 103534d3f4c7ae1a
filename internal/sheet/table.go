package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// What Read refuses a file for, to be told apart with errors.Is; a RowError
// around one names the row where that is known.
var (
	// ErrTooLarge: more bytes, packed or unpacked, than allowed.
	ErrTooLarge = errors.New("sheet: file too large")
	// ErrTooManyRows and ErrTooManyColumns are also ErrTooLarge.
	ErrTooManyRows    = fmt.Errorf("%w: too many rows", ErrTooLarge)
	ErrTooManyColumns = fmt.Errorf("%w: too many columns", ErrTooLarge)
	// ErrFormat: another kind of file, such as an old or protected XLS, ODS,
	// PDF or a web page. Saving it as XLSX or CSV helps.
	ErrFormat = errors.New("sheet: neither CSV nor XLSX")
	// ErrUnreadable: broken, or binary data that is no table.
	ErrUnreadable = errors.New("sheet: file is damaged")
	// ErrQuote: a cell opens with a quotation mark that is never closed.
	ErrQuote = errors.New("sheet: quotation mark is not closed")
	// ErrEmpty: no cell holds anything.
	ErrEmpty = errors.New("sheet: no data")
)

// RowError says at which row reading failed.
type RowError struct {
	Line int // counted as in Table.Lines
	Err  error
}

func (e *RowError) Error() string { return fmt.Sprintf("row %d: %v", e.Line, e.Err) }

// Unwrap gives the reason.
func (e *RowError) Unwrap() error { return e.Err }

// Table is what a file holds.
type Table struct {
	// Rows has the rows that hold anything, each cut off after its last cell
	// that does; rows may therefore differ in length. Text is valid UTF-8 in
	// NFC with line feeds as line ends and without other control characters
	// than tabs.
	Rows [][]string
	// Lines has for each row the number that Excel shows beside it, from 1.
	Lines []int
	// Format is "CSV" or "XLSX".
	Format string
	// Encoding is "UTF-8", "UTF-16LE", "UTF-16BE" or "Windows-1252", and
	// Delimiter ";", "," or a tab; both are empty for XLSX.
	Encoding, Delimiter string
}

// Ragged returns the indexes of the rows that are longer than the row with
// index header. A delimiter in an unquoted cell has this effect, so the cells
// of such a row may stand in the wrong columns. Shorter rows are normal: Excel
// leaves empty cells at the end out.
func (t Table) Ragged(header int) []int {
	var found []int
	for i, row := range t.Rows {
		if i > header && len(row) > len(t.Rows[header]) {
			found = append(found, i)
		}
	}
	return found
}

// Limits bounds what Read accepts. A field that is zero or negative stands for
// 5 MiB, 10,000 rows or 100 columns.
type Limits struct {
	Bytes   int // of the file as it was sent
	Rows    int // that hold anything
	Columns int // up to the last one that holds anything
}

func (l Limits) orDefault() Limits {
	for field, standard := range map[*int]int{&l.Bytes: 5 << 20, &l.Rows: 10_000, &l.Columns: 100} {
		if *field <= 0 {
			*field = standard
		}
	}
	return l
}

// maxText bounds the text of a whole table: an XLSX file can show one long
// string in every cell.
const maxText = 16 << 20

// Read recognises the kind of file by its content and returns its table; of an
// XLSX file that is the first visible sheet.
//
// Cells come as Dutch Excel shows them: dates as 5-3-2026, numbers with a
// decimal comma, truth as WAAR or ONWAAR, leading zeros kept where text or the
// number format has them. The apostrophe with which WriteCSV defuses a formula
// is taken off. On an error the table is empty.
func Read(data []byte, limits Limits) (Table, error) {
	limits = limits.orDefault()
	if len(data) > limits.Bytes {
		return Table{}, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limits.Bytes)
	}
	read := readCSV
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		read = readXLSX
	case foreign(data):
		return Table{}, ErrFormat
	}
	c := &collector{limits: limits}
	if err := read(data, c); err != nil {
		return Table{}, err
	}
	if len(c.table.Rows) == 0 {
		return Table{}, ErrEmpty
	}
	return c.table, nil
}

// foreign recognises what people send by mistake. "Excel" downloads of many
// web applications are web pages under another name.
func foreign(data []byte) bool {
	for _, sign := range []string{"%PDF-", `{\rtf`, "\xd0\xcf\x11\xe0", "\x1f\x8b", "PK\x05\x06"} {
		if bytes.HasPrefix(data, []byte(sign)) {
			return true
		}
	}
	start := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), 64)], " \t\r\n"))
	for _, sign := range []string{"<html", "<!doctype", "<table", "<?xml"} {
		if bytes.HasPrefix(start, []byte(sign)) {
			return true
		}
	}
	return false
}

// collector takes rows in and keeps the limits that hold for every format.
type collector struct {
	limits Limits
	size   int
	table  Table
}

// add takes one row over; cells may be used again by the caller.
func (c *collector) add(line int, cells []string) error {
	for _, cell := range cells {
		c.size += len(cell)
		if strings.IndexByte(cell, 0) >= 0 {
			return &RowError{line, ErrUnreadable}
		}
	}
	if c.size > maxText {
		return &RowError{line, ErrTooLarge}
	}
	row := make([]string, len(cells))
	used := 0
	for i, cell := range cells {
		if row[i] = armed(clean(cell)); row[i] != "" {
			used = i + 1
		}
	}
	switch {
	case used == 0:
		return nil
	case used > c.limits.Columns:
		return &RowError{line, ErrTooManyColumns}
	case len(c.table.Rows) == c.limits.Rows:
		return &RowError{line, ErrTooManyRows}
	}
	c.table.Rows = append(c.table.Rows, row[:used:used])
	c.table.Lines = append(c.table.Lines, line)
	return nil
}
