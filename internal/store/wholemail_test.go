package store

import (
	"errors"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/importing"
)

func tryInvitation(w *whole) {
	rowTest[consult.Invitation]{
		fix: func(v *consult.Invitation) {
			v.OccasionID, v.OrganisationID, v.ReplyID = w.meetings[1], w.organisations[0], w.replies[0]
		},
		fresh: func(v *consult.Invitation) {
			*v = consult.Invitation{OccasionID: v.OccasionID, OrganisationID: v.OrganisationID, InvitedAt: v.InvitedAt}
		},
		add: w.AddInvitation, set: w.SetInvitation,
		stays: func(v, before *consult.Invitation) { v.InvitedAt = before.InvitedAt }, read: w.Invitation,
	}.try(w)
}

func tryInvitee(w *whole) {
	rowTest[consult.Invitee]{
		fix: func(v *consult.Invitee) {
			v.InvitationID, v.ContactID, v.StandsInFor, v.StandInID = w.invitations[0], w.contacts[1], w.invitees[0],
				w.invitees[1]
			v.ReplyID = 0 // AddReply writes it
		},
		fresh: func(v *consult.Invitee) {
			*v = consult.Invitee{
				InvitationID: v.InvitationID, ContactID: v.ContactID, Generation: v.Generation, AddedAt: v.AddedAt,
				StandsInFor: v.StandsInFor,
			}
		},
		add: w.AddInvitee, set: w.SetInvitee, read: w.Invitee,
		stays: func(v, _ *consult.Invitee) { v.StandsInFor, v.StandInID, v.ReplyID = w.invitees[1], w.invitees[0], 0 },
		never: []string{"ReplyID"}, // AddReply writes it: TestAnswersBecomePersons
	}.try(w)
}

func tryReply(w *whole) {
	asked, err := w.AddMeeting(
		consult.Meeting{
			Occasion: consult.Occasion{Slug: "asked", Questions: make([]consult.Question, 2)}, UID: "asked",
		},
	)
	w.must(err)
	m, err := w.Meeting(asked)
	w.must(err)
	rowTest[consult.Reply]{
		fix: func(v *consult.Reply) {
			v.InvitationID, v.InviteeID, v.ByInviteeID, v.StaffID = w.invitations[0], w.invitees[0], w.invitees[1],
				w.staff[0]
			v.Given[0].QuestionID, v.Given[1].QuestionID = m.Questions[0].ID, m.Questions[1].ID
		},
		add: w.AddReply, read: w.Reply,
	}.try(w)
}

func tryRule(w *whole) {
	rowTest[consult.Rule]{
		fix: func(v *consult.Rule) { v.OccasionID = w.meetings[0] }, add: w.AddRule, read: w.Rule,
	}.try(w)
}

// tied ties a mail to things that exist, of the first or the second of each.
func (w *whole) tied(v *consult.Mail) {
	v.OccasionID, v.InviteeID, v.ContactID, v.StaffID = w.meetings[0], w.invitees[0], w.contacts[0], w.staff[0]
	v.ReplyID, v.RuleID, v.MailingID, v.Lane = w.replies[0], w.rules[0], w.mailings[0], v.Purpose.Lane()
	v.Purpose, v.Lane = consult.ForReport, consult.LaneNews
}

func (w *whole) enqueue(m consult.Mail) (int64, error) {
	if _, err := w.Enqueue(m); err != nil {
		return 0, err
	}
	all, err := w.Mails(MailFilter{Limit: 1})
	if err == nil && len(all) == 0 {
		err = errors.New("nothing was queued")
	}
	if err != nil {
		return 0, err
	}
	return all[0].ID, nil
}

func tryMail(w *whole) {
	rowTest[consult.Mail]{fix: w.tied, add: w.enqueue, read: w.Mail}.try(w)
}

// tryMailEnd is a mail that a sender claimed, handed over and settled.
func tryMailEnd(w *whole) {
	var claimed, data time.Time
	rowTest[consult.Mail]{
		fix: w.tied,
		fresh: func(v *consult.Mail) {
			v.State, v.Claim, v.ClaimedAt, v.DataAt, v.DoneAt, v.MessageID = consult.Queued, "", time.Time{},
				time.Time{}, time.Time{}, ""
		},
		add: w.enqueue, read: w.Mail,
		set: func(v consult.Mail) error {
			one, err := w.ClaimMail(v.Lane, "sender", claimed)
			if err == nil {
				err = w.MarkData(one.ID, "sender", v.MessageID, data)
			}
			if err == nil {
				err = w.SettleMail(v, "sender")
			}
			return err
		},
		stays: func(v, before *consult.Mail) {
			next := *before
			next.State, next.DueAt, next.DoneAt, next.Error, next.Refused, next.Attempts = v.State, v.DueAt, v.DoneAt,
				v.Error, v.Refused, v.Attempts
			claimed, data = v.ClaimedAt, v.DataAt
			next.ClaimedAt, next.DataAt, next.MessageID = claimed, data, v.MessageID
			*v = next
		},
		never: []string{"Claim"}, // tryMail reads it; settling ends it
	}.try(w)
}

func tryMailCopy(w *whole) {
	mail := filled[consult.Mail](w.t, 1)
	w.tied(&mail)
	id, err := w.enqueue(mail)
	w.must(err)
	keep := func(c MailCopy) error { return w.KeepCopy(id, c) }
	rowTest[MailCopy]{
		add: func(c MailCopy) (int64, error) { return id, keep(c) }, set: keep, stays: func(_, _ *MailCopy) {},
		read: w.MailCopy,
	}.try(w)
}

func tryMailing(w *whole) {
	rowTest[consult.Mailing]{
		fix: func(v *consult.Mailing) { v.OccasionID, v.StaffID = w.meetings[0], w.staff[0] }, add: w.AddMailing,
		read: w.Mailing,
	}.try(w)
}

func tryImport(w *whole) {
	who, err := w.Staff(w.staff[0])
	w.must(err)
	rowTest[importing.Import]{
		fix:   func(v *importing.Import) { v.StaffID, v.StaffName = who.ID, who.Name },
		fresh: func(v *importing.Import) { v.UndoneAt = time.Time{} },
		add:   w.AddImport,
		set:   func(v importing.Import) error { return w.MarkImportUndone(v.ID, v.UndoneAt) },
		stays: func(v, before *importing.Import) { undone := v.UndoneAt; *v = *before; v.UndoneAt = undone },
		read:  w.Import,
	}.try(w)
}

func tryImportDraft(w *whole) {
	rowTest[importing.Draft]{
		fix: func(v *importing.Draft) { v.StaffID = w.staff[0] }, add: w.AddImportDraft,
		set:   func(v importing.Draft) error { return w.SetImportMapping(v.ID, v.StaffID, v.Mapping) },
		stays: func(v, before *importing.Draft) { mapping := v.Mapping; *v = *before; v.Mapping = mapping },
		read:  func(id int64) (importing.Draft, error) { return w.ImportDraft(id, w.staff[0]) },
	}.try(w)
}

func tryEvent(w *whole) {
	rowTest[consult.Event]{
		fix: func(v *consult.Event) { v.Hash, v.Actor.Role, v.Actor.Language = "", "", "" },
		add: func(v consult.Event) (int64, error) {
			w.Record(v)
			_, err := w.finish()
			return 1, err
		},
		known: func(v, got *consult.Event) { v.Hash = got.Hash },
		read: func(int64) (consult.Event, error) {
			all, err := w.Events(EventFilter{Limit: 1})
			if err == nil && len(all) != 1 {
				err = errors.New("there is no event")
			}
			if err != nil {
				return consult.Event{}, err
			}
			return all[0], nil
		},
		never: []string{"Actor.Role", "Actor.Language"}, // they say what somebody may, not who it is
	}.try(w)
}

func tryPresence(w *whole) {
	restored := filled[consult.Presence](w.t, 1).RestoredAt
	w.must(set[installationRow](w.Tx, columns{"restored_at": restored}, "id = ?", installationID))
	rowTest[consult.Presence]{
		fix: func(v *consult.Presence) { v.RestoredAt = restored },
		add: func(v consult.Presence) (int64, error) { return presenceID, w.SetPresence(v) },
		set: w.SetPresence, stays: func(_, _ *consult.Presence) {},
		read: func(int64) (consult.Presence, error) { return w.LockPresence() },
	}.try(w)
}
