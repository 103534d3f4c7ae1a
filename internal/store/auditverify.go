package store

import (
	"context"
	"errors"
	"fmt"
	"math"

	"samenspraak/internal/consult"
)

// Verdict is what VerifyAudit found.
type Verdict struct {
	Entries int64
	Erased  int64 // entries whose personal detail was erased
	Head    string
}

// VerifyAudit walks the chain from its first entry and compares its end with
// the head that is kept apart. It returns an error that names the first entry
// that does not fit: changed, missing, added, cut off at the end, or with a
// detail that is gone although no entry says who erased it. With a known head
// (from the log) it also fails when the whole chain was written anew.
func (d *DB) VerifyAudit(ctx context.Context, known string) (v Verdict, err error) {
	err = d.View(ctx, func(tx *Tx) error {
		v, err = tx.verifyAudit(known)
		return err
	})
	return v, err
}

// verifyAudit is VerifyAudit within a transaction.
func (tx *Tx) verifyAudit(known string) (Verdict, error) {
	v := Verdict{}
	head, err := take[installationRow](tx, "id = ?", installationID)
	if err != nil {
		return v, fmt.Errorf("the audit's head: %w", err)
	}
	seen, from := known == "", int64(math.MinInt64) // an entry before the first is one too many
	for more := true; more; from = v.Entries + 1 {
		if more, err = tx.walk(from, &v, known, &seen); err != nil {
			return v, err
		}
	}
	switch {
	case head.AuditSeq != v.Entries || head.AuditHead != v.Head:
		return v, fmt.Errorf(
			"the chain ends at entry %d and its head says %d: the end was cut off or added to", v.Entries,
			head.AuditSeq,
		)
	case !seen:
		return v, fmt.Errorf("the chain does not hold the head %s: it was written anew", known)
	}
	return v, tx.nothingBeside(v)
}

// nothingBeside holds the number of rows against what the walk saw: a row that
// it did not come by is not part of the log.
func (tx *Tx) nothingBeside(v Verdict) error {
	var events, details int64
	err := errors.Join(tx.db.Model(&eventRow{}).Count(&events).Error, tx.db.Model(&detailRow{}).Count(&details).Error)
	switch {
	case err != nil:
		return fail(err)
	case events != v.Entries:
		return fmt.Errorf("there are %d entries and the chain has %d: some were added beside it", events, v.Entries)
	case details != v.Entries-v.Erased:
		return fmt.Errorf(
			"there are %d details for %d entries: some were added beside them", details, v.Entries-v.Erased,
		)
	}
	return nil
}

// walkStep is how many entries are read at once.
const walkStep = 200

// walk checks the next entries, from an id on, and says whether there may be
// more.
func (tx *Tx) walk(from int64, v *Verdict, known string, seen *bool) (bool, error) {
	var rows []eventRow
	if err := tx.db.Where("id >= ?", from).Order("id").Limit(walkStep).Find(&rows).Error; err != nil || len(rows) == 0 {
		return false, fail(err)
	}
	details, err := tx.details(rows)
	if err != nil {
		return false, err
	}
	for _, row := range rows {
		if err := row.fits(*v); err != nil {
			return false, err
		}
		if err := tx.detailFits(row, details, v); err != nil {
			return false, err
		}
		v.Head, v.Entries = row.Hash, row.ID
		*seen = *seen || v.Head == known
	}
	return len(rows) == walkStep, nil
}

// fits says whether an entry is the next one of the chain.
func (r eventRow) fits(v Verdict) error {
	switch {
	case r.ID <= v.Entries:
		return fmt.Errorf("entry %d was added beside the chain", r.ID)
	case r.ID != v.Entries+1:
		return fmt.Errorf("entry %d is missing", v.Entries+1)
	case r.Previous != v.Head:
		return fmt.Errorf("entry %d does not follow the one before it", r.ID)
	case r.Hash != r.sum():
		return fmt.Errorf("entry %d was changed", r.ID)
	}
	return nil
}

// detailFits looks at the detail of an entry, and of the one that it says was
// erased. That an erasure is itself part of the chain the walk finds out when
// it gets there.
func (tx *Tx) detailFits(r eventRow, details map[int64]detailRow, v *Verdict) error {
	d, ok := details[r.ID]
	switch {
	case ok && digest(d) != r.Digest:
		return fmt.Errorf("the detail of entry %d was changed", r.ID)
	case !ok:
		v.Erased++
		n, err := count[eventRow](
			tx, 1, "object = ? AND about = ? AND action = ? AND id > ?", erasedObject, r.ID, erasedAction, r.ID,
		)
		if err == nil && n == 0 {
			err = fmt.Errorf("the detail of entry %d is gone and no later entry says who erased it", r.ID)
		}
		if err != nil {
			return err
		}
	}
	if r.Action != erasedAction || r.Object != erasedObject {
		return nil
	}
	n, err := count[detailRow](tx, 1, "event_id = ?", r.About)
	if err == nil && n != 0 {
		err = fmt.Errorf("entry %d erased the detail of entry %d, which is there again", r.ID, r.About)
	}
	return err
}

// What an entry is called that tells of an erased detail; About is the entry
// that it belonged to, so that the chain itself says what may be missing.
const (
	erasedAction = "audit.erased"
	erasedObject = "audit"
)

// EraseDetail erases the personal detail of an entry: whose name, from where,
// and more. The entry itself stays, and e is recorded as the one that tells of
// it; its action and what it is about are set here. It returns
// consult.ErrNotFound when there is no such entry and consult.ErrConflict when
// its detail was erased before.
func (tx *Tx) EraseDetail(eventID int64, e consult.Event) error {
	if _, err := take[eventRow](tx, "id = ?", eventID); err != nil {
		return err
	}
	n, err := remove[detailRow](tx, "event_id = ?", eventID)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("the detail of entry %d was erased before: %w", eventID, consult.ErrConflict)
	}
	e.Action, e.Object, e.About = erasedAction, erasedObject, eventID
	tx.Record(e)
	return nil
}
