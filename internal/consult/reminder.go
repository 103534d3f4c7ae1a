package consult

import (
	"fmt"
	"time"
)

// Before says what a reminder runs up to.
type Before string

// A reminder is sent before the answer deadline, to who said nothing while
// nobody of their organisation comes, or before the meeting, to who comes.
const (
	BeforeDeadline Before = "deadline"
	BeforeMeeting  Before = "meeting"
)

// Rule plans one reminder of an occasion: so many days before, at a wall time in
// Amsterdam.
type Rule struct {
	ID         int64
	OccasionID int64
	Before     Before
	Days       int
	At         int       // minutes after local midnight
	ActiveFrom time.Time // a moment due before the rule existed is not made up for
	StoppedAt  time.Time
}

// DefaultRules are what a new meeting gets: a week and two days before the
// answer deadline, and the day before the meeting, at nine.
func DefaultRules() []Rule {
	nine := 9 * 60
	return []Rule{
		{Before: BeforeDeadline, Days: 7, At: nine},
		{Before: BeforeDeadline, Days: 2, At: nine},
		{Before: BeforeMeeting, Days: 1, At: nine},
	}
}

// ReminderGap is how long before a reminder's moment somebody must have been
// invited to get it: who was asked yesterday is not chased today.
const ReminderGap = 24 * time.Hour

// Anchor is the instant a rule runs up to for one invitation.
func (r Rule) Anchor(o Occasion, i Invitation) time.Time {
	if r.Before == BeforeMeeting {
		return o.Starts
	}
	return i.Deadline(o)
}

// Due is the instant of the reminder: the wall time At, Days calendar days
// before the anchor's day in Amsterdam. A deadline at midnight belongs to the
// day that ends there.
func (r Rule) Due(anchor time.Time) time.Time {
	day := anchor.In(Amsterdam)
	if r.Before == BeforeDeadline {
		day = anchor.Add(-time.Nanosecond).In(Amsterdam)
	}
	return time.Date(day.Year(), day.Month(), day.Day()-r.Days, r.At/60, r.At%60, 0, 0, Amsterdam)
}

// Verdict is why an invitee gets a reminder or does not. Its text is in the
// catalogue under reminder.verdict.<verdict>.
type Verdict string

// Verdicts. Planned and DueNow lead to a mail, all others do not.
const (
	Planned         Verdict = "planned"
	DueNow          Verdict = "due"
	AlreadySent     Verdict = "sent"
	HasAnswered     Verdict = "answered"
	DoesNotCome     Verdict = "does_not_come"
	NotAnswered     Verdict = "not_answered"
	ColleagueComes  Verdict = "colleague"
	ConsortiumComes Verdict = "consortium"
	AskedNoMore     Verdict = "no_reminders"
	NotTheRightOne  Verdict = "wrong_person"
	AddressFails    Verdict = "undeliverable"
	TakenBack       Verdict = "withdrawn"
	InvitedTooLate  Verdict = "invited_late"
	MomentPassed    Verdict = "passed"
	MeetingOff      Verdict = "cancelled"
	RuleStopped     Verdict = "stopped"
	BeforeRule      Verdict = "before_rule"
)

// Sends says whether the verdict leads to a mail, now or later.
func (v Verdict) Sends() bool { return v == Planned || v == DueNow }

// Standing is all that is known of one invitee at one moment: what decides
// whether a mail about the occasion is still true.
type Standing struct {
	Occasion     Occasion
	Invitation   Invitation
	Invitee      Invitee
	Contact      Contact
	Organisation Organisation
	Reply        *Reply // their own last one, nil when they said nothing
	Party        *Party // everybody of the invitation, shared by all of them; nil: they are alone
	Consortium   string // the consortium of theirs that comes, by name; empty: none does
}

// Everybody is the party of the invitation.
func (s Standing) Everybody() *Party {
	if s.Party != nil {
		return s.Party
	}
	return &Party{People: []Asked{{s.Invitee, s.Contact, s.Reply}}}
}

// Stance is what the organisation does.
func (s Standing) Stance() Stance { return s.Everybody().Stance() }

// Comes says whether this invitee is expected at the meeting, and so has it in
// their calendar as one they come to.
func (s Standing) Comes() bool { return s.Everybody().Expects(s.Invitee.ID) }

// Answered says whether nothing more is asked of this invitee: they answered,
// or what their organisation does is known.
func (s Standing) Answered() bool {
	return s.Reply != nil && s.Everybody().Counting(s.asked()) != nil || s.Stance() != Silent
}

func (s Standing) asked() Asked { return Asked{s.Invitee, s.Contact, s.Reply} }

// Decide says whether an invitee gets the reminder of a rule, and why not.
// A reminder goes out iff max(rule active, invited) + gap ≤ due ≤ now < anchor,
// its premise holds and (the caller checks) its key is free.
func (r Rule) Decide(s Standing, now time.Time) Verdict {
	if v := r.premise(s); v != "" {
		return v
	}
	anchor := r.Anchor(s.Occasion, s.Invitation)
	due := r.Due(anchor)
	switch {
	case !now.Before(anchor):
		return MomentPassed
	case due.Before(r.ActiveFrom):
		return BeforeRule
	case due.Before(s.Invitee.AddedAt.Add(ReminderGap)):
		return InvitedTooLate
	case now.Before(due):
		return Planned
	}
	return DueNow
}

// premise returns the verdict that stops a reminder whatever the clock says,
// or "".
func (r Rule) premise(s Standing) Verdict {
	switch {
	case s.Occasion.IsCancelled() || s.Occasion.Draft():
		return MeetingOff
	case !r.StoppedAt.IsZero():
		return RuleStopped
	case s.Invitation.Withdrawn() || !s.Invitee.WithdrawnAt.IsZero():
		return TakenBack
	case !s.Invitee.WrongPerson.IsZero():
		return NotTheRightOne
	case !s.Contact.ArchivedAt.IsZero():
		return TakenBack
	case !s.Contact.Undeliverable.IsZero():
		return AddressFails
	}
	if r.Before == BeforeMeeting {
		return comes(s)
	}
	switch {
	case s.Answered():
		return HasAnswered
	case s.Invitee.StandInID != 0:
		return ColleagueComes
	case s.Consortium != "":
		return ConsortiumComes
	case !s.Invitee.NoReminders.IsZero():
		return AskedNoMore
	}
	return ""
}

// comes says why a reminder of the meeting itself does not go to an invitee:
// it goes to who said that they come, or to all who said nothing when it was
// noted for the organisation as a whole alone.
func comes(s Standing) Verdict {
	switch stance := s.Stance(); {
	case s.Comes():
		return ""
	case s.Reply != nil && !s.Reply.Answer.Comes(), stance == ComesNot:
		return DoesNotCome
	case stance == Comes:
		return ColleagueComes
	}
	return NotAnswered
}

// Key is the reminder's own key in the outbox: one per rule, invitee and
// moment it runs up to, ever. An occasion that moves makes a new moment; two
// instances or a restart do not.
func (r Rule) Key(o Occasion, i Invitation, inviteeID int64) string {
	return fmt.Sprintf("reminder:%d:%d:%d", r.ID, inviteeID, r.Anchor(o, i).Unix())
}
