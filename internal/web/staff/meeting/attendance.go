package meeting

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) attendanceRoutes() []gate.Route {
	see := gate.Staff(consult.SeeStaffSide)
	path := address.Under(address.StaffMeetings, ":id", address.ToAttendance)
	return []gate.Route{
		gate.Get(path, see, p.attendance),
		gate.Get(address.Under(path, address.ToList+address.AsCSV), see, p.exportAttendance),
		gate.Get(address.Under(path, address.ToList+address.AsXLSX), see, p.exportAttendance),
	}
}

var attendancePage = page.New[attendanceView]("staff/attendance/list.html", page.Staff)

// attendanceView is the list at the door: names and organisations, and no more.
type attendanceView struct {
	Workspace desk.Workspace
	When      string
	Room      []attendanceRow
	RoomCount string
	Online    []attendanceRow
	Total     string
	Needs     []page.Fact
	Hidden    string // why needs are not shown
	Exports   []page.Link
	Empty     *page.Empty
}

type attendanceRow struct{ Name, Organisation string }

func (p *Pages) attendance(c echo.Context) error {
	a, err := p.readAttendance(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := attendanceView{
		Workspace: p.Workspace(c, a.Meeting, address.ToAttendance),
		When:      i18n.Span(lang, a.Meeting.Starts, a.Meeting.Ends), Needs: needFacts(lang, a),
		Exports: []page.Link{
			{Text: "CSV", Href: address.StaffMeeting(a.Meeting.ID, address.ToAttendance, address.ToList+address.AsCSV)},
			{Text: "Excel",
				Href: address.StaffMeeting(a.Meeting.ID, address.ToAttendance, address.ToList+address.AsXLSX)},
		},
	}
	for _, one := range a.People {
		row := attendanceRow{Name: one.Name, Organisation: one.Organisation}
		if one.Online {
			v.Online = append(v.Online, row)
		} else {
			v.Room = append(v.Room, row)
		}
	}
	v.RoomCount, v.Total = i18n.N(lang, "attendance.room", len(v.Room)),
		i18n.N(lang, "attendance.online", len(v.Online))
	if !a.Shown && hasSensitive(a.Meeting) {
		v.Hidden = i18n.T(lang, "attendance.hidden")
	}
	if len(a.People) == 0 {
		v.Empty, v.Exports = &page.Empty{
			Title: i18n.T(lang, "attendance.empty.title"), Text: i18n.T(lang, "attendance.empty.text"),
		}, nil
	}
	return attendancePage.Render(c, http.StatusOK,
		desk.WorkspaceHead(c, a.Meeting, i18n.T(lang, "workspace.tab.attendance")), v)
}

func (p *Pages) readAttendance(c echo.Context) (service.Attendance, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return service.Attendance{}, err
	}
	return p.svc.Attendance(c.Request().Context(), gate.Actor(c), id)
}

func hasSensitive(m consult.Meeting) bool {
	for _, q := range m.Questions {
		if q.Sensitive {
			return true
		}
	}
	return false
}

// needFacts counts what people need, without their names.
func needFacts(lang i18n.Lang, a service.Attendance) []page.Fact {
	var facts []page.Fact
	for _, need := range a.Needs {
		f := page.Fact{Term: need.Label}
		for _, value := range need.Values {
			f.Lines = append(f.Lines,
				i18n.T(lang, "attendance.need", "Text", value.Text, "Count", i18n.Number(lang, value.Count)))
		}
		if len(need.Values) == 0 {
			f.Lines = []string{i18n.T(lang, "attendance.need_none")}
		}
		facts = append(facts, f)
	}
	return facts
}

// exportAttendance saves the list at the door.
func (p *Pages) exportAttendance(c echo.Context) error {
	a, err := p.readAttendance(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	header := []string{
		i18n.T(lang, "attendance.name"), i18n.T(lang, "attendance.organisation"), i18n.T(lang, "attendance.how"),
	}
	rows := make([][]string, len(a.People))
	for k, one := range a.People {
		how := i18n.T(lang, "attendance.in_room")
		if one.Online {
			how = i18n.T(lang, "attendance.by_video")
		}
		rows[k] = []string{one.Name, one.Organisation, how}
	}
	return p.SendTable(c, service.Taken{List: "attendance", Object: "meeting", About: a.Meeting.ID},
		i18n.T(lang, "workspace.tab.attendance")+" "+a.Meeting.Title, header, rows)
}
