package consult

import (
	"slices"
	"time"
)

// PostKind says what sort of text the authority publishes.
type PostKind string

// The kinds. An entry of the frequently asked questions is a post of kind FAQ:
// it is written, checked, scheduled, corrected and withdrawn as the others are.
const (
	News         PostKind = "news"
	PressRelease PostKind = "press_release"
	Announcement PostKind = "announcement"
	FAQ          PostKind = "faq"
)

// NewsKinds are the kinds that stand under /nieuws, in the order of lists.
var NewsKinds = []PostKind{News, PressRelease, Announcement}

// PostKinds is every kind in the order of forms.
var PostKinds = append(slices.Clone(NewsKinds), FAQ)

// Valid says whether the kind is one of the known ones.
func (k PostKind) Valid() bool { return slices.Contains(PostKinds, k) }

// Post is a text that the authority publishes to everyone. Until the instant
// ReleasedAt it is nowhere to be seen; afterwards its words change only by a
// dated version.
type Post struct {
	ID   int64
	Kind PostKind
	Slug string
	Text PostText
	// Pending is what is being written over a text that is scheduled or
	// released; nil when nothing is. Only publishing it changes Text.
	Pending *PostText
	Note    string // for colleagues; never public

	ThemeID  int64     // of an FAQ entry
	Position int       // of an FAQ entry within its theme
	ReviewOn time.Time // local midnight of the day on which it must be looked at; zero: never
	ShownBy  []ShownBy // other pages that show an FAQ entry

	CreatedAt    time.Time
	ReleasedAt   time.Time // zero: draft; in the future: scheduled, or under embargo. Never set to the past
	WithdrawnAt  time.Time
	WithdrawnWhy string
	ReplacedBy   int64 // the FAQ entry that answers instead of a withdrawn one
	Version      int64 // +1 with each dated change of what was released
	Edited       int64 // +1 with each save, for refusing an edit of what somebody else changed
	EditedAt     time.Time
	EditedBy     int64 // staff
}

// PostText is the part of a post that versions keep.
type PostText struct {
	Title       string // of an FAQ entry the question
	Lead        string
	Body        string    // Markdown; of an FAQ entry the answer
	Language    string    // the text's own: nl or en
	ShownOn     time.Time // local midnight of the day that a reader sees; zero: the day of the release
	Signatories []Signatory
	Press       PressContact
}

// Signatory is a municipality in whose name a press release goes out, as it was
// called on that day: the text must name it so for ever.
type Signatory struct {
	ID      int64
	Name    string
	SortKey string
}

// PressContact is whom a journalist calls; nothing of it is required.
type PressContact struct {
	Name, Phone, Address string
}

// ShownBy is a page that shows an FAQ entry without copying it: a meeting or
// another post, one of the two.
type ShownBy struct {
	MeetingID, PostID int64
}

// Draft says whether the post has no moment of release.
func (p Post) Draft() bool { return p.ReleasedAt.IsZero() }

// Scheduled says whether the release is still to come.
func (p Post) Scheduled(now time.Time) bool { return !p.Draft() && now.Before(p.ReleasedAt) }

// PublicAt says whether visitors may know of the post, withdrawn or not.
func (p Post) PublicAt(now time.Time) bool { return !p.Draft() && !now.Before(p.ReleasedAt) }

// ReadableAt says whether visitors may read it: it is public and not withdrawn.
func (p Post) ReadableAt(now time.Time) bool { return p.PublicAt(now) && p.WithdrawnAt.IsZero() }

// Working is the text that an editor works on.
func (p Post) Working() PostText {
	if p.Pending != nil {
		return *p.Pending
	}
	return p.Text
}

// Shown is the instant whose day a reader sees: the day that was set, else the
// release.
func (p Post) Shown() time.Time {
	if !p.Text.ShownOn.IsZero() {
		return p.Text.ShownOn
	}
	return p.ReleasedAt
}

// PostPlace is what surrounds the words of a post: it is not kept in versions.
type PostPlace struct {
	Note     string
	ThemeID  int64     // of an FAQ entry
	ReviewOn time.Time // of an FAQ entry
	ShownBy  []ShownBy // of an FAQ entry
}

// PostState narrows the staff's list.
type PostState string

// States of a post in the staff's list.
const (
	AnyPost       PostState = ""
	DraftPost     PostState = "draft"
	ScheduledPost PostState = "scheduled"
	ReleasedPost  PostState = "public"
	WithdrawnPost PostState = "withdrawn"
	ReviewPost    PostState = "review" // FAQ entries whose review date has come
)

// PostStates is every state in the order of the list's chips; ReviewPost is for
// the list of FAQ entries only.
var PostStates = []PostState{AnyPost, DraftPost, ScheduledPost, ReleasedPost, WithdrawnPost, ReviewPost}

// State is the state of a post at an instant; it is never ReviewPost.
func (p Post) State(now time.Time) PostState {
	switch {
	case p.Draft():
		return DraftPost
	case !p.WithdrawnAt.IsZero():
		return WithdrawnPost
	case p.Scheduled(now):
		return ScheduledPost
	}
	return ReleasedPost
}

// ReviewDue says whether somebody must look whether the answer still holds.
func (p Post) ReviewDue(now time.Time) bool {
	return !p.ReviewOn.IsZero() && p.WithdrawnAt.IsZero() && !now.Before(p.ReviewOn)
}

// PostFilter narrows and orders the staff's list, the last edited first; zero
// fields do not narrow. Limit 0 is without a limit.
type PostFilter struct {
	Kinds         []PostKind
	State         PostState
	Search        string
	Limit, Offset int
}

// Writer is somebody who has a post open to write in it.
type Writer struct {
	StaffID int64
	Name    string
	Since   time.Time
	SeenAt  time.Time
}

// WriterGone is how long after its last sign a writer is thought to have left.
const WriterGone = 90 * time.Second
