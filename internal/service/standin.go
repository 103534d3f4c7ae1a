package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// Colleague is who an invitee sends instead, as typed.
type Colleague struct {
	First, Infix, Last string
	Address            string
	Language           string
	JobTitle           string
}

// SendColleague gives a colleague of the same organisation a link of their own
// and notes that they stand in for whoever has this one. Naming the same
// colleague twice changes nothing. Under an odd name nothing is mailed until staff
// have looked at it (consult.Contact.Unseen). Errors: consult.ErrNotFound,
// ErrClosed after the deadline, Problems, TooMany.
func (s *Service) SendColleague(ctx context.Context, token string, received time.Time, who Colleague) error {
	now := s.now()
	contact, err := who.contact()
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		_, st, err := s.lockGuest(tx, token, lockLink)
		if err != nil {
			return err
		}
		if err := consult.MayAnswer(st.Occasion, st.Invitation, st.Invitee, received); err != nil {
			return err
		}
		if sameName(contact, st.Contact) {
			return consult.Problems{{Field: "last", Key: "reply.problem.oneself"}}
		}
		standIn, err := s.useColleague(tx, st, contact, now)
		if err != nil || standIn.ID == st.Invitee.StandInID {
			return err
		}
		if st.Invitee.StandInID != 0 {
			return consult.Problems{{Field: "last", Key: "reply.problem.colleague_already"}}
		}
		return s.standIn(tx, st, standIn, now)
	})
}

// contact checks what was typed and makes a contact of it.
func (w Colleague) contact() (consult.Contact, error) {
	var p consult.Problems
	c := consult.Contact{
		First: i18n.Tidy(w.First), Infix: i18n.Tidy(w.Infix), Last: i18n.Tidy(w.Last), JobTitle: i18n.Tidy(w.JobTitle),
		Language: string(i18n.Parse(w.Language)),
	}
	if c.First == "" && c.Last == "" {
		p.Add("last", "reply.problem.colleague_name")
	}
	for field, value := range map[string]string{
		"first": c.First, "infix": c.Infix, "last": c.Last, "role": c.JobTitle,
	} {
		if len([]rune(value)) > 120 {
			p.Add(field, "reply.problem.name_long")
		}
	}
	address, err := parseAddress("address", w.Address)
	var problems consult.Problems
	if errors.As(err, &problems) {
		p = append(p, problems...)
	}
	c.Address, c.Canonical = address.Display, address.Canonical
	c.SortKey = i18n.PersonSortKey(c.First, c.Infix, c.Last)
	return c, p.Err()
}

func sameName(a, b consult.Contact) bool { return strings.EqualFold(a.Name(), b.Name()) }

// useColleague returns the invitee who the colleague is, making contact and
// invitee where they do not exist yet.
func (s *Service) useColleague(
	tx *store.Tx, st consult.Standing, c consult.Contact, now time.Time,
) (consult.Invitee, error) {
	c, err := s.colleagueContact(tx, st, c, now)
	if err != nil {
		return consult.Invitee{}, err
	}
	all, err := tx.InviteesOf(st.Invitation.ID)
	if err != nil {
		return consult.Invitee{}, err
	}
	at := slices.IndexFunc(all, func(v consult.Invitee) bool { return v.ContactID == c.ID })
	if at < 0 {
		added := []consult.Invitee{{InvitationID: st.Invitation.ID, ContactID: c.ID, Generation: 1, AddedAt: now}}
		if err := tx.AddInvitees(added); err != nil {
			return consult.Invitee{}, err
		}
		added[0].TokenHash = s.invitationHash(added[0])
		return added[0], tx.SetInvitee(added[0])
	}
	return s.askedColleague(tx, all[at], st, now)
}

// askedColleague is a colleague who was asked for this meeting before.
func (s *Service) askedColleague(
	tx *store.Tx, v consult.Invitee, st consult.Standing, now time.Time,
) (consult.Invitee, error) {
	switch {
	case v.ID == st.Invitee.StandInID:
		return v, nil
	case v.ID == st.Invitee.StandsInFor || v.StandInID != 0:
		return v, consult.Problems{{Field: "last", Key: "reply.problem.colleague_sends"}}
	case !v.WrongPerson.IsZero():
		return v, consult.Problems{{Field: "last", Key: "reply.problem.colleague_wrong"}}
	case !v.WithdrawnAt.IsZero() && v.StandsInFor == 0:
		return v, consult.Problems{{Field: "last", Key: "reply.problem.colleague_withdrawn"}}
	case !v.WithdrawnAt.IsZero():
		return s.askedAnew(tx, v, now)
	}
	return v, nil
}

// colleagueContact finds the contact of the same organisation with this name
// and address, or makes it. Making one costs a mail to an address that somebody
// typed, so it is counted.
func (s *Service) colleagueContact(
	tx *store.Tx, st consult.Standing, c consult.Contact, now time.Time,
) (consult.Contact, error) {
	known, err := tx.ContactsByAddress(c.Canonical)
	if err != nil {
		return c, err
	}
	for _, k := range known {
		if k.OrganisationID != st.Organisation.ID || !sameName(k, c) {
			continue
		}
		if !k.Undeliverable.IsZero() {
			return k, consult.Problems{{Field: "address", Key: "reply.problem.address_fails"}}
		}
		return k, nil
	}
	c.OrganisationID, c.CreatedAt, c.Unseen = st.Organisation.ID, now, consult.OddName(c.Name())
	c.ID, err = tx.AddContact(c)
	return c, err
}

// standIn notes who stands in for whom and mails the colleague.
func (s *Service) standIn(tx *store.Tx, st consult.Standing, colleague consult.Invitee, now time.Time) error {
	to, err := tx.Standing(colleague.ID)
	if err != nil {
		return err
	}
	if err := mayName(tx, st, to.Contact.Address, now); err != nil {
		return err
	}
	if colleague.StandsInFor == 0 {
		colleague.StandsInFor = st.Invitee.ID
	}
	if err := tx.SetInvitee(colleague); err != nil {
		return err
	}
	st.Invitee.StandInID = colleague.ID
	if err := tx.SetInvitee(st.Invitee); err != nil {
		return err
	}
	if to, err = tx.Standing(colleague.ID); err != nil {
		return err
	}
	key := fmt.Sprintf("%s:%d:%d:%d", consult.ForStandIn, colleague.ID, st.Invitee.ID, now.UnixMicro())
	mail := toInvitee(to, consult.ForStandIn, key, now)
	mail.Facts.By, mail.UsefulUntil = st.Contact.Name(), st.Invitation.Deadline(st.Occasion)
	if to.Contact.Unseen {
		mail.State, mail.Error = consult.Held, string(consult.HeldForName)
	}
	if _, err := tx.Enqueue(mail); err != nil {
		return err
	}
	e := s.event(guest(st), "invitee.stand_in", "invitee", st.Invitee.ID)
	e.Detail = map[string]any{"stand_in": colleague.ID}
	tx.Record(e)
	return nil
}

// TakeBackColleague undoes SendColleague while the colleague has not answered:
// one who was asked for nothing else loses their link and is told so.
func (s *Service) TakeBackColleague(ctx context.Context, token string) error {
	now := s.now()
	return s.db.Update(ctx, func(tx *store.Tx) error {
		_, st, err := s.lockGuest(tx, token, lockLink)
		if err != nil {
			return err
		}
		if !guestMayChange(st, now) {
			return consult.ErrNotFound
		}
		if st.Invitee.StandInID == 0 {
			return nil
		}
		if s := st.Everybody().Of(st.Invitee.StandInID); s != nil && s.Reply != nil && s.Reply.Answer.Comes() {
			return fmt.Errorf("the colleague has answered: %w", consult.ErrConflict)
		}
		colleague, err := tx.Standing(st.Invitee.StandInID)
		if err != nil {
			return err
		}
		st.Invitee.StandInID = 0
		if err := tx.SetInvitee(st.Invitee); err != nil {
			return err
		}
		return s.notNeeded(tx, st, colleague, now)
	})
}

// notNeeded takes back the invitation of a colleague who was only asked to
// stand in. Who had been invited anyway keeps their own.
func (s *Service) notNeeded(tx *store.Tx, st, colleague consult.Standing, now time.Time) error {
	tx.Record(s.event(guest(st), "invitee.stand_in_taken_back", "invitee", st.Invitee.ID))
	if colleague.Invitee.StandsInFor != st.Invitee.ID || !colleague.Invitee.WithdrawnAt.IsZero() {
		return nil
	}
	own, err := tx.Mails(
		store.MailFilter{InviteeID: colleague.Invitee.ID, Purposes: []consult.Purpose{consult.ForInvitation}, Limit: 1},
	)
	if err != nil {
		return err
	}
	if len(own) > 0 {
		colleague.Invitee.StandsInFor = 0
		_, err := tx.DropMail(
			store.MailFilter{InviteeID: colleague.Invitee.ID, Purposes: []consult.Purpose{consult.ForStandIn}},
			consult.DropSuperseded, now,
		)
		if err != nil {
			return err
		}
		return tx.SetInvitee(colleague.Invitee)
	}
	told, err := wasTold(tx, colleague.Invitee.ID)
	if err != nil {
		return err
	}
	if err := s.unask(tx, colleague.Invitee.ID, "", now); err != nil || !told || !now.Before(st.Occasion.Starts) {
		return err
	}
	mail := toInvitee(
		colleague, consult.ForWithdrawn,
		consult.MailKey(consult.ForWithdrawn, colleague.Invitee.ID, colleague.Invitee.Generation+1), now,
	)
	mail.Facts.By, mail.UsefulUntil = st.Contact.Name(), st.Occasion.Starts
	return s.enqueueOfGuest(tx, now, mail)
}

// guestMayChange says whether the link still opens something to change.
func guestMayChange(st consult.Standing, now time.Time) bool {
	return !st.Invitation.Withdrawn() && st.Invitee.WithdrawnAt.IsZero() && st.Occasion.PublicAt(now)
}

// WrongPerson notes that whoever has the link is not the one to ask, or (with
// on false) that they are after all. They get no more mail about the meeting;
// the organisation stays invited.
func (s *Service) WrongPerson(ctx context.Context, token string, on bool) error {
	return s.setGuest(ctx, token, "invitee.wrong_person", on,
		func(tx *store.Tx, v *consult.Invitee, now time.Time) error {
			v.WrongPerson = time.Time{}
			if !on {
				return nil
			}
			v.WrongPerson = now
			_, err := tx.DropMail(store.MailFilter{InviteeID: v.ID}, consult.DropWithdrawn, now)
			return err
		})
}

// NoReminders notes that an invitee wants no reminders of the answer deadline,
// or (with on false) wants them again.
func (s *Service) NoReminders(ctx context.Context, token string, on bool) error {
	return s.setGuest(ctx, token, "invitee.no_reminders", on,
		func(tx *store.Tx, v *consult.Invitee, now time.Time) error {
			v.NoReminders = time.Time{}
			if !on {
				return nil
			}
			v.NoReminders = now
			_, err := tx.DropMail(
				store.MailFilter{InviteeID: v.ID, Purposes: []consult.Purpose{consult.ForDeadlineReminder}},
				consult.DropStopped, now,
			)
			return err
		})
}

func (s *Service) setGuest(
	ctx context.Context, token, action string, on bool, change func(*store.Tx, *consult.Invitee, time.Time) error,
) error {
	now := s.now()
	return s.db.Update(ctx, func(tx *store.Tx) error {
		_, st, err := s.lockGuest(tx, token, lockLink)
		if err != nil {
			return err
		}
		if !guestMayChange(st, now) {
			return consult.ErrNotFound
		}
		before := st.Invitee
		if err := change(tx, &st.Invitee, now); err != nil {
			return err
		}
		if before.WrongPerson.IsZero() == st.Invitee.WrongPerson.IsZero() &&
			before.NoReminders.IsZero() == st.Invitee.NoReminders.IsZero() {
			return nil // said before
		}
		e := s.event(guest(st), action, "invitee", st.Invitee.ID)
		e.Detail = map[string]any{"on": on}
		tx.Record(e)
		return tx.SetInvitee(st.Invitee)
	})
}
