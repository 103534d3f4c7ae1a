package meeting

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) meetingPublishRoutes() []gate.Route {
	edit := gate.Staff(consult.EditMeetings)
	return []gate.Route{
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToPublish), edit, p.showPublish),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToPublish), edit, p.publishMeeting),
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToPreview), gate.Staff(consult.SeeStaffSide),
			p.previewMeeting),
	}
}

var publishPage = page.New[publishView]("staff/meeting/publish.html", page.Staff)

type publishView struct {
	Workspace desk.Workspace
	Edited    page.Hidden
	Problems  []page.Line // what must be mended first
	Warnings  []string
	Facts     []page.Fact // what becomes public, when, to whom
	Preview   string
	Button    page.Button
}

func (p *Pages) showPublish(c echo.Context) error { return p.renderPublish(c, http.StatusOK, nil) }

func (p *Pages) renderPublish(c echo.Context, status int, extra consult.Problems) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	if !m.Draft() {
		return c.Redirect(http.StatusSeeOther, address.StaffMeeting(m.ID))
	}
	preview, err := p.svc.PreviewMeeting(c.Request().Context(), gate.Actor(c), m.ID)
	if err != nil {
		return err
	}
	lang, now := page.FrameOf(c).Lang, p.now()
	v := publishView{
		Workspace: p.Workspace(c, m, desk.TabNone), Edited: editedField(m),
		Preview: address.StaffMeeting(m.ID, address.ToPreview),
		Facts:   publishFacts(lang, preview),
		Button:  page.Button{Text: i18n.T(lang, "meeting.publish.button"), Primary: true},
	}
	v.Workspace.Buttons = v.Workspace.Buttons[:min(1, len(v.Workspace.Buttons))] // this page is the other one
	problems, _ := desk.AsProblems(consult.MayPublish(m, now))
	for _, one := range append(problems, extra...) {
		v.Problems = append(v.Problems, page.Line{
			Text: desk.Sentence(i18n.T(lang, one.Key, one.Args...)), Link: &page.Link{
				Text: i18n.T(lang, "meeting.publish.mend"), Href: address.StaffMeeting(m.ID, mendOn(one.Field)),
			},
		})
	}
	for _, one := range editorial.MeetingWarnings(m, len(preview.Files), now) {
		v.Warnings = append(v.Warnings, desk.Sentence(i18n.T(lang, one.Key, one.Args...)))
	}
	return publishPage.Render(c, status, desk.WorkspaceHead(c, m, i18n.T(lang, "workspace.publish")), v)
}

// mendOn is the page on which a problem is mended.
func mendOn(field string) string {
	switch {
	case strings.HasPrefix(field, "programme."):
		return address.ToProgramme
	case strings.HasPrefix(field, "question."):
		return address.ToQuestions
	}
	return "wijzig"
}

func publishFacts(lang i18n.Lang, v consult.PublicMeeting) []page.Fact {
	files := i18n.T(lang, "meeting.publish.no_files")
	if len(v.Files) > 0 {
		files = i18n.N(lang, "meeting.publish.files", len(v.Files))
	}
	return []page.Fact{
		{Term: i18n.T(lang, "meeting.publish.what"), Lines: []string{i18n.T(lang, "meeting.publish.page"), files},
			Notes: page.Lines(i18n.T(lang, "meeting.publish.not"))},
		{Term: i18n.T(lang, "meeting.publish.when"), Lines: []string{i18n.T(lang, "meeting.publish.now")}},
		{Term: i18n.T(lang, "meeting.publish.who"), Lines: []string{i18n.T(lang, "meeting.publish.everyone")},
			Notes: page.Lines(i18n.T(lang, "meeting.publish.no_mail"))},
	}
}

func (p *Pages) publishMeeting(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	err = p.svc.PublishMeeting(c.Request().Context(), gate.Actor(c), id, desk.Edited(c))
	var problems consult.Problems
	switch {
	case errors.As(err, &problems):
		return p.renderPublish(c, http.StatusUnprocessableEntity, nil)
	case errors.Is(err, consult.ErrConflict):
		return p.renderPublish(c, http.StatusConflict, consult.Problems{{Key: "meeting.publish.conflict"}})
	case err != nil:
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(id)+"?gedaan=published")
}

// previewMeeting is the real public page, also of a draft. It may be framed by
// the page that publishes it, and by nothing else.
func (p *Pages) previewMeeting(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	m, err := p.svc.PreviewMeeting(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	region, err := p.svc.Region(c.Request().Context())
	if err != nil {
		return err
	}
	frame := page.FrameOf(c)
	frame.Staff, frame.Path = nil, address.Meeting(m.Slug)
	head := public.MeetingHead(frame.Lang, m.Meeting)
	head.NoIndex = true
	body, err := public.MeetingPage.Bytes(frame, head,
		public.NewMeetingView(frame.Lang, m, region.OnBehalf.In(string(frame.Lang)), p.now()))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy",
		strings.Replace(h.Get("Content-Security-Policy"), "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Cache-Control", "no-store")
	return c.HTMLBlob(http.StatusOK, body)
}
