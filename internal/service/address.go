package service

import (
	"context"
	"errors"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// CorrectAddress writes another address at a contact, forgets what is known
// against the old one, redirects what still waits and sends the invitation
// again for every meeting that can still be answered. When mail may have
// reached somebody else under the old address, the old link stops working. It
// returns how many invitations are sent.
func (s *Service) CorrectAddress(ctx context.Context, actor consult.Actor, contactID int64, typed string) (int, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return 0, err
	}
	address, err := parseAddress("address", typed)
	if err != nil {
		return 0, err
	}
	sent := 0
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		sent = 0
		c, err := tx.Contact(contactID)
		if err != nil {
			return err
		}
		if !c.ArchivedAt.IsZero() {
			return consult.ErrConflict
		}
		reached := c.Undeliverable.IsZero() && c.Canonical != address.Canonical
		c.Address, c.Canonical, c.Undeliverable, c.Bounce = address.Display, address.Canonical, time.Time{}, ""
		if err := tx.SetContact(c); err != nil {
			return err
		}
		if _, err := tx.RedirectMail(c.ID, c.Address); err != nil {
			return err
		}
		tx.Record(s.event(actor, "contact.address_corrected", "contact", c.ID))
		sent, err = s.inviteAgain(tx, c.ID, reached, now)
		return err
	})
	return sent, err
}

// inviteAgain queues the invitation once more for everything a contact can
// still answer.
func (s *Service) inviteAgain(tx *store.Tx, contactID int64, newLink bool, now time.Time) (int, error) {
	invitees, err := tx.InviteesOfContact(contactID)
	if err != nil {
		return 0, err
	}
	sent := 0
	for _, v := range invitees {
		st, err := tx.Standing(v.ID)
		if err != nil {
			return 0, err
		}
		if st.Answered() || consult.MayResend(st, now) != consult.DueNow {
			continue
		}
		if newLink {
			st.Invitee.Generation++
			st.Invitee.TokenHash = s.invitationHash(st.Invitee)
			if err := tx.SetInvitee(st.Invitee); err != nil {
				return 0, err
			}
		}
		mail, waiting, err := s.againMail(tx, st, now)
		if err != nil {
			return 0, err
		}
		if waiting {
			continue // it was redirected
		}
		if _, err := tx.Enqueue(mail); err != nil {
			return 0, err
		}
		sent++
	}
	return sent, nil
}

// parseAddress reads an address that somebody typed into a field.
func parseAddress(field, typed string) (i18n.Address, error) {
	address, err := i18n.ParseAddress(typed)
	switch {
	case errors.Is(err, i18n.ErrManyAddresses):
		return address, consult.Problems{{Field: field, Key: "reply.problem.address_many"}}
	case err != nil:
		return address, consult.Problems{{Field: field, Key: "reply.problem.address"}}
	}
	return address, nil
}
