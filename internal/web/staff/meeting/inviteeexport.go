package meeting

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// exportInvitees saves just the rows that are shown, with the answers to the
// questions. Those about access and diet are for staff of the meeting alone.
func (p *Pages) exportInvitees(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	all, err := p.svc.ExportInvitees(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	header := []string{}
	for _, name := range []string{
		"naam", "organisatie", "soort", "gemeente", "antwoord", "toelichting", "stance", "ontvangen", "mensen",
		"woorden", "mail",
	} {
		header = append(header, i18n.T(lang, "invitation.column."+name))
	}
	for _, q := range all.Meeting.Questions {
		header = append(header, q.Label)
	}
	var rows [][]string
	for _, l := range inviteeFilter(gate.Query(c)).Apply(all.Lines) {
		rows = append(rows, exportRow(lang, all, l))
	}
	return p.SendTable(c, service.Taken{List: "invitees", Object: "meeting", About: id, Needs: all.SeesNeeds},
		i18n.T(lang, "workspace.tab.invitees")+" "+all.Meeting.Title, header, rows)
}

func exportRow(lang i18n.Lang, all service.Export, l consult.InviteeLine) []string {
	var names []string
	received, words := "", ""
	var given map[int64][]string
	if l.Reply != nil {
		for _, one := range l.Reply.People {
			names = append(names, one.Name)
		}
		received, words, given = i18n.DateTime(lang, l.Reply.ReceivedAt), l.Reply.Words, all.Given[l.Reply.ID]
	}
	mail, status := lastMail(lang, l)
	if status != nil {
		mail = status.Text
	}
	row := []string{
		l.Name(), l.Organisation, organisationType(lang, l.Type), l.MunicipalityName, standStatus(lang, l).Text,
		standNote(lang, all.Meeting, l),
		stanceStatus(lang, l.Stance()).Text, received, strings.Join(names, ", "), words, mail,
	}
	for _, q := range all.Meeting.Questions {
		switch {
		case q.OfOrganisation:
			row = append(row, sharedCell(lang, all, l.InvitationID, q))
		case l.Reply == nil:
			row = append(row, "")
		case q.Sensitive && !all.SeesNeeds:
			row = append(row, i18n.T(lang, "invitation.hidden"))
		default:
			row = append(row, strings.Join(given[q.ID], ", "))
		}
	}
	return row
}

// sharedCell is what was filled in for an organisation.
func sharedCell(lang i18n.Lang, all service.Export, invitationID int64, q consult.Question) string {
	if q.Sensitive && !all.SeesNeeds {
		return i18n.T(lang, "invitation.hidden")
	}
	return strings.Join(all.Shared[invitationID][q.ID], ", ")
}

// exportOrganisationStances saves one row for each organisation that stands
// invited: what it does, who comes of it, and what was filled in for it.
func (p *Pages) exportOrganisationStances(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	all, err := p.svc.ExportInvitees(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	header := []string{}
	for _, name := range []string{
		"organisatie", "soort", "gemeente", "stance", "zaal", "online", "mensen", "toelichting", "woorden",
	} {
		header = append(header, i18n.T(lang, "invitation.column."+name))
	}
	for _, q := range all.Meeting.Questions {
		if q.OfOrganisation {
			header = append(header, q.Label)
		}
	}
	var rows [][]string
	seen := map[int64]bool{}
	for _, l := range (consult.InviteeFilter{By: consult.InviteesByOrganisation}).Apply(all.Lines) {
		if !seen[l.InvitationID] && l.WithdrawnAt.IsZero() {
			seen[l.InvitationID] = true
			rows = append(rows, stanceRow(lang, all, l))
		}
	}
	return p.SendTable(c, service.Taken{List: "organisations", Object: "meeting", About: id, Needs: all.SeesNeeds},
		i18n.T(lang, "invitation.export.name")+" "+all.Meeting.Title, header, rows)
}

func stanceRow(lang i18n.Lang, all service.Export, l consult.InviteeLine) []string {
	var names, words []string
	for _, one := range l.Party.Comers() {
		if one.Name != "" {
			names = append(names, one.Name)
		}
	}
	for _, a := range l.Party.People {
		if r := l.Party.Counting(a); r != nil && r.Words != "" {
			words = append(words, a.Contact.Name()+": "+r.Words)
		}
	}
	if whole := l.Party.Whole; whole != nil && whole.Words != "" {
		words = append(words, whole.Words)
	}
	room, online := l.Party.Heads()
	row := []string{
		l.Organisation, organisationType(lang, l.Type), l.MunicipalityName, stanceStatus(lang, l.Stance()).Text,
		strconv.Itoa(room), strconv.Itoa(online),
		strings.Join(names, ", "), stanceNote(lang, l), strings.Join(words, "\n"),
	}
	for _, q := range all.Meeting.Questions {
		if q.OfOrganisation {
			row = append(row, sharedCell(lang, all, l.InvitationID, q))
		}
	}
	return row
}
