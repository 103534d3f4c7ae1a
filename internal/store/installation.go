package store

import (
	"context"
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
	DatabaseIdentity  string
	SearchBuilt       bool // the index was made of what a database of before held
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

// SameSecret returns nil when the fingerprint is that of the SECRET this
// database was made with, consult.ErrConflict when it is another's, and
// consult.ErrNotFound when none is tied to it yet: the first start does that.
func (tx *Tx) SameSecret(fingerprint string) error {
	row, err := take[installationRow](tx, "id = ?", installationID)
	if err == nil && row.SecretFingerprint != fingerprint {
		return consult.ErrConflict
	}
	return err
}

func (tx *Tx) revision() (int64, error) {
	row, err := take[installationRow](tx, "id = ?", installationID)
	return row.Revision, err
}

// SearchBuilt says whether the search index was ever made whole.
func (tx *Tx) SearchBuilt() (bool, error) {
	row, err := take[installationRow](tx, "id = ?", installationID)
	return row.SearchBuilt, err
}

// SetSearchBuilt notes that it was.
func (tx *Tx) SetSearchBuilt() error {
	return set[installationRow](tx, columns{"search_built": true}, "id = ?", installationID)
}

// BumpRevision says that something public changed: pages made before the
// transaction commits are then out of date.
func (tx *Tx) BumpRevision() { tx.revised = true }

// ClockSkew is how much later the database's clock is than ours. SQLite has
// ours.
func (d *DB) ClockSkew(ctx context.Context, now func() time.Time) (time.Duration, error) {
	if d.dialect == onSQLite {
		return 0, nil
	}
	before := now()
	var theirs time.Time
	if err := d.read.WithContext(ctx).Raw("SELECT clock_timestamp()").Scan(&theirs).Error; err != nil {
		return 0, err
	}
	after := now()
	return theirs.Sub(before.Add(after.Sub(before) / 2)), nil
}
