package store

import (
	"time"

	"gorm.io/gorm/clause"
)

type jobRow struct {
	ID        int64
	Name      string
	Holder    string
	HeldUntil *time.Time
	LastRun   *time.Time
	LastGood  *time.Time
	Error     string
}

func (jobRow) TableName() string { return "job" }

// TakeJob gives a job to a holder until a moment, unless another holds it. A
// holder that died loses it at that moment.
func (tx *Tx) TakeJob(name, holder string, now, until time.Time) (bool, error) {
	n, err := setAny[jobRow](tx, columns{"holder": holder, "held_until": utc(until), "last_run": utc(now)},
		"name = ? AND (holder = ? OR held_until IS NULL OR held_until <= ?)", name, holder, utc(now))
	if err != nil || n > 0 {
		return n > 0, err
	}
	row := jobRow{Name: name, Holder: holder, HeldUntil: opt(until), LastRun: opt(now)}
	free := clause.OnConflict{Columns: []clause.Column{{Name: "name"}}, DoNothing: true}
	res := tx.db.Clauses(free).Create(&row)
	return res.RowsAffected > 0, fail(res.Error)
}

// FinishJob gives a job back with how it went; failure is empty when it went
// well. Who no longer holds it changes nothing.
func (tx *Tx) FinishJob(name, holder string, now time.Time, failure string) error {
	values := columns{"held_until": nil, "error": failure}
	if failure == "" {
		values["last_good"] = utc(now)
	}
	_, err := setAny[jobRow](tx, values, "name = ? AND holder = ?", name, holder)
	return err
}

// JobRun is when a job last ran, on whatever instance.
type JobRun struct {
	Name     string
	LastRun  time.Time
	LastGood time.Time
	Error    string
}

// JobRuns returns every job that ever ran, by name.
func (tx *Tx) JobRuns() ([]JobRun, error) {
	rows, err := list[jobRow](tx, "name", "1 = 1")
	all := make([]JobRun, len(rows))
	for i, r := range rows {
		all[i] = JobRun{Name: r.Name, LastRun: at(r.LastRun), LastGood: at(r.LastGood), Error: r.Error}
	}
	return all, err
}
