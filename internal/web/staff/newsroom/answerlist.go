package newsroom

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) answerListRoutes() []gate.Route {
	see, edit := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.EditPosts)
	return []gate.Route{
		gate.Get(address.StaffAnswers, see, p.listAnswers),
		gate.Get(address.Under(address.StaffAnswers, address.ToList+address.AsCSV), see, p.exportAnswers),
		gate.Get(address.Under(address.StaffAnswers, address.ToList+address.AsXLSX), see, p.exportAnswers),
		gate.Post(address.Under(address.StaffAnswers, ":id", address.ToUp), edit, p.moveAnswer),
		gate.Post(address.Under(address.StaffAnswers, ":id", address.ToDown), edit, p.moveAnswer),
	}
}

var answerListPage = page.New[answerListView]("staff/post/answers.html", page.Staff)

type answerListView struct {
	New     *page.Button
	Themes  *page.Button
	States  page.Chips
	Filter  page.Filter
	Groups  []answerGroup
	MayMove bool
	Columns int
	Total   string
	Exports []page.Link
	Empty   *page.Empty
}

// answerGroup is a theme with its questions in their order.
type answerGroup struct {
	ID, Title, Lead string
	Rows            []answerRow
}

type answerRow struct {
	ID string // of the row, so that one comes back to it
	postRow
	Review string // the day on which somebody must look at it
	Due    bool   // that day has come
	Moves  *moves
}

// moves are the buttons that put something one place further in its list, each
// with its address; empty at an end.
type moves struct {
	Title, Form, Up, Down string
}

// newMoves makes the buttons of item i of n; nil where there is no order.
func newMoves(title, path string, i, n int) *moves {
	m := &moves{Title: title, Up: address.Under(path, address.ToUp), Down: address.Under(path, address.ToDown)}
	m.Form = m.Down
	if i == 0 {
		m.Up = ""
	}
	if i == n-1 {
		m.Down, m.Form = "", m.Up
	}
	if m.Form == "" {
		return nil
	}
	return m
}

// answerFilter narrows the list of questions: their state, and words of the
// question.
type answerFilter struct {
	state  consult.PostState
	search string
}

func answerFilterOf(q url.Values) answerFilter {
	f := answerFilter{consult.PostState(q.Get(desk.QueryState)), i18n.Tidy(q.Get(desk.QuerySearch))}
	if !slices.Contains(consult.PostStates, f.state) {
		f.state = consult.AnyPost
	}
	return f
}

// takes says whether an entry passes.
func (f answerFilter) takes(one consult.Post, now time.Time) bool {
	switch f.state {
	case consult.AnyPost:
	case consult.ReviewPost:
		if !one.ReviewDue(now) {
			return false
		}
	default:
		if one.State(now) != f.state {
			return false
		}
	}
	return strings.Contains(strings.ToLower(one.Working().Title+" "+one.Text.Title+" "+one.Note),
		strings.ToLower(f.search))
}

func (f answerFilter) narrows() bool { return f.state != consult.AnyPost || f.search != "" }

// answerGroups are the themes with the entries that pass the filter. Entries
// can be moved only where all of them are shown.
func (p *Pages) answerGroups(c echo.Context, f answerFilter) ([]answerGroup, int, error) {
	ctx, actor := c.Request().Context(), gate.Actor(c)
	themes, err := p.svc.Themes(ctx, actor)
	if err != nil {
		return nil, 0, err
	}
	colleagues, err := p.svc.Colleagues(ctx, actor)
	if err != nil {
		return nil, 0, err
	}
	may := mayMove(actor, f)
	var groups []answerGroup
	total := 0
	for _, t := range themes {
		g := p.answerGroup(c, t, colleagues, f, may)
		if total += len(g.Rows); len(g.Rows) > 0 || !f.narrows() {
			groups = append(groups, g)
		}
	}
	return groups, total, nil
}

func mayMove(actor consult.Actor, f answerFilter) bool {
	return consult.Allow(actor, consult.EditPosts) == nil && !f.narrows()
}

func (p *Pages) answerGroup(c echo.Context, t service.StaffTheme, colleagues []consult.Staff, f answerFilter,
	may bool) answerGroup {
	lang, now := page.FrameOf(c).Lang, p.now()
	g := answerGroup{ID: fmt.Sprintf("thema-%d", t.ID), Title: t.Title, Lead: t.Lead}
	for i, one := range t.Entries {
		if !f.takes(one, now) {
			continue
		}
		row := answerRow{
			ID: answerAnchor(one.ID), postRow: newPostRow(lang, one, colleagues, now), Due: one.ReviewDue(now),
		}
		if !one.ReviewOn.IsZero() && one.WithdrawnAt.IsZero() {
			row.Review = i18n.DateShort(lang, one.ReviewOn)
		}
		if may {
			row.Moves = newMoves(row.Title, fmt.Sprintf("%s/%d", address.StaffAnswers, one.ID), i, len(t.Entries))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func answerAnchor(postID int64) string { return fmt.Sprintf("vraag-%d", postID) }

func (p *Pages) listAnswers(c echo.Context) error {
	q := gate.Query(c)
	f := answerFilterOf(q)
	groups, total, err := p.answerGroups(c, f)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := answerListView{
		States: postStateChips(lang, address.StaffAnswers, q, f.state, consult.PostStates),
		Filter: answerFilterForm(lang, q, f), Groups: groups,
		Total: i18n.N(lang, "post.answer.total", total), Exports: desk.Exports(address.StaffAnswers, q),
		MayMove: mayMove(gate.Actor(c), f), Columns: 4,
	}
	if v.MayMove {
		v.Columns++
	}
	if consult.Allow(gate.Actor(c), consult.EditPosts) == nil {
		v.Themes = &page.Button{Text: i18n.T(lang, "theme.title"), Href: address.StaffThemes, Icon: "list"}
		v.New = &page.Button{
			Text: i18n.T(lang, "post.answer.new"), Href: address.Under(address.StaffAnswers, address.ToNew),
			Icon: "plus", Primary: true,
		}
	}
	v.Empty = noAnswers(lang, v, total, f)
	head := page.Head{Title: i18n.T(lang, "layout.staff.answers"), Nav: page.NavAnswers, Flash: desk.FlashOf(c, "post")}
	return answerListPage.Render(c, http.StatusOK, head, v)
}

// noAnswers says what to do first where there is nothing to show; nil where
// there is. Themes without questions are shown as long as nothing narrows.
func noAnswers(lang i18n.Lang, v answerListView, total int, f answerFilter) *page.Empty {
	switch {
	case total > 0:
		return nil
	case f.narrows():
		return &page.Empty{Title: i18n.T(lang, "post.answer.empty"), Text: i18n.T(lang, "post.answer.empty_text")}
	case len(v.Groups) == 0:
		return noThemes(lang)
	}
	return nil
}

func answerFilterForm(lang i18n.Lang, q url.Values, f answerFilter) page.Filter {
	fields := page.NewFields(lang, nil)
	form := page.Filter{Label: i18n.T(lang, "post.answer.filter"), Action: address.StaffAnswers, Fields: []page.Field{
		fields.Text(desk.QuerySearch, "post.answer.search", f.search, page.Type("search"), page.Wide(), page.Max(100)),
	}}
	form.Keep = desk.KeptIn(q, desk.QueryState)
	return form
}

// exportAnswers writes what the list shows.
func (p *Pages) exportAnswers(c echo.Context) error {
	groups, _, err := p.answerGroups(c, answerFilterOf(gate.Query(c)))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	var rows [][]string
	for _, g := range groups {
		for _, r := range g.Rows {
			rows = append(rows, []string{
				g.Title, r.Title, r.Status.Text, r.Since, r.Pending, r.Review, r.Edited, r.EditedBy,
			})
		}
	}
	header := postHeader(lang, "theme", "question", "state", "moment", "pending", "review", "edited", "edited_by")
	return p.SendTable(c, service.Taken{List: "answers", Object: "post"}, i18n.T(lang, "layout.staff.answers"), header,
		rows)
}

func (p *Pages) moveAnswer(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.MoveAnswer(c.Request().Context(), gate.Actor(c), id, direction(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffAnswers+"?gedaan=moved#"+answerAnchor(id))
}

// direction is which way an address moves something in its list.
func direction(c echo.Context) int {
	if path.Base(c.Path()) == address.ToUp {
		return -1
	}
	return 1
}
