package service

import (
	"context"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// Taken is a list that somebody takes out of the program as a file.
type Taken struct {
	List   string // what is on it, as the log words it: contacts, invitees …
	Object string // what it is a list of, or belongs to: contact, meeting …
	About  int64  // the one it belongs to; zero: it is of all
	Format string // csv, xlsx
	Rows   int
	Needs  bool // with answers to sensitive questions
}

// NoteTaken puts in the audit that somebody took a list: who, which, how many
// rows. It is called before the file is sent, so that none leaves without.
func (s *Service) NoteTaken(ctx context.Context, actor consult.Actor, t Taken) error {
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		e := s.event(actor, "list.exported", t.Object, t.About)
		e.Detail = map[string]any{"list": t.List, "format": t.Format, "rows": t.Rows}
		if t.Needs {
			e.Detail["needs"] = true
		}
		tx.Record(e)
		return nil
	})
}
