package desk

import (
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

// The tabs that are no word of an address.
const (
	TabOverview = ""
	TabNone     = "-" // a page of the workspace that is behind no tab
)

var workspaceTabs = []struct{ path, key string }{
	{TabOverview, "workspace.tab.overview"}, {address.ToInvitees, "workspace.tab.invitees"},
	{address.ToProgramme, "workspace.tab.programme"}, {address.ToQuestions, "workspace.tab.questions"},
	{address.ToMail, "workspace.tab.mail"},
	{address.ToAttendance, "workspace.tab.attendance"}, {address.ToReport, "workspace.tab.report"},
}

// Workspace is the head and the tabs above every page of a meeting:
// {{template "staff/meeting/head" .Workspace}}.
type Workspace struct {
	Title   string
	Home    string // address of the overview
	Buttons []page.Button
	Status  page.Status
	When    string
	Where   string
	Due     *page.Due
	Links   []page.Link // what else can be done with the meeting
	Tabs    page.Tabs
}

// Workspace makes the head and the tabs of a meeting's page.
func (p *Desk) Workspace(c echo.Context, m consult.Meeting, tab string) Workspace {
	lang, now := page.FrameOf(c).Lang, p.now()
	v := Workspace{
		Title: m.Title, Home: address.StaffMeeting(m.ID), Status: MeetingStatus(lang, m, now),
		When:  i18n.Span(lang, m.Starts, m.Ends),
		Where: i18n.Place(lang, m.ShortPlace(), m.Online),
		Tabs:  page.Tabs{Label: i18n.T(lang, "workspace.label")},
	}
	if !m.IsCancelled() && now.Before(m.Starts) {
		v.Due = page.NewDue(lang, m.AnswerBy, now)
	}
	for _, one := range workspaceTabs {
		v.Tabs.Items = append(v.Tabs.Items, page.Tab{
			Text: i18n.T(lang, one.key), Href: address.StaffMeeting(m.ID, one.path), Current: one.path == tab,
			Count: tabCount(m, one.path),
		})
	}
	v.Buttons = workspaceButtons(lang, m)
	if consult.Allow(gate.Actor(c), consult.EditMeetings) == nil {
		v.Buttons = append(v.Buttons, editButtons(lang, m, tab == TabOverview)...)
		v.Links = editLinks(lang, m, now.Before(m.Starts))
	}
	return v
}

// Count puts a number beside a tab.
func (v *Workspace) Count(tab string, n int) {
	for k := range v.Tabs.Items {
		if strings.HasSuffix(v.Tabs.Items[k].Href, "/"+tab) {
			v.Tabs.Items[k].Count = strconv.Itoa(n)
		}
	}
}

// tabCount is the number beside a tab that the meeting itself knows.
func tabCount(m consult.Meeting, tab string) string {
	if tab == address.ToQuestions && len(m.Questions) > 0 {
		return strconv.Itoa(len(m.Questions))
	}
	return ""
}

func workspaceButtons(lang i18n.Lang, m consult.Meeting) []page.Button {
	if m.Draft() {
		return nil
	}
	return []page.Button{
		{Text: i18n.T(lang, "workspace.view"), Icon: "eye", Href: page.Href(lang, address.Meeting(m.Slug))},
	}
}

// editButtons lead to editing and publishing. Publishing is the one primary
// button only on the overview: the other pages have their own.
func editButtons(lang i18n.Lang, m consult.Meeting, first bool) []page.Button {
	if m.IsCancelled() {
		return nil
	}
	edit := page.Button{
		Text: i18n.T(lang, "workspace.edit"), Icon: "edit", Href: address.StaffMeeting(m.ID, address.ToEdit),
	}
	if !m.Draft() {
		return []page.Button{edit}
	}
	return []page.Button{
		edit,
		{Text: i18n.T(lang, "workspace.publish"), Href: address.StaffMeeting(m.ID, address.ToPublish), Primary: first},
	}
}

// editLinks lead to the acts that a meeting in its state allows.
func editLinks(lang i18n.Lang, m consult.Meeting, coming bool) []page.Link {
	link := func(key, path string) page.Link {
		return page.Link{Text: i18n.T(lang, key), Href: address.StaffMeeting(m.ID, path)}
	}
	var links []page.Link
	if !m.Draft() && !m.IsCancelled() && coming {
		links = append(links, link("workspace.move", "verplaats"), link("workspace.deadline", "termijn"),
			link("workspace.cancel", "annuleer"))
	}
	links = append(links, link("workspace.copy", "kopieer"))
	if m.Version > 1 {
		links = append(links, link("workspace.versions", "versies"))
	}
	return links
}

// WorkspaceHead is the page's head for a page of a meeting: the name of the
// page, and the way to it by the list and the meeting.
func WorkspaceHead(c echo.Context, m consult.Meeting, title string) page.Head {
	lang := page.FrameOf(c).Lang
	head := page.Head{Title: title + " – " + m.Title, Nav: page.NavMeetings, Crumbs: []page.Crumb{
		{Text: i18n.T(lang, "layout.staff.meetings"), Href: address.StaffMeetings},
		{Text: m.Title, Href: address.StaffMeeting(m.ID)}, {Text: title},
	}}
	return head
}

// MeetingOf reads the meeting that the address names (:id).
func (p *Desk) MeetingOf(c echo.Context) (consult.Meeting, error) {
	id, err := ID(c, "id")
	if err != nil {
		return consult.Meeting{}, err
	}
	return p.svc.Meeting(c.Request().Context(), gate.Actor(c), id)
}

// MeetingStatus is where a meeting stands, in one word.
func MeetingStatus(lang i18n.Lang, m consult.Meeting, now time.Time) page.Status {
	switch {
	case m.Draft():
		return page.Status{Kind: page.Open, Icon: "edit", Text: i18n.T(lang, "workspace.state.draft")}
	case m.IsCancelled():
		return page.Status{Kind: page.Bad, Text: i18n.T(lang, "workspace.state.cancelled")}
	case m.Over(now):
		return page.Status{Kind: page.Plain, Icon: "check", Text: i18n.T(lang, "workspace.state.past")}
	}
	return page.Status{Kind: page.OK, Text: i18n.T(lang, "workspace.state.public")}
}
