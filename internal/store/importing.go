package store

import (
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
)

type draftRow struct {
	ID       int64
	StaffID  int64
	FileName string
	Data     []byte
	Mapping  string
	At       time.Time
}

func (draftRow) TableName() string { return "import_draft" }

func (r draftRow) draft() (importing.Draft, error) {
	mapping, err := decode[storedMapping](cell{r.TableName(), "mapping", r.ID}, r.Mapping)
	return importing.Draft{
		ID: r.ID, StaffID: r.StaffID, FileName: r.FileName, Data: r.Data, Mapping: mapping.mapping(), At: r.At.UTC(),
	}, err
}

// AddImportDraft keeps a file that somebody sent. It is written with Create:
// Exec would make one variable of each byte.
func (tx *Tx) AddImportDraft(d importing.Draft) (int64, error) {
	row := draftRow{
		StaffID: d.StaffID, FileName: d.FileName, Data: d.Data, Mapping: encode(storeMapping(d.Mapping)), At: utc(d.At),
	}
	err := add(tx, &row)
	return row.ID, err
}

// ImportDraft reads the draft of a member of staff.
func (tx *Tx) ImportDraft(draftID, staffID int64) (importing.Draft, error) {
	row, err := take[draftRow](tx, "id = ? AND staff_id = ?", draftID, staffID)
	if err != nil {
		return importing.Draft{}, err
	}
	return row.draft()
}

// LockImportDraft is ImportDraft that keeps others from taking it in at the
// same time.
func (tx *Tx) LockImportDraft(draftID, staffID int64) (importing.Draft, error) {
	row, err := lock[draftRow](tx, "id = ? AND staff_id = ?", draftID, staffID)
	if err != nil {
		return importing.Draft{}, err
	}
	return row.draft()
}

// SetImportMapping writes how a draft is to be read.
func (tx *Tx) SetImportMapping(draftID, staffID int64, m importing.Mapping) error {
	return set[draftRow](tx, columns{"mapping": encode(storeMapping(m))}, "id = ? AND staff_id = ?", draftID, staffID)
}

// RemoveImportDraft deletes a draft.
func (tx *Tx) RemoveImportDraft(draftID, staffID int64) error {
	n, err := remove[draftRow](tx, "id = ? AND staff_id = ?", draftID, staffID)
	if err == nil && n == 0 {
		return consult.ErrNotFound
	}
	return err
}

// SweepImports deletes drafts that were sent before one instant, and refused
// rows that are from before another.
func (tx *Tx) SweepImports(drafts, refusals time.Time) error {
	if _, err := remove[draftRow](tx, "at < ?", utc(drafts)); err != nil {
		return err
	}
	_, err := remove[refusalRow](tx, "at < ?", utc(refusals))
	return err
}

type importRow struct {
	ID            int64
	At            time.Time
	StaffID       int64
	FileName      string
	Organisations int
	Contacts      int
	Refused       int
	UndoneAt      *time.Time
}

func (importRow) TableName() string { return "import" }

type refusalRow struct {
	ID       int64
	ImportID int64
	Rows     string
	At       time.Time
}

func (refusalRow) TableName() string { return "import_refusal" }

// AddImport keeps what was taken in and, if there are any, the refused rows.
func (tx *Tx) AddImport(i importing.Import) (int64, error) {
	row := importRow{
		At: utc(i.At), StaffID: i.StaffID, FileName: i.FileName, Organisations: i.Organisations, Contacts: i.Contacts,
		Refused: i.Refused,
	}
	err := add(tx, &row)
	return row.ID, err
}

// AddRefusal keeps the refused rows of an import, the first of them the header.
func (tx *Tx) AddRefusal(importID int64, rows [][]string, now time.Time) error {
	return add(tx, &refusalRow{ImportID: importID, Rows: encode(storedCells(rows)), At: utc(now)})
}

// Refusal reads the refused rows of an import; consult.ErrNotFound when there
// are none, or no longer.
func (tx *Tx) Refusal(importID int64) ([][]string, error) {
	row, err := take[refusalRow](tx, "import_id = ?", importID)
	if err != nil {
		return nil, err
	}
	return decode[storedCells](cell{row.TableName(), "rows", row.ID}, row.Rows)
}

// importLineRow is an import with who did it.
type importLineRow struct {
	Row       importRow `gorm:"embedded"`
	StaffName string
}

func (r importLineRow) imported() importing.Import {
	return importing.Import{
		ID: r.Row.ID, At: r.Row.At.UTC(), StaffID: r.Row.StaffID, StaffName: r.StaffName, FileName: r.Row.FileName,
		Organisations: r.Row.Organisations, Contacts: r.Row.Contacts, Refused: r.Row.Refused,
		UndoneAt: at(r.Row.UndoneAt),
	}
}

// Imports returns the latest imports, at most limit.
func (tx *Tx) Imports(limit int) ([]importing.Import, error) {
	return tx.imports(limit, "1 = 1")
}

// Import reads one import.
func (tx *Tx) Import(importID int64) (importing.Import, error) {
	all, err := tx.imports(1, "import.id = ?", importID)
	if err == nil && len(all) == 0 {
		err = consult.ErrNotFound
	}
	if err != nil {
		return importing.Import{}, err
	}
	return all[0], nil
}

func (tx *Tx) imports(limit int, where string, args ...any) ([]importing.Import, error) {
	var rows []importLineRow
	err := tx.db.Table("import").Select("import.*, s.name AS staff_name").
		Joins("JOIN staff AS s ON s.id = import.staff_id").
		Where(where, args...).Order("import.id DESC").Limit(limit).Scan(&rows).Error
	all := make([]importing.Import, len(rows))
	for i, r := range rows {
		all[i] = r.imported()
	}
	return all, fail(err)
}

// MarkImportUndone notes that an import was undone; consult.ErrConflict when it
// had been.
func (tx *Tx) MarkImportUndone(importID int64, now time.Time) error {
	n, err := setAny[importRow](tx, columns{"undone_at": utc(now)}, "id = ? AND undone_at IS NULL", importID)
	if err == nil && n == 0 {
		return consult.ErrConflict
	}
	return err
}

// ImportedContacts returns what an import added that is still there, with what
// has happened to it since, by name.
func (tx *Tx) ImportedContacts(importID int64) ([]importing.ImportedContact, error) {
	var rows []struct {
		Row   contactRow `gorm:"embedded"`
		Asked bool
	}
	err := tx.db.Table("contact").
		Select(`contact.*, (EXISTS (SELECT 1 FROM invitee WHERE invitee.contact_id = contact.id)
		OR EXISTS (SELECT 1 FROM outbox WHERE outbox.contact_id = contact.id)) AS asked`).
		Where("import_id = ?", importID).Order("sort_key, id").Scan(&rows).Error
	all := make([]importing.ImportedContact, len(rows))
	for i, r := range rows {
		all[i] = importing.ImportedContact{
			ID: r.Row.ID, OrganisationID: r.Row.OrganisationID, Name: r.Row.contact().Name(), Invited: r.Asked,
			Changed: r.Row.Version > 1,
		}
	}
	return all, fail(err)
}

// ImportedOrganisations returns what an import added that is still there, with
// what has happened to it since, by name.
func (tx *Tx) ImportedOrganisations(importID int64) ([]importing.ImportedOrganisation, error) {
	var rows []struct {
		Row                    organisationRow `gorm:"embedded"`
		Asked, Joined, Peopled bool
	}
	err := tx.db.Table("organisation").Select(`organisation.*,
		EXISTS (SELECT 1 FROM invitation WHERE invitation.organisation_id = organisation.id) AS asked,
		EXISTS (SELECT 1 FROM consortium_member AS m WHERE m.organisation_id = organisation.id OR m.consortium_id = organisation.id) AS joined,
		EXISTS (SELECT 1 FROM contact AS c WHERE c.organisation_id = organisation.id AND (c.import_id IS NULL OR c.import_id <> ?)) AS peopled`, importID).
		Where("import_id = ?", importID).Order("sort_key, id").Scan(&rows).Error
	all := make([]importing.ImportedOrganisation, len(rows))
	for i, r := range rows {
		all[i] = importing.ImportedOrganisation{
			ID: r.Row.ID, Name: r.Row.Name, Invited: r.Asked, Member: r.Joined, OtherContacts: r.Peopled,
			Changed: r.Row.Version > 1,
		}
	}
	return all, fail(err)
}

// RemoveImported deletes contacts and organisations that an import added;
// consult.ErrConflict when something has come to lean on one of them.
func (tx *Tx) RemoveImported(contactIDs, organisationIDs []int64) error {
	err := inParts(contactIDs, func(ids []int64) error {
		_, err := remove[contactRow](tx, "id IN ?", ids)
		return err
	})
	if err != nil {
		return err
	}
	return inParts(organisationIDs, func(ids []int64) error {
		if _, err := remove[tagRow](tx, "organisation_id IN ?", ids); err != nil {
			return err
		}
		_, err := remove[organisationRow](tx, "id IN ?", ids)
		return err
	})
}

// inParts does something with many ids, few enough at a time for the databases'
// limit of parameters.
func inParts(ids []int64, do func([]int64) error) error {
	for len(ids) > 0 {
		n := min(500, len(ids))
		if err := do(ids[:n]); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}
