package store

import (
	"time"

	"samenspraak/internal/consult"
)

type invitationRow struct {
	ID             int64
	OccasionID     int64
	OrganisationID int64
	InvitedAt      time.Time
	ExtendedUntil  *time.Time
	ExtendedWhy    string
	WithdrawnAt    *time.Time
	WithdrawnWhy   string
	ReplyID        *int64
}

func (invitationRow) TableName() string { return "invitation" }

func (r invitationRow) invitation() consult.Invitation {
	return consult.Invitation{
		ID: r.ID, OccasionID: r.OccasionID, OrganisationID: r.OrganisationID, InvitedAt: r.InvitedAt.UTC(),
		ExtendedUntil: at(r.ExtendedUntil), ExtendedWhy: r.ExtendedWhy, WithdrawnAt: at(r.WithdrawnAt),
		WithdrawnWhy: r.WithdrawnWhy, ReplyID: id(r.ReplyID),
	}
}

type inviteeRow struct {
	ID            int64
	InvitationID  int64
	ContactID     int64
	Generation    int64
	TokenHash     *string
	AddedAt       time.Time
	StandsInFor   *int64
	StandInID     *int64
	WrongPersonAt *time.Time
	NoRemindersAt *time.Time
	WithdrawnAt   *time.Time
	ReplyID       *int64
}

func (inviteeRow) TableName() string { return "invitee" }

func (r inviteeRow) invitee() consult.Invitee {
	v := consult.Invitee{
		ID: r.ID, InvitationID: r.InvitationID, ContactID: r.ContactID, Generation: r.Generation,
		AddedAt:     r.AddedAt.UTC(),
		StandsInFor: id(r.StandsInFor), StandInID: id(r.StandInID), WrongPerson: at(r.WrongPersonAt),
		NoReminders: at(r.NoRemindersAt), WithdrawnAt: at(r.WithdrawnAt), ReplyID: id(r.ReplyID),
	}
	if r.TokenHash != nil {
		v.TokenHash = *r.TokenHash
	}
	return v
}

// AddInvitation asks an organisation; consult.ErrConflict when it was asked
// already.
func (tx *Tx) AddInvitation(i consult.Invitation) (int64, error) {
	row := invitationRow{OccasionID: i.OccasionID, OrganisationID: i.OrganisationID, InvitedAt: utc(i.InvitedAt)}
	err := add(tx, &row)
	return row.ID, err
}

// Invitation reads one invitation.
func (tx *Tx) Invitation(invitationID int64) (consult.Invitation, error) {
	row, err := take[invitationRow](tx, "id = ?", invitationID)
	return row.invitation(), err
}

// LockInvitation reads an invitation and keeps it until the transaction ends:
// whoever answers or changes it goes through here, so that counting and writing
// cannot be crossed by somebody else's.
func (tx *Tx) LockInvitation(invitationID int64) (consult.Invitation, error) {
	row, err := lock[invitationRow](tx, "id = ?", invitationID)
	return row.invitation(), err
}

// LockInvitationOf is LockInvitation for the invitation of a link with this
// digest.
func (tx *Tx) LockInvitationOf(tokenHash string) (consult.Invitation, error) {
	row, err := lock[invitationRow](
		tx, "id = (?)", tx.db.Model(&inviteeRow{}).Select("invitation_id").Where("token_hash = ?", tokenHash),
	)
	return row.invitation(), err
}

// InvitationOf reads the invitation of an organisation to an occasion.
func (tx *Tx) InvitationOf(occasionID, organisationID int64) (consult.Invitation, error) {
	row, err := take[invitationRow](tx, "occasion_id = ? AND organisation_id = ?", occasionID, organisationID)
	return row.invitation(), err
}

// Invitations returns the invitations to an occasion.
func (tx *Tx) Invitations(occasionID int64) ([]consult.Invitation, error) {
	rows, err := list[invitationRow](tx, "id", "occasion_id = ?", occasionID)
	all := make([]consult.Invitation, len(rows))
	for i, r := range rows {
		all[i] = r.invitation()
	}
	return all, err
}

// SetInvitation writes everything of an invitation that can change.
func (tx *Tx) SetInvitation(i consult.Invitation) error {
	return set[invitationRow](tx, columns{
		"extended_until": opt(i.ExtendedUntil), "extended_why": i.ExtendedWhy, "withdrawn_at": opt(i.WithdrawnAt),
		"withdrawn_why": i.WithdrawnWhy, "reply_id": ref(i.ReplyID),
	}, "id = ?", i.ID)
}

// AddInvitee asks one contact; consult.ErrConflict when they were asked already
// for this invitation.
func (tx *Tx) AddInvitee(v consult.Invitee) (int64, error) {
	row := inviteeRow{
		InvitationID: v.InvitationID, ContactID: v.ContactID, Generation: v.Generation, AddedAt: utc(v.AddedAt),
		StandsInFor: ref(v.StandsInFor),
	}
	err := add(tx, &row)
	return row.ID, err
}

// ForgetReply makes what an invitee said count no longer: they are asked anew.
func (tx *Tx) ForgetReply(inviteeID int64) error {
	return set[inviteeRow](tx, columns{"reply_id": nil}, "id = ?", inviteeID)
}

// SetInvitee writes everything of an invitee that can change but for their
// reply, which AddReply and ForgetReply write.
func (tx *Tx) SetInvitee(v consult.Invitee) error {
	var token *string
	if v.TokenHash != "" {
		token = &v.TokenHash
	}
	return set[inviteeRow](tx, columns{
		"generation": v.Generation, "token_hash": token, "stands_in_for": ref(v.StandsInFor),
		"stand_in_id": ref(v.StandInID),
		"added_at":    utc(v.AddedAt), "wrong_person_at": opt(v.WrongPerson), "no_reminders_at": opt(v.NoReminders),
		"withdrawn_at": opt(v.WithdrawnAt),
	}, "id = ?", v.ID)
}

// Invitee reads one invitee.
func (tx *Tx) Invitee(inviteeID int64) (consult.Invitee, error) {
	row, err := take[inviteeRow](tx, "id = ?", inviteeID)
	return row.invitee(), err
}

// InviteeByToken reads the invitee whose link has this digest.
func (tx *Tx) InviteeByToken(tokenHash string) (consult.Invitee, error) {
	row, err := take[inviteeRow](tx, "token_hash = ?", tokenHash)
	return row.invitee(), err
}

// InviteesOf returns the invitees of one invitation.
func (tx *Tx) InviteesOf(invitationID int64) ([]consult.Invitee, error) {
	rows, err := list[inviteeRow](tx, "id", "invitation_id = ?", invitationID)
	return invitees(rows), err
}

// InviteesOfContact returns everything one contact was invited to.
func (tx *Tx) InviteesOfContact(contactID int64) ([]consult.Invitee, error) {
	rows, err := list[inviteeRow](tx, "id", "contact_id = ?", contactID)
	return invitees(rows), err
}

func invitees(rows []inviteeRow) []consult.Invitee {
	all := make([]consult.Invitee, len(rows))
	for i, r := range rows {
		all[i] = r.invitee()
	}
	return all
}
