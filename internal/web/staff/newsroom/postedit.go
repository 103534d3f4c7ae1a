package newsroom

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// maxPostForm is the largest form of a post: the longest text with every sign
// of it written as three.
const maxPostForm = 1 << 20

func (p *Pages) postEditRoutes() []gate.Route {
	edit := gate.Staff(consult.EditPosts)
	save := gate.Post(address.Under(address.StaffPosts, ":id", address.ToEdit), edit,
		p.savePost).WithMany("signatories")
	auto := gate.Post(address.Under(address.StaffPosts, ":id", address.ToSave), edit,
		p.autosavePost).WithMany("signatories")
	save.Body, auto.Body = maxPostForm, maxPostForm
	return []gate.Route{
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToEdit), edit, p.showPostEditor), save, auto,
		gate.Post(address.Under(address.StaffPosts, ":id", address.ToPresence), edit, p.seePost),
	}
}

var postEditPage = page.New[postEditView]("staff/post/edit.html", page.Staff)

type postEditView struct {
	Workspace postWorkspace
	Action    string
	Edited    page.Hidden
	Form      page.EditorForm
	State     page.EditorState
	Conflict  *postConflict
	Fields    postFields
	Save      *page.Button // nil: it cannot be saved any more
	Goal      *page.Button // saves, and goes on to publishing
	Files     postFiles
	Preview   page.Preview
	Plan      []page.Fact
	Checklist []page.ChecklistItem
	Checked   string // the time at which it was
}

// postConflict is what somebody else saved beside what was typed.
type postConflict struct {
	Title, Text string
	Parts       []postDifference
	Take        page.Link
}

// postEditing is what the editor shows: what was typed, and what came of it.
type postEditing struct {
	form     postForm
	status   int
	problems consult.Problems
	conflict bool // somebody else saved since
}

func (p *Pages) showPostEditor(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	if !one.WithdrawnAt.IsZero() {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(one.ID))
	}
	return p.renderPostEditor(c, one, postEditing{form: postFormOf(one.Working()), status: http.StatusOK})
}

func (p *Pages) renderPostEditor(c echo.Context, one consult.Post, e postEditing) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, e.problems)
	v := postEditView{
		Workspace: p.postWorkspace(c, one, postEdit), Action: address.StaffPost(one.ID, postEdit),
		Edited: postEdited(one), Preview: postPreview(lang, one),
		Form: p.editorForm(one),
		Save: &page.Button{Text: i18n.T(lang, "post.edit.save")},
		Goal: &page.Button{
			Text: i18n.T(lang, postGoal(one, p.now())), Name: "verder", Value: postPublish, Primary: true,
		},
	}
	for _, fill := range []func(echo.Context, consult.Post, *page.Fields, postEditing, *postEditView) error{
		p.fillWords, p.fillFiles, p.fillState, p.fillPlan,
	} {
		if err := fill(c, one, fields, e, &v); err != nil {
			return err
		}
	}
	if e.conflict {
		if err := p.besideTheirs(c, one, e.form, &v); err != nil {
			return err
		}
	}
	head := postHead(c, one, i18n.T(lang, "post.tab.wijzig"))
	head.Errors, head.Flash, head.Scripts = fields.Summary(), desk.FlashOf(c, "post"), []string{"editor.js"}
	return postEditPage.Render(c, e.status, head, v)
}

// editorForm are the addresses that the script of the editor uses.
func (p *Pages) editorForm(one consult.Post) page.EditorForm {
	return page.EditorForm{
		Save: address.StaffPost(one.ID, address.ToSave), Presence: address.StaffPost(one.ID, address.ToPresence),
		Files: address.StaffPost(one.ID, address.ToFiles), Preview: "voorbeeld",
		SignIn: address.SignIn, Page: address.StaffPost(one.ID, postEdit),
	}
}

// postGoal is what the button says that saves and goes on to publishing.
func postGoal(one consult.Post, now time.Time) string {
	switch {
	case one.PublicAt(now):
		return "post.edit.to_correct"
	case one.Scheduled(now):
		return "post.edit.to_schedule"
	}
	return "post.edit.to_publish"
}

func (p *Pages) fillWords(c echo.Context, one consult.Post, fields *page.Fields, e postEditing, v *postEditView) error {
	var none consult.Problems
	register, err := p.registerOn(c, one.On(e.form.text(one.Kind, &none), p.now()), e.form.Signatories)
	v.Fields = newPostFields(page.FrameOf(c).Lang, fields, one.Kind, e.form, register)
	return err
}

func (p *Pages) fillState(c echo.Context, one consult.Post, _ *page.Fields, e postEditing, v *postEditView) error {
	ctx, actor, lang := c.Request().Context(), gate.Actor(c), page.FrameOf(c).Lang
	writers, err := p.svc.Writers(ctx, actor, one.ID)
	if err != nil {
		return err
	}
	if len(writers) > 0 {
		v.State.Others = i18n.T(lang, "post.edit.others", "Names", strings.Join(writerNames(lang, writers), "; "))
	}
	if e.status != http.StatusOK {
		v.State.Text = i18n.T(lang, "part.editor.unsaved")
		return nil
	}
	colleagues, err := p.svc.Colleagues(ctx, actor)
	v.State.Text = i18n.T(lang, "post.edited", "Date", i18n.DateTime(lang, one.EditedAt), "Name",
		desk.NameOf(lang, colleagues, one.EditedBy))
	return err
}

func writerNames(lang i18n.Lang, writers []consult.Writer) []string {
	names := make([]string, len(writers))
	for i, w := range writers {
		names[i] = i18n.T(lang, "post.writer", "Name", w.Name, "Since", i18n.Clock(lang, w.Since))
	}
	return names
}

func (p *Pages) fillPlan(c echo.Context, one consult.Post, _ *page.Fields, _ postEditing, v *postEditView) error {
	lang := page.FrameOf(c).Lang
	found, err := p.svc.PostFindings(c.Request().Context(), gate.Actor(c), one.ID)
	v.Checklist = postChecklist(lang, one, found, "")
	v.Plan, v.Checked = postPlan(lang, one, v.Files.count(), p.now()), i18n.Clock(lang, p.now())
	return err
}

// besideTheirs shows what was typed beside what somebody else saved. The script
// does not save by itself then: whose words stay is for a person to say.
func (p *Pages) besideTheirs(c echo.Context, one consult.Post, f postForm, v *postEditView) error {
	lang := page.FrameOf(c).Lang
	v.Form.Save, v.Form.Files = "", ""
	v.Goal = nil
	v.Conflict = &postConflict{
		Title: i18n.T(lang, "post.conflict.title"), Text: i18n.T(lang, "post.conflict.text"),
		Take: page.Link{Text: i18n.T(lang, "post.conflict.take"), Href: address.StaffPost(one.ID, postEdit)},
	}
	if one.WithdrawnAt.IsZero() {
		v.Save = &page.Button{Text: i18n.T(lang, "post.conflict.mine"), Primary: true}
	} else {
		v.Save, v.Conflict.Take.Href = nil, address.StaffPost(one.ID)
		v.Conflict.Title, v.Conflict.Text = i18n.T(lang, "post.conflict.withdrawn"),
			i18n.T(lang, "post.conflict.withdrawn_text")
	}
	var none consult.Problems
	mine := f.text(one.Kind, &none)
	var err error
	if mine.Signatories, err = p.namesOf(c, f.signed(one.Kind)); err != nil {
		return err
	}
	v.Conflict.Parts = postDifferences(lang, one.Kind, one.Working(), mine)
	for i := range v.Conflict.Parts {
		v.Conflict.Parts[i].Was, v.Conflict.Parts[i].Now = i18n.T(lang, "post.conflict.theirs"),
			i18n.T(lang, "post.conflict.yours")
	}
	return nil
}

// namesOf are municipalities by their ids, for showing a difference.
func (p *Pages) namesOf(c echo.Context, ids []int64) ([]consult.Signatory, error) {
	all, err := p.svc.Municipalities(c.Request().Context(), gate.Actor(c))
	var named []consult.Signatory
	for _, m := range all {
		if slices.Contains(ids, m.ID) {
			named = append(named, consult.Signatory{ID: m.ID, Name: m.Name})
		}
	}
	return named, err
}

// postEdited carries the save of the post that a form was made from.
func postEdited(one consult.Post) page.Hidden {
	return page.Hidden{Name: "edited", Value: strconv.FormatInt(one.Edited, 10)}
}

// keepTyped saves what was typed and returns the post as it then is. What
// cannot be saved is returned to be shown again. What is no different from what
// stands there is not saved: a text that is public would seem to wait for a
// correction.
func (p *Pages) keepTyped(c echo.Context) (consult.Post, *postEditing, error) {
	one, err := p.postOf(c)
	if err != nil {
		return one, nil, err
	}
	e := postEditing{form: typedPost(c), status: http.StatusUnprocessableEntity}
	if e.form.same(one) {
		return one, nil, nil
	}
	text := e.form.text(one.Kind, &e.problems)
	if len(e.problems) > 0 {
		more, _ := desk.AsProblems(text.Check())
		e.problems = append(e.problems, more...)
		return one, &e, nil
	}
	_, err = p.svc.SavePost(c.Request().Context(), gate.Actor(c), one.ID, desk.Edited(c), text, e.form.signed(one.Kind))
	conflict := errors.Is(err, consult.ErrConflict)
	switch {
	case errors.As(err, &e.problems):
		return one, &e, nil
	case err != nil && !conflict:
		return one, nil, err
	}
	if one, err = p.postOf(c); !conflict {
		return one, nil, err
	}
	e.conflict, e.status = true, http.StatusConflict
	return one, &e, err
}

func (p *Pages) savePost(c echo.Context) error {
	one, again, err := p.keepTyped(c)
	switch {
	case err != nil:
		return err
	case again != nil:
		return p.renderPostEditor(c, one, *again)
	}
	// Without the script this is the one sign that somebody is writing here.
	if _, err := p.svc.SeePost(c.Request().Context(), gate.Actor(c), one.ID); err != nil {
		return err
	}
	if gate.FormOf(c).Line("verder") == postPublish {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(one.ID, postPublish))
	}
	return c.Redirect(http.StatusSeeOther, address.StaffPost(one.ID, postEdit)+"?gedaan=saved")
}

// What the script of the editor reads; see static/js/editor.js.
type (
	savedAnswer struct {
		Edited int64  `json:"edited"`
		Saved  string `json:"saved"`
	}
	problemAnswer struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	}
	refusedAnswer struct {
		Message  string          `json:"message,omitempty"`
		Problems []problemAnswer `json:"problems,omitempty"`
	}
	othersAnswer struct {
		Others []string `json:"others"`
	}
)

// autosavePost is the same save, asked for by the script.
func (p *Pages) autosavePost(c echo.Context) error {
	if !gate.WantsJSON(c) {
		return p.savePost(c)
	}
	one, again, err := p.keepTyped(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	switch {
	case again == nil:
		return c.JSON(http.StatusOK, savedAnswer{one.Edited, timeOfDay(lang, p.now())})
	case again.conflict:
		return c.JSON(again.status, refusedAnswer{Message: i18n.T(lang, "post.conflict.short")})
	}
	var answer refusedAnswer
	for _, one := range again.problems {
		answer.Problems = append(answer.Problems, problemAnswer{one.Field, i18n.T(lang, one.Key, one.Args...)})
	}
	return c.JSON(again.status, answer)
}

// timeOfDay is the time alone, without "uur".
func timeOfDay(lang i18n.Lang, t time.Time) string {
	if lang == i18n.English {
		return t.In(i18n.Zone()).Format("15:04")
	}
	return t.In(i18n.Zone()).Format("15.04")
}

// seePost hears that a text is open, and tells who else has it open.
func (p *Pages) seePost(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	writers, err := p.svc.SeePost(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	if !gate.WantsJSON(c) {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(id, postEdit))
	}
	return c.JSON(http.StatusOK, othersAnswer{writerNames(page.FrameOf(c).Lang, writers)})
}
