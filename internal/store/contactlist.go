package store

import (
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
)

// contactLineRow is what one row of the list of contacts is joined from.
type contactLineRow struct {
	Row                  contactRow `gorm:"embedded"` // by name: GORM passes over an unexported embedded one
	Organisation         string
	OrganisationArchived *time.Time
}

// Contacts reads the rows of the list that match, in order, and how many there
// are in all (counted up to 10,000), in two queries whatever their number.
func (tx *Tx) Contacts(f consult.ContactFilter) ([]consult.ContactLine, int, error) {
	where, args := contactFilter(f)
	total, err := count[contactRow](tx, countMost, where, args...)
	if err != nil || total == 0 {
		return nil, 0, err
	}
	order := "contact.sort_key" + direction(f.Down) + ", contact.id"
	if f.By == consult.ContactsByOrganisation {
		order = "o.sort_key" + direction(f.Down) + ", contact.sort_key, contact.id"
	}
	q := tx.db.Table("contact").Select("contact.*, o.name AS organisation, o.archived_at AS organisation_archived").
		Joins("JOIN organisation AS o ON o.id = contact.organisation_id").Where(where, args...).Order(order)
	if f.Limit > 0 {
		q = q.Limit(f.Limit).Offset(f.Offset)
	}
	var rows []contactLineRow
	if err := q.Scan(&rows).Error; err != nil {
		return nil, 0, fail(err)
	}
	lines := make([]consult.ContactLine, len(rows))
	for i, r := range rows {
		lines[i] = consult.ContactLine{
			Contact: r.Row.contact(), Organisation: r.Organisation, OrganisationArchived: r.OrganisationArchived != nil,
		}
	}
	return lines, total, nil
}

func contactFilter(f consult.ContactFilter) (string, []any) {
	var c conditions
	if word := strings.Join(strings.Fields(f.Search), " "); word != "" {
		like := likeContains(word)
		c.add(
			"(contact.search LIKE ? ESCAPE '!' OR contact.organisation_id IN (SELECT id FROM organisation WHERE search LIKE ? ESCAPE '!'))", like, like,
		)
	}
	if f.OrganisationID != 0 {
		c.add("contact.organisation_id = ?", f.OrganisationID)
	}
	if f.Undeliverable {
		c.add("contact.undeliverable_at IS NOT NULL")
	}
	c.shelf(f.Shelf, "contact.archived_at")
	return c.all()
}

// KnownContacts reads what of every contact tells whether another is the same,
// in one query.
func (tx *Tx) KnownContacts() ([]importing.KnownContact, error) {
	var rows []contactRow
	err := tx.db.Select("id", "organisation_id", "first", "infix", "last", "canonical", "archived_at").Order("id").
		Find(&rows).Error
	all := make([]importing.KnownContact, len(rows))
	for i, r := range rows {
		all[i] = importing.KnownContact{
			OrganisationID: r.OrganisationID, Name: r.contact().Name(), Canonical: r.Canonical,
			Archived: r.ArchivedAt != nil,
		}
	}
	return all, fail(err)
}

// AllContactsOf returns every contact of an organisation, also archived ones,
// by name.
func (tx *Tx) AllContactsOf(organisationID int64) ([]consult.Contact, error) {
	rows, err := list[contactRow](tx, "sort_key, id", "organisation_id = ?", organisationID)
	return contacts(rows), err
}

// AddContacts keeps many contacts at once.
func (tx *Tx) AddContacts(all []consult.Contact) error {
	rows := make([]contactRow, len(all))
	for i, c := range all {
		rows[i] = newContactRow(c)
	}
	return addAll(tx, rows)
}
