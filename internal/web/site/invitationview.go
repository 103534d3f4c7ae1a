package site

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

var (
	openPage     = page.New[openView]("site/invitation/open.html", page.Slim)
	answeredPage = page.New[answeredView]("site/invitation/answered.html", page.Slim)
	closedPage   = page.New[closedView]("site/invitation/closed.html", page.Slim)
	wrongPage    = page.New[guestView]("site/invitation/wrong.html", page.Slim)
)

// guestView is what every page of a personal link shows.
type guestView struct {
	Kicker      string
	Title       string
	Heading     string // the title, with places where a long word may break
	Facts       []page.Fact
	Action      string // where the answer is sent
	MeetingHref string
	Colleague   string // the page to name somebody else
	Wrong       string // where "not me" is sent
}

func (p *Pages) guestOf(c echo.Context, v service.GuestView) guestView {
	lang := langOf(c)
	g := guestView{
		Kicker: i18n.T(lang, "reply.kicker", "Name", v.Contact.Name(), "Organisation", v.Organisation.Name),
		Facts:  guestFacts(lang, v), Action: guestPath(c),
		MeetingHref: page.Href(lang, address.Meeting(v.Meeting.Slug)),
		Colleague:   guestPath(c, address.ToColleague), Wrong: guestPath(c, address.ToNotMe),
	}
	g.setTitle(dutch.Capital(i18n.T(lang, p.titleKey(v), "Kind", i18n.T(lang, "reply.kind."+string(v.Meeting.Kind)))))
	return g
}

// setTitle sets heading and title: the catalogue marks where a long word may
// break on a phone, which a browser's tab need not know.
func (g *guestView) setTitle(heading string) {
	g.Heading, g.Title = heading, strings.ReplaceAll(heading, "\u00ad", "")
}

// titleKey is the heading that fits the state: a question, what was answered,
// or that it is over.
func (p *Pages) titleKey(v service.GuestView) string {
	if p.stateOf(v) == stateOpen && len(others(v)) > 0 {
		return "reply.title.too"
	}
	switch p.stateOf(v) {
	case stateAnswered, stateSettled:
		return "reply.title.you_" + string(v.Reply.Answer)
	case stateWrong:
		return "reply.title.wrong"
	case stateClosed:
		if v.Meeting.IsCancelled() {
			return "reply.title.cancelled"
		}
		if v.Meeting.Over(p.now()) {
			return "reply.title.over"
		}
		return "reply.title.closed"
	}
	return "reply.title.open"
}

func guestFacts(lang i18n.Lang, v service.GuestView) []page.Fact {
	m := v.Meeting
	facts := []page.Fact{
		{Term: i18n.T(lang, "reply.fact.what"), Lines: []string{m.Title}},
		{Term: i18n.T(lang, "reply.fact.when"), Lines: whenLines(lang, m)},
		whereFact(lang, m),
	}
	behalf := m.OnBehalf
	if behalf == "" {
		behalf = v.Region.OnBehalf.In(string(lang))
	}
	if behalf != "" {
		facts = append(facts, page.Fact{Term: i18n.T(lang, "reply.fact.behalf"), Lines: []string{behalf}})
	}
	return facts
}

func whenLines(lang i18n.Lang, m consult.Meeting) []string {
	if i18n.DayOf(m.Starts) != i18n.DayOf(m.Ends.Add(-time.Nanosecond)) {
		return []string{i18n.Span(lang, m.Starts, m.Ends)}
	}
	return []string{i18n.Date(lang, m.Starts), i18n.TimeRange(lang, m.Starts, m.Ends)}
}

func whereFact(lang i18n.Lang, m consult.Meeting) page.Fact {
	f := page.Fact{
		Term:  i18n.T(lang, "reply.fact.where"),
		Lines: []string{i18n.Place(lang, m.ShortPlace(), m.Online && m.Venue == "")},
	}
	if m.Venue == "" {
		return f
	}
	if note := i18n.Place(lang, m.Street, m.Online); note != "" {
		f.Notes = page.Lines(note)
	}
	return f
}

// choices are the big plain answers. now is the answer that stands, if any.
func choices(lang i18n.Lang, v service.GuestView, now consult.Answer) page.Choice {
	m, coming := v.Meeting, others(v)
	ch := page.Choice{Legend: i18n.T(lang, "reply.choose")}
	stays, yes := "", "reply.choice.yes"
	if len(coming) > 0 {
		ch.Legend, yes = i18n.T(lang, "reply.choose_own"), "reply.choice.yes_too"
		stays = i18n.N(lang, "reply.choice.stays", heads(coming), "Names", names(lang, coming))
	}
	add := func(word, icon, key string) {
		o := page.ChoiceOption{
			Name: "antwoord", Value: word, Icon: icon, Text: i18n.T(lang, key),
			First: len(ch.Options) == 0 && now == "",
		}
		if word == saysNo || word == saysColleague {
			o.Note = stays
		}
		if now != "" && answers[word] == now {
			o.Current, o.Note = true, i18n.T(lang, "reply.choice.current")
		}
		ch.Options = append(ch.Options, o)
	}
	if m.Venue != "" {
		add(saysYes, "check", yes)
	}
	if m.Online && m.Venue != "" {
		add(saysOnline, "video", "reply.choice.online")
	} else if m.Online {
		add(saysOnline, "video", "reply.choice.online_only")
	}
	add(saysColleague, "swap", "reply.choice.colleague")
	add(saysNo, "cross", "reply.choice.no")
	return ch
}

// aboutView is what the meeting is about, in a few words.
type aboutView struct {
	Lead string
	Text template.HTML // the first words of the text, when there is no lead
}

// openView is the page before an answer.
type openView struct {
	guestView
	Notices   []page.Notice
	Party     partyView
	Deadline  *page.Deadline
	Choice    page.Choice
	Until     string
	About     *aboutView
	TakeBack  string // where "my colleague does not come" is sent, empty: nobody is sent
	Reminders string
	Reminded  bool // whether reminders are still wanted
}

func (p *Pages) openOf(c echo.Context, v service.GuestView, g guestView) openView {
	lang, now := langOf(c), p.now()
	o := openView{
		guestView: g, Choice: choices(lang, v, ""), About: aboutOf(v.Meeting),
		Until: i18n.T(lang, "reply.until", "Date", i18n.DeadlineDay(lang, v.Deadline), "Clock",
			clockOfDeadline(lang, v.Deadline)),
		Reminders: guestPath(c, address.ToReminders), Reminded: v.Invitee.NoReminders.IsZero(),
		Deadline: page.NewDeadline(lang, v.Deadline, now),
	}
	if v.Deadline.After(v.Meeting.AnswerBy) {
		o.Deadline.More = page.Lines(i18n.T(lang, "reply.extended"))
	}
	o.Party = p.partyOf(c, v)
	if n := partyNotice(lang, v); n != nil {
		o.Notices = append(o.Notices, *n)
	}
	if name := v.Everybody().NamedBy(v.Invitee.ID); name != "" {
		o.Notices = append(o.Notices, page.Notice{
			Kind: page.Info, Title: i18n.T(lang, "reply.party.names_you", "Name", name),
			Lines: page.Lines(i18n.T(lang, "reply.party.names_you_more")),
		})
	}
	if v.Sender != "" {
		o.Notices = append(o.Notices, page.Notice{
			Kind: page.Info, Title: i18n.T(lang, "reply.sent_by", "Name", v.Sender),
		})
	}
	if v.StandIn != nil && !standInComes(v) {
		o.TakeBack = guestPath(c, address.ToColleague, address.ToBack)
		o.Notices = append(o.Notices, sendsNotice(lang, v))
	}
	return o
}

// sendsNotice says which colleague is sent and has not answered yet.
func sendsNotice(lang i18n.Lang, v service.GuestView) page.Notice {
	name, more := v.StandIn.Name(), "reply.sends_more"
	if v.StandIn.Unseen {
		more = "reply.sends_unseen"
	}
	return page.Notice{
		Kind: page.Info, Icon: "swap", Title: i18n.T(lang, "reply.sends", "Name", name),
		Lines: page.Lines(i18n.T(lang, more, "Name", name)),
	}
}

func aboutOf(m consult.Meeting) *aboutView {
	first, _, _ := strings.Cut(m.Body, "\n\n")
	switch {
	case m.Lead != "":
		return &aboutView{Lead: m.Lead}
	case first != "":
		return &aboutView{Text: page.Markdown(first)}
	}
	return nil
}

// clockOfDeadline is the last minute in which one can answer.
func clockOfDeadline(lang i18n.Lang, deadline time.Time) string {
	if deadline.Equal(i18n.EndOfDay(i18n.DayOf(deadline.Add(-time.Nanosecond)))) {
		deadline = deadline.Add(-time.Minute)
	}
	return i18n.Clock(lang, deadline)
}

// answeredView is the page after an answer, one's own or a colleague's.
type answeredView struct {
	guestView
	Notice   page.Notice
	Party    partyView
	Sends    *page.Notice // the colleague who was sent after all and has not answered yet
	TakeBack string       // where "my colleague does not come" is sent
	Buttons  []page.Button
	Next     []string
	Form     *detailForm // what can still be told, nil: nothing
	More     string      // its heading
	Change   *page.Choice
	Due      *page.Due
	Instead  []page.ChoiceOption // when it can no longer be changed
	Late     *page.Deadline
}

func (p *Pages) answeredOf(c echo.Context, v service.GuestView, g guestView) answeredView {
	lang, now := langOf(c), p.now()
	open := now.Before(v.Deadline)
	g.Facts = append(g.Facts, comingFacts(lang, v)...)
	a := answeredView{guestView: g, Party: p.partyOf(c, v), Notice: notedNotice(c, v), Next: nextSteps(lang, v, now)}
	if v.Reply.Answer.Comes() && now.Before(v.Meeting.Starts) {
		a.Buttons = append(a.Buttons, page.Button{
			Text: i18n.T(lang, "reply.calendar"), Icon: "calendar",
			Href: address.InvitationEntry(strings.ToLower(c.Param("token"))), Primary: true,
		})
	}
	if !open {
		a.Late = page.NewDeadline(lang, v.Deadline, now)
		a.Instead = p.instead(c, v)
		return a
	}
	if v.StandIn != nil && !standInComes(v) {
		sends := sendsNotice(lang, v)
		a.Sends, a.TakeBack = &sends, guestPath(c, address.ToColleague, address.ToBack)
	}
	a.Buttons = append(a.Buttons, page.Button{Text: i18n.T(lang, "reply.change"), Icon: "edit", Href: "#wijzig"})
	change := choices(lang, v, v.Reply.Answer)
	change.Legend, change.HideLegend, change.Pairs = i18n.T(lang, "reply.choose_new"), true, true
	a.Change = &change
	a.Due = &page.Due{
		Far: true,
		Text: i18n.T(lang, "reply.change_until", "Date", i18n.DeadlineDay(lang, v.Deadline), "Clock",
			clockOfDeadline(lang, v.Deadline)),
	}
	form := newDetailForm(c, v, p.ownForm(v), nil)
	a.Form, a.More = &form, i18n.T(lang, "reply.more")
	if stillAsks(v) {
		a.More = i18n.T(lang, "reply.more_wanted")
	}
	return a
}

// notedNotice says what was noted, when and by whom.
func notedNotice(c echo.Context, v service.GuestView) page.Notice {
	lang := langOf(c)
	n := page.Notice{Kind: page.OK, Live: gate.Query(c).Get("gedaan") != "", Title: i18n.T(lang, "reply.noted.title")}
	when := dutch.Capital(i18n.DateTime(lang, v.Reply.ReceivedAt)) + "."
	n.Lines = page.Lines(when, i18n.T(lang, "reply.noted.confirmed", "Address", v.Contact.Address))
	switch by := v.Everybody().Of(v.Reply.ByInviteeID); {
	case v.Reply.ByInviteeID != 0 && by != nil:
		n.Kind, n.Title = page.Info, i18n.T(lang, "reply.noted.signed_off", "Name", by.Contact.Name())
		n.Lines = page.Lines(when, i18n.T(lang, "reply.noted.come_yet"))
	case v.Reply.StaffID != 0:
		n.Lines = page.Lines(when, i18n.T(lang, "reply.noted.by_staff"))
	case gate.Query(c).Get("gedaan") == "niemand":
		n.Title = i18n.T(lang, "reply.noted.nobody")
	}
	return n
}

// comingFacts says who comes, and shows the online link to whom it is for.
func comingFacts(lang i18n.Lang, v service.GuestView) []page.Fact {
	if !v.Reply.Answer.Comes() {
		return nil
	}
	var names []string
	for _, one := range v.Reply.People {
		names = append(names, one.Name)
	}
	facts := []page.Fact{{Term: i18n.T(lang, "reply.fact.who"), Lines: names}}
	if v.Reply.Answer == consult.Online && v.Meeting.OnlineURL != "" {
		facts = append(facts,
			page.Fact{Term: i18n.T(lang, "reply.fact.online"), Lines: []string{i18n.T(lang, "reply.online_link")},
				Notes: []page.Line{{Link: &page.Link{Text: v.Meeting.OnlineURL, Href: v.Meeting.OnlineURL}}}})
	}
	return facts
}

// nextSteps is what the region will still do.
func nextSteps(lang i18n.Lang, v service.GuestView, now time.Time) []string {
	var steps []string
	if v.Reply.Answer.Comes() {
		for _, r := range v.Rules {
			due := r.Due(r.Anchor(v.Occasion, v.Invitation))
			if r.Before == consult.BeforeMeeting && r.StoppedAt.IsZero() && due.After(now) {
				steps = append(steps, i18n.T(lang, "reply.next.reminder", "Date", i18n.Date(lang, due)))
			}
		}
	}
	if !v.Reply.Answer.Comes() {
		steps = append(steps, i18n.T(lang, "reply.next.no_more"))
	}
	return append(steps, i18n.T(lang, "reply.next.report"))
}

// closedView is the page when nothing can be answered any more.
type closedView struct {
	guestView
	Deadline *page.Deadline
	Notice   *page.Notice
	Instead  []page.ChoiceOption
}

func (p *Pages) closedOf(c echo.Context, v service.GuestView, g guestView) closedView {
	lang := langOf(c)
	cl := closedView{guestView: g, Instead: p.instead(c, v)}
	if v.Meeting.IsCancelled() {
		cl.Notice = &page.Notice{
			Kind:  page.Bad,
			Title: i18n.T(lang, "reply.cancelled.title", "Date", i18n.Date(lang, v.Meeting.CancelledAt)),
		}
		if v.Meeting.CancelledBy != "" {
			cl.Notice.Lines = page.Lines(v.Meeting.CancelledBy)
		}
		return cl
	}
	cl.Deadline = page.NewDeadline(lang, v.Deadline, p.now())
	cl.Deadline.More = page.Lines(whatWeGot(lang, v))
	return cl
}

func whatWeGot(lang i18n.Lang, v service.GuestView) string {
	if coming := others(v); v.Own() == nil && len(coming) > 0 {
		return i18n.N(lang, "reply.party.comes", heads(coming), "Names", names(lang, coming))
	}
	if v.Own() == nil {
		return i18n.T(lang, "reply.got.nothing")
	}
	word := i18n.T(lang, "reply.word."+string(v.Reply.Answer))
	return i18n.T(lang, "reply.got.own", "Answer", word, "Date", i18n.Date(lang, v.Reply.ReceivedAt))
}

// instead is what one can still do.
func (p *Pages) instead(c echo.Context, v service.GuestView) []page.ChoiceOption {
	lang, m := langOf(c), v.Meeting
	var all []page.ChoiceOption
	phone, who := m.Phone, m.ContactName
	if phone == "" {
		phone = v.Region.Phone
	}
	if who == "" {
		who = i18n.T(lang, "reply.instead.us")
	}
	if phone != "" {
		all = append(all, page.ChoiceOption{
			Href: page.Tel(phone), Icon: "user", Text: i18n.T(lang, "reply.instead.call", "Name", who),
			Note: joinNote(phone, v.Region.PhoneHours.In(string(lang))),
		})
	}
	if v.Region.ReplyAddress != "" {
		href := template.URL("mailto:" + v.Region.ReplyAddress) //nolint:gosec // checked when it was set
		all = append(all, page.ChoiceOption{
			Href: href, Icon: "mail", Text: i18n.T(lang, "reply.instead.mail"), Note: v.Region.ReplyAddress,
		})
	}
	meeting := meetingInstead(lang, m)
	if m.Report.ReleasedAt.IsZero() {
		all = append(all, meeting)
	} else {
		all = slices.Insert(all, 0, meeting) // the report is what most come for
	}
	all[0].First = true
	return all
}

// meetingInstead leads to the public page of the meeting.
func meetingInstead(lang i18n.Lang, m consult.Meeting) page.ChoiceOption {
	key := "reply.instead.page"
	switch {
	case !m.Report.ReleasedAt.IsZero():
		key = "reply.instead.report"
	case m.IsCancelled():
		key = "reply.instead.cancelled"
	}
	return page.ChoiceOption{
		Href: template.URL(page.Href(lang, address.Meeting(m.Slug))), Icon: "list", //nolint:gosec // a path of ours
		Text: i18n.T(lang, key), Note: i18n.T(lang, key+"_note"),
	}
}

func joinNote(parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ", ")
}
