package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// StaffLink returns what a set-up or reset link is for. It changes nothing.
// Unknown, used, replaced and expired links, and those of a disabled account,
// are all consult.ErrNotFound.
func (s *Service) StaffLink(ctx context.Context, token string) (consult.StaffLink, consult.Staff, error) {
	var link consult.StaffLink
	var account consult.Staff
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		link, account, err = s.openLink(tx, token)
		return err
	})
	return link, account, err
}

// openLink reads a link and whose it is. For a link that there is not it asks
// whose it is all the same, so that it takes as long.
func (s *Service) openLink(tx *store.Tx, token string) (consult.StaffLink, consult.Staff, error) {
	link, err := tx.StaffLinkByToken(digest(token))
	account, errOwner := tx.Staff(link.StaffID)
	if err = cmp.Or(err, errOwner); err != nil {
		return consult.StaffLink{}, consult.Staff{}, err
	}
	if !link.Open(s.now()) || !account.DisabledAt.IsZero() {
		err = fmt.Errorf("staff link %d works no more: %w", link.ID, consult.ErrNotFound)
	}
	return link, account, err
}

// SetUp is what somebody chooses by a set-up link.
type SetUp struct {
	Password string
	Repeat   string
	Secret   string // of NewSecondFactorSecret, as the page showed it
	Code     string // the first code the app makes of it
}

// check returns Problems by field and the step of the code, which is then used.
func (u SetUp) check(s *Service, account consult.Staff) (int64, error) {
	var p consult.Problems
	checkNewPassword(&p, u.Password, u.Repeat, account)
	if !usableSecret(u.Secret) {
		return 0, fmt.Errorf("a secret that no page of ours made: %w", consult.ErrConflict)
	}
	step := matchedStep(u.Secret, u.Code, 0, s.now())
	if step == 0 {
		p.Add("code", "signin.problem.first_code")
	}
	return step, p.Err()
}

func checkNewPassword(p *consult.Problems, password, repeat string, account consult.Staff) {
	before := len(*p)
	consult.CheckPassword(p, "password", password, account.Address, account.Name)
	if len(*p) == before && password != repeat {
		p.Add("repeat", "password.problem.repeat")
	}
}

// SetUpStaff uses a link: the account gets its password and second factor, and
// every sign-in it had ends. It returns the recovery codes, which are shown
// this once. Problems by field: password, repeat, code.
func (s *Service) SetUpStaff(ctx context.Context, token string, u SetUp, origin string) ([]string, error) {
	_, account, err := s.StaffLink(ctx, token)
	if err != nil {
		return nil, err
	}
	step, err := u.check(s, account)
	if err != nil {
		return nil, err
	}
	hash, err := hashPassword(ctx, u.Password)
	if err != nil {
		return nil, err
	}
	codes, hashes := newRecoveryCodes()
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		link, _, err := s.openLink(tx, token)
		if err != nil {
			return err
		}
		if err := tx.UseStaffLink(link.ID, s.now()); err != nil {
			return err
		}
		account, err := tx.LockStaff(link.StaffID)
		if err != nil {
			return err
		}
		account.PasswordHash, account.TOTPSecret, account.TOTPStep = hash, s.SealSecondFactor(
			account.ID, u.Secret,
		), step
		e := s.event(asActor(account, origin), "staff.set_up", "staff", account.ID)
		e.Detail = map[string]any{"kind": string(link.Kind)}
		tx.Record(e)
		return s.giveFactors(tx, account, hashes, 0)
	})
	if errors.Is(err, consult.ErrConflict) {
		err = fmt.Errorf("used at the same moment: %w", consult.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// giveFactors writes an account with new recovery codes and ends its sign-ins
// but one.
func (s *Service) giveFactors(tx *store.Tx, account consult.Staff, hashes []string, keep int64) error {
	if err := tx.SetRecoveryCodes(account.ID, hashes); err != nil {
		return err
	}
	if err := tx.RevokeSignIns(account.ID, keep, s.now()); err != nil {
		return err
	}
	return tx.SetStaff(account)
}
