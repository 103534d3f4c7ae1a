package store

import (
	"time"

	"samenspraak/internal/consult"
)

// InviteeLines reads the list of invitees of an occasion, by name, in three
// statements whatever their number.
func (tx *Tx) InviteeLines(occasionID int64) ([]consult.InviteeLine, error) {
	all, err := tx.invited(tx.invitationsOf(occasionID))
	if err != nil {
		return nil, err
	}
	last, err := tx.LastMails(occasionID)
	return all.Lines(last), err
}

// mailTime is when something last happened to a mail.
func mailTime(m consult.Mail) time.Time {
	if m.DoneAt.IsZero() {
		return m.DueAt
	}
	return m.DoneAt
}

func (r askedRow) line() consult.InviteeLine {
	v, c, o := r.Invitee.invitee(), r.Contact.contact(), r.Organisation.organisation()
	l := consult.InviteeLine{
		InviteeID: v.ID, InvitationID: v.InvitationID, ContactID: c.ID, OrganisationID: o.ID,
		First: c.First, Infix: c.Infix, Last: c.Last, NameKey: c.SortKey, Address: c.Address, Language: c.Language,
		Undeliverable: c.Undeliverable, Bounce: c.Bounce, Organisation: o.Name, OrganisationKey: o.SortKey,
		Type:           o.Type,
		MunicipalityID: o.MunicipalityID, MunicipalityName: deref(r.Town),
		AddedAt: v.AddedAt, ExtendedUntil: at(r.Invitation.ExtendedUntil), WithdrawnAt: v.WithdrawnAt,
		WrongPerson: v.WrongPerson,
		NoReminders: v.NoReminders, StandsInFor: v.StandsInFor, StandInID: v.StandInID,
	}
	if l.WithdrawnAt.IsZero() {
		l.WithdrawnAt = at(r.Invitation.WithdrawnAt)
	}
	return l
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
