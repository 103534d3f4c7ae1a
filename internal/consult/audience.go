package consult

import (
	"cmp"
	"slices"
	"time"
)

// LeftOut says why somebody whom the rule of a mailing touches is not invited.
// Its text is in the catalogue under audience.left.<reason>.
type LeftOut string

// Reasons to leave somebody out, most final first.
const (
	LeftNot           LeftOut = ""
	LeftArchived      LeftOut = "archived"
	LeftNoContact     LeftOut = "no_contact" // the organisation has nobody to write to
	LeftAlready       LeftOut = "already"
	LeftNotTheRight   LeftOut = "wrong_person" // was invited and said so
	LeftUndeliverable LeftOut = "undeliverable"
	LeftByHand        LeftOut = "by_hand" // taken out of the list
)

// LeftOuts is every reason in the order of lists.
var LeftOuts = []LeftOut{LeftAlready, LeftNotTheRight, LeftUndeliverable, LeftNoContact, LeftArchived, LeftByHand}

// Candidate is somebody whom the rule of a mailing touches. Contact is zero
// when the organisation has none; Invitee is zero when they were not asked yet.
type Candidate struct {
	Organisation Organisation // without tags and members
	Contact      Contact
	Invitation   Invitation // of the organisation to this meeting, zero: none yet
	Invitee      Invitee
}

// Why says why a candidate is left out of a mailing, or LeftNot.
func (a Audience) Why(c Candidate) LeftOut {
	invited := c.Invitee.ID != 0
	switch {
	case !c.Organisation.ArchivedAt.IsZero() || c.Contact.ID != 0 && !c.Contact.ArchivedAt.IsZero():
		return LeftArchived
	case c.Contact.ID == 0:
		return LeftNoContact
	case invited && !c.Invitee.WrongPerson.IsZero():
		return LeftNotTheRight
	case invited && c.Invitee.WithdrawnAt.IsZero() && !c.Invitation.Withdrawn():
		return LeftAlready
	case !c.Contact.Undeliverable.IsZero():
		return LeftUndeliverable
	case slices.Contains(a.Except, c.Contact.ID):
		return LeftByHand
	}
	return LeftNot
}

// AudiencePreview is the exact outcome of a rule at one moment: who would be
// invited, and who would not and why, both by organisation and name.
type AudiencePreview struct {
	Invited       []Candidate
	LeftOut       map[LeftOut][]Candidate
	Languages     map[string]int // of those invited
	Organisations int            // that those invited belong to
}

// Preview sorts candidates into those who are invited and those who are not.
func (a Audience) Preview(all []Candidate) AudiencePreview {
	p := AudiencePreview{LeftOut: map[LeftOut][]Candidate{}, Languages: map[string]int{}}
	slices.SortStableFunc(all, func(x, y Candidate) int {
		return cmp.Or(cmp.Compare(x.Organisation.SortKey, y.Organisation.SortKey),
			cmp.Compare(x.Organisation.ID, y.Organisation.ID),
			cmp.Compare(x.Contact.SortKey, y.Contact.SortKey), cmp.Compare(x.Contact.ID, y.Contact.ID))
	})
	last := int64(0)
	for _, c := range all {
		if why := a.Why(c); why != LeftNot {
			p.LeftOut[why] = append(p.LeftOut[why], c)
			continue
		}
		p.Invited = append(p.Invited, c)
		p.Languages[c.Contact.Language]++
		if c.Organisation.ID != last {
			p.Organisations, last = p.Organisations+1, c.Organisation.ID
		}
	}
	return p
}

// IDs are the contacts who are invited, in order: what was shown and what is
// sent are compared by them.
func (p AudiencePreview) IDs() []int64 {
	ids := make([]int64, len(p.Invited))
	for i, c := range p.Invited {
		ids[i] = c.Contact.ID
	}
	slices.Sort(ids)
	return ids
}

// Membership is one organisation in one consortium.
type Membership struct {
	ConsortiumID, MemberID int64
	Consortium, Member     string // names
}

// Both are the memberships of which consortium and member are asked for one
// occasion, one of them at least by this mailing: they answer each for
// themselves, and staff may mean one of the two. Asked are the ids of the
// organisations that were asked before.
func (p AudiencePreview) Both(all []Membership, asked []int64) []Membership {
	now := map[int64]bool{}
	for _, c := range p.Invited {
		now[c.Organisation.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(m Membership) bool {
		consortium, member := now[m.ConsortiumID], now[m.MemberID]
		return !consortium && !member || !consortium && !slices.Contains(asked, m.ConsortiumID) ||
			!member && !slices.Contains(asked, m.MemberID)
	})
}

// MayInvite says whether invitations to an occasion can be sent: it is released,
// not called off, and there is time left to answer.
func MayInvite(o Occasion, now time.Time) error {
	var p Problems
	switch {
	case !o.PublicAt(now):
		p.Add("meeting", "audience.problem.draft")
	case o.IsCancelled():
		p.Add("meeting", "audience.problem.cancelled")
	case !now.Before(o.AnswerBy):
		p.Add("meeting", "audience.problem.deadline")
	}
	return p.Err()
}

// MaxIntro is how many characters staff can put before an invitation.
const MaxIntro = 1500

// ByHand says whether an invitee may be reminded now by a person, and why not:
// the same premises as a planned reminder, without its moment.
func ByHand(s Standing, now time.Time) Verdict {
	rule := Rule{Before: BeforeDeadline}
	if v := rule.premise(s); v != "" {
		return v
	}
	if !now.Before(s.Invitation.Deadline(s.Occasion)) {
		return MomentPassed
	}
	return DueNow
}

// MayResend says whether the invitation itself may be sent once more: like a
// reminder, but also to who asked for no reminders.
func MayResend(s Standing, now time.Time) Verdict {
	s.Invitee.NoReminders, s.Reply, s.Party, s.Consortium = time.Time{}, nil, nil, ""
	return ByHand(s, now)
}

// CheckExtension holds more time for one organisation against the occasion:
// it gives more than there is, and ends no later than the occasion begins.
func CheckExtension(o Occasion, i Invitation, until time.Time, why string, now time.Time) error {
	if i.Withdrawn() || o.Draft() || o.IsCancelled() {
		return ErrConflict
	}
	var p Problems
	switch {
	case !until.After(now):
		p.Add("until", "invitation.problem.until_past")
	case !until.After(i.Deadline(o)):
		p.Add("until", "invitation.problem.until_less")
	case until.After(o.Starts):
		p.Add("until", "invitation.problem.until_late")
	}
	if why == "" {
		p.Add("why", "invitation.problem.why")
	}
	return p.Err()
}
