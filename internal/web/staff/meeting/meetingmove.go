package meeting

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) meetingMoveRoutes() []gate.Route {
	edit := gate.Staff(consult.EditMeetings)
	return []gate.Route{
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToMove), edit, p.showMove),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToMove), edit, p.moveMeeting),
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToDeadline), edit, p.showDeadline),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToDeadline), edit, p.changeDeadline),
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToCancel), edit, p.showCancel),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToCancel), edit, p.cancelMeeting),
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToCopy), edit, p.showCopy),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToCopy), edit, p.copyMeeting),
	}
}

var (
	movePage     = page.New[actView]("staff/meeting/move.html", page.Staff)
	deadlinePage = page.New[actView]("staff/meeting/deadline.html", page.Staff)
	cancelPage   = page.New[actView]("staff/meeting/cancel.html", page.Staff)
	copyPage     = page.New[actView]("staff/meeting/copy.html", page.Staff)
)

// actView is a page on which one thing is done to a meeting. Before people are
// mailed it says how many and who.
type actView struct {
	Workspace desk.Workspace
	Edited    page.Hidden
	Moment    momentFields
	Deadline  deadlineFields
	Reason    page.Field
	Now       []page.Fact // how it is now
	Tally     page.Tally
	Who       *page.Fold
	Button    page.Button
	Back      string
}

// act is what a page of this kind is made of.
type act struct {
	key      string // of its texts: meeting.<key>.title and .button
	purpose  consult.Purpose
	danger   bool
	moment   momentForm
	deadline deadlineForm
	problems consult.Problems
	status   int
}

func (p *Pages) renderAct(c echo.Context, template *page.Page[actView], m consult.Meeting, a act) error {
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, a.problems)
	v := actView{
		Workspace: p.Workspace(c, m, desk.TabNone), Edited: editedField(m), Moment: newMomentFields(f, a.moment),
		Deadline: newDeadlineFields(f, a.deadline), Now: nowFacts(lang, m), Back: address.StaffMeeting(m.ID),
		Reason: f.Text("reason", "meeting.form.reason", gate.FormOf(c).Line("reason"), page.Max(300),
			page.Hint("meeting."+a.key+".reason_hint")),
		Button: page.Button{Text: i18n.T(lang, "meeting."+a.key+".button"), Primary: !a.danger, Danger: a.danger},
	}
	if a.purpose != "" {
		hear, err := p.svc.WhoHears(c.Request().Context(), gate.Actor(c), m.ID, a.purpose)
		if err != nil {
			return err
		}
		v.Tally, v.Who = whoHears(lang, hear)
	}
	head := desk.WorkspaceHead(c, m, i18n.T(lang, "meeting."+a.key+".title"))
	head.Errors = f.Summary()
	return template.Render(c, a.status, head, v)
}

func nowFacts(lang i18n.Lang, m consult.Meeting) []page.Fact {
	return []page.Fact{
		{Term: i18n.T(lang, "meeting.fact.when"), Lines: []string{i18n.Span(lang, m.Starts, m.Ends)}},
		{Term: i18n.T(lang, "meeting.fact.where"), Lines: []string{public.MeetingPlace(lang, m)}},
		{Term: i18n.T(lang, "meeting.form.deadline"), Lines: []string{i18n.Deadline(lang, m.AnswerBy)}},
	}
}

// whoHears is the number of people who get a mail and, behind it, their names.
func whoHears(lang i18n.Lang, all []consult.Standing) (page.Tally, *page.Fold) {
	tally := page.Tally{Count: i18n.Number(lang, len(all)), Text: i18n.N(lang, "meeting.hear", len(all))}
	if len(all) == 0 {
		return tally, nil
	}
	fold := &page.Fold{Title: i18n.T(lang, "meeting.hear.who"), Count: tally.Count}
	for _, st := range all {
		fold.Items = append(fold.Items, page.FoldItem{
			Text: st.Contact.Name(), Note: page.Line{Text: st.Organisation.Name},
		})
	}
	return tally, fold
}

// released reads a meeting that can be moved, extended or called off now; for
// any other the page does not exist.
func (p *Pages) released(c echo.Context) (consult.Meeting, error) {
	m, err := p.MeetingOf(c)
	if err == nil && (m.Draft() || m.IsCancelled() || m.Over(p.now())) {
		err = consult.ErrConflict
	}
	return m, err
}

func moveAct(m consult.Meeting) act {
	return act{
		key: "move", purpose: consult.ForMoved, moment: momentOf(m.Moment()), deadline: deadlineOf(m.AnswerBy),
		status: http.StatusOK,
	}
}

func (p *Pages) showMove(c echo.Context) error {
	m, err := p.released(c)
	if err != nil {
		return err
	}
	return p.renderAct(c, movePage, m, moveAct(m))
}

func (p *Pages) moveMeeting(c echo.Context) error {
	m, err := p.released(c)
	if err != nil {
		return err
	}
	a := moveAct(m)
	a.moment, a.deadline = typedMoment(c), typedDeadline(c)
	to, answerBy := a.moment.moment(&a.problems), a.deadline.instant(&a.problems)
	if len(a.problems) > 0 {
		a.status = http.StatusUnprocessableEntity
		return p.renderAct(c, movePage, m, a)
	}
	err = p.svc.MoveMeeting(c.Request().Context(), gate.Actor(c), m.ID, desk.Edited(c), to, answerBy,
		gate.FormOf(c).Line("reason"))
	return p.afterAct(c, movePage, m, a, err, "moved")
}

// afterAct goes to the overview, or shows the form again with what was wrong.
func (p *Pages) afterAct(c echo.Context, template *page.Page[actView], m consult.Meeting, a act, err error,
	word string) error {
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffMeeting(m.ID)+"?gedaan="+word)
	}
	if a.problems, a.status, err = desk.Refused(err); err != nil {
		return err
	}
	return p.renderAct(c, template, m, a)
}

func deadlineAct(m consult.Meeting) act {
	return act{key: "extend", purpose: consult.ForExtension, deadline: deadlineOf(m.AnswerBy), status: http.StatusOK}
}

func (p *Pages) showDeadline(c echo.Context) error {
	m, err := p.released(c)
	if err != nil {
		return err
	}
	return p.renderAct(c, deadlinePage, m, deadlineAct(m))
}

func (p *Pages) changeDeadline(c echo.Context) error {
	m, err := p.released(c)
	if err != nil {
		return err
	}
	a := deadlineAct(m)
	a.deadline = typedDeadline(c)
	answerBy := a.deadline.instant(&a.problems)
	if len(a.problems) > 0 {
		a.status = http.StatusUnprocessableEntity
		return p.renderAct(c, deadlinePage, m, a)
	}
	err = p.svc.ChangeDeadline(c.Request().Context(), gate.Actor(c), m.ID, desk.Edited(c), answerBy,
		gate.FormOf(c).Line("reason"))
	return p.afterAct(c, deadlinePage, m, a, err, "extended")
}

var cancelAct = act{key: "cancel", purpose: consult.ForCancelled, danger: true, status: http.StatusOK}

func (p *Pages) showCancel(c echo.Context) error {
	m, err := p.released(c)
	if err != nil {
		return err
	}
	return p.renderAct(c, cancelPage, m, cancelAct)
}

func (p *Pages) cancelMeeting(c echo.Context) error {
	m, err := p.released(c)
	if err != nil {
		return err
	}
	err = p.svc.CancelMeeting(c.Request().Context(), gate.Actor(c), m.ID, desk.Edited(c), gate.FormOf(c).Line("reason"))
	return p.afterAct(c, cancelPage, m, cancelAct, err, "cancelled")
}

// showCopy offers the same times without a date: the date is what must be
// thought about.
func (p *Pages) showCopy(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	a := act{key: "copy", moment: momentOf(m.Moment()), status: http.StatusOK}
	a.moment.Date, a.moment.EndDate = "", ""
	return p.renderAct(c, copyPage, m, a)
}

func (p *Pages) copyMeeting(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	a := act{key: "copy", moment: typedMoment(c), deadline: typedDeadline(c), status: http.StatusUnprocessableEntity}
	to, answerBy := a.moment.moment(&a.problems), a.deadline.instant(&a.problems)
	if len(a.problems) > 0 {
		return p.renderAct(c, copyPage, m, a)
	}
	id, err := p.svc.CopyMeeting(c.Request().Context(), gate.Actor(c), m.ID, to.Starts, to.Ends, answerBy)
	if err != nil {
		return p.afterAct(c, copyPage, m, a, err, "")
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(id, address.ToEdit)+"?gedaan=copied")
}
