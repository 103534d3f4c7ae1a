package consult

import (
	"fmt"
	"time"
)

// MayPublish says whether a draft can be published at an instant. It returns
// Problems when something is still missing, and an error that wraps ErrConflict
// when it is no draft any more.
func MayPublish(m Meeting, now time.Time) error {
	if !m.Draft() || m.IsCancelled() {
		return fmt.Errorf("meeting is no draft: %w", ErrConflict)
	}
	if err := CheckMeeting(m); err != nil {
		return err
	}
	var p Problems
	if !m.AnswerBy.After(now) {
		p.Add("deadline", "meeting.problem.deadline_past")
	}
	if m.Lead == "" {
		p.Add("lead", "meeting.problem.lead")
	}
	return p.Err()
}

// mayChange says whether a released meeting can still be moved or called off.
func (m Meeting) mayChange(now time.Time) error {
	switch {
	case m.Draft() || m.IsCancelled():
		return fmt.Errorf("meeting is a draft or cancelled: %w", ErrConflict)
	case m.Over(now):
		return fmt.Errorf("meeting is over: %w", ErrClosed)
	}
	return nil
}

// Edit returns a released meeting with other words, one version further. Time,
// place and deadline stay: those are told to people, by Move and Extend. A
// change that no visitor can see makes no version; any other needs a reason.
func (m Meeting) Edit(to Meeting, reason string) (Meeting, error) {
	if m.Draft() || m.IsCancelled() {
		return m, fmt.Errorf("a draft or a cancelled meeting has no new versions: %w", ErrConflict)
	}
	if !m.SameMoment(to) || !m.AnswerBy.Equal(to.AnswerBy) {
		return m, fmt.Errorf("time, place and deadline of a released meeting are moved, not edited: %w", ErrConflict)
	}
	if err := CheckMeeting(to); err != nil {
		return m, err
	}
	if m.sameWords(to) {
		return to, nil
	}
	if reason == "" {
		return m, Problems{{Field: "reason", Key: "meeting.problem.reason"}}
	}
	to.Version = m.Version + 1
	return to, nil
}

// Hears says whether an invitee is told of something that happens to the whole
// meeting: a move or a cancellation unless they or the organisation declined,
// more time to answer while that is still asked of them, the report always, so
// that everyone has the same information.
func (s Standing) Hears(p Purpose) bool {
	if !s.Invitee.Active() || s.Invitation.Withdrawn() || !s.Contact.ArchivedAt.IsZero() {
		return false
	}
	return p.row().hears(s)
}

// Move returns the meeting at another time or place, one version and one
// calendar sequence further. The answer deadline moves along when it is given;
// it is never made earlier than it was, but for not lying after the start.
func (m Meeting) Move(to Moment, answerBy time.Time, reason string, now time.Time) (Meeting, error) {
	if err := m.mayChange(now); err != nil {
		return m, err
	}
	moved := m.At(to)
	moved.AnswerBy = answerBy
	var p Problems
	to.check(&p)
	switch {
	case m.SameMoment(moved):
		p.Add("date", "meeting.problem.not_moved")
	case !to.Starts.After(now) && !to.Starts.IsZero():
		p.Add("date", "meeting.problem.date_past")
	}
	switch {
	case answerBy.After(to.Starts):
		p.Add("deadline", "meeting.problem.deadline_late")
	case !answerBy.Equal(m.AnswerBy) && !answerBy.After(now):
		p.Add("deadline", "meeting.problem.deadline_past")
	case answerBy.Before(m.AnswerBy) && !m.AnswerBy.After(to.Starts):
		p.Add("deadline", "meeting.problem.deadline_shorter")
	}
	if reason == "" {
		p.Add("reason", "meeting.problem.reason")
	}
	moved.Version, moved.Sequence = m.Version+1, m.Sequence+1
	return moved, p.Err()
}

// Cancel returns the meeting called off for a reason, one version and one
// calendar sequence further.
func (m Meeting) Cancel(reason string, now time.Time) (Meeting, error) {
	if err := m.mayChange(now); err != nil {
		return m, err
	}
	if reason == "" {
		return m, Problems{{Field: "reason", Key: "meeting.problem.reason"}}
	}
	m.CancelledAt, m.CancelledBy = now, reason
	m.Version, m.Sequence = m.Version+1, m.Sequence+1
	return m, nil
}

// Extend returns the meeting with a later answer deadline, one version further.
// A deadline that people were told is never made earlier.
func (m Meeting) Extend(answerBy time.Time, reason string, now time.Time) (Meeting, error) {
	if err := m.mayChange(now); err != nil {
		return m, err
	}
	var p Problems
	switch {
	case !answerBy.After(now):
		p.Add("deadline", "meeting.problem.deadline_past")
	case !answerBy.After(m.AnswerBy):
		p.Add("deadline", "meeting.problem.deadline_shorter")
	case answerBy.After(m.Starts):
		p.Add("deadline", "meeting.problem.deadline_late")
	}
	if reason == "" {
		p.Add("reason", "meeting.problem.reason")
	}
	m.AnswerBy, m.Version = answerBy, m.Version+1
	return m, p.Err()
}

// WithReport returns the meeting with its report: a first one is released now,
// a later one is a correction, one version further and with a reason.
func (m Meeting) WithReport(body, reason string, now time.Time) (Meeting, error) {
	if m.Draft() || m.IsCancelled() || !m.Over(now) {
		return m, fmt.Errorf("a report comes after the meeting: %w", ErrConflict)
	}
	var p Problems
	switch {
	case body == "":
		p.Add("body", "meeting.problem.report")
	case len([]rune(body)) > MaxMeetingText:
		p.Add("body", "meeting.problem.long", "Max", MaxMeetingText)
	}
	first := m.Report.ReleasedAt.IsZero()
	if !first && reason == "" {
		p.Add("reason", "meeting.problem.reason")
	}
	m.Report.Body, m.Report.Version = body, m.Report.Version+1
	if first {
		m.Report.ReleasedAt = now
	} else {
		m.Version++
	}
	return m, p.Err()
}

// CopyOf returns a draft with the words, place, programme and questions of a
// meeting at another date. Release, replies, people, report and the online
// link stay behind. Slug and UID are the caller's.
func CopyOf(m Meeting, starts, ends, answerBy time.Time) Meeting {
	draft := Meeting{
		Occasion: Occasion{
			Noun: NounMeeting, Title: m.Title, Starts: starts, Ends: ends, AnswerBy: answerBy, Version: 1,
		},
		MeetingWords: m.MeetingWords, Venue: m.Venue, Street: m.Street, Postcode: m.Postcode, Town: m.Town,
		Route: m.Route, Online: m.Online,
	}
	for _, q := range m.Questions {
		q.ID = 0
		draft.Questions = append(draft.Questions, q)
	}
	return draft
}
