package sheet

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The edges of a workbook in Excel.
const (
	lastRow    = 1 << 20
	lastColumn = 1 << 14
	maxStyles  = 65_490
	maxShared  = 1 << 19 // not Excel's own: texts in all sheets together
)

// book is what the cells of a sheet refer to.
type book struct {
	*container
	sheet   string // part name of the first visible sheet
	shared  []string
	styles  []numberFormat
	from904 bool // days count from 1904, as on old Macs
}

func readXLSX(data []byte, c *collector) error {
	z, err := openContainer(data)
	if err != nil {
		return err
	}
	b := &book{container: z}
	if err := b.open(); err != nil {
		return err
	}
	c.table.Format = "XLSX"
	r := &rowReader{book: b, into: c}
	return b.walk(b.sheet, r.visit)
}

// open finds the workbook by its relations and reads all but the cells.
func (b *book) open() error {
	top, err := b.relations("")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(top, func(r relation) bool { return r.kind == "officeDocument" })
	if i < 0 || !strings.Contains(top[i].target, "xl/") {
		return fmt.Errorf("%w: a ZIP file without a workbook", ErrFormat)
	}
	links, err := b.relations(top[i].target)
	if err != nil {
		return err
	}
	if err := b.readWorkbook(top[i].target, links); err != nil {
		return err
	}
	for _, link := range links {
		switch link.kind {
		case "sharedStrings":
			err = b.readShared(link.target)
		case "styles":
			err = b.readStyles(link.target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *book) readWorkbook(name string, links []relation) error {
	sheets := map[string]string{}
	for _, link := range links {
		if link.kind == "worksheet" {
			sheets[link.id] = link.target
		}
	}
	err := b.walk(name, func(token xml.Token) error {
		e, _ := token.(xml.StartElement)
		switch e.Name.Local {
		case "workbookPr":
			b.from904 = isTrue(attribute(e, "date1904"))
		case "sheet":
			if state := attribute(e, "state"); b.sheet == "" && (state == "" || state == "visible") {
				b.sheet = sheets[attribute(e, "id")]
			}
		}
		return nil
	})
	if err == nil && b.sheet == "" {
		return damaged(fmt.Errorf("no visible sheet"))
	}
	return err
}

func isTrue(s string) bool { return s == "1" || s == "true" }

// readShared reads the strings that cells refer to by number.
func (b *book) readShared(name string) error {
	var text phrase
	return b.walk(name, func(token xml.Token) error {
		text.take(token)
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "si" {
				text.reset()
			}
		case xml.EndElement:
			if e.Name.Local == "si" {
				b.shared = append(b.shared, unescape(text.String()))
			}
		}
		if len(b.shared) > maxShared {
			return fmt.Errorf("%w: too many texts", ErrTooLarge)
		}
		return nil
	})
}

// phrase gathers the text of a <si>, <is> or <v>: all its <t> or <v>, without
// the phonetic guides (<rPh>) that Japanese Excel adds.
type phrase struct {
	strings.Builder
	open     bool
	phonetic bool
}

func (p *phrase) reset() {
	p.Reset()
	p.open, p.phonetic = false, false
}

func (p *phrase) take(token xml.Token) {
	switch e := token.(type) {
	case xml.StartElement:
		p.mark(e.Name.Local, true)
	case xml.EndElement:
		p.mark(e.Name.Local, false)
	case xml.CharData:
		if p.open && !p.phonetic {
			p.Write(e)
		}
	}
}

func (p *phrase) mark(element string, begins bool) {
	switch element {
	case "t", "v":
		p.open = begins
	case "rPh":
		p.phonetic = begins
	}
}

// unescape reads the _x000D_ form in which XLSX writes what XML cannot hold.
func unescape(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		if r, ok := escaped(s[i:]); ok {
			b.WriteString(s[:i])
			b.WriteRune(r)
			s = s[i+7:]
		} else {
			b.WriteString(s[:i+2])
			s = s[i+2:]
		}
	}
}

func escaped(s string) (rune, bool) {
	if len(s) < 7 || s[6] != '_' {
		return 0, false
	}
	code, err := strconv.ParseUint(s[2:6], 16, 16)
	r := rune(code)
	return r, err == nil && !utf16.IsSurrogate(r)
}

// rowReader turns the elements of a sheet into rows.
type rowReader struct {
	*book
	into      *collector
	inRow     bool
	line, col int
	kind      string
	style     int
	text      phrase
	cells     []string
}

func (r *rowReader) visit(token xml.Token) error {
	if r.inRow {
		r.text.take(token)
	}
	switch e := token.(type) {
	case xml.StartElement:
		return r.begin(e)
	case xml.EndElement:
		return r.end(e.Name.Local)
	}
	return nil
}

// begin notes where a row or cell stands; without an r attribute it is next to
// the one before.
func (r *rowReader) begin(e xml.StartElement) error {
	switch {
	case e.Name.Local == "row":
		r.inRow, r.col, r.cells = true, 0, r.cells[:0]
		r.line++
		if number := attribute(e, "r"); number != "" {
			r.line, _ = strconv.Atoi(number)
		}
		if r.line < 1 || r.line > lastRow {
			return damaged(fmt.Errorf("row %s", attribute(e, "r")))
		}
	case e.Name.Local == "c" && r.inRow:
		r.text.reset()
		r.kind = attribute(e, "t")
		r.style, _ = strconv.Atoi(attribute(e, "s"))
		r.col++
		if place := attribute(e, "r"); place != "" {
			r.col = columnOf(place)
		}
		if r.col < 1 || r.col > lastColumn {
			return damaged(fmt.Errorf("cell %s", attribute(e, "r")))
		}
	}
	return nil
}

func (r *rowReader) end(element string) error {
	switch {
	case element == "sheetData":
		return errStop
	case element == "row" && r.inRow:
		r.inRow = false
		return r.into.add(r.line, r.cells)
	case element == "c" && r.inRow:
		return r.put()
	}
	return nil
}

func (r *rowReader) put() error {
	value, err := r.value()
	if err != nil || value == "" {
		return err
	}
	if r.col > r.into.limits.Columns {
		return &RowError{r.line, ErrTooManyColumns}
	}
	for len(r.cells) < r.col {
		r.cells = append(r.cells, "")
	}
	r.cells[r.col-1] = value
	return nil
}

func (r *rowReader) value() (string, error) {
	text := r.text.String()
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || i < 0 || i >= len(r.shared) {
			return "", &RowError{r.line, damaged(fmt.Errorf("no text number %q", text))}
		}
		return r.shared[i], nil
	case "str", "inlineStr":
		return unescape(text), nil
	case "b":
		if isTrue(text) {
			return "WAAR", nil
		}
		return "ONWAAR", nil
	case "", "n":
		return r.number(text), nil
	}
	return text, nil // "e", an error as #N/A, and "d", a date in words of ISO 8601
}

// columnOf gives the column of a reference such as AB12, from 1, or 0.
func columnOf(place string) int {
	column := 0
	for i := range len(place) {
		c := place[i] &^ 0x20
		if c < 'A' || c > 'Z' || column > lastColumn {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	return column
}
