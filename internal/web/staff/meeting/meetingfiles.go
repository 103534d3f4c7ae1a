package meeting

import (
	"fmt"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// filesView is the files with a meeting or its report, and the form to add one.
type filesView struct {
	Action  string
	Place   page.Hidden
	Rows    []desk.FileRow
	File    page.Field
	Title   page.Field
	MayEdit bool
	Public  string // says that what is added is public at once
}

// files makes the view of the files in one place.
func (p *Pages) files(c echo.Context, m consult.Meeting, place consult.AttachmentPlace, f *page.Fields) (filesView,
	error) {
	all, err := p.svc.MeetingFiles(c.Request().Context(), gate.Actor(c), m.ID)
	if err != nil {
		return filesView{}, err
	}
	lang := page.FrameOf(c).Lang
	accept := "." + strings.Join(consult.FileKinds, ",.")
	v := filesView{
		Action: address.StaffMeeting(m.ID, address.ToFiles), Place: page.Hidden{Name: "place", Value: string(place)},
		MayEdit: consult.Allow(gate.Actor(c), consult.EditMeetings) == nil,
		File: f.File("file", "meeting.file.file", page.Accept(accept),
			page.Hint("meeting.file.hint", "Kinds", strings.Join(consult.FileKinds, ", "))),
		Title: f.Text("file_title", "meeting.file.title", gate.FormOf(c).Line("file_title"), page.Max(200),
			page.Optional(), page.Hint("meeting.file.title_hint")),
	}
	switch {
	case place == consult.OnReport && !m.Report.ReleasedAt.IsZero():
		v.Public = i18n.T(lang, "meeting.file.report_public")
	case place == consult.OnMeeting && !m.Draft():
		v.Public = i18n.T(lang, "meeting.file.public")
	}
	for _, a := range all {
		if a.Place == place && a.FormerOf == 0 {
			v.Rows = append(v.Rows, newFileRow(lang, m, a, all, v.MayEdit, accept))
		}
	}
	return v, nil
}

func newFileRow(lang i18n.Lang, m consult.Meeting, a consult.Attachment, all []consult.Attachment, mayEdit bool,
	accept string) desk.FileRow {
	path := address.StaffMeeting(m.ID, fmt.Sprintf("bestanden/%d", a.ID))
	shown := page.NewAttachment(lang, a.Title, path, consult.FileExtension(a.FileName), a.Size, a.AddedAt)
	row := desk.FileRow{Name: shown.Name, Href: path, Meta: shown.Meta}
	for _, old := range all {
		if old.FormerOf == a.ID {
			row.Former = append(row.Former, desk.FileVersion{
				Text: i18n.T(lang, "meeting.file.version", "Version", old.Version, "Date",
					i18n.DateTime(lang, old.AddedAt)),
				Href: address.StaffMeeting(m.ID, fmt.Sprintf("bestanden/%d", old.ID)),
			})
		}
	}
	switch {
	case !a.RemovedAt.IsZero():
		row.Gone = i18n.T(lang, "meeting.file.gone", "Date", i18n.DateTime(lang, a.RemovedAt))
	case mayEdit:
		row.Replace, row.Remove = address.Under(path, address.ToReplace), address.Under(path, address.ToRemove)
		fields := page.NewFields(lang, nil).Prefixed(fmt.Sprintf("f%d", a.ID))
		row.Input = fields.File("file", "meeting.file.replace", page.Accept(accept))
	}
	return row
}
