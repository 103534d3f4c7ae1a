package store

import (
	"strings"
	"time"

	"samenspraak/internal/consult"
)

type organisationRow struct {
	ID             int64
	Type           string
	Name           string
	SortKey        string
	Search         string // lower case, what a search looks in
	MunicipalityID *int64
	KvK            string `gorm:"column:kvk"`
	AGB            string `gorm:"column:agb"`
	Note           string
	ImportID       *int64
	ArchivedAt     *time.Time
	CreatedAt      time.Time
	Version        int64
}

func (organisationRow) TableName() string { return "organisation" }

type tagRow struct {
	ID             int64
	OrganisationID int64
	Tag            string
}

func (tagRow) TableName() string { return "organisation_tag" }

type memberRow struct {
	ID             int64
	ConsortiumID   int64
	OrganisationID int64
	Role           string
}

func (memberRow) TableName() string { return "consortium_member" }

func (r organisationRow) organisation() consult.Organisation {
	return consult.Organisation{
		ID: r.ID, Type: consult.OrganisationType(r.Type), Name: r.Name, SortKey: r.SortKey,
		MunicipalityID: id(r.MunicipalityID),
		KvK:            r.KvK, AGB: r.AGB, Note: r.Note, ImportID: id(r.ImportID), ArchivedAt: at(r.ArchivedAt),
		CreatedAt: r.CreatedAt.UTC(),
		Version:   r.Version,
	}
}

func newOrganisationRow(o consult.Organisation) organisationRow {
	return organisationRow{
		Type: string(o.Type), Name: o.Name, SortKey: o.SortKey, Search: organisationSearch(o),
		MunicipalityID: ref(o.MunicipalityID),
		KvK:            o.KvK, AGB: o.AGB, Note: o.Note, ImportID: ref(o.ImportID), CreatedAt: utc(o.CreatedAt),
		Version: 1,
	}
}

// AddOrganisation keeps a new organisation with its tags and members.
func (tx *Tx) AddOrganisation(o consult.Organisation) (int64, error) {
	row := newOrganisationRow(o)
	if err := add(tx, &row); err != nil {
		return 0, err
	}
	o.ID = row.ID
	return row.ID, tx.setBelonging(o)
}

// SetOrganisation writes an organisation; consult.ErrConflict when it is no
// longer at the version that was read.
func (tx *Tx) SetOrganisation(o consult.Organisation) error {
	n, err := setAny[organisationRow](tx, columns{
		"type": string(o.Type), "name": o.Name, "sort_key": o.SortKey, "search": organisationSearch(o),
		"municipality_id": ref(o.MunicipalityID), "kvk": o.KvK, "agb": o.AGB, "note": o.Note,
		"archived_at": opt(o.ArchivedAt), "version": o.Version + 1,
	}, "id = ? AND version = ?", o.ID, o.Version)
	if err != nil {
		return err
	}
	if n == 0 {
		return consult.ErrConflict
	}
	return tx.setBelonging(o)
}

func organisationSearch(o consult.Organisation) string {
	return strings.ToLower(o.Name + " " + o.KvK + " " + o.AGB + " " + strings.Join(o.Tags, " "))
}

// setBelonging replaces tags and members.
func (tx *Tx) setBelonging(o consult.Organisation) error {
	if _, err := remove[tagRow](tx, "organisation_id = ?", o.ID); err != nil {
		return err
	}
	tags := make([]tagRow, len(o.Tags))
	for i, t := range o.Tags {
		tags[i] = tagRow{OrganisationID: o.ID, Tag: t}
	}
	if err := addAll(tx, tags); err != nil {
		return err
	}
	if _, err := remove[memberRow](tx, "consortium_id = ?", o.ID); err != nil {
		return err
	}
	members := make([]memberRow, len(o.Members))
	for i, m := range o.Members {
		members[i] = memberRow{ConsortiumID: o.ID, OrganisationID: m.OrganisationID, Role: string(m.Role)}
	}
	return addAll(tx, members)
}

// Organisation reads one organisation with its tags and members.
func (tx *Tx) Organisation(organisationID int64) (consult.Organisation, error) {
	row, err := take[organisationRow](tx, "id = ?", organisationID)
	if err != nil {
		return consult.Organisation{}, err
	}
	all, err := tx.withBelonging([]organisationRow{row})
	if err != nil {
		return consult.Organisation{}, err
	}
	return all[0], nil
}

// withBelonging reads tags and members of all rows in one query each.
func (tx *Tx) withBelonging(rows []organisationRow) ([]consult.Organisation, error) {
	all := make([]consult.Organisation, len(rows))
	place := make(map[int64]int, len(rows))
	ids := make([]int64, len(rows))
	for i, r := range rows {
		all[i], place[r.ID], ids[i] = r.organisation(), i, r.ID
	}
	for len(ids) > 0 {
		part := ids[:min(500, len(ids))]
		ids = ids[len(part):]
		tags, err := list[tagRow](tx, "organisation_id, tag", "organisation_id IN ?", part)
		if err != nil {
			return nil, err
		}
		for _, t := range tags {
			o := &all[place[t.OrganisationID]]
			o.Tags = append(o.Tags, t.Tag)
		}
		if err := tx.readMembers(part, all, place); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (tx *Tx) readMembers(ids []int64, all []consult.Organisation, place map[int64]int) error {
	var rows []struct {
		ConsortiumID   int64
		OrganisationID int64
		Role           string
		Name           string
	}
	err := tx.db.Table("consortium_member AS m").Select("m.consortium_id, m.organisation_id, m.role, o.name").
		Joins("JOIN organisation AS o ON o.id = m.organisation_id").
		Where("m.consortium_id IN ?", ids).Order("m.consortium_id, m.role, o.sort_key, m.id").Scan(&rows).Error
	for _, r := range rows {
		o := &all[place[r.ConsortiumID]]
		o.Members = append(
			o.Members, consult.Member{OrganisationID: r.OrganisationID, Name: r.Name, Role: consult.MemberRole(r.Role)},
		)
	}
	return fail(err)
}
