package page

import (
	"html/template"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// Frame is what all pages of one request have in common. Middleware makes it
// once and keeps it with SetFrame.
type Frame struct {
	Lang i18n.Lang
	// Revision is that of the content the frame was made from. A page is kept
	// under it: with a newer one it would keep an old frame.
	Revision int64
	// BaseURL is where the site is reached, without a slash at the end.
	BaseURL string
	// Path is the path asked for, without /en: for the language switch and the
	// canonical address.
	Path   string
	Region RegionInfo
	// Staff is who is signed in; nil for visitors.
	Staff *StaffInfo
}

// RegionInfo is how the region presents itself, in the language of the frame.
type RegionInfo struct {
	Name           string // Jeugdregio Merenland
	ShortName      string // Merenland, beside "beheer"
	Tagline        string
	Municipalities []string
	Phone          string // as people write it
	PhoneHours     string // "op werkdagen van 9.00 – 17.00 uur"
	Mail           string
	Logo           *LogoInfo // nil: our own mark stands in its place
}

// LogoInfo is the logo of the region, which stands beside its name. Width and
// Height are those of the picture, in pixels.
type LogoInfo struct {
	Href          string
	Width, Height int
}

// NewLogo is a logo as a page shows it; nil without one.
func NewLogo(l consult.Logo) *LogoInfo {
	name := l.FileName()
	if name == "" {
		return nil
	}
	return &LogoInfo{Href: address.LogoFile(name), Width: l.Width, Height: l.Height}
}

// StaffInfo is who is signed in, in words, and what they may do: the items of
// the menu go by it.
type StaffInfo struct {
	Name, Role string
	May        func(consult.Action) bool
}

// Head is what a handler says about its page.
type Head struct {
	// Title is the h1 in words, or shorter; the name of the region is added.
	// Empty is the home page.
	Title       string
	Description string
	// Crumbs lead here from the home page (visitors) or the list (staff); the
	// last is this page.
	Crumbs []Crumb
	// Nav is the item of the menu that is current: one of the Nav constants.
	Nav string
	// NoIndex keeps a public page out of search engines; personal and staff
	// pages always are.
	NoIndex bool
	// Errors is the summary of a form that did not validate: Fields.Summary().
	Errors *ErrorSummary
	// Flash is what was just done.
	Flash *Notice
	// Scripts are the scripts of static/js that the page needs: "faq.js". It
	// works without them.
	Scripts []string
	// Feeds are the Atom feeds of what stands on the page.
	Feeds []Feed
	// Structured is what a search engine reads about the page: NewsData, FAQData
	// or EventData.
	Structured template.JS
	// Share says how the page looks where somebody shares it.
	Share Share
}

// Crumb is one step of the way to a page. Without an address it is the page
// itself.
type Crumb struct {
	Text, Href string
}

// Here says that the crumb is the page itself.
func (c Crumb) Here() bool { return c.Href == "" }

const frameKey = "page.frame"

// SetFrame keeps the frame for every page this request may render.
func SetFrame(c echo.Context, f Frame) { c.Set(frameKey, f) }

// FrameOf is the frame kept by SetFrame. Without one (the region could not be
// read) it is a Dutch or English frame without names, enough for an error page.
func FrameOf(c echo.Context) Frame {
	if f, ok := c.Get(frameKey).(Frame); ok {
		return f
	}
	path := c.Request().URL.Path
	if rest, english := address.OfEnglish(path); english {
		return Frame{Lang: i18n.English, Path: ownPath(rest)}
	}
	return Frame{Lang: i18n.Dutch, Path: ownPath(path)}
}

// ownPath begins with one slash: with two it would be the address of another
// host.
func ownPath(path string) string { return "/" + strings.TrimLeft(path, "/") }

// Language is the language of the page: Dutch when none is set.
func (f Frame) Language() i18n.Lang {
	if f.Lang == i18n.English {
		return i18n.English
	}
	return i18n.Dutch
}

// T is a text of the catalogue in the language of the page.
func (f Frame) T(key string, args ...any) string { return i18n.T(f.Language(), key, args...) }

// chrome is what layouts see.
type chrome struct {
	Lang       string
	Region     RegionInfo
	SiteName   string
	StaffName  string
	FullTitle  string
	Stylesheet string

	Description string
	NoIndex     bool
	Alternates  []alternate
	Switch      *langSwitch
	Trail       trail
	SiteNav     []navItem
	Side        sidebar
	Phone       *phone
	HasHelp     bool
	Errors      *ErrorSummary
	Flash       *Notice
	Scripts     []string
	Feeds       []Feed
	Structured  template.JS
	OpenGraph   *openGraph
	Main        any
}

type alternate struct{ Rel, Lang, Href string }

type langSwitch struct{ Lang, Href, Text string }

type trail struct {
	Crumbs []Crumb
	Wide   bool
}

type phone struct {
	Text  string
	Href  template.URL
	Hours string
}

func newChrome(layout Layout, f Frame, head Head, main any) chrome {
	c := chrome{
		Lang: string(f.Language()), Region: f.Region, SiteName: f.SiteName(),
		StaffName: f.T("layout.staff.name", "Region", f.shortName()), Stylesheet: "samenspraak.css",
		Description: head.Description, NoIndex: head.NoIndex || layout != Site,
		Trail: trail{head.Crumbs, layout == Site}, Phone: f.phone(),
		Errors: head.Errors, Flash: head.Flash, Scripts: head.Scripts,
		Feeds: head.Feeds, Structured: head.Structured, Main: main,
	}
	c.HasHelp = c.Phone != nil || f.Region.Mail != ""
	c.FullTitle = f.title(layout, head)
	switch layout {
	case Sign, Staff:
		c.Stylesheet = "beheer.css"
		c.Side = newSidebar(f, head.Nav)
	case Site:
		c.SiteNav = f.siteNav(head.Nav)
		c.Switch = f.otherLanguage()
		c.Alternates = f.alternates(c.NoIndex)
		c.OpenGraph = f.openGraph(c.NoIndex, head)
	case Slim:
		c.Switch = f.otherLanguage()
	}
	return c
}

// SiteName is what the site is called: as its region.
func (f Frame) SiteName() string {
	if f.Region.Name == "" {
		return "Samenspraak"
	}
	return f.Region.Name
}

func (f Frame) shortName() string {
	if f.Region.ShortName == "" {
		return f.SiteName()
	}
	return f.Region.ShortName
}

func (f Frame) title(layout Layout, head Head) string {
	title, site := head.Title, f.SiteName()
	if layout == Staff || layout == Sign {
		site = f.T("layout.staff.title", "Region", site)
	}
	if head.Errors != nil {
		title = f.T("layout.title_error", "Title", title)
	}
	switch {
	case title != "":
		return title + " – " + site
	case f.Region.Tagline != "":
		return site + " – " + f.Region.Tagline
	default:
		return site
	}
}

func (f Frame) phone() *phone {
	if f.Region.Phone == "" {
		return nil
	}
	return &phone{Text: f.Region.Phone, Href: Tel(f.Region.Phone), Hours: f.Region.PhoneHours}
}

// Tel is the address that rings a number as people write it: "088 000 12 34"
// is tel:+31880001234. A number that starts with + keeps its country.
func Tel(number string) template.URL {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.Replace(number, "(0)", "", 1))
	if !strings.HasPrefix(strings.TrimSpace(number), "+") {
		if rest, ok := strings.CutPrefix(digits, "0"); ok {
			digits = "31" + rest
		}
	}
	return template.URL("tel:+" + digits) //nolint:gosec // digits only
}

func (f Frame) otherLanguage() *langSwitch {
	other := i18n.English
	if f.Language() == i18n.English {
		other = i18n.Dutch
	}
	return &langSwitch{Lang: string(other), Href: Href(other, f.Path), Text: i18n.T(other, "layout.language")}
}

// alternates name the address a search engine should keep and the page's other
// language.
func (f Frame) alternates(noIndex bool) []alternate {
	if noIndex || f.BaseURL == "" || f.Path == "" {
		return nil
	}
	list := []alternate{{Rel: "canonical", Href: f.BaseURL + Href(f.Language(), f.Path)}}
	for _, lang := range i18n.Languages {
		list = append(list, alternate{Rel: "alternate", Lang: string(lang), Href: f.BaseURL + Href(lang, f.Path)})
	}
	return list
}

// MunicipalityCount is the number in the heading above their names.
func (c chrome) MunicipalityCount() int { return len(c.Region.Municipalities) }
