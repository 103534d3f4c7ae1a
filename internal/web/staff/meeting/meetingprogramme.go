package meeting

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) meetingProgrammeRoutes() []gate.Route {
	see, edit := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.EditMeetings)
	add := gate.Post(address.Under(address.StaffMeetings, ":id", address.ToFiles), edit, p.addFile)
	replace := gate.Post(address.Under(address.StaffMeetings, ":id", address.ToFiles, ":file", address.ToReplace), edit,
		p.replaceFile)
	add.Body, replace.Body = desk.MaxUpload, desk.MaxUpload
	return []gate.Route{
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToProgramme), see, p.showProgramme),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToProgramme), edit, p.editProgramme),
		add, replace,
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToFiles, ":file", address.ToRemove), edit,
			p.removeFile),
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToFiles, ":file"), see, p.openFile),
	}
}

var programmePage = page.New[programmeView]("staff/meeting/programme.html", page.Staff)

type programmeView struct {
	Workspace desk.Workspace
	MayEdit   bool
	Edited    page.Hidden
	Rows      []programmeFields
	Shown     []public.ProgrammeRow // for who may not edit
	Reason    *page.Field           // of a released meeting
	Files     filesView
}

type programmeFields struct {
	Title                   string
	From, Until, Item, Note page.Field
}

// spareRows are the empty lines at the end of the programme.
const spareRows = 3

// typedProgramme reads the lines of the form; a wholly empty one is left out.
func typedProgramme(c echo.Context) []consult.ProgrammeItem {
	var items []consult.ProgrammeItem
	for i := range consult.MaxProgramme + spareRows {
		text := func(name string) string { return gate.FormOf(c).Line(fmt.Sprintf("%s.%d", name, i)) }
		item := consult.ProgrammeItem{
			From: dotted(text("from")), Until: dotted(text("until")), Title: text("item"), Note: text("note"),
		}
		if item != (consult.ProgrammeItem{}) {
			items = append(items, item)
		}
	}
	return items
}

// dotted is a time of day as the programme keeps it: 15.25. What cannot be read
// stays, to be shown with its problem.
func dotted(s string) string {
	c, err := i18n.ParseClock(s)
	if err != nil {
		return s
	}
	return fmt.Sprintf("%d.%02d", c.Hour, c.Minute)
}

func (p *Pages) showProgramme(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	return p.renderProgramme(c, http.StatusOK, m, m.Programme, spareRows, nil)
}

func (p *Pages) renderProgramme(c echo.Context, status int, m consult.Meeting, items []consult.ProgrammeItem, spare int,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := programmeView{
		Workspace: p.Workspace(c, m, address.ToProgramme), Edited: editedField(m),
		Rows:    programmeRows(fields, items, spare),
		MayEdit: consult.Allow(gate.Actor(c), consult.EditMeetings) == nil && !m.IsCancelled(),
	}
	for _, i := range m.Programme {
		v.Shown = append(
			v.Shown, public.ProgrammeRow{Time: public.ProgrammeTime(lang, i), Title: i.Title, Note: i.Note},
		)
	}
	if !m.Draft() {
		reason := fields.Text("reason", "meeting.form.change", gate.FormOf(c).Line("reason"), page.Max(300),
			page.Hint("meeting.form.change_hint"))
		v.Reason = &reason
	}
	var err error
	if v.Files, err = p.files(c, m, consult.OnMeeting, fields); err != nil {
		return err
	}
	head := desk.WorkspaceHead(c, m, i18n.T(lang, "workspace.tab.programme"))
	head.Errors, head.Flash = fields.Summary(), desk.FlashOf(c, "meeting")
	return programmePage.Render(c, status, head, v)
}

func programmeRows(f *page.Fields, items []consult.ProgrammeItem, spare int) []programmeFields {
	items = append(items[:len(items):len(items)], make([]consult.ProgrammeItem, spare)...)
	rows := make([]programmeFields, len(items))
	for i, item := range items {
		name := func(s string) string { return fmt.Sprintf("%s.%d", s, i) }
		rows[i] = programmeFields{
			Title: strconv.Itoa(i + 1),
			From:  f.Text(name("from"), "meeting.programme.from_label", item.From, page.Max(10)),
			Until: f.Text(name("until"), "meeting.programme.until_label", item.Until, page.Max(10), page.Optional()),
			Item:  f.Text(name("item"), "meeting.programme.item", item.Title, page.Max(300)),
			Note:  f.Text(name("note"), "meeting.programme.note", item.Note, page.Max(600), page.Optional()),
		}
	}
	return rows
}

// inRow moves the problems of a line to the field they are about.
func inRow(problems consult.Problems) consult.Problems {
	moved := make(consult.Problems, len(problems))
	for i, one := range problems {
		if n, ok := strings.CutPrefix(one.Field, "programme."); ok {
			field := "item."
			switch one.Key {
			case "meeting.problem.programme_clock", "meeting.problem.programme_from", "meeting.problem.programme_order":
				field = "from."
			case "meeting.problem.programme_until":
				field = "until."
			}
			one.Field = field + n
		}
		moved[i] = one
	}
	return moved
}

func (p *Pages) editProgramme(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	items := typedProgramme(c)
	if gate.FormOf(c).Has("meer") {
		return p.renderProgramme(c, http.StatusOK, m, items, spareRows, nil)
	}
	to := m
	to.Programme, to.Edited = items, desk.Edited(c)
	err = p.svc.EditMeeting(c.Request().Context(), gate.Actor(c), to, gate.FormOf(c).Line("reason"))
	if err != nil {
		problems, status, err := desk.Refused(err)
		if err != nil {
			return err
		}
		return p.renderProgramme(c, status, m, items, spareRows, inRow(problems))
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(m.ID, address.ToProgramme)+"?gedaan=saved")
}

// upload reads the file of a form; without one there is a problem of the field.
func upload(c echo.Context, place consult.AttachmentPlace, do func(service.Upload) error) error {
	form := gate.FormOf(c)
	file := form.File("file")
	if file == nil {
		return consult.Problems{{Field: "file", Key: "meeting.problem.file"}}
	}
	return do(service.Upload{Place: place, Title: form.Line("file_title"), FileName: file.Name, Content: file.Content})
}

func (p *Pages) addFile(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	place := consult.OnMeeting
	if gate.FormOf(c).Line("place") == string(consult.OnReport) {
		place = consult.OnReport
	}
	err = upload(c, place, func(u service.Upload) error {
		_, err := p.svc.AddAttachment(c.Request().Context(), gate.Actor(c), m.ID, u)
		return err
	})
	return p.afterFile(c, m, place, err, "file_added")
}

func (p *Pages) replaceFile(c echo.Context) error {
	m, a, err := p.fileOf(c)
	if err != nil {
		return err
	}
	err = upload(c, a.Place, func(u service.Upload) error {
		return p.svc.ReplaceAttachment(c.Request().Context(), gate.Actor(c), a.ID, u)
	})
	return p.afterFile(c, m, a.Place, err, "file_replaced")
}

func (p *Pages) removeFile(c echo.Context) error {
	m, a, err := p.fileOf(c)
	if err != nil {
		return err
	}
	err = p.svc.RemoveAttachment(c.Request().Context(), gate.Actor(c), a.ID)
	return p.afterFile(c, m, a.Place, err, "file_removed")
}

// fileOf reads the file that the address names, of the meeting it names.
func (p *Pages) fileOf(c echo.Context) (consult.Meeting, consult.Attachment, error) {
	m, err := p.MeetingOf(c)
	if err != nil {
		return m, consult.Attachment{}, err
	}
	id, err := desk.ID(c, "file")
	if err != nil {
		return m, consult.Attachment{}, err
	}
	f, err := p.svc.OpenStaffAttachment(c.Request().Context(), gate.Actor(c), m.ID, 0, id)
	return m, f.Attachment, err
}

// afterFile goes back to the tab on which the file stands, or shows it again
// with what was wrong.
func (p *Pages) afterFile(c echo.Context, m consult.Meeting, place consult.AttachmentPlace, err error,
	word string) error {
	tab := address.ToProgramme
	if place == consult.OnReport {
		tab = address.ToReport
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffMeeting(m.ID, tab)+"?gedaan="+word)
	}
	problems, status, err := desk.UploadRefused(err)
	switch {
	case err != nil:
		return err
	case place == consult.OnReport:
		return p.renderReport(c, status, m, m.Report.Body, problems)
	}
	return p.renderProgramme(c, status, m, m.Programme, spareRows, problems)
}

// openFile sends a file to staff, also one that is not public.
func (p *Pages) openFile(c echo.Context) error {
	m, a, err := p.fileOf(c)
	if err != nil {
		return err
	}
	f, err := p.svc.OpenStaffAttachment(c.Request().Context(), gate.Actor(c), m.ID, 0, a.ID)
	if err != nil {
		return err
	}
	page.FileHeaders(c.Response().Header(), f.Attachment)
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return f.CopyTo(c.Request().Context(), c.Response())
}
