package store

import (
	"strings"
	"time"

	"samenspraak/internal/consult"
)

type meetingRow struct {
	ID               int64
	Slug             string
	UID              string `gorm:"column:uid"`
	Kind             string
	Title            string
	Lead             string
	Body             string
	Audience         string
	StartsAt         time.Time
	EndsAt           time.Time
	Venue            string
	Street           string
	Postcode         string
	Town             string
	Route            string
	Online           bool
	OnlineURL        string `gorm:"column:online_url"`
	AnswerBy         time.Time
	ContactName      string
	Phone            string
	OnBehalf         string
	Programme        string
	CreatedAt        time.Time
	ReleasedAt       *time.Time
	CancelledAt      *time.Time
	CancelledBy      string
	Version          int64
	Sequence         int
	Edited           int64
	ReportBody       string
	ReportReleasedAt *time.Time
	ReportVersion    int64
	Search           string // lower case, what a search looks in
	NeedsErasedAt    *time.Time
}

func (meetingRow) TableName() string { return "meeting" }

type questionRow struct {
	ID             int64
	MeetingID      int64
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

type meetingStaffRow struct {
	ID        int64
	MeetingID int64
	StaffID   int64
}

func (meetingStaffRow) TableName() string { return "meeting_staff" }

func newMeetingRow(m consult.Meeting) meetingRow {
	return meetingRow{
		ID: m.ID, Slug: m.Slug, UID: m.UID, Kind: string(m.Kind), Title: m.Title, Lead: m.Lead, Body: m.Body, Audience: m.Audience,
		StartsAt: utc(m.Starts), EndsAt: utc(m.Ends), Venue: m.Venue, Street: m.Street, Postcode: m.Postcode, Town: m.Town,
		Route: m.Route, Online: m.Online, OnlineURL: m.OnlineURL, AnswerBy: utc(m.AnswerBy), ContactName: m.ContactName,
		Phone: m.Phone, OnBehalf: m.OnBehalf, Programme: encode(storeProgramme(m.Programme)), CreatedAt: utc(m.CreatedAt), ReleasedAt: opt(m.ReleasedAt),
		CancelledAt: opt(m.CancelledAt), CancelledBy: m.CancelledBy, Version: m.Version, Sequence: m.Sequence, Edited: m.Edited,
		ReportBody: m.Report.Body, ReportReleasedAt: opt(m.Report.ReleasedAt), ReportVersion: m.Report.Version,
		Search: strings.ToLower(m.Title + " " + m.Venue + " " + m.Town + " " + m.Audience),
	}
}

func (r meetingRow) meeting() (consult.Meeting, error) {
	programme, err := decode[storedProgramme](cell{r.TableName(), "programme", r.ID}, r.Programme)
	return consult.Meeting{
		Occasion: consult.Occasion{
			ID: r.ID, Noun: consult.NounMeeting, Slug: r.Slug, Title: r.Title, Starts: r.StartsAt.UTC(), Ends: r.EndsAt.UTC(),
			AnswerBy: r.AnswerBy.UTC(), CreatedAt: r.CreatedAt.UTC(),
			ReleasedAt: at(r.ReleasedAt), CancelledAt: at(r.CancelledAt), CancelledBy: r.CancelledBy,
			Version: r.Version, Edited: r.Edited,
		},
		UID: r.UID, Venue: r.Venue,
		Street: r.Street, Postcode: r.Postcode, Town: r.Town, Route: r.Route, Online: r.Online,
		OnlineURL: r.OnlineURL,
		Sequence:  r.Sequence,
		Report:    consult.Report{Body: r.ReportBody, ReleasedAt: at(r.ReportReleasedAt), Version: r.ReportVersion},
		MeetingWords: consult.MeetingWords{
			Kind: consult.MeetingKind(r.Kind), Lead: r.Lead, Body: r.Body, Audience: r.Audience,
			ContactName: r.ContactName, Phone: r.Phone, OnBehalf: r.OnBehalf, Programme: programme.programme(),
		},
	}, err
}

// AddMeeting keeps a new meeting with its questions and staff.
func (tx *Tx) AddMeeting(m consult.Meeting) (int64, error) {
	row := newMeetingRow(m)
	row.ID = 0
	if err := add(tx, &row); err != nil {
		return 0, err
	}
	m.ID = row.ID
	if err := tx.setQuestions(m, m.CreatedAt); err != nil {
		return 0, err
	}
	return row.ID, tx.setMeetingStaff(m)
}

// SetMeeting writes a meeting with its questions and staff; consult.ErrConflict
// when somebody saved it since it was read (Edited).
func (tx *Tx) SetMeeting(m consult.Meeting, now time.Time) error {
	row := newMeetingRow(m)
	row.Edited++
	res := tx.db.Model(&meetingRow{}).Where("id = ? AND edited = ?", m.ID, m.Edited).
		Select("*").Omit("id", "uid", "created_at", "needs_erased_at").Updates(&row)
	if res.Error != nil {
		return fail(res.Error)
	}
	if res.RowsAffected == 0 {
		return consult.ErrConflict
	}
	if err := tx.setQuestions(m, now); err != nil {
		return err
	}
	return tx.setMeetingStaff(m)
}

// setQuestions keeps the questions in the order given. One that is left out is
// hidden, not deleted: answers to it were given.
func (tx *Tx) setQuestions(m consult.Meeting, now time.Time) error {
	kept := []int64{0}
	for position, q := range m.Questions {
		row := questionRow{
			ID: q.ID, MeetingID: m.ID, Position: position, Kind: string(q.Kind), Label: q.Label, Hint: q.Hint,
			Options: encode(storedTexts(q.Options)), Required: q.Required, Sensitive: q.Sensitive,
			OfOrganisation: q.OfOrganisation, AlsoNo: q.AlsoNo,
		}
		var err error
		if q.ID == 0 {
			err = add(tx, &row)
		} else {
			err = set[questionRow](tx, columns{
				"position": position, "kind": row.Kind, "label": row.Label, "hint": row.Hint, "options": row.Options,
				"required": row.Required, "sensitive": row.Sensitive, "of_organisation": row.OfOrganisation, "also_no": row.AlsoNo,
			}, "id = ? AND meeting_id = ?", q.ID, m.ID)
		}
		if err != nil {
			return err
		}
		kept = append(kept, row.ID)
	}
	_, err := setAny[questionRow](tx, columns{"removed_at": utc(now)}, "meeting_id = ? AND removed_at IS NULL AND id NOT IN ?", m.ID, kept)
	return err
}

func (tx *Tx) setMeetingStaff(m consult.Meeting) error {
	if _, err := remove[meetingStaffRow](tx, "meeting_id = ?", m.ID); err != nil {
		return err
	}
	rows := make([]meetingStaffRow, len(m.StaffIDs))
	for i, staffID := range m.StaffIDs {
		rows[i] = meetingStaffRow{MeetingID: m.ID, StaffID: staffID}
	}
	return addAll(tx, rows)
}

// Meeting reads one meeting with its questions and staff.
func (tx *Tx) Meeting(meetingID int64) (consult.Meeting, error) {
	row, err := take[meetingRow](tx, "id = ?", meetingID)
	if err != nil {
		return consult.Meeting{}, err
	}
	return tx.whole(row)
}

// LockMeeting reads a meeting and keeps it until the transaction ends.
func (tx *Tx) LockMeeting(meetingID int64) (consult.Meeting, error) {
	row, err := lock[meetingRow](tx, "id = ?", meetingID)
	if err != nil {
		return consult.Meeting{}, err
	}
	return tx.whole(row)
}

// MeetingBySlug reads the meeting with this address, or that had it once.
func (tx *Tx) MeetingBySlug(slug string) (consult.Meeting, error) {
	row, err := bySlug[meetingRow](tx, consult.NounMeeting, slug)
	if err != nil {
		return consult.Meeting{}, err
	}
	return tx.whole(row)
}

func (tx *Tx) whole(row meetingRow) (consult.Meeting, error) {
	m, err := row.meeting()
	if err != nil {
		return m, err
	}
	questions, err := list[questionRow](tx, "position, id", "meeting_id = ? AND removed_at IS NULL", row.ID)
	if err != nil {
		return m, err
	}
	for _, q := range questions {
		options, err := decode[storedTexts](cell{q.TableName(), "options", q.ID}, q.Options)
		if err != nil {
			return m, err
		}
		m.Questions = append(m.Questions, consult.Question{
			ID: q.ID, Kind: consult.QuestionKind(q.Kind), Label: q.Label, Hint: q.Hint, Options: options, Required: q.Required, Sensitive: q.Sensitive,
			OfOrganisation: q.OfOrganisation, AlsoNo: q.AlsoNo,
		})
	}
	staff, err := list[meetingStaffRow](tx, "staff_id", "meeting_id = ?", row.ID)
	for _, s := range staff {
		m.StaffIDs = append(m.StaffIDs, s.StaffID)
	}
	return m, err
}
