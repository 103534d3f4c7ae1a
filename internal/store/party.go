package store

import (
	"slices"

	"samenspraak/internal/consult"
)

// knowsStance is true of an invitation i of which it is known whether the
// organisation comes: consult.Party.Stance in SQL, for lists that only count. What was said for it as a
// whole settles it, and so does a yes; else everybody who can be reached said no.
const knowsStance = `(i.reply_id IS NOT NULL
	OR EXISTS (SELECT 1 FROM invitee AS v JOIN reply AS r ON r.id = v.reply_id
		WHERE v.invitation_id = i.id AND v.withdrawn_at IS NULL AND v.wrong_person_at IS NULL AND r.answer <> 'no')
	OR EXISTS (SELECT 1 FROM invitee AS v WHERE v.invitation_id = i.id AND v.withdrawn_at IS NULL AND v.wrong_person_at IS NULL AND v.reply_id IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM invitee AS v JOIN contact AS c ON c.id = v.contact_id
			WHERE v.invitation_id = i.id AND v.withdrawn_at IS NULL AND v.wrong_person_at IS NULL AND v.reply_id IS NULL
			AND c.undeliverable_at IS NULL AND c.archived_at IS NULL))`

// lastReplies reads the replies that are somebody's last one or the last for an
// organisation as a whole, of the invitations whose ids are given or selected
// by a query; without what was given to questions.
func (tx *Tx) lastReplies(invitations any) ([]replyRow, error) {
	own := tx.db.Model(&inviteeRow{}).Select("reply_id").Where("invitation_id IN (?)", invitations)
	whole := tx.db.Model(&invitationRow{}).Select("reply_id").Where("id IN (?)", invitations)
	return list[replyRow](tx, "id", "id IN (?) OR id IN (?)", own, whole)
}

// parties reads everybody of some invitations in a fixed number of queries. ids
// are those of the invitations, or a query that selects them; asked are the
// questions that are the organisation's.
func (tx *Tx) parties(invitations []consult.Invitation, ids any, asked []consult.Question) (map[int64]*consult.Party, error) {
	rows, err := list[inviteeRow](tx, "id", "invitation_id IN (?)", ids)
	if err != nil {
		return nil, err
	}
	contacts, err := tx.contactsIn(tx.db.Model(&inviteeRow{}).Select("contact_id").Where("invitation_id IN (?)", ids))
	if err != nil {
		return nil, err
	}
	last, err := tx.lastReplies(ids)
	if err != nil {
		return nil, err
	}
	replies, err := tx.withGiven(last)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]*consult.Reply, len(replies))
	for k := range replies {
		byID[replies[k].ID] = &replies[k]
	}
	all := make(map[int64]*consult.Party, len(invitations))
	for _, i := range invitations {
		all[i.ID] = &consult.Party{Whole: byID[i.ReplyID]}
	}
	for _, r := range rows {
		if p := all[r.InvitationID]; p != nil {
			p.People = append(p.People, consult.Asked{Invitee: r.invitee(), Contact: contacts[r.ContactID], Reply: byID[id(r.ReplyID)]})
		}
	}
	return all, tx.readShared(all, ids, asked)
}

// readShared reads what was filled in for organisations: of each question the
// newest, whoever filled it in.
func (tx *Tx) readShared(all map[int64]*consult.Party, ids any, questions []consult.Question) error {
	var asked []int64
	for _, q := range questions {
		if q.OfOrganisation {
			asked = append(asked, q.ID)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	var rows []struct {
		ID           int64
		InvitationID int64
		QuestionID   int64
		Answer       string
	}
	err := tx.db.Table("given AS g").Select("g.id, r.invitation_id, g.question_id, g.answer").Joins("JOIN reply AS r ON r.id = g.reply_id").
		Where("r.invitation_id IN (?) AND g.question_id IN ?", ids, asked).Order("g.reply_id, g.question_id").Scan(&rows).Error
	if err != nil {
		return fail(err)
	}
	for _, row := range rows {
		values, err := decode[storedTexts](cell{givenRow{}.TableName(), "answer", row.ID}, row.Answer)
		if err != nil {
			return err
		}
		p := all[row.InvitationID]
		if p == nil {
			continue
		}
		p.Shared = slices.DeleteFunc(p.Shared, func(g consult.Given) bool { return g.QuestionID == row.QuestionID })
		p.Shared = append(p.Shared, consult.Given{QuestionID: row.QuestionID, Values: values})
	}
	return nil
}

// allied is an invitation of a consortium to an occasion, with one of its members.
type allied struct {
	InvitationID int64
	MemberID     int64
	Name         string
}

// allies reads which consortia of some organisations stand invited to an occasion.
// members are ids of organisations, or a query that selects them.
func (tx *Tx) allies(occasionID int64, members any) ([]allied, error) {
	var rows []allied
	err := tx.db.Table("consortium_member AS m").Select("i.id AS invitation_id, m.organisation_id AS member_id, o.name").
		Joins("JOIN invitation AS i ON i.organisation_id = m.consortium_id").Joins("JOIN organisation AS o ON o.id = m.consortium_id").
		Where("i.occasion_id = ? AND i.withdrawn_at IS NULL AND m.organisation_id IN (?)", occasionID, members).
		Order("i.id, m.organisation_id").Scan(&rows).Error
	return rows, fail(err)
}
