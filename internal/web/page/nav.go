package page

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
		item(NavNews, NewsPath, f.t("news.title")), item(NavMeetings, "/bijeenkomsten", f.t("layout.meetings")), item(NavFAQ, FAQPath, f.t("faq.title")),
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
		item(s.Meetings, NavMeetings, "/beheer/bijeenkomsten", "calendar"),
		item(s.Posts, NavPosts, "/beheer/berichten", "news"),
		item(s.Posts, NavAnswers, "/beheer/vragen", "chat"))
	group("people",
		item(s.Organisations, NavOrganisations, "/beheer/organisaties", "building"),
		item(s.Contacts, NavContacts, "/beheer/contactpersonen", "users"),
		item(s.Mail, NavMail, "/beheer/mail", "mail"))
	group("record",
		item(s.Log, NavLog, "/beheer/logboek", "book"),
		item(s.Staff, NavStaff, "/beheer/medewerkers", "shield"),
		item(s.Settings, NavSettings, "/beheer/instellingen", "gear"))
	return side
}
