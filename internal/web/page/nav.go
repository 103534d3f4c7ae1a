package page

import "samenspraak/internal/address"

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
		return navItem{Href: Href(f.lang(), path), Text: text, Current: current == nav}
	}
	return []navItem{
		item(NavNews, address.News, f.t("news.title")), item(NavMeetings, address.Meetings, f.t("layout.meetings")), item(NavFAQ, address.FAQ, f.t("faq.title")),
	}
}

func newSidebar(f Frame, current string) sidebar {
	if f.Staff == nil {
		return sidebar{}
	}
	s := f.Staff
	side := sidebar{Name: s.Name, Role: s.Role, Profile: current == NavProfile}
	item := func(allowed bool, nav, href, icon string) []navItem {
		if !allowed {
			return nil
		}
		return []navItem{{Href: href, Icon: icon, Text: f.t("layout.staff." + nav), Current: current == nav}}
	}
	group := func(title string, items ...[]navItem) {
		g := navGroup{Title: f.t("layout.staff." + title)}
		for _, i := range items {
			g.Items = append(g.Items, i...)
		}
		if len(g.Items) > 0 {
			side.Groups = append(side.Groups, g)
		}
	}
	group("work",
		item(s.Meetings, NavMeetings, address.StaffMeetings, "calendar"),
		item(s.Posts, NavPosts, address.StaffPosts, "news"),
		item(s.Posts, NavAnswers, address.StaffAnswers, "chat"))
	group("people",
		item(s.Organisations, NavOrganisations, address.StaffOrganisations, "building"),
		item(s.Contacts, NavContacts, address.StaffContacts, "users"),
		item(s.Mail, NavMail, address.StaffOutbox, "mail"))
	group("record",
		item(s.Log, NavLog, address.StaffLog, "book"),
		item(s.Staff, NavStaff, address.StaffMembers, "shield"),
		item(s.Settings, NavSettings, address.StaffSettings, "gear"))
	return side
}
