package newsroom

import (
	"net/http"
	"net/url"
	"slices"
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

// postRoutes are all pages on which texts are listed, written and published,
// entries of the frequently asked questions too.
func (p *Pages) postRoutes() []gate.Route {
	return slices.Concat(
		p.postListRoutes(), p.postNewRoutes(), p.postWorkspaceRoutes(), p.postEditRoutes(), p.postFileRoutes(),
		p.postPlaceRoutes(),
		p.postPublishRoutes(), p.postWithdrawRoutes(), p.answerListRoutes(), p.themeRoutes(),
	)
}

func (p *Pages) postListRoutes() []gate.Route {
	see := gate.Staff(consult.SeeStaffSide)
	return []gate.Route{
		gate.Get(address.StaffPosts, see, p.listPosts),
		gate.Get(address.Under(address.StaffPosts, address.ToList+address.AsCSV), see, p.exportPosts),
		gate.Get(address.Under(address.StaffPosts, address.ToList+address.AsXLSX), see, p.exportPosts),
	}
}

var postListPage = page.New[postListView]("staff/post/list.html", page.Staff)

type postListView struct {
	New     *page.Button
	Kinds   page.Chips
	States  page.Chips
	Filter  page.Filter
	Rows    []postRow
	Total   string
	Pager   *page.Pager
	Exports []page.Link
	Empty   *page.Empty
}

type postRow struct {
	Href, Title, Kind string
	Status            page.Status
	Since             string // or until when it is in its state
	Pending           string // that a correction is being written
	Edited, EditedBy  string
}

// postFilter reads the filter from the address bar; what it does not know does
// not narrow.
func postFilter(q url.Values) consult.PostFilter {
	f := consult.PostFilter{
		Kinds: consult.NewsKinds, State: consult.PostState(q.Get(desk.QueryState)),
		Search: i18n.Tidy(q.Get(desk.QuerySearch)),
	}
	if kind := consult.PostKind(q.Get(desk.QueryType)); slices.Contains(consult.NewsKinds, kind) {
		f.Kinds = []consult.PostKind{kind}
	}
	if !slices.Contains(postListStates, f.State) {
		f.State = consult.AnyPost
	}
	return f
}

// postListStates are the states of the list of news: nothing in it has a review
// date.
var postListStates = slices.DeleteFunc(slices.Clone(consult.PostStates),
	func(s consult.PostState) bool { return s == consult.ReviewPost })

func (p *Pages) listPosts(c echo.Context) error {
	q := gate.Query(c)
	f := postFilter(q)
	f.Limit, f.Offset = desk.PerPage, desk.PlaceIn(q)
	rows, total, err := p.postRows(c, f)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := postListView{
		Kinds: postKindChips(lang, q, f), States: postStateChips(lang, address.StaffPosts, q, f.State, postListStates),
		Filter: postFilterForm(lang, q, f),
		Rows:   rows, Total: i18n.N(lang, "post.list.total", total),
		Pager: desk.Pager(lang, address.StaffPosts, q, len(rows), total), Exports: desk.Exports(address.StaffPosts, q),
	}
	if consult.Allow(gate.Actor(c), consult.EditPosts) == nil {
		v.New = &page.Button{Text: i18n.T(lang, "post.list.new"), Href: newPostHref(f), Icon: "plus", Primary: true}
	}
	if total == 0 {
		v.Empty = &page.Empty{Title: i18n.T(lang, "post.list.empty"), Text: i18n.T(lang, "post.list.empty_text")}
		if v.New != nil { // the head has it as the one primary button
			v.Empty.Button = &page.Button{Text: v.New.Text, Href: v.New.Href, Icon: v.New.Icon}
		}
	}
	head := page.Head{Title: i18n.T(lang, "layout.staff.posts"), Nav: page.NavPosts, Flash: desk.FlashOf(c, "post")}
	return postListPage.Render(c, http.StatusOK, head, v)
}

// newPostHref makes a new post of the kind that the list is narrowed to.
func newPostHref(f consult.PostFilter) string {
	if len(f.Kinds) == 1 {
		return address.Under(address.StaffPosts, address.ToNew) + "?soort=" + string(f.Kinds[0])
	}
	return address.Under(address.StaffPosts, address.ToNew)
}

func postKindChips(lang i18n.Lang, q url.Values, f consult.PostFilter) page.Chips {
	chips := page.Chips{Label: i18n.T(lang, "post.list.kinds"), Items: []page.Chip{{
		Text: i18n.T(lang, "post.list.all_kinds"),
		Href: desk.WithQuery(address.StaffPosts, q, desk.QueryType, "", desk.QueryPlace, ""), Current: len(f.Kinds) > 1,
	}}}
	for _, kind := range consult.NewsKinds {
		chips.Items = append(chips.Items, page.Chip{
			Text:    i18n.T(lang, "post.kinds."+string(kind)),
			Href:    desk.WithQuery(address.StaffPosts, q, desk.QueryType, string(kind), desk.QueryPlace, ""),
			Current: len(f.Kinds) == 1 && f.Kinds[0] == kind,
		})
	}
	return chips
}

// postStateChips narrow a list of posts or of questions.
func postStateChips(lang i18n.Lang, path string, q url.Values, current consult.PostState,
	states []consult.PostState) page.Chips {
	chips := page.Chips{Label: i18n.T(lang, "post.list.states")}
	for _, s := range states {
		key := "post.list.state." + string(s)
		if s == consult.AnyPost {
			key = "post.list.all"
		}
		chips.Items = append(chips.Items, page.Chip{
			Text: i18n.T(lang, key), Href: desk.WithQuery(path, q, desk.QueryState, string(s), desk.QueryPlace, ""),
			Current: s == current,
		})
	}
	return chips
}

func postFilterForm(lang i18n.Lang, q url.Values, f consult.PostFilter) page.Filter {
	fields := page.NewFields(lang, nil)
	form := page.Filter{Label: i18n.T(lang, "post.list.filter"), Action: address.StaffPosts, Fields: []page.Field{
		fields.Text(desk.QuerySearch, "post.list.search", f.Search, page.Type("search"), page.Wide(), page.Max(100)),
	}}
	form.Keep = desk.KeptIn(q, desk.QueryState, desk.QueryType)
	return form
}

// postRows reads a page of the list with the names of who edited what.
func (p *Pages) postRows(c echo.Context, f consult.PostFilter) ([]postRow, int, error) {
	ctx, actor := c.Request().Context(), gate.Actor(c)
	posts, total, err := p.svc.Posts(ctx, actor, f)
	if err != nil {
		return nil, 0, err
	}
	colleagues, err := p.svc.Colleagues(ctx, actor)
	if err != nil {
		return nil, 0, err
	}
	lang, now := page.FrameOf(c).Lang, p.now()
	rows := make([]postRow, len(posts))
	for i, one := range posts {
		rows[i] = newPostRow(lang, one, colleagues, now)
	}
	return rows, total, nil
}

func newPostRow(lang i18n.Lang, one consult.Post, colleagues []consult.Staff, now time.Time) postRow {
	row := postRow{
		Href: address.StaffPost(one.ID), Title: postTitle(lang, one), Kind: i18n.T(lang, "post.kind."+string(one.Kind)),
		Status: postStatus(lang, one, now),
		Since:  postSince(lang, one, now), Edited: desk.Moment(lang, one.EditedAt),
		EditedBy: desk.NameOf(lang, colleagues, one.EditedBy),
	}
	if one.Pending != nil {
		row.Pending = pendingWord(lang, one, now)
	}
	return row
}

// pendingWord says what is being written over a text: a correction of what is
// public, a change of what is still to come.
func pendingWord(lang i18n.Lang, one consult.Post, now time.Time) string {
	if one.PublicAt(now) {
		return i18n.T(lang, "post.pending.correction")
	}
	return i18n.T(lang, "post.pending.change")
}

// exportPosts writes what the list shows, all pages of it.
func (p *Pages) exportPosts(c echo.Context) error {
	rows, _, err := p.postRows(c, postFilter(gate.Query(c)))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	header := postHeader(lang, "title", "kind", "state", "moment", "pending", "edited", "edited_by")
	table := make([][]string, len(rows))
	for i, r := range rows {
		table[i] = []string{r.Title, r.Kind, r.Status.Text, r.Since, r.Pending, r.Edited, r.EditedBy}
	}
	return p.SendTable(c, service.Taken{List: "posts", Object: "post"}, i18n.T(lang, "layout.staff.posts"), header,
		table)
}

func postHeader(lang i18n.Lang, columns ...string) []string {
	header := make([]string, len(columns))
	for i, key := range columns {
		header[i] = i18n.T(lang, "post.list.column."+key)
	}
	return header
}
