package consult

import (
	"fmt"
	"time"
)

// MailState is where a mail stands.
type MailState string

// States of mail: queued → sending → sent | retry | failed | uncertain;
// queued or retry → dropped (its premise no longer held, or a person stopped
// it) or held (until a person releases it, see HoldReason). Uncertain means
// that the connection broke after the message was handed over: it may have
// arrived, so it is never sent again by itself.
const (
	Queued    MailState = "queued"
	Sending   MailState = "sending"
	Sent      MailState = "sent"
	Retry     MailState = "retry"
	Failed    MailState = "failed"
	Uncertain MailState = "uncertain"
	Dropped   MailState = "dropped"
	Held      MailState = "held"
)

// HoldReason says why mail waits for a person.
type HoldReason string

// Reasons to hold mail. The first two because some of it may have gone out
// since.
const (
	HeldRestored HoldReason = "restored" // a backup was put back
	HeldCopied   HoldReason = "copied"   // the database is not where it was
	HeldByHand   HoldReason = "by_hand"
	HeldForName  HoldReason = "name" // a guest typed the name of whom it is to, and staff have not looked at it
)

// MailStates is every state in the order of lists.
var MailStates = []MailState{Queued, Sending, Retry, Sent, Uncertain, Failed, Dropped, Held}

// Waiting says whether the mail may still go out by itself.
func (s MailState) Waiting() bool { return s == Queued || s == Retry }

// Mail is one row of the outbox: who is to be told what, and why. It holds
// neither words nor a link; it is written when it is sent, after its premise
// was looked at once more.
type Mail struct {
	ID          int64
	Key         string // unique: what must not be sent twice has the same key
	Purpose     Purpose
	Lane        Lane
	OccasionID  int64
	InviteeID   int64
	ContactID   int64
	StaffID     int64
	ReplyID     int64
	RuleID      int64
	MailingID   int64
	Version     int64 // of the meeting, when it was caused
	Address     string
	Name        string
	Language    string
	Facts       Facts
	State       MailState
	CreatedAt   time.Time
	DueAt       time.Time
	UsefulUntil time.Time // zero: always
	Attempts    int
	Claim       string // who is sending it
	ClaimedAt   time.Time
	DataAt      time.Time // the message is about to be handed over
	DoneAt      time.Time
	MessageID   string
	Error       string // why it stands so, for staff: the server's words, or a word of ours (mail.said, mail.dropped)
	Refused     bool   // the server refused the address itself
}

// Facts are what was true when the mail was caused and may change afterwards.
type Facts struct {
	OldStarts  time.Time
	OldEnds    time.Time
	OldPlace   string
	Reason     string
	Deadline   time.Time
	By         string // who answered, who sends you
	Intro      string // words that staff put before an invitation
	LinkUntil  time.Time
	LinkKind   string   // setup or reset
	Generation int64    // of a derived link
	Others     []Sharer // whose links to /mijn stand in the same mail
	Sequence   int      // of the meeting
	Comes      bool     // the organisation comes, as the mail tells
	InCalendar bool     // said yes before, so their calendar holds it
	Spread     bool     // waits because the address got enough this hour
}

// Sharer is a contact who has the same address as the one a mail is to, with the
// generation of their own link.
type Sharer struct {
	ContactID  int64
	Generation int64
}

// Sharers are all whose links to /mijn stand in a mail.
func (m Mail) Sharers() []Sharer {
	return append([]Sharer{{m.ContactID, m.Facts.Generation}}, m.Facts.Others...)
}

// DropReason says in one word why a mail was not sent; its text is in the
// catalogue under mail.dropped.<reason>.
type DropReason string

// Reasons to drop a mail.
const (
	DropNone       DropReason = ""
	DropAnswered   DropReason = "answered"
	DropSuperseded DropReason = "superseded"
	DropWithdrawn  DropReason = "withdrawn"
	DropCancelled  DropReason = "cancelled"
	DropPassed     DropReason = "passed"
	DropAddress    DropReason = "address"
	DropStopped    DropReason = "stopped"
	DropGone       DropReason = "gone"
)

// Premise looks once more, at the moment of sending, whether the mail is still
// true and useful. s is nil for mail that is not about an invitee; rule is nil
// but for reminders.
func (m Mail) Premise(s *Standing, rule *Rule, now time.Time) DropReason {
	if !m.UsefulUntil.IsZero() && !now.Before(m.UsefulUntil) {
		return DropPassed
	}
	if s == nil {
		return DropNone
	}
	if !s.Contact.Undeliverable.IsZero() && s.Contact.Address == m.Address {
		return DropAddress
	}
	if rule != nil {
		return m.reminderPremise(*s, *rule, now)
	}
	holds := m.Purpose.row().premise
	if s.Occasion.IsCancelled() && !holds.whenOff {
		return DropCancelled
	}
	if !holds.whenTaken && (s.Invitation.Withdrawn() || !s.Invitee.WithdrawnAt.IsZero()) {
		return DropWithdrawn
	}
	if holds.as == nil {
		return DropNone
	}
	return holds.as(m, *s)
}

func (m Mail) reminderPremise(s Standing, rule Rule, now time.Time) DropReason {
	if m.Key != rule.Key(s.Occasion, s.Invitation, s.Invitee.ID) {
		return DropSuperseded
	}
	switch verdict := rule.Decide(s, now); verdict {
	case DueNow:
		return DropNone
	case HasAnswered, DoesNotCome, NotAnswered, ColleagueComes, ConsortiumComes:
		return DropAnswered
	case MeetingOff:
		return DropCancelled
	case AddressFails:
		return DropAddress
	case TakenBack, NotTheRightOne:
		return DropWithdrawn
	case RuleStopped, AskedNoMore:
		return DropStopped
	case MomentPassed:
		return DropPassed
	}
	return DropSuperseded
}

// MailKey is the unique key of mail that is caused by one thing happening to
// one subject, so that the same cause cannot queue it twice.
func MailKey(p Purpose, subject, version int64) string {
	return fmt.Sprintf("%s:%d:%d", p, subject, version)
}

// Mailing is one sending to many: the rule that chose them and what became of
// it.
type Mailing struct {
	ID         int64
	OccasionID int64
	StaffID    int64
	Purpose    Purpose
	At         time.Time
	Audience   Audience
	Intro      string
	Total      int
	StoppedAt  time.Time
}

// Audience is the rule that selects whom to invite; it is kept with the
// mailing. Empty lists do not restrict; a rule that is wholly empty selects
// nobody.
type Audience struct {
	Types          []OrganisationType
	Municipalities []int64
	Tags           []string
	Search         string
	Contacts       []int64 // by hand, beside the rule
	Except         []int64
}

// Rules says whether anything but a choice by hand is set.
func (a Audience) Rules() bool {
	return len(a.Types)+len(a.Municipalities)+len(a.Tags) > 0 || a.Search != ""
}
