package service

import (
	"context"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// Recognise looks whether this database is the one it was when the program was
// last started on it. Of a copy, or of what another program restored, all mail
// that waits is held until a person releases it: some of it may have gone out
// from the original, or goes out from there. A database of a program that did
// not note this yet is taken for the original, because an upgrade must not stop
// the mail. It returns how many mails are held for it. Several instances may
// call it at once.
func (s *Service) Recognise(ctx context.Context) (held int64, err error) {
	return s.recognise(ctx, consult.HeldCopied, func(known, here string) bool { return known != "" && known != here })
}

// HoldRestored is Recognise for a database that is known to have come back.
func (s *Service) HoldRestored(ctx context.Context) (held int64, err error) {
	return s.recognise(ctx, consult.HeldRestored, func(string, string) bool { return true })
}

func (s *Service) recognise(
	ctx context.Context, why consult.HoldReason, back func(known, here string) bool,
) (held int64, err error) {
	here, err := s.db.Identity(ctx)
	if err != nil {
		return 0, err
	}
	cameBack := false
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		known, err := tx.KnownIdentity()
		if err != nil {
			return err
		}
		if cameBack = back(known, here); cameBack {
			if held, err = s.comeBack(tx, why); err != nil {
				return err
			}
		}
		if known == here {
			return nil
		}
		return tx.SetIdentity(here)
	})
	if err == nil && cameBack {
		s.log.Warn(
			"this database came back from elsewhere: its mail waits for a person, see samenspraak mail release", "why",
			string(why), "held", held,
		)
	}
	return held, err
}

// comeBack settles what senders had in hand when the copy was made, of which
// nobody knows whether it arrived, and holds the rest.
func (s *Service) comeBack(tx *store.Tx, why consult.HoldReason) (int64, error) {
	whenever := s.now().AddDate(100, 0, 0) // the original's clock may have been ahead of ours
	if _, _, err := tx.SweepMail(whenever, s.now()); err != nil {
		return 0, err
	}
	if err := tx.SetCameBack(s.now()); err != nil {
		return 0, err
	}
	return s.hold(tx, consult.SystemActor, why)
}
