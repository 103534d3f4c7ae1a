package service

import (
	"context"
	"fmt"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// Nobody notes that nobody of the organisation comes: a no for everybody whose
// own does not stand already, whose calendars are cleared and who are told, and
// one for the organisation as a whole. Seen is the state of the party that was
// shown (consult.Party.Seen): when somebody's standing changed since, nothing is
// written. Errors: consult.ErrNotFound, ErrClosed, ErrConflict, Problems, TooMany.
func (s *Service) Nobody(ctx context.Context, token string, received time.Time, seen, words string) error {
	now := s.now()
	return s.db.Update(ctx, func(tx *store.Tx) error {
		m, st, err := s.lockGuest(tx, token, lockLink)
		if err != nil {
			return err
		}
		if err := consult.MayAnswer(st.Occasion, st.Invitation, st.Invitee, received); err != nil {
			return err
		}
		p := st.Everybody()
		if len(p.SignedOff()) == 0 && p.Whole != nil && !p.Whole.Answer.Comes() {
			return nil // said before
		}
		if p.Seen() != seen {
			return fmt.Errorf("somebody answered since it was shown: %w", consult.ErrConflict)
		}
		if _, err := hourly(fmt.Sprintf("reply:%d", st.Invitee.ID), maxReplies).take(tx, now); err != nil {
			return err
		}
		r := consult.Reply{
			InvitationID: st.Invitation.ID, ByInviteeID: st.Invitee.ID, Source: consult.ByLink, Answer: consult.No,
			Words:      words,
			ReceivedAt: received, OccasionVersion: st.Occasion.Version,
		}
		if err := r.CheckTap(m); err != nil {
			return err
		}
		_, err = s.signOff(tx, guest(st), st, r, now)
		return err
	})
}

// signOff adds a no for everybody whose own does not stand, and one for the
// organisation as a whole, which r is. Each is told once: who pressed with the
// confirmation, the others that they were signed off.
func (s *Service) signOff(
	tx *store.Tx, actor consult.Actor, st consult.Standing, r consult.Reply, now time.Time,
) (consult.Reply, error) {
	before := st.Everybody()
	var mails []consult.Mail
	for _, a := range before.SignedOff() {
		one := r
		one.InviteeID = a.Invitee.ID
		if a.Invitee.ID == r.ByInviteeID {
			one.ByInviteeID = 0
		}
		if err := s.addReply(tx, actor, &one); err != nil {
			return r, err
		}
		if a.Invitee.ID == r.ByInviteeID {
			continue
		}
		mail := toInvitee(
			of(st, before, a), consult.ForSignedOff, consult.MailKey(consult.ForSignedOff, one.ID, 0), now,
		)
		mail.ReplyID, mail.Facts.By, mail.Facts.InCalendar = one.ID, actor.Name, before.Expects(a.Invitee.ID)
		mails = append(mails, mail)
	}
	if err := s.addReply(tx, actor, &r); err != nil {
		return r, err
	}
	if _, err := tx.DropReminders(st.Invitation.ID, consult.DropAnswered, now); err != nil {
		return r, err
	}
	if actor.Kind == consult.ByStaff {
		_, err := tx.Enqueue(mails...)
		return r, err
	}
	own := toInvitee(st, consult.ForConfirmation, consult.MailKey(consult.ForConfirmation, r.ID, 0), now)
	own.ReplyID, own.Facts.InCalendar = r.ID, before.Expects(st.Invitee.ID)
	return r, s.enqueueOfGuest(tx, now, append(mails, own)...)
}
