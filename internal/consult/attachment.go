package consult

import "time"

// AttachmentPlace says with what an attachment stands.
type AttachmentPlace string

// Places of an attachment.
const (
	OnMeeting AttachmentPlace = "meeting"
	OnReport  AttachmentPlace = "report"
)

// Attachment is a file that staff put with a meeting or its report. Replacing
// it makes a new version; the address stays, and what stood there before is
// kept for staff as a former version.
type Attachment struct {
	ID        int64
	MeetingID int64
	Place     AttachmentPlace
	Title     string
	FileName  string
	MediaType string
	Size      int64
	SHA256    string // of the content, hex; the content is kept under it
	Version   int64
	AddedAt   time.Time
	RemovedAt time.Time // taken away, or replaced
	FormerOf  int64     // the attachment of which this is a former version
}

// PublicAt says whether visitors may fetch the file of a meeting: the meeting
// is public, and for a report's file the report is too.
func (a Attachment) PublicAt(m Meeting, now time.Time) bool {
	if !a.RemovedAt.IsZero() || a.FormerOf != 0 || !m.PublicAt(now) {
		return false
	}
	return a.Place != OnReport || !m.Report.ReleasedAt.IsZero() && !now.Before(m.Report.ReleasedAt)
}
