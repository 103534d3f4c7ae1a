package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// NoteReply notes an answer that came in by phone, mail, letter or in person.
// r.InviteeID is whose it is, 0 for the organisation as a whole: a no then signs
// everybody off and tells them, and a yes that names nobody counts as one person
// without a name. r.ReceivedAt is when it was heard and decides whether it was in
// time. After the deadline it is taken in and marked late, until the meeting is
// over.
func (s *Service) NoteReply(
	ctx context.Context, actor consult.Actor, invitationID int64, r consult.Reply,
) (consult.Reply, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.NoteReplies); err != nil {
		return r, err
	}
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		o, i, err := lockAll(tx, invitationID)
		if err != nil {
			return err
		}
		if err := consult.MayNote(o, i, now); err != nil {
			return err
		}
		m, err := tx.MeetingOf(o)
		if err != nil {
			return err
		}
		st, err := notedFor(tx, o, i, r.InviteeID)
		if err != nil {
			return err
		}
		r.InvitationID, r.StaffID, r.OccasionVersion = i.ID, actor.ID, o.Version
		r.Note = strings.Join(strings.Fields(r.Note), " ")
		last := st.Reply
		if r.InviteeID == 0 {
			last = st.Everybody().Whole
		}
		if last != nil && !consult.SeesNeeds(actor, o) {
			r.Given = keepNeeds(o.Questions, *last, r.Given)
		}
		r.Late = !r.ReceivedAt.Before(i.Deadline(o))
		if err := checkNoted(&r, m, i, now); err != nil {
			return err
		}
		if last != nil && r.Same(*last) && noteStands(st, r) {
			r = *last
			return nil
		}
		if r.InviteeID == 0 && !r.Answer.Comes() {
			r, err = s.signOff(tx, actor, st, r, now)
			return err
		}
		return s.keepReply(tx, actor, st, &r, now)
	})
	return r, err
}

// keepNeeds carries over what was given to sensitive questions that somebody
// who may not see it left empty: they did not mean to take it away.
func keepNeeds(asked []consult.Question, before consult.Reply, given []consult.Given) []consult.Given {
	for _, g := range before.Given {
		known := slices.ContainsFunc(given, func(one consult.Given) bool {
			return one.QuestionID == g.QuestionID && len(strings.Join(one.Values, "")) > 0
		})
		sensitive := slices.ContainsFunc(
			asked, func(q consult.Question) bool { return q.ID == g.QuestionID && q.Sensitive },
		)
		if sensitive && !known {
			given = slices.DeleteFunc(given, func(one consult.Given) bool { return one.QuestionID == g.QuestionID })
			given = append(given, g)
		}
	}
	return given
}

// noteStands says whether a note that says the same as the last one has nothing
// to change: the last one still counts, and signs off nobody more.
func noteStands(st consult.Standing, r consult.Reply) bool {
	p := st.Everybody()
	if r.InviteeID != 0 {
		return p.Counting(*p.Of(r.InviteeID)) != nil
	}
	return r.Answer.Comes() == p.WholeComes() && (r.Answer.Comes() || len(p.SignedOff()) == 0)
}

// notedFor is the standing of the one for whom staff answer; for the
// organisation as a whole it has no invitee.
func notedFor(tx *store.Tx, o consult.Occasion, i consult.Invitation, inviteeID int64) (consult.Standing, error) {
	all, err := tx.StandingsOf(o, i.ID)
	if err != nil || len(all) == 0 {
		return consult.Standing{}, cmpErr(err, consult.ErrNotFound)
	}
	if inviteeID == 0 {
		return of(all[0], all[0].Party, consult.Asked{}), nil
	}
	for _, st := range all {
		if st.Invitee.ID == inviteeID && st.Invitee.WithdrawnAt.IsZero() {
			return st, nil
		}
	}
	return consult.Standing{}, consult.ErrNotFound
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
