package site

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

func (p *Pages) wellKnownRoutes() []gate.Route {
	return []gate.Route{
		gate.Get("/.well-known/security.txt", gate.Public, p.security),
		gate.Get("/robots.txt", gate.Public, p.robots),
		gate.Get("/sitemap.xml", gate.Public, p.sitemap),
	}
}

// security is RFC 9116: whom to tell of a weakness. Expires lies within a year,
// as section 2.5.5 advises, and on a month's first day, so that the file changes
// once a month and not with every request.
func (p *Pages) security(c echo.Context) error {
	region, err := p.svc.Region(c.Request().Context())
	if err != nil {
		return err
	}
	contact := region.Security
	if contact == "" && region.ReplyAddress != "" {
		contact = "mailto:" + region.ReplyAddress
	}
	if contact == "" {
		return consult.ErrNotFound
	}
	now := p.now().UTC()
	expires := time.Date(now.Year(), now.Month()+11, 1, 0, 0, 0, 0, time.UTC)
	body := fmt.Sprintf("Contact: %s\nExpires: %s\nPreferred-Languages: nl, en\nCanonical: %s/.well-known/security.txt\n",
		contact, expires.Format(time.RFC3339), p.svc.BaseURL())
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(body))
}

// robots keeps search engines away from what is personal and points at the
// sitemap.
func (p *Pages) robots(c echo.Context) error {
	body := "User-agent: *\nDisallow: /beheer\nDisallow: /u/\nDisallow: /mijn\nDisallow: /en/u/\nDisallow: /en/mijn\nSitemap: " + p.svc.BaseURL() + "/sitemap.xml\n"
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, "text/plain; charset=utf-8", []byte(body))
}

type urlSet struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc string `xml:"loc"`
}

// sitemap lists every public page in both languages.
func (p *Pages) sitemap(c echo.Context) error {
	meetings, err := p.svc.PublicMeetings(c.Request().Context())
	if err != nil {
		return err
	}
	paths := []string{"/", "/bijeenkomsten", "/contact", "/privacy", "/toegankelijkheid"}
	for _, m := range meetings {
		paths = append(paths, "/bijeenkomsten/"+m.Slug)
	}
	var set urlSet
	for _, path := range paths {
		set.URLs = append(set.URLs, siteURL{p.svc.BaseURL() + path}, siteURL{p.svc.BaseURL() + strings.TrimSuffix("/en"+path, "/")})
	}
	body, err := xml.Marshal(set)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, "application/xml; charset=utf-8", append([]byte(xml.Header), body...))
}

// langOf is the language of the page that was asked for.
func langOf(c echo.Context) i18n.Lang { return page.FrameOf(c).Lang }
