package service

import (
	"context"
	"fmt"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// Account is what somebody sees of their own account.
type Account struct {
	consult.Staff
	Devices   []Device
	CodesLeft int // recovery codes that were not used
}

// Device is one place where somebody is signed in.
type Device struct {
	consult.SignIn
	Current bool // the one that asks
}

// OwnAccount returns the actor's account; token is the sign-in that asks.
func (s *Service) OwnAccount(ctx context.Context, actor consult.Actor, token string) (Account, error) {
	if err := consult.Allow(actor, consult.KeepOwnAccount); err != nil {
		return Account{}, err
	}
	var a Account
	now := s.now()
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		if a.Staff, err = tx.Staff(actor.ID); err != nil {
			return err
		}
		if a.CodesLeft, err = tx.RecoveryCodesLeft(actor.ID); err != nil {
			return err
		}
		all, err := tx.SignInsOf(actor.ID, now.Add(-consult.SignInAbsolute))
		for _, one := range all {
			if one.Live(now) {
				a.Devices = append(a.Devices, Device{SignIn: one, Current: one.TokenHash == digest(token)})
			}
		}
		return err
	})
	return a, err
}

// ChangeProfile gives the actor another name or language. Problems by field:
// name, language.
func (s *Service) ChangeProfile(ctx context.Context, actor consult.Actor, name, lang string) error {
	if err := consult.Allow(actor, consult.KeepOwnAccount); err != nil {
		return err
	}
	name = i18n.Tidy(name)
	if err := consult.CheckStaff(name, actor.Role, lang).Err(); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		account, err := tx.LockStaff(actor.ID)
		if err != nil || account.Name == name && account.Language == lang {
			return err
		}
		e := s.event(actor, "staff.profile_changed", "staff", actor.ID)
		e.Detail = map[string]any{"name": name, "language": lang}
		tx.Record(e)
		account.Name, account.Language = name, lang
		return tx.SetStaff(account)
	})
}

// RevokeDevice ends one of the actor's own sign-ins; consult.ErrNotFound when
// it is not theirs or over.
func (s *Service) RevokeDevice(ctx context.Context, actor consult.Actor, signInID int64) error {
	if err := consult.Allow(actor, consult.KeepOwnAccount); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		ended, err := tx.RevokeSignIn(actor.ID, signInID, s.now())
		if err == nil && !ended {
			err = fmt.Errorf("sign-in %d: %w", signInID, consult.ErrNotFound)
		}
		if err == nil {
			tx.Record(s.event(actor, "staff.device_signed_out", "staff", actor.ID))
		}
		return err
	})
}

// provePassword asks the actor for their password again before something that
// a walk-up to an open screen must not do. Failed tries count under a limit of
// their own, which nobody can use up who is not signed in.
func (s *Service) provePassword(ctx context.Context, actor consult.Actor, password string) (consult.Staff, error) {
	if err := consult.Allow(actor, consult.KeepOwnAccount); err != nil {
		return consult.Staff{}, err
	}
	var account consult.Staff
	now := s.now()
	err := s.db.Update(ctx, func(tx *store.Tx) (err error) {
		if account, err = tx.Staff(actor.ID); err == nil {
			_, err = ownLimit(account.ID).take(tx, now)
		}
		return err
	})
	if err != nil {
		return account, err
	}
	match, err := matchesPassword(ctx, account.PasswordHash, password)
	if err != nil {
		return account, err
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		if match {
			return ownLimit(account.ID).giveBack(tx, now)
		}
		e := s.event(actor, "staff.password_asked", "staff", actor.ID)
		e.Result = "refused"
		tx.Record(e)
		return nil
	})
	if err == nil && !match {
		var p consult.Problems
		p.Add("old", "signin.problem.old")
		err = p
	}
	return account, err
}

// changeOwn writes what somebody changed of their own account after proving who
// they are; keep is the sign-in that asks. What changed in between wins.
func (s *Service) changeOwn(
	ctx context.Context, actor consult.Actor, token, action string, proven consult.Staff,
	change func(tx *store.Tx, account consult.Staff, keep int64) error,
) error {
	return s.db.Update(ctx, func(tx *store.Tx) error {
		account, err := tx.LockStaff(actor.ID)
		if err != nil {
			return err
		}
		in, err := tx.SignInByToken(digest(token))
		if err != nil {
			return err
		}
		if account.PasswordHash != proven.PasswordHash || in.StaffID != actor.ID || !in.Live(s.now()) {
			return fmt.Errorf("the account changed meanwhile: %w", consult.ErrConflict)
		}
		tx.Record(s.event(actor, action, "staff", actor.ID))
		return change(tx, account, in.ID)
	})
}

// ChangePassword gives the actor another password and ends their sign-ins on
// other devices; token is the sign-in that asks. Problems by field: old,
// password, repeat.
func (s *Service) ChangePassword(ctx context.Context, actor consult.Actor, token, old, password, repeat string) error {
	account, err := s.provePassword(ctx, actor, old)
	if err != nil {
		return err
	}
	var p consult.Problems
	checkNewPassword(&p, password, repeat, account)
	if err := p.Err(); err != nil {
		return err
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return s.changeOwn(ctx, actor, token, "staff.password_changed", account,
		func(tx *store.Tx, account consult.Staff, keep int64) error {
			account.PasswordHash = hash
			if err := tx.RevokeSignIns(account.ID, keep, s.now()); err != nil {
				return err
			}
			return tx.SetStaff(account)
		})
}

// NewSecondFactor puts another app or phone in place of the one before, with
// new recovery codes, which are shown this once. It asks for the password and
// for the first code of the new secret. Problems by field: old, code.
func (s *Service) NewSecondFactor(
	ctx context.Context, actor consult.Actor, token, password, secret, code string,
) ([]string, error) {
	account, err := s.provePassword(ctx, actor, password)
	if err != nil {
		return nil, err
	}
	if !usableSecret(secret) {
		return nil, fmt.Errorf("a secret that no page of ours made: %w", consult.ErrConflict)
	}
	step := matchedStep(secret, code, 0, s.now())
	if step == 0 {
		var p consult.Problems
		p.Add("code", "signin.problem.first_code")
		return nil, p
	}
	codes, hashes := newRecoveryCodes()
	err = s.changeOwn(ctx, actor, token, "staff.second_factor_changed", account,
		func(tx *store.Tx, account consult.Staff, keep int64) error {
			account.TOTPSecret, account.TOTPStep = s.SealSecondFactor(account.ID, secret), step
			return s.giveFactors(tx, account, hashes, keep)
		})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// NewRecoveryCodes replaces the actor's recovery codes; those of before stop
// working. It asks for the password. Problems by field: old.
func (s *Service) NewRecoveryCodes(ctx context.Context, actor consult.Actor, token, password string) ([]string, error) {
	account, err := s.provePassword(ctx, actor, password)
	if err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes()
	err = s.changeOwn(ctx, actor, token, "staff.recovery_codes_made", account,
		func(tx *store.Tx, account consult.Staff, _ int64) error {
			return tx.SetRecoveryCodes(account.ID, hashes)
		})
	if err != nil {
		return nil, err
	}
	return codes, nil
}
