package sheet

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// delimiters in the order of preference among equals: every row of a file with
// semicolons may well have one comma, but hardly the other way round.
var delimiters = []byte{';', '\t', ','}

// sampled is the number of rows from which the delimiter is told.
const sampled = 20

func readCSV(data []byte, c *collector) error {
	text, name, err := decode(data)
	if err != nil {
		return err
	}
	if strings.IndexByte(text, 0) >= 0 {
		return fmt.Errorf("%w: binary data", ErrUnreadable)
	}
	text = lineEnds.Replace(text)
	text, delimiter := directive(text)
	if delimiter == 0 {
		delimiter = detect(text, c.limits.Columns)
	}
	c.table.Format, c.table.Encoding, c.table.Delimiter = "CSV", name, string(rune(delimiter))
	s := newScanner(text, delimiter, c.limits.Columns)
	for {
		cells, err := s.row()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = c.add(s.line, cells)
		}
		if err != nil {
			return err
		}
	}
}

// directive takes off the line "sep=;" that some programs put on top to tell
// Excel the delimiter. Excel does not show that line and does not count it.
func directive(text string) (rest string, delimiter byte) {
	for _, d := range delimiters {
		if rest, found := strings.CutPrefix(text, "sep="+string(rune(d))+"\n"); found {
			return rest, d
		}
	}
	return text, 0
}

// detect finds the delimiter that cuts most of the first rows into one and the
// same number of cells, at least two. A file without any is a single column.
func detect(text string, columns int) byte {
	best, most := delimiters[0], 0
	for _, d := range delimiters {
		widths := map[int]int{}
		s := newScanner(text, d, columns)
		for range sampled {
			cells, err := s.row()
			if err != nil {
				break
			}
			widths[len(cells)]++
		}
		for width, times := range widths {
			if width > 1 && times > most {
				best, most = d, times
			}
		}
	}
	return best
}

// scanner cuts text with line feeds as line ends into rows, by the rules of
// Excel rather than RFC 4180: a quotation mark counts only at the start of a
// cell, and what follows a closing one belongs to the cell. encoding/csv
// either refuses that or accepts quotation marks that are never closed.
type scanner struct {
	text      string
	stops     string // the delimiter and the line feed
	delimiter byte
	columns   int
	line      int // of the row returned last
	cells     []string
}

func newScanner(text string, delimiter byte, columns int) *scanner {
	return &scanner{text: text, stops: string(rune(delimiter)) + "\n", delimiter: delimiter, columns: columns}
}

// row returns the next row, valid until the call after it, or io.EOF. Empty
// cells beyond the last column allowed are dropped before they cost memory.
func (s *scanner) row() ([]string, error) {
	if s.text == "" {
		return nil, io.EOF
	}
	s.line++
	s.cells = s.cells[:0]
	for {
		cell, end, err := s.cell()
		switch {
		case err != nil:
			return nil, &RowError{s.line, err}
		case len(s.cells) < s.columns:
			s.cells = append(s.cells, cell)
		case cell != "":
			return nil, &RowError{s.line, ErrTooManyColumns}
		}
		if end != s.delimiter {
			return s.cells, nil
		}
	}
}

// cell cuts off one cell and says which byte ended it, a line feed also for
// the end of the text.
func (s *scanner) cell() (cell string, end byte, err error) {
	if strings.HasPrefix(s.text, `"`) {
		if cell, err = s.quoted(); err != nil {
			return "", 0, err
		}
	}
	stop := strings.IndexAny(s.text, s.stops)
	if stop < 0 {
		cell, s.text = cell+s.text, ""
		return cell, '\n', nil
	}
	cell, end, s.text = cell+s.text[:stop], s.text[stop], s.text[stop+1:]
	return cell, end, nil
}

func (s *scanner) quoted() (string, error) {
	var b strings.Builder
	rest := s.text[1:]
	for {
		inner, after, closed := strings.Cut(rest, `"`)
		if !closed {
			return "", ErrQuote
		}
		b.WriteString(inner)
		if !strings.HasPrefix(after, `"`) {
			s.text = after
			return b.String(), nil
		}
		b.WriteByte('"')
		rest = after[1:]
	}
}
