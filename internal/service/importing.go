package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/importing"
	"samenspraak/internal/sheet"
	"samenspraak/internal/store"
)

// StartImport keeps a CSV or XLSX file until somebody has said how to read it,
// and returns the id of the draft. What cannot be read is refused with
// consult.Problems for the field file. Drafts of more than a day ago are
// deleted.
func (s *Service) StartImport(ctx context.Context, actor consult.Actor, fileName string, data []byte) (int64, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return 0, err
	}
	table, err := s.readSheet(ctx, data)
	if err != nil {
		return 0, err
	}
	fileName = i18n.Tidy(path.Base(strings.ReplaceAll(fileName, `\`, "/")))
	draft := importing.Draft{StaffID: actor.ID, FileName: fileName, Data: data, Mapping: recognise(table), At: now}
	var draftID int64
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		if err := s.sweepImports(tx); err != nil {
			return err
		}
		var err error
		draftID, err = tx.AddImportDraft(draft)
		return err
	})
	return draftID, err
}

func (s *Service) sweepImports(tx *store.Tx) error {
	now := s.now()
	return tx.SweepImports(now.Add(-importing.DraftKept), now.Add(-importing.RefusedRowsKept))
}

// SweepImports deletes drafts that nobody took in within a day and refused rows
// of more than thirty days ago.
func (s *Service) SweepImports(ctx context.Context) error {
	return s.db.Update(ctx, s.sweepImports)
}

// ImportFile is a draft with what its file holds.
type ImportFile struct {
	importing.Draft
	Table sheet.Table
	Width int // columns
}

// ImportFile reads a draft of the actor's own.
func (s *Service) ImportFile(ctx context.Context, actor consult.Actor, draftID int64) (ImportFile, error) {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return ImportFile{}, err
	}
	var f ImportFile
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		f.Draft, err = tx.ImportDraft(draftID, actor.ID)
		return err
	})
	if err != nil {
		return f, err
	}
	f.Table, err = s.readSheet(ctx, f.Data)
	f.Width = tableWidth(f.Table)
	return f, err
}

// MapImport keeps how a draft is to be read, unless it cannot be read that way.
func (s *Service) MapImport(ctx context.Context, actor consult.Actor, draftID int64, m importing.Mapping) error {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return err
	}
	if err := importing.CheckMapping(m).Err(); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		draft, err := tx.LockImportDraft(draftID, actor.ID)
		if err != nil {
			return err
		}
		// What was recognised has a place for every column of the file.
		if len(m.Columns) != len(draft.Mapping.Columns) {
			return fmt.Errorf(
				"%d columns for a file of %d: %w", len(m.Columns), len(draft.Mapping.Columns), consult.ErrConflict,
			)
		}
		return tx.SetImportMapping(draftID, actor.ID, m)
	})
}

// DropImport throws a draft away.
func (s *Service) DropImport(ctx context.Context, actor consult.Actor, draftID int64) error {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error { return tx.RemoveImportDraft(draftID, actor.ID) })
}

// ImportTrial is what would happen if a draft were taken in now. Fingerprint
// tells one outcome from another.
type ImportTrial struct {
	importing.Draft
	Plan        importing.Plan
	Fingerprint string
	cells       map[int][]string // of each line, as they were sent
	header      []string
}

// TryImport reads a draft row by row and says what each comes to, without
// writing anything.
func (s *Service) TryImport(ctx context.Context, actor consult.Actor, draftID int64) (ImportTrial, error) {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return ImportTrial{}, err
	}
	d, err := s.readDraft(ctx, actor, draftID)
	if err != nil {
		return ImportTrial{}, err
	}
	t := ImportTrial{Draft: d.Draft}
	err = s.db.View(ctx, func(tx *store.Tx) error {
		t, err = d.judge(tx)
		return err
	})
	return t, err
}

// importDraft is a draft with its rows read, before they are judged.
type importDraft struct {
	importing.Draft
	table sheet.Table
	rows  []importing.Row
}

// readDraft reads a draft of the actor's own. Reading ten thousand rows takes a
// second or more, so that no transaction is open meanwhile.
func (s *Service) readDraft(ctx context.Context, actor consult.Actor, draftID int64) (importDraft, error) {
	var d importDraft
	var municipalities []consult.Municipality
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if d.Draft, err = tx.ImportDraft(draftID, actor.ID); err != nil {
			return err
		}
		municipalities, err = tx.Municipalities()
		return err
	})
	if err != nil {
		return d, err
	}
	if err := importing.CheckMapping(d.Mapping).Err(); err != nil {
		return d, err
	}
	if d.table, err = s.readSheet(ctx, d.Data); err != nil {
		return d, err
	}
	d.rows = readRows(d.table, d.Mapping, municipalities, s.now())
	return d, nil
}

// judge says what each row comes to against the directory as the transaction
// sees it, in two queries whatever the number of rows.
func (d importDraft) judge(tx *store.Tx) (ImportTrial, error) {
	t := ImportTrial{Draft: d.Draft}
	known, err := tx.KnownOrganisations()
	if err != nil {
		return t, err
	}
	contacts, err := tx.KnownContacts()
	if err != nil {
		return t, err
	}
	t.Plan = importing.PlanImport(d.rows, known, contacts, d.Mapping.Alike)
	t.remember(d.table)
	return t, nil
}

// remember keeps the cells of each line, for the refused ones, and makes the
// fingerprint: of the file's rows and of what each comes to.
func (t *ImportTrial) remember(table sheet.Table) {
	t.cells = make(map[int][]string, len(table.Rows))
	for i, row := range table.Rows {
		t.cells[table.Lines[i]] = row
	}
	if t.Mapping.Header {
		t.header = table.Rows[0]
	}
	h := sha256.New()
	for _, l := range t.Plan.Lines {
		_, _ = fmt.Fprintf(h, "%d %s %q %q %v\n", l.Line, l.Verdict, l.Organisation.Name, l.Contact.Canonical, l.Notes)
	}
	t.Fingerprint = hex.EncodeToString(h.Sum(nil)[:16])
}

// Refused returns the refused rows as they were sent, with their line and the
// reason in a language before them; the first is the header.
func (t ImportTrial) Refused(lang i18n.Lang) [][]string {
	wide := len(t.Mapping.Columns)
	head := make([]string, wide)
	for i, c := range t.Mapping.Columns {
		if i < len(t.header) && t.header[i] != "" {
			head[i] = t.header[i]
		} else if c != importing.NoColumn {
			head[i] = i18n.T(lang, "import.column."+string(c))
		}
	}
	rows := [][]string{append([]string{i18n.T(lang, "import.line"), i18n.T(lang, "import.reason")}, head...)}
	for _, l := range t.Plan.Lines {
		if l.Verdict == importing.Refused {
			row := []string{fmt.Sprint(l.Line), ProblemText(lang, l.Problems)}
			rows = append(rows, append(row, t.cells[l.Line]...))
		}
	}
	return rows
}

// ProblemText is problems as one text.
func ProblemText(lang i18n.Lang, problems []consult.Problem) string {
	texts := make([]string, len(problems))
	for i, p := range problems {
		texts[i] = i18n.T(lang, p.Key, p.Args...)
	}
	return strings.Join(texts, " ")
}
