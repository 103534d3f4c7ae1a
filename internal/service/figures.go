package service

import (
	"context"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// MailByState counts the outbox by state, for the operator's figures.
func (s *Service) MailByState(ctx context.Context) (map[consult.MailState]int, error) {
	byState := map[consult.MailState]int{}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		counts, err := tx.MailCounts(store.MailFilter{})
		for _, states := range counts {
			for state, n := range states {
				byState[state] += n
			}
		}
		return err
	})
	return byState, err
}
