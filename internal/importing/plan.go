package importing

import (
	"strconv"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
)

// Row is one row of a file as it was read: an organisation, and a contact
// unless its Canonical is empty.
type Row struct {
	Line         int // as Excel numbers it
	Organisation consult.Organisation
	Contact      consult.Contact
	Problems     consult.Problems // with them the row is refused
}

// KnownOrganisation is what of an organisation in the directory tells whether a
// row is about it.
type KnownOrganisation struct {
	ID             int64
	Name           string
	KvK            string
	MunicipalityID int64
	Archived       bool
}

// KnownContact is what of a contact in the directory tells whether a row is
// about it.
type KnownContact struct {
	OrganisationID int64
	Name           string
	Canonical      string
	Archived       bool
}

// Verdict says what a row of a file comes to.
type Verdict string

// Verdicts.
const (
	AddBoth         Verdict = "both"         // a new organisation and its contact
	AddContact      Verdict = "contact"      // a new contact of an organisation that is there, or that a row above adds
	AddOrganisation Verdict = "organisation" // a new organisation; the row has no contact
	AlreadyThere    Verdict = "there"        // nothing to add
	Refused         Verdict = "refused"
)

// Verdicts is every verdict in the order of filters.
var Verdicts = []Verdict{AddBoth, AddContact, AddOrganisation, AlreadyThere, Refused}

// Line is a row with its verdict. Notes say what is worth knowing and
// does not keep the row from being taken in; their keys are in the catalogue.
type Line struct {
	Row
	Verdict Verdict
	Alike   bool // the organisation looks like another
	Notes   []consult.Problem
	place   int // of the organisation, in Plan.places
}

// Plan is what would happen if a file were taken in now.
type Plan struct {
	Lines  []Line
	Count  map[Verdict]int
	Alike  int
	places []place
}

// place is an organisation that rows can be about: one in the directory, or one
// that the plan adds.
type place struct {
	id       int64 // 0: planned
	kvk      string
	town     int64
	name     string
	archived bool
	planned  consult.Organisation
}

// New returns the organisations that the plan adds, in the order of the file.
func (p Plan) New() []consult.Organisation {
	var all []consult.Organisation
	for _, one := range p.places {
		if one.id == 0 {
			all = append(all, one.planned)
		}
	}
	return all
}

// Contacts returns the contacts that the plan adds; ids are those of New, in
// its order, once they were kept.
func (p Plan) Contacts(ids []int64) []consult.Contact {
	where := make([]int64, len(p.places))
	for i, one := range p.places {
		if where[i] = one.id; one.id == 0 {
			where[i], ids = ids[0], ids[1:]
		}
	}
	var all []consult.Contact
	for _, l := range p.Lines {
		if l.Verdict == AddBoth || l.Verdict == AddContact {
			c := l.Contact
			c.OrganisationID = where[l.place]
			all = append(all, c)
		}
	}
	return all
}

// planner holds what is known while the rows are judged one by one, so that a
// row also meets what the rows above it add.
type planner struct {
	plan   Plan
	alike  AlikeChoice
	same   map[string][]int // places by name
	loose  map[string][]int // places by LooseName
	kvk    map[string][]int
	people map[string]met // by organisation, address and name
	boxes  map[string]box // address: whose it is
}

// met is where a contact was met before: in the directory, or in a line above.
type met struct {
	line     int // 0: in the directory
	archived bool
}

type box struct {
	place int
	name  string
}

// PlanImport judges every row of a file against the directory and against the
// rows above it.
func PlanImport(rows []Row, known []KnownOrganisation, contacts []KnownContact, alike AlikeChoice) Plan {
	p := &planner{
		plan: Plan{Lines: make([]Line, 0, len(rows)), Count: map[Verdict]int{}}, alike: alike,
		same: map[string][]int{}, loose: map[string][]int{}, kvk: map[string][]int{},
		people: map[string]met{}, boxes: map[string]box{},
	}
	where := make(map[int64]int, len(known))
	for _, k := range known {
		where[k.ID] = p.add(place{id: k.ID, name: k.Name, kvk: k.KvK, town: k.MunicipalityID, archived: k.Archived})
	}
	for _, c := range contacts {
		if at, ok := where[c.OrganisationID]; ok {
			p.meet(at, c.Canonical, c.Name, met{archived: c.Archived})
		}
	}
	for _, row := range rows {
		line := p.judge(row)
		p.plan.Count[line.Verdict]++
		if line.Alike {
			p.plan.Alike++
		}
		p.plan.Lines = append(p.plan.Lines, line)
	}
	return p.plan
}

func (p *planner) add(one place) int {
	at := len(p.plan.places)
	p.plan.places = append(p.plan.places, one)
	same, loose := strings.ToLower(one.name), consult.LooseName(one.name)
	p.same[same] = append(p.same[same], at)
	p.loose[loose] = append(p.loose[loose], at)
	if one.kvk != "" {
		p.kvk[one.kvk] = append(p.kvk[one.kvk], at)
	}
	return at
}

func person(at int, canonical, name string) string {
	return strconv.Itoa(at) + " " + canonical + " " + dutch.Bare(name)
}

// meet notes that a contact is there: in the directory, or by a line above.
func (p *planner) meet(at int, canonical, name string, where met) {
	p.people[person(at, canonical, name)] = where
	if _, taken := p.boxes[canonical]; !taken {
		p.boxes[canonical] = box{at, name}
	}
}

func (p *planner) judge(row Row) Line {
	line := Line{Row: row}
	if len(row.Problems) > 0 {
		line.Verdict = Refused
		return line
	}
	at, isNew := p.find(&line)
	switch {
	case line.Verdict == Refused:
		return line
	case at >= 0 && p.plan.places[at].archived:
		line.refuse("import.problem.archived", "Name", p.plan.places[at].name)
		return line
	case isNew:
		o := row.Organisation
		at = p.add(place{name: o.Name, kvk: o.KvK, town: o.MunicipalityID, planned: o})
	default:
		p.complete(at, row.Organisation)
	}
	line.place = at
	p.judgeContact(&line, isNew)
	return line
}

func (l *Line) refuse(key string, args ...any) {
	l.Verdict = Refused
	l.Problems = append(l.Problems, consult.Problem{Field: string(ColumnOrganisation), Key: key, Args: args})
}

func (l *Line) note(key string, args ...any) {
	l.Notes = append(l.Notes, consult.Problem{Key: key, Args: args})
}

// find looks for the organisation of a row: the same, one that it is likely to
// be, or none (isNew).
func (p *planner) find(line *Line) (at int, isNew bool) {
	o := line.Organisation
	same := p.likely(p.same[strings.ToLower(o.Name)], o)
	switch len(same) {
	case 1:
		return same[0], false
	case 0:
		return p.findAlike(line)
	}
	line.refuse("import.problem.several", "Name", o.Name, "Count", len(same))
	return -1, false
}

// likely leaves of several places of one name those that the row can mean: of
// its KvK number, then of its municipality.
func (p *planner) likely(places []int, o consult.Organisation) []int {
	places = keep(places, func(at int) bool { return !differs(p.plan.places[at].kvk, o.KvK) })
	if len(places) < 2 {
		return places
	}
	if by := keep(places, func(at int) bool { return o.KvK != "" && p.plan.places[at].kvk == o.KvK }); len(by) > 0 {
		places = by
	}
	inTown := func(at int) bool { return o.MunicipalityID != 0 && p.plan.places[at].town == o.MunicipalityID }
	if by := keep(places, inTown); len(by) > 0 {
		places = by
	}
	return places
}

func keep(places []int, fits func(int) bool) []int {
	var kept []int
	for _, at := range places {
		if fits(at) {
			kept = append(kept, at)
		}
	}
	return kept
}

// differs says whether two numbers are both known and not the same.
func differs(a, b string) bool { return a != "" && b != "" && a != b }

// findAlike settles a row whose organisation is not there by name: it may look
// like one that is, by its number or by its name without legal form.
func (p *planner) findAlike(line *Line) (at int, isNew bool) {
	o := line.Organisation
	at = -1
	if places := p.kvk[o.KvK]; o.KvK != "" && len(places) > 0 {
		at = places[0]
	} else if places := p.loose[consult.LooseName(o.Name)]; len(places) > 0 {
		at = places[0]
	}
	if at < 0 {
		return -1, true
	}
	other := p.plan.places[at]
	line.Alike = true
	switch {
	case differs(other.kvk, o.KvK):
		// Two numbers are two organisations, whatever their names.
		line.note("import.note.other_kvk", "Name", other.name, "KvK", other.kvk)
		return -1, true
	case p.alike == JoinAlike:
		line.note("import.note.joined", "Name", other.name)
		return at, false
	case p.alike == NewAlike:
		line.note("import.note.alike", "Name", other.name)
		return -1, true
	}
	line.refuse("import.problem.looks_like", "Name", other.name)
	return -1, false
}

// complete fills in what an earlier row left open about an organisation that
// the plan adds. What is in the directory is never changed by a file.
func (p *planner) complete(at int, o consult.Organisation) {
	one := &p.plan.places[at]
	if one.id != 0 {
		return
	}
	if one.kvk == "" && o.KvK != "" {
		one.kvk, one.planned.KvK = o.KvK, o.KvK
		p.kvk[o.KvK] = append(p.kvk[o.KvK], at)
	}
	if one.town == 0 {
		one.town, one.planned.MunicipalityID = o.MunicipalityID, o.MunicipalityID
	}
	if one.planned.AGB == "" {
		one.planned.AGB = o.AGB
	}
	one.planned.Tags = consult.MergeTags(one.planned.Tags, o.Tags)
}

// judgeContact settles what of a row is added once its organisation is known.
func (p *planner) judgeContact(line *Line, isNew bool) {
	c := line.Contact
	if c.Canonical == "" {
		line.Verdict = AddOrganisation
		if !isNew {
			line.Verdict = AlreadyThere
			line.note("import.note.organisation_known")
		}
		return
	}
	if before, there := p.people[person(line.place, c.Canonical, c.Name())]; there {
		line.Verdict = AlreadyThere
		switch {
		case before.line > 0:
			line.note("import.note.twice", "Line", before.line)
		case before.archived:
			line.note("import.note.known_archived")
		default:
			line.note("import.note.known")
		}
		return
	}
	if other, taken := p.boxes[c.Canonical]; taken && other.place == line.place {
		line.note("import.note.shared", "Name", other.name)
	} else if taken {
		line.note("import.note.elsewhere", "Name", other.name, "Organisation", p.plan.places[other.place].name)
	}
	p.meet(line.place, c.Canonical, c.Name(), met{line: line.Line})
	line.Verdict = AddContact
	if isNew {
		line.Verdict = AddBoth
	}
}

// AlikeTo returns the organisations that one could be taken for: of the same
// KvK number, or of the same name without its legal form and without another
// number.
func AlikeTo(o consult.Organisation, known []KnownOrganisation) []KnownOrganisation {
	var alike []KnownOrganisation
	loose := consult.LooseName(o.Name)
	for _, k := range known {
		byNumber := o.KvK != "" && k.KvK == o.KvK
		if k.ID != o.ID && (byNumber || consult.LooseName(k.Name) == loose && !differs(k.KvK, o.KvK)) {
			alike = append(alike, k)
		}
	}
	return alike
}
