package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

var directoryNow = time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)

// directory is a small invented directory.
type directory struct {
	towns         []int64
	organisations []int64
	contacts      []int64
}

func update(t *testing.T, db *store.DB, fn func(*store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func fillDirectory(t *testing.T, db *store.DB) directory {
	t.Helper()
	var d directory
	update(t, db, func(tx *store.Tx) error {
		for i, name := range []string{"Aldermeer", "’t Waalhof"} {
			id, err := tx.AddMunicipality(consult.Municipality{Name: name, SortKey: fmt.Sprint(i)})
			if err != nil {
				return err
			}
			d.towns = append(d.towns, id)
		}
		for _, o := range []consult.Organisation{
			{
				Type: consult.Provider, Name: "De Rietkraag jeugdhulp", SortKey: "r", MunicipalityID: d.towns[1],
				KvK: "01234567", Tags: []string{"ambulant", "wonen"},
			},
			{
				Type: consult.Consortium, Name: "combinatie De Brug, Kompas en Noordster", SortKey: "c",
				Tags: []string{"wonen"},
			},
			{Type: consult.MunicipalityOrg, Name: "Gemeente Aldermeer", SortKey: "g", MunicipalityID: d.towns[0]},
			{Type: consult.SolePractitioner, Name: "Praktijk 100% Óváry", SortKey: "p"},
		} {
			o.CreatedAt = directoryNow
			id, err := tx.AddOrganisation(o)
			if err != nil {
				return err
			}
			d.organisations = append(d.organisations, id)
		}
		for _, c := range []consult.Contact{
			{
				OrganisationID: d.organisations[0], First: "Zoë", Last: "Daniëls", SortKey: "d",
				Address: "zoe@rietkraag.example", Canonical: "zoe@rietkraag.example",
			},
			{
				OrganisationID: d.organisations[0], First: "Jan", Infix: "van der", Last: "Berg", SortKey: "b",
				Address: "info@rietkraag.example", Canonical: "info@rietkraag.example",
			},
			{
				OrganisationID: d.organisations[1], First: "Noor", Last: "Hoff", SortKey: "h",
				Address: "noor@brug.example", Canonical: "noor@brug.example", JobTitle: "bestuurder",
			},
		} {
			c.CreatedAt, c.Language = directoryNow, "nl"
			id, err := tx.AddContact(c)
			if err != nil {
				return err
			}
			d.contacts = append(d.contacts, id)
		}
		return nil
	})
	return d
}

func TestOrganisations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := fillDirectory(t, db)
		names := func(f consult.OrganisationFilter) []string {
			t.Helper()
			var got []string
			err := db.View(context.Background(), func(tx *store.Tx) error {
				lines, total, err := tx.Organisations(f)
				for _, l := range lines {
					got = append(got, l.Name)
				}
				if f.Limit == 0 && total != len(lines) {
					t.Errorf("total %d of %d lines", total, len(lines))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		combi, gemeente, praktijk, riet := "combinatie De Brug, Kompas en Noordster", "Gemeente Aldermeer",
			"Praktijk 100% Óváry", "De Rietkraag jeugdhulp"
		for _, c := range []struct {
			name string
			f    consult.OrganisationFilter
			want []string
		}{
			{"all by name", consult.OrganisationFilter{}, []string{combi, gemeente, praktijk, riet}},
			{"down", consult.OrganisationFilter{Down: true}, []string{riet, praktijk, gemeente, combi}},
			{
				"by type as forms list them", consult.OrganisationFilter{By: consult.OrganisationsByType},
				[]string{riet, praktijk, combi, gemeente},
			},
			{
				"by municipality, none last", consult.OrganisationFilter{By: consult.OrganisationsByMunicipality},
				[]string{gemeente, riet, combi, praktijk},
			},
			{
				"by municipality down, none last",
				consult.OrganisationFilter{By: consult.OrganisationsByMunicipality, Down: true},
				[]string{riet, gemeente, combi, praktijk},
			},
			{"type", consult.OrganisationFilter{Type: consult.Consortium}, []string{combi}},
			{"municipality", consult.OrganisationFilter{MunicipalityID: d.towns[1]}, []string{riet}},
			{"tag", consult.OrganisationFilter{Tag: "wonen"}, []string{combi, riet}},
			{"part of a tag is none", consult.OrganisationFilter{Tag: "won"}, nil},
			{"search", consult.OrganisationFilter{Search: " kompas  EN"}, []string{combi}},
			{"search by number", consult.OrganisationFilter{Search: "01234567"}, []string{riet}},
			{"search by contact", consult.OrganisationFilter{Search: "daniëls"}, []string{riet}},
			{"a percent sign is no joker", consult.OrganisationFilter{Search: "100%"}, []string{praktijk}},
			{"an underscore neither", consult.OrganisationFilter{Search: "_"}, nil},
			{"capitals with accents", consult.OrganisationFilter{Search: "ÓVÁRY"}, []string{praktijk}},
			{"archived", consult.OrganisationFilter{Shelf: consult.Archived}, nil},
			{"page", consult.OrganisationFilter{Limit: 2, Offset: 1}, []string{gemeente, praktijk}},
		} {
			t.Run(c.name, func(t *testing.T) {
				if diff := cmp.Diff(c.want, names(c.f)); diff != "" {
					t.Error(diff)
				}
			})
		}
		archive(t, db, d.organisations[2])
		if diff := cmp.Diff(
			[]string{gemeente}, names(consult.OrganisationFilter{Shelf: consult.Archived}),
		); diff != "" {
			t.Error(diff)
		}
		if got := names(consult.OrganisationFilter{Shelf: consult.Whole}); len(got) != 4 {
			t.Errorf("all: %v", got)
		}
	})
}

func archive(t *testing.T, db *store.DB, organisationID int64) {
	t.Helper()
	update(t, db, func(tx *store.Tx) error {
		o, err := tx.Organisation(organisationID)
		if err != nil {
			return err
		}
		o.ArchivedAt = directoryNow
		return tx.SetOrganisation(o)
	})
}

func TestOrganisationLine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := fillDirectory(t, db)
		err := db.View(context.Background(), func(tx *store.Tx) error {
			lines, _, err := tx.Organisations(consult.OrganisationFilter{Type: consult.Provider})
			want := []consult.OrganisationLine{{
				ID: d.organisations[0], Type: consult.Provider, Name: "De Rietkraag jeugdhulp",
				Municipality: "’t Waalhof", KvK: "01234567",
				Tags: []string{"ambulant", "wonen"}, Contacts: 2,
			}}
			if diff := cmp.Diff(want, lines); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestContacts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := fillDirectory(t, db)
		update(t, db, func(tx *store.Tx) error {
			_, err := tx.MarkUndeliverable("zoe@rietkraag.example", "550 weg", directoryNow)
			return err
		})
		for _, c := range []struct {
			name string
			f    consult.ContactFilter
			want []string
		}{
			{"by name", consult.ContactFilter{}, []string{"Jan van der Berg", "Zoë Daniëls", "Noor Hoff"}},
			{
				"by organisation", consult.ContactFilter{By: consult.ContactsByOrganisation},
				[]string{"Noor Hoff", "Jan van der Berg", "Zoë Daniëls"},
			},
			{"search name", consult.ContactFilter{Search: "DANIËLS"}, []string{"Zoë Daniëls"}},
			{"search organisation", consult.ContactFilter{Search: "kompas"}, []string{"Noor Hoff"}},
			{"undeliverable", consult.ContactFilter{Undeliverable: true}, []string{"Zoë Daniëls"}},
			{
				"of one", consult.ContactFilter{OrganisationID: d.organisations[0]},
				[]string{"Jan van der Berg", "Zoë Daniëls"},
			},
			{"archived", consult.ContactFilter{Shelf: consult.Archived}, nil},
			{"page", consult.ContactFilter{Limit: 1, Offset: 1}, []string{"Zoë Daniëls"}},
		} {
			t.Run(c.name, func(t *testing.T) {
				var got []string
				err := db.View(context.Background(), func(tx *store.Tx) error {
					lines, _, err := tx.Contacts(c.f)
					for _, l := range lines {
						got = append(got, l.Name())
					}
					if len(lines) > 0 && lines[0].Organisation == "" {
						t.Error("no organisation's name")
					}
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	})
}

// The number of queries of a list must not grow with its rows.
func TestListsInFixedQueries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := fillDirectory(t, db)
		measure := func() (int64, int64) {
			ctx, n := store.Counting(context.Background())
			read := func(fn func(*store.Tx) error) int64 {
				before := n.Load()
				if err := db.View(ctx, fn); err != nil {
					t.Fatal(err)
				}
				return n.Load() - before
			}
			organisations := read(func(tx *store.Tx) error {
				_, _, err := tx.Organisations(consult.OrganisationFilter{})
				return err
			})
			return organisations, read(func(tx *store.Tx) error {
				_, _, err := tx.Contacts(consult.ContactFilter{})
				return err
			})
		}
		o1, c1 := measure()
		update(t, db, func(tx *store.Tx) error {
			more := make([]consult.Organisation, 700)
			for i := range more {
				more[i] = consult.Organisation{
					Type: consult.Provider, Name: fmt.Sprint("Organisatie ", i), SortKey: fmt.Sprint(i),
					Tags: []string{"x"}, CreatedAt: directoryNow,
				}
			}
			if err := tx.AddOrganisations(more); err != nil {
				return err
			}
			people := make([]consult.Contact, len(more))
			for i, o := range more {
				people[i] = consult.Contact{
					OrganisationID: o.ID, Last: "Vries", SortKey: "v", Language: "nl", CreatedAt: directoryNow,
				}
			}
			return tx.AddContacts(people)
		})
		o2, c2 := measure()
		if o1 == 0 || o1 != o2 || c1 != c2 || o1 > 4 || c1 > 2 {
			t.Errorf("organisations %d then %d queries, contacts %d then %d", o1, o2, c1, c2)
		}
		err := db.View(context.Background(), func(tx *store.Tx) error {
			lines, total, err := tx.Organisations(consult.OrganisationFilter{Shelf: consult.Whole, Tag: "x"})
			if total != 700 || len(lines) != 700 || lines[0].Contacts != 1 || len(lines[699].Tags) != 1 {
				t.Errorf("a long list lacks what belongs to it: %d, %+v", total, lines[0])
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_ = d
	})
}

func TestMembers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := fillDirectory(t, db)
		want := []consult.Member{
			{OrganisationID: d.organisations[0], Name: "De Rietkraag jeugdhulp", Role: consult.Lead},
			{OrganisationID: d.organisations[3], Name: "Praktijk 100% Óváry", Role: consult.Subcontractor},
		}
		update(t, db, func(tx *store.Tx) error {
			o, err := tx.Organisation(d.organisations[1])
			if err != nil {
				return err
			}
			o.Members = want
			return tx.SetOrganisation(o)
		})
		err := db.View(context.Background(), func(tx *store.Tx) error {
			o, err := tx.Organisation(d.organisations[1])
			if err != nil {
				return err
			}
			if diff := cmp.Diff(want, o.Members); diff != "" {
				t.Error(diff)
			}
			of, err := tx.ConsortiaOf(d.organisations[3])
			if diff := cmp.Diff(
				[]consult.Member{{OrganisationID: d.organisations[1], Name: o.Name, Role: consult.Subcontractor}}, of,
			); diff != "" {
				t.Error(diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
