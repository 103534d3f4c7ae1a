package service

import (
	"context"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// Withdraw takes back the invitation of a selection of invitees of a meeting:
// their links stop working, what waits for them is dropped, and who had got the
// invitation is told why. An organisation of which nobody is left is withdrawn
// as a whole. It returns how many were withdrawn now.
func (s *Service) Withdraw(
	ctx context.Context, actor consult.Actor, meetingID int64, inviteeIDs []int64, reason string,
) (int, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return 0, err
	}
	reason, err := tidyReason(reason)
	if err != nil {
		return 0, err
	}
	done := 0
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		done = 0
		if _, err := tx.LockOccasion(meetingID); err != nil {
			return err
		}
		selected, err := selection(tx, meetingID, inviteeIDs)
		if err != nil {
			return err
		}
		for _, st := range selected {
			if !st.Invitee.WithdrawnAt.IsZero() {
				continue
			}
			done++
			if err := s.withdrawOne(tx, actor, st, reason, now); err != nil {
				return err
			}
		}
		return nil
	})
	return done, err
}

func tidyReason(reason string) (string, error) {
	reason = strings.Join(strings.Fields(reason), " ")
	switch {
	case reason == "":
		return "", consult.Problems{{Field: "why", Key: "invitation.problem.why"}}
	case len([]rune(reason)) > 500:
		return "", consult.Problems{{Field: "why", Key: "invitation.problem.why_long"}}
	}
	return reason, nil
}

// activeOf reads everybody of an invitation who may still be mailed.
func activeOf(tx *store.Tx, o consult.Occasion, i consult.Invitation) ([]consult.Standing, error) {
	all, err := tx.StandingsOf(o, i.ID)
	return slices.DeleteFunc(all, func(st consult.Standing) bool { return !st.Invitee.Active() }), err
}

func (s *Service) withdrawOne(
	tx *store.Tx, actor consult.Actor, st consult.Standing, reason string, now time.Time,
) error {
	told, err := wasTold(tx, st.Invitee.ID)
	if err != nil {
		return err
	}
	if err := s.unask(tx, st.Invitee.ID, reason, now); err != nil {
		return err
	}
	e := s.event(actor, "invitee.withdrawn", "invitee", st.Invitee.ID)
	e.Detail = map[string]any{"reason": reason}
	tx.Record(e)
	if !told || !st.Invitee.WrongPerson.IsZero() || st.Occasion.IsCancelled() || !now.Before(st.Occasion.Starts) {
		return nil
	}
	key := consult.MailKey(consult.ForWithdrawn, st.Invitee.ID, st.Invitee.Generation+1)
	mail := toInvitee(st, consult.ForWithdrawn, key, now)
	mail.UsefulUntil = st.Occasion.Starts
	mail.Facts.Reason, mail.Facts.InCalendar = reason, st.Comes()
	_, err = tx.Enqueue(mail)
	return err
}

// wasTold says whether any mail about the meeting may have reached an invitee.
func wasTold(tx *store.Tx, inviteeID int64) (bool, error) {
	sent, err := tx.Mails(store.MailFilter{
		InviteeID: inviteeID, States: []consult.MailState{consult.Sent, consult.Sending, consult.Uncertain}, Limit: 1,
	})
	return len(sent) > 0, err
}

// unask makes an invitee's link stop working and drops what waits for them.
// With nobody left the invitation of the organisation is withdrawn too.
func (s *Service) unask(tx *store.Tx, inviteeID int64, reason string, now time.Time) error {
	v, err := tx.Invitee(inviteeID)
	if err != nil {
		return err
	}
	i, err := tx.LockInvitation(v.InvitationID)
	if err != nil {
		return err
	}
	if v, err = tx.Invitee(inviteeID); err != nil || !v.WithdrawnAt.IsZero() {
		return err
	}
	v.Generation, v.WithdrawnAt = v.Generation+1, now
	v.TokenHash = s.invitationHash(v)
	if err := tx.SetInvitee(v); err != nil {
		return err
	}
	if _, err := tx.DropMail(store.MailFilter{InviteeID: v.ID}, consult.DropWithdrawn, now); err != nil {
		return err
	}
	if err := sendsNobody(tx, v); err != nil {
		return err
	}
	all, err := tx.InviteesOf(i.ID)
	if err != nil || slices.ContainsFunc(all, func(o consult.Invitee) bool { return o.WithdrawnAt.IsZero() }) {
		return err
	}
	i.WithdrawnAt, i.WithdrawnWhy = now, reason
	return tx.SetInvitation(i)
}

// sendsNobody notes at whoever sent this colleague that they no longer do.
func sendsNobody(tx *store.Tx, colleague consult.Invitee) error {
	if colleague.StandsInFor == 0 {
		return nil
	}
	sender, err := tx.Invitee(colleague.StandsInFor)
	if err != nil || sender.StandInID != colleague.ID {
		return err
	}
	sender.StandInID = 0
	return tx.SetInvitee(sender)
}
