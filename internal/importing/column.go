package importing

import (
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
)

// Import is one file of organisations and contacts that was taken in at once
// and can be undone at once.
type Import struct {
	ID            int64
	At            time.Time
	StaffID       int64
	StaffName     string
	FileName      string
	Organisations int
	Contacts      int
	Refused       int
	UndoneAt      time.Time
}

// Draft is a file that was sent and not taken in yet: it is kept while
// somebody says what its columns are and looks at what would happen.
type Draft struct {
	ID       int64
	StaffID  int64
	FileName string
	Data     []byte
	Mapping  Mapping
	At       time.Time
}

// How long things of an import are kept: a draft holds the whole file, refused
// rows hold personal data that was never taken in.
const (
	DraftKept       = 24 * time.Hour
	RefusedRowsKept = 30 * 24 * time.Hour
)

// Column says what a column of an imported file holds.
type Column string

// What a column can hold.
const (
	NoColumn           Column = ""
	ColumnOrganisation Column = "organisation"
	ColumnType         Column = "type"
	ColumnMunicipality Column = "municipality"
	ColumnKvK          Column = "kvk"
	ColumnAGB          Column = "agb"
	ColumnTags         Column = "tags"
	ColumnFullName     Column = "full_name"
	ColumnFirst        Column = "first"
	ColumnInfix        Column = "infix"
	ColumnLast         Column = "last"
	ColumnJobTitle     Column = "job_title"
	ColumnAddress      Column = "address"
	ColumnPhone        Column = "phone"
	ColumnLanguage     Column = "language"
)

// Columns is everything a column can hold, in the order of forms.
var Columns = []Column{
	ColumnOrganisation, ColumnType, ColumnMunicipality, ColumnKvK, ColumnAGB, ColumnTags, ColumnFullName, ColumnFirst,
	ColumnInfix,
	ColumnLast, ColumnJobTitle, ColumnAddress, ColumnPhone, ColumnLanguage,
}

// Valid says whether it is one of the known ones or NoColumn.
func (c Column) Valid() bool {
	for _, known := range Columns {
		if c == known {
			return true
		}
	}
	return c == NoColumn
}

// AlikeChoice says what becomes of a row whose organisation is not in the
// directory but looks like one that is.
type AlikeChoice string

// Choices.
const (
	JoinAlike AlikeChoice = "join" // the contact goes to the one that is there
	NewAlike  AlikeChoice = "new"  // it is another organisation
	SkipAlike AlikeChoice = "skip" // refused, to be sorted out in the file
)

// AlikeChoices is every choice in the order of forms.
var AlikeChoices = []AlikeChoice{JoinAlike, NewAlike, SkipAlike}

// Mapping says how to read a file: what each column holds, whether its
// first row names the columns, and what to do where a row does not say.
type Mapping struct {
	Header  bool
	Columns []Column
	Type    consult.OrganisationType // of new organisations whose row names none
	Alike   AlikeChoice
}

// Has says whether some column holds c.
func (m Mapping) Has(c Column) bool { return m.place(c) >= 0 }

func (m Mapping) place(c Column) int {
	for i, column := range m.Columns {
		if column == c {
			return i
		}
	}
	return -1
}

// Cell returns what a row holds in a column, empty where it has none.
func (m Mapping) Cell(row []string, c Column) string {
	if i := m.place(c); i >= 0 && i < len(row) {
		return row[i]
	}
	return ""
}

// RecogniseColumns reads the first row of a file as the names of its columns.
// When it is none, Header is false and only a column with an address in it is
// recognised; a person chooses the rest. No two columns hold the same.
func RecogniseColumns(header []string) Mapping {
	m := Mapping{Columns: make([]Column, len(header)), Type: consult.Provider, Alike: JoinAlike}
	names := make([]string, len(header))
	data := -1
	for i, cell := range header {
		if names[i] = dutch.Bare(cell); strings.Contains(cell, "@") {
			data = i
		}
	}
	if data >= 0 {
		m.Columns[data] = ColumnAddress
		return m
	}
	m.recognise(names, func(name string) Column { return columnNames[name] })
	m.recognise(names, columnLike)
	m.recogniseName(names)
	found := 0
	for _, c := range m.Columns {
		if c != NoColumn {
			found++
		}
	}
	m.Header = found > 1 || found == 1 && len(header) == 1
	if !m.Header {
		clear(m.Columns)
	}
	return m
}

// recognise gives the columns that hold nothing yet what their name says,
// unless another column holds it already.
func (m *Mapping) recognise(names []string, read func(string) Column) {
	for i, name := range names {
		if c := read(name); m.Columns[i] == NoColumn && c != NoColumn && !m.Has(c) {
			m.Columns[i] = c
		}
	}
}

// recogniseName settles a column that is only called "naam": of the person when
// another column names the organisation, else of the organisation.
func (m *Mapping) recogniseName(names []string) {
	m.recognise(names, func(name string) Column {
		switch {
		case name != "naam" && name != "name":
			return NoColumn
		case !m.Has(ColumnOrganisation):
			return ColumnOrganisation
		case !m.Has(ColumnFirst) && !m.Has(ColumnLast):
			return ColumnFullName
		case !m.Has(ColumnLast) && !m.Has(ColumnFullName):
			return ColumnLast
		}
		return NoColumn
	})
}

// columnNames are the names of columns as people write them, in plain letters.
var columnNames = plainKeys(map[Column]string{
	ColumnOrganisation: "organisatie organisatienaam naamorganisatie naamvandeorganisatie naaminstelling " +
		"instelling instellingsnaam zorgaanbieder aanbieder " +
		"jeugdhulpaanbieder naamaanbieder naamzorgaanbieder bedrijf bedrijfsnaam handelsnaam praktijk " +
		"praktijknaam werkgever organisation organization company",
	ColumnType: "soort type soortorganisatie typeorganisatie organisatietype categorie typeaanbieder " +
		"soortaanbieder organisationtype",
	ColumnMunicipality: "gemeente gemeentenaam naamgemeente vestigingsgemeente municipality",
	ColumnKvK:          "kvk kvknummer kvknr nummerkvk kamervankoophandel inschrijvingsnummerkvk chamberofcommerce",
	ColumnAGB:          "agb agbcode agbnummer agbcodeonderneming agbcodevestiging",
	ColumnTags: "labels label tags tag trefwoorden trefwoord kenmerk kenmerken perceel percelen groep " +
		"groepen segment segmenten",
	ColumnFullName: "contactpersoon naamcontactpersoon contact contactnaam volledigenaam vollenaam " +
		"naamvolledig naampersoon contactname fullname contactperson",
	ColumnFirst:    "voornaam roepnaam voornamen voorletters voorletter initialen firstname givenname",
	ColumnInfix:    "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels tv tussenvgsl infix prefix",
	ColumnLast:     "achternaam familienaam geslachtsnaam lastname surname familyname",
	ColumnJobTitle: "functie functienaam functietitel rol functieomschrijving jobtitle position",
	ColumnAddress: "email mail emailadres mailadres emailadressen epost emailaddress emailcontactpersoon " +
		"emailadrescontactpersoon mailcontactpersoon",
	ColumnPhone:    "telefoon telefoonnummer tel telnr telefoonnr mobiel mobielnummer gsm phone telephone mobile",
	ColumnLanguage: "taal voorkeurstaal taalvoorkeur language",
})

// columnParts are parts of longer names, the most telling first: "e-mail
// contactpersoon" is an address, "soort organisatie (zie lijst)" a type.
var columnParts = []struct {
	part   string
	column Column
}{
	{"mail", ColumnAddress}, {"kvk", ColumnKvK}, {"kamervankoophandel", ColumnKvK}, {"agb", ColumnAGB},
	{"telefoon", ColumnPhone},
	{"mobiel", ColumnPhone}, {"tussenvoegsel", ColumnInfix}, {"voorvoegsel", ColumnInfix}, {"achternaam", ColumnLast},
	{"voornaam", ColumnFirst}, {"roepnaam", ColumnFirst}, {"voorletter", ColumnFirst}, {"functie", ColumnJobTitle},
	{"taal", ColumnLanguage},
	{"soort", ColumnType}, {"type", ColumnType}, {"gemeente", ColumnMunicipality}, {"trefwoord", ColumnTags},
	{"contactpersoon", ColumnFullName},
	{"organisatie", ColumnOrganisation}, {"instelling", ColumnOrganisation}, {"aanbieder", ColumnOrganisation},
	{"bedrijf", ColumnOrganisation},
}

// columnLike recognises a name by its parts. A long cell is a sentence or data.
func columnLike(name string) Column {
	if len(name) > 40 {
		return NoColumn
	}
	for _, one := range columnParts {
		if strings.Contains(name, one.part) {
			return one.column
		}
	}
	return NoColumn
}

// plainKeys turns lists of words around: word to what it means.
func plainKeys[V comparable](lists map[V]string) map[string]V {
	m := map[string]V{}
	for value, list := range lists {
		for _, word := range strings.Fields(list) {
			m[word] = value
		}
	}
	return m
}

// ColumnField names the form field of a column, for Problems.
func ColumnField(i int) string { return "column-" + strconv.Itoa(i) }

// CheckMapping says whether a file can be read by a mapping. It returns
// Problems by field: ColumnField of a column, columns for what none holds,
// type, alike.
func CheckMapping(m Mapping) consult.Problems {
	var p consult.Problems
	seen := map[Column]bool{}
	for i, c := range m.Columns {
		switch {
		case !c.Valid():
			p.Add(ColumnField(i), "import.problem.column")
		case c != NoColumn && seen[c]:
			p.Add(ColumnField(i), "import.problem.column_twice")
		}
		seen[c] = true
	}
	parts := seen[ColumnFirst] || seen[ColumnLast]
	person := parts || seen[ColumnFullName] || seen[ColumnInfix] || seen[ColumnJobTitle] ||
		seen[ColumnPhone] || seen[ColumnLanguage]
	switch {
	case !seen[ColumnOrganisation]:
		p.Add("columns", "import.problem.no_organisation")
	case person && !seen[ColumnAddress]:
		p.Add("columns", "import.problem.no_address")
	case seen[ColumnAddress] && !parts && !seen[ColumnFullName]:
		p.Add("columns", "import.problem.no_name")
	case parts && seen[ColumnFullName]:
		p.Add("columns", "import.problem.two_names")
	}
	if !m.Type.Valid() {
		p.Add("type", "organisation.problem.type")
	}
	if m.Alike != JoinAlike && m.Alike != NewAlike && m.Alike != SkipAlike {
		p.Add("alike", "import.problem.alike")
	}
	return p
}
