package site

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/calendar"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
)

func (p *Pages) meetingRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.Meetings, gate.Public, p.meetings),
		gate.Get(address.Meeting(":slug"), gate.Public, p.meetingOrEntry),
		gate.Get(address.Agenda, gate.Public, p.feed),
		gate.Get(address.Under(address.Files, ":id", ":name"), gate.Public, p.file),
	}
}

var meetingsPage = page.New[meetingsView]("site/meeting/list.html", page.Site)

type meetingsView struct {
	Chips        *page.Chips // only where they choose between something
	CountComing  int
	Coming, Past page.Listing
}

const onlineOnly = "online=1"

// meetings lists what comes and what was, all or those one can take part in
// online.
func (p *Pages) meetings(c echo.Context) error {
	query, online := "", gate.Query(c).Get("online") == "1"
	if online {
		query = onlineOnly
	}
	return p.kept(c, "", query, func(now time.Time) ([]byte, time.Time, error) {
		frame := page.FrameOf(c)
		all, err := p.svc.PublicMeetings(c.Request().Context())
		if err != nil {
			return nil, now, err
		}
		body, err := meetingsPage.Bytes(asked(frame, query), meetingsHead(frame.Lang),
			newMeetingsView(frame.Lang, all, online, now))
		return body, public.MeetingChange(now, all...), err
	})
}

func meetingsHead(lang i18n.Lang) page.Head {
	title := i18n.T(lang, "layout.meetings")
	return page.Head{
		Title: title, Description: i18n.T(lang, "meeting.list.lead"), Nav: page.NavMeetings,
		Crumbs: []page.Crumb{{Text: i18n.T(lang, "meeting.home"), Href: page.Href(lang, address.Home)}, {Text: title}},
	}
}

func newMeetingsView(lang i18n.Lang, all []consult.PublicMeeting, online bool, now time.Time) meetingsView {
	v := meetingsView{Chips: meetingChips(lang, all, online)}
	var coming, past []consult.PublicMeeting
	for _, m := range all {
		switch {
		case online && !m.Online:
		case m.Over(now):
			past = append(past, m)
		default:
			coming = append(coming, m)
		}
	}
	v.CountComing = len(coming)
	v.Coming, v.Past = public.MeetingListing(lang, coming, now), public.MeetingListing(lang, past, now)
	return v
}

// meetingChips choose between all meetings and those one can take part in
// online, where some are and some are not.
func meetingChips(lang i18n.Lang, all []consult.PublicMeeting, online bool) *page.Chips {
	with := 0
	for _, m := range all {
		if m.Online {
			with++
		}
	}
	if (with == 0 || with == len(all)) && !online {
		return nil
	}
	path := page.Href(lang, address.Meetings)
	return &page.Chips{Label: i18n.T(lang, "meeting.list.choose"), Items: []page.Chip{
		{Text: i18n.T(lang, "meeting.list.all"), Href: path, Current: !online},
		{Text: i18n.T(lang, "place.online"), Href: path + "?" + onlineOnly, Current: online},
	}}
}

const icsSuffix = ".ics"

// meetingOrEntry answers with the page of a meeting or, when the address ends
// in .ics, with its calendar entry; 301 when the meeting has another address
// now.
func (p *Pages) meetingOrEntry(c echo.Context) error {
	slug, isEntry := strings.CutSuffix(c.Param("slug"), icsSuffix)
	kind, suffix, render := "", "", p.meetingBody
	if isEntry {
		kind, suffix, render = icsType, icsSuffix, p.entryBody
	}
	return p.kept(c, kind, "", func(now time.Time) ([]byte, time.Time, error) {
		m, err := p.svc.PublicMeeting(c.Request().Context(), slug)
		if err != nil {
			return nil, now, err
		}
		if m.Slug != slug {
			return nil, now, elsewhere{address.Meeting(m.Slug) + suffix}
		}
		region, err := p.svc.Region(c.Request().Context())
		if err != nil {
			return nil, now, err
		}
		return render(page.FrameOf(c), m, region.Region, now)
	})
}

func (p *Pages) meetingBody(frame page.Frame, m consult.PublicMeeting, r consult.Region, now time.Time) ([]byte,
	time.Time, error) {
	view := public.NewMeetingView(frame.Lang, m, r.OnBehalf.In(string(frame.Lang)), now)
	head := public.MeetingHead(frame.Lang, m.Meeting)
	head.Structured, head.Scripts = public.EventData(frame, m), public.AnswerScripts(m.FAQ)
	body, err := public.MeetingPage.Bytes(frame, head, view)
	return body, public.MeetingChange(now, m), err
}

func (p *Pages) entryBody(frame page.Frame, m consult.PublicMeeting, r consult.Region, now time.Time) ([]byte,
	time.Time, error) {
	body, err := calendar.Write(calendar.Publish, product, p.entry(frame.Lang, m, r))
	return body, page.NextChange(now, nil, nil), err
}

const (
	icsType = "text/calendar; charset=utf-8"
	product = "-//Samenspraak//NL"
)

// feed is every released meeting for a calendar program that subscribes.
func (p *Pages) feed(c echo.Context) error {
	return p.kept(c, icsType, "", func(now time.Time) ([]byte, time.Time, error) {
		ctx, lang := c.Request().Context(), langOf(c)
		all, err := p.svc.PublicMeetings(ctx)
		if err != nil {
			return nil, now, err
		}
		region, err := p.svc.Region(ctx)
		if err != nil {
			return nil, now, err
		}
		events := make([]calendar.Event, len(all))
		for i, m := range all {
			events[i] = p.entry(lang, m, region.Region)
		}
		body, err := calendar.Feed(product, region.Name, events)
		return body, public.MeetingChange(now, all...), err
	})
}

// entry is a meeting as anyone may put it into a calendar: no attendee, and the
// public page as its address. It is stamped with its last change, so that the
// same meeting gives the same bytes.
func (p *Pages) entry(lang i18n.Lang, m consult.PublicMeeting, r consult.Region) calendar.Event {
	changed := m.ChangedAt()
	address := p.svc.BaseURL() + page.Href(lang, address.Meeting(m.Slug))
	e := calendar.Event{
		UID: m.UID, Sequence: m.Sequence, Start: m.Starts, End: m.Ends, Stamp: changed, Modified: changed,
		Summary:     m.Title,
		Description: m.Lead, Location: public.MeetingPlace(lang, m.Meeting), URL: address, Cancelled: m.IsCancelled(),
	}
	if r.ReplyAddress != "" {
		e.Organizer = calendar.Person{Name: r.Name, Address: r.ReplyAddress}
	}
	return e
}

// file sends a file of a meeting. It is never shown inside the site: what
// somebody uploads must not run under this address.
func (p *Pages) file(c echo.Context) error {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return consult.ErrNotFound
	}
	f, err := p.svc.OpenAttachment(c.Request().Context(), id)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	if h.Set("Cache-Control", "no-cache"); page.SameFile(c, f.SHA256) {
		return c.NoContent(http.StatusNotModified)
	}
	page.FileHeaders(h, f.Attachment)
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return f.CopyTo(c.Request().Context(), c.Response())
}
