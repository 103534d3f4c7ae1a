package store

import (
	"time"

	"samenspraak/internal/consult"
)

// MailDue says whether any mail of some lanes is to go out now. It only reads,
// so that an idle sender keeps nobody from writing.
func (tx *Tx) MailDue(lanes []consult.Lane, now time.Time) (bool, error) {
	n, err := count[mailRow](tx, 1, "state IN ('queued','retry') AND lane IN ? AND due_at <= ?", lanes, utc(now))
	return n > 0, err
}

// MailFlow is since when the oldest mail waits that is due, and when one last
// went; zero: none.
func (tx *Tx) MailFlow(now time.Time) (oldestDue, lastSent time.Time, err error) {
	var due, sent []mailRow
	err = tx.db.Select("due_at").Where("state IN ('queued','retry') AND due_at <= ?", utc(now)).Order("due_at, id").
		Limit(1).Find(&due).Error
	if err != nil {
		return oldestDue, lastSent, fail(err)
	}
	err = tx.db.Select("done_at").Where("state = 'sent' AND done_at IS NOT NULL").Order("done_at DESC, id DESC").
		Limit(1).Find(&sent).Error
	if len(due) > 0 {
		oldestDue = due[0].DueAt.UTC()
	}
	if len(sent) > 0 {
		lastSent = at(sent[0].DoneAt)
	}
	return oldestDue, lastSent, fail(err)
}

// RetryNow makes due what waits for another try and was tried since an instant.
// It returns how many there are.
func (tx *Tx) RetryNow(since, now time.Time) (int64, error) {
	tx.queued = true
	return setAny[mailRow](
		tx, columns{"due_at": utc(now)}, "state = 'retry' AND due_at > ? AND claimed_at >= ?", utc(now), utc(since),
	)
}

// ReaddressMail gives mail that has not gone out the address its recipient has
// now.
func (tx *Tx) ReaddressMail(mailID int64, address, name string) error {
	return set[mailRow](
		tx, columns{"address": address, "name": name, "search": mailSearch(address, name), "refused": false},
		"id = ? AND state IN ('failed','held')", mailID,
	)
}

// Undeliverable is a contact whose address a server refused, with what it said.
type Undeliverable struct {
	Contact      consult.Contact
	Organisation string
}

// UndeliverableContacts returns the contacts whose address does not work,
// newest refusal first.
func (tx *Tx) UndeliverableContacts(limit int) ([]Undeliverable, error) {
	var rows []contactRow
	err := tx.db.Where("undeliverable_at IS NOT NULL AND archived_at IS NULL").Order("undeliverable_at DESC, id DESC").
		Limit(limit).Find(&rows).Error
	if err != nil {
		return nil, fail(err)
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.OrganisationID
	}
	var names []organisationRow
	if err := tx.db.Select("id, name").Where("id IN ?", ids).Find(&names).Error; err != nil {
		return nil, fail(err)
	}
	byID := make(map[int64]string, len(names))
	for _, n := range names {
		byID[n.ID] = n.Name
	}
	all := make([]Undeliverable, len(rows))
	for i, r := range rows {
		all[i] = Undeliverable{Contact: r.contact(), Organisation: byID[r.OrganisationID]}
	}
	return all, nil
}
