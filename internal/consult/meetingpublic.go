package consult

import "time"

// PublicMeeting is a meeting as visitors may see it: without the online link,
// the route for participants, the questions, its staff, and a report that is
// not released. Changes are its dated versions, newest first.
type PublicMeeting struct {
	Meeting
	Changes     []MeetingChange
	Files       []Attachment
	ReportFiles []Attachment
	FAQ         []PublicPost // FAQ entries that are shown with it
}

// Public is the meeting without what visitors may not see at an instant. It
// does not say whether the meeting itself is public: see PublicAt.
func (m Meeting) Public(now time.Time) Meeting {
	m.OnlineURL, m.Route, m.StaffIDs, m.Questions, m.Edited = "", "", nil, nil, 0
	if m.Report.ReleasedAt.IsZero() || now.Before(m.Report.ReleasedAt) {
		m.Report = Report{}
	}
	return m
}

// NewPublicMeeting keeps of a meeting, its changes (newest first) and its files
// what visitors may see at an instant.
func NewPublicMeeting(m Meeting, changes []MeetingChange, files []Attachment, now time.Time) PublicMeeting {
	v := PublicMeeting{Meeting: m.Public(now)}
	for _, c := range changes {
		c.Before, c.StaffID = c.Before.Public(now), 0
		v.Changes = append(v.Changes, c)
	}
	for _, f := range files {
		switch {
		case !f.PublicAt(m, now):
		case f.Place == OnReport:
			v.ReportFiles = append(v.ReportFiles, f)
		default:
			v.Files = append(v.Files, f)
		}
	}
	return v
}

// LastMove is the newest change of time or place, if there was one.
func (v PublicMeeting) LastMove() (MeetingChange, bool) {
	for _, c := range v.Changes {
		if c.Kind == Moved {
			return c, true
		}
	}
	return MeetingChange{}, false
}

// ChangedAt is the instant of the newest version: the last change, else the
// release.
func (v PublicMeeting) ChangedAt() time.Time {
	at := v.Meeting.ReleasedAt
	for _, c := range v.Changes {
		if c.At.After(at) {
			at = c.At
		}
	}
	if v.Meeting.Report.ReleasedAt.After(at) {
		at = v.Meeting.Report.ReleasedAt
	}
	return at
}

// HasReport says whether the report is there.
func (v PublicMeeting) HasReport() bool { return !v.Meeting.Report.ReleasedAt.IsZero() }

// MeetingLine is a row of the staff's list of meetings. Organisations and
// Answered count invitations that were not withdrawn.
type MeetingLine struct {
	Meeting       Meeting // without questions and staff
	Organisations int
	Answered      int
}

// MeetingState narrows the staff's list.
type MeetingState string

// States of a meeting in the staff's list.
const (
	AnyMeeting       MeetingState = ""
	DraftMeeting     MeetingState = "draft"
	ComingMeeting    MeetingState = "coming"
	PastMeeting      MeetingState = "past"
	CancelledMeeting MeetingState = "cancelled"
)

// MeetingStates is every state in the order of the list's chips.
var MeetingStates = []MeetingState{AnyMeeting, ComingMeeting, DraftMeeting, PastMeeting, CancelledMeeting}

// MeetingOrder is a column by which the staff's list is sorted.
type MeetingOrder string

// Orders of the staff's list; the zero value is by date, the nearest first.
const (
	ByMeetingDate  MeetingOrder = ""
	ByMeetingTitle MeetingOrder = "title"
	ByDeadline     MeetingOrder = "deadline"
)

// MeetingFilter narrows and orders the staff's list; zero fields do not narrow.
// Limit 0 is without a limit.
type MeetingFilter struct {
	State         MeetingState
	Kind          MeetingKind
	Search        string
	Order         MeetingOrder
	Down          bool
	Limit, Offset int
}
