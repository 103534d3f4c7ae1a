package store

import (
	"slices"

	"gorm.io/gorm"

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

// lastOf are the replies that are somebody's last one or the last for an
// organisation as a whole, of the invitations whose ids are given or selected by a
// query.
func (tx *Tx) lastOf(invitations any) *gorm.DB {
	own := tx.db.Model(&inviteeRow{}).Select("reply_id").Where("invitation_id IN (?)", invitations)
	whole := tx.db.Model(&invitationRow{}).Select("reply_id").Where("id IN (?)", invitations)
	return tx.db.Model(&replyRow{}).Where("id IN (?) OR id IN (?)", own, whole)
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
	err := tx.db.Table("given AS g").Select("g.id, r.invitation_id, g.question_id, g.answer").
		Joins("JOIN reply AS r ON r.id = g.reply_id").
		Where("r.invitation_id IN (?) AND g.question_id IN ?", ids, asked).Order("g.reply_id, g.question_id").
		Scan(&rows).Error
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
// members are ids of organisations, or a query that selects them. The plus keeps
// SQLite from reading every invitation to the occasion: it begins with the members.
func (tx *Tx) allies(occasionID int64, members any) ([]allied, error) {
	var rows []allied
	err := tx.db.Table("consortium_member AS m").
		Select("i.id AS invitation_id, m.organisation_id AS member_id, o.name").
		Joins("JOIN invitation AS i ON i.organisation_id = m.consortium_id").
		Joins("JOIN organisation AS o ON o.id = m.consortium_id").
		Where("+i.occasion_id = ? AND i.withdrawn_at IS NULL AND m.organisation_id IN (?)", occasionID, members).
		Order("i.id, m.organisation_id").Scan(&rows).Error
	return rows, fail(err)
}
