package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// asActor is a member of staff as the one who acts.
func asActor(s consult.Staff, origin string) consult.Actor {
	return consult.Actor{
		Kind: consult.ByStaff, ID: s.ID, Name: s.Name, Role: s.Role, Language: s.Language, Origin: origin,
	}
}

// SignInPassword is the first step of signing in. It returns the token of a
// half sign-in, which opens only the page for the code. A wrong password, an
// unknown address and an account that is disabled or not set up all return the
// same Problems after the same time; too many failed tries a consult.TooMany.
func (s *Service) SignInPassword(ctx context.Context, address, password string, from Browser) (string, error) {
	now := s.now()
	account, err := s.tryPassword(ctx, address, from, now)
	if err != nil {
		return "", err
	}
	match, err := matchesPassword(ctx, account.PasswordHash, password)
	if err != nil {
		return "", err
	}
	if !match || !account.Ready() {
		return "", s.refuseSignIn(ctx, account, from.Origin)
	}
	return s.halfSignIn(ctx, account, from, now)
}

// tryPassword counts the try and returns the account, or a zero one when there
// is none.
func (s *Service) tryPassword(ctx context.Context, address string, from Browser, now time.Time) (consult.Staff, error) {
	canonical, err := i18n.CanonicalAddress(address)
	if err != nil {
		canonical = address
	}
	var account consult.Staff
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		account, err = tx.StaffByAddress(canonical)
		if err != nil && !errors.Is(err, consult.ErrNotFound) {
			return err
		}
		limits, err := s.tries(tx, account, canonical, from)
		if err != nil {
			return err
		}
		for _, l := range limits {
			last, err := l.take(tx, now)
			if err != nil {
				return err
			}
			if last {
				e := s.event(s.whoTries(account, from.Origin), "staff.sign_in_limit", "staff", account.ID)
				e.Result = "refused"
				tx.Record(e)
			}
		}
		return nil
	})
	return account, err
}

// whoTries is the actor of a try that has proven nothing yet.
func (s *Service) whoTries(account consult.Staff, origin string) consult.Actor {
	return consult.Actor{Kind: consult.Visitor, Name: account.Name, Origin: origin}
}

func (s *Service) refuseSignIn(ctx context.Context, account consult.Staff, origin string) error {
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		e := s.event(s.whoTries(account, origin), "staff.sign_in", "staff", account.ID)
		e.Result = "refused"
		tx.Record(e)
		return nil
	})
	if err != nil {
		return err
	}
	var p consult.Problems
	p.Add("address", "signin.problem.wrong")
	return p
}

func (s *Service) halfSignIn(ctx context.Context, account consult.Staff, from Browser, now time.Time) (string, error) {
	token := newToken()
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		still, err := tx.LockStaff(account.ID)
		if err != nil {
			return err
		}
		if !still.Ready() || still.PasswordHash != account.PasswordHash {
			return fmt.Errorf("the account changed meanwhile: %w", consult.ErrConflict)
		}
		limits, err := s.tries(tx, still, still.Canonical, from)
		if err != nil {
			return err
		}
		if err := giveBack(tx, limits[1:], now); err != nil {
			return err
		}
		_, err = tx.AddSignIn(
			consult.SignIn{
				StaffID: account.ID, TokenHash: digest(token), CreatedAt: now, SeenAt: now, Device: from.Name,
			},
		)
		return err
	})
	return token, err
}

// HalfSignIn returns whose password was given under a token that waits for the
// code; consult.ErrClosed when there is none (any more).
func (s *Service) HalfSignIn(ctx context.Context, token string) (consult.Staff, error) {
	var account consult.Staff
	err := s.db.View(ctx, func(tx *store.Tx) error {
		half, err := s.half(tx, token)
		if err == nil {
			account, err = tx.Staff(half.StaffID)
		}
		return err
	})
	return account, err
}

func (s *Service) half(tx *store.Tx, token string) (consult.SignIn, error) {
	half, err := tx.SignInByToken(digest(token))
	if errors.Is(err, consult.ErrNotFound) || err == nil && (!half.Passed.IsZero() || !half.Live(s.now())) {
		return half, fmt.Errorf("no sign-in waits for a code: %w", consult.ErrClosed)
	}
	return half, err
}

// SignInCode is the second step: a code of the authenticator app. It returns
// the tokens of the whole sign-in; those before stop working. Problems when
// the code is wrong, old or used before; consult.ErrClosed when the first step
// is too long ago; a consult.TooMany after five wrong codes.
func (s *Service) SignInCode(ctx context.Context, token, code string, from Browser) (SignInTokens, error) {
	return s.secondStep(ctx, token, from, "signin.problem.code",
		func(_ *store.Tx, account *consult.Staff) (bool, error) {
			secret, err := s.secondFactor(*account)
			if err != nil {
				return false, err
			}
			step := matchedStep(secret, code, account.TOTPStep, s.now())
			account.TOTPStep = max(account.TOTPStep, step)
			return step != 0, nil
		})
}

// SignInRecovery is the second step by one of the codes that were printed at
// the set-up; each works once. It returns what SignInCode does.
func (s *Service) SignInRecovery(ctx context.Context, token, code string, from Browser) (SignInTokens, error) {
	return s.secondStep(ctx, token, from, "signin.problem.recovery",
		func(tx *store.Tx, account *consult.Staff) (bool, error) {
			ok, err := tx.UseRecoveryCode(account.ID, recoveryHash(code), s.now())
			if ok {
				tx.Record(s.event(asActor(*account, from.Origin), "staff.recovery_code_used", "staff", account.ID))
			}
			return ok, err
		})
}

// secondStep counts the try and, when proof holds, turns the half sign-in into
// a whole one. A try that fails is kept too, so nothing is returned as an error
// from within the transaction.
func (s *Service) secondStep(
	ctx context.Context, token string, from Browser, wrong string, proof func(*store.Tx, *consult.Staff) (bool, error),
) (SignInTokens, error) {
	whole, right, now := SignInTokens{SignIn: newToken(), Known: newToken()}, false, s.now()
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		half, err := s.half(tx, token)
		if err != nil {
			return err
		}
		account, err := tx.LockStaff(half.StaffID)
		if err != nil {
			return err
		}
		if !account.Ready() {
			return fmt.Errorf("account %d cannot sign in: %w", account.ID, consult.ErrClosed)
		}
		limits := []limit{codeLimit(half), accountCodeLimit(account.ID)}
		for _, l := range limits {
			if _, err := l.take(tx, now); err != nil {
				return err
			}
		}
		if right, err = proof(tx, &account); err != nil {
			return err
		}
		e := s.event(asActor(account, from.Origin), "staff.sign_in", "staff", account.ID)
		e.Detail = map[string]any{"device": half.Device}
		if !right {
			e.Result = "refused"
			tx.Record(e)
			return nil
		}
		tx.Record(e)
		tried, err := s.tries(tx, account, account.Canonical, from)
		if err != nil {
			return err
		}
		if err := giveBack(tx, append(limits, tried[0]), now); err != nil {
			return err
		}
		if err := tx.KnowDevice(account.ID, digest(from.Known), digest(whole.Known), knownDevices, now); err != nil {
			return err
		}
		return passSignIn(tx, half, account, digest(whole.SignIn), now)
	})
	if err == nil && !right {
		var p consult.Problems
		p.Add("code", wrong)
		err = p
	}
	if err != nil {
		return SignInTokens{}, err
	}
	return whole, nil
}

func passSignIn(tx *store.Tx, half consult.SignIn, account consult.Staff, hash string, now time.Time) error {
	account.LastSeen = now
	if err := tx.SetStaff(account); err != nil {
		return err
	}
	return tx.PassSignIn(half.ID, hash, now)
}

// SignedIn returns the sign-in of a token and whose it is, as both are at this
// moment: a role that was changed or an account that was disabled holds from
// the next request on. consult.ErrNotFound when nobody is signed in by it.
func (s *Service) SignedIn(ctx context.Context, token string) (consult.SignIn, consult.Staff, error) {
	var in consult.SignIn
	var account consult.Staff
	now := s.now()
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		in, account, err = tx.SignedIn(digest(token))
		return err
	})
	if err == nil && (in.Passed.IsZero() || !in.Live(now) || !account.Ready()) {
		err = fmt.Errorf("sign-in %d is over: %w", in.ID, consult.ErrNotFound)
	}
	if err != nil {
		return consult.SignIn{}, consult.Staff{}, err
	}
	s.see(ctx, in, now)
	return in, account, nil
}

// see notes, at most once a minute, that a sign-in is used. That it fails is no
// reason to send somebody away.
func (s *Service) see(ctx context.Context, in consult.SignIn, now time.Time) {
	if now.Sub(in.SeenAt) < time.Minute {
		return
	}
	err := s.db.Update(ctx, func(tx *store.Tx) error { return tx.SeeSignIn(in, now) })
	if err != nil {
		s.log.LogAttrs(
			ctx, slog.LevelWarn, "could not note that a sign-in was used", slog.Int64("sign_in", in.ID),
			slog.String("error", err.Error()),
		)
	}
}

// SignOut ends the sign-in of a token; without one it does nothing.
func (s *Service) SignOut(ctx context.Context, token, origin string) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		in, err := tx.SignInByToken(digest(token))
		if errors.Is(err, consult.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		account, err := tx.Staff(in.StaffID)
		if err != nil {
			return err
		}
		if ended, err := tx.RevokeSignIn(in.StaffID, in.ID, s.now()); err != nil || !ended {
			return err
		}
		tx.Record(s.event(asActor(account, origin), "staff.signed_out", "staff", account.ID))
		return nil
	})
}

// SignInDirectly signs an account in without a password or a code and returns
// the token. It is there for the demo's staff address, which the demo alone
// mounts; it is in the audit like any other.
func (s *Service) SignInDirectly(ctx context.Context, staffID int64, device string) (string, error) {
	token, now := newToken(), s.now()
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		account, err := tx.LockStaff(staffID)
		if err != nil {
			return err
		}
		if !account.Ready() {
			return fmt.Errorf("account %d cannot sign in: %w", staffID, consult.ErrForbidden)
		}
		e := s.event(consult.SystemActor, "staff.sign_in_direct", "staff", staffID)
		e.Detail = map[string]any{"device": device}
		tx.Record(e)
		_, err = tx.AddSignIn(
			consult.SignIn{
				StaffID: staffID, TokenHash: digest(token), CreatedAt: now, SeenAt: now, Passed: now, Device: device,
			},
		)
		return err
	})
	return token, err
}

// keepSignIns is how long an ended sign-in stays in the database: long enough
// to look into an incident beside the audit.
const keepSignIns = 30 * 24 * time.Hour

// SweepSignIns deletes sign-ins, known devices and counts of tries that are long
// over. It is run on a timer.
func (s *Service) SweepSignIns(ctx context.Context) error {
	now := s.now()
	return s.db.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.SweepSignIns(now.Add(-keepSignIns)); err != nil {
			return err
		}
		if _, err := tx.SweepDevices(now.Add(-KnownDeviceLife)); err != nil {
			return err
		}
		_, err := tx.SweepRates(now.Add(-24 * time.Hour))
		return err
	})
}
