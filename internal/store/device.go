package store

import (
	"errors"
	"time"

	"samenspraak/internal/consult"
)

type deviceRow struct {
	ID        int64
	StaffID   int64
	TokenHash string
	MadeAt    time.Time
	SeenAt    time.Time
}

func (deviceRow) TableName() string { return "known_device" }

// KnownDevice is the id under which an account knows the browser with this
// digest; consult.ErrNotFound when it does not.
func (tx *Tx) KnownDevice(staffID int64, tokenHash string) (int64, error) {
	row, err := take[deviceRow](tx, "token_hash = ? AND staff_id = ?", tokenHash, staffID)
	return row.ID, err
}

// KnowDevice makes a browser known to an account under a new digest. Other
// accounts that know it by the one before (colleagues at one desk) know it by
// the new one from then on. An account knows so many browsers at most: the one
// that was not seen for longest is forgotten.
func (tx *Tx) KnowDevice(staffID int64, before, tokenHash string, most int, now time.Time) error {
	if _, err := setAny[deviceRow](tx, columns{"token_hash": tokenHash}, "token_hash = ?", before); err != nil {
		return err
	}
	id, err := tx.KnownDevice(staffID, tokenHash)
	switch {
	case errors.Is(err, consult.ErrNotFound):
		err = add(tx, &deviceRow{StaffID: staffID, TokenHash: tokenHash, MadeAt: utc(now), SeenAt: utc(now)})
	case err == nil:
		err = set[deviceRow](tx, columns{"seen_at": utc(now)}, "id = ?", id)
	}
	if err != nil {
		return err
	}
	rows, err := list[deviceRow](tx, "seen_at DESC, id DESC", "staff_id = ?", staffID)
	if err != nil {
		return err
	}
	for _, one := range rows[min(most, len(rows)):] {
		if _, err := remove[deviceRow](tx, "id = ?", one.ID); err != nil {
			return err
		}
	}
	return nil
}

// SweepDevices forgets browsers that were not seen since a moment and returns
// how many.
func (tx *Tx) SweepDevices(before time.Time) (int64, error) {
	return remove[deviceRow](tx, "seen_at < ?", utc(before))
}
