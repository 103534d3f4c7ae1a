package store

import (
	"slices"

	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// Standing reads all that is known of one invitee.
func (tx *Tx) Standing(inviteeID int64) (consult.Standing, error) {
	invitation := tx.db.Model(&inviteeRow{}).Select("invitation_id").Where("id = ?", inviteeID)
	o, err := tx.takeOccasion(tx.db.Where("id = (?)", tx.occasionOf(invitation)))
	if err != nil {
		return consult.Standing{}, err
	}
	return tx.standing(o, invitation, func(v consult.Invitee) bool { return v.ID == inviteeID })
}

// StandingOfLink reads all that is known of the invitee with this link, and the
// meeting they are asked to; both without its staff, which is no guest's.
func (tx *Tx) StandingOfLink(tokenHash string) (consult.Meeting, consult.Standing, error) {
	m, err := tx.meetingOfLink(tx.meetings(), tokenHash)
	if err != nil {
		return m, consult.Standing{}, err
	}
	st, err := tx.standing(
		m.Occasion, tx.invitationOfLink(tokenHash), func(v consult.Invitee) bool { return v.TokenHash == tokenHash },
	)
	return m, st, err
}

func (tx *Tx) invitationOfLink(tokenHash string) *gorm.DB {
	return tx.db.Model(&inviteeRow{}).Select("invitation_id").Where("token_hash = ?", tokenHash)
}

func (tx *Tx) occasionOf(invitation *gorm.DB) *gorm.DB {
	return tx.db.Model(&invitationRow{}).Select("occasion_id").Where("id = (?)", invitation)
}

func (tx *Tx) standing(
	o consult.Occasion, invitation *gorm.DB, is func(consult.Invitee) bool,
) (consult.Standing, error) {
	all, err := tx.standingsIn(o, invitation)
	if err != nil {
		return consult.Standing{}, err
	}
	at := slices.IndexFunc(all, func(st consult.Standing) bool { return is(st.Invitee) })
	if at < 0 {
		return consult.Standing{}, consult.ErrNotFound
	}
	return all[at], nil
}

// StandingsOf reads all that is known of everybody of one invitation, in a
// fixed number of queries whatever their number. The occasion is as the caller
// read, and perhaps locked, it; the organisation lacks its tags and members.
func (tx *Tx) StandingsOf(of consult.Occasion, invitationID int64) ([]consult.Standing, error) {
	return tx.standingsIn(of, []int64{invitationID})
}

func (tx *Tx) standingsIn(of consult.Occasion, invitation any) ([]consult.Standing, error) {
	v, err := tx.invited(invitation)
	if err != nil || len(v.rows) == 0 {
		return nil, err
	}
	if err := tx.readGiven(v, invitation, of.Questions); err != nil {
		return nil, err
	}
	if err := tx.readConsortia(&v, of.ID); err != nil {
		return nil, err
	}
	return v.Standings(of), nil
}

// readConsortia adds the consortia of an organisation that were asked too, with
// the party of each.
func (tx *Tx) readConsortia(v *Invited, occasionID int64) error {
	var err error
	if v.allies, err = tx.allies(occasionID, []int64{v.rows[0].Organisation.ID}); err != nil || len(v.allies) == 0 {
		return err
	}
	ids := make([]int64, len(v.allies))
	for k, one := range v.allies {
		ids[k] = one.InvitationID
	}
	theirs, err := tx.invited(ids)
	for id, p := range theirs.parties {
		v.parties[id] = p
	}
	return err
}

// Standings reads an occasion and all that is known of every invitee of it.
func (tx *Tx) Standings(occasionID int64) ([]consult.Standing, error) {
	o, err := tx.Occasion(occasionID)
	if err != nil {
		return nil, err
	}
	return tx.StandingsAt(o)
}

// StandingsAt reads all that is known of every invitee of an occasion, in a fixed
// number of queries whatever their number.
func (tx *Tx) StandingsAt(of consult.Occasion) ([]consult.Standing, error) {
	v, err := tx.Invited(of.ID)
	if err != nil {
		return nil, err
	}
	if err := tx.readGiven(v, tx.invitationsOf(of.ID), of.Questions); err != nil {
		return nil, err
	}
	return v.Standings(of), nil
}

// StandingsOfMembers reads all that is known of everybody of the members of a
// consortium who were invited to an occasion themselves, without what was given
// to questions.
func (tx *Tx) StandingsOfMembers(of consult.Occasion, consortiumID int64) ([]consult.Standing, error) {
	rows, err := list[memberRow](tx, "id", "consortium_id = ?", consortiumID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	members := map[int64]bool{}
	for _, r := range rows {
		members[r.OrganisationID] = true
	}
	v, err := tx.Invited(of.ID)
	return slices.DeleteFunc(
		v.Standings(of), func(st consult.Standing) bool { return !members[st.Organisation.ID] },
	), err
}
