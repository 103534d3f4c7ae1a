package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// BulkResult is what an act on a selection of invitees did: how many got a mail
// and why the others did not.
type BulkResult struct {
	Queued  int
	Skipped map[consult.Verdict]int
}

func (r *BulkResult) skip(v consult.Verdict) {
	if r.Skipped == nil {
		r.Skipped = map[consult.Verdict]int{}
	}
	r.Skipped[v]++
}

// Remind sends a reminder of the answer deadline now to a selection of invitees
// of a meeting. Whoever answered, was withdrawn or cannot be reached is skipped
// and counted.
func (s *Service) Remind(
	ctx context.Context, actor consult.Actor, meetingID int64, inviteeIDs []int64,
) (BulkResult, error) {
	return s.mailSelection(ctx, actor, meetingID, inviteeIDs, BulkRemind)
}

// Resend sends the invitation itself once more, with the same link, to a
// selection of invitees of a meeting. Who still has one waiting is skipped.
func (s *Service) Resend(
	ctx context.Context, actor consult.Actor, meetingID int64, inviteeIDs []int64,
) (BulkResult, error) {
	return s.mailSelection(ctx, actor, meetingID, inviteeIDs, BulkResend)
}

// bulkMail is the mail that an act sends to one of a selection.
func (s *Service) bulkMail(tx *store.Tx, act BulkAct, st consult.Standing, now time.Time) (consult.Mail, error) {
	if act == BulkResend {
		mail, _, err := s.againMail(tx, st, now)
		return mail, err
	}
	mail := toInvitee(st, consult.ForDeadlineReminder, fmt.Sprintf("remind:%d:%d", st.Invitee.ID, now.Unix()/60), now)
	mail.UsefulUntil = st.Invitation.Deadline(st.Occasion)
	return mail, nil
}

// againMail is the invitation once more; waiting says that one has yet to go.
func (s *Service) againMail(
	tx *store.Tx, st consult.Standing, now time.Time,
) (mail consult.Mail, waiting bool, err error) {
	before, err := tx.Mails(
		store.MailFilter{InviteeID: st.Invitee.ID, Purposes: []consult.Purpose{consult.ForInvitation}},
	)
	if err != nil {
		return mail, false, err
	}
	waiting = slices.ContainsFunc(before, func(m consult.Mail) bool {
		return m.State.Waiting() || m.State == consult.Sending || m.State == consult.Held
	})
	key := fmt.Sprintf(
		"%s:%d", consult.MailKey(consult.ForInvitation, st.Invitee.ID, st.Invitee.Generation), len(before)+1,
	)
	mail = toInvitee(st, consult.ForInvitation, key, now)
	mail.UsefulUntil = st.Invitation.Deadline(st.Occasion)
	if len(before) > 0 {
		mail.Facts.Intro = before[len(before)-1].Facts.Intro
	}
	return mail, waiting, nil
}

// bulkEvents name the acts in the audit.
var bulkEvents = map[BulkAct]string{BulkRemind: "invitee.reminded", BulkResend: "invitee.resent"}

func (s *Service) mailSelection(
	ctx context.Context, actor consult.Actor, meetingID int64, inviteeIDs []int64, act BulkAct,
) (BulkResult, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return BulkResult{}, err
	}
	var result BulkResult
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		result = BulkResult{}
		if _, err := tx.LockOccasion(meetingID); err != nil {
			return err
		}
		selected, err := selection(tx, meetingID, inviteeIDs)
		if err != nil {
			return err
		}
		for _, st := range selected {
			if err := s.mailOne(tx, actor, act, st, now, &result); err != nil {
				return err
			}
		}
		return nil
	})
	return result, err
}

func (s *Service) mailOne(
	tx *store.Tx, actor consult.Actor, act BulkAct, st consult.Standing, now time.Time, result *BulkResult,
) error {
	verdict, err := s.bulkVerdict(tx, act, st, now)
	if err != nil {
		return err
	}
	if verdict != consult.DueNow {
		result.skip(verdict)
		return nil
	}
	mail, err := s.bulkMail(tx, act, st, now)
	if err != nil {
		return err
	}
	n, err := tx.Enqueue(mail)
	if err != nil {
		return err
	}
	if n == 0 {
		result.skip(consult.AlreadySent)
		return nil
	}
	result.Queued++
	tx.Record(s.event(actor, bulkEvents[act], "invitee", mail.InviteeID))
	return nil
}

// selection reads the chosen invitees of a meeting; ids of other meetings are
// not found.
func selection(tx *store.Tx, meetingID int64, ids []int64) ([]consult.Standing, error) {
	if len(ids) == 0 {
		return nil, consult.Problems{{Field: "kies", Key: "invitation.problem.nobody"}}
	}
	all, err := tx.Standings(meetingID)
	if err != nil {
		return nil, err
	}
	kept := slices.DeleteFunc(all, func(st consult.Standing) bool { return !slices.Contains(ids, st.Invitee.ID) })
	if len(kept) == 0 {
		return nil, consult.ErrNotFound
	}
	return kept, nil
}

// Extend gives one organisation more time than the meeting does, and tells its
// people until when and why.
func (s *Service) Extend(
	ctx context.Context, actor consult.Actor, invitationID int64, until time.Time, why string,
) error {
	now := s.now()
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return err
	}
	why = strings.Join(strings.Fields(why), " ")
	return s.db.Update(ctx, func(tx *store.Tx) error {
		o, i, err := lockAll(tx, invitationID)
		if err != nil {
			return err
		}
		if err := consult.CheckExtension(o, i, until, why, now); err != nil {
			return err
		}
		e := s.event(actor, "invitation.extended", "invitation", i.ID)
		e.Detail = map[string]any{"from": i.Deadline(o), "until": until, "why": why}
		tx.Record(e)
		i.ExtendedUntil, i.ExtendedWhy = until, why
		if err := tx.SetInvitation(i); err != nil {
			return err
		}
		all, err := activeOf(tx, o, i)
		if err != nil {
			return err
		}
		mails := make([]consult.Mail, len(all))
		for k, st := range all {
			mails[k] = toInvitee(
				st, consult.ForExtension, consult.MailKey(consult.ForExtension, st.Invitee.ID, until.Unix()), now,
			)
			mails[k].UsefulUntil, mails[k].Facts.Deadline, mails[k].Facts.Reason = until, until, why
		}
		_, err = tx.Enqueue(mails...)
		return err
	})
}

// lockAll keeps an occasion from being changed and an invitation from being
// answered or changed until the transaction ends, always in this order.
func lockAll(tx *store.Tx, invitationID int64) (consult.Occasion, consult.Invitation, error) {
	i, err := tx.Invitation(invitationID)
	if err != nil {
		return consult.Occasion{}, i, err
	}
	o, err := tx.ShareOccasion(i.OccasionID)
	if err != nil {
		return o, i, err
	}
	i, err = tx.LockInvitation(invitationID)
	return o, i, err
}

// ShowLink returns somebody's personal link. That it was seen is in the audit:
// whoever has it can answer in their name.
func (s *Service) ShowLink(ctx context.Context, actor consult.Actor, inviteeID int64) (string, error) {
	if err := consult.Allow(actor, consult.ShowLinks); err != nil {
		return "", err
	}
	link := ""
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		st, err := tx.Standing(inviteeID)
		if err != nil {
			return err
		}
		if st.Invitation.Withdrawn() || !st.Invitee.WithdrawnAt.IsZero() {
			return consult.ErrConflict
		}
		link = s.invitationURL(st.Invitee, st.Contact.Language)
		tx.Record(s.event(actor, "invitee.link_shown", "invitee", inviteeID))
		return nil
	})
	return link, err
}

// BulkAct is what can be done with a selection of invitees.
type BulkAct string

// Acts on a selection.
const (
	BulkRemind   BulkAct = "remind"
	BulkResend   BulkAct = "resend"
	BulkWithdraw BulkAct = "withdraw"
)

// BulkPlan is whom an act on a selection would concern, and whom not and why,
// by name.
type BulkPlan struct {
	Meeting consult.Meeting
	Getting []consult.Standing
	Skipped map[consult.Verdict][]consult.Standing
}

// PlanBulk tells what Remind, Resend or Withdraw would do now. It changes
// nothing.
func (s *Service) PlanBulk(
	ctx context.Context, actor consult.Actor, meetingID int64, inviteeIDs []int64, act BulkAct,
) (BulkPlan, error) {
	plan := BulkPlan{Skipped: map[consult.Verdict][]consult.Standing{}}
	now := s.now()
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return plan, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if plan.Meeting, err = tx.Meeting(meetingID); err != nil {
			return err
		}
		selected, err := selection(tx, meetingID, inviteeIDs)
		if err != nil {
			return err
		}
		slices.SortStableFunc(
			selected, func(a, b consult.Standing) int { return strings.Compare(a.Contact.SortKey, b.Contact.SortKey) },
		)
		for _, st := range selected {
			verdict, err := s.bulkVerdict(tx, act, st, now)
			if err != nil {
				return err
			}
			if verdict == consult.DueNow {
				plan.Getting = append(plan.Getting, st)
			} else {
				plan.Skipped[verdict] = append(plan.Skipped[verdict], st)
			}
		}
		return nil
	})
	return plan, err
}

func (s *Service) bulkVerdict(tx *store.Tx, act BulkAct, st consult.Standing, now time.Time) (consult.Verdict, error) {
	switch act {
	case BulkRemind:
		return consult.ByHand(st, now), nil
	case BulkWithdraw:
		if !st.Invitee.WithdrawnAt.IsZero() {
			return consult.TakenBack, nil
		}
		return consult.DueNow, nil
	}
	verdict := consult.MayResend(st, now)
	if verdict != consult.DueNow {
		return verdict, nil
	}
	_, waiting, err := s.againMail(tx, st, now)
	if waiting {
		verdict = consult.Planned
	}
	return verdict, err
}

// PreviewFor is the mail that an act on a selection would send to one
// invitee, for Preview.
func (s *Service) PreviewFor(
	ctx context.Context, actor consult.Actor, inviteeID int64, act BulkAct,
) (consult.Mail, error) {
	var mail consult.Mail
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return mail, err
	}
	now := s.now()
	err := s.db.View(ctx, func(tx *store.Tx) error {
		st, err := tx.Standing(inviteeID)
		if err != nil {
			return err
		}
		mail, err = s.bulkMail(tx, act, st, now)
		return err
	})
	return mail, err
}
