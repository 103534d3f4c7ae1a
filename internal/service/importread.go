package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
	"samenspraak/internal/importing"
	"samenspraak/internal/sheet"
)

// importLimits bound a file: its first row may be a header.
var importLimits = sheet.Limits{Rows: 10_001}

// readSheet reads a file while no other is read (see readAlone and readTable).
func (s *Service) readSheet(ctx context.Context, data []byte) (table sheet.Table, err error) {
	err = s.readAlone(ctx, int64(len(data)), func(context.Context) error {
		table, err = readTable(data)
		return err
	})
	return table, err
}

// readTable reads a file, and names in the catalogue what is wrong with it.
func readTable(data []byte) (sheet.Table, error) {
	table, err := sheet.Read(data, importLimits)
	if err == nil {
		return table, nil
	}
	key := "import.problem.unreadable"
	for _, one := range []struct {
		err error
		key string
	}{
		{sheet.ErrTooManyRows, "import.problem.rows"}, {sheet.ErrTooManyColumns, "import.problem.wide"},
		{sheet.ErrTooLarge, "import.problem.large"},
		{sheet.ErrFormat, "import.problem.format"}, {sheet.ErrQuote, "import.problem.quote"},
		{sheet.ErrEmpty, "import.problem.nothing"},
	} {
		if errors.Is(err, one.err) {
			key = one.key
			break
		}
	}
	line := 0
	var at *sheet.RowError
	if errors.As(err, &at) {
		line = at.Line
	}
	return table, consult.Problems{{Field: "file", Key: key, Args: []any{"Line", line}}}
}

// tableWidth is the length of the longest row.
func tableWidth(t sheet.Table) int {
	wide := 0
	for _, row := range t.Rows {
		wide = max(wide, len(row))
	}
	return wide
}

// recognise proposes how to read a table.
func recognise(t sheet.Table) importing.Mapping {
	header := make([]string, tableWidth(t))
	copy(header, t.Rows[0])
	return importing.RecogniseColumns(header)
}

// rowReader reads the rows of one file by one mapping.
type rowReader struct {
	mapping        importing.Mapping
	municipalities []consult.Municipality
	now            time.Time
	towns          map[string]town // by what was typed, so that each is looked for once
}

type town struct {
	id       int64
	problems consult.Problems
}

// readRows reads every row of a table that is not its header.
func readRows(
	t sheet.Table, m importing.Mapping, municipalities []consult.Municipality, now time.Time,
) []importing.Row {
	r := rowReader{mapping: m, municipalities: municipalities, now: now, towns: map[string]town{}}
	first, ragged := 0, map[int]bool{}
	if m.Header {
		first = 1
		for _, i := range t.Ragged(0) {
			ragged[i] = true
		}
	}
	rows := make([]importing.Row, 0, len(t.Rows))
	for i := first; i < len(t.Rows); i++ {
		row := r.row(t.Rows[i])
		row.Line = t.Lines[i]
		if ragged[i] {
			// The cells may stand under the wrong names, so nothing else that
			// is wrong with them means anything.
			row.Problems = consult.Problems{{Field: "row", Key: "import.problem.ragged"}}
		}
		rows = append(rows, row)
	}
	return rows
}

func (r rowReader) row(cells []string) importing.Row {
	cell := func(c importing.Column) string { return i18n.Tidy(r.mapping.Cell(cells, c)) }
	var row importing.Row
	var p consult.Problems
	row.Organisation, p = r.organisation(cell)
	row.Problems = p
	row.Contact, p = readContact(cell)
	row.Problems = append(row.Problems, p...)
	return row
}

func (r rowReader) organisation(cell func(importing.Column) string) (consult.Organisation, consult.Problems) {
	o := consult.Organisation{
		Name: cell(importing.ColumnOrganisation), Type: r.mapping.Type, KvK: cell(importing.ColumnKvK),
		AGB: cell(importing.ColumnAGB),
		Tags: strings.FieldsFunc(
			cell(importing.ColumnTags), func(c rune) bool { return c == ',' || c == ';' || c == '|' },
		),
	}
	var more consult.Problems
	if word := cell(importing.ColumnType); word != "" {
		t, err := importing.ParseOrganisationType(word)
		switch {
		case errors.Is(err, importing.ErrAmbiguousType):
			more.Add("type", "import.problem.type_ambiguous", "Word", word)
		case err != nil:
			more.Add("type", "import.problem.type", "Word", word)
		default:
			o.Type = t
		}
	}
	where := r.town(cell(importing.ColumnMunicipality))
	o.MunicipalityID = where.id
	o, p := tidyOrganisation(o)
	return o, append(append(p, more...), where.problems...)
}

// town finds the municipality somebody typed; nothing typed is none.
func (r rowReader) town(typed string) town {
	if typed == "" {
		return town{}
	}
	if known, ok := r.towns[typed]; ok {
		return known
	}
	var found town
	m, ok, meant := importing.MatchMunicipality(typed, r.municipalities)
	switch {
	case ok && m.ValidOn(r.now):
		found.id = m.ID
	case ok:
		found.problems.Add("municipality", "import.problem.municipality_former", "Name", m.Name)
	case meant != "":
		found.problems.Add("municipality", "import.problem.municipality_meant", "Name", typed, "Meant", meant)
	default:
		found.problems.Add("municipality", "import.problem.municipality", "Name", typed)
	}
	r.towns[typed] = found
	return found
}

// readContact reads the contact of a row. A row without anything about a person
// has none.
func readContact(cell func(importing.Column) string) (consult.Contact, consult.Problems) {
	c := consult.Contact{
		First: cell(importing.ColumnFirst), Infix: cell(importing.ColumnInfix), Last: cell(importing.ColumnLast),
		JobTitle: cell(importing.ColumnJobTitle), Address: cell(importing.ColumnAddress),
		Phone: cell(importing.ColumnPhone),
	}
	full, language := cell(importing.ColumnFullName), cell(importing.ColumnLanguage)
	if c == (consult.Contact{}) && full == "" {
		return c, nil
	}
	switch {
	case full != "":
		c.First, c.Infix, c.Last = dutch.SplitName(i18n.Tidy(full))
	case c.Infix == "":
		c.Infix, c.Last = splitLast(c.Last)
	}
	var ok bool
	var more consult.Problems
	if c.Language, ok = readLanguage(language); !ok {
		more.Add("language", "import.problem.language", "Word", language)
	}
	c, p := tidyContact(c)
	if len(more) > 0 {
		p = append(withoutField(p, "language"), more...)
	}
	return c, p
}

// splitLast takes a prefix out of a last name: "van der Berg", "Berg, van der".
// Two words of which none is a prefix are one name.
func splitLast(last string) (infix, core string) {
	first, infix, core := dutch.SplitName(i18n.Tidy(last))
	if first != "" {
		return "", last
	}
	return infix, core
}

func readLanguage(word string) (string, bool) {
	switch strings.ToLower(word) {
	case "", "nl", "nederlands", "dutch":
		return "nl", true
	case "en", "engels", "english":
		return "en", true
	}
	return "", false
}

func withoutField(all consult.Problems, field string) consult.Problems {
	var kept consult.Problems
	for _, p := range all {
		if p.Field != field {
			kept = append(kept, p)
		}
	}
	return kept
}
