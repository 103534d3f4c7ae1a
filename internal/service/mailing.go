package service

import (
	"context"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// MailingProgress is one sending to many and what became of its mail so far.
type MailingProgress struct {
	Meeting consult.Meeting
	Mailing consult.Mailing
	States  map[consult.MailState]int
	Failed  []consult.Mail // failed or uncertain, newest first, at most 50
}

// Waiting is how many mails may still go out.
func (p MailingProgress) Waiting() int {
	return p.States[consult.Queued] + p.States[consult.Retry] + p.States[consult.Sending] + p.States[consult.Held]
}

// Progress tells how far a mailing is.
func (s *Service) Progress(ctx context.Context, actor consult.Actor, mailingID int64) (MailingProgress, error) {
	p := MailingProgress{States: map[consult.MailState]int{}}
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return p, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if p.Mailing, err = tx.Mailing(mailingID); err != nil {
			return err
		}
		if p.Meeting, err = tx.Meeting(p.Mailing.OccasionID); err != nil {
			return err
		}
		counts, err := tx.MailCounts(store.MailFilter{MailingID: mailingID})
		if err != nil {
			return err
		}
		for _, c := range counts {
			p.States[c.State] += c.N
		}
		p.Failed, err = tx.Mails(
			store.MailFilter{
				MailingID: mailingID, States: []consult.MailState{consult.Failed, consult.Uncertain}, Limit: 50,
			},
		)
		return err
	})
	return p, err
}

// StopMailing ends a sending: what has not gone out will not. Those who were
// not told are not invited, so that no reminder reaches them of something they
// never got; a later mailing may ask them anew. It returns how many those are.
func (s *Service) StopMailing(ctx context.Context, actor consult.Actor, mailingID int64) (int, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return 0, err
	}
	stopped := 0
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		mailing, err := tx.Mailing(mailingID)
		if err != nil {
			return err
		}
		if _, err := tx.LockOccasion(mailing.OccasionID); err != nil {
			return err
		}
		if err := tx.StopMailing(mailingID, now); err != nil {
			return err
		}
		if _, err := tx.DropMail(store.MailFilter{MailingID: mailingID}, consult.DropStopped, now); err != nil {
			return err
		}
		dropped, err := tx.Mails(store.MailFilter{MailingID: mailingID, States: []consult.MailState{consult.Dropped}})
		if err != nil {
			return err
		}
		for _, m := range dropped {
			if m.Error != string(consult.DropStopped) {
				continue
			}
			stopped++
			if err := s.unask(tx, m.InviteeID, "", now); err != nil {
				return err
			}
		}
		e := s.event(actor, "mailing.stopped", "mailing", mailingID)
		e.Detail = map[string]any{"meeting": mailing.OccasionID, "invitees": stopped}
		tx.Record(e)
		return nil
	})
	return stopped, err
}
