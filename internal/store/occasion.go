package store

import (
	"time"

	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// occasionRow is what somebody is asked to; the row of its noun has the same key.
type occasionRow struct {
	ID            int64
	Noun          string
	Slug          string
	Title         string
	AnswerBy      *time.Time
	StartsAt      *time.Time
	EndsAt        *time.Time
	CreatedAt     time.Time
	ReleasedAt    *time.Time
	CancelledAt   *time.Time
	CancelledBy   string
	Version       int64
	Sequence      int
	Edited        int64
	NeedsErasedAt *time.Time
}

func (occasionRow) TableName() string { return "occasion" }

type questionRow struct {
	ID             int64
	OccasionID     int64
	Position       int
	Kind           string
	Label          string
	Hint           string
	Options        string
	Required       bool
	Sensitive      bool
	OfOrganisation bool
	AlsoNo         bool
	RemovedAt      *time.Time
}

func (questionRow) TableName() string { return "question" }

type occasionStaffRow struct {
	ID         int64
	OccasionID int64
	StaffID    int64
}

func (occasionStaffRow) TableName() string { return "occasion_staff" }

func newOccasionRow(o consult.Occasion) occasionRow {
	return occasionRow{
		ID: o.ID, Noun: string(o.Noun), Slug: o.Slug, Title: o.Title, AnswerBy: opt(o.AnswerBy),
		StartsAt: opt(o.Starts), EndsAt: opt(o.Ends),
		CreatedAt: utc(o.CreatedAt), ReleasedAt: opt(o.ReleasedAt), CancelledAt: opt(o.CancelledAt),
		CancelledBy: o.CancelledBy,
		Version:     o.Version, Sequence: o.Sequence, Edited: o.Edited,
	}
}

// occasion is the row without questions and staff.
func (r occasionRow) occasion() consult.Occasion {
	return consult.Occasion{
		ID: r.ID, Noun: consult.Noun(r.Noun), Slug: r.Slug, Title: r.Title, AnswerBy: at(r.AnswerBy),
		Starts: at(r.StartsAt), Ends: at(r.EndsAt),
		CreatedAt: r.CreatedAt.UTC(), ReleasedAt: at(r.ReleasedAt), CancelledAt: at(r.CancelledAt),
		CancelledBy: r.CancelledBy,
		Version:     r.Version, Sequence: r.Sequence, Edited: r.Edited,
	}
}

// addOccasion keeps a new occasion with its questions and staff.
func (tx *Tx) addOccasion(o consult.Occasion) (int64, error) {
	row := newOccasionRow(o)
	row.ID = 0
	if err := add(tx, &row); err != nil {
		return 0, err
	}
	o.ID = row.ID
	if err := tx.setQuestions(o, o.CreatedAt); err != nil {
		return 0, err
	}
	return o.ID, tx.setOccasionStaff(o)
}

// setOccasion writes an occasion with its questions and staff;
// consult.ErrConflict when somebody saved it since it was read (Edited).
func (tx *Tx) setOccasion(o consult.Occasion, now time.Time) error {
	row := newOccasionRow(o)
	row.Edited++
	res := tx.db.Model(&occasionRow{}).Where("id = ? AND edited = ?", o.ID, o.Edited).
		Select("*").Omit("id", "noun", "created_at", "needs_erased_at").Updates(&row)
	if res.Error != nil {
		return fail(res.Error)
	}
	if res.RowsAffected == 0 {
		return consult.ErrConflict
	}
	if err := tx.setQuestions(o, now); err != nil {
		return err
	}
	return tx.setOccasionStaff(o)
}

// setQuestions keeps the questions in the order given. One that is left out is
// hidden, not deleted: answers to it were given.
func (tx *Tx) setQuestions(o consult.Occasion, now time.Time) error {
	kept := []int64{0}
	for position, q := range o.Questions {
		row := questionRow{
			ID: q.ID, OccasionID: o.ID, Position: position, Kind: string(q.Kind), Label: q.Label, Hint: q.Hint,
			Options: encode(storedTexts(q.Options)), Required: q.Required, Sensitive: q.Sensitive,
			OfOrganisation: q.OfOrganisation, AlsoNo: q.AlsoNo,
		}
		var err error
		if q.ID == 0 {
			err = add(tx, &row)
		} else {
			err = set[questionRow](tx, columns{
				"position": position, "kind": row.Kind, "label": row.Label, "hint": row.Hint, "options": row.Options,
				"required": row.Required, "sensitive": row.Sensitive, "of_organisation": row.OfOrganisation,
				"also_no": row.AlsoNo,
			}, "id = ? AND occasion_id = ?", q.ID, o.ID)
		}
		if err != nil {
			return err
		}
		kept = append(kept, row.ID)
	}
	_, err := setAny[questionRow](
		tx, columns{"removed_at": utc(now)}, "occasion_id = ? AND removed_at IS NULL AND id NOT IN ?", o.ID, kept,
	)
	return err
}

func (tx *Tx) setOccasionStaff(o consult.Occasion) error {
	if _, err := remove[occasionStaffRow](tx, "occasion_id = ?", o.ID); err != nil {
		return err
	}
	rows := make([]occasionStaffRow, len(o.StaffIDs))
	for i, staffID := range o.StaffIDs {
		rows[i] = occasionStaffRow{OccasionID: o.ID, StaffID: staffID}
	}
	return addAll(tx, rows)
}

// Occasion reads one occasion with its questions and staff.
func (tx *Tx) Occasion(occasionID int64) (consult.Occasion, error) {
	return tx.takeOccasion(tx.db.Where("id = ?", occasionID))
}

// LockOccasion reads an occasion and keeps it until the transaction ends.
func (tx *Tx) LockOccasion(occasionID int64) (consult.Occasion, error) {
	return tx.takeOccasion(tx.locking(exclusive, tx.db.Where("id = ?", occasionID)))
}

// ShareOccasion reads an occasion and keeps it from being changed until the
// transaction ends, without keeping others from reading it so: an answer and a
// move or cancellation at the same instant come one after the other.
func (tx *Tx) ShareOccasion(occasionID int64) (consult.Occasion, error) {
	return tx.takeOccasion(tx.locking(shared, tx.db.Where("id = ?", occasionID)))
}

func (tx *Tx) takeOccasion(q *gorm.DB) (consult.Occasion, error) {
	var row occasionRow
	if err := q.Take(&row).Error; err != nil {
		return consult.Occasion{}, fail(err)
	}
	o := row.occasion()
	return o, tx.readAsked(&o)
}

// readAsked reads what an occasion asks and by whom it is staffed.
func (tx *Tx) readAsked(o *consult.Occasion) error {
	if err := tx.readQuestions(o); err != nil {
		return err
	}
	staff, err := list[occasionStaffRow](tx, "staff_id", "occasion_id = ?", o.ID)
	for _, s := range staff {
		o.StaffIDs = append(o.StaffIDs, s.StaffID)
	}
	return err
}

func (tx *Tx) readQuestions(o *consult.Occasion) error {
	questions, err := list[questionRow](tx, "position, id", "occasion_id = ? AND removed_at IS NULL", o.ID)
	if err != nil {
		return err
	}
	for _, q := range questions {
		options, err := decode[storedTexts](cell{q.TableName(), "options", q.ID}, q.Options)
		if err != nil {
			return err
		}
		o.Questions = append(o.Questions, consult.Question{
			ID: q.ID, Kind: consult.QuestionKind(q.Kind), Label: q.Label, Hint: q.Hint, Options: options,
			Required: q.Required, Sensitive: q.Sensitive,
			OfOrganisation: q.OfOrganisation, AlsoNo: q.AlsoNo,
		})
	}
	return nil
}

// OccasionsToRemind returns the ids of the occasions that may still have a
// reminder to send: released, not cancelled, not yet begun.
func (tx *Tx) OccasionsToRemind(now time.Time) ([]int64, error) {
	var ids []int64
	err := tx.db.Model(&occasionRow{}).
		Where("released_at <= ? AND cancelled_at IS NULL AND starts_at > ?", utc(now), utc(now)).Order("id").
		Pluck("id", &ids).Error
	return ids, fail(err)
}

// NeedsToErase returns the ids of the occasions that ended before an instant and
// of which access and dietary needs were not erased yet.
func (tx *Tx) NeedsToErase(endedBefore time.Time) ([]int64, error) {
	var ids []int64
	err := tx.db.Model(&occasionRow{}).
		Where("ends_at <= ? AND needs_erased_at IS NULL AND released_at IS NOT NULL", utc(endedBefore)).
		Order("id").Pluck("id", &ids).Error
	return ids, fail(err)
}

// ofNoun are the occasions of one noun.
func (tx *Tx) ofNoun(noun consult.Noun) *gorm.DB {
	return tx.db.Model(&occasionRow{}).Where("noun = ?", string(noun))
}
