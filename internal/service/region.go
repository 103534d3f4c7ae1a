package service

import (
	"context"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// RegionNow is the region with the municipalities that exist now, as Dutch
// sorts them.
type RegionNow struct {
	consult.Region
	Municipalities []consult.Municipality
}

// Region reads how the region presents itself.
func (s *Service) Region(ctx context.Context) (RegionNow, error) {
	var r RegionNow
	now := s.now()
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if r.Region, err = tx.Region(); err != nil {
			return err
		}
		all, err := tx.Municipalities()
		for _, m := range all {
			if m.ValidOn(now) {
				r.Municipalities = append(r.Municipalities, m)
			}
		}
		return err
	})
	return r, err
}

// Revision is the number under which finished pages are kept: it rises with
// every change of what is public, on every instance.
func (s *Service) Revision(ctx context.Context) (int64, error) { return s.db.Revision(ctx) }
