package service

import (
	"cmp"
	"context"
	"slices"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// InviteeDetail is one invitee with the whole story of their organisation.
type InviteeDetail struct {
	consult.Standing
	Meeting    consult.Meeting
	Line       consult.InviteeLine
	Colleagues []consult.InviteeLine // others of the same organisation
	Replies    []consult.Reply       // newest first; what may not be seen is left out
	Names      map[int64]string      // of staff, by id, who noted a reply
	Mails      []consult.Mail        // newest first
	Events     []consult.Event       // of this invitee and invitation, newest first
	SeesNeeds  bool
}

// InviteeDetail reads one invitee.
func (s *Service) InviteeDetail(ctx context.Context, actor consult.Actor, inviteeID int64) (InviteeDetail, error) {
	v := InviteeDetail{Names: map[int64]string{}}
	if err := consult.Allow(actor, consult.SeeStaffSide); err != nil {
		return v, err
	}
	err := s.db.View(ctx, func(tx *store.Tx) error {
		var err error
		if v.Standing, err = tx.Standing(inviteeID); err != nil {
			return err
		}
		if v.Meeting, err = tx.MeetingOf(v.Occasion); err != nil {
			return err
		}
		lines, err := tx.InviteeLines(v.Occasion.ID)
		if err != nil {
			return err
		}
		for _, l := range lines {
			switch {
			case l.InviteeID == inviteeID:
				v.Line = l
			case l.InvitationID == v.Invitation.ID:
				v.Colleagues = append(v.Colleagues, l)
			}
		}
		if v.Mails, err = tx.Mails(store.MailFilter{InviteeID: inviteeID, Limit: 100}); err != nil {
			return err
		}
		return v.readStory(tx, actor)
	})
	return v, err
}

func (v *InviteeDetail) readStory(tx *store.Tx, actor consult.Actor) error {
	replies, err := tx.Replies(v.Invitation.ID)
	if err != nil {
		return err
	}
	v.SeesNeeds = consult.SeesNeeds(actor, v.Occasion)
	for _, r := range slices.Backward(replies) {
		if !v.SeesNeeds {
			r.Given = withoutNeeds(v.Occasion.Questions, r.Given)
		}
		v.Replies = append(v.Replies, r)
		if r.StaffID != 0 && v.Names[r.StaffID] == "" {
			staff, err := tx.Staff(r.StaffID)
			if err != nil {
				return err
			}
			v.Names[r.StaffID] = staff.Name
		}
	}
	if v.Reply != nil && !v.SeesNeeds {
		v.Reply.Given = withoutNeeds(v.Occasion.Questions, v.Reply.Given)
	}
	return v.readEvents(tx)
}

func (v *InviteeDetail) readEvents(tx *store.Tx) error {
	for object, about := range map[string]int64{"invitee": v.Invitee.ID, "invitation": v.Invitation.ID} {
		events, err := tx.Events(store.EventFilter{Object: object, About: about, Limit: 100})
		if err != nil {
			return err
		}
		v.Events = append(v.Events, events...)
	}
	slices.SortFunc(v.Events, func(a, b consult.Event) int { return cmp.Compare(b.ID, a.ID) })
	return nil
}

// withoutNeeds leaves out what was given to questions that are sensitive, or
// that are no longer on the form and may have been.
func withoutNeeds(asked []consult.Question, given []consult.Given) []consult.Given {
	open := map[int64]bool{}
	for _, q := range asked {
		open[q.ID] = !q.Sensitive
	}
	return slices.DeleteFunc(slices.Clone(given), func(g consult.Given) bool { return !open[g.QuestionID] })
}
