package store

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// meetingRow is what a meeting has beside its occasion, under the same key.
type meetingRow struct {
	ID               int64
	UID              string `gorm:"column:uid"`
	Kind             string
	Lead             string
	Body             string
	Audience         string
	Venue            string
	Street           string
	Postcode         string
	Town             string
	Route            string
	Online           bool
	OnlineURL        string `gorm:"column:online_url"`
	ContactName      string
	Phone            string
	OnBehalf         string
	Programme        string
	ReportBody       string
	ReportReleasedAt *time.Time
	ReportVersion    int64
	Search           string // lower case, what a search looks in
}

func (meetingRow) TableName() string { return "meeting" }

// meetingWhole is a meeting as it is read: its occasion and its own row, whose
// keys are the same.
type meetingWhole struct {
	Occasion occasionRow `gorm:"embedded"`
	Meeting  meetingRow  `gorm:"embedded"`
}

// meetings are the meetings with their occasions, to narrow and to order.
func (tx *Tx) meetings() *gorm.DB {
	return tx.db.Table("occasion").Select("occasion.*, meeting.*").Joins("JOIN meeting ON meeting.id = occasion.id")
}

func newMeetingRow(m consult.Meeting) meetingRow {
	return meetingRow{
		ID: m.ID, UID: m.UID, Kind: string(m.Kind), Lead: m.Lead, Body: m.Body, Audience: m.ForWhom, Venue: m.Venue,
		Street:   m.Street,
		Postcode: m.Postcode, Town: m.Town, Route: m.Route, Online: m.Online, OnlineURL: m.OnlineURL,
		ContactName: m.ContactName,
		Phone:       m.Phone, OnBehalf: m.OnBehalf, Programme: encode(storeProgramme(m.Programme)),
		ReportBody: m.Report.Body, ReportReleasedAt: opt(m.Report.ReleasedAt), ReportVersion: m.Report.Version,
		Search: strings.ToLower(m.Title + " " + m.Venue + " " + m.Town + " " + m.ForWhom),
	}
}

// meeting is the row without questions and staff.
func (w meetingWhole) meeting() (consult.Meeting, error) {
	return w.Meeting.meeting(w.Occasion.occasion())
}

// meeting is the row with the occasion that it belongs to.
func (r meetingRow) meeting(o consult.Occasion) (consult.Meeting, error) {
	programme, err := decode[storedProgramme](cell{r.TableName(), "programme", r.ID}, r.Programme)
	return consult.Meeting{
		Occasion: o, UID: r.UID, Venue: r.Venue, Street: r.Street, Postcode: r.Postcode, Town: r.Town, Route: r.Route,
		Online: r.Online, OnlineURL: r.OnlineURL,
		Report: consult.Report{Body: r.ReportBody, ReleasedAt: at(r.ReportReleasedAt), Version: r.ReportVersion},
		MeetingWords: consult.MeetingWords{
			Kind: consult.MeetingKind(r.Kind), Lead: r.Lead, Body: r.Body, ForWhom: r.Audience,
			ContactName: r.ContactName, Phone: r.Phone, OnBehalf: r.OnBehalf, Programme: programme.programme(),
		},
	}, err
}

// AddMeeting keeps a new meeting with its questions and staff.
func (tx *Tx) AddMeeting(m consult.Meeting) (int64, error) {
	m.Noun = consult.NounMeeting
	var err error
	if m.ID, err = tx.addOccasion(m.Occasion); err != nil {
		return 0, err
	}
	row := newMeetingRow(m)
	return m.ID, add(tx, &row)
}

// SetMeeting writes a meeting with its questions and staff; consult.ErrConflict
// when somebody saved it since it was read (Edited).
func (tx *Tx) SetMeeting(m consult.Meeting, now time.Time) error {
	if err := tx.setOccasion(m.Occasion, now); err != nil {
		return err
	}
	row := newMeetingRow(m)
	return fail(tx.db.Model(&meetingRow{}).Where("id = ?", m.ID).Select("*").Omit("id", "uid").Updates(&row).Error)
}

// Meeting reads one meeting with its questions and staff.
func (tx *Tx) Meeting(meetingID int64) (consult.Meeting, error) {
	return tx.takeMeeting(tx.meetings().Where("occasion.id = ?", meetingID))
}

// MeetingOf reads the rest of a meeting of which the occasion was read, and
// perhaps locked, already.
func (tx *Tx) MeetingOf(o consult.Occasion) (consult.Meeting, error) {
	row, err := take[meetingRow](tx, "id = ?", o.ID)
	if err != nil {
		return consult.Meeting{}, err
	}
	return row.meeting(o)
}

// LockMeeting reads a meeting and keeps it until the transaction ends. It locks
// both rows: of one that is not locked, PostgreSQL would show what stood there
// before it waited for the other.
func (tx *Tx) LockMeeting(meetingID int64) (consult.Meeting, error) {
	return tx.takeMeeting(tx.locking(exclusive, tx.meetings().Where("occasion.id = ?", meetingID)))
}

// ShareMeetingOf is ShareOccasion for the meeting of a link with this digest,
// without its staff, which is no guest's.
func (tx *Tx) ShareMeetingOf(tokenHash string) (consult.Meeting, error) {
	return tx.meetingOfLink(tx.locking(shared, tx.meetings()), tokenHash)
}

func (tx *Tx) meetingOfLink(q *gorm.DB, tokenHash string) (consult.Meeting, error) {
	m, err := oneMeeting(q.Where("occasion.id = (?)", tx.occasionOf(tx.invitationOfLink(tokenHash))))
	if err != nil {
		return m, err
	}
	return m, tx.readQuestions(&m.Occasion)
}

// MeetingBySlug reads the meeting with this address, or that had it once.
func (tx *Tx) MeetingBySlug(slug string) (consult.Meeting, error) {
	return tx.takeMeeting(tx.meetings().Where("noun = ? AND (occasion.slug = ? OR occasion.id = (?))",
		string(consult.NounMeeting), slug, tx.formerly(consult.NounMeeting, slug)))
}

func (tx *Tx) takeMeeting(q *gorm.DB) (consult.Meeting, error) {
	m, err := oneMeeting(q)
	if err != nil {
		return m, err
	}
	return m, tx.readAsked(&m.Occasion)
}

// oneMeeting is what a query finds, without questions and staff.
func oneMeeting(q *gorm.DB) (consult.Meeting, error) {
	var row meetingWhole
	if err := q.Take(&row).Error; err != nil {
		return consult.Meeting{}, fail(err)
	}
	return row.meeting()
}
