package service

import (
	"cmp"
	"context"
	"slices"
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

// AskMine mails a fresh link to /mijn to every contact with an address. The
// answer is the same whether the address is known or not: nil, Problems when it
// is none, or TooMany. Origin is the shortened network address of who asks.
// Former links stop working.
func (s *Service) AskMine(ctx context.Context, typed string, lang i18n.Lang, origin string) error {
	now := s.now()
	address, err := parseAddress("address", typed)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		// By digest: the counts keep no address that somebody mistyped.
		limits := []limit{hourly("mine.address."+digest(address.Canonical)[:32], minePerAddress), hourly("mine.origin."+origin, minePerOrigin)}
		for _, l := range limits {
			if _, err := l.take(tx, now); err != nil {
				return err
			}
		}
		contacts, err := tx.ContactsByAddress(address.Canonical)
		if err != nil {
			return err
		}
		for _, c := range contacts {
			if err := s.mailMine(tx, c, lang, origin, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) mailMine(tx *store.Tx, c consult.Contact, lang i18n.Lang, origin string, now time.Time) error {
	link, err := tx.Mine(c.ID)
	if err != nil {
		return err
	}
	link.Generation, link.Until = link.Generation+1, now.Add(MineLife)
	link.TokenHash = digest(s.token(linkMine, c.ID, link.Generation))
	if err := tx.SetMine(link); err != nil {
		return err
	}
	if _, err := tx.DropMail(store.MailFilter{ContactID: c.ID, Purposes: []consult.Purpose{consult.ForMine}}, consult.DropSuperseded, now); err != nil {
		return err
	}
	_, err = tx.Enqueue(consult.Mail{
		Key: consult.MailKey(consult.ForMine, c.ID, link.Generation), Purpose: consult.ForMine, ContactID: c.ID, Address: c.Address, Name: c.Name(),
		Language: string(lang), CreatedAt: now, UsefulUntil: link.Until,
		Facts: consult.Facts{Generation: link.Generation, LinkUntil: link.Until},
	})
	tx.Record(s.event(consult.Actor{Kind: consult.Visitor, Origin: origin}, "contact.link_asked", "contact", c.ID))
	return err
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
	Deadline time.Time
	Token    string
	By       string // who answered, when that was somebody else
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
		line := MineLine{Standing: st, Deadline: st.Invitation.Deadline(st.Meeting), Token: s.token(linkInvitation, one.ID, one.Generation)}
		if st.Reply != nil && st.Reply.InviteeID != one.ID {
			if line.By, err = nameOfReplier(tx, *st.Reply); err != nil {
				return err
			}
		}
		if st.Meeting.Over(now) {
			v.Past = append(v.Past, line)
		} else {
			v.Coming = append(v.Coming, line)
		}
	}
	byStart := func(a, b MineLine) int {
		return cmp.Or(a.Meeting.Starts.Compare(b.Meeting.Starts), cmp.Compare(a.Meeting.ID, b.Meeting.ID))
	}
	slices.SortFunc(v.Coming, byStart)
	slices.SortFunc(v.Past, func(a, b MineLine) int { return byStart(b, a) })
	return nil
}
