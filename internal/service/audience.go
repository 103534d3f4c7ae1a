package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// AudienceChoice is what staff see before they invite: the meeting, what a rule
// can be made of, and its exact outcome now.
type AudienceChoice struct {
	Meeting        consult.Meeting
	Municipalities []consult.Municipality
	Tags           []string
	Preview        consult.AudiencePreview
	Both           []consult.Membership // consortia that are asked beside their members
}

// Audience tells exactly who would be invited by a rule, and who would not and
// why.
func (s *Service) Audience(
	ctx context.Context, actor consult.Actor, meetingID int64, a consult.Audience,
) (AudienceChoice, error) {
	var v AudienceChoice
	if err := consult.Allow(actor, consult.SendMail); err != nil {
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
		if v.Tags, err = tx.Tags(); err != nil {
			return err
		}
		all, err := tx.Candidates(meetingID, a)
		if err != nil {
			return err
		}
		v.Preview = a.Preview(all)
		v.Both, err = both(tx, meetingID, v.Preview)
		return err
	})
	return v, err
}

// both are the consortia that are asked beside their members, once this preview
// is sent.
func both(tx *store.Tx, occasionID int64, p consult.AudiencePreview) ([]consult.Membership, error) {
	members, err := tx.Memberships()
	if err != nil {
		return nil, err
	}
	invitations, err := tx.Invitations(occasionID)
	var asked []int64
	for _, i := range invitations {
		if !i.Withdrawn() {
			asked = append(asked, i.OrganisationID)
		}
	}
	return p.Both(members, asked), err
}

// Invite sends the invitation to everybody whom the rule selects at this
// moment and returns the id of the mailing. Only for a released meeting that is
// not called off, before its answer deadline; consult.Problems say otherwise.
// Invitations, mail and audit are written together or not at all.
func (s *Service) Invite(
	ctx context.Context, actor consult.Actor, meetingID int64, a consult.Audience, intro string,
) (int64, error) {
	return s.invite(ctx, actor, meetingID, a, intro, nil)
}

// InviteSeen is Invite for a list that somebody has looked at: when it is no
// longer exactly those contacts, it returns consult.ErrConflict and nobody is
// mailed.
func (s *Service) InviteSeen(
	ctx context.Context, actor consult.Actor, meetingID int64, a consult.Audience, intro string, seen []int64,
) (int64, error) {
	if seen == nil {
		seen = []int64{}
	}
	return s.invite(ctx, actor, meetingID, a, intro, seen)
}

func (s *Service) invite(
	ctx context.Context, actor consult.Actor, meetingID int64, a consult.Audience, intro string, seen []int64,
) (int64, error) {
	now := s.now()
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return 0, err
	}
	intro, err := tidyIntro(intro)
	if err != nil {
		return 0, err
	}
	if err := s.proveInvitation(ctx, meetingID, a, intro); err != nil {
		return 0, err
	}
	var mailingID int64
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		o, err := tx.LockOccasion(meetingID)
		if err != nil {
			return err
		}
		if err := consult.MayInvite(o, now); err != nil {
			return err
		}
		all, err := tx.Candidates(meetingID, a)
		if err != nil {
			return err
		}
		p := a.Preview(all)
		if seen != nil && !slices.Equal(p.IDs(), seen) {
			return fmt.Errorf("the list changed after it was looked at: %w", consult.ErrConflict)
		}
		if len(p.Invited) == 0 {
			return consult.Problems{{Field: "list", Key: "audience.problem.nobody"}}
		}
		mailing := consult.Mailing{
			OccasionID: o.ID, StaffID: actor.ID, Purpose: consult.ForInvitation, At: now, Audience: a, Intro: intro,
			Total: len(p.Invited),
		}
		if mailing.ID, err = tx.AddMailing(mailing); err != nil {
			return err
		}
		mailingID = mailing.ID
		return s.inviteAll(tx, actor, o, p.Invited, mailing)
	})
	return mailingID, err
}

// proveInvitation writes the invitation of everybody whom a rule selects
// without sending any, outside the transaction that sends: a mailing that could
// not be written for somebody never begins.
func (s *Service) proveInvitation(ctx context.Context, meetingID int64, a consult.Audience, intro string) error {
	return s.db.View(ctx, func(tx *store.Tx) error {
		o, err := tx.Occasion(meetingID)
		if err != nil {
			return err
		}
		if err := consult.MayInvite(o, s.now()); err != nil {
			return err
		}
		all, err := tx.Candidates(meetingID, a)
		if err != nil {
			return err
		}
		var mails []consult.Mail
		for _, c := range a.Preview(all).Invited {
			mails = append(mails, InvitationFor(o, c.Contact, intro))
		}
		return s.prove(tx, mails, s.now())
	})
}

// InvitationFor is the invitation as a contact would get it, for a preview.
func InvitationFor(o consult.Occasion, c consult.Contact, intro string) consult.Mail {
	return consult.Mail{
		Purpose: consult.ForInvitation, OccasionID: o.ID, ContactID: c.ID, Address: c.Address, Name: c.Name(),
		Language: c.Language,
		Version:  o.Version, Facts: consult.Facts{Intro: intro, Sequence: o.Sequence},
	}
}

func tidyIntro(intro string) (string, error) {
	intro = strings.TrimSpace(strings.ReplaceAll(intro, "\r\n", "\n"))
	if len([]rune(intro)) > consult.MaxIntro {
		return "", consult.Problems{
			{Field: "intro", Key: "audience.problem.intro", Args: []any{"Max", consult.MaxIntro}},
		}
	}
	return intro, nil
}

// inviteAll makes what is missing of invitations and invitees, and queues one
// mail for each.
func (s *Service) inviteAll(
	tx *store.Tx, actor consult.Actor, o consult.Occasion, all []consult.Candidate, mailing consult.Mailing,
) error {
	if err := addInvitations(tx, o, all, mailing.At); err != nil {
		return err
	}
	if err := s.addInvitees(tx, all, mailing.At); err != nil {
		return err
	}
	mails := make([]consult.Mail, len(all))
	for k, c := range all {
		st := consult.Standing{
			Occasion: o, Invitation: c.Invitation, Invitee: c.Invitee, Contact: c.Contact, Organisation: c.Organisation,
		}
		mail := toInvitee(
			st, consult.ForInvitation, consult.MailKey(consult.ForInvitation, c.Invitee.ID, c.Invitee.Generation),
			mailing.At,
		)
		mail.MailingID, mail.Facts.Intro, mail.UsefulUntil = mailing.ID, mailing.Intro, c.Invitation.Deadline(o)
		mails[k] = mail
	}
	n, err := tx.Enqueue(mails...)
	if err == nil && n != len(mails) {
		err = fmt.Errorf("%d of %d invitations were queued before: %w", len(mails)-n, len(mails), consult.ErrConflict)
	}
	e := s.event(actor, "mailing.started", "mailing", mailing.ID)
	e.Detail = map[string]any{"meeting": o.ID, "invitees": len(all)}
	tx.Record(e)
	return err
}

// addInvitations sets the invitation of every candidate: the one that stands, a
// withdrawn one that is asked again, or a new one.
func addInvitations(tx *store.Tx, o consult.Occasion, all []consult.Candidate, now time.Time) error {
	known := map[int64]*consult.Invitation{}
	var missing []consult.Invitation
	for _, c := range all {
		if _, done := known[c.Organisation.ID]; done {
			continue
		}
		i := c.Invitation
		known[c.Organisation.ID] = &i
		switch {
		case i.ID == 0:
			missing = append(
				missing, consult.Invitation{OccasionID: o.ID, OrganisationID: c.Organisation.ID, InvitedAt: now},
			)
		case i.Withdrawn():
			// Asked anew: what was answered before it was taken back stays in the
			// record and no longer counts.
			i.WithdrawnAt, i.WithdrawnWhy, i.ReplyID = time.Time{}, "", 0
			if err := tx.SetInvitation(i); err != nil {
				return err
			}
		}
	}
	if err := tx.AddInvitations(missing); err != nil {
		return err
	}
	for _, i := range missing {
		known[i.OrganisationID] = &i
	}
	for k := range all {
		all[k].Invitation = *known[all[k].Organisation.ID]
	}
	return nil
}

// addInvitees sets the invitee of every candidate, with a link that works.
func (s *Service) addInvitees(tx *store.Tx, all []consult.Candidate, now time.Time) error {
	var missing []consult.Invitee
	var places []int
	for k := range all {
		c := &all[k]
		if c.Invitee.ID == 0 {
			missing = append(
				missing,
				consult.Invitee{InvitationID: c.Invitation.ID, ContactID: c.Contact.ID, Generation: 1, AddedAt: now},
			)
			places = append(places, k)
			continue
		}
		var err error
		if c.Invitee, err = s.askedAnew(tx, c.Invitee, now); err != nil {
			return err
		}
		if err := tx.SetInvitee(c.Invitee); err != nil {
			return err
		}
	}
	if err := tx.AddInvitees(missing); err != nil {
		return err
	}
	for k, place := range places {
		missing[k].TokenHash = s.invitationHash(missing[k])
		all[place].Invitee = missing[k]
	}
	return tx.SetTokens(missing)
}

// askedAnew is an invitee who was withdrawn and is invited again: what they
// said about themselves before no longer holds, and the old link stays dead.
func (s *Service) askedAnew(tx *store.Tx, v consult.Invitee, now time.Time) (consult.Invitee, error) {
	v.Generation++
	v.AddedAt, v.WithdrawnAt, v.WrongPerson, v.StandInID, v.StandsInFor, v.ReplyID = now, time.Time{}, time.Time{}, 0,
		0, 0
	v.TokenHash = s.invitationHash(v)
	return v, tx.ForgetReply(v.ID)
}

// invitationHash is what the database keeps of an invitee's link.
func (s *Service) invitationHash(v consult.Invitee) string {
	return digest(s.token(linkInvitation, v.ID, v.Generation))
}

// toInvitee starts a mail to an invitee about their meeting.
func toInvitee(st consult.Standing, p consult.Purpose, key string, now time.Time) consult.Mail {
	return consult.Mail{
		Key: key, Purpose: p, OccasionID: st.Occasion.ID, InviteeID: st.Invitee.ID, ContactID: st.Contact.ID,
		Version: st.Occasion.Version,
		Address: st.Contact.Address, Name: st.Contact.Name(), Language: st.Contact.Language, CreatedAt: now,
		UsefulUntil: st.Occasion.Ends,
		Facts:       consult.Facts{Generation: st.Invitee.Generation, Sequence: st.Occasion.Sequence},
	}
}

// hourly allows so many acts under a name in each hour.
func hourly(name string, most int) limit { return limit{name: name, most: most, span: time.Hour} }

// maxTests is how many test mails one member of staff can have in an hour.
const maxTests = 20

// SendTest mails the invitation to the actor's own address, marked as a test,
// in a language.
func (s *Service) SendTest(
	ctx context.Context, actor consult.Actor, meetingID int64, intro string, lang i18n.Lang,
) error {
	now := s.now()
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return err
	}
	intro, err := tidyIntro(intro)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		m, err := tx.Meeting(meetingID)
		if err != nil {
			return err
		}
		staff, err := tx.Staff(actor.ID)
		if err != nil {
			return err
		}
		if _, err := hourly(fmt.Sprintf("test-mail:%d", staff.ID), maxTests).take(tx, now); err != nil {
			return err
		}
		mail := testMail(m, staff, intro, lang, now)
		if _, err := tx.Enqueue(mail); err != nil {
			return err
		}
		tx.Record(s.event(actor, "mailing.tested", "meeting", m.ID))
		return nil
	})
}

func testMail(m consult.Meeting, staff consult.Staff, intro string, lang i18n.Lang, now time.Time) consult.Mail {
	return consult.Mail{
		Key: fmt.Sprintf("test:%d:%d:%s:%d", m.ID, staff.ID, lang, now.Unix()), Purpose: consult.ForTest,
		OccasionID: m.ID, StaffID: staff.ID,
		Version: m.Version, Address: staff.Address, Name: staff.Name, Language: string(lang), CreatedAt: now,
		Facts: consult.Facts{Intro: intro, Sequence: m.Sequence},
	}
}
