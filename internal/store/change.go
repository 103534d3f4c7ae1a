package store

import (
	"slices"
	"time"

	"samenspraak/internal/consult"
)

// changeRow is a dated version of something released, of whatever noun.
type changeRow struct {
	ID      int64
	Noun    string
	NounID  int64
	Version int64
	At      time.Time
	StaffID int64
	Kind    string
	Reason  string
	Before  string // as the noun stores itself
}

func (changeRow) TableName() string { return "change" }

func addChange[B any, S stored](tx *Tx, c consult.Change[B], store func(B) S) error {
	return add(tx, &changeRow{
		Noun: string(c.Of.Noun), NounID: c.Of.ID, Version: c.Version, At: utc(c.At), StaffID: c.StaffID,
		Kind: string(c.Kind), Reason: c.Reason,
		Before: encode(store(c.Before)),
	})
}

// changesOf returns the changes of some things of one noun by id, newest first.
func changesOf[B any, S stored](
	tx *Tx, noun consult.Noun, ids []int64, read func(S) B,
) (map[int64][]consult.Change[B], error) {
	byID := make(map[int64][]consult.Change[B], len(ids))
	rows, err := listAbout[changeRow](tx, "version DESC, id DESC", noun, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		before, err := decode[S](cell{r.TableName(), "before", r.ID}, r.Before)
		if err != nil {
			return nil, err
		}
		byID[r.NounID] = append(byID[r.NounID], consult.Change[B]{
			ID: r.ID, Of: subject(r.Noun, r.NounID), Version: r.Version, At: r.At.UTC(), StaffID: r.StaffID,
			Kind:   consult.ChangeKind(r.Kind),
			Reason: r.Reason, Before: read(before),
		})
	}
	return byID, nil
}

func subject(noun string, id int64) consult.Subject {
	return consult.Subject{Noun: consult.Noun(noun), ID: id}
}

// listAbout reads the rows of some things of one noun, each thing's in an order.
// It asks in parts: databases take only so many parameters at once.
func listAbout[R any](tx *Tx, order string, noun consult.Noun, ids []int64) ([]R, error) {
	var all []R
	for part := range slices.Chunk(ids, 500) {
		rows, err := list[R](tx, order, "noun = ? AND noun_id IN ?", string(noun), part)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// AddMeetingChange keeps how a released meeting stood before a change.
func (tx *Tx) AddMeetingChange(c consult.MeetingChange) error { return addChange(tx, c, storeMeeting) }

// MeetingChanges returns the changes of some meetings by meeting, newest first.
func (tx *Tx) MeetingChanges(ids ...int64) (map[int64][]consult.MeetingChange, error) {
	return changesOf(tx, consult.NounMeeting, ids, storedMeeting.meeting)
}

// AddPostChange keeps how a released post read before a change.
func (tx *Tx) AddPostChange(c consult.PostChange) error { return addChange(tx, c, storePostText) }

// PostChanges returns the changes of some posts by post, newest first.
func (tx *Tx) PostChanges(ids ...int64) (map[int64][]consult.PostChange, error) {
	return changesOf(tx, consult.NounPost, ids, storedPostText.text)
}
