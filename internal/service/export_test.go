package service

import (
	"context"

	"github.com/alexedwards/argon2id"

	"samenspraak/internal/store"
)

// WithoutWorkForNobody takes away, until the returned function is called, the
// work that is done when there is no account.
func WithoutWorkForNobody() (back func()) {
	was := nobodysHash
	nobodysHash = func() (string, error) {
		return argon2id.CreateHash(
			"x", &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		)
	}
	return func() { nobodysHash = was }
}

// UseUpTries counts what ten wrong passwords for an address from a network
// would, without the time they take.
func (s *Service) UseUpTries(ctx context.Context, canonical, origin string) error {
	return s.useUp(ctx, accountLimit(canonical), originLimit(origin))
}

// UseUpOwnTries does so for who is signed in and is asked again.
func (s *Service) UseUpOwnTries(ctx context.Context, staffID int64) error {
	return s.useUp(ctx, ownLimit(staffID))
}

// UseUpDeviceTries does so for a browser that an account knows.
func (s *Service) UseUpDeviceTries(ctx context.Context, staffID int64, known string) error {
	var deviceID int64
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		deviceID, err = tx.KnownDevice(staffID, digest(known))
		return err
	})
	if err != nil {
		return err
	}
	return s.useUp(ctx, deviceLimit(deviceID))
}

func (s *Service) useUp(ctx context.Context, limits ...limit) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		for _, l := range limits {
			for range l.most {
				if _, err := l.take(tx, s.now()); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
