package newsroom

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) postPublishRoutes() []gate.Route {
	edit := gate.Staff(consult.EditPosts)
	return []gate.Route{
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToPublish), edit, p.showPublishPost),
		gate.Post(address.Under(address.StaffPosts, ":id", address.ToPublish), edit, p.publishPost),
		gate.Post(address.Under(address.StaffPosts, ":id", address.ToUnschedule), edit, p.unschedulePost),
	}
}

var postPublishPage = page.New[postPublishView]("staff/post/publish.html", page.Staff)

type postPublishView struct {
	Workspace  postWorkspace
	Title      string
	Edited     page.Hidden
	Notice     *page.Notice // what somebody else did meanwhile
	Plan       []page.Fact
	Checklist  []page.ChecklistItem
	Wrong      string // why it cannot be published yet
	Parts      []postDifference
	Same       string // a correction that differs in nothing
	When       *page.Field
	At, AtTime *page.Field
	Reason     *page.Field
	Agreed     *page.Field
	Button     *page.Button
	Unschedule string // address; empty: it is not planned
	Preview    page.Preview
}

// The answers to when a post becomes public.
const (
	publishNow   = "nu"
	publishLater = "later"
)

// publishForm is what somebody typed on the way to publishing.
type publishForm struct {
	When, At, AtTime, Reason string
	Agreed                   bool
}

// publishFormOf begins with now, or with the moment that is planned.
func publishFormOf(one consult.Post, now time.Time) publishForm {
	if !one.Scheduled(now) {
		return publishForm{When: publishNow}
	}
	return publishForm{
		When: publishLater, At: i18n.DayOf(one.ReleasedAt).String(), AtTime: desk.ClockOf(one.ReleasedAt),
	}
}

func typedPublish(c echo.Context) publishForm {
	form := gate.FormOf(c)
	return publishForm{
		When: form.Line("when"), At: form.Line("at"), AtTime: form.Line("at_time"), Reason: form.Line("reason"),
		Agreed: form.Flag("check"),
	}
}

// instant is the chosen moment; zero is now. A time that does not exist is a
// problem; of one that comes twice it is the later.
func (f publishForm) instant(p *consult.Problems) time.Time {
	if f.When != publishLater {
		return time.Time{}
	}
	at, err := i18n.ParseLocal(f.At, f.AtTime)
	switch {
	case errors.Is(err, i18n.ErrNoSuchTime):
		p.Add("at_time", "meeting.problem.no_such_time")
	case errors.Is(err, i18n.ErrNotClock):
		p.Add("at_time", "meeting.problem.clock")
	case err != nil:
		p.Add("at", "post.problem.at")
	}
	return at
}

func (p *Pages) showPublishPost(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	if !toPublish(one, p.now()) {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(one.ID))
	}
	return p.renderPublishPost(c, http.StatusOK, one, publishFormOf(one, p.now()), nil, nil)
}

func (p *Pages) renderPublishPost(c echo.Context, status int, one consult.Post, f publishForm,
	problems consult.Problems, notice *page.Notice) error {
	ctx, actor, lang, now := c.Request().Context(), gate.Actor(c), page.FrameOf(c).Lang, p.now()
	fields := page.NewFields(lang, problems)
	v := postPublishView{
		Workspace: p.postWorkspace(c, one, postPublish), Edited: postEdited(one), Notice: notice,
		Preview: postPreview(lang, one),
	}
	if toPublish(one, now) {
		found, err := p.svc.PostFindings(ctx, actor, one.ID)
		if err != nil {
			return err
		}
		seen, err := p.svc.PreviewPost(ctx, actor, one.ID)
		if err != nil {
			return err
		}
		v.Plan = postPlan(lang, one, len(seen.Files), now)
		v.Checklist = postChecklist(lang, one, found, address.StaffPost(one.ID, postEdit))
		v.ask(lang, fields, one, f, found, now)
	}
	title := i18n.T(lang, "post.tab.publiceer")
	if v.Title = i18n.T(lang, publishTitle(one, now)); notice != nil {
		title = v.Title
	}
	head := postHead(c, one, title)
	head.Errors = fields.Summary()
	return postPublishPage.Render(c, status, head, v)
}

func publishTitle(one consult.Post, now time.Time) string {
	switch {
	case one.PublicAt(now):
		return "post.publish.title.correct"
	case one.Scheduled(now):
		return "post.publish.title.scheduled"
	}
	return "post.publish.title"
}

// ask makes the questions of the form. With errors there is no form: they must
// be mended first.
func (v *postPublishView) ask(lang i18n.Lang, fields *page.Fields, one consult.Post, f publishForm,
	found []editorial.Finding, now time.Time) {
	errors := 0
	for _, one := range found {
		if one.Kind == editorial.FindingError {
			errors++
		}
	}
	if one.Scheduled(now) {
		v.Unschedule = address.StaffPost(one.ID, address.ToUnschedule)
	}
	correction := one.PublicAt(now)
	if one.Pending != nil {
		v.Parts = postDifferences(lang, one.Kind, one.Text, *one.Pending)
	}
	switch {
	case correction && len(v.Parts) == 0:
		v.Same = i18n.T(lang, "post.publish.same")
		return
	case errors > 0:
		v.Wrong = i18n.N(lang, "post.publish.wrong", errors)
		return
	}
	if correction {
		reason := fields.Text("reason", "post.publish.reason", f.Reason, page.Max(consult.MaxReason),
			page.Hint("post.publish.reason_hint"))
		v.Reason, v.Button = &reason, &page.Button{Text: i18n.T(lang, "post.publish.button.correct"), Primary: true}
	} else {
		v.askWhen(lang, fields, one, f, now)
	}
	if len(found) > 0 {
		agreed := fields.Check("check", "post.publish.agreed", f.Agreed)
		v.Agreed = &agreed
	}
}

func (v *postPublishView) askWhen(lang i18n.Lang, fields *page.Fields, one consult.Post, f publishForm, now time.Time) {
	later, at := "post.publish.later", "post.publish.at"
	if one.Kind == consult.PressRelease {
		later, at = "post.publish.embargo", "post.publish.embargo_until"
	}
	when := fields.Radios("when", "post.publish.when", f.When, []page.Option{
		{Value: publishNow, Text: i18n.T(lang, "post.publish.now")}, {Value: publishLater, Text: i18n.T(lang, later)},
	})
	day := fields.Text("at", at, f.At, page.Type("date"), page.Hint("post.publish.at_hint"))
	clock := fields.Text("at_time", "post.publish.at_time", f.AtTime, page.Type("time"),
		page.Hint("post.publish.at_time_hint"))
	v.When, v.At, v.AtTime = &when, &day, &clock
	key := "post.publish.button"
	if one.Scheduled(now) {
		key = "post.publish.button.scheduled"
	}
	v.Button = &page.Button{Text: i18n.T(lang, key), Primary: true}
}

func (p *Pages) publishPost(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	f := typedPublish(c)
	var problems consult.Problems
	word, ctx, actor := "published", c.Request().Context(), gate.Actor(c)
	if one.PublicAt(p.now()) {
		word = "corrected"
		err = p.svc.CorrectPost(ctx, actor, one.ID, desk.Edited(c), f.Reason, f.Agreed)
	} else {
		at := f.instant(&problems)
		if len(problems) > 0 {
			return p.renderPublishPost(c, http.StatusUnprocessableEntity, one, f, problems, nil)
		}
		if !at.IsZero() {
			word = scheduledWord(f)
		}
		err = p.svc.PublishPost(ctx, actor, one.ID, desk.Edited(c), at, f.Agreed)
	}
	return p.afterPublish(c, one.ID, f, err, word)
}

// scheduledWord is what was done, and that the chosen time comes twice.
func scheduledWord(f publishForm) string {
	day, _ := i18n.ParseDate(f.At) // the form was read a moment ago
	clock, _ := i18n.ParseClock(f.AtTime)
	if i18n.Twice(day, clock) {
		return "scheduled_twice"
	}
	return "scheduled"
}

// afterPublish goes to the overview, or says what was wrong or what somebody
// else did.
func (p *Pages) afterPublish(c echo.Context, postID int64, f publishForm, err error, word string) error {
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(postID)+"?gedaan="+word)
	}
	problems, other := desk.AsProblems(err)
	if other != nil && !errors.Is(err, consult.ErrConflict) {
		return err
	}
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	if other == nil {
		return p.renderPublishPost(c, http.StatusUnprocessableEntity, one, f, problems, nil)
	}
	notice, err := p.meanwhile(c, one)
	if err != nil {
		return err
	}
	return p.renderPublishPost(c, http.StatusConflict, one, f, nil, notice)
}

// meanwhile says what happened to a post since it was looked at.
func (p *Pages) meanwhile(c echo.Context, one consult.Post) (*page.Notice, error) {
	lang, now := page.FrameOf(c).Lang, p.now()
	colleagues, err := p.svc.Colleagues(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return nil, err
	}
	notice := &page.Notice{Kind: page.Bad, Live: true, Title: i18n.T(lang, "post.meanwhile."+string(one.State(now)))}
	text := i18n.T(lang, "post.edited", "Date", i18n.DateTime(lang, one.EditedAt), "Name",
		desk.NameOf(lang, colleagues, one.EditedBy))
	notice.Lines = page.Lines(desk.Sentence(text), i18n.T(lang, "post.meanwhile.look"))
	return notice, nil
}

func (p *Pages) unschedulePost(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	err = p.svc.UnschedulePost(c.Request().Context(), gate.Actor(c), one.ID, desk.Edited(c))
	return p.afterPublish(c, one.ID, publishFormOf(one, p.now()), err, "unscheduled")
}
