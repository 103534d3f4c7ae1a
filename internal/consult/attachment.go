package consult

import "time"

// AttachmentPlace says with what an attachment stands.
type AttachmentPlace string

// Places of an attachment.
const (
	OnMeeting AttachmentPlace = "meeting"
	OnReport  AttachmentPlace = "report"
	OnPost    AttachmentPlace = "post"
)

// Attachment is a file that staff put with a meeting, its report or a post.
// Replacing it makes a new version; the address stays, and what stood there
// before is kept for staff as a former version.
type Attachment struct {
	ID        int64
	Of        Subject
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
	FileFacts
}

// FileFacts is what was read from a file's content when it came in. Of a kind
// that has none of them, or where they could not be read, they are zero.
type FileFacts struct {
	Pages         int    // of a PDF
	DocTitle      string // of a PDF: its own title, which a reader's window shows
	DocLanguage   string // of a PDF: as in "nl-NL"
	Width, Height int    // of a picture, in pixels
}

// Picture says whether the file can be shown inside a text.
func (a Attachment) Picture() bool { return a.Width > 0 && a.Height > 0 }

// PDF says whether the file is one.
func (a Attachment) PDF() bool { return a.MediaType == "application/pdf" }

// InPlace says whether the file stands where it was put: not taken away, and no
// former version.
func (a Attachment) InPlace() bool { return a.RemovedAt.IsZero() && a.FormerOf == 0 }

// PublicAt says whether visitors may fetch the file of a meeting: the meeting
// is public, and for a report's file the report is too.
func (a Attachment) PublicAt(m Meeting, now time.Time) bool {
	if !a.InPlace() || !m.PublicAt(now) {
		return false
	}
	return a.Place != OnReport || !m.Report.ReleasedAt.IsZero() && !now.Before(m.Report.ReleasedAt)
}

// PublicWith says whether visitors may fetch the file of a post: the post is
// public and was not withdrawn.
func (a Attachment) PublicWith(p Post, now time.Time) bool { return a.InPlace() && p.ReadableAt(now) }
