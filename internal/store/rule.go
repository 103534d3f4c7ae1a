package store

import (
	"time"

	"samenspraak/internal/consult"
)

type ruleRow struct {
	ID         int64
	OccasionID int64
	Before     string
	Days       int
	AtMinute   int
	ActiveFrom time.Time
	StoppedAt  *time.Time
}

func (ruleRow) TableName() string { return "reminder_rule" }

func (r ruleRow) rule() consult.Rule {
	return consult.Rule{
		ID: r.ID, OccasionID: r.OccasionID, Before: consult.Before(r.Before), Days: r.Days, At: r.AtMinute,
		ActiveFrom: r.ActiveFrom.UTC(), StoppedAt: at(r.StoppedAt),
	}
}

// AddRule plans a reminder.
func (tx *Tx) AddRule(r consult.Rule) (int64, error) {
	row := ruleRow{
		OccasionID: r.OccasionID, Before: string(r.Before), Days: r.Days, AtMinute: r.At,
		ActiveFrom: utc(r.ActiveFrom), StoppedAt: opt(r.StoppedAt),
	}
	err := add(tx, &row)
	return row.ID, err
}

// Rule reads one rule.
func (tx *Tx) Rule(ruleID int64) (consult.Rule, error) {
	row, err := take[ruleRow](tx, "id = ?", ruleID)
	return row.rule(), err
}

// Rules returns the rules of an occasion, the stopped ones too.
func (tx *Tx) Rules(occasionID int64) ([]consult.Rule, error) {
	rows, err := list[ruleRow](tx, "before, days DESC, id", "occasion_id = ?", occasionID)
	all := make([]consult.Rule, len(rows))
	for i, r := range rows {
		all[i] = r.rule()
	}
	return all, err
}

// StopRule ends a rule; its reminders that still wait fail their premise.
func (tx *Tx) StopRule(ruleID int64, now time.Time) error {
	return set[ruleRow](tx, columns{"stopped_at": utc(now)}, "id = ? AND stopped_at IS NULL", ruleID)
}
