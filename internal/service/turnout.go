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
	Shared    map[int64]map[int64][]string // what was filled in for the organisation, by invitation, by question
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
		all, err := tx.StandingsAt(v.Meeting.Occasion)
		if err != nil {
			return err
		}
		v.SeesNeeds = consult.SeesNeeds(actor, v.Meeting.Occasion)
		v.Given, v.Shared = givenByReply(v.Meeting, all, v.SeesNeeds), sharedByInvitation(v.Meeting, all, v.SeesNeeds)
		return nil
	})
	return v, err
}

func givenByReply(m consult.Meeting, standings []consult.Standing, needs bool) map[int64]map[int64][]string {
	open := map[int64]bool{} // a question that is no longer on the form may have been sensitive
	for _, q := range m.Questions {
		open[q.ID] = !q.Sensitive
	}
	all := map[int64]map[int64][]string{}
	for _, r := range lastReplies(standings) {
		all[r.ID] = map[int64][]string{}
		for _, g := range r.Given {
			if needs || open[g.QuestionID] {
				all[r.ID][g.QuestionID] = g.Values
			}
		}
	}
	return all
}

// sharedByInvitation is what was filled in for each organisation.
func sharedByInvitation(m consult.Meeting, standings []consult.Standing, needs bool) map[int64]map[int64][]string {
	all := map[int64]map[int64][]string{}
	for _, st := range standings {
		given := st.Everybody().Shared
		if !needs {
			given = withoutNeeds(m.Questions, given)
		}
		all[st.Invitation.ID] = map[int64][]string{}
		for _, g := range given {
			all[st.Invitation.ID][g.QuestionID] = g.Values
		}
	}
	return all
}

// lastReplies are the last replies of everybody, and of organisations as a whole.
func lastReplies(standings []consult.Standing) []consult.Reply {
	var all []consult.Reply
	seen := map[int64]bool{}
	for _, st := range standings {
		for _, r := range []*consult.Reply{st.Reply, st.Everybody().Whole} {
			if r != nil && !seen[r.ID] {
				seen[r.ID], all = true, append(all, *r)
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
	Rules    []RulePlan
	Held     int // mail that waits for a person
}

// Overview reads the state of a meeting.
func (s *Service) Overview(ctx context.Context, actor consult.Actor, meetingID int64) (Overview, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (Overview, error) {
		var v Overview
		var err error
		if v.Meeting, err = tx.Meeting(meetingID); err != nil {
			return v, err
		}
		if v.Mailings, err = tx.Mailings(meetingID); err != nil {
			return v, err
		}
		return v, s.readOverview(tx, &v)
	})
}

func (s *Service) readOverview(tx *store.Tx, v *Overview) error {
	all, err := tx.Invited(v.Meeting.ID)
	if err != nil {
		return err
	}
	last, err := tx.LastMails(v.Meeting.ID)
	if err != nil {
		return err
	}
	lines := all.Lines(last)
	v.Turnout, v.Times = consult.CountTurnout(lines), all.Times()
	for _, l := range lines {
		if v.First.IsZero() || l.AddedAt.Before(v.First) {
			v.First = l.AddedAt
		}
	}
	mails, err := tx.ReminderMails(v.Meeting.ID)
	if err != nil {
		return err
	}
	v.readMail(mails)
	v.Rules, err = s.plan(tx, v.Meeting.Occasion, all.Standings(v.Meeting.Occasion), mails)
	return err
}

func (v *Overview) readMail(mails []consult.Mail) {
	days := map[i18n.Day]bool{}
	for _, m := range mails {
		day := i18n.DayOf(m.DueAt)
		switch {
		case m.State == consult.Held:
			v.Held++
		case m.Purpose == consult.ForDeadlineReminder && (m.State == consult.Sent || m.State == consult.Uncertain) &&
			!days[day]:
			days[day] = true
			v.Reminded = append(v.Reminded, m.DueAt)
		}
	}
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
		if v.Shown = consult.SeesNeeds(actor, v.Meeting.Occasion); !v.Shown {
			return nil
		}
		all, err := tx.StandingsAt(v.Meeting.Occasion)
		v.Needs = countNeeds(v.Meeting, all)
		return err
	})
	return v, err
}

func attendees(lines []consult.InviteeLine) []consult.Attendee {
	var people []consult.Attendee
	seen := map[int64]bool{}
	for _, l := range lines {
		if seen[l.InvitationID] || !l.WithdrawnAt.IsZero() {
			continue
		}
		seen[l.InvitationID] = true
		for _, one := range l.Party.Comers() {
			people = append(people, consult.Attendee{
				Name: one.Name, Role: one.Role, Organisation: l.Organisation, Online: one.Online,
				SortKey: i18n.PersonSortKey(dutch.SplitName(i18n.Tidy(one.Name))),
			})
		}
	}
	slices.SortStableFunc(people, func(a, b consult.Attendee) int {
		return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.Organisation, b.Organisation))
	})
	return people
}

func countNeeds(m consult.Meeting, standings []consult.Standing) []NeedCount {
	counts := map[int64]map[string]int{}
	for _, r := range comingReplies(standings) {
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

// comingReplies are the replies by which somebody comes, one's own or for an
// organisation as a whole, of invitations that stand.
func comingReplies(standings []consult.Standing) []consult.Reply {
	var all []consult.Reply
	seen := map[int64]bool{}
	for _, st := range standings {
		p := st.Everybody()
		if st.Invitation.Withdrawn() {
			continue
		}
		if st.Reply != nil && st.Reply.Answer.Comes() && st.Comes() {
			all = append(all, *st.Reply)
		}
		if p.WholeComes() && !seen[st.Invitation.ID] {
			seen[st.Invitation.ID], all = true, append(all, *p.Whole)
		}
	}
	return all
}
