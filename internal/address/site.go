package address

// The pages that visitors reach without knowing more.
const (
	Home          = "/"
	News          = "/nieuws"
	Meetings      = "/bijeenkomsten"
	FAQ           = "/veelgestelde-vragen"
	Search        = "/zoeken"
	Contact       = "/contact"
	Privacy       = "/privacy"
	Accessibility = "/toegankelijkheid"
	Mine          = "/mijn" // where somebody asks for their link again
)

// What is below them, or no page.
const (
	invitations       = "/u"
	Files             = "/bestanden"
	Logo              = "/logo"
	Agenda            = "/agenda.ics"
	Robots            = "/robots.txt"
	Sitemap           = "/sitemap.xml"
	Security          = "/.well-known/security.txt"
	Alive             = "/healthz"
	Ready             = "/readyz"
	Figures           = "/metrics"
	NewsFeed          = News + "/feed.atom"
	NewsItemFeed      = News + "/nieuwsberichten.atom"
	PressReleaseFeed  = News + "/persberichten.atom"
	AnnouncementsFeed = News + "/mededelingen.atom"
	FAQFeed           = FAQ + "/feed.atom"
)

// asEntry ends the address of a calendar entry.
const asEntry = ".ics"

// Meeting is the public page of a meeting.
func Meeting(slug string) string { return Under(Meetings, slug) }

// MeetingEntry is the calendar entry of a meeting.
func MeetingEntry(slug string) string { return Meeting(slug) + asEntry }

// NewsPost is the page of a post that is no FAQ entry.
func NewsPost(slug string) string { return Under(News, slug) }

// FAQTheme is the page of a theme of the FAQ.
func FAQTheme(theme string) string { return Under(FAQ, theme) }

// FAQEntry is the page of an FAQ entry, in its theme.
func FAQEntry(theme, slug string) string { return Under(FAQ, theme, slug) }

// PostVersions is the list of the versions of a post, by the post's address.
func PostVersions(post string) string { return Under(post, ToVersions) }

// PostVersion is one version of a post, by the post's address.
func PostVersion(post string, version int64) string {
	return Under(post, ToVersions, Number(version))
}

// File is a file: the number decides, the name is for people.
func File(id int64, name string) string { return Under(Files, Number(id), name) }

// LogoFile is the region's logo under the name of its file.
func LogoFile(name string) string { return Under(Logo, name) }

// Invitation is the page of a personal link, or one below it.
func Invitation(token string, words ...string) string {
	return Under(Under(invitations, token), words...)
}

// DeadInvitation is an address that never works: the link in a proof and in a
// preview.
func DeadInvitation() string { return Invitation("voorbeeld") }

// InvitationEntry is the calendar entry that the holder of a link takes along.
func InvitationEntry(token string) string { return Invitation(token) + Agenda }

// MyInvitations is the page of all invitations of one person, by the secret of
// their link.
func MyInvitations(token string) string { return Under(Mine, token) }

// Secrets are the folders below which a secret stands in the address.
func Secrets() []string {
	return []string{invitations + "/", Mine + "/", english + invitations + "/", english + Mine + "/", setUps + "/"}
}

// NotForRobots are the folders and pages that search engines leave alone.
func NotForRobots() []string {
	return []string{
		StaffHome, invitations + "/", Mine, Search,
		english + invitations + "/", english + Mine, english + Search,
	}
}
