package store

import (
	"cmp"
	"slices"
	"time"

	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// askedRow is one invitee with all that is read beside them. Its rows hold
// columns of the same name: GORM gives them out in the order of the statement.
type askedRow struct {
	Invitation   invitationRow   `gorm:"embedded"`
	Invitee      inviteeRow      `gorm:"embedded"`
	Contact      contactRow      `gorm:"embedded"`
	Organisation organisationRow `gorm:"embedded"`
	Town         *string         // name of the organisation's municipality
}

// Invited is everybody of some invitations, read in two statements: who they are,
// and what each said last and was said first of each organisation.
type Invited struct {
	rows    []askedRow               // by invitee
	replies []*consult.Reply         // by id
	parties map[int64]*consult.Party // by invitation
	allies  []allied                 // the consortia of theirs that were asked too
}

// Invited reads everybody who was asked to an occasion, in three statements
// whatever their number. What was given to questions is left out.
func (tx *Tx) Invited(occasionID int64) (Invited, error) {
	of := tx.invitationsOf(occasionID)
	first := tx.db.Model(&replyRow{}).Select("MIN(id)").Where("invitation_id IN (?)", of).Group("invitation_id")
	v, err := tx.invitedBy(of, tx.lastOf(of).Or("id IN (?)", first))
	if err != nil {
		return v, err
	}
	v.allies, err = tx.allies(
		occasionID, tx.db.Model(&invitationRow{}).Select("organisation_id").Where("occasion_id = ?", occasionID),
	)
	return v, err
}

// invited reads everybody of the invitations whose ids are given or selected by a
// query, and makes the party of each.
func (tx *Tx) invited(invitations any) (Invited, error) {
	return tx.invitedBy(invitations, tx.lastOf(invitations))
}

func (tx *Tx) invitedBy(invitations any, said *gorm.DB) (Invited, error) {
	v := Invited{parties: map[int64]*consult.Party{}}
	err := tx.db.Table("invitee AS v").Select("i.*, v.*, c.*, o.*, g.name AS town").
		Joins("JOIN invitation AS i ON i.id = v.invitation_id").
		Joins("JOIN contact AS c ON c.id = v.contact_id").Joins("JOIN organisation AS o ON o.id = i.organisation_id").
		Joins("LEFT JOIN municipality AS g ON g.id = o.municipality_id").
		Where("i.id IN (?)", invitations).Order("v.id").Find(&v.rows).Error
	if err != nil {
		return v, fail(err)
	}
	var rows []replyRow
	if err := said.Order("id").Find(&rows).Error; err != nil {
		return v, fail(err)
	}
	byID := make(map[int64]*consult.Reply, len(rows))
	for _, r := range rows {
		reply, err := r.reply()
		if err != nil {
			return v, err
		}
		byID[r.ID] = &reply
		v.replies = append(v.replies, &reply)
	}
	for _, r := range v.rows {
		p := v.parties[r.Invitation.ID]
		if p == nil {
			p = &consult.Party{Whole: byID[id(r.Invitation.ReplyID)]}
			v.parties[r.Invitation.ID] = p
		}
		p.People = append(
			p.People,
			consult.Asked{
				Invitee: r.Invitee.invitee(), Contact: r.Contact.contact(), Reply: byID[id(r.Invitee.ReplyID)],
			},
		)
	}
	return v, nil
}

// readGiven completes the replies with what was given to questions, and the
// parties with what was filled in for organisations.
func (tx *Tx) readGiven(v Invited, invitations any, asked []consult.Question) error {
	if err := tx.addGiven(v.replies, tx.lastOf(invitations).Select("id")); err != nil {
		return err
	}
	return tx.readShared(v.parties, invitations, asked)
}

// Standings is all that is known of each of them, by invitee. The organisations
// lack tags and members.
func (v Invited) Standings(of consult.Occasion) []consult.Standing {
	consortia := coming(v.allies, v.parties)
	all := make([]consult.Standing, len(v.rows))
	place := map[int64]int{} // in the party of each invitation
	for k, r := range v.rows {
		p := v.parties[r.Invitation.ID]
		a := p.People[place[r.Invitation.ID]]
		place[r.Invitation.ID]++
		all[k] = consult.Standing{
			Occasion: of, Invitation: r.Invitation.invitation(), Invitee: a.Invitee, Contact: a.Contact,
			Organisation: r.Organisation.organisation(),
			Reply:        a.Reply, Party: p, Consortium: consortia[r.Organisation.ID],
		}
	}
	return all
}

// Times are when each organisation of which it is known whether it comes first
// answered, in order.
func (v Invited) Times() []time.Time {
	var all []time.Time
	seen := map[int64]bool{}
	for _, r := range v.replies {
		if p := v.parties[r.InvitationID]; p != nil && !seen[r.InvitationID] && p.Stance() != consult.Silent {
			all = append(all, r.ReceivedAt)
		}
		seen[r.InvitationID] = true
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// coming is the name of a consortium that comes, by member.
func coming(all []allied, parties map[int64]*consult.Party) map[int64]string {
	names := map[int64]string{}
	for _, r := range all {
		if p := parties[r.InvitationID]; p != nil && p.Stance() == consult.Comes {
			names[r.MemberID] = cmp.Or(names[r.MemberID], r.Name)
		}
	}
	return names
}

// Lines are the rows of the list of invitees, by name, with the last mail to each.
func (v Invited) Lines(last map[int64]consult.Mail) []consult.InviteeLine {
	names := make(map[int64]string, len(v.rows))
	all := make([]consult.InviteeLine, len(v.rows))
	for k, r := range v.rows {
		all[k] = r.line()
		all[k].Party = v.parties[r.Invitation.ID]
		all[k].Reply = all[k].Party.Counting(*all[k].Party.Of(r.Invitee.ID))
		names[r.Invitee.ID] = all[k].Name()
		if m, ok := last[r.Invitee.ID]; ok {
			all[k].MailPurpose, all[k].MailState, all[k].MailAt = m.Purpose, m.State, mailTime(m)
		}
	}
	for k := range all {
		all[k].StandInName = names[all[k].StandInID]
	}
	slices.SortStableFunc(all, func(a, b consult.InviteeLine) int { return cmp.Compare(a.NameKey, b.NameKey) })
	return all
}
