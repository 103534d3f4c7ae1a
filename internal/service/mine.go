package service

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/store"
)

// MineLife is how long a mailed link to /mijn works.
const MineLife = 24 * time.Hour

// Limits on mail that anybody can ask for.
const (
	minePerAddress = 3
	minePerOrigin  = 10
)

// AskMine mails a fresh link to /mijn for every contact with an address, all in
// one mail: a shared mailbox has several. The
// answer is the same whether the address is known or not: nil, Problems when it
// is none, or TooMany. Origin is the shortened network address of the asker.
// Former links stop working.
func (s *Service) AskMine(ctx context.Context, typed string, lang i18n.Lang, origin string) error {
	now := s.now()
	address, err := parseAddress("address", typed)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		// By digest: the counts keep no address that somebody mistyped.
		limits := []limit{
			hourly("mine.address."+digest(address.Canonical)[:32], minePerAddress),
			hourly("mine.origin."+origin, minePerOrigin),
		}
		for _, l := range limits {
			if _, err := l.take(tx, now); err != nil {
				return err
			}
		}
		contacts, err := tx.ContactsByAddress(address.Canonical)
		if err != nil {
			return err
		}
		contacts = slices.DeleteFunc(contacts, func(c consult.Contact) bool { return c.Unseen })
		return s.mailMine(tx, contacts, lang, origin, now)
	})
}

// mailMine makes a fresh link for each of the contacts who share an address, and
// mails them together.
func (s *Service) mailMine(
	tx *store.Tx, contacts []consult.Contact, lang i18n.Lang, origin string, now time.Time,
) error {
	if len(contacts) == 0 {
		return nil
	}
	until := now.Add(MineLife)
	var sharers []consult.Sharer
	var names []string
	for _, c := range contacts {
		generation, err := s.freshMine(tx, c.ID, until)
		if err != nil {
			return err
		}
		sharers, names = append(
			sharers, consult.Sharer{ContactID: c.ID, Generation: generation},
		), append(names, c.Name())
		if _, err := tx.DropMail(
			store.MailFilter{ContactID: c.ID, Purposes: []consult.Purpose{consult.ForMine}}, consult.DropSuperseded,
			now,
		); err != nil {
			return err
		}
		tx.Record(s.event(consult.Actor{Kind: consult.Visitor, Origin: origin}, "contact.link_asked", "contact", c.ID))
	}
	first := sharers[0]
	return s.enqueueOfGuest(tx, now, consult.Mail{
		Key: consult.MailKey(consult.ForMine, first.ContactID, first.Generation), Purpose: consult.ForMine,
		ContactID: first.ContactID,
		Address:   contacts[0].Address, Name: strings.Join(names, ", "), Language: string(lang), CreatedAt: now,
		UsefulUntil: until,
		Facts:       consult.Facts{Generation: first.Generation, LinkUntil: until, Others: sharers[1:]},
	})
}

// freshMine makes a contact's former link to /mijn dead and a new one live.
func (s *Service) freshMine(tx *store.Tx, contactID int64, until time.Time) (generation int64, err error) {
	link, err := tx.Mine(contactID)
	if err != nil {
		return 0, err
	}
	link.Generation, link.Until = link.Generation+1, until
	link.TokenHash = digest(s.token(linkMine, contactID, link.Generation))
	return link.Generation, tx.SetMine(link)
}

// MineView is all that one contact was invited to.
type MineView struct {
	Contact      consult.Contact
	Organisation consult.Organisation
	Until        time.Time // of the link
	Coming       []MineLine
	Past         []MineLine // newest first
}

// MineLine is one invitation of a contact, with the path of their own link.
type MineLine struct {
	consult.Standing
	Meeting  consult.Meeting
	Deadline time.Time
	Token    string
}

// Mine reads what the link to /mijn shows; one that is unknown or too old
// returns consult.ErrNotFound.
func (s *Service) Mine(ctx context.Context, token string) (MineView, error) {
	var v MineView
	now := s.now()
	err := s.db.View(ctx, func(tx *store.Tx) error {
		link, err := tx.MineByToken(digest(token))
		if err != nil {
			return err
		}
		if !now.Before(link.Until) {
			return consult.ErrNotFound
		}
		v.Until = link.Until
		if v.Contact, err = tx.Contact(link.ContactID); err != nil {
			return err
		}
		if v.Organisation, err = tx.Organisation(v.Contact.OrganisationID); err != nil {
			return err
		}
		return s.readMine(tx, &v, now)
	})
	return v, err
}

func (s *Service) readMine(tx *store.Tx, v *MineView, now time.Time) error {
	invitees, err := tx.InviteesOfContact(v.Contact.ID)
	if err != nil {
		return err
	}
	for _, one := range invitees {
		st, err := tx.Standing(one.ID)
		if err != nil {
			return err
		}
		if !guestMayChange(st, now) {
			continue
		}
		m, err := tx.MeetingOf(st.Occasion)
		if err != nil {
			return err
		}
		line := MineLine{
			Standing: st, Meeting: m, Deadline: st.Invitation.Deadline(st.Occasion),
			Token: s.token(linkInvitation, one.ID, one.Generation),
		}
		if st.Occasion.Over(now) {
			v.Past = append(v.Past, line)
		} else {
			v.Coming = append(v.Coming, line)
		}
	}
	byStart := func(a, b MineLine) int {
		return cmp.Or(a.Occasion.Starts.Compare(b.Occasion.Starts), cmp.Compare(a.Occasion.ID, b.Occasion.ID))
	}
	slices.SortFunc(v.Coming, byStart)
	slices.SortFunc(v.Past, func(a, b MineLine) int { return byStart(b, a) })
	return nil
}
