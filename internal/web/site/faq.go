package site

import (
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
)

func (p *Pages) faqRoutes() []gate.Route {
	entry := address.Under(address.FAQ, ":theme", ":slug")
	return []gate.Route{
		gate.Get(address.FAQ, gate.Public, p.faq),
		gate.Get(address.Under(address.FAQ, ":theme"), gate.Public, p.theme),
		gate.Get(entry, gate.Public, p.post(p.postBody)),
		gate.Get(address.Under(entry, address.ToVersions), gate.Public, p.post(p.versionsBody)),
		gate.Get(address.Under(entry, address.ToVersions, ":version"), gate.Public, p.post(p.versionBody)),
	}
}

// faq is every question with its answer, under the themes.
func (p *Pages) faq(c echo.Context) error {
	return p.kept(c, "", "", func(now time.Time) ([]byte, time.Time, error) {
		all, err := p.svc.PublicAnswers(c.Request().Context())
		if err != nil {
			return nil, now, err
		}
		frame := page.FrameOf(c)
		body, err := public.FAQPage.Bytes(frame, public.FAQHead(frame, all), public.NewFAQView(frame, all))
		return body, page.NextChange(now, nil, nil), err
	})
}

// theme is the questions of one theme; 301 when it has another address now.
func (p *Pages) theme(c echo.Context) error {
	return p.kept(c, "", "", func(now time.Time) ([]byte, time.Time, error) {
		ctx := c.Request().Context()
		theme, err := p.svc.PublicTheme(ctx, c.Param("theme"))
		if err != nil {
			return nil, now, err
		}
		if theme.Slug != c.Param("theme") {
			return nil, now, elsewhere{address.FAQTheme(theme.Slug)}
		}
		all, err := p.svc.PublicAnswers(ctx)
		if err != nil {
			return nil, now, err
		}
		frame := page.FrameOf(c)
		body, err := public.FAQPage.Bytes(frame, public.ThemeHead(frame, theme), public.NewThemeView(frame, theme, all))
		return body, page.NextChange(now, nil, nil), err
	})
}
