package service

import (
	"context"
	"fmt"
	"slices"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/importing"
	"samenspraak/internal/store"
)

// ConfirmImport takes in what TryImport showed: every row that is not refused,
// in one transaction. When the outcome would now be another than that of the
// fingerprint, or the draft is gone, nothing is written: consult.ErrConflict or
// consult.ErrNotFound. Returns the id of the import. Refused rows are kept for
// thirty days, with the reason in a language.
func (s *Service) ConfirmImport(
	ctx context.Context, actor consult.Actor, draftID int64, fingerprint string, lang i18n.Lang,
) (int64, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return 0, err
	}
	d, err := s.readDraft(ctx, actor, draftID)
	if err != nil {
		return 0, err
	}
	var importID int64
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		draft, err := tx.LockImportDraft(draftID, actor.ID)
		if err != nil {
			return err
		}
		t, err := d.judge(tx)
		if err != nil {
			return err
		}
		if t.Fingerprint != fingerprint || !sameMapping(draft.Mapping, d.Mapping) {
			return fmt.Errorf("the outcome of the import changed: %w", consult.ErrConflict)
		}
		count := t.Plan.Count
		i := importing.Import{
			At: now, StaffID: actor.ID, FileName: draft.FileName, Refused: count[importing.Refused],
			Organisations: len(t.Plan.New()), Contacts: count[importing.AddBoth] + count[importing.AddContact],
		}
		if i.Organisations+i.Contacts == 0 {
			return consult.Problems{{Key: "import.problem.nothing_new"}}
		}
		if importID, err = s.addImported(tx, t, i, lang); err != nil {
			return err
		}
		e := s.event(actor, "import.done", "import", importID)
		e.Detail = map[string]any{
			"file": i.FileName, "organisations": i.Organisations, "contacts": i.Contacts, "refused": i.Refused,
		}
		tx.Record(e)
		return tx.RemoveImportDraft(draftID, actor.ID)
	})
	return importID, err
}

func sameMapping(a, b importing.Mapping) bool {
	return a.Header == b.Header && a.Type == b.Type && a.Alike == b.Alike && slices.Equal(a.Columns, b.Columns)
}

// addImported writes the organisations and contacts of a plan under one import.
func (s *Service) addImported(tx *store.Tx, t ImportTrial, i importing.Import, lang i18n.Lang) (int64, error) {
	importID, err := tx.AddImport(i)
	if err != nil {
		return 0, err
	}
	organisations := t.Plan.New()
	for k := range organisations {
		organisations[k].ImportID, organisations[k].CreatedAt = importID, i.At
	}
	if err := tx.AddOrganisations(organisations); err != nil {
		return 0, err
	}
	ids := make([]int64, len(organisations))
	for k, o := range organisations {
		ids[k] = o.ID
	}
	contacts := t.Plan.Contacts(ids)
	for k := range contacts {
		contacts[k].ImportID, contacts[k].CreatedAt = importID, i.At
	}
	if err := tx.AddContacts(contacts); err != nil {
		return 0, err
	}
	if i.Refused == 0 {
		return importID, nil
	}
	return importID, tx.AddRefusal(importID, t.Refused(lang), i.At)
}

// importsShown is how many imports the list shows.
const importsShown = 50

// Imports reads the latest imports.
func (s *Service) Imports(ctx context.Context, actor consult.Actor) ([]importing.Import, error) {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return nil, err
	}
	var all []importing.Import
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		all, err = tx.Imports(importsShown)
		return err
	})
	return all, err
}

// ImportPage is one import with what undoing it would come to.
type ImportPage struct {
	importing.Import
	Undo importing.Undo
}

// Import reads one import.
func (s *Service) Import(ctx context.Context, actor consult.Actor, importID int64) (ImportPage, error) {
	var v ImportPage
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Import, err = tx.Import(importID); err != nil || !v.UndoneAt.IsZero() {
			return err
		}
		v.Undo, err = planUndo(tx, importID)
		return err
	})
	return v, err
}

// ImportRefusal reads the refused rows of an import, header first;
// consult.ErrNotFound when there are none, or they are older than thirty days.
func (s *Service) ImportRefusal(ctx context.Context, actor consult.Actor, importID int64) ([][]string, error) {
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return nil, err
	}
	var rows [][]string
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		rows, err = tx.Refusal(importID)
		return err
	})
	return rows, err
}

func planUndo(tx *store.Tx, importID int64) (importing.Undo, error) {
	organisations, err := tx.ImportedOrganisations(importID)
	if err != nil {
		return importing.Undo{}, err
	}
	contacts, err := tx.ImportedContacts(importID)
	return importing.PlanUndo(organisations, contacts), err
}

// UndoImport removes what an import added, as a whole. When something of it was
// used since (invited, changed, leant on) nothing is removed and
// consult.Problems say so, unless keepUsed: then that stays and the rest goes.
// consult.ErrConflict when it was undone before.
func (s *Service) UndoImport(ctx context.Context, actor consult.Actor, importID int64, keepUsed bool) error {
	now := s.now()
	if err := consult.Allow(actor, consult.EditDirectory); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Import(importID); err != nil {
			return err
		}
		if err := tx.MarkImportUndone(importID, now); err != nil {
			return err
		}
		undo, err := planUndo(tx, importID)
		if err != nil {
			return err
		}
		if len(undo.Used) > 0 && !keepUsed {
			return consult.Problems{{Key: "import.problem.used", Args: []any{"Count", len(undo.Used)}}}
		}
		e := s.event(actor, "import.undone", "import", importID)
		e.Detail = map[string]any{
			"organisations": len(undo.Organisations), "contacts": len(undo.Contacts), "kept": len(undo.Used),
		}
		tx.Record(e)
		return tx.RemoveImported(undo.Contacts, undo.Organisations)
	})
}
