package store

import (
	"errors"
	"time"

	"gorm.io/gorm/clause"

	"samenspraak/internal/consult"
)

const regionID = 1

type regionRow struct {
	ID           int64
	Name         string
	ShortName    string
	TaglineNL    string `gorm:"column:tagline_nl"`
	TaglineEN    string `gorm:"column:tagline_en"`
	OnBehalfNL   string `gorm:"column:on_behalf_nl"`
	OnBehalfEN   string `gorm:"column:on_behalf_en"`
	SenderName   string
	ReplyAddress string
	Phone        string
	HoursNL      string `gorm:"column:hours_nl"`
	HoursEN      string `gorm:"column:hours_en"`
	SignedBy     string
	Security     string
	PrivacyNL    string `gorm:"column:privacy_nl"`
	PrivacyEN    string `gorm:"column:privacy_en"`
	AccessNL     string `gorm:"column:access_nl"`
	AccessEN     string `gorm:"column:access_en"`
	LogoSHA256   string `gorm:"column:logo_sha256"`
	LogoType     string // media type
	LogoWidth    int
	LogoHeight   int
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

func (regionRow) TableName() string { return "region" }

// Region reads the region; before its settings were filled in it is the zero
// Region.
func (tx *Tx) Region() (consult.Region, error) {
	return regionOrNone(take[regionRow](tx, "id = ?", regionID))
}

// LockRegion is Region and keeps others from changing it until the transaction
// ends.
func (tx *Tx) LockRegion() (consult.Region, error) {
	return regionOrNone(lock[regionRow](tx, "id = ?", regionID))
}

func regionOrNone(r regionRow, err error) (consult.Region, error) {
	if errors.Is(err, consult.ErrNotFound) {
		return consult.Region{}, nil
	}
	return consult.Region{
		Name: r.Name, ShortName: r.ShortName, Tagline: consult.Words{NL: r.TaglineNL, EN: r.TaglineEN},
		OnBehalf: consult.Words{NL: r.OnBehalfNL, EN: r.OnBehalfEN}, SenderName: r.SenderName,
		ReplyAddress: r.ReplyAddress,
		Phone:        r.Phone, PhoneHours: consult.Words{NL: r.HoursNL, EN: r.HoursEN}, SignedBy: r.SignedBy,
		Security:  r.Security,
		Privacy:   consult.Words{NL: r.PrivacyNL, EN: r.PrivacyEN},
		Access:    consult.Words{NL: r.AccessNL, EN: r.AccessEN},
		Logo:      consult.Logo{SHA256: r.LogoSHA256, MediaType: r.LogoType, Width: r.LogoWidth, Height: r.LogoHeight},
		UpdatedAt: r.UpdatedAt.UTC(),
	}, err
}

// SetRegion writes the region. It changes the row in place: whoever waits for
// it in LockRegion would not find a new one.
func (tx *Tx) SetRegion(r consult.Region) error {
	there := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}
	return fail(tx.db.Clauses(there).Create(&regionRow{
		ID: regionID, Name: r.Name, ShortName: r.ShortName, TaglineNL: r.Tagline.NL, TaglineEN: r.Tagline.EN,
		OnBehalfNL: r.OnBehalf.NL, OnBehalfEN: r.OnBehalf.EN, SenderName: r.SenderName, ReplyAddress: r.ReplyAddress,
		Phone: r.Phone, HoursNL: r.PhoneHours.NL, HoursEN: r.PhoneHours.EN, SignedBy: r.SignedBy, Security: r.Security,
		PrivacyNL: r.Privacy.NL, PrivacyEN: r.Privacy.EN, AccessNL: r.Access.NL, AccessEN: r.Access.EN,
		LogoSHA256: r.Logo.SHA256, LogoType: r.Logo.MediaType, LogoWidth: r.Logo.Width, LogoHeight: r.Logo.Height,
		UpdatedAt: utc(r.UpdatedAt),
	}).Error)
}

type municipalityRow struct {
	ID         int64
	Name       string
	SortKey    string
	Code       string
	ValidFrom  *time.Time
	ValidUntil *time.Time
}

func (municipalityRow) TableName() string { return "municipality" }

func (r municipalityRow) municipality() consult.Municipality {
	return consult.Municipality{
		ID: r.ID, Name: r.Name, SortKey: r.SortKey, Code: r.Code, From: at(r.ValidFrom), Until: at(r.ValidUntil),
	}
}

// Municipalities returns every municipality, also former ones, as Dutch sorts
// them.
func (tx *Tx) Municipalities() ([]consult.Municipality, error) {
	rows, err := list[municipalityRow](tx, "sort_key, id", "1 = 1")
	all := make([]consult.Municipality, len(rows))
	for i, r := range rows {
		all[i] = r.municipality()
	}
	return all, err
}

// AddMunicipality keeps a new municipality.
func (tx *Tx) AddMunicipality(m consult.Municipality) (int64, error) {
	row := municipalityRow{
		Name: m.Name, SortKey: m.SortKey, Code: m.Code, ValidFrom: opt(m.From), ValidUntil: opt(m.Until),
	}
	err := add(tx, &row)
	return row.ID, err
}

// SetMunicipality writes a municipality.
func (tx *Tx) SetMunicipality(m consult.Municipality) error {
	return set[municipalityRow](tx, columns{
		"name": m.Name, "sort_key": m.SortKey, "code": m.Code, "valid_from": opt(m.From), "valid_until": opt(m.Until),
	}, "id = ?", m.ID)
}

// MunicipalityUses returns every municipality with how many organisations are
// in it, also archived ones, in one query.
func (tx *Tx) MunicipalityUses() ([]consult.MunicipalityUse, error) {
	var rows []struct {
		Row           municipalityRow `gorm:"embedded"`
		Organisations int
	}
	err := tx.db.Table("municipality").
		Select(
			"municipality.*, (SELECT COUNT(*) FROM organisation WHERE organisation.municipality_id = municipality.id) AS organisations",
		).
		Order("sort_key, id").Scan(&rows).Error
	all := make([]consult.MunicipalityUse, len(rows))
	for i, r := range rows {
		all[i] = consult.MunicipalityUse{Municipality: r.Row.municipality(), Organisations: r.Organisations}
	}
	return all, fail(err)
}

// RemoveMunicipality deletes a municipality; consult.ErrConflict when
// organisations are in it.
func (tx *Tx) RemoveMunicipality(municipalityID int64) error {
	n, err := remove[municipalityRow](tx, "id = ?", municipalityID)
	if err == nil && n == 0 {
		return consult.ErrNotFound
	}
	return err
}
