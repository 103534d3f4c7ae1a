package mailroom

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) mailingRoutes() []gate.Route {
	path := address.Under(address.StaffMeetings, ":id", address.ToMailing, ":mailing")
	return []gate.Route{
		gate.Get(path, gate.Staff(consult.SeeStaffSide), p.showMailing),
		gate.Post(address.Under(path, address.ToStop), gate.Staff(consult.SendMail), p.stopMailing),
	}
}

var mailingPage = page.New[mailingView]("staff/invitation/mailing.html", page.Staff)

// mailingView shows how far a sending is.
type mailingView struct {
	Workspace desk.Workspace
	Title     string
	Text      string
	Done      int
	Total     int
	Bar       string // width of what is done, in the drawing
	Stats     []page.Stat
	Failed    []page.FoldItem
	Refresh   *page.Link
	Stop      string
	StopText  string
	Back      page.Link
}

func (p *Pages) mailing(c echo.Context) (service.MailingProgress, error) {
	meetingID, err := desk.ID(c, "id")
	if err != nil {
		return service.MailingProgress{}, err
	}
	id, err := desk.ID(c, "mailing")
	if err != nil {
		return service.MailingProgress{}, err
	}
	m, err := p.svc.Progress(c.Request().Context(), gate.Actor(c), id)
	if err == nil && m.Meeting.ID != meetingID {
		err = consult.ErrNotFound
	}
	return m, err
}

func (p *Pages) showMailing(c echo.Context) error {
	m, err := p.mailing(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	waiting := m.Waiting()
	done := m.Mailing.Total - waiting
	v := mailingView{
		Workspace: p.Workspace(c, m.Meeting, address.ToInvitees),
		Title:     i18n.T(lang, "audience.mailing.title", "Date", i18n.DateTime(lang, m.Mailing.At)),
		Done:      done, Total: m.Mailing.Total, Text: mailingText(lang, m),
		Bar: desk.PercentOf(done, m.Mailing.Total) + "%",
		Back: page.Link{
			Text: i18n.T(lang, "audience.mailing.back"), Href: address.StaffMeeting(m.Meeting.ID, address.ToInvitees),
		},
	}
	for _, state := range consult.MailStates {
		if n := m.States[state]; n > 0 {
			v.Stats = append(v.Stats, page.Stat{Term: desk.MailStateText(lang, state), Value: i18n.Number(lang, n)})
		}
	}
	for _, mail := range m.Failed {
		v.Failed = append(v.Failed, page.FoldItem{
			Text: mail.Name, Note: page.Line{
				Text: desk.MailSaid(lang, mail),
				Link: &page.Link{Text: i18n.T(lang, "audience.mailing.view"), Href: address.StaffMail(mail.ID)},
			},
		})
	}
	if waiting > 0 {
		v.Refresh = &page.Link{
			Text: i18n.T(lang, "audience.mailing.refresh"), Href: address.StaffMailing(m.Meeting.ID, m.Mailing.ID),
		}
		if m.Mailing.StoppedAt.IsZero() && consult.Allow(gate.Actor(c), consult.SendMail) == nil {
			v.Stop = address.StaffMailing(m.Meeting.ID, m.Mailing.ID, address.ToStop)
			v.StopText = i18n.N(lang, "audience.mailing.stop_text", waiting)
		}
	}
	head := desk.WorkspaceHead(c, m.Meeting, v.Title)
	head.Flash = desk.FlashOf(c, "audience")
	return mailingPage.Render(c, http.StatusOK, head, v)
}

func mailingText(lang i18n.Lang, m service.MailingProgress) string {
	done := m.Mailing.Total - m.Waiting()
	if !m.Mailing.StoppedAt.IsZero() {
		return i18n.T(lang, "audience.mailing.stopped", "Date", i18n.DateTime(lang, m.Mailing.StoppedAt))
	}
	if m.Waiting() == 0 {
		return i18n.N(lang, "audience.mailing.finished", m.Mailing.Total)
	}
	return i18n.T(lang, "audience.mailing.going", "Count", i18n.Number(lang, done), "Total",
		i18n.Number(lang, m.Mailing.Total))
}

// stopMailing ends a sending that still goes on.
func (p *Pages) stopMailing(c echo.Context) error {
	m, err := p.mailing(c)
	if err != nil {
		return err
	}
	if _, err := p.svc.StopMailing(c.Request().Context(), gate.Actor(c), m.Mailing.ID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMailing(m.Meeting.ID, m.Mailing.ID)+"?gedaan=stopped")
}
