package service

import (
	"cmp"
	"context"
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// InviteeList is the list of invitees of a meeting, unfiltered.
type InviteeList struct {
	Meeting        consult.Meeting
	Lines          []consult.InviteeLine
	Municipalities []consult.Municipality
}

// Invitees reads the list of invitees of a meeting.
func (s *Service) Invitees(ctx context.Context, actor consult.Actor, meetingID int64) (InviteeList, error) {
	var v InviteeList
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Meeting, err = tx.Meeting(meetingID); err != nil {
			return err
		}
		if v.Municipalities, err = tx.Municipalities(); err != nil {
			return err
		}
		v.Lines, err = tx.InviteeLines(meetingID)
		return err
	})
	return v, err
}

// Export is the list of invitees with what was given to the questions.
type Export struct {
	InviteeList
	Given     map[int64]map[int64][]string // by reply, by question
	SeesNeeds bool                         // whether sensitive answers are in Given
}

// ExportInvitees reads the list with the answers to the questions. Answers to
// sensitive ones are there for staff of that meeting alone.
func (s *Service) ExportInvitees(ctx context.Context, actor consult.Actor, meetingID int64) (Export, error) {
	var v Export
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Meeting, err = tx.Meeting(meetingID); err != nil {
			return err
		}
		if v.Lines, err = tx.InviteeLines(meetingID); err != nil {
			return err
		}
		replies, err := tx.CurrentReplies(meetingID)
		if err != nil {
			return err
		}
		v.SeesNeeds = consult.SeesNeeds(actor, v.Meeting)
		v.Given = givenByReply(v.Meeting, replies, v.SeesNeeds)
		return nil
	})
	return v, err
}

func givenByReply(m consult.Meeting, replies map[int64]consult.Reply, needs bool) map[int64]map[int64][]string {
	open := map[int64]bool{} // a question that is no longer on the form may have been sensitive
	for _, q := range m.Questions {
		open[q.ID] = !q.Sensitive
	}
	all := map[int64]map[int64][]string{}
	for _, r := range replies {
		all[r.ID] = map[int64][]string{}
		for _, g := range r.Given {
			if needs || open[g.QuestionID] {
				all[r.ID][g.QuestionID] = g.Values
			}
		}
	}
	return all
}

// Overview is what the first page of a meeting's workspace tells.
type Overview struct {
	Meeting  consult.Meeting
	Turnout  consult.Turnout
	Times    []time.Time // when organisations first answered, in order
	Reminded []time.Time // when reminders of the deadline went out, once a day
	First    time.Time   // the first invitation; zero: nobody was invited
	Mailings []consult.Mailing
	Held     int // mail that waits for a person
}

// Overview reads the state of a meeting.
func (s *Service) Overview(ctx context.Context, actor consult.Actor, meetingID int64) (Overview, error) {
	var v Overview
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Meeting, err = tx.Meeting(meetingID); err != nil {
			return err
		}
		lines, err := tx.InviteeLines(meetingID)
		if err != nil {
			return err
		}
		v.Turnout = consult.CountTurnout(lines)
		for _, l := range lines {
			if v.First.IsZero() || l.AddedAt.Before(v.First) {
				v.First = l.AddedAt
			}
		}
		if v.Times, err = tx.ReplyTimes(meetingID); err != nil {
			return err
		}
		if v.Mailings, err = tx.Mailings(meetingID); err != nil {
			return err
		}
		return v.readMail(tx)
	})
	return v, err
}

func (v *Overview) readMail(tx *store.Tx) error {
	reminders, err := tx.Mails(store.MailFilter{
		MeetingID: v.Meeting.ID, Purposes: []consult.Purpose{consult.ForDeadlineReminder}, States: []consult.MailState{consult.Sent, consult.Uncertain},
	})
	if err != nil {
		return err
	}
	days := map[i18n.Day]bool{}
	for _, m := range slices.Backward(reminders) {
		if day := i18n.DayOf(m.DueAt); !days[day] {
			days[day] = true
			v.Reminded = append(v.Reminded, m.DueAt)
		}
	}
	held, err := tx.MailCounts(store.MailFilter{MeetingID: v.Meeting.ID, States: []consult.MailState{consult.Held}})
	if err != nil {
		return err
	}
	for _, states := range held {
		v.Held += states[consult.Held]
	}
	return nil
}

// Attendance is the list at the door: names and organisations, no addresses.
type Attendance struct {
	Meeting consult.Meeting
	People  []consult.Attendee // as a Dutch list sorts names
	Needs   []NeedCount        // nil unless the actor is staff of this meeting
	Shown   bool               // whether the actor may see needs
}

// NeedCount counts what was given to one sensitive question; texts that are not
// options stand as they were written, without names.
type NeedCount struct {
	Label  string
	Values []ValueCount
}

// ValueCount is one answer and how many gave it.
type ValueCount struct {
	Text  string
	Count int
}

// Attendance reads who comes. Withdrawn organisations are not on it.
func (s *Service) Attendance(ctx context.Context, actor consult.Actor, meetingID int64) (Attendance, error) {
	var v Attendance
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Meeting, err = tx.Meeting(meetingID); err != nil {
			return err
		}
		lines, err := tx.InviteeLines(meetingID)
		if err != nil {
			return err
		}
		v.People = attendees(lines)
		if v.Shown = consult.SeesNeeds(actor, v.Meeting); !v.Shown {
			return nil
		}
		replies, err := tx.CurrentReplies(meetingID)
		v.Needs = countNeeds(v.Meeting, replies, lines)
		return err
	})
	return v, err
}

func attendees(lines []consult.InviteeLine) []consult.Attendee {
	var people []consult.Attendee
	seen := map[int64]bool{}
	for _, l := range lines {
		if seen[l.InvitationID] || !l.WithdrawnAt.IsZero() || !l.Answer.Comes() {
			continue
		}
		seen[l.InvitationID] = true
		for _, one := range l.People {
			people = append(people, consult.Attendee{
				Name: one.Name, Role: one.Role, Organisation: l.Organisation, Online: l.Answer == consult.Online,
				SortKey: i18n.PersonSortKey(dutch.SplitName(i18n.Tidy(one.Name))),
			})
		}
	}
	slices.SortStableFunc(people, func(a, b consult.Attendee) int {
		return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.Organisation, b.Organisation))
	})
	return people
}

func countNeeds(m consult.Meeting, replies map[int64]consult.Reply, lines []consult.InviteeLine) []NeedCount {
	standing := map[int64]bool{}
	for _, l := range lines {
		standing[l.InvitationID] = standing[l.InvitationID] || l.WithdrawnAt.IsZero()
	}
	counts := map[int64]map[string]int{}
	for _, r := range replies {
		if !r.Answer.Comes() || !standing[r.InvitationID] {
			continue
		}
		for _, g := range r.Given {
			if counts[g.QuestionID] == nil {
				counts[g.QuestionID] = map[string]int{}
			}
			for _, value := range g.Values {
				counts[g.QuestionID][value]++
			}
		}
	}
	var all []NeedCount
	for _, q := range m.Questions {
		if !q.Sensitive {
			continue
		}
		need := NeedCount{Label: q.Label}
		for text, n := range counts[q.ID] {
			need.Values = append(need.Values, ValueCount{Text: text, Count: n})
		}
		slices.SortFunc(need.Values, func(a, b ValueCount) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
		})
		all = append(all, need)
	}
	return all
}
