package store

import (
	"errors"
	"time"

	"samenspraak/internal/consult"
)

const installationID = 1

type installationRow struct {
	ID                int64
	SecretFingerprint string
	Revision          int64
	AuditSeq          int64
	AuditHead         string
	RestoredAt        *time.Time
}

func (installationRow) TableName() string { return "installation" }

// EnsureInstallation makes the one row that every instance agrees on, with the
// fingerprint of SECRET. When the row exists with another fingerprint it
// returns consult.ErrConflict: with another secret every mailed link is dead.
func (tx *Tx) EnsureInstallation(fingerprint string) error {
	row, err := take[installationRow](tx, "id = ?", installationID)
	switch {
	case errors.Is(err, consult.ErrNotFound):
		return add(tx, &installationRow{ID: installationID, SecretFingerprint: fingerprint, Revision: 1})
	case err != nil:
		return err
	case row.SecretFingerprint != fingerprint:
		return consult.ErrConflict
	}
	return nil
}

// Revision is the number that rises with each change of what is public; pages
// are cached under it.
func (tx *Tx) Revision() (int64, error) {
	row, err := take[installationRow](tx, "id = ?", installationID)
	return row.Revision, err
}

// BumpRevision says that something public changed: pages made before the
// transaction commits are then out of date.
func (tx *Tx) BumpRevision() { tx.revised = true }
