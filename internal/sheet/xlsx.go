package sheet

import (
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
	maxFormats = 10_000 // Excel stops at some hundreds
	// Not Excel's own: texts in all sheets together, and their bytes.
	maxShared     = 1 << 18
	maxSharedText = 16 << 20
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
	err := b.walk(name, func(t token) error {
		if t.kind != begins {
			return nil
		}
		switch string(t.name) {
		case "workbookPr":
			b.from904 = isTrue(t.attribute("date1904"))
		case "sheet":
			if state := t.attribute("state"); b.sheet == "" && (state == "" || state == "visible") {
				b.sheet = sheets[t.attribute("id")]
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
	size := 0
	return b.walk(name, func(t token) error {
		if err := text.take(t); err != nil {
			return err
		}
		if string(t.name) != "si" {
			return nil
		}
		if t.kind == begins {
			text.reset()
			return nil
		}
		one := unescape(string(text.bytes))
		if size += len(one); size > maxSharedText || len(b.shared) == maxShared {
			return fmt.Errorf("%w: too many texts", ErrTooLarge)
		}
		b.shared = append(b.shared, one)
		return nil
	})
}

// phrase gathers the text of a <si>, <is> or <v>: all its <t> or <v>, without
// the phonetic guides (<rPh>) that Japanese Excel adds.
type phrase struct {
	bytes    []byte
	open     bool
	phonetic bool
}

func (p *phrase) reset() { p.bytes, p.open, p.phonetic = p.bytes[:0], false, false }

func (p *phrase) take(t token) error {
	if t.kind != says {
		p.mark(t.name, t.kind == begins)
		return nil
	}
	var err error
	switch {
	case !p.open || p.phonetic:
		return nil
	case len(p.bytes)+len(t.raw) > maxRun:
		return fmt.Errorf("%w: one cell of more than %d bytes", ErrTooLarge, maxRun)
	case t.literal:
		p.bytes = append(p.bytes, t.raw...)
	default:
		p.bytes, err = resolved(p.bytes, t.raw)
	}
	return err
}

func (p *phrase) mark(element []byte, begins bool) {
	switch string(element) {
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

func (r *rowReader) visit(t token) error {
	if r.inRow {
		if err := r.text.take(t); err != nil {
			return err
		}
	}
	switch t.kind {
	case begins:
		return r.begin(t)
	case ends:
		return r.end(t)
	}
	return nil
}

// begin notes where a row or cell stands; without an r attribute it is next to
// the one before.
func (r *rowReader) begin(t token) error {
	switch {
	case string(t.name) == "row":
		r.inRow, r.col, r.cells = true, 0, r.cells[:0]
		r.line++
		if number := t.attribute("r"); number != "" {
			r.line, _ = strconv.Atoi(number)
		}
		if r.line < 1 || r.line > lastRow {
			return damaged(fmt.Errorf("row %.20s", t.attribute("r")))
		}
	case string(t.name) == "c" && r.inRow:
		r.text.reset()
		r.kind = t.attribute("t")
		r.style, _ = strconv.Atoi(t.attribute("s"))
		r.col++
		if place := t.attribute("r"); place != "" {
			r.col = columnOf(place)
		}
		if r.col < 1 || r.col > lastColumn {
			return damaged(fmt.Errorf("cell %.20s", t.attribute("r")))
		}
	}
	return nil
}

func (r *rowReader) end(t token) error {
	switch {
	case string(t.name) == "sheetData":
		return errStop
	case string(t.name) == "row" && r.inRow:
		r.inRow = false
		return r.into.add(r.line, r.cells)
	case string(t.name) == "c" && r.inRow:
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
	text := string(r.text.bytes)
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || i < 0 || i >= len(r.shared) {
			return "", &RowError{r.line, damaged(fmt.Errorf("no text number %.20q", text))}
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
