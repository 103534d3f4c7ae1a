package store

import (
	"cmp"
	"slices"
	"time"

	"samenspraak/internal/consult"
)

// lineRow is what one row of the list of invitees is joined from.
type lineRow struct {
	ID               int64
	InvitationID     int64
	ContactID        int64
	OrganisationID   int64
	First            string
	Infix            string
	Last             string
	SortKey          string
	Address          string
	Language         string
	UndeliverableAt  *time.Time
	Bounce           string
	Organisation     string
	OrganisationKey  string
	Type             string
	MunicipalityID   *int64
	MunicipalityName *string
	AddedAt          time.Time
	ExtendedUntil    *time.Time
	WithdrawnAt      *time.Time
	InvitationGone   *time.Time
	WrongPersonAt    *time.Time
	NoRemindersAt    *time.Time
	StandsInFor      *int64
	StandInID        *int64
	ArchivedAt       *time.Time
	ReplyID          *int64
	WholeID          *int64
}

const lineColumns = `v.id, v.invitation_id, v.contact_id, i.organisation_id, c.first, c.infix, c.last, c.sort_key, c.address, c.language,
	c.undeliverable_at, c.bounce, o.name AS organisation, o.sort_key AS organisation_key, o.type, o.municipality_id, g.name AS municipality_name,
	v.added_at, i.extended_until, v.withdrawn_at, i.withdrawn_at AS invitation_gone, v.wrong_person_at, v.no_reminders_at, v.stands_in_for,
	v.stand_in_id, c.archived_at, v.reply_id, i.reply_id AS whole_id`

// InviteeLines reads the list of invitees of an occasion, by name, in three queries
// whatever their number.
func (tx *Tx) InviteeLines(occasionID int64) ([]consult.InviteeLine, error) {
	var rows []lineRow
	err := tx.db.Table("invitee AS v").Select(lineColumns).
		Joins("JOIN invitation AS i ON i.id = v.invitation_id").
		Joins("JOIN contact AS c ON c.id = v.contact_id").
		Joins("JOIN organisation AS o ON o.id = i.organisation_id").
		Joins("LEFT JOIN municipality AS g ON g.id = o.municipality_id").
		Where("i.occasion_id = ?", occasionID).Order("c.sort_key, v.id").Scan(&rows).Error
	if err != nil {
		return nil, fail(err)
	}
	last, err := tx.LastMails(occasionID)
	if err != nil {
		return nil, err
	}
	parties, err := tx.lineParties(occasionID, rows)
	if err != nil {
		return nil, err
	}
	names := make(map[int64]string, len(rows))
	all := make([]consult.InviteeLine, len(rows))
	for k, r := range rows {
		all[k] = r.line()
		all[k].Party = parties[r.InvitationID]
		all[k].Reply = all[k].Party.Counting(*all[k].Party.Of(r.ID))
		names[r.ID] = all[k].Name()
		if m, ok := last[r.ID]; ok {
			all[k].MailPurpose, all[k].MailState, all[k].MailAt = m.Purpose, m.State, mailTime(m)
		}
	}
	for k := range all {
		all[k].StandInName = names[all[k].StandInID]
	}
	return all, nil
}

// mailTime is when something last happened to a mail.
func mailTime(m consult.Mail) time.Time {
	if m.DoneAt.IsZero() {
		return m.DueAt
	}
	return m.DoneAt
}

// lineParties makes the party of each invitation from the rows of the list.
func (tx *Tx) lineParties(occasionID int64, rows []lineRow) (map[int64]*consult.Party, error) {
	last, err := tx.lastReplies(tx.invitationsOf(occasionID))
	if err != nil {
		return nil, err
	}
	replies := make(map[int64]*consult.Reply, len(last))
	for _, r := range last {
		reply, err := r.reply()
		if err != nil {
			return nil, err
		}
		replies[r.ID] = &reply
	}
	all := map[int64]*consult.Party{}
	for _, r := range rows {
		p := all[r.InvitationID]
		if p == nil {
			p = &consult.Party{Whole: replies[id(r.WholeID)]}
			all[r.InvitationID] = p
		}
		p.People = append(p.People, r.asked(replies[id(r.ReplyID)]))
	}
	for _, p := range all {
		slices.SortFunc(p.People, func(a, b consult.Asked) int { return cmp.Compare(a.Invitee.ID, b.Invitee.ID) })
	}
	return all, nil
}

// asked is the part of a row that a party is made of.
func (r lineRow) asked(reply *consult.Reply) consult.Asked {
	return consult.Asked{
		Invitee: consult.Invitee{
			ID: r.ID, InvitationID: r.InvitationID, ContactID: r.ContactID, StandsInFor: id(r.StandsInFor), StandInID: id(r.StandInID),
			WrongPerson: at(r.WrongPersonAt), WithdrawnAt: at(r.WithdrawnAt), ReplyID: id(r.ReplyID),
		},
		Contact: consult.Contact{
			ID: r.ContactID, OrganisationID: r.OrganisationID, First: r.First, Infix: r.Infix, Last: r.Last, SortKey: r.SortKey,
			Undeliverable: at(r.UndeliverableAt), ArchivedAt: at(r.ArchivedAt),
		},
		Reply: reply,
	}
}

func (r lineRow) line() consult.InviteeLine {
	l := consult.InviteeLine{
		InviteeID: r.ID, InvitationID: r.InvitationID, ContactID: r.ContactID, OrganisationID: r.OrganisationID,
		First: r.First, Infix: r.Infix, Last: r.Last, NameKey: r.SortKey, Address: r.Address, Language: r.Language,
		Undeliverable: at(r.UndeliverableAt), Bounce: r.Bounce,
		Organisation: r.Organisation, OrganisationKey: r.OrganisationKey, Type: consult.OrganisationType(r.Type),
		MunicipalityID: id(r.MunicipalityID), MunicipalityName: deref(r.MunicipalityName),
		AddedAt: r.AddedAt.UTC(), ExtendedUntil: at(r.ExtendedUntil), WithdrawnAt: at(r.WithdrawnAt), WrongPerson: at(r.WrongPersonAt),
		NoReminders: at(r.NoRemindersAt), StandsInFor: id(r.StandsInFor), StandInID: id(r.StandInID),
	}
	if l.WithdrawnAt.IsZero() {
		l.WithdrawnAt = at(r.InvitationGone)
	}
	return l
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
