package page

import (
	"samenspraak/internal/address"
	"samenspraak/internal/consult"
)

// The items of the menus, for Head.Nav.
const (
	NavNews          = "news"
	NavMeetings      = "meetings"
	NavFAQ           = "faq"
	NavPosts         = "posts"   // the staff's list of news
	NavAnswers       = "answers" // the staff's list of questions
	NavOrganisations = "organisations"
	NavContacts      = "contacts"
	NavMail          = "mail"
	NavLog           = "log"
	NavStaff         = "staff"
	NavSettings      = "settings"
	NavProfile       = "profile"
)

type navItem struct {
	Href, Icon, Text string
	Current          bool
}

type navGroup struct {
	Title string
	Items []navItem
}

type sidebar struct {
	Groups     []navGroup
	Name, Role string
	Profile    bool
}

func (f Frame) siteNav(current string) []navItem {
	item := func(nav, path, text string) navItem {
		return navItem{Href: Href(f.Language(), path), Text: text, Current: current == nav}
	}
	return []navItem{
		item(NavNews, address.News, f.T("news.title")), item(NavMeetings, address.Meetings, f.T("layout.meetings")),
		item(NavFAQ, address.FAQ, f.T("faq.title")),
	}
}

// staffMenu is the menu of the staff side: each item with whom it is for. Its
// words are layout.staff.<nav>, those of a group layout.staff.<title>.
var staffMenu = []struct {
	title string
	items []staffItem
}{
	{"work", []staffItem{
		{NavMeetings, address.StaffMeetings, "calendar", consult.SeeStaffSide},
		{NavPosts, address.StaffPosts, "news", consult.SeeStaffSide},
		{NavAnswers, address.StaffAnswers, "chat", consult.SeeStaffSide},
	}},
	{"people", []staffItem{
		{NavOrganisations, address.StaffOrganisations, "building", consult.SeeStaffSide},
		{NavContacts, address.StaffContacts, "users", consult.SeeStaffSide},
		{NavMail, address.StaffOutbox, "mail", consult.SeeStaffSide},
	}},
	{"record", []staffItem{
		{NavLog, address.StaffLog, "book", consult.SeeAudit},
		{NavStaff, address.StaffMembers, "shield", consult.ManageStaff},
		{NavSettings, address.StaffSettings, "gear", consult.EditSettings},
	}},
}

type staffItem struct {
	nav, path, icon string
	action          consult.Action
}

func newSidebar(f Frame, current string) sidebar {
	if f.Staff == nil {
		return sidebar{}
	}
	side := sidebar{Name: f.Staff.Name, Role: f.Staff.Role, Profile: current == NavProfile}
	for _, group := range staffMenu {
		g := navGroup{Title: f.T("layout.staff." + group.title)}
		for _, i := range group.items {
			if f.Staff.May(i.action) {
				g.Items = append(g.Items, navItem{
					Href: i.path, Icon: i.icon, Text: f.T("layout.staff." + i.nav), Current: current == i.nav,
				})
			}
		}
		if len(g.Items) > 0 {
			side.Groups = append(side.Groups, g)
		}
	}
	return side
}
