package consult

import (
	"slices"
	"time"
)

// Occasion is what invitations, deadlines, reminders, mailings and mail know of
// what somebody is asked to, whatever its noun. A meeting is one; times are
// instants (UTC at the store's border).
type Occasion struct {
	ID          int64 // that of the meeting too
	Noun        Noun
	Slug        string
	Title       string
	AnswerBy    time.Time // exclusive: "uiterlijk 16 november" is 00:00 in Amsterdam on the 17th
	Starts      time.Time
	Ends        time.Time
	Questions   []Question
	StaffIDs    []int64 // staff of this occasion: they alone see access and dietary needs
	CreatedAt   time.Time
	ReleasedAt  time.Time // zero: draft. Set once by the clock, never backdated
	CancelledAt time.Time
	CancelledBy string // the reason, in words for those invited
	Version     int64  // +1 with each change of what was released
	Sequence    int    // RFC 5545 SEQUENCE: +1 with each move and the cancellation
	Edited      int64  // +1 with each save, for refusing an edit of what somebody else changed
}

// Draft says whether the occasion is not yet public.
func (o Occasion) Draft() bool { return o.ReleasedAt.IsZero() }

// PublicAt says whether visitors may know of the occasion at an instant.
func (o Occasion) PublicAt(now time.Time) bool {
	return !o.ReleasedAt.IsZero() && !now.Before(o.ReleasedAt)
}

// IsCancelled says whether it was called off.
func (o Occasion) IsCancelled() bool { return !o.CancelledAt.IsZero() }

// Over says whether the occasion has ended.
func (o Occasion) Over(now time.Time) bool { return !now.Before(o.Ends) }

// HasStaff says whether a staff member belongs to the staff of this occasion.
func (o Occasion) HasStaff(id int64) bool { return slices.Contains(o.StaffIDs, id) }

// NeedsKept is how long access and dietary needs are kept after an occasion.
const NeedsKept = 8 * 7 * 24 * time.Hour

// NeedsDue is the instant from which the answers to sensitive questions are
// erased: eight weeks after the occasion ended.
func (o Occasion) NeedsDue() time.Time { return o.Ends.Add(NeedsKept) }
