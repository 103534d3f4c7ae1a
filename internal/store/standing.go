package store

import "samenspraak/internal/consult"

// Standing reads all that is known of one invitee.
func (tx *Tx) Standing(inviteeID int64) (consult.Standing, error) {
	v, err := tx.Invitee(inviteeID)
	if err != nil {
		return consult.Standing{}, err
	}
	return tx.standing(v)
}

// StandingByToken reads all that is known of the invitee with this link.
func (tx *Tx) StandingByToken(tokenHash string) (consult.Standing, error) {
	v, err := tx.InviteeByToken(tokenHash)
	if err != nil {
		return consult.Standing{}, err
	}
	return tx.standing(v)
}

func (tx *Tx) standing(v consult.Invitee) (consult.Standing, error) {
	s := consult.Standing{Invitee: v}
	var err error
	if s.Invitation, err = tx.Invitation(v.InvitationID); err != nil {
		return s, err
	}
	if s.Meeting, err = tx.Meeting(s.Invitation.MeetingID); err != nil {
		return s, err
	}
	if s.Contact, err = tx.Contact(v.ContactID); err != nil {
		return s, err
	}
	if s.Organisation, err = tx.Organisation(s.Invitation.OrganisationID); err != nil {
		return s, err
	}
	if s.Invitation.ReplyID != 0 {
		r, err := tx.Reply(s.Invitation.ReplyID)
		if err != nil {
			return s, err
		}
		s.Reply = &r
	}
	return s, nil
}

// Standings reads all that is known of every invitee of a meeting, in a fixed
// number of queries whatever their number.
func (tx *Tx) Standings(meetingID int64) ([]consult.Standing, error) {
	m, err := tx.Meeting(meetingID)
	if err != nil {
		return nil, err
	}
	invitations, err := tx.Invitations(meetingID)
	if err != nil {
		return nil, err
	}
	ofMeeting := tx.db.Model(&invitationRow{}).Select("id").Where("meeting_id = ?", meetingID)
	rows, err := list[inviteeRow](tx, "id", "invitation_id IN (?)", ofMeeting)
	if err != nil {
		return nil, err
	}
	replies, err := tx.CurrentReplies(meetingID)
	if err != nil {
		return nil, err
	}
	contacts, err := tx.contactsIn(tx.db.Model(&inviteeRow{}).Select("contact_id").Where("invitation_id IN (?)", ofMeeting))
	if err != nil {
		return nil, err
	}
	organisations, err := tx.organisationsIn(tx.db.Model(&invitationRow{}).Select("organisation_id").Where("meeting_id = ?", meetingID))
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]consult.Invitation, len(invitations))
	for _, i := range invitations {
		byID[i.ID] = i
	}
	all := make([]consult.Standing, len(rows))
	for k, r := range rows {
		i := byID[r.InvitationID]
		all[k] = consult.Standing{Meeting: m, Invitation: i, Invitee: r.invitee(), Contact: contacts[r.ContactID], Organisation: organisations[i.OrganisationID]}
		if reply, ok := replies[i.ID]; ok {
			all[k].Reply = &reply
		}
	}
	return all, nil
}
