package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
)

// Some columns hold a value as JSON: the words of a post, how a meeting stood
// before a change. Such a value has a type of its own here, whose keys stand in
// its tags and whose fields are copied from and to the domain's by hand. A field
// that is renamed in consult therefore changes nothing of what is stored, and
// what a database holds is read for ever: a key is added, never renamed or
// taken away. TestStoredJSON holds the keys to their word.

// stored is a value that stands as JSON in a column.
type stored interface{ stored() }

// encode writes a value as JSON for a text column. The values are our own plain
// structs, which always encode.
func encode[T stored](v T) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("encode %T: %v", v, err))
	}
	return string(b)
}

// cell is where a stored value stands.
type cell struct {
	table, column string
	row           int64
}

// decode reads a value back; an empty column is the zero value. A key that is
// not known is an error, because what it held would be lost with the next save.
func decode[T stored](from cell, s string) (T, error) {
	var v T
	if s == "" {
		return v, nil
	}
	d := json.NewDecoder(strings.NewReader(s))
	d.DisallowUnknownFields()
	err := d.Decode(&v)
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("more than one value")
		}
	}
	if err != nil {
		return v, fmt.Errorf("read column %s of row %d of table %s: %w", from.column, from.row, from.table, err)
	}
	return v, nil
}

// mapped is as of each; nil stays nil.
func mapped[A, B any](all []A, as func(A) B) []B {
	if all == nil {
		return nil
	}
	out := make([]B, len(all))
	for i, one := range all {
		out[i] = as(one)
	}
	return out
}

// storedTexts are question.options and given.answer.
type storedTexts []string

func (storedTexts) stored() {}

// storedCells are import_refusal.rows, the first of them the header.
type storedCells [][]string

func (storedCells) stored() {}

// storedPerson is one of reply.people.
type storedPerson struct {
	Name string `json:"Name"`
	Role string `json:"Role"`
}

type storedPeople []storedPerson

func (storedPeople) stored() {}

func storePeople(all []consult.Person) storedPeople {
	return mapped(all, func(p consult.Person) storedPerson { return storedPerson{Name: p.Name, Role: p.Role} })
}

func (s storedPeople) people() []consult.Person {
	return mapped(s, func(p storedPerson) consult.Person { return consult.Person{Name: p.Name, Role: p.Role} })
}

// storedMapping is import_draft.mapping.
type storedMapping struct {
	Header  bool     `json:"header"`
	Columns []string `json:"columns"`
	Type    string   `json:"type"`
	Alike   string   `json:"alike"`
}

func (storedMapping) stored() {}

func storeMapping(m importing.Mapping) storedMapping {
	columns := mapped(m.Columns, func(c importing.Column) string { return string(c) })
	return storedMapping{Header: m.Header, Columns: columns, Type: string(m.Type), Alike: string(m.Alike)}
}

func (s storedMapping) mapping() importing.Mapping {
	columns := mapped(s.Columns, func(c string) importing.Column { return importing.Column(c) })
	return importing.Mapping{
		Header: s.Header, Columns: columns, Type: consult.OrganisationType(s.Type),
		Alike: importing.AlikeChoice(s.Alike),
	}
}

// storedDetail is audit_detail.detail: what of an event is personal. It can be
// erased, the chain stays. More has the keys of its action; their values are
// texts, numbers, truths and instants.
type storedDetail struct {
	Actor  string         `json:"actor,omitempty"`
	Origin string         `json:"origin,omitempty"`
	More   map[string]any `json:"more,omitempty"`
}

func (storedDetail) stored() {}
