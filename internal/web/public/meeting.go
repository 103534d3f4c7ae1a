// Package public shows what visitors read: meetings, posts, the frequently asked
// questions, their versions and feeds. Staff see the same pages before anything is
// published.
package public

import (
	"fmt"
	"html/template"
	"samenspraak/internal/web/page"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// MeetingView is the public page of one meeting.
type MeetingView struct {
	Date      *page.DateBlock
	Kicker    string
	Title     string
	Lead      string
	Cancelled *page.Notice
	Moved     *MovedNotice
	Deadline  *page.Deadline
	Facts     []page.Fact
	Programme []ProgrammeRow
	Body      template.HTML
	// AboutTitle puts a heading above a body that begins without one.
	AboutTitle bool
	Files      []page.Attachment
	Report     *ReportView
	FAQ        []page.FAQItem
	Versions   []string
	Calendar   string // address of the entry; empty when it is over
	Contact    *MeetingContact
}

// MovedNotice says what a meeting's time and place were before its last move.
type MovedNotice struct {
	Title, When, Where, Reason string
}

// ProgrammeRow is one line of the programme; Time may be empty.
type ProgrammeRow struct {
	Time, Title, Note string
}

// ReportView is the published report.
type ReportView struct {
	Placed string
	Body   template.HTML
	Files  []page.Attachment
}

// MeetingContact is whom to ask.
type MeetingContact struct {
	Name  string
	Phone string
	Href  template.URL
}

// MeetingPage shows a MeetingView. It stands here because staff see the real
// page before they publish it.
var MeetingPage = page.New[MeetingView]("site/meeting/show.html", page.Site)

// MeetingHead is the head of the public page of a meeting.
func MeetingHead(lang i18n.Lang, m consult.Meeting) page.Head {
	return page.Head{
		Title: m.Title + ", " + i18n.Date(lang, m.Starts), Description: m.Lead, Nav: page.NavMeetings,
		Crumbs: []page.Crumb{
			{Text: i18n.T(lang, "meeting.home"), Href: page.Href(lang, address.Home)},
			{Text: i18n.T(lang, "layout.meetings"), Href: page.Href(lang, address.Meetings)}, {Text: m.Title},
		},
	}
}

// NewMeetingView fills the public page of a meeting. onBehalf are the region's
// words for when the meeting has none of its own.
func NewMeetingView(lang i18n.Lang, v consult.PublicMeeting, onBehalf string, now time.Time) MeetingView {
	m := v.Meeting
	p := MeetingView{
		Date: page.NewDateBlock(lang, m.Starts, m.Ends, now), Kicker: MeetingKind(lang, m.Kind), Title: m.Title,
		Lead:  m.Lead,
		Facts: meetingFacts(lang, m, onBehalf), Body: page.Markdown(m.Body), Files: files(lang, v.Files),
		Contact:  meetingContact(m),
		Versions: versions(lang, v), FAQ: FAQElsewhere(lang, v.FAQ),
	}
	p.AboutTitle = p.Body != "" && !strings.HasPrefix(string(p.Body), "<h")
	for _, i := range m.Programme {
		p.Programme = append(p.Programme, ProgrammeRow{ProgrammeTime(lang, i), i.Title, i.Note})
	}
	if m.IsCancelled() {
		p.Cancelled = &page.Notice{
			Kind: page.Bad, Title: i18n.T(lang, "meeting.cancelled.title"), Lines: page.Lines(m.CancelledBy),
		}
	} else if c, moved := v.LastMove(); moved {
		p.Moved = movedNotice(lang, m, c)
	}
	if !m.Over(now) {
		p.Calendar = page.Href(lang, address.MeetingEntry(m.Slug))
	}
	if !m.IsCancelled() && now.Before(m.Starts) {
		p.Deadline = meetingDeadline(lang, m, now)
	}
	if v.HasReport() {
		p.Report = &ReportView{
			Placed: i18n.T(lang, "meeting.report.placed", "Date", i18n.Date(lang, m.Report.ReleasedAt)),
			Body:   page.Markdown(m.Report.Body), Files: files(lang, v.ReportFiles),
		}
	}
	return p
}

// MeetingKind is the kind of a meeting in words.
func MeetingKind(lang i18n.Lang, k consult.MeetingKind) string {
	return i18n.T(lang, "meeting.kind."+string(k))
}

// MeetingPlace is where a meeting is held, in full.
func MeetingPlace(lang i18n.Lang, m consult.Meeting) string {
	return i18n.Place(lang, m.Place(), m.Online)
}

func meetingFacts(lang i18n.Lang, m consult.Meeting, onBehalf string) []page.Fact {
	when := page.Fact{Term: i18n.T(lang, "meeting.fact.when")}
	if i18n.DayOf(m.Starts) == i18n.DayOf(m.Ends.Add(-time.Nanosecond)) {
		when.Lines = []string{i18n.Date(lang, m.Starts), i18n.TimeRange(lang, m.Starts, m.Ends)}
	} else {
		when.Lines = []string{i18n.Span(lang, m.Starts, m.Ends)}
	}
	where := page.Fact{Term: i18n.T(lang, "meeting.fact.where"), Lines: []string{m.Place()}}
	switch {
	case m.Hybrid():
		where.Notes = page.Lines(i18n.T(lang, "meeting.fact.or_online"))
	case m.Online:
		where.Lines, where.Notes = []string{i18n.Place(lang, "", true)}, page.Lines(i18n.T(lang, "meeting.fact.online"))
	}
	facts := []page.Fact{when, where}
	if m.ForWhom != "" {
		facts = append(facts, page.Fact{Term: i18n.T(lang, "meeting.fact.audience"), Lines: []string{m.ForWhom}})
	}
	if m.OnBehalf != "" {
		onBehalf = m.OnBehalf
	}
	if onBehalf != "" {
		facts = append(facts, page.Fact{Term: i18n.T(lang, "meeting.fact.on_behalf"), Lines: []string{onBehalf}})
	}
	return facts
}

func meetingContact(m consult.Meeting) *MeetingContact {
	if m.ContactName == "" && m.Phone == "" {
		return nil
	}
	c := &MeetingContact{Name: m.ContactName, Phone: m.Phone}
	if m.Phone != "" {
		c.Href = page.Tel(m.Phone)
	}
	return c
}

func meetingDeadline(lang i18n.Lang, m consult.Meeting, now time.Time) *page.Deadline {
	d := page.NewDeadline(lang, m.AnswerBy, now)
	switch {
	case !d.Past:
		d.More = []page.Line{
			{Text: i18n.T(lang, "meeting.deadline.open"), Link: &page.Link{
				Text: i18n.T(lang, "meeting.deadline.lost"), Href: page.Href(lang, address.Mine),
			}},
		}
	case m.Phone != "":
		d.More = page.Lines(i18n.T(lang, "meeting.deadline.past_call", "Phone", m.Phone))
	default:
		d.More = page.Lines(i18n.T(lang, "meeting.deadline.past"))
	}
	return d
}

func movedNotice(lang i18n.Lang, m consult.Meeting, c consult.MeetingChange) *MovedNotice {
	n := &MovedNotice{Title: i18n.T(lang, "meeting.moved.place"), Reason: c.Reason}
	if !c.Before.Starts.Equal(m.Starts) || !c.Before.Ends.Equal(m.Ends) {
		n.Title, n.When = i18n.T(lang, "meeting.moved.date"), i18n.Span(lang, c.Before.Starts, c.Before.Ends)
	}
	if was := MeetingPlace(lang, c.Before); was != MeetingPlace(lang, m) {
		n.Where = was
	}
	return n
}

// ProgrammeTime is the time of one line of the programme: "15.00 – 15.25 uur".
func ProgrammeTime(lang i18n.Lang, i consult.ProgrammeItem) string {
	switch {
	case i.From == "":
		return ""
	case i.Until == "":
		return i18n.T(lang, "meeting.programme.from", "From", clockWords(lang, i.From))
	}
	return i18n.T(lang, "meeting.programme.range", "From", clockWords(lang, i.From), "Until", clockWords(lang, i.Until))
}

// clockWords writes a time of the programme as the language does.
func clockWords(lang i18n.Lang, s string) string {
	clock, err := i18n.ParseClock(s)
	switch {
	case err != nil:
		return s
	case lang == i18n.English:
		return fmt.Sprintf("%d:%02d", clock.Hour, clock.Minute)
	}
	return fmt.Sprintf("%d.%02d", clock.Hour, clock.Minute)
}

func files(lang i18n.Lang, all []consult.Attachment) []page.Attachment {
	list := make([]page.Attachment, len(all))
	for i, a := range all {
		list[i] = page.NewAttachment(lang, a.Title, FileHref(a), consult.FileExtension(a.FileName), a.Size, a.AddedAt)
	}
	return list
}

// FileHref is the public address of a file.
func FileHref(a consult.Attachment) string { return a.Path(i18n.Slug) }

// versions says when the page was placed and what was changed since, the
// newest first. A page that was never changed has none.
func versions(lang i18n.Lang, v consult.PublicMeeting) []string {
	if len(v.Changes) == 0 {
		return nil
	}
	var lines []string
	for _, c := range v.Changes {
		lines = append(lines,
			i18n.T(lang, "meeting.version."+string(c.Kind), "Date", i18n.DateTime(lang, c.At), "Reason", c.Reason))
	}
	return append(lines, i18n.T(lang, "meeting.version.released", "Date", i18n.DateTime(lang, v.Meeting.ReleasedAt)))
}

// MeetingChange is the first instant at which the page of a meeting no longer
// says what is true.
func MeetingChange(now time.Time, meetings ...consult.PublicMeeting) time.Time {
	var moments, deadlines []time.Time
	for _, v := range meetings {
		moments = append(moments, v.Meeting.Starts, v.Meeting.Ends)
		if !v.Meeting.Over(now) && !v.Meeting.IsCancelled() {
			deadlines = append(deadlines, v.Meeting.AnswerBy)
		}
	}
	return page.NextChange(now, moments, deadlines)
}

// MeetingListing is meetings in a list, as on the page of all and on the home
// page.
func MeetingListing(lang i18n.Lang, meetings []consult.PublicMeeting, now time.Time) page.Listing {
	l := page.Listing{Side: true}
	for _, v := range meetings {
		l.Items = append(l.Items, meetingItem(lang, v, now))
	}
	return l
}

func meetingItem(lang i18n.Lang, v consult.PublicMeeting, now time.Time) page.ListingItem {
	m := v.Meeting
	item := page.ListingItem{
		Date: page.NewDateBlock(lang, m.Starts, m.Ends, now), Href: page.Href(lang, address.Meeting(m.Slug)),
		Title: m.Title,
		Text:  m.Lead,
		Meta:  meetingMeta(lang, v),
	}
	switch {
	case m.IsCancelled():
		item.Status = &page.Status{Kind: page.Bad, Text: i18n.T(lang, "meeting.cancelled.short")}
		return item
	case m.Over(now):
		item.Text = ""
		return item
	case now.Before(m.AnswerBy):
		item.Due = page.NewDue(lang, m.AnswerBy, now)
		item.Due.Text = i18n.T(lang, "meeting.list.due", "Left", item.Due.Text)
	}
	if c, moved := v.LastMove(); moved && !c.Before.Starts.Equal(m.Starts) {
		item.Moved = i18n.Date(lang, c.Before.Starts)
	}
	return item
}

func meetingMeta(lang i18n.Lang, v consult.PublicMeeting) []page.Meta {
	m := v.Meeting
	where := page.Meta{Icon: "pin", Text: i18n.Place(lang, m.ShortPlace(), m.Online)}
	if m.Venue == "" {
		where.Icon = "video"
	}
	meta := []page.Meta{{Icon: "clock", Text: i18n.TimeRange(lang, m.Starts, m.Ends)}, where}
	if i18n.DayOf(m.Starts) != i18n.DayOf(m.Ends.Add(-time.Nanosecond)) {
		meta = meta[1:]
	}
	if v.HasReport() {
		meta = append(meta, page.Meta{Icon: "file", Text: i18n.T(lang, "meeting.list.report")})
	}
	return meta
}

// HasAside says whether anything stands beside the text.
func (v MeetingView) HasAside() bool { return v.Calendar != "" || v.Contact != nil }
