package newsroom

import (
	"net/http"
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

func (p *Pages) postWithdrawRoutes() []gate.Route {
	edit := gate.Staff(consult.EditPosts)
	return []gate.Route{
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToWithdraw), edit, p.showWithdrawPost),
		gate.Post(address.Under(address.StaffPosts, ":id", address.ToWithdraw), edit, p.withdrawPost),
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToDropChanges), edit, p.showDropPending),
		gate.Post(address.Under(address.StaffPosts, ":id", address.ToDropChanges), edit, p.dropPending),
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToDiscard), edit, p.showDiscardPost),
		gate.Post(address.Under(address.StaffPosts, ":id", address.ToDiscard), edit, p.discardPost),
	}
}

var postConfirmPage = page.New[postConfirmView]("staff/post/confirm.html", page.Staff)

// postConfirmView names what is lost before a post is withdrawn or thrown away,
// or before what was written over it is.
type postConfirmView struct {
	Workspace   postWorkspace
	Title, Lead string
	Edited      page.Hidden
	Lost        []page.Fact
	Parts       []postDifference
	Fields      []page.Field
	Button      page.Button
	Back        string
}

// renderPostConfirm shows such a page; act names its texts.
func (p *Pages) renderPostConfirm(c echo.Context, status int, one consult.Post, act string, v postConfirmView,
	fields *page.Fields) error {
	lang := page.FrameOf(c).Lang
	v.Workspace, v.Edited, v.Back = p.postWorkspace(c, one, postNone), postEdited(one), address.StaffPost(one.ID)
	v.Title, v.Lead = i18n.T(lang, "post."+act+".title"), i18n.T(lang, "post."+act+".lead")
	v.Button = page.Button{Text: i18n.T(lang, "post."+act+".button"), Danger: true}
	head := postHead(c, one, v.Title)
	head.Errors = fields.Summary()
	return postConfirmPage.Render(c, status, head, v)
}

func (p *Pages) showWithdrawPost(c echo.Context) error {
	one, err := p.postOf(c)
	if err == nil && !one.ReadableAt(p.now()) {
		err = consult.ErrConflict
	}
	if err != nil {
		return err
	}
	return p.renderWithdrawPost(c, http.StatusOK, one, nil)
}

func (p *Pages) renderWithdrawPost(c echo.Context, status int, one consult.Post, problems consult.Problems) error {
	form := gate.FormOf(c)
	f := page.NewFields(page.FrameOf(c).Lang, problems)
	v := postConfirmView{Fields: []page.Field{
		f.Text("why", "post.withdraw.why", form.Line("why"), page.Max(consult.MaxReason),
			page.Hint("post.withdraw.why_hint")),
	}}
	if one.Kind == consult.FAQ {
		options, err := p.otherAnswers(c, one)
		if err != nil {
			return err
		}
		v.Fields = append(v.Fields,
			f.Select("replaced_by", "post.withdraw.replaced_by", form.Line("replaced_by"), options,
				page.Optional(), page.Hint("post.withdraw.replaced_by_hint")))
	}
	return p.renderPostConfirm(c, status, one, "withdraw", v, f)
}

// otherAnswers are the readable entries that can answer instead of one.
func (p *Pages) otherAnswers(c echo.Context, one consult.Post) ([]page.Option, error) {
	themes, err := p.svc.Themes(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return nil, err
	}
	options := []page.Option{{Text: i18n.T(page.FrameOf(c).Lang, "post.withdraw.nothing")}}
	for _, t := range themes {
		for _, other := range t.Entries {
			if other.ID != one.ID && other.ReadableAt(p.now()) {
				options = append(options, page.Option{
					Value: strconv.FormatInt(other.ID, 10), Text: t.Title + ": " + other.Text.Title,
				})
			}
		}
	}
	return options, nil
}

func (p *Pages) withdrawPost(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	form := gate.FormOf(c)
	err = p.svc.WithdrawPost(c.Request().Context(), gate.Actor(c), one.ID, desk.Edited(c), form.Line("why"),
		form.ID("replaced_by"))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(one.ID)+"?gedaan=withdrawn")
	}
	problems, status, err := postRefused(err)
	if err != nil {
		return err
	}
	if one, err = p.postOf(c); err != nil {
		return err
	}
	if !one.ReadableAt(p.now()) {
		return consult.ErrConflict
	}
	return p.renderWithdrawPost(c, status, one, problems)
}

func (p *Pages) showDropPending(c echo.Context) error {
	one, err := p.postOf(c)
	if err == nil && one.Pending == nil {
		err = consult.ErrConflict
	}
	if err != nil {
		return err
	}
	return p.renderDropPending(c, http.StatusOK, one, nil)
}

func (p *Pages) renderDropPending(c echo.Context, status int, one consult.Post, problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	v := postConfirmView{Parts: postDifferences(lang, one.Kind, one.Text, one.Working())}
	for i := range v.Parts {
		v.Parts[i].Was, v.Parts[i].Now = i18n.T(lang, "post.drop.stays"), i18n.T(lang, "post.drop.goes")
	}
	return p.renderPostConfirm(c, status, one, "drop", v, page.NewFields(lang, problems))
}

func (p *Pages) dropPending(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	err = p.svc.DropPending(c.Request().Context(), gate.Actor(c), one.ID, desk.Edited(c))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(one.ID)+"?gedaan=dropped")
	}
	problems, status, err := postRefused(err)
	if err != nil || one.Pending == nil {
		return errOr(err, consult.ErrConflict)
	}
	return p.renderDropPending(c, status, one, problems)
}

// errOr is the error, or the other when there is none.
func errOr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func (p *Pages) showDiscardPost(c echo.Context) error {
	one, err := p.postOf(c)
	if err == nil && !one.Draft() {
		err = consult.ErrConflict
	}
	if err != nil {
		return err
	}
	return p.renderDiscardPost(c, http.StatusOK, one, nil)
}

func (p *Pages) renderDiscardPost(c echo.Context, status int, one consult.Post, problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	files, err := p.svc.PostFiles(c.Request().Context(), gate.Actor(c), one.ID)
	if err != nil {
		return err
	}
	f := facts{lang: lang}
	text := one.Working()
	f.add("post.form.title", postTitle(lang, one))
	f.add("post.form.lead", text.Lead)
	f.add("post.discard.words", i18n.N(lang, "post.words", len(strings.Fields(text.Body))))
	if len(files) > 0 {
		f.add("post.fact.files", i18n.N(lang, "meeting.publish.files", len(files)))
	}
	f.add("post.fact.note", one.Note)
	return p.renderPostConfirm(c, status, one, "discard", postConfirmView{Lost: f.rows}, page.NewFields(lang, problems))
}

func (p *Pages) discardPost(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	list, _ := postListOf(page.FrameOf(c).Lang, one)
	err = p.svc.DiscardPost(c.Request().Context(), gate.Actor(c), one.ID, desk.Edited(c))
	if err == nil {
		return c.Redirect(http.StatusSeeOther, list.Href+"?gedaan=discarded")
	}
	problems, status, err := postRefused(err)
	if err != nil {
		return err
	}
	if one, err = p.postOf(c); err != nil || !one.Draft() {
		return errOr(err, consult.ErrConflict)
	}
	return p.renderDiscardPost(c, status, one, problems)
}
