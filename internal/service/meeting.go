package service

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// Meetings returns the staff's list and how many meetings match in all.
func (s *Service) Meetings(
	ctx context.Context, actor consult.Actor, f consult.MeetingFilter,
) ([]consult.MeetingLine, int, error) {
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return nil, 0, err
	}
	now := s.now()
	var lines []consult.MeetingLine
	var total int
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		lines, total, err = tx.MeetingLines(f, now)
		return err
	})
	return lines, total, err
}

// Meeting reads one meeting for staff, draft or not.
func (s *Service) Meeting(ctx context.Context, actor consult.Actor, meetingID int64) (consult.Meeting, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (consult.Meeting, error) { return tx.Meeting(meetingID) })
}

// MeetingChanges returns the dated versions of a meeting, newest first.
func (s *Service) MeetingChanges(
	ctx context.Context, actor consult.Actor, meetingID int64,
) ([]consult.MeetingChange, error) {
	return look(ctx, s, actor, func(tx *store.Tx) ([]consult.MeetingChange, error) {
		changes, err := tx.MeetingChanges(meetingID)
		return changes[meetingID], err
	})
}

// Colleagues returns id and name of the staff who can be made staff of a
// meeting.
func (s *Service) Colleagues(ctx context.Context, actor consult.Actor) ([]consult.Staff, error) {
	return look(ctx, s, actor, func(tx *store.Tx) ([]consult.Staff, error) { return tx.ColleagueNames() })
}

// look reads something that all staff may see.
func look[V any](ctx context.Context, s *Service, actor consult.Actor, read func(*store.Tx) (V, error)) (V, error) {
	var v V
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		v, err = read(tx)
		return err
	})
	return v, err
}

// NewMeeting keeps a draft, with the maker among its staff and the reminders
// that every meeting begins with. Their ActiveFrom is the moment of making: who
// is invited is invited after the release, and that bounds a reminder too.
func (s *Service) NewMeeting(ctx context.Context, actor consult.Actor, m consult.Meeting) (int64, error) {
	return s.addDraft(ctx, actor, "meeting.made", func(*store.Tx) (consult.Meeting, []consult.Rule, error) {
		m.Programme, m.Questions = slices.Clone(m.Programme), slices.Clone(m.Questions)
		return m, consult.DefaultRules(), nil
	})
}

// CopyMeeting keeps a draft with the words, programme, questions and reminders
// of a meeting at another date; nobody is invited to it.
func (s *Service) CopyMeeting(
	ctx context.Context, actor consult.Actor, meetingID int64, starts, ends, answerBy time.Time,
) (int64, error) {
	return s.addDraft(ctx, actor, "meeting.copied", func(tx *store.Tx) (consult.Meeting, []consult.Rule, error) {
		m, err := tx.Meeting(meetingID)
		if err != nil {
			return m, nil, err
		}
		rules, err := tx.Rules(meetingID)
		rules = slices.DeleteFunc(rules, func(r consult.Rule) bool { return !r.StoppedAt.IsZero() })
		return consult.CopyOf(m, starts, ends, answerBy), rules, err
	})
}

func (s *Service) addDraft(
	ctx context.Context, actor consult.Actor, action string,
	draft func(*store.Tx) (consult.Meeting, []consult.Rule, error),
) (int64, error) {
	if err := consult.Allow(actor, consult.EditMeetings); err != nil {
		return 0, err
	}
	now := s.now()
	var id int64
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		m, rules, err := draft(tx)
		if err != nil {
			return err
		}
		m.UID, m.CreatedAt, m.Version, m.StaffIDs = newUID(), now, 1, withMaker(m.StaffIDs, actor)
		if err := consult.CheckMeeting(m); err != nil {
			return err
		}
		if m.Slug, err = tx.FreeSlug(slugOf(m), consult.Meeting{}.Subject()); err != nil {
			return err
		}
		if id, err = tx.AddMeeting(m); err != nil {
			return err
		}
		for _, r := range rules {
			r.OccasionID, r.ActiveFrom = id, now
			if _, err := tx.AddRule(r); err != nil {
				return err
			}
		}
		e := s.event(actor, action, "meeting", id)
		e.Detail = map[string]any{"title": m.Title}
		tx.Record(e)
		return nil
	})
	return id, err
}

func withMaker(staff []int64, actor consult.Actor) []int64 {
	if actor.Kind == consult.ByStaff && !slices.Contains(staff, actor.ID) {
		staff = append(slices.Clone(staff), actor.ID)
	}
	return staff
}

// newUID is a random UUID (RFC 9562, version 4), as RFC 7986 asks for the UID
// of a calendar entry: nothing of the installation stands in it.
func newUID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails since Go 1.24
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func slugOf(m consult.Meeting) string {
	if slug := i18n.Slug(m.Title); slug != "" {
		return slug
	}
	return "bijeenkomst"
}

// EditMeeting writes what staff typed over a meeting: everything of a draft; of
// a released meeting the words, as a new version with its reason, and whom it
// is staffed by. to.Edited is the save that was edited: consult.ErrConflict
// when somebody saved it since, and when time, place or deadline of a released
// meeting would change (MoveMeeting, ChangeDeadline).
func (s *Service) EditMeeting(ctx context.Context, actor consult.Actor, to consult.Meeting, reason string) error {
	return s.change(ctx, actor, to.ID, to.Edited, func(tx *store.Tx, m consult.Meeting) (changed, error) {
		next := m.At(to.Moment())
		next.Title, next.MeetingWords, next.AnswerBy, next.StaffIDs = to.Title, to.MeetingWords, to.AnswerBy,
			to.StaffIDs
		var err error
		if m.Draft() {
			err = consult.CheckMeeting(next)
		} else {
			next, err = m.Edit(next, reason)
		}
		if err == nil && next.Title != m.Title {
			next.Slug, err = renamed(tx, m.Subject(), m.Slug, slugOf(next), !m.Draft())
		}
		return changed{next, "meeting.edited", consult.Edited, reason}, err
	})
}

// EditQuestions writes the questions of the answer form. Once the meeting is
// released the kind of a question stays, and what was asked in confidence stays
// so.
func (s *Service) EditQuestions(
	ctx context.Context, actor consult.Actor, meetingID, edited int64, questions []consult.Question,
) error {
	return s.change(ctx, actor, meetingID, edited, func(_ *store.Tx, m consult.Meeting) (changed, error) {
		next := m
		next.Questions = known(m.Questions, questions)
		err := consult.CheckMeeting(next)
		if err == nil && !m.Draft() {
			err = consult.CheckQuestionChange(m.Questions, next.Questions)
		}
		return changed{next, "meeting.questions", consult.Edited, ""}, err
	})
}

// known takes away ids that are not of this meeting: such a question is new.
func known(old, typed []consult.Question) []consult.Question {
	typed = slices.Clone(typed)
	for i, q := range typed {
		if !slices.ContainsFunc(old, func(o consult.Question) bool { return o.ID == q.ID }) {
			typed[i].ID = 0
		}
	}
	return typed
}

// PublishMeeting releases a draft. The release is never taken back or
// backdated.
func (s *Service) PublishMeeting(ctx context.Context, actor consult.Actor, meetingID, edited int64) error {
	return s.change(ctx, actor, meetingID, edited, func(_ *store.Tx, m consult.Meeting) (changed, error) {
		now := s.now()
		if err := consult.MayPublish(m, now); err != nil {
			return changed{}, err
		}
		m.ReleasedAt = now
		return changed{m, "meeting.published", "", ""}, nil
	})
}

// changed is what became of a meeting: how it is now, what the audit calls it,
// and as which kind of version it is kept when the version went up.
type changed struct {
	next   consult.Meeting
	action string
	kind   consult.ChangeKind
	reason string
}

// change is what every change of a meeting has in common: the right, the lock,
// the save that was looked at, the dated version, the audit.
func (s *Service) change(
	ctx context.Context, actor consult.Actor, meetingID, edited int64,
	do func(*store.Tx, consult.Meeting) (changed, error),
) error {
	if err := consult.Allow(actor, consult.EditMeetings); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		m, err := tx.LockMeeting(meetingID)
		if err != nil {
			return err
		}
		if m.Edited != edited {
			return fmt.Errorf("meeting was saved by somebody else: %w", consult.ErrConflict)
		}
		c, err := do(tx, m)
		if err != nil {
			return err
		}
		return s.keepChange(tx, actor, m, c)
	})
}

func (s *Service) keepChange(tx *store.Tx, actor consult.Actor, m consult.Meeting, c changed) error {
	now := s.now()
	if err := tx.SetMeeting(c.next, now); err != nil {
		return err
	}
	e := s.event(actor, c.action, "meeting", m.ID)
	e.Detail = map[string]any{"title": c.next.Title, "version": c.next.Version}
	if c.reason != "" {
		e.Detail["reason"] = c.reason
	}
	tx.Record(e)
	if !c.next.Draft() {
		tx.BumpRevision()
		if err := s.indexMeetingNow(tx, c.next); err != nil {
			return err
		}
	}
	if c.next.Version == m.Version {
		return nil
	}
	return tx.AddMeetingChange(consult.MeetingChange{
		Of: m.Subject(), Version: c.next.Version, At: now, StaffID: actor.ID, Kind: c.kind, Reason: c.reason, Before: m,
	})
}
