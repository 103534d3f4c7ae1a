package newsroom

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// postFacts is what there is to know of a post besides its words.
func (p *Pages) postFacts(c echo.Context, one consult.Post) ([]page.Fact, error) {
	ctx, actor, lang := c.Request().Context(), gate.Actor(c), page.FrameOf(c).Lang
	seen, err := p.svc.PreviewPost(ctx, actor, one.ID)
	if err != nil {
		return nil, err
	}
	colleagues, err := p.svc.Colleagues(ctx, actor)
	if err != nil {
		return nil, err
	}
	f := facts{lang: lang}
	if one.PublicAt(p.now()) {
		path := page.Href(lang, seen.Path())
		f.link("post.fact.address", page.Link{Text: path, Href: path})
	}
	f.add("post.fact.withdrawn_why", one.WithdrawnWhy)
	f.add("post.fact.theme", seen.Theme.Title)
	text := one.Working()
	if !text.ShownOn.IsZero() {
		f.add("post.fact.shown_on", i18n.Date(lang, text.ShownOn))
	}
	f.add("post.fact.signatories", strings.Join(signatories(text), ", "))
	f.add("post.fact.press", strings.Join(filled(text.Press.Name, text.Press.Phone, text.Press.Address), ", "))
	f.add("post.fact.language", i18n.T(lang, "post.language."+text.Language))
	if err := p.factsOfAnswer(c, one, &f); err != nil {
		return nil, err
	}
	if one.Version > 1 {
		f.link("post.fact.version", page.Link{
			Text: i18n.T(lang, "post.versions.number", "Version", one.Version),
			Href: address.StaffPost(one.ID, postVersions),
		})
	}
	f.add("post.fact.edited",
		i18n.T(lang, "post.edited_by", "Date", i18n.DateTime(lang, one.EditedAt), "Name",
			desk.NameOf(lang, colleagues, one.EditedBy)))
	f.add("post.fact.note", one.Note)
	return f.rows, nil
}

// factsOfAnswer is what only an entry of the frequently asked questions has.
func (p *Pages) factsOfAnswer(c echo.Context, one consult.Post, f *facts) error {
	if !one.ReviewOn.IsZero() {
		day := i18n.Date(f.lang, one.ReviewOn)
		if one.ReviewDue(p.now()) {
			day += ". " + i18n.T(f.lang, "post.review_due")
		}
		f.add("post.fact.review", day)
	}
	var pages []page.Line
	for _, by := range one.ShownBy {
		link, err := p.shownByLink(c, by)
		if err != nil {
			return err
		}
		pages = append(pages, page.Line{Link: &link})
	}
	if len(pages) > 0 {
		f.rows = append(f.rows, page.Fact{Term: i18n.T(f.lang, "post.fact.shown_by"), Notes: pages})
	}
	if one.ReplacedBy == 0 {
		return nil
	}
	other, err := p.svc.Post(c.Request().Context(), gate.Actor(c), one.ReplacedBy)
	if err == nil {
		f.link("post.fact.replaced_by", page.Link{Text: postTitle(f.lang, other), Href: address.StaffPost(other.ID)})
	}
	return err
}

// shownByLink leads to the page of a meeting or post that shows an entry.
func (p *Pages) shownByLink(c echo.Context, by consult.ShownBy) (page.Link, error) {
	ctx, actor := c.Request().Context(), gate.Actor(c)
	if by.MeetingID != 0 {
		m, err := p.svc.Meeting(ctx, actor, by.MeetingID)
		return page.Link{Text: m.Title, Href: address.StaffMeeting(m.ID)}, err
	}
	other, err := p.svc.Post(ctx, actor, by.PostID)
	return page.Link{Text: postTitle(page.FrameOf(c).Lang, other), Href: address.StaffPost(other.ID)}, err
}

// facts are rows of what there is to know; what is empty has no row.
type facts struct {
	lang i18n.Lang
	rows []page.Fact
}

func (f *facts) add(key, text string) {
	if text != "" {
		f.rows = append(f.rows, page.Fact{Term: i18n.T(f.lang, key), Lines: strings.Split(text, "\n")})
	}
}

func (f *facts) link(key string, link page.Link) {
	f.rows = append(f.rows, page.Fact{Term: i18n.T(f.lang, key), Notes: []page.Line{{Link: &link}}})
}

func signatories(text consult.PostText) []string {
	names := make([]string, len(text.Signatories))
	for i, one := range text.Signatories {
		names[i] = one.Name
	}
	return names
}

func signatoryIDs(text consult.PostText) []string {
	ids := make([]string, len(text.Signatories))
	for i, one := range text.Signatories {
		ids[i] = strconv.FormatInt(one.ID, 10)
	}
	return ids
}

// filled leaves out what is empty.
func filled(texts ...string) []string {
	var kept []string
	for _, one := range texts {
		if one != "" {
			kept = append(kept, one)
		}
	}
	return kept
}
