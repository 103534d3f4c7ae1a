package service

import (
	"fmt"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// keepReply adds a reply that was checked, with all that follows from it. st is
// the standing of the one whose it is; for the organisation as a whole it has no
// invitee.
func (s *Service) keepReply(
	tx *store.Tx, actor consult.Actor, st consult.Standing, r *consult.Reply, now time.Time,
) error {
	if err := s.addReply(tx, actor, r); err != nil {
		return err
	}
	return s.afterReplies(tx, actor, st, st.Everybody().With(*r), *r, now)
}

// addReply adds a reply with its entry in the audit.
func (s *Service) addReply(tx *store.Tx, actor consult.Actor, r *consult.Reply) error {
	var err error
	if r.ID, err = tx.AddReply(*r); err != nil {
		return err
	}
	e := s.event(actor, "reply.given", "reply", r.ID)
	e.Detail = map[string]any{
		"invitation": r.InvitationID, "invitee": r.InviteeID, "answer": r.Answer, "source": r.Source,
		"received": r.ReceivedAt, "late": r.Late,
	}
	if r.ByInviteeID != 0 {
		e.Detail["by"] = r.ByInviteeID
	}
	tx.Record(e)
	return nil
}

// afterReplies does what follows from the reply r, after which the party of st
// is as next says: it mends what is known of invitees, stops the reminders that
// became needless and tells who must know.
func (s *Service) afterReplies(
	tx *store.Tx, actor consult.Actor, st consult.Standing, next *consult.Party, r consult.Reply, now time.Time,
) error {
	before := st.Everybody()
	mails := []consult.Mail{}
	if r.InviteeID != 0 {
		back, err := s.settleInvitee(tx, st, next, r, now)
		if err != nil {
			return err
		}
		mails = append(mails, back...)
	}
	if before.Whole != nil && next.Whole == nil { // a yes ended it
		st.Invitation.ReplyID = 0
		if err := tx.SetInvitation(st.Invitation); err != nil {
			return err
		}
	}
	if err := dropReminders(tx, st, next, r, now); err != nil {
		return err
	}
	told := replyMails(actor, st, next, r, now)
	if err := mergeWaiting(tx, st, told, now); err != nil {
		return err
	}
	mails = append(mails, told...)
	if before.Stance() != consult.Comes && next.Stance() == consult.Comes &&
		st.Organisation.Type == consult.Consortium {
		members, err := s.tellMembers(tx, st, now)
		if err != nil {
			return err
		}
		mails = append(mails, members...)
	}
	if actor.Kind == consult.ByStaff {
		_, err := tx.Enqueue(mails...)
		return err
	}
	return s.enqueueOfGuest(tx, now, mails...)
}

// settleInvitee mends what is known of who answered. Who answers is the right
// person after all; who comes beside their stand-in no longer sends them; a
// stand-in's no gives the choice back to who sent them, and they are told.
func (s *Service) settleInvitee(
	tx *store.Tx, st consult.Standing, next *consult.Party, r consult.Reply, now time.Time,
) ([]consult.Mail, error) {
	v := next.Of(r.InviteeID)
	beside := next.Of(v.Invitee.StandInID)
	comesToo := r.Answer.Comes() && v.Invitee.StandInID != 0 && beside != nil && beside.Reply != nil &&
		beside.Reply.Answer.Comes()
	if comesToo {
		v.Invitee.StandInID = 0
	}
	if comesToo || !st.Everybody().Of(r.InviteeID).Invitee.WrongPerson.IsZero() {
		if err := tx.SetInvitee(v.Invitee); err != nil {
			return nil, err
		}
	}
	sender := next.Of(v.Invitee.StandsInFor)
	if r.Answer.Comes() || v.Invitee.StandsInFor == 0 || sender == nil || sender.Invitee.StandInID != v.Invitee.ID {
		return nil, nil
	}
	sender.Invitee.StandInID = 0
	if err := tx.SetInvitee(sender.Invitee); err != nil || !sender.Invitee.Active() {
		return nil, err
	}
	mail := toInvitee(
		of(st, next, *sender), consult.ForChoice, consult.MailKey(consult.ForChoice, r.ID, sender.Invitee.ID), now,
	)
	mail.ReplyID, mail.Facts.By = r.ID, v.Contact.Name()
	return []consult.Mail{mail}, nil
}

// of is the standing of another of the same invitation, in a party.
func of(st consult.Standing, p *consult.Party, a consult.Asked) consult.Standing {
	st.Invitee, st.Contact, st.Reply, st.Party = a.Invitee, a.Contact, a.Reply, p
	return st
}

// dropReminders drops what waits of reminders of the deadline: everybody's when
// it is known what the organisation does, else those of who answered.
func dropReminders(tx *store.Tx, st consult.Standing, next *consult.Party, r consult.Reply, now time.Time) error {
	if next.Stance() != consult.Silent {
		_, err := tx.DropReminders(st.Invitation.ID, consult.DropAnswered, now)
		return err
	}
	own := store.MailFilter{InviteeID: r.InviteeID, Purposes: []consult.Purpose{consult.ForDeadlineReminder}}
	_, err := tx.DropMail(own, consult.DropAnswered, now)
	return err
}

// replyMails confirm a reply to whose it is and tell those of the same
// organisation for whom it changes something: whether anybody comes at all, or
// that they themselves no longer do. What was noted for the organisation as a
// whole is confirmed to all but those who declined.
func replyMails(
	actor consult.Actor, st consult.Standing, next *consult.Party, r consult.Reply, now time.Time,
) []consult.Mail {
	before := st.Everybody()
	turned := (before.Stance() == consult.Comes) != (next.Stance() == consult.Comes)
	var mails []consult.Mail
	for _, a := range next.People {
		if !a.Invitee.Active() {
			continue
		}
		declined := a.Reply != nil && !a.Reply.Answer.Comes()
		expected := before.Expects(a.Invitee.ID)
		to := of(st, next, a)
		var mail consult.Mail
		switch {
		case r.InviteeID == 0 && !declined:
			mail = toInvitee(
				to, consult.ForConfirmation, consult.MailKey(consult.ForConfirmation, r.ID, a.Invitee.ID), now,
			)
			mail.Facts.By = actor.Name
		case r.InviteeID == 0:
			continue
		case a.Invitee.ID == r.InviteeID:
			mail = toInvitee(to, consult.ForConfirmation, consult.MailKey(consult.ForConfirmation, r.ID, 0), now)
			if actor.Kind == consult.ByStaff {
				mail.Facts.By = actor.Name
			}
		case turned && !declined, expected && !next.Expects(a.Invitee.ID), sends(a, r):
			mail = toInvitee(to, consult.ForColleague, fmt.Sprintf("colleague:%d:%d", r.ID, a.Invitee.ID), now)
			mail.Facts.By, mail.Facts.Comes = next.Of(r.InviteeID).Contact.Name(), next.Stance() == consult.Comes
		default:
			continue
		}
		mail.ReplyID, mail.Facts.InCalendar = r.ID, expected
		if actor.Kind == consult.ByGuest && bare(r, st.Contact) {
			mail.DueAt = now.Add(detailsWait)
		}
		mails = append(mails, mail)
	}
	return mails
}

// sends says whether somebody sent the one who now comes in their place.
func sends(a consult.Asked, r consult.Reply) bool {
	return r.Answer.Comes() && a.Invitee.StandInID == r.InviteeID
}

// tellMembers tells the members of a consortium that it comes: those who were
// invited themselves and said nothing get no reminders any more.
func (s *Service) tellMembers(tx *store.Tx, st consult.Standing, now time.Time) ([]consult.Mail, error) {
	all, err := tx.StandingsOfMembers(st.Occasion, st.Organisation.ID)
	if err != nil {
		return nil, err
	}
	var mails []consult.Mail
	for _, member := range all {
		if !member.Invitee.Active() || member.Invitation.Withdrawn() || member.Answered() {
			continue
		}
		own := store.MailFilter{InviteeID: member.Invitee.ID, Purposes: []consult.Purpose{consult.ForDeadlineReminder}}
		if _, err := tx.DropMail(own, consult.DropAnswered, now); err != nil {
			return nil, err
		}
		mail := toInvitee(
			member, consult.ForConsortium, consult.MailKey(consult.ForConsortium, member.Invitee.ID, st.Invitation.ID),
			now,
		)
		mail.Facts.By, mail.UsefulUntil = st.Organisation.Name, member.Invitation.Deadline(member.Occasion)
		mails = append(mails, mail)
	}
	return mails, nil
}
