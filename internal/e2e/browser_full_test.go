//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/service"
)

// TestFullPages looks at the pages that grow: three hundred posts over six
// years, forty questions in five themes, and a search that finds them all.
func TestFullPages(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 4, 10, 0, 0, 0, consult.Amsterdam)
	options := app.Options{Prepare: func(ctx context.Context, a *app.App) error { return fillUp(ctx, a, now) }}
	s := newPortal(t, now, options)
	g := newGallery(t, newBrowser(t), s.base)
	for name, path := range map[string]string{
		"300 posts": "/nieuws", "300 posts, the last page": "/nieuws?blad=15",
		"posts of a year": "/nieuws?jaar=2022&soort=persbericht",
		"40 questions":    "/veelgestelde-vragen", "40 questions in English": "/en/veelgestelde-vragen",
		"many hits":      "/zoeken?q=jeugdhulp",
		"hits of a kind": "/zoeken?q=jeugdhulp&soort=faq", "no hits": "/zoeken?q=onvindbaarwoord",
	} {
		g.at(name, path, http.StatusOK)
		g.shoot(name, phone, desk, phone.inTheDark(), desk.inTheDark())
		if strings.HasPrefix(path, "/veelgestelde") {
			g.shoot(name+"-paper", window{width: 794, height: 1123, paper: true})
		}
	}
	g.expect(http.StatusOK, g.open("/nieuws"))
	if n := ask[int](g.tab, `document.querySelectorAll('.listing__item').length`); n == 0 || n > 50 {
		t.Errorf("%d of 300 posts on one page", n)
	}
	g.expect(http.StatusOK, g.open("/veelgestelde-vragen"))
	if n := ask[int](g.tab, `document.querySelectorAll('.faq__item').length`); n != 40 {
		t.Errorf("%d questions on the page", n)
	}
}

// fillUp publishes everything through the service, on a clock that goes on.
func fillUp(ctx context.Context, a *app.App, now time.Time) error {
	at := now.AddDate(-6, 0, 0)
	svc := a.ServiceAt(func() time.Time { return at })
	id, _, err := svc.AddStaff(
		ctx, consult.SystemActor, "full@merenland.example", "Marleen Oosterveld", consult.Admin, "nl",
	)
	if err != nil {
		return err
	}
	actor := consult.Actor{Kind: consult.ByStaff, ID: id, Role: consult.Admin, Name: "Marleen Oosterveld"}
	for i := range 300 {
		at = at.Add(now.Sub(at) / time.Duration(301-i))
		kind := consult.NewsKinds[i%len(consult.NewsKinds)]
		if kind == consult.PressRelease {
			kind = consult.News // no municipalities here
		}
		text := consult.PostText{
			Title: fmt.Sprintf("Bericht %d over jeugdhulp in de regio", i+1),
			Lead:  "In het kort wat er speelt en wat u daarvan merkt.", Body: "Wij werken verder aan jeugdhulp.",
			Language: "nl",
		}
		if i%40 == 0 {
			text.Title += strings.Repeat(" en over wat er daarna komt", 4)
		}
		if err := released(ctx, svc, actor, kind, 0, text); err != nil {
			return err
		}
	}
	var theme int64
	for i := range 40 {
		if i%8 == 0 {
			if theme, err = svc.SaveTheme(
				ctx, actor, consult.Theme{Title: fmt.Sprintf("Thema %d van de inkoop", i/8+1)},
			); err != nil {
				return err
			}
		}
		text := consult.PostText{
			Title: fmt.Sprintf("Vraag %d: hoe zit het met jeugdhulp in jaar %d?", i+1, 2026+i),
			Body:  strings.Repeat("Dat hangt af van het contract dat u heeft. ", 1+i%6), Language: "nl",
		}
		if err := released(ctx, svc, actor, consult.FAQ, theme, text); err != nil {
			return err
		}
	}
	return nil
}

func released(
	ctx context.Context, svc *service.Service, actor consult.Actor, kind consult.PostKind, theme int64,
	text consult.PostText,
) error {
	id, err := svc.NewPost(ctx, actor, kind, theme, text)
	if err != nil {
		return err
	}
	return svc.PublishPost(ctx, actor, id, 0, time.Time{}, true)
}
