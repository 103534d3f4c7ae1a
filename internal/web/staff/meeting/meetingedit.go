package meeting

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) meetingEditRoutes() []gate.Route {
	edit := gate.Staff(consult.EditMeetings)
	return []gate.Route{
		gate.Get(address.Under(address.StaffMeetings, address.ToNew), edit, p.showNewMeeting),
		gate.Post(address.Under(address.StaffMeetings, address.ToNew), edit, p.makeMeeting).WithMany("staff"),
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToEdit), edit, p.showEditMeeting),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToEdit), edit, p.editMeeting).WithMany("staff"),
	}
}

var (
	meetingNewPage  = page.New[meetingNewView]("staff/meeting/new.html", page.Staff)
	meetingEditPage = page.New[meetingEditView]("staff/meeting/edit.html", page.Staff)
)

// meetingForm is the one form in which a meeting is made and edited.
type meetingForm struct {
	Title    string
	Words    consult.MeetingWords // but for the programme, which has a form of its own
	Moment   momentForm
	Deadline deadlineForm
	Staff    []string
	Reason   string
}

func meetingFormOf(m consult.Meeting) meetingForm {
	f := meetingForm{
		Title: m.Title, Words: m.MeetingWords, Moment: momentOf(m.Moment()), Deadline: deadlineOf(m.AnswerBy),
	}
	for _, id := range m.StaffIDs {
		f.Staff = append(f.Staff, strconv.FormatInt(id, 10))
	}
	return f
}

func typedMeeting(c echo.Context) meetingForm {
	form := gate.FormOf(c)
	return meetingForm{
		Title: form.Line("title"), Moment: typedMoment(c), Deadline: typedDeadline(c), Staff: form.Many("staff"),
		Reason: form.Line("reason"),
		Words: consult.MeetingWords{
			Kind: consult.MeetingKind(form.Line("kind")), Lead: form.Line("lead"), Body: form.Text("body"),
			ForWhom:     form.Line("audience"),
			ContactName: form.Line("contact"), Phone: form.Line("phone"), OnBehalf: form.Line("on_behalf"),
		},
	}
}

// over puts what was typed over a meeting. Of a released one when and where and
// the deadline stay, but for what only those who come are told.
func (f meetingForm) over(m consult.Meeting, p *consult.Problems) consult.Meeting {
	f.Words.Programme = m.Programme
	m.Title, m.MeetingWords = f.Title, f.Words
	if m.Draft() {
		m = m.At(f.Moment.moment(p))
		m.AnswerBy = f.Deadline.instant(p)
	} else {
		m.Route, m.OnlineURL = f.Moment.Route, f.Moment.OnlineURL
	}
	m.StaffIDs = nil
	for _, s := range f.Staff {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil && !slices.Contains(m.StaffIDs, id) {
			m.StaffIDs = append(m.StaffIDs, id)
		}
	}
	return m
}

// meetingFields are the fields of the form in their order; Moment and Deadline
// stand in it for a draft only.
type meetingFields struct {
	Name     []page.Field // what it is
	Moment   momentFields
	Deadline deadlineFields
	Words    []page.Field
	Reason   page.Field
}

func (p *Pages) newMeetingFields(c echo.Context, fields *page.Fields, f meetingForm) (meetingFields, error) {
	lang := page.FrameOf(c).Lang
	colleagues, err := p.svc.Colleagues(c.Request().Context(), gate.Actor(c))
	staff := make([]page.Option, len(colleagues))
	for i, one := range colleagues {
		staff[i] = page.Option{Value: strconv.FormatInt(one.ID, 10), Text: one.Name}
	}
	w := f.Words
	return meetingFields{
		Name: []page.Field{
			fields.Select("kind", "meeting.form.kind", string(w.Kind), kindOptions(lang)),
			fields.Text("title", "meeting.form.title", f.Title, page.Max(consult.MaxMeetingTitle)),
			fields.Area("lead", "meeting.form.lead", w.Lead, page.Rows(3), page.Hint("meeting.form.lead_hint")),
		},
		Moment: newMomentFields(fields, f.Moment), Deadline: newDeadlineFields(fields, f.Deadline),
		Words: []page.Field{
			fields.Text("audience", "meeting.form.audience", w.ForWhom, page.Max(300), page.Optional(),
				page.Hint("meeting.form.audience_hint")),
			fields.Area("body", "meeting.form.body", w.Body, page.Rows(14), page.Optional(),
				page.Hint("meeting.form.body_hint")),
			fields.Text("contact", "meeting.form.contact", w.ContactName, page.Max(120), page.Optional()),
			fields.Text("phone", "meeting.form.phone", w.Phone, page.Type("tel"), page.Max(40), page.Optional()),
			fields.Text("on_behalf", "meeting.form.on_behalf", w.OnBehalf, page.Max(200), page.Optional(),
				page.Hint("meeting.form.on_behalf_hint")),
			fields.Checks("staff", "meeting.form.staff", f.Staff, staff, page.Columns(), page.Optional(),
				page.Hint("meeting.form.staff_hint")),
		},
		Reason: fields.Text("reason", "meeting.form.change", f.Reason, page.Max(300),
			page.Hint("meeting.form.change_hint")),
	}, err
}

type meetingNewView struct {
	Fields meetingFields
}

func (p *Pages) showNewMeeting(c echo.Context) error {
	me := strconv.FormatInt(gate.Actor(c).ID, 10)
	return p.renderNewMeeting(c, http.StatusOK, meetingForm{
		Words: consult.MeetingWords{Kind: consult.Consultation}, Staff: []string{me},
	}, nil)
}

func (p *Pages) renderNewMeeting(c echo.Context, status int, f meetingForm, problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	all, err := p.newMeetingFields(c, fields, f)
	if err != nil {
		return err
	}
	title := i18n.T(lang, "meeting.new.title")
	head := page.Head{Title: title, Nav: page.NavMeetings, Errors: fields.Summary(), Crumbs: []page.Crumb{
		{Text: i18n.T(lang, "layout.staff.meetings"), Href: address.StaffMeetings}, {Text: title},
	}}
	return meetingNewPage.Render(c, status, head, meetingNewView{all})
}

func (p *Pages) makeMeeting(c echo.Context) error {
	f := typedMeeting(c)
	var problems consult.Problems
	m := f.over(consult.Meeting{}, &problems)
	if len(problems) > 0 {
		more, _ := desk.AsProblems(consult.CheckMeeting(m))
		return p.renderNewMeeting(c, http.StatusUnprocessableEntity, f, without(more, problems))
	}
	id, err := p.svc.NewMeeting(c.Request().Context(), gate.Actor(c), m)
	if err != nil {
		problems, status, err := desk.Refused(err)
		if err != nil {
			return err
		}
		return p.renderNewMeeting(c, status, f, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(id, address.ToProgramme)+"?gedaan=made")
}

type meetingEditView struct {
	Workspace desk.Workspace
	Edited    page.Hidden
	Fields    meetingFields
	Draft     bool
	Fixed     []page.Fact // when and where of a released meeting, not edited here
}

func (p *Pages) showEditMeeting(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	return p.renderEditMeeting(c, http.StatusOK, m, meetingFormOf(m), nil)
}

func (p *Pages) renderEditMeeting(c echo.Context, status int, m consult.Meeting, f meetingForm,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := meetingEditView{Workspace: p.Workspace(c, m, desk.TabNone), Edited: editedField(m), Draft: m.Draft()}
	var err error
	if v.Fields, err = p.newMeetingFields(c, fields, f); err != nil {
		return err
	}
	if !v.Draft {
		v.Fixed = fixedFacts(lang, m, p.now())
	}
	head := desk.WorkspaceHead(c, m, i18n.T(lang, "meeting.edit.title"))
	head.Errors, head.Flash = fields.Summary(), desk.FlashOf(c, "meeting")
	return meetingEditPage.Render(c, status, head, v)
}

// fixedFacts are when, where and until when, with the links to change them as
// long as they can be changed.
func fixedFacts(lang i18n.Lang, m consult.Meeting, now time.Time) []page.Fact {
	change := func(key, path string) []page.Line {
		if m.IsCancelled() || !now.Before(m.Starts) {
			return nil
		}
		return []page.Line{{Link: &page.Link{Text: i18n.T(lang, key), Href: address.StaffMeeting(m.ID, path)}}}
	}
	return []page.Fact{
		{Term: i18n.T(lang, "meeting.fact.when"), Lines: []string{i18n.Span(lang, m.Starts, m.Ends)}},
		{Term: i18n.T(lang, "meeting.fact.where"), Lines: []string{public.MeetingPlace(lang, m)},
			Notes: change("workspace.move", "verplaats")},
		{
			Term: i18n.T(lang, "meeting.form.deadline"), Lines: []string{i18n.Deadline(lang, m.AnswerBy)},
			Notes: change("workspace.deadline", "termijn"),
		},
	}
}

func (p *Pages) editMeeting(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	f := typedMeeting(c)
	var problems consult.Problems
	to := f.over(m, &problems)
	to.Edited = desk.Edited(c)
	if len(problems) > 0 {
		more, _ := desk.AsProblems(consult.CheckMeeting(to))
		return p.renderEditMeeting(c, http.StatusUnprocessableEntity, m, f, without(more, problems))
	}
	if err := p.svc.EditMeeting(c.Request().Context(), gate.Actor(c), to, f.Reason); err != nil {
		problems, status, err := desk.Refused(err)
		if err != nil {
			return err
		}
		return p.renderEditMeeting(c, status, m, f, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(m.ID, address.ToEdit)+"?gedaan=saved")
}
