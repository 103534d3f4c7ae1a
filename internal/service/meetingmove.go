package service

import (
	"context"
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// MoveMeeting holds a released meeting at another time or place, with a
// deadline that lies after it no more. Everyone who was invited is told old and
// new, but for those whose organisation declined; answers stand.
func (s *Service) MoveMeeting(
	ctx context.Context, actor consult.Actor, meetingID, edited int64, to consult.Moment, answerBy time.Time,
	reason string,
) error {
	return s.change(ctx, actor, meetingID, edited, func(tx *store.Tx, m consult.Meeting) (changed, error) {
		next, err := m.Move(to, answerBy, reason, s.now())
		if err != nil {
			return changed{}, err
		}
		return changed{next, "meeting.moved", consult.Moved, reason}, s.tellMoved(tx, m, next, reason)
	})
}

// CancelMeeting calls a released meeting off. Mail about it that still waits is
// dropped, and everyone who was invited and did not decline is told.
func (s *Service) CancelMeeting(
	ctx context.Context, actor consult.Actor, meetingID, edited int64, reason string,
) error {
	return s.change(ctx, actor, meetingID, edited, func(tx *store.Tx, m consult.Meeting) (changed, error) {
		next, err := m.Cancel(reason, s.now())
		if err != nil {
			return changed{}, err
		}
		return changed{next, "meeting.cancelled", consult.Cancelled, reason}, s.tellCancelled(tx, m, next, reason)
	})
}

// ChangeDeadline gives everyone more time to answer. Those of whose
// organisation nobody answered are told.
func (s *Service) ChangeDeadline(
	ctx context.Context, actor consult.Actor, meetingID, edited int64, answerBy time.Time, reason string,
) error {
	return s.change(ctx, actor, meetingID, edited, func(tx *store.Tx, m consult.Meeting) (changed, error) {
		next, err := m.Extend(answerBy, reason, s.now())
		if err != nil {
			return changed{}, err
		}
		err = s.tell(tx, next, consult.ForExtension, answerBy, func(st consult.Standing) (consult.Facts, int64, bool) {
			later := st.Invitation.Deadline(m.Occasion).Before(answerBy)
			return consult.Facts{Deadline: answerBy, Reason: reason}, answerBy.Unix(), later
		})
		return changed{next, "meeting.extended", consult.Extended, reason}, err
	})
}

// WhoHears returns the invitees who will be told of a move, a cancellation, a
// later deadline or a report.
func (s *Service) WhoHears(
	ctx context.Context, actor consult.Actor, meetingID int64, purpose consult.Purpose,
) ([]consult.Standing, error) {
	return look(
		ctx, s, actor, func(tx *store.Tx) ([]consult.Standing, error) { return hearers(tx, meetingID, purpose) },
	)
}

// hearers leaves out whose invitation still waits: it will be written with the
// new facts, or dropped.
func hearers(tx *store.Tx, meetingID int64, purpose consult.Purpose) ([]consult.Standing, error) {
	all, err := tx.Standings(meetingID)
	if err != nil {
		return nil, err
	}
	waiting, err := waitingMail(tx, meetingID, consult.ForInvitation)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(st consult.Standing) bool {
		_, unasked := waiting[st.Invitee.ID]
		return !st.Hears(purpose) || unasked && purpose != consult.ForReport
	}), nil
}

// waitingMail returns the mail of a purpose that has not gone out yet, by
// invitee.
func waitingMail(tx *store.Tx, meetingID int64, purpose consult.Purpose) (map[int64]consult.Mail, error) {
	mails, err := tx.Mails(store.MailFilter{
		OccasionID: meetingID, Purposes: []consult.Purpose{purpose},
		States: []consult.MailState{consult.Queued, consult.Retry, consult.Held},
	})
	byInvitee := make(map[int64]consult.Mail, len(mails))
	for _, m := range mails {
		byInvitee[m.InviteeID] = m
	}
	return byInvitee, err
}

func (s *Service) tellMoved(tx *store.Tx, m, next consult.Meeting, reason string) error {
	untold, err := waitingMail(tx, m.ID, consult.ForMoved)
	if err != nil {
		return err
	}
	drop := store.MailFilter{OccasionID: m.ID, Purposes: []consult.Purpose{consult.ForMoved}}
	if _, err := tx.DropMail(drop, consult.DropSuperseded, s.now()); err != nil {
		return err
	}
	return s.tell(tx, next, consult.ForMoved, next.Starts, func(st consult.Standing) (consult.Facts, int64, bool) {
		f := consult.Facts{OldStarts: m.Starts, OldEnds: m.Ends, OldPlace: placeFor(st.Contact, m)}
		if former, waits := untold[st.Invitee.ID]; waits { // never heard of the date between
			f = consult.Facts{
				OldStarts: former.Facts.OldStarts, OldEnds: former.Facts.OldEnds, OldPlace: former.Facts.OldPlace,
			}
		}
		f.Reason, f.Sequence, f.InCalendar = reason, next.Sequence, st.Comes()
		return f, int64(next.Sequence), true
	})
}

// tellCancelled drops what waits after it has looked who was invited at all.
func (s *Service) tellCancelled(tx *store.Tx, m, next consult.Meeting, reason string) error {
	err := s.tell(tx, next, consult.ForCancelled, m.Ends, func(st consult.Standing) (consult.Facts, int64, bool) {
		return consult.Facts{
			Reason: reason, Sequence: next.Sequence, InCalendar: st.Comes(),
		}, int64(next.Sequence), true
	})
	if err != nil {
		return err
	}
	_, err = tx.DropMail(store.MailFilter{OccasionID: m.ID, Purposes: overtaken}, consult.DropCancelled, s.now())
	return err
}

// overtaken is the mail that a cancellation makes untrue.
var overtaken = []consult.Purpose{
	consult.ForInvitation, consult.ForDeadlineReminder, consult.ForMeetingReminder, consult.ForConfirmation,
	consult.ForColleague,
	consult.ForStandIn, consult.ForSignedOff, consult.ForChoice, consult.ForConsortium, consult.ForMoved,
	consult.ForExtension,
}

// placeFor is where a meeting is held, in the words of a contact's language.
func placeFor(c consult.Contact, m consult.Meeting) string {
	return i18n.Place(i18n.Parse(c.Language), m.Place(), m.Online)
}

// tell queues a mail to everyone who hears of something. facts returns what the
// mail says, the number that makes its key unique, and whether it goes at all.
func (s *Service) tell(
	tx *store.Tx, m consult.Meeting, purpose consult.Purpose, useful time.Time,
	facts func(consult.Standing) (consult.Facts, int64, bool),
) error {
	all, err := hearers(tx, m.ID, purpose)
	if err != nil {
		return err
	}
	mails := make([]consult.Mail, 0, len(all))
	for _, st := range all {
		f, version, goes := facts(st)
		if !goes {
			continue
		}
		mails = append(mails, consult.Mail{
			Key: consult.MailKey(purpose, st.Invitee.ID, version), Purpose: purpose, OccasionID: m.ID,
			InviteeID: st.Invitee.ID,
			ContactID: st.Contact.ID, Version: m.Version, Address: st.Contact.Address, Name: st.Contact.Name(),
			Language: st.Contact.Language, Facts: f, CreatedAt: s.now(), UsefulUntil: useful,
		})
	}
	_, err = tx.Enqueue(mails...)
	return err
}

// PublishReport releases the report of a meeting that is over and tells
// everyone invited, decliners too, or corrects it as a new dated version; then
// they are told if tell is set.
func (s *Service) PublishReport(
	ctx context.Context, actor consult.Actor, meetingID, edited int64, body, reason string, tell bool,
) error {
	return s.change(ctx, actor, meetingID, edited, func(tx *store.Tx, m consult.Meeting) (changed, error) {
		next, err := m.WithReport(body, reason, s.now())
		if err != nil {
			return changed{}, err
		}
		c := changed{next, "meeting.reported", consult.Reported, reason}
		if !tell && next.Report.Version > 1 {
			return c, nil
		}
		return c, s.tell(tx, next, consult.ForReport, time.Time{}, func(consult.Standing) (consult.Facts, int64, bool) {
			return consult.Facts{Reason: reason}, next.Report.Version, true
		})
	})
}
