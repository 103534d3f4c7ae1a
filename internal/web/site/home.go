package site

import (
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
)

func (p *Pages) homeRoutes() []gate.Route {
	return []gate.Route{gate.Get("/", gate.Public, p.home)}
}

var homePage = page.New[homeView]("site/home/home.html", page.Site)

// homeView is what a visitor comes for: the deadline that runs out first, what
// comes next, and what was lately.
type homeView struct {
	Deadline *page.Deadline
	Coming   page.Listing
	Past     page.Listing
	News     []public.NewsItem
}

// shownAtHome is how many meetings the home page shows of what comes and of
// what was, and how many posts.
const shownAtHome = 3

func (p *Pages) home(c echo.Context) error {
	return p.kept(c, "", "", func(now time.Time) ([]byte, time.Time, error) {
		all, err := p.svc.PublicMeetings(c.Request().Context())
		if err != nil {
			return nil, now, err
		}
		posts, err := p.svc.PublicNews(c.Request().Context(), consult.NewsFilter{Limit: shownAtHome})
		if err != nil {
			return nil, now, err
		}
		frame := page.FrameOf(c)
		head := page.Head{Description: i18n.T(frame.Lang, "text.home.lead"), Feeds: public.NewsFeeds(frame.Lang, "")}
		v := newHomeView(frame.Lang, all, now)
		v.News = public.NewsItems(frame.Lang, posts, now)
		body, err := homePage.Bytes(frame, head, v)
		return body, public.MeetingChange(now, all...), err
	})
}

func newHomeView(lang i18n.Lang, all []consult.PublicMeeting, now time.Time) homeView {
	var coming, past []consult.PublicMeeting
	for _, m := range all {
		if m.Over(now) {
			past = append(past, m)
		} else {
			coming = append(coming, m)
		}
	}
	v := homeView{Deadline: nextDeadline(lang, coming, now)}
	v.Coming = public.MeetingListing(lang, coming[:min(shownAtHome, len(coming))], now)
	v.Past = public.MeetingListing(lang, past[:min(shownAtHome, len(past))], now)
	v.Coming.Side, v.Past.Side = false, false
	for i := range v.Coming.Items {
		v.Coming.Items[i].Due = nil // said once, by the panel above
	}
	return v
}

// nextDeadline is the answer deadline that comes first, if any still comes.
func nextDeadline(lang i18n.Lang, coming []consult.PublicMeeting, now time.Time) *page.Deadline {
	var next *consult.PublicMeeting
	for i, m := range coming {
		if !m.IsCancelled() && now.Before(m.AnswerBy) && (next == nil || m.AnswerBy.Before(next.AnswerBy)) {
			next = &coming[i]
		}
	}
	if next == nil {
		return nil
	}
	d := page.NewDeadline(lang, next.AnswerBy, now)
	d.Title = i18n.T(lang, "text.home.closing", "Title", next.Title)
	d.More = []page.Line{
		{Text: i18n.T(lang, "text.home.invited")},
		{Link: &page.Link{
			Text: i18n.T(lang, "text.home.closing_link"), Href: page.Href(lang, address.Meeting(next.Slug)),
		}},
	}
	return d
}
