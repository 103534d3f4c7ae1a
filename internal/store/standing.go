package store

import (
	"cmp"
	"slices"

	"samenspraak/internal/consult"
)

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
	i, err := tx.Invitation(v.InvitationID)
	if err != nil {
		return consult.Standing{}, err
	}
	o, err := tx.Occasion(i.OccasionID)
	if err != nil {
		return consult.Standing{}, err
	}
	all, err := tx.StandingsOf(o, i)
	if err != nil {
		return consult.Standing{}, err
	}
	for _, st := range all {
		if st.Invitee.ID == v.ID {
			return st, nil
		}
	}
	return consult.Standing{}, consult.ErrNotFound
}

// StandingsOf reads all that is known of everybody of one invitation, in a
// fixed number of queries whatever their number. Occasion and invitation are as
// the caller read, and perhaps locked, them; the organisation lacks its tags
// and members.
func (tx *Tx) StandingsOf(of consult.Occasion, i consult.Invitation) ([]consult.Standing, error) {
	row, err := take[organisationRow](tx, "id = ?", i.OrganisationID)
	if err != nil {
		return nil, err
	}
	parties, err := tx.parties([]consult.Invitation{i}, []int64{i.ID}, of.Questions)
	if err != nil {
		return nil, err
	}
	consortium, err := tx.consortiumOf(of.ID, i.OrganisationID)
	if err != nil {
		return nil, err
	}
	return standings(of, i, row.organisation(), parties[i.ID], consortium), nil
}

func standings(of consult.Occasion, i consult.Invitation, o consult.Organisation, p *consult.Party, consortium string) []consult.Standing {
	all := make([]consult.Standing, len(p.People))
	for k, a := range p.People {
		all[k] = consult.Standing{
			Occasion: of, Invitation: i, Invitee: a.Invitee, Contact: a.Contact, Organisation: o, Reply: a.Reply, Party: p, Consortium: consortium,
		}
	}
	return all
}

// consortiumOf is the name of a consortium of an organisation that comes to an
// occasion; empty when none does.
func (tx *Tx) consortiumOf(occasionID, organisationID int64) (string, error) {
	rows, err := tx.allies(occasionID, []int64{organisationID})
	if err != nil || len(rows) == 0 {
		return "", err
	}
	ids := make([]int64, len(rows))
	for k, r := range rows {
		ids[k] = r.InvitationID
	}
	invitations, err := list[invitationRow](tx, "id", "id IN ?", ids)
	if err != nil {
		return "", err
	}
	all := make([]consult.Invitation, len(invitations))
	for k, r := range invitations {
		all[k] = r.invitation()
	}
	parties, err := tx.parties(all, ids, nil)
	if err != nil {
		return "", err
	}
	return coming(rows, parties)[organisationID], nil
}

// coming is the name of a consortium that comes, by member.
func coming(rows []allied, parties map[int64]*consult.Party) map[int64]string {
	names := map[int64]string{}
	for _, r := range rows {
		if p := parties[r.InvitationID]; p != nil && p.Stance() == consult.Comes {
			names[r.MemberID] = cmp.Or(names[r.MemberID], r.Name)
		}
	}
	return names
}

// Standings reads all that is known of every invitee of an occasion, in a fixed
// number of queries whatever their number.
func (tx *Tx) Standings(occasionID int64) ([]consult.Standing, error) {
	o, err := tx.Occasion(occasionID)
	if err != nil {
		return nil, err
	}
	invitations, err := tx.Invitations(occasionID)
	if err != nil {
		return nil, err
	}
	return tx.standings(o, invitations, func(consult.Invitation) bool { return true })
}

// StandingsOfMembers reads all that is known of everybody of the members of a
// consortium who were invited to an occasion themselves.
func (tx *Tx) StandingsOfMembers(o consult.Occasion, consortiumID int64) ([]consult.Standing, error) {
	rows, err := list[memberRow](tx, "id", "consortium_id = ?", consortiumID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	members := map[int64]bool{}
	for _, r := range rows {
		members[r.OrganisationID] = true
	}
	invitations, err := tx.Invitations(o.ID)
	if err != nil {
		return nil, err
	}
	return tx.standings(o, invitations, func(i consult.Invitation) bool { return members[i.OrganisationID] })
}

// standings reads everybody of the chosen invitations of an occasion.
func (tx *Tx) standings(of consult.Occasion, invitations []consult.Invitation, chosen func(consult.Invitation) bool) ([]consult.Standing, error) {
	parties, err := tx.parties(invitations, tx.invitationsOf(of.ID), of.Questions)
	if err != nil {
		return nil, err
	}
	invited := tx.db.Model(&invitationRow{}).Select("organisation_id").Where("occasion_id = ?", of.ID)
	organisations, err := tx.organisationsIn(invited)
	if err != nil {
		return nil, err
	}
	rows, err := tx.allies(of.ID, invited)
	if err != nil {
		return nil, err
	}
	consortia := coming(rows, parties)
	var all []consult.Standing
	for _, i := range invitations {
		if chosen(i) {
			all = append(all, standings(of, i, organisations[i.OrganisationID], parties[i.ID], consortia[i.OrganisationID])...)
		}
	}
	slices.SortFunc(all, func(a, b consult.Standing) int { return cmp.Compare(a.Invitee.ID, b.Invitee.ID) })
	return all, nil
}
