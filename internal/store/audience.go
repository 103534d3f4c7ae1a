package store

import (
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samenspraak/internal/consult"
)

// Candidates reads everybody whom the rule of a mailing touches, also those who
// will be left out, in a fixed number of queries. Organisations come without
// tags and members. A rule that is wholly empty touches nobody.
func (tx *Tx) Candidates(occasionID int64, a consult.Audience) ([]consult.Candidate, error) {
	organisations, contacts, err := tx.touched(a)
	if err != nil {
		return nil, err
	}
	invitations, invitees, err := tx.asked(occasionID)
	if err != nil {
		return nil, err
	}
	all := make([]consult.Candidate, 0, len(contacts))
	withContact := map[int64]bool{}
	for _, r := range contacts {
		o, ok := organisations[r.OrganisationID]
		if !ok {
			continue
		}
		withContact[r.OrganisationID] = true
		i := invitations[r.OrganisationID]
		all = append(
			all,
			consult.Candidate{
				Organisation: o, Contact: r.contact(), Invitation: i, Invitee: invitees[pair{i.ID, r.ID}],
			},
		)
	}
	for id, o := range organisations {
		if !withContact[id] {
			all = append(all, consult.Candidate{Organisation: o, Invitation: invitations[id]})
		}
	}
	return all, nil
}

// touched reads the organisations and contacts that a rule selects and those
// chosen by hand.
func (tx *Tx) touched(a consult.Audience) (map[int64]consult.Organisation, []contactRow, error) {
	var contacts []contactRow
	byID := map[int64]consult.Organisation{}
	if a.Rules() {
		where, args := organisationsWhere(a)
		rows, err := list[organisationRow](tx, "sort_key, id", where, args...)
		if err != nil {
			return nil, nil, err
		}
		for _, r := range rows {
			byID[r.ID] = r.organisation()
		}
		if contacts, err = tx.contactsOfRule(a); err != nil {
			return nil, nil, err
		}
	}
	chosen, err := tx.chosen(a.Contacts, byID)
	if err != nil {
		return nil, nil, err
	}
	seen := map[int64]bool{}
	for _, c := range contacts {
		seen[c.ID] = true
	}
	for _, c := range chosen {
		if !seen[c.ID] {
			contacts = append(contacts, c)
		}
	}
	return byID, contacts, nil
}

// organisationsWhere selects organisations by a rule. A search also finds an
// organisation by one of its people.
func organisationsWhere(a consult.Audience) (string, []any) {
	where, args := narrowed(a)
	if a.Search != "" {
		like := likeContains(strings.TrimSpace(a.Search))
		where = append(
			where,
			"(organisation.search LIKE ? ESCAPE '!' OR EXISTS (SELECT 1 FROM contact AS c WHERE c.organisation_id = organisation.id AND c.archived_at IS NULL AND c.search LIKE ? ESCAPE '!'))",
		)
		args = append(args, like, like)
	}
	return strings.Join(where, " AND "), args
}

func narrowed(a consult.Audience) ([]string, []any) {
	where, args := []string{"1 = 1"}, []any{}
	if len(a.Types) > 0 {
		where, args = append(where, "organisation.type IN ?"), append(args, a.Types)
	}
	if len(a.Municipalities) > 0 {
		where, args = append(where, "organisation.municipality_id IN ?"), append(args, a.Municipalities)
	}
	if len(a.Tags) > 0 {
		where = append(
			where,
			"EXISTS (SELECT 1 FROM organisation_tag AS t WHERE t.organisation_id = organisation.id AND t.tag IN ?)",
		)
		args = append(args, a.Tags)
	}
	return where, args
}

// contactsOfRule reads the contacts of the selected organisations. A search
// that meets the organisation selects all its people, one that meets people
// only those.
func (tx *Tx) contactsOfRule(a consult.Audience) ([]contactRow, error) {
	where, args := narrowed(a)
	if a.Search != "" {
		like := likeContains(strings.TrimSpace(a.Search))
		where = append(where, "(organisation.search LIKE ? ESCAPE '!' OR contact.search LIKE ? ESCAPE '!')")
		args = append(args, like, like)
	}
	var rows []contactRow
	err := tx.db.Select("contact.*").Joins("JOIN organisation ON organisation.id = contact.organisation_id").
		Where(strings.Join(where, " AND "), args...).Order("contact.sort_key, contact.id").Find(&rows).Error
	return rows, fail(err)
}

// chosen reads contacts by id and adds their organisations.
func (tx *Tx) chosen(ids []int64, byID map[int64]consult.Organisation) ([]contactRow, error) {
	var all []contactRow
	for len(ids) > 0 {
		part := ids[:min(500, len(ids))]
		ids = ids[len(part):]
		rows, err := list[contactRow](tx, "sort_key, id", "id IN ?", part)
		if err != nil {
			return nil, err
		}
		of := tx.db.Model(&contactRow{}).Select("organisation_id").Where("id IN ?", part)
		organisations, err := list[organisationRow](tx, "id", "id IN (?)", of)
		if err != nil {
			return nil, err
		}
		for _, o := range organisations {
			byID[o.ID] = o.organisation()
		}
		all = append(all, rows...)
	}
	return all, nil
}

type pair struct{ invitation, contact int64 }

// asked reads who was asked to an occasion already: invitations by organisation,
// invitees by invitation and contact.
func (tx *Tx) asked(occasionID int64) (map[int64]consult.Invitation, map[pair]consult.Invitee, error) {
	all, err := tx.Invitations(occasionID)
	if err != nil {
		return nil, nil, err
	}
	byOrganisation := make(map[int64]consult.Invitation, len(all))
	for _, i := range all {
		byOrganisation[i.OrganisationID] = i
	}
	rows, err := list[inviteeRow](tx, "id", "invitation_id IN (?)", tx.invitationsOf(occasionID))
	byPair := make(map[pair]consult.Invitee, len(rows))
	for _, r := range rows {
		byPair[pair{r.InvitationID, r.ContactID}] = r.invitee()
	}
	return byOrganisation, byPair, err
}

func (tx *Tx) invitationsOf(occasionID int64) *gorm.DB {
	return tx.db.Model(&invitationRow{}).Select("id").Where("occasion_id = ?", occasionID)
}

// Tags returns every tag in use, in order.
func (tx *Tx) Tags() ([]string, error) {
	var tags []string
	err := tx.db.Model(&tagRow{}).Distinct("tag").Order("tag").Pluck("tag", &tags).Error
	return tags, fail(err)
}

// AddInvitations asks many organisations at once and sets their ids.
func (tx *Tx) AddInvitations(all []consult.Invitation) error {
	rows := make([]invitationRow, len(all))
	for k, i := range all {
		rows[k] = invitationRow{OccasionID: i.OccasionID, OrganisationID: i.OrganisationID, InvitedAt: utc(i.InvitedAt)}
	}
	err := addAll(tx, rows)
	for k, r := range rows {
		all[k].ID = r.ID
	}
	return err
}

// AddInvitees asks many contacts at once and sets their ids. Their links follow
// from the ids: SetTokens writes them.
func (tx *Tx) AddInvitees(all []consult.Invitee) error {
	rows := make([]inviteeRow, len(all))
	for k, v := range all {
		rows[k] = inviteeRow{
			InvitationID: v.InvitationID, ContactID: v.ContactID, Generation: v.Generation, AddedAt: utc(v.AddedAt),
			StandsInFor: ref(v.StandsInFor),
		}
	}
	err := addAll(tx, rows)
	for k, r := range rows {
		all[k].ID = r.ID
	}
	return err
}

// SetTokens writes the digests of the links of many invitees that exist.
func (tx *Tx) SetTokens(all []consult.Invitee) error {
	rows := make([]inviteeRow, len(all))
	for k, v := range all {
		rows[k] = inviteeRow{
			ID: v.ID, InvitationID: v.InvitationID, ContactID: v.ContactID, Generation: v.Generation,
			TokenHash: &v.TokenHash, AddedAt: utc(v.AddedAt),
		}
	}
	if len(rows) == 0 {
		return nil
	}
	written := clause.OnConflict{
		Columns: []clause.Column{{Name: "id"}}, DoUpdates: clause.AssignmentColumns([]string{"token_hash"}),
	}
	return fail(tx.db.Clauses(written).CreateInBatches(rows, 200).Error)
}

// DropReminders drops the reminders of the answer deadline that still wait for
// anybody of one invitation, and returns how many.
func (tx *Tx) DropReminders(invitationID int64, why consult.DropReason, now time.Time) (int64, error) {
	of := tx.db.Model(&inviteeRow{}).Select("id").Where("invitation_id = ?", invitationID)
	return setAny[mailRow](tx, columns{"state": string(consult.Dropped), "error": string(why), "done_at": utc(now)},
		"invitee_id IN (?) AND purpose = ? AND state IN ('queued','retry','held')", of,
		string(consult.ForDeadlineReminder))
}

// RedirectMail sends what still waits for a contact to a corrected address, and
// returns how many mails that are.
func (tx *Tx) RedirectMail(contactID int64, address string) (int64, error) {
	return setAny[mailRow](
		tx, columns{"address": address}, "contact_id = ? AND state IN ('queued','retry','held')", contactID,
	)
}
