package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// GuestView is all that the page of one personal link shows.
type GuestView struct {
	consult.Standing
	Region   consult.Region
	Deadline time.Time
	By       string           // who gave the answer that counts, when that was somebody else; empty: oneself
	StandIn  *consult.Contact // the colleague who is sent, nil: none
	Sender   string           // who sends this colleague, empty: nobody
	Rules    []consult.Rule   // what reminders are planned
}

// Own says whether the answer that counts is this invitee's own.
func (v GuestView) Own() bool { return v.Reply != nil && v.Reply.InviteeID == v.Invitee.ID }

// Opened reads what the link of an invitation shows. It changes nothing. A link
// that is unknown or withdrawn, or whose meeting is not public, returns
// consult.ErrNotFound.
func (s *Service) Opened(ctx context.Context, token string) (GuestView, error) {
	var v GuestView
	now := s.now()
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Standing, err = tx.StandingByToken(digest(token)); err != nil {
			return err
		}
		if v.Invitation.Withdrawn() || !v.Invitee.WithdrawnAt.IsZero() || !v.Meeting.PublicAt(now) {
			return consult.ErrNotFound
		}
		v.Deadline = v.Invitation.Deadline(v.Meeting)
		if v.Region, err = tx.Region(); err != nil {
			return err
		}
		if v.Rules, err = tx.Rules(v.Meeting.ID); err != nil {
			return err
		}
		return v.readOthers(tx)
	})
	return v, err
}

func (v *GuestView) readOthers(tx *store.Tx) error {
	if v.Reply != nil && !v.Own() {
		by, err := nameOfReplier(tx, *v.Reply)
		if err != nil {
			return err
		}
		v.By = by
	}
	if v.Invitee.StandInID != 0 {
		c, err := contactOf(tx, v.Invitee.StandInID)
		if err != nil {
			return err
		}
		v.StandIn = &c
	}
	if v.Invitee.StandsInFor != 0 {
		c, err := contactOf(tx, v.Invitee.StandsInFor)
		if err != nil {
			return err
		}
		v.Sender = c.Name()
	}
	return nil
}

func contactOf(tx *store.Tx, inviteeID int64) (consult.Contact, error) {
	v, err := tx.Invitee(inviteeID)
	if err != nil {
		return consult.Contact{}, err
	}
	return tx.Contact(v.ContactID)
}

// nameOfReplier is the invitee who answered, or the member of staff who noted
// it for the organisation as a whole.
func nameOfReplier(tx *store.Tx, r consult.Reply) (string, error) {
	if r.InviteeID == 0 {
		staff, err := tx.Staff(r.StaffID)
		return staff.Name, err
	}
	c, err := contactOf(tx, r.InviteeID)
	return c.Name(), err
}

// maxReplies is how many answers one link can give in an hour: each mails a
// confirmation, and colleagues too.
const maxReplies = 30

// GiveReply takes in an answer by a personal link. Received is when the whole
// answer had arrived: it alone decides whether it was in time, however long the
// transaction waited. An answer equal to the one that counts changes nothing
// and returns that one, so that a page sent twice leaves one answer and one
// mail. Errors: consult.ErrNotFound, ErrClosed, Problems, TooMany.
func (s *Service) GiveReply(ctx context.Context, token string, received time.Time, r consult.Reply) (consult.Reply, error) {
	now := s.now()
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		st, err := s.lockGuest(tx, token, lockAll)
		if err != nil {
			return err
		}
		return s.reply(tx, st, &r, received, now)
	})
	return r, err
}

// locker keeps meeting and invitation; the twin of the race test has none.
type locker func(tx *store.Tx, invitationID int64) (consult.Meeting, consult.Invitation, error)

// lockGuest reads the standing of a link with its invitation locked: what was
// read before the lock may have changed while waiting for it.
func (s *Service) lockGuest(tx *store.Tx, token string, lock locker) (consult.Standing, error) {
	hash := digest(token)
	v, err := tx.InviteeByToken(hash)
	if err != nil {
		return consult.Standing{}, err
	}
	if _, _, err := lock(tx, v.InvitationID); err != nil {
		return consult.Standing{}, err
	}
	return tx.StandingByToken(hash)
}

func (s *Service) reply(tx *store.Tx, st consult.Standing, r *consult.Reply, received, now time.Time) error {
	if err := consult.MayAnswer(st.Meeting, st.Invitation, st.Invitee, received); err != nil {
		return err
	}
	r.InvitationID, r.InviteeID, r.StaffID, r.Source, r.Note = st.Invitation.ID, st.Invitee.ID, 0, consult.ByLink, ""
	r.ReceivedAt, r.Late, r.MeetingVersion = received, false, st.Meeting.Version
	if err := r.Check(st.Meeting); err != nil {
		return err
	}
	if st.Reply != nil && r.Same(*st.Reply) {
		*r = *st.Reply
		return nil
	}
	if _, err := hourly(fmt.Sprintf("reply:%d", st.Invitee.ID), maxReplies).take(tx, now); err != nil {
		return err
	}
	if !st.Invitee.WrongPerson.IsZero() { // who answers is the right person after all
		st.Invitee.WrongPerson = time.Time{}
		if err := tx.SetInvitee(st.Invitee); err != nil {
			return err
		}
	}
	return s.keepReply(tx, guest(st), st, r, now)
}

// guest is an invitee as the one who acts.
func guest(st consult.Standing) consult.Actor {
	return consult.Actor{Kind: consult.ByGuest, ID: st.Invitee.ID, Name: st.Contact.Name(), Language: st.Contact.Language}
}

// keepReply adds a reply that was checked, tells who must know, and stops the
// reminders it makes needless. st is the standing of the one who answers, or
// for whom staff answered.
func (s *Service) keepReply(tx *store.Tx, actor consult.Actor, st consult.Standing, r *consult.Reply, now time.Time) error {
	var err error
	if r.ID, err = tx.AddReply(*r); err != nil {
		return err
	}
	if _, err := tx.DropReminders(st.Invitation.ID, consult.DropAnswered, now); err != nil {
		return err
	}
	all, err := activeOf(tx, st.Invitation.ID)
	if err != nil {
		return err
	}
	mails := replyMails(actor, all, st, *r, now)
	if err := mergeWaiting(tx, st, mails, now); err != nil {
		return err
	}
	if actor.Kind == consult.ByStaff {
		_, err = tx.Enqueue(mails...)
	} else {
		err = s.enqueueOfGuest(tx, now, mails...)
	}
	if err != nil {
		return err
	}
	e := s.event(actor, "reply.given", "reply", r.ID)
	e.Detail = map[string]any{
		"invitation": r.InvitationID, "invitee": r.InviteeID, "answer": r.Answer, "source": r.Source, "received": r.ReceivedAt, "late": r.Late,
	}
	tx.Record(e)
	return nil
}

// replyMails is the confirmation to the one who answered and word to the
// colleagues who were asked too. What staff noted for the organisation as a
// whole is confirmed to all.
func replyMails(actor consult.Actor, all []consult.Standing, st consult.Standing, r consult.Reply, now time.Time) []consult.Mail {
	var mails []consult.Mail
	for _, to := range all {
		var mail consult.Mail
		switch {
		case r.InviteeID == 0:
			mail = toInvitee(to, consult.ForConfirmation, consult.MailKey(consult.ForConfirmation, r.ID, to.Invitee.ID), now)
			mail.Facts.By = actor.Name
		case to.Invitee.ID == r.InviteeID:
			mail = toInvitee(to, consult.ForConfirmation, consult.MailKey(consult.ForConfirmation, r.ID, 0), now)
			if actor.Kind == consult.ByStaff {
				mail.Facts.By = actor.Name
			}
		default:
			mail = toInvitee(to, consult.ForColleague, fmt.Sprintf("colleague:%d:%d", r.ID, to.Invitee.ID), now)
			mail.Facts.By = st.Contact.Name()
		}
		mail.ReplyID, mail.Facts.InCalendar = r.ID, inCalendar(st.Reply, to.Invitee.ID)
		if actor.Kind == consult.ByGuest && bare(r, st.Contact) {
			mail.DueAt = now.Add(detailsWait)
		}
		mails = append(mails, mail)
	}
	return mails
}

// DefaultPeople is who comes when nobody is named: the invitee.
func DefaultPeople(c consult.Contact) []consult.Person {
	return []consult.Person{{Name: c.Name(), Role: c.JobTitle}}
}

// NoteReply notes an answer that came in by phone, mail, letter or in person.
// r.InviteeID is who gave it, 0 for the organisation as a whole; r.ReceivedAt
// is when it was heard and decides whether it was in time. After the deadline
// it is taken in and marked late, until the meeting is over.
func (s *Service) NoteReply(ctx context.Context, actor consult.Actor, invitationID int64, r consult.Reply) (consult.Reply, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.NoteReplies); err != nil {
		return r, err
	}
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		m, i, err := lockAll(tx, invitationID)
		if err != nil {
			return err
		}
		if err := consult.MayNote(m, i, now); err != nil {
			return err
		}
		st, err := notedFor(tx, m, i, r.InviteeID)
		if err != nil {
			return err
		}
		r.InvitationID, r.StaffID, r.MeetingVersion = i.ID, actor.ID, m.Version
		r.Note = strings.Join(strings.Fields(r.Note), " ")
		if st.Reply != nil && !consult.SeesNeeds(actor, m) {
			r.Given = keepNeeds(m, *st.Reply, r.Given)
		}
		r.Late = !r.ReceivedAt.Before(i.Deadline(m))
		if err := checkNoted(&r, m, i, now); err != nil {
			return err
		}
		if st.Reply != nil && r.Same(*st.Reply) {
			r = *st.Reply
			return nil
		}
		return s.keepReply(tx, actor, st, &r, now)
	})
	return r, err
}

// keepNeeds carries over what was given to sensitive questions that somebody
// who may not see it left empty: they did not mean to take it away.
func keepNeeds(m consult.Meeting, before consult.Reply, given []consult.Given) []consult.Given {
	for _, g := range before.Given {
		known := slices.ContainsFunc(given, func(one consult.Given) bool {
			return one.QuestionID == g.QuestionID && len(strings.Join(one.Values, "")) > 0
		})
		sensitive := slices.ContainsFunc(m.Questions, func(q consult.Question) bool { return q.ID == g.QuestionID && q.Sensitive })
		if sensitive && !known {
			given = slices.DeleteFunc(given, func(one consult.Given) bool { return one.QuestionID == g.QuestionID })
			given = append(given, g)
		}
	}
	return given
}

// notedFor is the standing of the one for whom staff answer; for the
// organisation as a whole it has no invitee.
func notedFor(tx *store.Tx, m consult.Meeting, i consult.Invitation, inviteeID int64) (consult.Standing, error) {
	if inviteeID != 0 {
		st, err := tx.Standing(inviteeID)
		if err == nil && (st.Invitation.ID != i.ID || !st.Invitee.WithdrawnAt.IsZero()) {
			err = consult.ErrNotFound
		}
		return st, err
	}
	st := consult.Standing{Meeting: m, Invitation: i}
	if i.ReplyID == 0 {
		return st, nil
	}
	r, err := tx.Reply(i.ReplyID)
	st.Reply = &r
	return st, err
}

// checkNoted adds to the check of every answer what staff fill in besides.
func checkNoted(r *consult.Reply, m consult.Meeting, i consult.Invitation, now time.Time) error {
	var p consult.Problems
	if !slices.Contains(consult.StaffSources, r.Source) {
		p.Add("source", "reply.problem.source")
	}
	if len([]rune(r.Note)) > 500 {
		p.Add("note", "reply.problem.long")
	}
	switch {
	case r.ReceivedAt.IsZero() || r.ReceivedAt.After(now):
		p.Add("received", "reply.problem.received_future")
	case r.ReceivedAt.Before(i.InvitedAt.Truncate(time.Minute)):
		p.Add("received", "reply.problem.received_before")
	}
	var more consult.Problems
	if errors.As(r.Check(m), &more) {
		p = append(p, more...)
	}
	return p.Err()
}
