package store

import (
	"time"

	"samenspraak/internal/consult"
)

type mailingRow struct {
	ID         int64
	OccasionID int64
	StaffID    int64
	Purpose    string
	At         time.Time
	Audience   string
	Intro      string
	Total      int
	StoppedAt  *time.Time
}

func (mailingRow) TableName() string { return "mailing" }

func (r mailingRow) mailing() (consult.Mailing, error) {
	audience, err := decode[storedAudience](cell{r.TableName(), "audience", r.ID}, r.Audience)
	return consult.Mailing{
		ID: r.ID, OccasionID: r.OccasionID, StaffID: r.StaffID, Purpose: consult.Purpose(r.Purpose), At: r.At.UTC(),
		Audience: audience.audience(), Intro: r.Intro, Total: r.Total, StoppedAt: at(r.StoppedAt),
	}, err
}

// AddMailing keeps a sending to many and returns its id.
func (tx *Tx) AddMailing(m consult.Mailing) (int64, error) {
	row := mailingRow{
		OccasionID: m.OccasionID, StaffID: m.StaffID, Purpose: string(m.Purpose), At: utc(m.At),
		Audience: encode(storeAudience(m.Audience)),
		Intro:    m.Intro, Total: m.Total, StoppedAt: opt(m.StoppedAt),
	}
	err := add(tx, &row)
	return row.ID, err
}

// Mailing reads one sending.
func (tx *Tx) Mailing(mailingID int64) (consult.Mailing, error) {
	row, err := take[mailingRow](tx, "id = ?", mailingID)
	if err != nil {
		return consult.Mailing{}, err
	}
	return row.mailing()
}

// Mailings returns the sendings of an occasion, newest first.
func (tx *Tx) Mailings(occasionID int64) ([]consult.Mailing, error) {
	rows, err := list[mailingRow](tx, "id DESC", "occasion_id = ?", occasionID)
	if err != nil {
		return nil, err
	}
	all := make([]consult.Mailing, len(rows))
	for i, r := range rows {
		if all[i], err = r.mailing(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// StopMailing notes when a sending was stopped.
func (tx *Tx) StopMailing(mailingID int64, now time.Time) error {
	return set[mailingRow](tx, columns{"stopped_at": utc(now)}, "id = ? AND stopped_at IS NULL", mailingID)
}
