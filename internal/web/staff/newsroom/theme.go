package newsroom

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) themeRoutes() []gate.Route {
	see, edit := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.EditPosts)
	return []gate.Route{
		gate.Get(address.StaffThemes, see, p.listThemes),
		gate.Post(address.StaffThemes, edit, p.makeTheme),
		gate.Get(address.Under(address.StaffThemes, ":id"), edit, p.showTheme),
		gate.Post(address.Under(address.StaffThemes, ":id"), edit, p.changeTheme),
		gate.Post(address.Under(address.StaffThemes, ":id", address.ToUp), edit, p.moveTheme),
		gate.Post(address.Under(address.StaffThemes, ":id", address.ToDown), edit, p.moveTheme),
		gate.Post(address.Under(address.StaffThemes, ":id", address.ToDiscard), edit, p.removeTheme),
	}
}

var (
	themeListPage = page.New[themeListView]("staff/theme/list.html", page.Staff)
	themePage     = page.New[themeView]("staff/theme/edit.html", page.Staff)
)

type themeListView struct {
	Rows    []themeRow
	Fields  []page.Field
	MayEdit bool
	Empty   *page.Empty
}

type themeRow struct {
	ID, Href, Title, Lead, Count string
	Moves                        *moves
}

// noThemes says that questions need a theme first.
func noThemes(lang i18n.Lang) *page.Empty {
	return &page.Empty{
		Title: i18n.T(lang, "theme.empty"), Text: i18n.T(lang, "theme.empty_text"),
		Button: &page.Button{Text: i18n.T(lang, "theme.empty_button"), Href: address.StaffThemes, Icon: "plus"},
	}
}

func themeOptions(themes []service.StaffTheme) []page.Option {
	options := make([]page.Option, len(themes))
	for i, t := range themes {
		options[i] = page.Option{Value: strconv.FormatInt(t.ID, 10), Text: t.Title}
	}
	return options
}

func themeFields(f *page.Fields, t consult.Theme) []page.Field {
	return []page.Field{
		f.Text("title", "theme.form.title", t.Title, page.Max(80)),
		f.Text("lead", "theme.form.lead", t.Lead, page.Max(300), page.Optional(), page.Hint("theme.form.lead_hint")),
	}
}

func typedTheme(c echo.Context) consult.Theme {
	form := gate.FormOf(c)
	return consult.Theme{Title: form.Line("title"), Lead: form.Line("lead")}
}

func (p *Pages) listThemes(c echo.Context) error {
	return p.renderThemes(c, http.StatusOK, consult.Theme{}, nil)
}

func (p *Pages) renderThemes(c echo.Context, status int, typed consult.Theme, problems consult.Problems) error {
	themes, err := p.svc.Themes(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	v := themeListView{Fields: themeFields(f, typed), MayEdit: consult.Allow(gate.Actor(c), consult.EditPosts) == nil}
	for i, t := range themes {
		row := themeRow{
			ID: fmt.Sprintf("thema-%d", t.ID), Title: t.Title, Lead: t.Lead,
			Count: i18n.N(lang, "post.answer.total", len(t.Entries)),
		}
		if v.MayEdit {
			row.Href, row.Moves = address.StaffTheme(t.ID), newMoves(t.Title, address.StaffTheme(t.ID), i, len(themes))
		}
		v.Rows = append(v.Rows, row)
	}
	if len(themes) == 0 {
		v.Empty = &page.Empty{Title: i18n.T(lang, "theme.empty"), Text: i18n.T(lang, "theme.empty_text")}
	}
	head := themeHead(lang, i18n.T(lang, "theme.title"))
	head.Errors, head.Flash = f.Summary(), desk.FlashOf(c, "theme")
	return themeListPage.Render(c, status, head, v)
}

func themeHead(lang i18n.Lang, title string, way ...page.Crumb) page.Head {
	crumbs := append([]page.Crumb{{Text: i18n.T(lang, "layout.staff.answers"), Href: address.StaffAnswers}}, way...)
	return page.Head{Title: title, Nav: page.NavAnswers, Crumbs: append(crumbs, page.Crumb{Text: title})}
}

func (p *Pages) makeTheme(c echo.Context) error {
	typed := typedTheme(c)
	_, err := p.svc.SaveTheme(c.Request().Context(), gate.Actor(c), typed)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffThemes+"?gedaan=made")
	}
	problems, err := desk.AsProblems(err)
	if err != nil {
		return err
	}
	return p.renderThemes(c, http.StatusUnprocessableEntity, typed, problems)
}

type themeView struct {
	Title  string
	Fields []page.Field
	Back   string
	Used   string           // why it cannot be removed
	Remove *desk.ShelveView // nil while questions are in it
}

// themeOf reads the theme that the address names.
func (p *Pages) themeOf(c echo.Context) (service.StaffTheme, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return service.StaffTheme{}, err
	}
	all, err := p.svc.Themes(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return service.StaffTheme{}, err
	}
	for _, t := range all {
		if t.ID == id {
			return t, nil
		}
	}
	return service.StaffTheme{}, consult.ErrNotFound
}

func (p *Pages) showTheme(c echo.Context) error {
	t, err := p.themeOf(c)
	if err != nil {
		return err
	}
	return renderTheme(c, http.StatusOK, t, t.Theme, nil)
}

func renderTheme(c echo.Context, status int, t service.StaffTheme, typed consult.Theme,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	v := themeView{Title: t.Title, Fields: themeFields(f, typed), Back: address.StaffThemes}
	if len(t.Entries) > 0 {
		v.Used = i18n.N(lang, "theme.used", len(t.Entries))
	} else {
		v.Remove = &desk.ShelveView{
			Title: i18n.T(lang, "theme.remove"), Text: i18n.T(lang, "theme.remove_text", "Title", t.Title),
			Action: address.StaffTheme(t.ID, address.ToDiscard),
			Button: page.Button{Text: i18n.T(lang, "theme.remove"), Danger: true},
		}
	}
	head := themeHead(lang, t.Title, page.Crumb{Text: i18n.T(lang, "theme.title"), Href: address.StaffThemes})
	head.Errors = f.Summary()
	return themePage.Render(c, status, head, v)
}

func (p *Pages) changeTheme(c echo.Context) error {
	t, err := p.themeOf(c)
	if err != nil {
		return err
	}
	typed := typedTheme(c)
	typed.ID = t.ID
	if _, err := p.svc.SaveTheme(c.Request().Context(), gate.Actor(c), typed); err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return renderTheme(c, http.StatusUnprocessableEntity, t, typed, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffThemes+"?gedaan=saved")
}

func (p *Pages) moveTheme(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.MoveTheme(c.Request().Context(), gate.Actor(c), id, direction(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s?gedaan=moved#thema-%d", address.StaffThemes, id))
}

// removeTheme deletes a theme without questions. Whoever put a question in it
// meanwhile is not robbed of it.
func (p *Pages) removeTheme(c echo.Context) error {
	t, err := p.themeOf(c)
	if err != nil {
		return err
	}
	err = p.svc.RemoveTheme(c.Request().Context(), gate.Actor(c), t.ID)
	switch {
	case errors.Is(err, consult.ErrConflict):
		if t, err = p.themeOf(c); err != nil {
			return err
		}
		return renderTheme(c, http.StatusConflict, t, t.Theme, consult.Problems{{Key: "theme.problem.used"}})
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffThemes+"?gedaan=removed")
}
