package consult

import "time"

// Invitation asks one organisation to one occasion.
type Invitation struct {
	ID             int64
	OccasionID     int64
	OrganisationID int64
	InvitedAt      time.Time
	ExtendedUntil  time.Time // zero: the occasion's own deadline holds
	ExtendedWhy    string
	WithdrawnAt    time.Time
	WithdrawnWhy   string
	ReplyID        int64 // the last reply for the organisation as a whole; 0: there is none
}

// Deadline is the instant before which an answer must have been received: the
// occasion's, or the organisation's own when it was given more time than that.
func (i Invitation) Deadline(o Occasion) time.Time {
	if i.ExtendedUntil.After(o.AnswerBy) {
		return i.ExtendedUntil
	}
	return o.AnswerBy
}

// Withdrawn says whether the invitation was taken back.
func (i Invitation) Withdrawn() bool { return !i.WithdrawnAt.IsZero() }

// Invitee is one contact who was asked for an invitation, with a link of their
// own. A colleague named by an invitee is an invitee too and StandsInFor them.
type Invitee struct {
	ID           int64
	InvitationID int64
	ContactID    int64
	Generation   int64  // raised to make the link that was mailed stop working
	TokenHash    string // SHA-256 of the token, hex; the token itself is never stored
	AddedAt      time.Time
	StandsInFor  int64     // invitee who sent this colleague
	StandInID    int64     // colleague who comes instead
	WrongPerson  time.Time // said "ik ben niet de juiste persoon"
	NoReminders  time.Time // asked not to be reminded
	WithdrawnAt  time.Time
	ReplyID      int64 // their own last reply; 0: they said nothing
}

// Active says whether the invitee may still be mailed about the occasion.
func (v Invitee) Active() bool { return v.WithdrawnAt.IsZero() && v.WrongPerson.IsZero() }
