package service

import (
	"context"
	"time"

	"samenspraak/internal/store"
)

// Leases give jobs to one instance at a time, by the database that all share.
type Leases struct{ s *Service }

// Leases returns the leases of this service's database.
func (s *Service) Leases() Leases { return Leases{s} }

// Take gives a job to a holder until a moment, unless another holds it.
func (l Leases) Take(ctx context.Context, name, holder string, until time.Time) (bool, error) {
	taken := false
	err := l.s.db.Update(ctx, func(tx *store.Tx) (err error) {
		taken, err = tx.TakeJob(name, holder, l.s.now(), until)
		return err
	})
	return taken, err
}

// Done gives a job back with how it went; failure is empty when it went well.
func (l Leases) Done(ctx context.Context, name, holder, failure string) error {
	return l.s.db.Update(ctx, func(tx *store.Tx) error { return tx.FinishJob(name, holder, l.s.now(), failure) })
}
