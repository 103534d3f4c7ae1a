package meeting

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) overviewRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.Under(address.StaffMeetings, ":id"), gate.Staff(consult.SeeStaffSide), p.overview),
	}
}

var overviewPage = page.New[overviewView]("staff/invitation/overview.html", page.Staff)

// overviewView is the first page of a meeting's workspace: who has not answered
// yet and what happens next.
type overviewView struct {
	Workspace desk.Workspace
	Notices   []page.Notice
	Empty     *page.Empty
	Stats     []page.Stat
	Bars      *page.Bars
	Line      *lineView
	Next      []nextItem
	Mailings  []page.Link
}

type nextItem struct {
	When, Text string
	Link       *page.Link
}

func (p *Pages) overview(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	o, err := p.svc.Overview(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := overviewView{
		Workspace: p.Workspace(c, o.Meeting, desk.TabOverview), Notices: overviewNotices(lang, o),
		Next: p.nextUp(lang, o),
	}
	if o.Turnout.Contacts == 0 {
		v.Empty = p.inviteFirst(c, o.Meeting)
	} else {
		v.Stats, v.Bars, v.Line = p.turnoutStats(lang, o), turnoutBars(lang, o), p.answerLine(lang, o)
	}
	for _, m := range o.Mailings {
		v.Mailings = append(
			v.Mailings,
			page.Link{
				Text: i18n.T(
					lang, "invitation.overview.mailing", "Date", i18n.DateTime(lang, m.At), "Count",
					i18n.Number(lang, m.Total),
				), Href: address.StaffMailing(o.Meeting.ID, m.ID),
			},
		)
	}
	head := desk.WorkspaceHead(c, o.Meeting, i18n.T(lang, "workspace.tab.overview"))
	head.Flash = desk.FlashOf(c, "meeting")
	return overviewPage.Render(c, http.StatusOK, head, v)
}

// inviteFirst says what to do before there is anybody to wait for.
func (p *Pages) inviteFirst(c echo.Context, m consult.Meeting) *page.Empty {
	lang := page.FrameOf(c).Lang
	e := &page.Empty{Title: i18n.T(lang, "invitation.empty.title"), Text: i18n.T(lang, "invitation.empty.text")}
	switch {
	case m.Draft():
		e.Text = i18n.T(lang, "invitation.empty.draft")
	case consult.MayInvite(m.Occasion, p.now()) != nil:
		e.Text = i18n.T(lang, "invitation.empty.closed")
	case consult.Allow(gate.Actor(c), consult.SendMail) == nil:
		e.Button = &page.Button{
			Text: i18n.T(lang, "invitation.invite"), Icon: "plus", Href: address.StaffMeeting(m.ID, address.ToInvite),
			Primary: true,
		}
	}
	return e
}

func overviewNotices(lang i18n.Lang, o service.Overview) []page.Notice {
	var all []page.Notice
	if o.Held > 0 {
		all = append(all, page.Notice{Kind: page.Bad, Title: i18n.N(lang, "invitation.overview.held", o.Held),
			Lines: []page.Line{
				{
					Link: &page.Link{
						Text: i18n.T(lang, "invitation.overview.to_mail"),
						Href: address.StaffMeeting(o.Meeting.ID, address.ToMail),
					},
				},
			}})
	}
	if o.Turnout.NotReached > 0 {
		all = append(all,
			page.Notice{Kind: page.Bad, Title: i18n.N(lang, "invitation.overview.not_reached", o.Turnout.NotReached),
				Lines: []page.Line{
					{
						Link: &page.Link{
							Text: i18n.T(lang, "invitation.overview.to_failed"),
							Href: address.StaffMeeting(o.Meeting.ID, address.ToInvitees) + "?mail=failed",
						},
					},
				}})
	}
	return all
}

func (p *Pages) turnoutStats(lang i18n.Lang, o service.Overview) []page.Stat {
	t, now := o.Turnout, p.now()
	of := func(n, total int) string {
		return i18n.T(lang, "invitation.stat.of", "Count", i18n.Number(lang, n), "Total", i18n.Number(lang, total))
	}
	open := page.Stat{Term: i18n.T(lang, "invitation.stat.open"), Value: i18n.Number(lang, t.Open)}
	if t.Open > 0 && !o.Meeting.IsCancelled() && now.Before(o.Meeting.AnswerBy) {
		open.Note, open.Due = i18n.T(
			lang, "invitation.stat.closes", "Left", i18n.Left(lang, now, o.Meeting.AnswerBy),
		), true
	}
	return []page.Stat{
		{
			Term: i18n.T(lang, "invitation.stat.answered"), Value: of(t.Answered, t.Invited),
			Note: i18n.T(lang, "invitation.stat.percent", "Percent", desk.PercentOf(t.Answered, t.Invited)),
		},
		{
			Term: i18n.T(lang, "invitation.stat.yes"), Value: i18n.Number(lang, t.Yes),
			Note: i18n.N(lang, "invitation.stat.people", t.InRoom),
		},
		{
			Term: i18n.T(lang, "invitation.stat.online"), Value: i18n.Number(lang, t.Online),
			Note: i18n.N(lang, "invitation.stat.people", t.TakePart),
		},
		{
			Term: i18n.T(lang, "invitation.stat.no"), Value: i18n.Number(lang, t.No),
			Note: i18n.N(lang, "invitation.stat.stand_ins", t.StandIns),
		},
		open,
	}
}

func turnoutBars(lang i18n.Lang, o service.Overview) *page.Bars {
	names := []string{
		i18n.T(lang, "invitation.bar.yes"), i18n.T(lang, "invitation.bar.online"), i18n.T(lang, "invitation.bar.no"),
		i18n.T(lang, "invitation.bar.open"),
	}
	var rows []page.BarRow
	for _, kind := range consult.OrganisationTypes {
		t, some := o.Turnout.Types[kind]
		if !some {
			continue
		}
		rows = append(rows, page.BarRow{
			Text:   organisationType(lang, kind),
			Href:   address.StaffMeeting(o.Meeting.ID, address.ToInvitees) + "?soort=" + string(kind),
			Counts: []int{t.Yes, t.Online, t.No, t.Open},
		})
	}
	return page.NewBars(
		lang, "soort", i18n.T(lang, "invitation.bar.title"), i18n.T(lang, "invitation.bar.type"), names, rows,
	)
}

// organisationType is a type in words.
func organisationType(lang i18n.Lang, t consult.OrganisationType) string {
	return i18n.T(lang, "organisation.type."+string(t))
}

// nextUp is what the program will still do by itself.
func (p *Pages) nextUp(lang i18n.Lang, o service.Overview) []nextItem {
	var items []nextItem
	m, now := o.Meeting, p.now()
	if m.IsCancelled() || m.Draft() {
		return nil
	}
	deadline := !now.Before(m.AnswerBy)
	for _, plan := range o.Rules {
		if !plan.Rule.StoppedAt.IsZero() || !plan.Due.After(now) {
			continue
		}
		if !deadline && plan.Due.After(m.AnswerBy) {
			items, deadline = append(items, deadlineItem(lang, m)), true
		}
		items = append(items, nextItem{
			When: dateAndClock(lang, plan.Due),
			Text: i18n.N(lang, "invitation.next."+string(plan.Rule.Before), plan.Getting()),
			Link: &page.Link{
				Text: i18n.T(lang, "invitation.next.who"), Href: address.StaffMeeting(m.ID, address.ToMail),
			},
		})
	}
	if !deadline {
		items = append(items, deadlineItem(lang, m))
	}
	if m.Starts.After(now) {
		items = append(
			items, nextItem{When: dateAndClock(lang, m.Starts), Text: i18n.T(lang, "invitation.next.starts")},
		)
	}
	return items
}

func deadlineItem(lang i18n.Lang, m consult.Meeting) nextItem {
	return nextItem{When: dutch.Capital(i18n.Deadline(lang, m.AnswerBy)), Text: i18n.T(lang, "invitation.next.closes")}
}

func dateAndClock(lang i18n.Lang, t time.Time) string {
	return fmt.Sprintf("%s, %s", i18n.Date(lang, t), i18n.Clock(lang, t))
}
