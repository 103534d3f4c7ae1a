package store

import (
	"time"

	"samenspraak/internal/consult"
)

type changeRow struct {
	ID        int64
	MeetingID int64
	Version   int64
	At        time.Time
	StaffID   int64
	Kind      string
	Reason    string
	Before    string
}

func (changeRow) TableName() string { return "meeting_change" }

func (r changeRow) change() (consult.Change, error) {
	before, err := decode[storedMeeting](cell{r.TableName(), "before", r.ID}, r.Before)
	return consult.Change{
		ID: r.ID, MeetingID: r.MeetingID, Version: r.Version, At: r.At.UTC(), StaffID: r.StaffID, Kind: consult.ChangeKind(r.Kind),
		Reason: r.Reason, Before: before.meeting(),
	}, err
}

// AddChange keeps how a released meeting stood before a change.
func (tx *Tx) AddChange(c consult.Change) error {
	return add(tx, &changeRow{
		MeetingID: c.MeetingID, Version: c.Version, At: utc(c.At), StaffID: c.StaffID, Kind: string(c.Kind), Reason: c.Reason,
		Before: encode(storeMeeting(c.Before)),
	})
}

// Changes returns the changes of some meetings by meeting, newest first.
func (tx *Tx) Changes(meetingIDs ...int64) (map[int64][]consult.Change, error) {
	byMeeting := make(map[int64][]consult.Change, len(meetingIDs))
	rows, err := listOf[changeRow](tx, "id DESC", "meeting_id", meetingIDs)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		c, err := r.change()
		if err != nil {
			return nil, err
		}
		byMeeting[c.MeetingID] = append(byMeeting[c.MeetingID], c)
	}
	return byMeeting, nil
}

type slugRow struct {
	ID        int64
	Slug      string
	MeetingID int64
}

func (slugRow) TableName() string { return "meeting_slug_history" }

// FreeSlug returns the first of base, base-2, base-3 … that no other meeting
// has or had.
func (tx *Tx) FreeSlug(base string, meetingID int64) (string, error) {
	return freeSlug(base, func(slug string) (int, error) {
		now, err := count[meetingRow](tx, 1, "slug = ? AND id <> ?", slug, meetingID)
		if err != nil || now > 0 {
			return now, err
		}
		return count[slugRow](tx, 1, "slug = ? AND meeting_id <> ?", slug, meetingID)
	})
}

// KeepSlug keeps the former address of a meeting, so that it can answer 301.
func (tx *Tx) KeepSlug(slug string, meetingID int64) error {
	kept, err := count[slugRow](tx, 1, "slug = ?", slug)
	if err != nil || kept > 0 {
		return err
	}
	return add(tx, &slugRow{Slug: slug, MeetingID: meetingID})
}

// MeetingOfFormerSlug reads the meeting that once had this address.
func (tx *Tx) MeetingOfFormerSlug(slug string) (consult.Meeting, error) {
	row, err := take[slugRow](tx, "slug = ?", slug)
	if err != nil {
		return consult.Meeting{}, err
	}
	return tx.Meeting(row.MeetingID)
}
