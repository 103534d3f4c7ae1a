package letter

import (
	"html/template"
	"net/url"
	"slices"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
)

// view is what the templates see. Every text of a person in it is harmless.
type view struct {
	Lang    string
	Style   template.CSS
	Subject string
	Head    string // who writes, on whose behalf
	Region  string
	Dear    string
	Signed  []string
	Foot    []string
	Privacy link
	Test    bool

	Title, Organisation, By, Staff string
	Day                            string // of the meeting, in full
	Invited                        string // the day they were invited
	When, Place                    string
	OldWhen, OldPlace              string
	NewTime, NewPlace              bool // what a move changed
	Reason                         string
	Left                           string // "nog 7 dagen"
	Until                          string // "uiterlijk maandag 16 november 2026, 23.59 uur"
	Valid                          string // until when a link works
	Answer                         string // yes, online, no, or empty
	Comes, Open, Noted             bool
	Entry                          string // the calendar entry's method
	LinkKind                       string
	Intro, Lead                    []string
	Due                            *due
	Facts                          []fact
	Choices                        string // how one answers
	Own                            string // the recipient's own page
	Mine                           []link // those of all who share the address, instead of Own
	Page                           string // the public one
	Online                         string // where one takes part online
}

type due struct{ Before, Number, After, Label, Text string }

type fact struct {
	Term  string
	Lines []string
}

type link struct{ Text, Href string }

// Link makes a link of ours with its words, for the templates.
func (v view) Link(text, href string) link { return link{text, href} }

func (in Input) view(lang i18n.Lang, method string) view {
	v := view{
		Lang: string(lang), Style: template.CSS(style()), Region: harmless(in.Region.Name), //nolint:gosec // our own embedded file
		Dear: dear(lang, harmless(in.ToName())), By: harmless(in.Mail.Facts.By), Reason: harmless(in.Mail.Facts.Reason),
		Intro: paragraphs(in.Mail.Facts.Intro), Entry: method, LinkKind: in.Mail.Facts.LinkKind, Own: in.Link,
		Test: in.Mail.Purpose == consult.ForTest, Privacy: link{i18n.T(lang, "letter.foot.privacy"), in.SiteURL + path(lang, "/privacy")},
	}
	if v.Region == "" {
		v.Region = "Samenspraak"
	}
	if v.Test {
		v.Own = in.SiteURL + path(lang, DeadPath)
	}
	if until := in.Mail.Facts.LinkUntil; !until.IsZero() {
		v.Valid = i18n.DateTime(lang, until)
	}
	for _, one := range in.Mine {
		words := i18n.T(lang, "letter.button.mine_of", "Name", harmless(one.Name), "Organisation", harmless(one.Organisation))
		v.Mine = append(v.Mine, link{words, one.Link})
	}
	v.Head = in.head(lang, v.Region)
	v.Signed = in.signed(v.Region)
	v.Foot = in.foot(lang)
	if in.Standing != nil {
		in.addMeeting(lang, &v)
		in.addReply(lang, &v)
	}
	return v
}

func dear(lang i18n.Lang, name string) string {
	if name == "" {
		return i18n.T(lang, "letter.hello")
	}
	return i18n.T(lang, "letter.dear", "Name", name)
}

// DeadPath is an address that never works: the link in a proof and in a
// preview.
const DeadPath = "/u/voorbeeld"

func path(lang i18n.Lang, p string) string {
	if lang == i18n.English {
		return "/en" + p
	}
	return p
}

func (in Input) head(lang i18n.Lang, region string) string {
	behalf := in.behalf(lang)
	if behalf == "" {
		return region
	}
	return i18n.T(lang, "letter.head", "Region", region, "Behalf", behalf)
}

func (in Input) behalf(lang i18n.Lang) string {
	if in.Standing != nil && in.Standing.Meeting.OnBehalf != "" {
		return harmless(in.Standing.Meeting.OnBehalf)
	}
	return harmless(in.Region.OnBehalf.In(string(lang)))
}

func (in Input) signed(region string) []string {
	if by := harmless(in.Region.SignedBy); by != "" {
		return []string{by, region}
	}
	return []string{region}
}

// foot says whom to ask. The meeting's own telephone goes before the region's.
func (in Input) foot(lang i18n.Lang) []string {
	phone, hours := harmless(in.Region.Phone), harmless(in.Region.PhoneHours.In(string(lang)))
	name := ""
	if in.Standing != nil && in.Standing.Meeting.Phone != "" {
		phone, hours, name = harmless(in.Standing.Meeting.Phone), "", harmless(in.Standing.Meeting.ContactName)
	}
	switch {
	case phone == "":
		return []string{i18n.T(lang, "letter.foot.reply")}
	case name != "":
		return []string{i18n.T(lang, "letter.foot.call_name", "Name", name, "Phone", phone)}
	case hours != "":
		return []string{i18n.T(lang, "letter.foot.call_hours", "Phone", phone, "Hours", hours)}
	}
	return []string{i18n.T(lang, "letter.foot.call", "Phone", phone)}
}

func (in Input) addMeeting(lang i18n.Lang, v *view) {
	s := in.Standing
	m := s.Meeting
	v.Title, v.Organisation, v.Lead = harmless(m.Title), harmless(s.Organisation.Name), paragraphs(m.Lead)
	v.Day, v.When = i18n.Date(lang, m.Starts), i18n.Span(lang, m.Starts, m.Ends)
	v.Place = harmless(i18n.Place(lang, m.Place(), m.Online))
	v.Invited = i18n.DateShort(lang, s.Invitation.InvitedAt)
	v.Page = in.publicPage(lang)
	v.Choices = choices(lang, m)
	v.addMove(lang, m, in.Mail.Facts)
	if v.Reason == "" {
		v.Reason = in.standingReason()
	}
	deadline := s.Invitation.Deadline(m)
	v.Until, v.Left = i18n.Deadline(lang, deadline), dutch.Capital(i18n.Left(lang, in.Now, deadline))
	v.Open = in.Now.Before(deadline) && !m.IsCancelled()
	if v.Open {
		before, number, after, _ := i18n.LeftParts(lang, in.Now, deadline)
		v.Due = &due{before, number, after, i18n.T(lang, "letter.due.label"), v.Until}
	}
	v.Facts = in.facts(lang)
}

func (v *view) addMove(lang i18n.Lang, m consult.Meeting, f consult.Facts) {
	if !f.OldStarts.IsZero() {
		v.OldWhen = i18n.Span(lang, f.OldStarts, f.OldEnds)
	}
	v.OldPlace = harmless(f.OldPlace)
	v.NewTime = v.OldWhen != "" && (!f.OldStarts.Equal(m.Starts) || !f.OldEnds.Equal(m.Ends))
	v.NewPlace = v.OldPlace != "" && v.OldPlace != v.Place
}

func (in Input) standingReason() string {
	switch in.Mail.Purpose {
	case consult.ForCancelled:
		return harmless(in.Standing.Meeting.CancelledBy)
	case consult.ForWithdrawn:
		return harmless(in.Standing.Invitation.WithdrawnWhy)
	case consult.ForExtension:
		return harmless(in.Standing.Invitation.ExtendedWhy)
	}
	return ""
}

func (in Input) publicPage(lang i18n.Lang) string {
	return in.SiteURL + path(lang, "/bijeenkomsten/"+url.PathEscape(in.Standing.Meeting.Slug))
}

// reply is the one the letter tells of.
func (in Input) reply() *consult.Reply {
	if in.Reply != nil {
		return in.Reply
	}
	return in.Standing.Reply
}

func (in Input) addReply(lang i18n.Lang, v *view) {
	r := in.reply()
	if r == nil {
		return
	}
	v.Answer, v.Comes, v.Noted = string(r.Answer), r.Answer.Comes(), r.StaffID != 0
	if r.Answer == consult.Online {
		v.Online = webAddress(in.Standing.Meeting.OnlineURL)
	}
	if in.Mail.Purpose == consult.ForConfirmation || in.Mail.Purpose == consult.ForColleague {
		v.Facts = append(in.noted(lang, *r), v.Facts...)
	}
}

// webAddress is an address that staff gave for taking part, if it is one.
func webAddress(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}

func choices(lang i18n.Lang, m consult.Meeting) string {
	switch {
	case m.Hybrid():
		return i18n.T(lang, "letter.choices.both")
	case m.Online:
		return i18n.T(lang, "letter.choices.online")
	}
	return i18n.T(lang, "letter.choices.room")
}

// place is where a meeting is, line by line.
func place(lang i18n.Lang, m consult.Meeting) []string {
	if m.Venue == "" {
		return []string{i18n.T(lang, "letter.place.online")}
	}
	town := strings.TrimSpace(m.Postcode + " " + m.Town)
	lines := []string{i18n.Tidy(m.Venue), i18n.Tidy(joined(m.Street, town))}
	if m.Online {
		lines = append(lines, i18n.T(lang, "letter.place.or_online"))
	}
	return slices.DeleteFunc(lines, func(s string) bool { return s == "" })
}

func joined(street, town string) string {
	if street == "" || town == "" {
		return street + town
	}
	return street + ", " + town
}
