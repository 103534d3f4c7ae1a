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

func (p *Pages) meetingReportRoutes() []gate.Route {
	see, edit := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.EditMeetings)
	return []gate.Route{
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToReport), see, p.showReport),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToReport), edit, p.publishReport),
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToVersions), see, p.showVersions),
	}
}

var (
	reportPage   = page.New[reportView]("staff/meeting/report.html", page.Staff)
	versionsPage = page.New[versionsView]("staff/meeting/versions.html", page.Staff)
)

type reportView struct {
	Workspace    desk.Workspace
	Edited       page.Hidden
	Notice       *page.Notice // why there can be none yet, or since when there is one
	MayWrite     bool
	Body         page.Field
	Correction   bool // the report is public already
	Reason, Tell page.Field
	Files        filesView
	Tally        page.Tally
	Who          *page.Fold
	Button       page.Button
}

func (p *Pages) showReport(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	return p.renderReport(c, http.StatusOK, m, m.Report.Body, nil)
}

func (p *Pages) renderReport(c echo.Context, status int, m consult.Meeting, body string,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	v := reportView{
		Workspace: p.Workspace(c, m, address.ToReport), Edited: editedField(m),
		Notice: reportNotice(lang, m, m.Over(p.now())),
		MayWrite: consult.Allow(gate.Actor(c), consult.EditMeetings) == nil && !m.Draft() && !m.IsCancelled() &&
			m.Over(p.now()),
		Body:   f.Area("body", "meeting.report.body", body, page.Rows(16), page.Hint("meeting.form.body_hint")),
		Button: page.Button{Text: i18n.T(lang, "meeting.report.button"), Primary: true},
	}
	hear, err := p.svc.WhoHears(c.Request().Context(), gate.Actor(c), m.ID, consult.ForReport)
	if err != nil {
		return err
	}
	v.Tally, v.Who = whoHears(lang, hear)
	if !m.Report.ReleasedAt.IsZero() {
		reason := f.Text("reason", "meeting.form.change", gate.FormOf(c).Line("reason"), page.Max(300),
			page.Hint("meeting.report.change_hint"))
		tell := f.Check("tell", "meeting.report.tell", gate.FormOf(c).Flag("tell"),
			page.HintText(v.Tally.Count+" "+v.Tally.Text))
		v.Correction, v.Reason, v.Tell, v.Button.Text = true, reason, tell, i18n.T(lang, "meeting.report.correct")
	}
	if v.Files, err = p.files(c, m, consult.OnReport, f); err != nil {
		return err
	}
	head := desk.WorkspaceHead(c, m, i18n.T(lang, "workspace.tab.report"))
	head.Errors, head.Flash = f.Summary(), desk.FlashOf(c, "meeting")
	return reportPage.Render(c, status, head, v)
}

func reportNotice(lang i18n.Lang, m consult.Meeting, over bool) *page.Notice {
	switch {
	case !m.Report.ReleasedAt.IsZero():
		return &page.Notice{
			Kind:  page.OK,
			Lines: page.Lines(i18n.T(lang, "meeting.report.public", "Date", i18n.DateTime(lang, m.Report.ReleasedAt))),
		}
	case m.IsCancelled():
		return &page.Notice{Kind: page.Plain, Lines: page.Lines(i18n.T(lang, "meeting.report.cancelled"))}
	case m.Draft() || !over:
		return &page.Notice{Kind: page.Plain, Lines: page.Lines(i18n.T(lang, "meeting.report.early"))}
	}
	return nil
}

func (p *Pages) publishReport(c echo.Context) error {
	form := gate.FormOf(c)
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	body := form.Text("body")
	err = p.svc.PublishReport(c.Request().Context(), gate.Actor(c), m.ID, desk.Edited(c), body, form.Line("reason"),
		form.Flag("tell"))
	if err != nil {
		problems, status, err := desk.Refused(err)
		if err != nil {
			return err
		}
		return p.renderReport(c, status, m, body, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(m.ID, address.ToReport)+"?gedaan=reported")
}

type versionsView struct {
	Workspace desk.Workspace
	Rows      []versionRow
}

// versionRow is one dated version: what was done, by whom, why, and what was
// different before.
type versionRow struct {
	Number      string
	When, What  string
	Reason      string
	Differences []difference
}

type difference struct {
	Term, Before, After string
}

func (p *Pages) showVersions(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	changes, err := p.svc.MeetingChanges(c.Request().Context(), gate.Actor(c), m.ID)
	if err != nil {
		return err
	}
	colleagues, err := p.svc.Colleagues(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := versionsView{Workspace: p.Workspace(c, m, desk.TabNone)}
	after := m
	for _, change := range changes { // newest first: what came after is the one before it in the list
		v.Rows = append(v.Rows, versionRow{
			Number: i18n.T(lang, "meeting.versions.number", "Version", change.Version),
			When:   i18n.DateTime(lang, change.At),
			What: i18n.T(lang, "meeting.versions."+string(change.Kind), "Name",
				desk.NameOf(lang, colleagues, change.StaffID)), Reason: change.Reason,
			Differences: differences(lang, change.Before, after),
		})
		after = change.Before
	}
	if !m.Draft() {
		v.Rows = append(v.Rows, versionRow{
			Number: i18n.T(lang, "meeting.versions.number", "Version", 1), When: i18n.DateTime(lang, m.ReleasedAt),
			What: i18n.T(lang, "meeting.versions.released"),
		})
	}
	return versionsPage.Render(c, http.StatusOK, desk.WorkspaceHead(c, m, i18n.T(lang, "workspace.versions")), v)
}

// differences names what visitors read otherwise in two versions.
func differences(lang i18n.Lang, before, after consult.Meeting) []difference {
	var found []difference
	compare := func(key, a, b string) {
		if a != b {
			found = append(found, difference{i18n.T(lang, key), a, b})
		}
	}
	compare("meeting.form.kind", public.MeetingKind(lang, before.Kind), public.MeetingKind(lang, after.Kind))
	compare("meeting.form.title", before.Title, after.Title)
	compare("meeting.form.lead", before.Lead, after.Lead)
	compare("meeting.form.body", before.Body, after.Body)
	compare("meeting.form.audience", before.ForWhom, after.ForWhom)
	compare("meeting.fact.when", i18n.Span(lang, before.Starts, before.Ends), i18n.Span(lang, after.Starts, after.Ends))
	compare("meeting.fact.where", public.MeetingPlace(lang, before), public.MeetingPlace(lang, after))
	compare("meeting.form.deadline", i18n.Deadline(lang, before.AnswerBy), i18n.Deadline(lang, after.AnswerBy))
	compare("meeting.form.contact", before.ContactName, after.ContactName)
	compare("meeting.form.phone", before.Phone, after.Phone)
	compare("meeting.form.on_behalf", before.OnBehalf, after.OnBehalf)
	compare("meeting.programme.title", programmeText(lang, before), programmeText(lang, after))
	if !before.Report.ReleasedAt.IsZero() {
		compare("meeting.report.title", before.Report.Body, after.Report.Body)
	}
	return found
}

func programmeText(lang i18n.Lang, m consult.Meeting) string {
	text := ""
	for _, i := range m.Programme {
		text += public.ProgrammeTime(lang, i) + " " + i.Title + " " + i.Note + "\n"
	}
	return text
}
