package service_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// directoryWorld is a service on a real SQLite, a clock and an editor.
type directoryWorld struct {
	*testing.T
	db     *store.DB
	svc    *service.Service
	clock  time.Time
	editor consult.Actor
	admin  consult.Actor
	ctx    context.Context
}

func newDirectoryWorld(t *testing.T) *directoryWorld {
	return directoryWorldOn(t, storetest.Open(t, storetest.SQLite(t)))
}

func directoryWorldOn(t *testing.T, db *store.DB) *directoryWorld {
	w := &directoryWorld{T: t, db: db, clock: time.Date(2026, 11, 4, 9, 14, 0, 0, time.UTC), ctx: context.Background()}
	w.svc = service.New(service.Options{
		DB: db, Now: func() time.Time { return w.clock }, Secret: []byte("a secret of at least thirty-two bytes"),
		BaseURL: "https://praat.merenland.example",
	})
	w.update(func(tx *store.Tx) error {
		for _, one := range []struct {
			actor *consult.Actor
			role  consult.Role
		}{{&w.editor, consult.Editor}, {&w.admin, consult.Admin}} {
			id, err := tx.AddStaff(
				consult.Staff{
					Address: string(one.role), Canonical: string(one.role), Name: string(one.role), Role: one.role,
					CreatedAt: w.clock,
				},
			)
			if err != nil {
				return err
			}
			*one.actor = consult.Actor{
				Kind: consult.ByStaff, ID: id, Name: string(one.role), Role: one.role, Language: "nl",
			}
		}
		for i, name := range []string{"Aldermeer", "Brinkeroord", "Groot-Reeuwland", "’t Waalhof"} {
			if _, err := tx.AddMunicipality(
				consult.Municipality{Name: name, SortKey: string(rune('a' + i))},
			); err != nil {
				return err
			}
		}
		_, err := tx.AddMunicipality(
			consult.Municipality{
				Name: "Oud-Reeuw", SortKey: "z", Until: time.Date(2021, 12, 31, 0, 0, 0, 0, consult.Amsterdam),
			},
		)
		return err
	})
	return w
}

func (w *directoryWorld) update(fn func(*store.Tx) error) {
	w.Helper()
	if err := w.db.Update(w.ctx, fn); err != nil {
		w.Fatal(err)
	}
}

func (w *directoryWorld) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// actions lists what the audit holds, oldest first.
func (w *directoryWorld) actions() []string {
	w.Helper()
	var all []string
	w.must(w.db.View(w.ctx, func(tx *store.Tx) error {
		events, err := tx.Events(store.EventFilter{Limit: 100})
		for _, e := range events {
			all = append(all, e.Action)
		}
		return err
	}))
	slices.Reverse(all)
	return all
}

func problemsOf(err error) string {
	var p consult.Problems
	if !errors.As(err, &p) {
		if err == nil {
			return ""
		}
		return "! " + err.Error()
	}
	var all []string
	for _, one := range p {
		all = append(all, strings.TrimSpace(one.Field+" "+one.Key))
	}
	return strings.Join(all, ", ")
}

func (w *directoryWorld) organisation(name string, t consult.OrganisationType) int64 {
	w.Helper()
	id, err := w.svc.AddOrganisation(w.ctx, w.editor, consult.Organisation{Name: name, Type: t}, false)
	w.must(err)
	return id
}

func (w *directoryWorld) contact(organisationID int64, last, address string) int64 {
	w.Helper()
	id, err := w.svc.AddContact(
		w.ctx, w.editor, consult.Contact{OrganisationID: organisationID, Last: last, Address: address, Language: "nl"},
	)
	w.must(err)
	return id
}

func TestAddOrganisation(t *testing.T) {
	w := newDirectoryWorld(t)
	id, err := w.svc.AddOrganisation(w.ctx, w.editor, consult.Organisation{
		Name: "  combinatie De Brug,  Kompas en Noordster ", Type: consult.Consortium, KvK: "0123 4567",
		Tags: []string{" Wonen", "wonen", "Ambulant"},
	}, false)
	w.must(err)
	o, err := w.svc.Organisation(w.ctx, w.editor, id)
	w.must(err)
	if o.Name != "combinatie De Brug, Kompas en Noordster" || o.KvK != "01234567" ||
		!slices.Equal(o.Tags, []string{"ambulant", "wonen"}) || !o.CreatedAt.Equal(w.clock) {
		t.Errorf("%+v", o.Organisation)
	}
	for _, c := range []struct {
		o    consult.Organisation
		want string
	}{
		{
			consult.Organisation{Name: "Combinatie De Brug, Kompas en Noordster B.V.", Type: consult.Provider},
			"anyway organisation.problem.alike",
		},
		{
			consult.Organisation{Name: "Anders", Type: consult.Provider, KvK: "01234567"},
			"anyway organisation.problem.alike",
		},
		{
			consult.Organisation{Name: "", Type: "x", MunicipalityID: 99},
			"name organisation.problem.name, type organisation.problem.type, municipality organisation.problem.municipality",
		},
		{
			consult.Organisation{Name: "De Brug", Type: consult.Provider, MunicipalityID: -1},
			"municipality organisation.problem.municipality",
		},
	} {
		if _, err := w.svc.AddOrganisation(w.ctx, w.editor, c.o, false); problemsOf(err) != c.want {
			t.Errorf("%s: %s, want %s", c.o.Name, problemsOf(err), c.want)
		}
	}
	if _, err := w.svc.AddOrganisation(
		w.ctx, w.editor, consult.Organisation{Name: "Anders", Type: consult.Provider, KvK: "01234567"}, true,
	); err != nil {
		t.Errorf("anyway: %v", err)
	}
	if diff := cmp.Diff([]string{"organisation.added", "organisation.added"}, w.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestDirectoryIsForEditors(t *testing.T) {
	w := newDirectoryWorld(t)
	id := w.organisation("De Rietkraag", consult.Provider)
	reader := consult.Actor{Kind: consult.ByStaff, ID: 9, Role: consult.Reader}
	if _, err := w.svc.Organisations(w.ctx, reader, consult.OrganisationFilter{}); err != nil {
		t.Errorf("a reader cannot read: %v", err)
	}
	for name, err := range map[string]error{
		"visitor reads": func() error {
			_, err := w.svc.Contacts(w.ctx, consult.Actor{Kind: consult.Visitor}, consult.ContactFilter{})
			return err
		}(),
		"change": w.svc.ChangeOrganisation(
			w.ctx, reader, consult.Organisation{ID: id, Name: "X", Type: consult.Provider, Version: 1},
		),
		"archive": w.svc.ArchiveOrganisation(w.ctx, reader, id),
		"contact": func() error {
			_, err := w.svc.AddContact(w.ctx, reader, consult.Contact{OrganisationID: id})
			return err
		}(),
		"import": func() error { _, err := w.svc.StartImport(w.ctx, reader, "x", []byte("a;b")); return err }(),
		"undo":   w.svc.UndoImport(w.ctx, reader, 1, true),
		"settings by an editor": func() error {
			_, err := w.svc.Settings(w.ctx, w.editor)
			return err
		}(),
		"municipality by an editor": w.svc.RemoveMunicipality(w.ctx, w.editor, 1),
	} {
		if !errors.Is(err, consult.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestChangeOrganisation(t *testing.T) {
	w := newDirectoryWorld(t)
	id := w.organisation("De Rietkraag", consult.Consortium)
	lid := w.organisation("Kompas", consult.Provider)
	w.must(w.svc.AddMember(w.ctx, w.editor, id, lid, consult.Lead))
	o, err := w.svc.Organisation(w.ctx, w.editor, id)
	w.must(err)
	to := o.Organisation
	to.Name, to.MunicipalityID = "De Rietkraag jeugdhulp", 2
	w.must(w.svc.ChangeOrganisation(w.ctx, w.editor, to))
	if err := w.svc.ChangeOrganisation(w.ctx, w.editor, to); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("an old version was written: %v", err)
	}
	o, err = w.svc.Organisation(w.ctx, w.editor, id)
	w.must(err)
	if o.Name != to.Name || o.Municipality.Name != "Brinkeroord" || len(o.Members) != 1 ||
		o.Members[0].Role != consult.Lead {
		t.Errorf("%+v", o)
	}
	to = o.Organisation
	to.Type = consult.Provider
	if got := problemsOf(
		w.svc.ChangeOrganisation(w.ctx, w.editor, to),
	); got != "type organisation.problem.type_members" {
		t.Errorf("members were orphaned: %s", got)
	}
	if got := problemsOf(
		w.svc.AddMember(w.ctx, w.editor, id, lid, consult.Subcontractor),
	); got != "member organisation.problem.member_twice" {
		t.Error(got)
	}
	if got := problemsOf(
		w.svc.AddMember(w.ctx, w.editor, id, 999, consult.Subcontractor),
	); got != "member organisation.problem.member" {
		t.Error(got)
	}
	if err := w.svc.AddMember(w.ctx, w.editor, lid, id, consult.Subcontractor); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("a provider got members: %v", err)
	}
	member, err := w.svc.Organisation(w.ctx, w.editor, lid)
	w.must(err)
	if len(member.Consortia) != 1 || member.Consortia[0].Name != "De Rietkraag jeugdhulp" {
		t.Errorf("%+v", member.Consortia)
	}
	w.must(w.svc.RemoveMember(w.ctx, w.editor, id, lid))
	if err := w.svc.RemoveMember(w.ctx, w.editor, id, lid); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
}

func TestArchive(t *testing.T) {
	w := newDirectoryWorld(t)
	id := w.organisation("De Rietkraag", consult.Provider)
	contactID := w.contact(id, "Daniëls", "zoe@rietkraag.example")
	w.must(w.svc.ArchiveOrganisation(w.ctx, w.editor, id))
	w.must(w.svc.ArchiveContact(w.ctx, w.editor, contactID))
	list, err := w.svc.Organisations(w.ctx, w.editor, consult.OrganisationFilter{})
	w.must(err)
	if len(list.Lines) != 0 {
		t.Errorf("archived and still listed: %+v", list.Lines)
	}
	_, err = w.svc.AddContact(
		w.ctx, w.editor, consult.Contact{OrganisationID: id, Last: "X", Address: "a@b.example", Language: "nl"},
	)
	if got := problemsOf(err); got != "contact.problem.archived" {
		t.Error(got)
	}
	w.must(w.svc.RestoreOrganisation(w.ctx, w.editor, id))
	w.must(w.svc.RestoreContact(w.ctx, w.editor, contactID))
	for _, err := range []error{
		w.svc.RestoreOrganisation(w.ctx, w.editor, id), w.svc.RestoreContact(w.ctx, w.editor, contactID),
	} {
		if !errors.Is(err, consult.ErrConflict) {
			t.Errorf("restored twice: %v", err)
		}
	}
	want := []string{
		"organisation.added", "contact.added", "organisation.archived", "contact.archived", "organisation.restored",
		"contact.restored",
	}
	if diff := cmp.Diff(want, w.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestChangeContact(t *testing.T) {
	w := newDirectoryWorld(t)
	id := w.organisation("De Rietkraag", consult.Provider)
	contactID := w.contact(id, "Daniëls", "Zoe@Rietkraag.example")
	w.update(func(tx *store.Tx) error {
		_, err := tx.MarkUndeliverable("zoe@rietkraag.example", "550 weg", w.clock)
		return err
	})
	one, err := w.svc.Contact(w.ctx, w.editor, contactID)
	w.must(err)
	to := one.Contact
	to.JobTitle = "directeur"
	w.must(w.svc.ChangeContact(w.ctx, w.editor, to))
	one, err = w.svc.Contact(w.ctx, w.editor, contactID)
	w.must(err)
	if one.Undeliverable.IsZero() || one.Bounce != "550 weg" || one.JobTitle != "directeur" {
		t.Errorf("the same address is taken to work again: %+v", one.Contact)
	}
	if err := w.svc.ChangeContact(w.ctx, w.editor, to); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("an old version was written: %v", err)
	}
	to = one.Contact
	to.Address = " zoe.daniels@rietkraag.example\u200b"
	w.must(w.svc.ChangeContact(w.ctx, w.editor, to))
	one, err = w.svc.Contact(w.ctx, w.editor, contactID)
	w.must(err)
	if !one.Undeliverable.IsZero() || one.Bounce != "" || one.Canonical != "zoe.daniels@rietkraag.example" {
		t.Errorf("a new address keeps the old one's fault: %+v", one.Contact)
	}
}

func TestContactProblems(t *testing.T) {
	w := newDirectoryWorld(t)
	id := w.organisation("De Rietkraag", consult.Provider)
	w.contact(id, "Daniëls", "info@rietkraag.example")
	for _, c := range []struct{ last, address, want string }{
		{"Berg", "info@rietkraag.example", ""}, // a shared mailbox
		{"daniels", "INFO@rietkraag.example", "address contact.problem.twin"},
		{"Berg", "", "address contact.problem.address_empty"},
		{"Berg", "a@b.example; c@d.example", "address contact.problem.address_many"},
		{"Berg", "zoë@b.example", "address contact.problem.address_accent"},
		{"Berg", "rietkraag", "address contact.problem.address"},
		{"Berg", "a@b.example\r\nBcc: x@y.example", "address contact.problem.address_many"},
		{"", "q@b.example", "last contact.problem.name"},
	} {
		_, err := w.svc.AddContact(
			w.ctx, w.editor, consult.Contact{OrganisationID: id, Last: c.last, Address: c.address, Language: "nl"},
		)
		if got := problemsOf(err); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.last, c.address, got, c.want)
		}
	}
	if _, err := w.svc.AddContact(
		w.ctx, w.editor, consult.Contact{OrganisationID: 999, Last: "X", Address: "a@b.example", Language: "nl"},
	); !errors.Is(err, consult.ErrNotFound) {
		t.Errorf("a contact of nothing: %v", err)
	}
}

func TestSettings(t *testing.T) {
	w := newDirectoryWorld(t)
	before, err := w.svc.Revision(w.ctx)
	w.must(err)
	r, err := w.svc.Settings(w.ctx, w.admin)
	w.must(err)
	r.Name, r.ShortName, r.SenderName, r.ReplyAddress, r.OnBehalf.NL = " Jeugdregio  Merenland", "Merenland",
		"Jeugdregio Merenland", "info@merenland.example ", "de acht gemeenten"
	r.Privacy.NL = "## Privacy\r\n\r\nTekst  met spaties"
	w.must(w.svc.ChangeSettings(w.ctx, w.admin, r))
	after, err := w.svc.Revision(w.ctx)
	w.must(err)
	if after <= before {
		t.Errorf("revision %d then %d: pages of before would stay", before, after)
	}
	if err := w.svc.ChangeSettings(w.ctx, w.admin, r); !errors.Is(err, consult.ErrConflict) {
		t.Errorf("overwrote what was saved in between: %v", err)
	}
	got, err := w.svc.Settings(w.ctx, w.admin)
	w.must(err)
	if got.Name != "Jeugdregio Merenland" || got.ReplyAddress != "info@merenland.example" ||
		got.Privacy.NL != "## Privacy\n\nTekst  met spaties" {
		t.Errorf("%+v", got)
	}
	got.SenderName, got.ReplyAddress = "Regio @ Merenland", "geen adres"
	if s := problemsOf(
		w.svc.ChangeSettings(w.ctx, w.admin, got),
	); s != "sender_name settings.problem.sender_signs, reply_address settings.problem.reply_address" {
		t.Error(s)
	}
	if diff := cmp.Diff([]string{"settings.changed"}, w.actions()); diff != "" {
		t.Error(diff)
	}
}

func TestMunicipalities(t *testing.T) {
	w := newDirectoryWorld(t)
	id, err := w.svc.AddMunicipality(w.ctx, w.admin, consult.Municipality{Name: "’s-Lommerdijk", Code: "0123"})
	w.must(err)
	if _, err := w.svc.AddMunicipality(
		w.ctx, w.admin, consult.Municipality{Name: "aldermeer"},
	); problemsOf(err) != "name settings.problem.municipality_twice" {
		t.Error(problemsOf(err))
	}
	w.must(w.svc.ChangeMunicipality(w.ctx, w.admin, consult.Municipality{ID: id, Name: "Lommerdijk"}))
	_, err = w.svc.AddOrganisation(
		w.ctx, w.editor, consult.Organisation{Name: "X", Type: consult.Provider, MunicipalityID: id}, false,
	)
	w.must(err)
	if got := problemsOf(w.svc.RemoveMunicipality(w.ctx, w.admin, id)); got != "settings.problem.municipality_used" {
		t.Errorf("removed a municipality in use: %s", got)
	}
	w.must(w.svc.RemoveMunicipality(w.ctx, w.admin, 1))
	all, err := w.svc.MunicipalityUses(w.ctx, w.admin)
	w.must(err)
	for _, m := range all {
		if m.Name == "Aldermeer" || m.Name == "Lommerdijk" && m.Organisations != 1 {
			t.Errorf("%+v", m)
		}
	}
}
