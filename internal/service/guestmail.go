package service

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// Limits on mail that somebody causes who is not signed in.
const (
	// guestMails is how many mails an address gets in an hour that others
	// caused, whoever they are and whatever they do.
	guestMails = 3
	// ownMails is how many of their own answers an invitee is told of in an
	// hour. It is apart, so that nobody else can use it up and make somebody
	// wait for the word that their answer was received.
	ownMails = 10
)

// limitOn bounds a mail that a guest or a visitor causes.
func limitOn(m consult.Mail) limit {
	if m.Purpose == consult.ForConfirmation {
		return hourly(fmt.Sprintf("mail.own:%d", m.InviteeID), ownMails)
	}
	return toAddress(m.Address)
}

func toAddress(address string) limit {
	canonical, err := i18n.CanonicalAddress(address)
	if err != nil {
		canonical = address
	}
	// By digest: the counts keep no address.
	return hourly("mail.to."+digest(canonical)[:32], guestMails)
}

// enqueueOfGuest queues mail that a guest or a visitor causes. What an address
// gets above its number waits for an hour with room, and takes the place of what
// waits there for the same: only the last answer is told of.
func (s *Service) enqueueOfGuest(tx *store.Tx, now time.Time, mails ...consult.Mail) error {
	names := make([]string, len(mails))
	for i, m := range mails {
		names[i] = limitOn(m).name
	}
	counts, err := tx.CountUpAll(names, hourly("", 0).window(now))
	if err != nil {
		return err
	}
	// The last of those with one address waits first.
	for i := range slices.Backward(mails) {
		l := limitOn(mails[i])
		if counts[l.name]--; counts[l.name]+1 <= l.most {
			continue
		}
		if err := s.spread(tx, &mails[i], l, now); err != nil {
			return err
		}
	}
	_, err = tx.Enqueue(mails...)
	return err
}

// spread gives a mail above its number an hour in which it goes.
func (s *Service) spread(tx *store.Tx, m *consult.Mail, l limit, now time.Time) error {
	m.Facts.Spread = true
	waiting, err := tx.Mails(store.MailFilter{
		InviteeID: m.InviteeID, ContactID: m.ContactID, Purposes: []consult.Purpose{m.Purpose},
		States: []consult.MailState{consult.Queued},
	})
	if err != nil {
		return err
	}
	for _, old := range waiting {
		if old.Facts.Spread && old.DueAt.After(now) && old.Address == m.Address {
			m.DueAt = old.DueAt
			return tx.ChangeMail(old.ID, consult.Queued, consult.Dropped, string(consult.DropSuperseded), now)
		}
	}
	for k := 1; ; k++ {
		m.DueAt = l.window(now).Add(time.Duration(k) * l.span)
		if _, err := l.take(tx, m.DueAt); !errors.Is(err, consult.ErrTooMany) {
			return err
		}
	}
}

// Limits on the colleagues whom guests name: each is a mail to an address that
// somebody typed, and a link from which others can be named.
const (
	colleaguesPerHour  = 3  // for one invitation
	colleaguesInAll    = 10 // for one invitation
	colleaguesPerOrgan = 10 // an hour, for one organisation
	colleaguesDeep     = 2  // who stands in for a stand-in sends nobody
)

// mayName counts one more colleague, named by st, at an address.
func mayName(tx *store.Tx, st consult.Standing, address string, now time.Time) error {
	all, err := tx.InviteesOf(st.Invitation.ID)
	if err != nil {
		return err
	}
	byID, named := map[int64]consult.Invitee{}, 0
	for _, v := range all {
		byID[v.ID] = v
		if v.StandsInFor != 0 {
			named++
		}
	}
	deep := 0
	for v := st.Invitee; v.StandsInFor != 0 && deep < colleaguesDeep; v = byID[v.StandsInFor] {
		deep++
	}
	switch {
	case deep >= colleaguesDeep:
		return consult.Problems{{Field: "last", Key: "reply.problem.colleague_deep"}}
	case named >= colleaguesInAll:
		return consult.Problems{{Field: "last", Key: "reply.problem.colleague_many"}}
	}
	for _, l := range []limit{
		hourly(fmt.Sprintf("colleague:%d", st.Invitation.ID), colleaguesPerHour),
		hourly(fmt.Sprintf("colleague.organisation:%d", st.Organisation.ID), colleaguesPerOrgan), toAddress(address),
	} {
		if _, err := l.take(tx, now); err != nil {
			return err
		}
	}
	return nil
}
