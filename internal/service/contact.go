package service

import (
	"context"
	"errors"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// ContactList is one page of the list of contacts.
type ContactList struct {
	Lines []consult.ContactLine
	Total int // counted up to 10,000
}

// Contacts reads the contacts that match.
func (s *Service) Contacts(ctx context.Context, actor consult.Actor, f consult.ContactFilter) (ContactList, error) {
	var v ContactList
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		v.Lines, v.Total, err = tx.Contacts(f)
		return err
	})
	return v, err
}

// ContactPage is one contact with their organisation and history.
type ContactPage struct {
	consult.Contact
	Organisation consult.Organisation
	Invitations  []consult.InvitedLine
}

// Contact reads one contact.
func (s *Service) Contact(ctx context.Context, actor consult.Actor, contactID int64) (ContactPage, error) {
	var v ContactPage
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Contact, err = tx.Contact(contactID); err != nil {
			return err
		}
		if v.Organisation, err = tx.Organisation(v.OrganisationID); err != nil {
			return err
		}
		v.Invitations, err = tx.ContactInvitations(contactID, historyLength)
		return err
	})
	return v, err
}

// AddContact keeps a new contact of an organisation that is not archived and
// returns its id.
func (s *Service) AddContact(ctx context.Context, actor consult.Actor, c consult.Contact) (int64, error) {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return 0, err
	}
	c, p := tidyContact(c)
	c.CreatedAt = s.now()
	var contactID int64
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		o, err := tx.Organisation(c.OrganisationID)
		if err != nil {
			return err
		}
		if !o.ArchivedAt.IsZero() {
			p.Add("", "contact.problem.archived", "Name", o.Name)
		}
		if err := checkTwin(tx, &p, c); err != nil {
			return err
		}
		if err := p.Err(); err != nil {
			return err
		}
		contactID, err = tx.AddContact(c)
		s.recordContact(tx, actor, "contact.added", c, contactID)
		return err
	})
	return contactID, err
}

// recordContact notes what happened to a contact.
func (s *Service) recordContact(tx *store.Tx, actor consult.Actor, action string, c consult.Contact, contactID int64) {
	e := s.event(actor, action, "contact", contactID)
	e.Detail = map[string]any{"name": c.Name(), "address": c.Address, "organisation": c.OrganisationID}
	tx.Record(e)
}

// tidyContact gives what somebody typed its form and says what is wrong.
func tidyContact(c consult.Contact) (consult.Contact, consult.Problems) {
	c.First, c.Infix, c.Last = i18n.Tidy(c.First), i18n.Tidy(c.Infix), i18n.Tidy(c.Last)
	c.JobTitle, c.Phone = i18n.Tidy(c.JobTitle), i18n.Tidy(c.Phone)
	c.SortKey = i18n.PersonSortKey(c.First, c.Infix, c.Last)
	address, err := i18n.ParseAddress(c.Address)
	c.Canonical = address.Canonical
	if err == nil {
		c.Address = address.Display
	}
	p := consult.CheckContact(c)
	for i := range p {
		if p[i].Field == "address" {
			p[i].Key = addressProblem(c.Address, err)
		}
	}
	return c, p
}

// addressProblem names in the catalogue what is wrong with an address.
func addressProblem(typed string, err error) string {
	switch {
	case typed == "":
		return "contact.problem.address_empty"
	case errors.Is(err, i18n.ErrManyAddresses):
		return "contact.problem.address_many"
	case errors.Is(err, i18n.ErrLocalPart):
		return "contact.problem.address_accent"
	}
	return "contact.problem.address"
}

// checkTwin notes when the organisation has this very person already. A shared
// mailbox may have several.
func checkTwin(tx *store.Tx, p *consult.Problems, c consult.Contact) error {
	others, err := tx.ContactsOf(c.OrganisationID)
	for _, o := range others {
		if o.ID != c.ID && o.Canonical == c.Canonical && c.Canonical != "" &&
			consult.LooseName(o.Name()) == consult.LooseName(c.Name()) {
			p.Add("address", "contact.problem.twin", "Name", o.Name())
			break
		}
	}
	return err
}

// ChangeContact writes what can be edited of a contact: name, job title,
// address, phone and language. A new address is taken to work until a server
// says otherwise. consult.ErrConflict when the contact is no longer at the
// version given.
func (s *Service) ChangeContact(ctx context.Context, actor consult.Actor, c consult.Contact) error {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return err
	}
	c, p := tidyContact(c)
	return s.db.Update(ctx, func(tx *store.Tx) error {
		old, err := tx.Contact(c.ID)
		if err != nil {
			return err
		}
		if old.Version != c.Version {
			return consult.ErrConflict
		}
		c.OrganisationID, c.ArchivedAt, c.Undeliverable, c.Bounce = old.OrganisationID, old.ArchivedAt,
			old.Undeliverable, old.Bounce
		if err := checkTwin(tx, &p, c); err != nil {
			return err
		}
		if err := p.Err(); err != nil {
			return err
		}
		if c.Canonical != old.Canonical {
			c.Undeliverable, c.Bounce = time.Time{}, ""
		}
		s.recordContact(tx, actor, "contact.changed", c, c.ID)
		return tx.SetContact(c)
	})
}

// ArchiveContact takes a contact out of the lists: they are no longer invited,
// and everything they did stays in the record.
func (s *Service) ArchiveContact(ctx context.Context, actor consult.Actor, contactID int64) error {
	return s.shelveContact(ctx, actor, contactID, "contact.archived", s.now())
}

// RestoreContact takes a contact back from the archive.
func (s *Service) RestoreContact(ctx context.Context, actor consult.Actor, contactID int64) error {
	return s.shelveContact(ctx, actor, contactID, "contact.restored", time.Time{})
}

func (s *Service) shelveContact(
	ctx context.Context, actor consult.Actor, contactID int64, action string, archivedAt time.Time,
) error {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.Contact(contactID)
		if err != nil {
			return err
		}
		if c.ArchivedAt.IsZero() == archivedAt.IsZero() {
			return consult.ErrConflict
		}
		c.ArchivedAt = archivedAt
		s.recordContact(tx, actor, action, c, c.ID)
		return tx.SetContact(c)
	})
}
