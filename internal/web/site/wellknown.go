package site

import (
	"context"
	"encoding/xml"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

const textType = "text/plain; charset=utf-8"

func (p *Pages) wellKnownRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.Security, gate.Public, p.security),
		gate.Get(address.Robots, gate.Public, p.robots),
		gate.Get(address.Sitemap, gate.Public, p.sitemap),
	}
}

// security is RFC 9116: whom to tell of a weakness. Expires lies within a year,
// as section 2.5.5 advises, and on a month's first day, so that the file changes
// once a month and not with every request.
func (p *Pages) security(c echo.Context) error {
	return p.kept(c, textType, "", func(now time.Time) ([]byte, time.Time, error) {
		region, err := p.svc.Region(c.Request().Context())
		if err != nil {
			return nil, now, err
		}
		contact := region.Security
		if contact == "" && region.ReplyAddress != "" {
			contact = "mailto:" + region.ReplyAddress
		}
		if contact == "" {
			return nil, now, consult.ErrNotFound
		}
		utc := now.UTC()
		next := time.Date(utc.Year(), utc.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		body := fmt.Sprintf("Contact: %s\nExpires: %s\nPreferred-Languages: nl, en\nCanonical: %s\n",
			contact, next.AddDate(0, 10, 0).Format(time.RFC3339), p.svc.BaseURL()+address.Security)
		return []byte(body), next, nil
	})
}

// robots keeps search engines away from what is personal and points at the
// sitemap. Pages that search would make without end are not theirs either.
func (p *Pages) robots(c echo.Context) error {
	return p.kept(c, textType, "", func(now time.Time) ([]byte, time.Time, error) {
		body := "User-agent: *\n"
		for _, path := range address.NotForRobots() {
			body += "Disallow: " + path + "\n"
		}
		body += "Sitemap: " + p.svc.BaseURL() + address.Sitemap + "\n"
		return []byte(body), page.NextChange(now, nil, nil), nil
	})
}

type urlSet struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap lists every public page in both languages.
func (p *Pages) sitemap(c echo.Context) error {
	return p.kept(c, "application/xml; charset=utf-8", "", func(now time.Time) ([]byte, time.Time, error) {
		all, err := p.publicPages(c.Request().Context())
		if err != nil {
			return nil, now, err
		}
		var set urlSet
		for _, one := range all {
			lastMod := ""
			if !one.changed.IsZero() {
				lastMod = one.changed.UTC().Format(time.RFC3339)
			}
			set.URLs = append(set.URLs, siteURL{p.svc.BaseURL() + one.path, lastMod}, siteURL{
				p.svc.BaseURL() + page.Href(i18n.English, one.path), lastMod,
			})
		}
		body, err := xml.Marshal(set)
		return append([]byte(xml.Header), body...), page.NextChange(now, nil, nil), err
	})
}

// publicPage is a page that search engines may know, with the instant of its
// last change; zero when nobody can say.
type publicPage struct {
	path    string
	changed time.Time
}

func (p *Pages) publicPages(ctx context.Context) ([]publicPage, error) {
	all := []publicPage{
		{path: "/"}, {path: address.News}, {path: address.Meetings}, {path: address.FAQ}, {path: address.Contact},
		{path: address.Privacy}, {path: address.Accessibility},
	}
	meetings, err := p.svc.PublicMeetings(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range meetings {
		all = append(all, publicPage{address.Meeting(m.Slug), m.ChangedAt()})
	}
	posts, err := p.svc.PublicNews(ctx, consult.NewsFilter{})
	if err != nil {
		return nil, err
	}
	for _, v := range posts {
		all = append(all, publicPage{v.Path(), v.ChangedAt()})
	}
	themes, err := p.svc.PublicAnswers(ctx)
	for _, t := range themes {
		theme := publicPage{path: address.FAQTheme(t.Slug)}
		at := len(all)
		all = append(all, theme)
		for _, v := range t.Entries {
			all = append(all, publicPage{v.Path(), v.ChangedAt()})
			if v.ChangedAt().After(all[at].changed) {
				all[at].changed = v.ChangedAt()
			}
		}
	}
	return all, err
}

// langOf is the language of the page that was asked for.
func langOf(c echo.Context) i18n.Lang { return page.FrameOf(c).Lang }
