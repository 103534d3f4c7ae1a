package consult

import "time"

// Noun names a sort of thing that is released, has an address of its own, and
// then changes only in the open.
type Noun string

// The nouns.
const (
	NounMeeting Noun = "meeting"
	NounPost    Noun = "post"
	NounTheme   Noun = "theme"
)

// Subject is one such thing: what a change, a former address or a file belongs
// to.
type Subject struct {
	Noun Noun
	ID   int64
}

// Subject is the meeting as something that changes, has addresses and files.
func (m Meeting) Subject() Subject { return Subject{NounMeeting, m.ID} }

// Subject is the post as something that changes, has addresses and files.
func (p Post) Subject() Subject { return Subject{NounPost, p.ID} }

// Subject is the theme as something that has addresses.
func (t Theme) Subject() Subject { return Subject{NounTheme, t.ID} }

// Change is one dated version of something released: what it was (B) and why it
// changed. Released words are never changed in place. The release itself is
// version 1 and has none.
type Change[B any] struct {
	ID      int64
	Of      Subject
	Version int64 // the version that began with it
	At      time.Time
	StaffID int64
	Kind    ChangeKind
	Reason  string // public
	Before  B
}

// The changes of each noun, with the part of it that versions keep.
type (
	MeetingChange = Change[Meeting]
	PostChange    = Change[PostText]
)

// ChangeKind tells what happened to something released.
type ChangeKind string

// Kinds of change to a released meeting.
const (
	Edited    ChangeKind = "edited"
	Moved     ChangeKind = "moved"
	Cancelled ChangeKind = "cancelled"
	Extended  ChangeKind = "extended" // more time to answer, for everyone
	Reported  ChangeKind = "reported" // the report was corrected
)

// Kinds of change to a released post.
const (
	PostCorrected ChangeKind = "corrected"
	PostWithdrawn ChangeKind = "withdrawn"
)
