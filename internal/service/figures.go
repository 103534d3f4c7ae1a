package service

import (
	"context"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// MailByState counts the outbox by state, for the operator's figures.
func (s *Service) MailByState(ctx context.Context) (map[consult.MailState]int, error) {
	byState := map[consult.MailState]int{}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		counts, err := tx.MailCounts(store.MailFilter{})
		for _, c := range counts {
			byState[c.State] += c.N
		}
		return err
	})
	return byState, err
}

// MailFlow says whether mail leaves: since when the oldest waits that is due,
// and when one last went; zero: none.
type MailFlow struct {
	OldestDue, LastSent time.Time
	now                 time.Time
}

// Waits is how long the oldest has waited; zero: none waits.
func (f MailFlow) Waits() time.Duration {
	if f.OldestDue.IsZero() {
		return 0
	}
	return f.now.Sub(f.OldestDue)
}

// MailFlow reads it.
func (s *Service) MailFlow(ctx context.Context) (MailFlow, error) {
	f := MailFlow{now: s.now()}
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		f.OldestDue, f.LastSent, err = tx.MailFlow(f.now)
		return err
	})
	return f, err
}
