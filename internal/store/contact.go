package store

import (
	"strings"
	"time"

	"samenspraak/internal/consult"
)

type contactRow struct {
	ID              int64
	OrganisationID  int64
	First           string
	Infix           string
	Last            string
	SortKey         string
	Search          string // lower case, what a search looks in
	JobTitle        string
	Address         string
	Canonical       string
	Phone           string
	Language        string
	ImportID        *int64
	ArchivedAt      *time.Time
	CreatedAt       time.Time
	UndeliverableAt *time.Time
	Bounce          string
	Unseen          bool
	Version         int64
	MineHash        *string
	MineGeneration  int64
	MineUntil       *time.Time
}

func (contactRow) TableName() string { return "contact" }

func (r contactRow) contact() consult.Contact {
	return consult.Contact{
		ID: r.ID, OrganisationID: r.OrganisationID, First: r.First, Infix: r.Infix, Last: r.Last, SortKey: r.SortKey,
		JobTitle: r.JobTitle, Address: r.Address, Canonical: r.Canonical, Phone: r.Phone, Language: r.Language,
		ImportID: id(r.ImportID), ArchivedAt: at(r.ArchivedAt), CreatedAt: r.CreatedAt.UTC(),
		Undeliverable: at(r.UndeliverableAt),
		Bounce:        r.Bounce, Unseen: r.Unseen, Version: r.Version,
	}
}

func contacts(rows []contactRow) []consult.Contact {
	all := make([]consult.Contact, len(rows))
	for i, r := range rows {
		all[i] = r.contact()
	}
	return all
}

func contactSearch(c consult.Contact) string {
	return strings.ToLower(c.Name() + " " + c.Address + " " + c.JobTitle)
}

func newContactRow(c consult.Contact) contactRow {
	return contactRow{
		OrganisationID: c.OrganisationID, First: c.First, Infix: c.Infix, Last: c.Last, SortKey: c.SortKey,
		Search:   contactSearch(c),
		JobTitle: c.JobTitle, Address: c.Address, Canonical: c.Canonical, Phone: c.Phone, Language: c.Language,
		ImportID: ref(c.ImportID), CreatedAt: utc(c.CreatedAt), Unseen: c.Unseen, Version: 1,
	}
}

// AddContact keeps a new contact.
func (tx *Tx) AddContact(c consult.Contact) (int64, error) {
	row := newContactRow(c)
	err := add(tx, &row)
	return row.ID, err
}

// SetContact writes a contact; consult.ErrConflict when it is no longer at the
// version that was read.
func (tx *Tx) SetContact(c consult.Contact) error {
	n, err := setAny[contactRow](tx, columns{
		"organisation_id": c.OrganisationID, "first": c.First, "infix": c.Infix, "last": c.Last, "sort_key": c.SortKey,
		"search": contactSearch(c), "job_title": c.JobTitle, "address": c.Address, "canonical": c.Canonical,
		"phone":    c.Phone,
		"language": c.Language, "archived_at": opt(c.ArchivedAt), "undeliverable_at": opt(c.Undeliverable),
		"bounce": c.Bounce,
		"unseen": c.Unseen, "version": c.Version + 1,
	}, "id = ? AND version = ?", c.ID, c.Version)
	if err == nil && n == 0 {
		return consult.ErrConflict
	}
	return err
}

// SeeContact notes that staff looked at a name that a guest typed.
func (tx *Tx) SeeContact(contactID int64) error {
	return set[contactRow](tx, columns{"unseen": false}, "id = ?", contactID)
}

// MarkUndeliverable notes that a server refused an address; every contact with
// that address gets no more mail until it is corrected. It returns their ids.
func (tx *Tx) MarkUndeliverable(canonical, bounce string, now time.Time) ([]int64, error) {
	var ids []int64
	err := tx.db.Model(&contactRow{}).Where("canonical = ? AND undeliverable_at IS NULL", canonical).Order("id").
		Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return nil, fail(err)
	}
	_, err = setAny[contactRow](tx, columns{"undeliverable_at": utc(now), "bounce": bounce}, "id IN ?", ids)
	return ids, err
}

// Contact reads one contact.
func (tx *Tx) Contact(contactID int64) (consult.Contact, error) {
	row, err := take[contactRow](tx, "id = ?", contactID)
	return row.contact(), err
}

// ContactsOf returns the contacts of an organisation that are not archived, by
// name.
func (tx *Tx) ContactsOf(organisationID int64) ([]consult.Contact, error) {
	rows, err := list[contactRow](tx, "sort_key, id", "organisation_id = ? AND archived_at IS NULL", organisationID)
	return contacts(rows), err
}

// ContactsByAddress returns the contacts with an address that are not archived:
// a shared mailbox has several.
func (tx *Tx) ContactsByAddress(canonical string) ([]consult.Contact, error) {
	rows, err := list[contactRow](tx, "id", "canonical = ? AND archived_at IS NULL", canonical)
	return contacts(rows), err
}

// Mine is the link by which a contact sees all that is theirs.
type Mine struct {
	ContactID  int64
	Generation int64
	TokenHash  string
	Until      time.Time
}

// Mine reads the state of a contact's link.
func (tx *Tx) Mine(contactID int64) (Mine, error) {
	row, err := take[contactRow](tx, "id = ?", contactID)
	return row.mine(), err
}

// MineByToken reads the link with this digest.
func (tx *Tx) MineByToken(tokenHash string) (Mine, error) {
	row, err := take[contactRow](tx, "mine_hash = ? AND archived_at IS NULL", tokenHash)
	return row.mine(), err
}

func (r contactRow) mine() Mine {
	m := Mine{ContactID: r.ID, Generation: r.MineGeneration, Until: at(r.MineUntil)}
	if r.MineHash != nil {
		m.TokenHash = *r.MineHash
	}
	return m
}

// SetMine writes a contact's link.
func (tx *Tx) SetMine(m Mine) error {
	return set[contactRow](
		tx, columns{"mine_hash": m.TokenHash, "mine_generation": m.Generation, "mine_until": opt(m.Until)}, "id = ?",
		m.ContactID,
	)
}
