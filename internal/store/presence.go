package store

import (
	"time"

	"samenspraak/internal/consult"
)

const presenceID = 1

// presenceRow is the one row in which every instance says that it is there.
type presenceRow struct {
	ID       int64
	SeenAt   *time.Time
	Instance string
	Stopped  bool
}

func (presenceRow) TableName() string { return "presence" }

// LockPresence reads when the service was last there and keeps other instances
// from saying so until the transaction ends.
func (tx *Tx) LockPresence() (consult.Presence, error) {
	row, err := lock[presenceRow](tx, "id = ?", presenceID)
	if err != nil {
		return consult.Presence{}, err
	}
	installed, err := take[installationRow](tx, "id = ?", installationID)
	return consult.Presence{
		SeenAt: at(row.SeenAt), Instance: row.Instance, Stopped: row.Stopped, RestoredAt: at(installed.RestoredAt),
	}, err
}

// SetPresence notes that the service is there.
func (tx *Tx) SetPresence(p consult.Presence) error {
	return set[presenceRow](
		tx, columns{"seen_at": utc(p.SeenAt), "instance": p.Instance, "stopped": p.Stopped}, "id = ?", presenceID,
	)
}
