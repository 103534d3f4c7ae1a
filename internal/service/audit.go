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
func (s *Service) Audit(ctx context.Context, actor consult.Actor, f AuditFilter) (events []consult.Event, more bool, err error) {
	if err := consult.Allow(actor, consult.SeeAudit); err != nil {
		return nil, false, err
	}
	err = s.db.View(ctx, func(tx *store.Tx) (err error) {
		events, err = tx.Events(store.EventFilter{Object: f.Object, About: f.About, Action: f.Action, Before: f.Before, Limit: f.Limit + 1})
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
