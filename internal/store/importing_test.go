package store_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

func TestImportDraft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		data := bytes.Repeat([]byte("Organisatie;E-mail\r\n\x00\xff"), 100_000)
		want := importing.Draft{
			FileName: "lijst ’26.csv", Data: data, At: directoryNow,
			Mapping: importing.Mapping{
				Header: true, Columns: []importing.Column{importing.ColumnOrganisation, importing.NoColumn},
				Type: consult.Provider, Alike: importing.JoinAlike,
			},
		}
		var staffID, otherID int64
		update(t, db, func(tx *store.Tx) (err error) {
			if staffID, err = tx.AddStaff(
				consult.Staff{Address: "a", Canonical: "a", CreatedAt: directoryNow},
			); err != nil {
				return err
			}
			if otherID, err = tx.AddStaff(
				consult.Staff{Address: "b", Canonical: "b", CreatedAt: directoryNow},
			); err != nil {
				return err
			}
			want.StaffID = staffID
			want.ID, err = tx.AddImportDraft(want)
			return err
		})
		read := func(by int64) (got importing.Draft, err error) {
			err = db.View(context.Background(), func(tx *store.Tx) error {
				got, err = tx.ImportDraft(want.ID, by)
				return err
			})
			return got, err
		}
		got, err := read(staffID)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v %.500s", err, diff)
		}
		if _, err := read(otherID); !errors.Is(err, consult.ErrNotFound) {
			t.Errorf("somebody else's draft: %v", err)
		}
		update(t, db, func(tx *store.Tx) error { return tx.SweepImports(directoryNow, directoryNow) })
		if _, err := read(staffID); err != nil {
			t.Errorf("swept at its own instant: %v", err)
		}
		update(t, db, func(tx *store.Tx) error {
			return tx.SweepImports(directoryNow.Add(time.Microsecond), directoryNow)
		})
		if _, err := read(staffID); !errors.Is(err, consult.ErrNotFound) {
			t.Errorf("not swept: %v", err)
		}
	})
}

func TestImports(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := fillDirectory(t, db)
		var importID int64
		update(t, db, func(tx *store.Tx) (err error) {
			staffID, err := tx.AddStaff(
				consult.Staff{Address: "a", Canonical: "a", Name: "Marleen", CreatedAt: directoryNow},
			)
			if err != nil {
				return err
			}
			importID, err = tx.AddImport(
				importing.Import{
					At: directoryNow, StaffID: staffID, FileName: "x.csv", Organisations: 2, Contacts: 2, Refused: 1,
				},
			)
			if err != nil {
				return err
			}
			if err := tx.AddRefusal(importID, [][]string{{"Naam"}, {"x;y"}}, directoryNow); err != nil {
				return err
			}
			all := []consult.Organisation{
				{
					Type: consult.Provider, Name: "Nieuw", SortKey: "n", Tags: []string{"x"}, ImportID: importID,
					CreatedAt: directoryNow,
				},
				{Type: consult.Provider, Name: "Lid", SortKey: "o", ImportID: importID, CreatedAt: directoryNow},
			}
			if err := tx.AddOrganisations(all); err != nil {
				return err
			}
			if err := tx.AddContacts([]consult.Contact{
				{OrganisationID: all[0].ID, Last: "Eén", SortKey: "e", ImportID: importID, CreatedAt: directoryNow},
				{
					OrganisationID: d.organisations[0], Last: "Twee", SortKey: "t", ImportID: importID,
					CreatedAt: directoryNow,
				},
			}); err != nil {
				return err
			}
			if _, err := tx.AddContact(
				consult.Contact{OrganisationID: all[0].ID, Last: "Ander", CreatedAt: directoryNow},
			); err != nil {
				return err
			}
			c, err := tx.Organisation(d.organisations[1])
			if err != nil {
				return err
			}
			c.Members = []consult.Member{{OrganisationID: all[1].ID, Role: consult.Lead}}
			return tx.SetOrganisation(c)
		})
		err := db.View(context.Background(), func(tx *store.Tx) error {
			i, err := tx.Import(importID)
			if err != nil {
				return err
			}
			if i.StaffName != "Marleen" || i.Contacts != 2 || !i.At.Equal(directoryNow) {
				t.Errorf("import: %+v", i)
			}
			rows, err := tx.Refusal(importID)
			if diff := cmp.Diff([][]string{{"Naam"}, {"x;y"}}, rows); err != nil || diff != "" {
				t.Error(err, diff)
			}
			contacts, err := tx.ImportedContacts(importID)
			if err != nil || len(contacts) != 2 || contacts[0].Name != "Eén" || contacts[0].Invited ||
				contacts[0].Changed {
				t.Errorf("contacts: %v %+v", err, contacts)
			}
			organisations, err := tx.ImportedOrganisations(importID)
			if err != nil || len(organisations) != 2 {
				t.Fatalf("organisations: %v %+v", err, organisations)
			}
			if o := organisations[0]; !o.OtherContacts || o.Member || o.Invited || o.Changed {
				t.Errorf("Nieuw: %+v", o)
			}
			if o := organisations[1]; o.OtherContacts || !o.Member || o.Invited || o.Changed {
				t.Errorf("Lid: %+v", o)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(context.Background(), func(tx *store.Tx) error {
			organisations, err := tx.ImportedOrganisations(importID)
			if err != nil {
				return err
			}
			return tx.RemoveImported(nil, []int64{organisations[0].ID})
		})
		if !errors.Is(err, consult.ErrConflict) {
			t.Errorf("removed an organisation that has a contact: %v", err)
		}
	})
}

func TestMunicipalityUses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := fillDirectory(t, db)
		err := db.View(context.Background(), func(tx *store.Tx) error {
			uses, err := tx.MunicipalityUses()
			if len(uses) != 2 || uses[1].Name != "’t Waalhof" || uses[1].Organisations != 1 {
				t.Errorf("%+v", uses)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Update(
			context.Background(), func(tx *store.Tx) error { return tx.RemoveMunicipality(d.towns[0]) },
		); !errors.Is(err, consult.ErrConflict) {
			t.Errorf("removed a municipality in use: %v", err)
		}
	})
}
