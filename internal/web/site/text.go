package site

import (
	"html/template"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

func (p *Pages) textRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.Privacy, gate.Public,
			p.text("privacy", func(r service.RegionNow) consult.Words { return r.Privacy })),
		gate.Get(address.Accessibility, gate.Public,
			p.text("access", func(r service.RegionNow) consult.Words { return r.Access })),
		gate.Get(address.Contact, gate.Public, p.contact),
	}
}

var textPage = page.New[textView]("site/text/text.html", page.Site)

// textView is a page whose words the region writes itself.
type textView struct {
	Title   string
	Body    template.HTML
	Changed string // "laatst gewijzigd op …", empty when there are no words yet
}

// text shows the region's own words. Until it wrote them the page says so: an
// empty page would look broken.
func (p *Pages) text(name string, words func(service.RegionNow) consult.Words) echo.HandlerFunc {
	return func(c echo.Context) error {
		return p.kept(c, "", "", func(now time.Time) ([]byte, time.Time, error) {
			region, err := p.svc.Region(c.Request().Context())
			if err != nil {
				return nil, now, err
			}
			lang := langOf(c)
			v := textView{Title: i18n.T(lang, "text."+name+".title")}
			if body := words(region).In(string(lang)); body != "" {
				v.Body = page.Markdown(body)
				v.Changed = i18n.T(lang, "text.changed", "Date", i18n.DateShort(lang, region.UpdatedAt))
			}
			body, err := textPage.Bytes(page.FrameOf(c), page.Head{Title: v.Title, Crumbs: crumbs(lang, v.Title)}, v)
			return body, page.NextChange(now, nil, nil), err
		})
	}
}

var contactPage = page.New[contactView]("site/text/contact.html", page.Site)

type contactView struct {
	Facts    []page.Fact
	OnBehalf string
}

// contact shows whom to call and write, and where a lost link is asked for.
func (p *Pages) contact(c echo.Context) error {
	return p.kept(c, "", "", func(now time.Time) ([]byte, time.Time, error) {
		region, err := p.svc.Region(c.Request().Context())
		if err != nil {
			return nil, now, err
		}
		lang := langOf(c)
		v := contactView{OnBehalf: region.OnBehalf.In(string(lang)), Facts: contactFacts(lang, region)}
		title := i18n.T(lang, "text.contact.title")
		body, err := contactPage.Bytes(page.FrameOf(c), page.Head{Title: title, Crumbs: crumbs(lang, title)}, v)
		return body, page.NextChange(now, nil, nil), err
	})
}

func contactFacts(lang i18n.Lang, r service.RegionNow) []page.Fact {
	var facts []page.Fact
	if r.Phone != "" {
		call := page.Call{Text: r.Phone, Href: page.Tel(r.Phone)}
		facts = append(facts, page.Fact{
			Term:  i18n.T(lang, "text.contact.phone"),
			Notes: []page.Line{{Call: &call}, {Text: r.PhoneHours.In(string(lang))}},
		})
	}
	if r.ReplyAddress != "" {
		link := page.Link{Text: r.ReplyAddress, Href: "mailto:" + r.ReplyAddress}
		facts = append(facts, page.Fact{Term: i18n.T(lang, "text.contact.mail"), Notes: []page.Line{{Link: &link}}})
	}
	return facts
}

// crumbs lead from the home page to a page right under it.
func crumbs(lang i18n.Lang, title string) []page.Crumb {
	return []page.Crumb{{Text: i18n.T(lang, "text.home.crumb"), Href: page.Href(lang, address.Home)}, {Text: title}}
}
