package store

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
)

// countMost is up to where lists are counted.
const countMost = 10_000

// organisationLineRow is what one row of the list of organisations is joined
// from.
type organisationLineRow struct {
	ID           int64
	Type         string
	Name         string
	Municipality *string
	KvK          string `gorm:"column:kvk"`
	AGB          string `gorm:"column:agb"`
	ArchivedAt   *time.Time
}

// Organisations reads the rows of the list that match, in order, and how many
// there are in all (counted up to 10,000), in four queries whatever their
// number.
func (tx *Tx) Organisations(f consult.OrganisationFilter) ([]consult.OrganisationLine, int, error) {
	where, args := organisationFilter(f)
	total, err := count[organisationRow](tx, countMost, where, args...)
	if err != nil || total == 0 {
		return nil, 0, err
	}
	q := tx.db.Table("organisation").
		Select(
			"organisation.id, organisation.type, organisation.name, g.name AS municipality, organisation.kvk, organisation.agb, organisation.archived_at",
		).
		Joins("LEFT JOIN municipality AS g ON g.id = organisation.municipality_id").Where(where, args...).
		Order(organisationOrder(f))
	if f.Limit > 0 {
		q = q.Limit(f.Limit).Offset(f.Offset)
	}
	var rows []organisationLineRow
	if err := q.Scan(&rows).Error; err != nil {
		return nil, 0, fail(err)
	}
	lines := make([]consult.OrganisationLine, len(rows))
	for i, r := range rows {
		lines[i] = consult.OrganisationLine{
			ID: r.ID, Type: consult.OrganisationType(r.Type), Name: r.Name, Municipality: deref(r.Municipality),
			KvK: r.KvK, AGB: r.AGB,
			ArchivedAt: at(r.ArchivedAt),
		}
	}
	return lines, total, tx.withTagsAndContacts(lines)
}

// withTagsAndContacts reads what belongs to the lines in two queries: for a page
// by id, for a whole list at once.
func (tx *Tx) withTagsAndContacts(lines []consult.OrganisationLine) error {
	place := make(map[int64]int, len(lines))
	ids := make([]int64, len(lines))
	for i, l := range lines {
		place[l.ID], ids[i] = i, l.ID
	}
	belonging := func(q *gorm.DB) *gorm.DB {
		if len(ids) <= 500 {
			return q.Where("organisation_id IN ?", ids)
		}
		return q
	}
	var tags []tagRow
	if err := belonging(tx.db).Order("organisation_id, tag").Find(&tags).Error; err != nil {
		return fail(err)
	}
	for _, t := range tags {
		if i, ok := place[t.OrganisationID]; ok {
			lines[i].Tags = append(lines[i].Tags, t.Tag)
		}
	}
	var counts []struct {
		OrganisationID int64
		Contacts       int
	}
	err := belonging(tx.db.Model(&contactRow{})).Select("organisation_id, COUNT(*) AS contacts").
		Where("archived_at IS NULL").
		Group("organisation_id").Scan(&counts).Error
	for _, c := range counts {
		if i, ok := place[c.OrganisationID]; ok {
			lines[i].Contacts = c.Contacts
		}
	}
	return fail(err)
}

// conditions gathers what a list is narrowed by.
type conditions struct {
	where []string
	args  []any
}

func (c *conditions) add(where string, args ...any) {
	c.where = append(c.where, where)
	c.args = append(c.args, args...)
}

// shelf narrows to what is in use or archived; column is its name in the query.
func (c *conditions) shelf(s consult.Shelf, column string) {
	switch s {
	case consult.InUse:
		c.add(column + " IS NULL")
	case consult.Archived:
		c.add(column + " IS NOT NULL")
	}
}

// all is the whole condition; none narrows nothing.
func (c *conditions) all() (string, []any) {
	if len(c.where) == 0 {
		return "1 = 1", nil
	}
	return strings.Join(c.where, " AND "), c.args
}

func organisationFilter(f consult.OrganisationFilter) (string, []any) {
	var c conditions
	if word := strings.Join(strings.Fields(f.Search), " "); word != "" {
		like := likeContains(word)
		c.add(
			"(organisation.search LIKE ? ESCAPE '!' OR organisation.id IN (SELECT organisation_id FROM contact WHERE archived_at IS NULL AND search LIKE ? ESCAPE '!'))", like, like,
		)
	}
	if f.Type != "" {
		c.add("organisation.type = ?", string(f.Type))
	}
	if f.MunicipalityID != 0 {
		c.add("organisation.municipality_id = ?", f.MunicipalityID)
	}
	if f.Tag != "" {
		c.add("organisation.id IN (SELECT organisation_id FROM organisation_tag WHERE tag = ?)", f.Tag)
	}
	c.shelf(f.Shelf, "organisation.archived_at")
	return c.all()
}

// organisationOrder is total: name and id come last.
func organisationOrder(f consult.OrganisationFilter) string {
	switch f.By {
	case consult.OrganisationsByType:
		return typeOrder + direction(f.Down) + ", organisation.sort_key, organisation.id"
	case consult.OrganisationsByMunicipality:
		// What has none stands last either way; the two databases put NULL at
		// different ends by themselves.
		return "CASE WHEN g.sort_key IS NULL THEN 1 ELSE 0 END, g.sort_key" + direction(f.Down) +
			", organisation.sort_key, organisation.id"
	}
	return "organisation.sort_key" + direction(f.Down) + ", organisation.id"
}

func direction(down bool) string {
	if down {
		return " DESC"
	}
	return ""
}

// typeOrder sorts types as forms list them. The words are our own constants.
var typeOrder = func() string {
	order := "CASE organisation.type"
	for i, t := range consult.OrganisationTypes {
		order += fmt.Sprintf(" WHEN '%s' THEN %d", t, i)
	}
	return order + " END"
}()

// KnownOrganisations reads what of every organisation tells whether another is
// the same, in one query.
func (tx *Tx) KnownOrganisations() ([]importing.KnownOrganisation, error) {
	var rows []organisationRow
	err := tx.db.Select("id", "name", "kvk", "municipality_id", "archived_at").Order("id").Find(&rows).Error
	all := make([]importing.KnownOrganisation, len(rows))
	for i, r := range rows {
		all[i] = importing.KnownOrganisation{
			ID: r.ID, Name: r.Name, KvK: r.KvK, MunicipalityID: id(r.MunicipalityID), Archived: r.ArchivedAt != nil,
		}
	}
	return all, fail(err)
}

// AddOrganisations keeps many organisations at once with their tags, and sets
// their ids. They have no members.
func (tx *Tx) AddOrganisations(all []consult.Organisation) error {
	rows := make([]organisationRow, len(all))
	for i, o := range all {
		rows[i] = newOrganisationRow(o)
	}
	if err := addAll(tx, rows); err != nil {
		return err
	}
	var tags []tagRow
	for i := range all {
		all[i].ID = rows[i].ID
		for _, t := range all[i].Tags {
			tags = append(tags, tagRow{OrganisationID: all[i].ID, Tag: t})
		}
	}
	return addAll(tx, tags)
}

// Memberships returns every organisation in every consortium, by name.
func (tx *Tx) Memberships() ([]consult.Membership, error) {
	var all []consult.Membership
	err := tx.db.Table("consortium_member AS m").
		Select("m.consortium_id, m.organisation_id AS member_id, c.name AS consortium, o.name AS member").
		Joins("JOIN organisation AS c ON c.id = m.consortium_id").
		Joins("JOIN organisation AS o ON o.id = m.organisation_id").
		Order("c.sort_key, c.id, o.sort_key, o.id").Scan(&all).Error
	return all, fail(err)
}

// ConsortiaOf returns the consortia that an organisation is a member of, with
// its role in each.
func (tx *Tx) ConsortiaOf(organisationID int64) ([]consult.Member, error) {
	var rows []struct {
		ConsortiumID int64
		Name         string
		Role         string
	}
	err := tx.db.Table("consortium_member AS m").Select("m.consortium_id, o.name, m.role").
		Joins("JOIN organisation AS o ON o.id = m.consortium_id").
		Where("m.organisation_id = ?", organisationID).Order("o.sort_key, m.id").Scan(&rows).Error
	all := make([]consult.Member, len(rows))
	for i, r := range rows {
		all[i] = consult.Member{OrganisationID: r.ConsortiumID, Name: r.Name, Role: consult.MemberRole(r.Role)}
	}
	return all, fail(err)
}

// invitedRow is one occasion in the history of an organisation or a contact.
type invitedRow struct {
	ID          int64 // of the invitation
	OccasionID  int64
	Title       string
	StartsAt    time.Time
	InvitedAt   time.Time
	WithdrawnAt *time.Time
	// WholeAt is when the invitation of the organisation was; two columns, for SQLite gives an expression back as text.
	WholeAt *time.Time
	Answer  *string
}

// OrganisationInvitations returns what an organisation was invited to,
// the latest first, at most limit.
func (tx *Tx) OrganisationInvitations(organisationID int64, limit int) ([]consult.InvitedLine, error) {
	q := tx.db.Table("invitation AS i").
		Select("i.id, i.occasion_id, o.title, o.starts_at, i.invited_at, i.withdrawn_at, NULL AS answer").
		Joins("JOIN occasion AS o ON o.id = i.occasion_id").Where("i.organisation_id = ?", organisationID)
	lines, ids, err := invitedLines(q.Order("o.starts_at DESC, i.id DESC").Limit(limit))
	if err != nil || len(ids) == 0 {
		return lines, err
	}
	all, err := tx.invited(ids)
	for i, id := range ids {
		if p := all.parties[id]; p != nil {
			lines[i].Answer = p.Answer()
		}
	}
	return lines, err
}

// ContactInvitations returns what a contact was invited to, the latest
// first, at most limit.
func (tx *Tx) ContactInvitations(contactID int64, limit int) ([]consult.InvitedLine, error) {
	q := tx.db.Table("invitee AS v").
		Select(
			"i.id, i.occasion_id, o.title, o.starts_at, v.added_at AS invited_at, v.withdrawn_at, i.withdrawn_at AS whole_at, r.answer",
		).
		Joins("JOIN invitation AS i ON i.id = v.invitation_id").Joins("JOIN occasion AS o ON o.id = i.occasion_id").
		Joins("LEFT JOIN reply AS r ON r.id = v.reply_id").Where("v.contact_id = ?", contactID)
	lines, _, err := invitedLines(q.Order("o.starts_at DESC, v.id DESC").Limit(limit))
	return lines, err
}

// invitedLines reads the lines and, beside them, the ids of the invitations.
func invitedLines(q *gorm.DB) ([]consult.InvitedLine, []int64, error) {
	var rows []invitedRow
	err := q.Scan(&rows).Error
	lines, ids := make([]consult.InvitedLine, len(rows)), make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
		lines[i] = consult.InvitedLine{
			OccasionID: r.OccasionID, Title: r.Title, Starts: r.StartsAt.UTC(), InvitedAt: r.InvitedAt.UTC(),
			WithdrawnAt: at(cmp.Or(r.WithdrawnAt, r.WholeAt)),
			Answer:      consult.Answer(deref(r.Answer)),
		}
	}
	return lines, ids, fail(err)
}
