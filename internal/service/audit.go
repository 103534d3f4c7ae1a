package service

import (
	"context"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// AuditFilter narrows the audit; zero fields do not. Before goes back in it:
// only entries older than that id.
type AuditFilter struct {
	Object string
	About  int64
	Action string
	Before int64
	Limit  int
}

// Audit returns entries, newest first, and whether there are older ones.
func (s *Service) Audit(
	ctx context.Context, actor consult.Actor, f AuditFilter,
) (events []consult.Event, more bool, err error) {
	if err := consult.Allow(actor, consult.SeeAudit); err != nil {
		return nil, false, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) (err error) {
		events, err = tx.Events(
			store.EventFilter{Object: f.Object, About: f.About, Action: f.Action, Before: f.Before, Limit: f.Limit + 1},
		)
		return err
	})
	if len(events) > f.Limit {
		events, more = events[:f.Limit], true
	}
	return events, more, err
}

// auditExport is how many entries an export holds at most, the newest.
const auditExport = 20000

// AuditExport returns every entry of a filter, newest first, up to a bound. It
// reads in pieces, so that it never holds a reader for long.
func (s *Service) AuditExport(ctx context.Context, actor consult.Actor, f AuditFilter) ([]consult.Event, error) {
	var all []consult.Event
	f.Limit = 1000
	for len(all) < auditExport {
		events, more, err := s.Audit(ctx, actor, f)
		if err != nil {
			return nil, err
		}
		all = append(all, events...)
		if !more {
			break
		}
		f.Before = events[len(events)-1].ID
	}
	return all, nil
}

// VerifyAudit checks the whole chain of the audit, see store.DB.VerifyAudit; it
// is there for the command line.
func (s *Service) VerifyAudit(ctx context.Context, known string) (store.Verdict, error) {
	return s.db.VerifyAudit(ctx, known)
}

// EraseAuditDetail erases the personal detail of one entry of the audit, for
// somebody who may ask for that. The entry stays, and another one says who
// erased it and why; the reason should therefore name nobody. It is there for
// the command line. consult.ErrNotFound when there is no such entry,
// consult.ErrConflict when its detail was erased before.
func (s *Service) EraseAuditDetail(ctx context.Context, actor consult.Actor, eventID int64, reason string) error {
	if err := consult.Allow(actor, consult.EraseAudit); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		e := s.event(actor, "audit.erased", "audit", eventID)
		e.Detail = map[string]any{"reason": reason}
		return tx.EraseDetail(eventID, e)
	})
}
