package page

import "samenspraak/internal/i18n"

// Feed is an Atom feed as a page names it.
type Feed struct {
	Title, Href string
}

// Share says how a page looks where somebody shares it (Open Graph).
type Share struct {
	Article bool // a text with a date; otherwise a page of the site
	Picture *SharedPicture
}

// SharedPicture is a picture of a page by its address on this site.
type SharedPicture struct {
	Path          string
	Alt           string
	Width, Height int
}

type openGraph struct {
	Type, Title, Description string
	URL, SiteName, Locale    string
	Picture                  *graphPicture
}

type graphPicture struct {
	URL, Alt      string
	Width, Height int
}

// openGraph is nil for a page that nobody should find or pass on.
func (f Frame) openGraph(noIndex bool, head Head) *openGraph {
	if noIndex || f.BaseURL == "" || f.Path == "" {
		return nil
	}
	g := &openGraph{
		Type: "website", Title: head.Title, Description: head.Description, URL: f.BaseURL + Href(f.Language(), f.Path),
		SiteName: f.SiteName(), Locale: "nl_NL",
	}
	if f.Language() == i18n.English {
		g.Locale = "en_GB"
	}
	if g.Title == "" {
		g.Title = f.SiteName()
	}
	if head.Share.Article {
		g.Type = "article"
	}
	if p := head.Share.Picture; p != nil {
		g.Picture = &graphPicture{f.BaseURL + p.Path, p.Alt, p.Width, p.Height}
	}
	return g
}
