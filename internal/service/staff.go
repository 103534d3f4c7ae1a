package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// StaffLine is one account in the list.
type StaffLine struct {
	consult.Staff
	LinkUntil time.Time // until when a set-up link works that was not used; zero: none
}

// StaffList returns every account, as Dutch sorts their names.
func (s *Service) StaffList(ctx context.Context, actor consult.Actor) ([]StaffLine, error) {
	if err := consult.Allow(actor, consult.ManageStaff); err != nil {
		return nil, err
	}
	var lines []StaffLine
	err := s.db.View(ctx, func(tx *store.Tx) error {
		all, err := tx.AllStaff()
		if err != nil {
			return err
		}
		links, err := tx.OpenStaffLinks(s.now())
		for _, one := range all {
			lines = append(lines, StaffLine{Staff: one, LinkUntil: links[one.ID].ExpiresAt})
		}
		return err
	})
	slices.SortStableFunc(
		lines, func(a, b StaffLine) int { return strings.Compare(i18n.SortKey(a.Name), i18n.SortKey(b.Name)) },
	)
	return lines, err
}

// StaffMember returns one account.
func (s *Service) StaffMember(ctx context.Context, actor consult.Actor, staffID int64) (StaffLine, error) {
	if err := consult.Allow(actor, consult.ManageStaff); err != nil {
		return StaffLine{}, err
	}
	var line StaffLine
	err := s.db.View(ctx, func(tx *store.Tx) error {
		one, err := tx.Staff(staffID)
		if err != nil {
			return err
		}
		links, err := tx.OpenStaffLinks(s.now())
		line = StaffLine{Staff: one, LinkUntil: links[staffID].ExpiresAt}
		return err
	})
	return line, err
}

// StaffByAddress finds an account by its address, for the command line.
func (s *Service) StaffByAddress(ctx context.Context, actor consult.Actor, address string) (consult.Staff, error) {
	if err := consult.Allow(actor, consult.ManageStaff); err != nil {
		return consult.Staff{}, err
	}
	canonical, err := i18n.CanonicalAddress(address)
	if err != nil {
		return consult.Staff{}, fmt.Errorf("%w: %w", consult.ErrNotFound, err)
	}
	var one consult.Staff
	err = s.db.View(ctx, func(tx *store.Tx) (err error) {
		one, err = tx.StaffByAddress(canonical)
		return err
	})
	return one, err
}

// AddStaff makes an account and the link by which its owner chooses a password
// and a second factor: once, within 48 hours. The link is mailed too when a
// member of staff made the account. It returns Problems by field: address,
// name, role, language.
func (s *Service) AddStaff(
	ctx context.Context, actor consult.Actor, address, name string, role consult.Role, lang string,
) (staffID int64, setupURL string, err error) {
	if err := consult.Allow(actor, consult.ManageStaff); err != nil {
		return 0, "", err
	}
	name = i18n.Tidy(name)
	p := consult.CheckStaff(name, role, lang)
	mailbox, err := i18n.ParseAddress(address)
	if err != nil {
		p.Add("address", "staff.problem.address")
	}
	if err := p.Err(); err != nil {
		return 0, "", err
	}
	account := consult.Staff{
		Address: mailbox.Display, Canonical: mailbox.Canonical, Name: name, Role: role, Language: lang,
		CreatedAt: s.now(),
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		if account.ID, err = tx.AddStaff(account); err != nil {
			return err
		}
		e := s.event(actor, "staff.added", "staff", account.ID)
		e.Detail = map[string]any{"name": name, "role": string(role)}
		tx.Record(e)
		setupURL, err = s.makeStaffLink(tx, actor, account, consult.SetUpLink)
		return err
	})
	if errors.Is(err, consult.ErrConflict) {
		p.Add("address", "staff.problem.address_taken")
		return 0, "", p
	}
	return account.ID, setupURL, err
}

// makeStaffLink makes a link in place of those the account had, mails it when a
// member of staff asked for it, and returns its address.
func (s *Service) makeStaffLink(
	tx *store.Tx, actor consult.Actor, account consult.Staff, kind consult.LinkKind,
) (string, error) {
	now := s.now()
	until := now.Add(consult.StaffLinkLife)
	linkID, err := tx.AddStaffLink(
		consult.StaffLink{StaffID: account.ID, Kind: kind, CreatedAt: now, ExpiresAt: until},
		func(id int64) string { return digest(s.token(linkStaff, id, 0)) })
	if err != nil {
		return "", err
	}
	e := s.event(actor, "staff.link_made", "staff", account.ID)
	e.Detail = map[string]any{"kind": string(kind)}
	tx.Record(e)
	if actor.Kind != consult.ByStaff {
		return s.staffLinkURL(linkID), nil
	}
	_, err = tx.Enqueue(consult.Mail{
		Key: consult.MailKey(consult.ForStaffLink, linkID, 0), Purpose: consult.ForStaffLink, StaffID: account.ID,
		Address: account.Address, Name: account.Name, Language: account.Language, CreatedAt: now, UsefulUntil: until,
		Facts: consult.Facts{LinkUntil: until, LinkKind: string(kind), Generation: linkID, By: actor.Name},
	})
	return s.staffLinkURL(linkID), err
}

// staffLinkURL is the address of a set-up or reset link. The mail about it
// carries the link's id in Facts.Generation.
func (s *Service) staffLinkURL(linkID int64) string {
	return s.base + address.SetUp(s.token(linkStaff, linkID, 0))
}

// changeStaff is the frame of what a beheerder does to an account: it locks all
// beheerders first, so that the last one is still there when it ends.
func (s *Service) changeStaff(
	ctx context.Context, actor consult.Actor, staffID int64,
	change func(tx *store.Tx, account *consult.Staff, admins []consult.Staff) error,
) error {
	if err := consult.Allow(actor, consult.ManageStaff); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		admins, err := tx.LockAdmins()
		if err != nil {
			return err
		}
		account, err := tx.LockStaff(staffID)
		if err != nil {
			return err
		}
		if err := change(tx, &account, admins); err != nil {
			return err
		}
		return tx.SetStaff(account)
	})
}

// ChangeStaff gives an account another name or role; both hold from its next
// request on. The last beheerder who can sign in keeps the role, and nobody
// takes it from themselves.
func (s *Service) ChangeStaff(
	ctx context.Context, actor consult.Actor, staffID int64, name string, role consult.Role,
) error {
	name = i18n.Tidy(name)
	if err := consult.CheckStaff(name, role, "nl").Err(); err != nil {
		return err
	}
	return s.changeStaff(ctx, actor, staffID, func(tx *store.Tx, account *consult.Staff, admins []consult.Staff) error {
		if account.Role != role {
			if err := consult.MayLoseAccount(actor.ID, *account, admins); err != nil {
				return err
			}
			e := s.event(actor, "staff.role_changed", "staff", staffID)
			e.Detail = map[string]any{"from": string(account.Role), "to": string(role)}
			tx.Record(e)
		}
		if account.Name != name {
			e := s.event(actor, "staff.renamed", "staff", staffID)
			e.Detail = map[string]any{"from": account.Name, "to": name}
			tx.Record(e)
		}
		account.Name, account.Role = name, role
		return nil
	})
}

// DisableStaff closes an account: it cannot sign in, and where it is signed in
// the next request is refused. Not the last beheerder, and not oneself.
func (s *Service) DisableStaff(ctx context.Context, actor consult.Actor, staffID int64) error {
	return s.changeStaff(ctx, actor, staffID, func(tx *store.Tx, account *consult.Staff, admins []consult.Staff) error {
		if !account.DisabledAt.IsZero() {
			return nil
		}
		if err := consult.MayLoseAccount(actor.ID, *account, admins); err != nil {
			return err
		}
		account.DisabledAt = s.now()
		tx.Record(s.event(actor, "staff.disabled", "staff", staffID))
		return tx.RevokeSignIns(staffID, 0, s.now())
	})
}

// EnableStaff opens an account again, with the password and second factor it
// had.
func (s *Service) EnableStaff(ctx context.Context, actor consult.Actor, staffID int64) error {
	return s.changeStaff(ctx, actor, staffID, func(tx *store.Tx, account *consult.Staff, _ []consult.Staff) error {
		if account.DisabledAt.IsZero() {
			return nil
		}
		account.DisabledAt = time.Time{}
		tx.Record(s.event(actor, "staff.enabled", "staff", staffID))
		return nil
	})
}

// ResetStaff makes a new link for an account whose owner lost the password or
// the second factor, or never used the first link. What the account had stops
// working at once: somebody else may have it. It returns the link, which is
// mailed too when a member of staff asked. The command line may reset the last
// beheerder; that is how one gets back in.
func (s *Service) ResetStaff(ctx context.Context, actor consult.Actor, staffID int64) (url string, err error) {
	err = s.changeStaff(ctx, actor, staffID, func(tx *store.Tx, account *consult.Staff, admins []consult.Staff) error {
		if !account.DisabledAt.IsZero() {
			return fmt.Errorf("account %d is disabled: %w", staffID, consult.ErrConflict)
		}
		if actor.Kind != consult.System && account.Ready() {
			if err := consult.MayLoseAccount(actor.ID, *account, admins); err != nil {
				return err
			}
		}
		kind := consult.ResetLink
		if account.LastSeen.IsZero() {
			kind = consult.SetUpLink
		}
		account.PasswordHash, account.TOTPSecret, account.TOTPStep = "", "", 0
		if err := tx.SetRecoveryCodes(staffID, nil); err != nil {
			return err
		}
		if err := tx.RevokeSignIns(staffID, 0, s.now()); err != nil {
			return err
		}
		url, err = s.makeStaffLink(tx, actor, *account, kind)
		return err
	})
	return url, err
}
