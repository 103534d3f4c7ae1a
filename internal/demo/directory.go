package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pquerna/otp/totp"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// The people who run the consultation.
const (
	marleen = "Marleen Oosterveld"
	daan    = "Daan IJpelaar"
	ilse    = "Ilse Óváry"
	bas     = "Bas ten Brinke"
)

// hire makes the accounts of the staff and sets each up by its link, with a
// password that nobody knows: the demo has a door of its own.
func (f *filler) hire(ctx context.Context) error {
	for _, one := range []struct {
		name, mailbox string
		role          consult.Role
	}{
		{marleen, "m.oosterveld", consult.Admin}, {daan, "d.ijpelaar", consult.Editor},
		{ilse, "i.ovary", consult.Editor}, {bas, "b.tenbrinke", consult.Reader},
	} {
		id, link, err := f.svc.AddStaff(
			ctx, consult.SystemActor, one.mailbox+"@merenland.example", one.name, one.role, string(f.lang),
		)
		if err != nil {
			return fmt.Errorf("add %s: %w", one.mailbox, err)
		}
		if err := f.setUp(ctx, path.Base(link)); err != nil {
			return fmt.Errorf("set up %s: %w", one.mailbox, err)
		}
		f.staff[one.name] = consult.Actor{
			Kind: consult.ByStaff, ID: id, Name: one.name, Role: one.role, Language: string(f.lang),
		}
	}
	return nil
}

func (f *filler) setUp(ctx context.Context, token string) error {
	password, secret := rand.Text(), service.NewSecondFactorSecret()
	code, err := totp.GenerateCode(secret, f.clock)
	if err != nil {
		return err
	}
	_, err = f.svc.SetUpStaff(
		ctx, token, service.SetUp{Password: password, Repeat: password, Secret: secret, Code: code}, "",
	)
	return err
}

func (f *filler) ids(names ...string) []int64 {
	var ids []int64
	for _, name := range names {
		ids = append(ids, f.staff[name].ID)
	}
	return ids
}

// settle fills in the settings of the region.
func (f *filler) settle(ctx context.Context) error {
	if err := f.svc.ChangeSettings(ctx, f.staff[marleen], region()); err != nil {
		return err
	}
	for _, name := range municipalities {
		id, err := f.svc.AddMunicipality(ctx, f.staff[marleen], consult.Municipality{Name: name})
		if err != nil {
			return fmt.Errorf("add %s: %w", name, err)
		}
		f.towns[name] = id
	}
	return nil
}

func (f *filler) record(tx *store.Tx, action, object string, about int64, detail map[string]any) {
	tx.Record(
		consult.Event{
			At: f.clock, Actor: f.staff[marleen], Action: action, Object: object, About: about, Detail: detail,
		},
	)
}

// directory writes all organisations with their people in one transaction: two
// hundred of them one by one would make the demo start later.
func (f *filler) directory(ctx context.Context) error {
	return f.DB().Update(ctx, func(tx *store.Tx) error {
		for n, o := range organisations {
			if err := f.addOrganisation(tx, n, o); err != nil {
				return fmt.Errorf("add %s: %w", o.key, err)
			}
		}
		return nil
	})
}

func (f *filler) addOrganisation(tx *store.Tx, n int, o organisation) error {
	row := consult.Organisation{
		Type: o.kind, Name: o.name, SortKey: i18n.SortKey(o.name), MunicipalityID: f.towns[o.town],
		KvK: fmt.Sprintf("00%06d", 200_017+n*913), Tags: slices.Sorted(slices.Values(o.tags)), CreatedAt: f.clock,
	}
	if o.kind == consult.Provider || o.kind == consult.SolePractitioner {
		row.AGB = fmt.Sprintf("99%06d", 300_011+n*717)
	}
	for _, m := range o.members {
		row.Members = append(row.Members, consult.Member{OrganisationID: f.organisations[m.key], Role: m.role})
	}
	id, err := tx.AddOrganisation(row)
	if err != nil {
		return err
	}
	f.organisations[o.key] = id
	f.record(tx, "organisation.added", "organisation", id, map[string]any{"name": o.name})
	for place, line := range strings.Split(strings.TrimSpace(people[o.key]), "\n") {
		if err := f.addContact(tx, o, place, line); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) addContact(tx *store.Tx, o organisation, place int, line string) error {
	c, err := readPerson(line, o.key)
	if err != nil {
		return err
	}
	c.OrganisationID, c.CreatedAt = f.organisations[o.key], f.clock
	c.SortKey = i18n.PersonSortKey(c.First, c.Infix, c.Last)
	if place == 0 {
		c.Phone = fmt.Sprintf("088 000 %02d %02d", 20+len(f.contacts)/60, len(f.contacts)%60)
	}
	if c.ID, err = tx.AddContact(c); err != nil {
		return err
	}
	f.contacts[fmt.Sprintf("%s/%d", o.key, place)] = c.ID
	detail := map[string]any{"name": c.Name(), "address": c.Address, "organisation": c.OrganisationID}
	f.record(tx, "contact.added", "contact", c.ID, detail)
	return nil
}

// readPerson reads a line of people.
func readPerson(line, domain string) (consult.Contact, error) {
	part := strings.Split(line, "|")
	for i := range part {
		part[i] = strings.TrimSpace(part[i])
	}
	if len(part) < 4 {
		return consult.Contact{}, fmt.Errorf("%q has no four parts", line)
	}
	part = append(part, "", "") // without mailbox and language
	c := consult.Contact{
		First: part[0], Infix: part[1], Last: part[2], JobTitle: part[3], Language: string(i18n.Parse(part[5])),
	}
	local := part[4]
	if local == "" {
		family := i18n.Slug(c.Infix + c.Last)
		if c.Infix != "" {
			family = strings.ReplaceAll(i18n.Slug(c.Infix), "-", "") + i18n.Slug(c.Last)
		}
		local = i18n.Slug(c.First)[:1] + "." + family
	}
	address, err := i18n.ParseAddress(local + "@" + domain + ".example")
	c.Address, c.Canonical = address.Display, address.Canonical
	return c, err
}
