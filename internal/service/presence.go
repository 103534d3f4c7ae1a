package service

import (
	"context"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// Beat notes that an instance of the service is there, and so that it can
// write. When none was seen for longer than consult.LongestGap, the time of
// absence goes on record, so that later anyone can see whether an answer could
// have been given before a deadline. jumped: the instance knows that its clock
// jumped since its last beat. turned says that the clock differs from the one
// that was last seen, which goes on record as well.
func (s *Service) Beat(ctx context.Context, instance string, jumped bool) (turned bool, err error) {
	now := s.now()
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		last, err := tx.LockPresence()
		if err != nil {
			return err
		}
		gap, found := last.Gap(now, instance, jumped)
		turned = found && gap.Reason == ""
		if found {
			tx.Record(s.absence(gap))
		}
		if now.Before(last.SeenAt) && !turned {
			now = last.SeenAt // of another instance, whose clock is a little ahead
		}
		return tx.SetPresence(consult.Presence{SeenAt: now, Instance: instance})
	})
	return turned, err
}

func (s *Service) absence(gap consult.Absence) consult.Event {
	e := s.event(consult.SystemActor, "service.absent", "service", 0)
	e.Detail = map[string]any{
		"from": gap.From.UTC(), "until": gap.Until.UTC(), "reason": gap.Reason,
		"seconds": int(gap.Until.Sub(gap.From).Round(time.Second).Seconds()),
	}
	if gap.Reason == "" {
		e.Action, e.Detail = "service.clock", map[string]any{"was": gap.From.UTC(), "to": gap.Until.UTC()}
	}
	return e
}

// Leave notes that an instance stops because it was told to.
func (s *Service) Leave(ctx context.Context, instance string) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		last, err := tx.LockPresence()
		if err != nil || last.Instance != instance {
			return err // another was there after this one, or nobody ever
		}
		return tx.SetPresence(consult.Presence{SeenAt: s.now(), Instance: instance, Stopped: true})
	})
}
