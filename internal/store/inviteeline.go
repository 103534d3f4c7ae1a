package store

import (
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
	ReplyID          *int64
	Answer           *string
	AnsweredBy       *int64
	ReceivedAt       *time.Time
	Late             *bool
	Source           *string
	People           *string
}

const lineColumns = `v.id, v.invitation_id, v.contact_id, i.organisation_id, c.first, c.infix, c.last, c.sort_key, c.address, c.language,
	c.undeliverable_at, c.bounce, o.name AS organisation, o.sort_key AS organisation_key, o.type, o.municipality_id, g.name AS municipality_name,
	v.added_at, i.extended_until, v.withdrawn_at, i.withdrawn_at AS invitation_gone, v.wrong_person_at, v.no_reminders_at, v.stands_in_for,
	v.stand_in_id, r.id AS reply_id, r.answer, r.invitee_id AS answered_by, r.received_at, r.late, r.source, r.people`

// InviteeLines reads the list of invitees of a meeting, by name, in two queries
// whatever their number.
func (tx *Tx) InviteeLines(meetingID int64) ([]consult.InviteeLine, error) {
	var rows []lineRow
	err := tx.db.Table("invitee AS v").Select(lineColumns).
		Joins("JOIN invitation AS i ON i.id = v.invitation_id").
		Joins("JOIN contact AS c ON c.id = v.contact_id").
		Joins("JOIN organisation AS o ON o.id = i.organisation_id").
		Joins("LEFT JOIN municipality AS g ON g.id = o.municipality_id").
		Joins("LEFT JOIN reply AS r ON r.id = i.reply_id").
		Where("i.meeting_id = ?", meetingID).Order("c.sort_key, v.id").Scan(&rows).Error
	if err != nil {
		return nil, fail(err)
	}
	last, err := tx.LastMails(meetingID)
	if err != nil {
		return nil, err
	}
	names := make(map[int64]string, len(rows))
	all := make([]consult.InviteeLine, len(rows))
	for k, r := range rows {
		if all[k], err = r.line(); err != nil {
			return nil, err
		}
		names[r.ID] = all[k].Name()
		if m, ok := last[r.ID]; ok {
			all[k].MailPurpose, all[k].MailState, all[k].MailAt = m.Purpose, m.State, mailTime(m)
		}
	}
	for k := range all {
		all[k].StandInName, all[k].ByName = names[all[k].StandInID], names[all[k].AnsweredBy]
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

func (r lineRow) line() (consult.InviteeLine, error) {
	l := consult.InviteeLine{
		InviteeID: r.ID, InvitationID: r.InvitationID, ContactID: r.ContactID, OrganisationID: r.OrganisationID,
		First: r.First, Infix: r.Infix, Last: r.Last, NameKey: r.SortKey, Address: r.Address, Language: r.Language,
		Undeliverable: at(r.UndeliverableAt), Bounce: r.Bounce,
		Organisation: r.Organisation, OrganisationKey: r.OrganisationKey, Type: consult.OrganisationType(r.Type),
		MunicipalityID: id(r.MunicipalityID), MunicipalityName: deref(r.MunicipalityName),
		AddedAt: r.AddedAt.UTC(), ExtendedUntil: at(r.ExtendedUntil), WithdrawnAt: at(r.WithdrawnAt), WrongPerson: at(r.WrongPersonAt),
		NoReminders: at(r.NoRemindersAt), StandsInFor: id(r.StandsInFor), StandInID: id(r.StandInID), ReplyID: id(r.ReplyID),
		Answer: consult.Answer(deref(r.Answer)), AnsweredBy: id(r.AnsweredBy), AnsweredAt: at(r.ReceivedAt),
		Late: r.Late != nil && *r.Late, Source: consult.Source(deref(r.Source)),
	}
	if l.WithdrawnAt.IsZero() {
		l.WithdrawnAt = at(r.InvitationGone)
	}
	people, err := decode[storedPeople](cell{"reply", "people", l.ReplyID}, deref(r.People))
	l.People = people.people()
	return l, err
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
