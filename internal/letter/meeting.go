package letter

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/calendar"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// meeting is what all letters about a meeting know. Every text of a person in
// it is harmless.
type meeting struct {
	lang                        i18n.Lang
	region, title, organisation string
	day, when, place            string
	until                       string // "uiterlijk maandag 16 november 2026, 23.59 uur"
	open                        bool   // one can still answer
	where                       facts  // when and where, line by line
	choices                     string // how one answers
	own, page                   string // the reader's own page, and the public one
	entry                       calendar.Method
}

func meetingOf(in Input) meeting {
	lang, s := in.lang(), in.Standing
	m, deadline := in.Meeting, s.Invitation.Deadline(in.Meeting.Occasion)
	f := meeting{
		lang: lang, region: in.region(), title: harmless(m.Title), organisation: harmless(s.Organisation.Name),
		day: i18n.Date(lang, m.Starts), when: i18n.Span(lang, m.Starts, m.Ends),
		place: harmless(i18n.Place(lang, m.Place(), m.Online)),
		until: i18n.Deadline(lang, deadline), open: in.Now.Before(deadline) && !m.IsCancelled(),
		choices: choices(lang, m), own: in.Link, page: in.publicPage(lang), entry: in.method(),
	}
	if in.Mail.Purpose == consult.ForTest {
		f.own = in.SiteURL + address.In(string(lang), address.DeadInvitation())
	}
	f.where = facts{
		{i18n.T(lang, "letter.fact.when"), []string{f.when}}, {i18n.T(lang, "letter.fact.where"), places(lang, m)},
	}
	return f
}

// ask is until when one answers, and how.
func (f meeting) ask() []block {
	if !f.open {
		return []block{
			paragraph(i18n.T(f.lang, "letter.change.late")), link{i18n.T(f.lang, "letter.button.own"), f.own},
		}
	}
	return []block{
		due{i18n.T(f.lang, "letter.due.label"), f.until}, button{i18n.T(f.lang, "letter.button.answer"), f.own},
		small(f.choices),
	}
}

// change is until when one changes an answer, and how.
func (f meeting) change() []block {
	if !f.open {
		return []block{
			paragraph(i18n.T(f.lang, "letter.change.late")), link{i18n.T(f.lang, "letter.button.own"), f.own},
		}
	}
	return []block{
		paragraph(i18n.T(f.lang, "letter.change.until", "Until", f.until)),
		button{i18n.T(f.lang, "letter.button.change"), f.own},
	}
}

func (f meeting) more() block { return link{i18n.T(f.lang, "letter.button.page"), f.page} }

// inCalendar says what to do with the file that goes along.
func (f meeting) inCalendar() []block {
	switch f.entry {
	case calendar.Publish:
		return []block{small(i18n.T(f.lang, "letter.entry.publish"))}
	case calendar.Request:
		return []block{small(i18n.T(f.lang, "letter.entry.request"))}
	case calendar.Cancel:
		return []block{small(i18n.T(f.lang, "letter.entry.cancel"))}
	}
	return nil
}

func (in Input) publicPage(lang i18n.Lang) string {
	return in.SiteURL + address.In(string(lang), address.Meeting(url.PathEscape(in.Meeting.Slug)))
}

// reply is the one the letter tells of.
func (in Input) reply() *consult.Reply {
	if in.Reply != nil {
		return in.Reply
	}
	if p := in.Standing.Everybody(); in.Standing.Reply == nil && p.Whole != nil {
		return p.Whole
	}
	return in.Standing.Reply
}

// people are who comes, for the one who named them. What a guest typed goes to
// nobody else; colleagues read it on the page.
func (in Input) people() facts {
	r := in.reply()
	if r == nil || r.StaffID == 0 && r.InviteeID != in.Standing.Invitee.ID {
		return nil
	}
	var names []string
	for _, one := range r.People {
		line := harmless(one.Name)
		if one.Role != "" {
			line += ", " + harmless(one.Role)
		}
		names = append(names, line)
	}
	return facts{}.add(i18n.N(in.lang(), "letter.fact.people", len(names)), names)
}

func (in Input) programme() facts {
	var items []string
	for _, item := range in.Meeting.Programme {
		line := clock(in.lang(), item.From)
		if item.Until != "" {
			line += " – " + clock(in.lang(), item.Until)
		}
		items = append(items, strings.TrimSpace(line+"  "+harmless(item.Title)))
	}
	return facts{}.add(i18n.T(in.lang(), "letter.fact.programme"), items)
}

// clock is a time of the programme as the language writes it.
func clock(lang i18n.Lang, typed string) string {
	c, err := i18n.ParseClock(typed)
	if err != nil {
		return harmless(typed)
	}
	at := time.Date(2000, 1, 1, c.Hour, c.Minute, 0, 0, i18n.Zone())
	return strings.TrimSuffix(i18n.Clock(lang, at), "\u00a0uur")
}

func (in Input) route() facts {
	return facts{}.add(i18n.T(in.lang(), "letter.fact.route"), lines(in.Meeting.Route))
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

// places is where a meeting is, line by line.
func places(lang i18n.Lang, m consult.Meeting) []string {
	if m.Venue == "" {
		return []string{i18n.T(lang, "letter.place.online")}
	}
	town := strings.TrimSpace(m.Postcode + " " + m.Town)
	lines := []string{harmless(m.Venue), harmless(joined(m.Street, town))}
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
