package service

import (
	"context"
	"errors"
	"fmt"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// GuestView is all that the page of one personal link shows.
type GuestView struct {
	consult.Standing
	Meeting  consult.Meeting
	Region   consult.Region
	Deadline time.Time
	StandIn  *consult.Contact // the colleague who is sent, nil: none
	Sender   string           // who sends this colleague, empty: nobody
	Rules    []consult.Rule   // what reminders are planned
	Before   *consult.Reply   // the last time they said yes, to fill in what was filled in then
}

// Own is the invitee's own reply as far as it counts: nil also when their
// stand-in took their place.
func (v GuestView) Own() *consult.Reply {
	return v.Everybody().Counting(*v.Everybody().Of(v.Invitee.ID))
}

// Opened reads what the link of an invitation shows. It changes nothing. A link
// that is unknown or withdrawn, or whose meeting is not public, returns
// consult.ErrNotFound.
func (s *Service) Opened(ctx context.Context, token string) (GuestView, error) {
	var v GuestView
	now := s.now()
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Meeting, v.Standing, err = tx.StandingOfLink(digest(token)); err != nil {
			return err
		}
		if v.Invitation.Withdrawn() || !v.Invitee.WithdrawnAt.IsZero() || !v.Occasion.PublicAt(now) {
			return consult.ErrNotFound
		}
		v.Deadline = v.Invitation.Deadline(v.Occasion)
		if v.Region, err = tx.Region(); err != nil {
			return err
		}
		if v.Rules, err = tx.Rules(v.Occasion.ID); err != nil {
			return err
		}
		if a := v.Everybody().Of(v.Invitee.StandInID); a != nil {
			v.StandIn = &a.Contact
		}
		if a := v.Everybody().Of(v.Invitee.StandsInFor); a != nil {
			v.Sender = a.Contact.Name()
		}
		v.Before, err = lastComing(tx, v.Standing)
		return err
	})
	return v, err
}

// lastComing is the last reply in which an invitee said that they come, nil
// when they never did.
func lastComing(tx *store.Tx, st consult.Standing) (*consult.Reply, error) {
	if st.Reply == nil || st.Reply.Answer.Comes() {
		return st.Reply, nil
	}
	r, err := tx.LastComing(st.Invitee.ID)
	if errors.Is(err, consult.ErrNotFound) {
		return nil, nil
	}
	return &r, err
}

// maxReplies is how many answers one link can give in an hour: each mails a
// confirmation, and colleagues too.
const maxReplies = 30

// GiveReply takes in what one person answers by their link. Received is when
// the whole answer had arrived: it alone decides whether it was in time, however
// long the transaction waited. An answer equal to their last one, while that
// counts, changes nothing and returns that one, so that a page sent twice leaves
// one answer and one mail. Errors: consult.ErrNotFound, ErrClosed, Problems,
// TooMany.
func (s *Service) GiveReply(
	ctx context.Context, token string, received time.Time, r consult.Reply,
) (consult.Reply, error) {
	return s.giveReply(ctx, token, received, r, false)
}

// Tap is GiveReply for an answer of one tap: who comes and what was filled in is
// what the person told the last time they said so, or they alone. What the form still asks does not
// keep it from being stored.
func (s *Service) Tap(ctx context.Context, token string, received time.Time, a consult.Answer) (consult.Reply, error) {
	return s.giveReply(ctx, token, received, consult.Reply{Answer: a}, true)
}

func (s *Service) giveReply(
	ctx context.Context, token string, received time.Time, r consult.Reply, tap bool,
) (consult.Reply, error) {
	now := s.now()
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		m, st, err := s.lockGuest(tx, token, lockLink)
		if err != nil {
			return err
		}
		check := (*consult.Reply).Check
		if tap {
			check = (*consult.Reply).CheckTap
			if err := fillIn(tx, st, &r); err != nil {
				return err
			}
		}
		return s.reply(tx, m, st, &r, check, received, now)
	})
	return r, err
}

// fillIn completes an answer of one tap with what the person told the last time
// they said so. What is the organisation's stands already.
func fillIn(tx *store.Tx, st consult.Standing, r *consult.Reply) error {
	if !r.Answer.Comes() {
		if st.Reply != nil && st.Reply.Answer == r.Answer {
			r.Given, r.Words = st.Reply.Given, st.Reply.Words
		}
		return nil
	}
	before, err := lastComing(tx, st)
	if err != nil {
		return err
	}
	r.People = DefaultPeople(st.Contact)
	if before == nil {
		return nil
	}
	r.People, r.Words = before.People, before.Words
	ofAll := map[int64]bool{}
	for _, q := range st.Occasion.Questions {
		ofAll[q.ID] = q.OfOrganisation
	}
	for _, g := range before.Given {
		if !ofAll[g.QuestionID] {
			r.Given = append(r.Given, g)
		}
	}
	return nil
}

// locker keeps meeting and invitation of a link; the twin of the race test has
// none.
type locker func(tx *store.Tx, tokenHash string) (consult.Meeting, consult.Invitation, error)

// lockLink keeps the meeting of a link from being changed and its invitation
// from being answered or changed until the transaction ends, always in this
// order.
func lockLink(tx *store.Tx, tokenHash string) (consult.Meeting, consult.Invitation, error) {
	m, err := tx.ShareMeetingOf(tokenHash)
	if err != nil {
		return m, consult.Invitation{}, err
	}
	i, err := tx.LockInvitationOf(tokenHash)
	return m, i, err
}

// lockGuest reads the standing of a link behind the lock of its invitation, once,
// with the meeting it is at: what was read before may have changed while waiting.
func (s *Service) lockGuest(tx *store.Tx, token string, lock locker) (consult.Meeting, consult.Standing, error) {
	hash := digest(token)
	m, i, err := lock(tx, hash)
	if err != nil {
		return m, consult.Standing{}, err
	}
	all, err := tx.StandingsOf(m.Occasion, i.ID)
	if err != nil {
		return m, consult.Standing{}, err
	}
	for _, st := range all {
		if st.Invitee.TokenHash == hash {
			return m, st, nil
		}
	}
	return m, consult.Standing{}, consult.ErrNotFound
}

func (s *Service) reply(
	tx *store.Tx, m consult.Meeting, st consult.Standing, r *consult.Reply,
	check func(*consult.Reply, consult.Meeting) error, received, now time.Time,
) error {
	if err := consult.MayAnswer(st.Occasion, st.Invitation, st.Invitee, received); err != nil {
		return err
	}
	r.InvitationID, r.InviteeID, r.ByInviteeID, r.StaffID, r.Source, r.Note = st.Invitation.ID, st.Invitee.ID, 0, 0,
		consult.ByLink, ""
	r.ReceivedAt, r.Late, r.OccasionVersion = received, false, st.Occasion.Version
	if err := check(r, m); err != nil {
		return err
	}
	if a := st.Everybody().Of(st.Invitee.ID); st.Reply != nil && r.Same(*st.Reply) &&
		st.Everybody().Counting(*a) != nil {
		*r = *st.Reply
		return nil
	}
	if _, err := hourly(fmt.Sprintf("reply:%d", st.Invitee.ID), maxReplies).take(tx, now); err != nil {
		return err
	}
	return s.keepReply(tx, guest(st), st, r, now)
}

// guest is an invitee as the one who acts.
func guest(st consult.Standing) consult.Actor {
	return consult.Actor{
		Kind: consult.ByGuest, ID: st.Invitee.ID, Name: st.Contact.Name(), Language: st.Contact.Language,
	}
}

// DefaultPeople is who comes when nobody is named: the invitee.
func DefaultPeople(c consult.Contact) []consult.Person {
	return []consult.Person{{Name: c.Name(), Role: c.JobTitle}}
}
