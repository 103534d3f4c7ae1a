package service

import (
	"context"
	"fmt"
	"slices"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// PublicMeetings returns what visitors may know now: first the meetings that
// are not over, the nearest first, then those that are, the last first.
// Cancelled ones are among them.
func (s *Service) PublicMeetings(ctx context.Context) ([]consult.PublicMeeting, error) {
	now := s.now()
	var all []consult.PublicMeeting
	err := s.db.View(ctx, func(tx *store.Tx) error {
		coming, err := tx.ReleasedMeetings(now, false)
		if err != nil {
			return err
		}
		past, err := tx.ReleasedMeetings(now, true)
		if err != nil {
			return err
		}
		all, err = s.publicOf(tx, append(coming, past...))
		return err
	})
	return all, err
}

// publicOf adds changes and files, in one query each.
func (s *Service) publicOf(tx *store.Tx, meetings []consult.Meeting) ([]consult.PublicMeeting, error) {
	now := s.now()
	ids := make([]int64, len(meetings))
	for i, m := range meetings {
		ids[i] = m.ID
	}
	changes, err := tx.MeetingChanges(ids...)
	if err != nil {
		return nil, err
	}
	files, err := tx.Attachments(consult.NounMeeting, ids...)
	all := make([]consult.PublicMeeting, len(meetings))
	for i, m := range meetings {
		all[i] = consult.NewPublicMeeting(m, changes[m.ID], files[m.ID], now)
	}
	return all, err
}

// PublicMeeting returns the meeting with this address, or that had it once: the
// caller then sees another Slug. What is not released is not found.
func (s *Service) PublicMeeting(ctx context.Context, slug string) (consult.PublicMeeting, error) {
	now := s.now()
	var v consult.PublicMeeting
	err := s.db.View(ctx, func(tx *store.Tx) error {
		m, err := tx.MeetingBySlug(slug)
		if err != nil {
			return err
		}
		if !m.PublicAt(now) {
			return fmt.Errorf("meeting is not released: %w", consult.ErrNotFound)
		}
		v, err = s.publicWithAnswers(tx, m)
		return err
	})
	return v, err
}

func (s *Service) publicWithAnswers(tx *store.Tx, m consult.Meeting) (consult.PublicMeeting, error) {
	all, err := s.publicOf(tx, []consult.Meeting{m})
	if err != nil {
		return consult.PublicMeeting{}, err
	}
	all[0].FAQ, err = faqShown(tx, consult.ShownBy{MeetingID: m.ID}, s.now())
	return all[0], err
}

// PreviewMeeting returns a meeting as visitors see it, or would if it were
// released now.
func (s *Service) PreviewMeeting(
	ctx context.Context, actor consult.Actor, meetingID int64,
) (consult.PublicMeeting, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (consult.PublicMeeting, error) {
		m, err := tx.Meeting(meetingID)
		if err != nil {
			return consult.PublicMeeting{}, err
		}
		if m.Draft() {
			m.ReleasedAt = s.now()
		}
		return s.publicWithAnswers(tx, m)
	})
}

// EraseNeeds deletes what was said about access and diet eight weeks after each
// meeting, and returns how many answers there were.
func (s *Service) EraseNeeds(ctx context.Context) (int64, error) {
	endedBefore := s.now().Add(-consult.NeedsKept)
	var due []int64
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		due, err = tx.NeedsToErase(endedBefore)
		return err
	})
	if err != nil {
		return 0, err
	}
	var erased int64
	for _, id := range due {
		err := s.db.Update(ctx, func(tx *store.Tx) error {
			n, err := s.eraseNeeds(tx, id)
			erased += n
			return err
		})
		if err != nil {
			return erased, fmt.Errorf("erase the needs of meeting %d: %w", id, err)
		}
	}
	return erased, nil
}

// eraseNeeds looks again under the lock, so that two instances do it once.
func (s *Service) eraseNeeds(tx *store.Tx, meetingID int64) (int64, error) {
	if _, err := tx.LockOccasion(meetingID); err != nil {
		return 0, err
	}
	now := s.now()
	due, err := tx.NeedsToErase(now.Add(-consult.NeedsKept))
	if err != nil || !slices.Contains(due, meetingID) {
		return 0, err
	}
	n, err := tx.EraseNeeds(meetingID, now)
	if err != nil {
		return 0, err
	}
	e := s.event(consult.SystemActor, "needs.erased", "meeting", meetingID)
	e.Detail = map[string]any{"answers": n}
	tx.Record(e)
	return n, nil
}
