package newsroom

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
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

func (p *Pages) postPlaceRoutes() []gate.Route {
	edit := gate.Staff(consult.EditPosts)
	return []gate.Route{
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToPlace), edit, p.showPostPlace),
		gate.Post(address.Under(address.StaffPosts, ":id", address.ToPlace), edit, p.placePost).WithMany("shown_by"),
	}
}

var postPlacePage = page.New[postPlaceView]("staff/post/place.html", page.Staff)

type postPlaceView struct {
	Workspace postWorkspace
	Edited    page.Hidden
	Fields    []page.Field
}

// placeForm is what surrounds the words of a post, as somebody typed it.
type placeForm struct {
	Note, Theme, ReviewOn string
	ShownBy               []string
}

func placeFormOf(one consult.Post) placeForm {
	f := placeForm{Note: one.Note, Theme: strconv.FormatInt(one.ThemeID, 10)}
	if !one.ReviewOn.IsZero() {
		f.ReviewOn = i18n.DayOf(one.ReviewOn).String()
	}
	for _, by := range one.ShownBy {
		f.ShownBy = append(f.ShownBy, shownByValue(by))
	}
	return f
}

// typedPlace reads what the form of this post has: only an entry of the
// frequently asked questions stands in a theme and on pages.
func typedPlace(c echo.Context, one consult.Post) placeForm {
	form := gate.FormOf(c)
	f := placeFormOf(one)
	if f.Note = form.Text("note"); one.Kind == consult.FAQ {
		f.Theme, f.ReviewOn, f.ShownBy = form.Line("theme"), form.Line("review_on"), form.Many("shown_by")
	}
	return f
}

// place reads what was typed; a day that cannot be read is a problem.
func (f placeForm) place(p *consult.Problems) consult.PostPlace {
	place := consult.PostPlace{Note: f.Note, ReviewOn: typedDay("review_on", "post.problem.day", f.ReviewOn, p)}
	place.ThemeID, _ = strconv.ParseInt(f.Theme, 10, 64) // anything else is no theme there is
	for _, value := range f.ShownBy {
		kind, number, _ := strings.Cut(value, "-")
		id, _ := strconv.ParseInt(number, 10, 64) // only what was offered is asked
		by := consult.ShownBy{PostID: id}
		if kind == shownByMeeting {
			by = consult.ShownBy{MeetingID: id}
		}
		if !slices.Contains(place.ShownBy, by) {
			place.ShownBy = append(place.ShownBy, by)
		}
	}
	return place
}

// What the value of a page that shows an entry begins with.
const (
	shownByMeeting = "bijeenkomst"
	shownByPost    = "bericht"
)

func shownByValue(by consult.ShownBy) string {
	if by.MeetingID != 0 {
		return fmt.Sprintf("%s-%d", shownByMeeting, by.MeetingID)
	}
	return fmt.Sprintf("%s-%d", shownByPost, by.PostID)
}

func (p *Pages) showPostPlace(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	return p.renderPostPlace(c, http.StatusOK, one, placeFormOf(one), nil)
}

func (p *Pages) renderPostPlace(c echo.Context, status int, one consult.Post, f placeForm,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := postPlaceView{Workspace: p.postWorkspace(c, one, postPlace), Edited: postEdited(one)}
	if one.Kind == consult.FAQ {
		themes, err := p.svc.Themes(c.Request().Context(), gate.Actor(c))
		if err != nil {
			return err
		}
		pages, err := p.pagesToShowOn(c, one)
		if err != nil {
			return err
		}
		v.Fields = append(v.Fields,
			fields.Select("theme", "post.form.theme", f.Theme, themeOptions(themes), page.Hint("post.form.theme_hint")),
			fields.Text("review_on", "post.form.review_on", f.ReviewOn, page.Type("date"), page.Optional(),
				page.Hint("post.form.review_on_hint")))
		if len(pages) > 0 {
			v.Fields = append(v.Fields,
				fields.Checks("shown_by", "post.form.shown_by", f.ShownBy, pages, page.Optional(),
					page.Hint("post.form.shown_by_hint")))
		}
	}
	v.Fields = append(v.Fields,
		fields.Area("note", "post.form.note", f.Note, page.Rows(5), page.Optional(), page.Max(consult.MaxPostNote),
			page.Hint("post.form.note_hint")))
	head := postHead(c, one, i18n.T(lang, "post.tab.gegevens"))
	head.Errors, head.Flash = fields.Summary(), desk.FlashOf(c, "post")
	return postPlacePage.Render(c, status, head, v)
}

// How many pages of a kind are offered to show an entry on.
const pagesOffered = 12

// pagesToShowOn are the coming and the last meetings, the last posts that are
// public, and those that show the entry now.
func (p *Pages) pagesToShowOn(c echo.Context, one consult.Post) ([]page.Option, error) {
	ctx, actor, lang := c.Request().Context(), gate.Actor(c), page.FrameOf(c).Lang
	var options []page.Option
	add := func(by consult.ShownBy, title, note string) {
		value := shownByValue(by)
		if !slices.ContainsFunc(options, func(o page.Option) bool { return o.Value == value }) {
			options = append(options, page.Option{Value: value, Text: title, Note: note})
		}
	}
	for _, f := range []consult.MeetingFilter{
		{State: consult.ComingMeeting}, {State: consult.PastMeeting, Down: true, Limit: pagesOffered},
	} {
		lines, _, err := p.svc.Meetings(ctx, actor, f)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			add(consult.ShownBy{MeetingID: l.Meeting.ID}, l.Meeting.Title,
				i18n.Span(lang, l.Meeting.Starts, l.Meeting.Ends))
		}
	}
	posts, _, err := p.svc.Posts(ctx, actor, consult.PostFilter{
		Kinds: consult.NewsKinds, State: consult.ReleasedPost, Limit: pagesOffered,
	})
	if err != nil {
		return nil, err
	}
	for _, post := range posts {
		add(consult.ShownBy{PostID: post.ID}, postTitle(lang, post), postKind(lang, post))
	}
	for _, by := range one.ShownBy {
		link, err := p.shownByLink(c, by)
		if err != nil {
			return nil, err
		}
		add(by, link.Text, "")
	}
	return options, nil
}

func (p *Pages) placePost(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	pages, err := p.pagesToShowOn(c, one)
	if err != nil {
		return err
	}
	f := typedPlace(c, one)
	f.ShownBy = slices.DeleteFunc(f.ShownBy, func(value string) bool {
		return !slices.ContainsFunc(pages, func(o page.Option) bool { return o.Value == value })
	})
	var problems consult.Problems
	place := f.place(&problems)
	if len(problems) > 0 {
		return p.renderPostPlace(c, http.StatusUnprocessableEntity, one, f, problems)
	}
	err = p.svc.PlacePost(c.Request().Context(), gate.Actor(c), one.ID, desk.Edited(c), place)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(one.ID, postPlace)+"?gedaan=placed")
	}
	problems, status, err := postRefused(err)
	if err != nil {
		return err
	}
	if one, err = p.postOf(c); err != nil {
		return err
	}
	return p.renderPostPlace(c, status, one, f, problems)
}

// postRefused sorts what a use case answered to a form: problems and a status
// to show the form again with, or an error that is not the form's.
func postRefused(err error) (consult.Problems, int, error) {
	problems, other := desk.AsProblems(err)
	switch {
	case other == nil:
		return problems, http.StatusUnprocessableEntity, nil
	case errors.Is(err, consult.ErrConflict):
		return consult.Problems{{Key: "post.problem.conflict"}}, http.StatusConflict, nil
	}
	return nil, 0, err
}
