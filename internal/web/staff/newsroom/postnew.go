package newsroom

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) postNewRoutes() []gate.Route {
	edit := gate.Staff(consult.EditPosts)
	return []gate.Route{
		gate.Get(address.Under(address.StaffPosts, address.ToNew), edit, p.showNewPost),
		gate.Post(address.Under(address.StaffPosts, address.ToNew), edit, p.makePost),
		gate.Get(address.Under(address.StaffAnswers, address.ToNew), edit, p.showNewAnswer),
		gate.Post(address.Under(address.StaffAnswers, address.ToNew), edit, p.makeAnswer),
	}
}

var postNewPage = page.New[postNewView]("staff/post/new.html", page.Staff)

// postNewView begins a draft; Missing says what must be there first.
type postNewView struct {
	Title, Lead string
	Fields      []page.Field
	Missing     *page.Empty
	Button      page.Button
	Back        string
}

func (p *Pages) showNewPost(c echo.Context) error {
	kind := consult.PostKind(gate.Query(c).Get("soort"))
	if !slices.Contains(consult.NewsKinds, kind) {
		kind = consult.News
	}
	return renderNewPost(c, http.StatusOK, kind, "", nil)
}

func renderNewPost(c echo.Context, status int, kind consult.PostKind, title string, problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	options := make([]page.Option, len(consult.NewsKinds))
	for i, one := range consult.NewsKinds {
		options[i] = page.Option{
			Value: string(one), Text: i18n.T(lang, "post.kind."+string(one)),
			Note: i18n.T(lang, "post.kind."+string(one)+".note"),
		}
	}
	v := postNewView{
		Title: i18n.T(lang, "post.new.title"), Lead: i18n.T(lang, "post.new.lead"), Back: address.StaffPosts,
		Fields: []page.Field{
			f.Radios("kind", "post.form.kind", string(kind), options),
			f.Text("title", "post.form.title", title, page.Max(consult.MaxPostTitle)),
		},
		Button: page.Button{Text: i18n.T(lang, "post.new.button"), Primary: true},
	}
	head := page.Head{Title: v.Title, Nav: page.NavPosts, Errors: f.Summary(), Crumbs: []page.Crumb{
		{Text: i18n.T(lang, "layout.staff.posts"), Href: address.StaffPosts}, {Text: v.Title},
	}}
	return postNewPage.Render(c, status, head, v)
}

func (p *Pages) makePost(c echo.Context) error {
	form := gate.FormOf(c)
	kind, title := consult.PostKind(form.Line("kind")), form.Line("title")
	var problems consult.Problems
	if !slices.Contains(consult.NewsKinds, kind) {
		problems.Add("kind", "post.problem.kind")
	}
	err := p.beginPost(c, kind, 0, title, problems)
	if problems, err = desk.AsProblems(err); err != nil || problems == nil {
		return err
	}
	return renderNewPost(c, http.StatusUnprocessableEntity, kind, title, problems)
}

// beginPost makes a draft and leads to where it is written. A press release
// begins with every municipality that exists today.
func (p *Pages) beginPost(c echo.Context, kind consult.PostKind, themeID int64, title string,
	problems consult.Problems) error {
	if title == "" {
		problems.Add("title", "post.problem.title")
	}
	if len(problems) > 0 {
		return problems
	}
	ctx, actor := c.Request().Context(), gate.Actor(c)
	text := consult.PostText{Title: title, Language: string(i18n.Dutch)}
	if kind == consult.PressRelease {
		register, err := p.svc.Municipalities(ctx, actor)
		if err != nil {
			return err
		}
		for _, m := range register {
			if m.ValidOn(p.now()) {
				text.Signatories = append(text.Signatories, consult.Signatory{
					ID: m.ID, Name: m.Name, SortKey: m.SortKey,
				})
			}
		}
	}
	id, err := p.svc.NewPost(ctx, actor, kind, themeID, text)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffPost(id, postEdit)+"?gedaan=made")
}

func (p *Pages) showNewAnswer(c echo.Context) error {
	return p.renderNewAnswer(c, http.StatusOK, gate.Query(c).Get("thema"), "", nil)
}

func (p *Pages) renderNewAnswer(c echo.Context, status int, theme, title string, problems consult.Problems) error {
	themes, err := p.svc.Themes(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	v := postNewView{
		Title: i18n.T(lang, "post.answer.new"), Lead: i18n.T(lang, "post.new.lead"), Back: address.StaffAnswers,
	}
	if len(themes) == 0 {
		v.Missing = noThemes(lang)
	} else {
		v.Fields = []page.Field{
			f.Text("title", "post.form.answer.title", title, page.Max(consult.MaxPostTitle),
				page.Hint("post.form.answer.title_hint")),
			f.Select("theme", "post.form.theme", theme, themeOptions(themes)),
		}
		v.Button = page.Button{Text: i18n.T(lang, "post.new.button"), Primary: true}
	}
	head := page.Head{Title: v.Title, Nav: page.NavAnswers, Errors: f.Summary(), Crumbs: []page.Crumb{
		{Text: i18n.T(lang, "layout.staff.answers"), Href: address.StaffAnswers}, {Text: v.Title},
	}}
	return postNewPage.Render(c, status, head, v)
}

func (p *Pages) makeAnswer(c echo.Context) error {
	form := gate.FormOf(c)
	title, theme := form.Line("title"), form.Line("theme")
	themeID, _ := strconv.ParseInt(theme, 10, 64) // anything else is no theme there is
	err := p.beginPost(c, consult.FAQ, themeID, title, nil)
	problems, err := desk.AsProblems(err)
	if err != nil || problems == nil {
		return err
	}
	return p.renderNewAnswer(c, http.StatusUnprocessableEntity, theme, title, problems)
}
