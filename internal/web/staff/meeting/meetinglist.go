package meeting

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

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

// meetingRoutes are all pages on which meetings are listed, made and changed.
func (p *Pages) meetingRoutes() []gate.Route {
	return slices.Concat(
		p.meetingListRoutes(), p.meetingEditRoutes(), p.meetingProgrammeRoutes(), p.meetingQuestionRoutes(),
		p.meetingPublishRoutes(),
		p.meetingMoveRoutes(), p.meetingReportRoutes(),
	)
}

func (p *Pages) meetingListRoutes() []gate.Route {
	see := gate.Staff(consult.SeeStaffSide)
	return []gate.Route{
		gate.Get(address.StaffHome, see,
			func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, address.StaffMeetings) }),
		gate.Get(address.StaffMeetings, see, p.listMeetings),
		gate.Get(address.Under(address.StaffMeetings, address.ToList+address.AsCSV), see, p.exportMeetings),
		gate.Get(address.Under(address.StaffMeetings, address.ToList+address.AsXLSX), see, p.exportMeetings),
	}
}

var meetingListPage = page.New[meetingListView]("staff/meeting/list.html", page.Staff)

type meetingListView struct {
	New     *page.Button
	Chips   page.Chips
	Filter  page.Filter
	Columns []page.Column
	Rows    []meetingRow
	Total   string
	Pager   *page.Pager
	Exports []page.Link
	Empty   *page.Empty
}

type meetingRow struct {
	Href, Title, Kind, When, Where string
	Status                         page.Status
	Due                            *page.Due
	Answers                        string
}

// meetingFilter reads the filter from the address bar; what it does not know
// does not narrow. Past meetings are listed with the last first.
func meetingFilter(q url.Values) consult.MeetingFilter {
	f := consult.MeetingFilter{
		State: consult.MeetingState(q.Get(desk.QueryState)), Kind: consult.MeetingKind(q.Get(desk.QueryType)),
		Search: i18n.Tidy(q.Get(desk.QuerySearch)),
		Order:  consult.MeetingOrder(q.Get(page.SortBy)), Down: q.Get(page.SortDown) == "1",
	}
	if !f.Kind.Valid() {
		f.Kind = ""
	}
	if !slices.Contains(consult.MeetingStates, f.State) {
		f.State = consult.AnyMeeting
	}
	if f.Order != consult.ByMeetingTitle && f.Order != consult.ByDeadline {
		f.Order = consult.ByMeetingDate
		if !q.Has(page.SortBy) {
			f.Down = f.State == consult.PastMeeting || f.State == consult.AnyMeeting
		}
	}
	return f
}

func (p *Pages) listMeetings(c echo.Context) error {
	q := gate.Query(c)
	f := meetingFilter(q)
	f.Limit, f.Offset = desk.PerPage, desk.PlaceIn(q)
	lines, total, err := p.svc.Meetings(c.Request().Context(), gate.Actor(c), f)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := meetingListView{
		Chips: stateChips(lang, q, f), Filter: meetingFilterForm(lang, q, f), Columns: meetingColumns(lang, q, f),
		Rows: meetingRows(lang, lines, p.now()), Total: i18n.N(lang, "meeting.list.total", total),
		Pager:   desk.Pager(lang, address.StaffMeetings, q, len(lines), total),
		Exports: desk.Exports(address.StaffMeetings, q),
	}
	if consult.Allow(gate.Actor(c), consult.EditMeetings) == nil {
		v.New = &page.Button{
			Text: i18n.T(lang, "meeting.list.new"), Href: address.Under(address.StaffMeetings, address.ToNew),
			Icon: "plus", Primary: true,
		}
	}
	if total == 0 {
		v.Empty = &page.Empty{Title: i18n.T(lang, "meeting.list.empty"), Text: i18n.T(lang, "meeting.list.empty_text")}
		if v.New != nil { // the head has it as the one primary button
			v.Empty.Button = &page.Button{Text: v.New.Text, Href: v.New.Href, Icon: v.New.Icon}
		}
	}
	head := page.Head{
		Title: i18n.T(lang, "layout.staff.meetings"), Nav: page.NavMeetings, Flash: desk.FlashOf(c, "meeting"),
	}
	return meetingListPage.Render(c, http.StatusOK, head, v)
}

func stateChips(lang i18n.Lang, q url.Values, f consult.MeetingFilter) page.Chips {
	chips := page.Chips{Label: i18n.T(lang, "meeting.list.states")}
	for _, s := range consult.MeetingStates {
		key := "meeting.list.state." + string(s)
		if s == consult.AnyMeeting {
			key = "meeting.list.all"
		}
		chips.Items = append(chips.Items, page.Chip{
			Text:    i18n.T(lang, key),
			Href:    desk.WithQuery(address.StaffMeetings, q, desk.QueryState, string(s), desk.QueryPlace, ""),
			Current: s == f.State,
		})
	}
	return chips
}

func meetingFilterForm(lang i18n.Lang, q url.Values, f consult.MeetingFilter) page.Filter {
	fields := page.NewFields(lang, nil)
	form := page.Filter{Label: i18n.T(lang, "meeting.list.filter"), Action: address.StaffMeetings, Fields: []page.Field{
		fields.Text(desk.QuerySearch, "meeting.list.search", f.Search, page.Type("search"), page.Wide(), page.Max(100)),
		fields.Select(desk.QueryType, "meeting.form.kind", string(f.Kind),
			append([]page.Option{{Text: i18n.T(lang, "meeting.list.all_kinds")}}, kindOptions(lang)...)),
	}}
	form.Keep = desk.KeptIn(q, desk.QueryState, page.SortBy, page.SortDown)
	return form
}

func kindOptions(lang i18n.Lang) []page.Option {
	options := make([]page.Option, len(consult.MeetingKinds))
	for i, k := range consult.MeetingKinds {
		options[i] = page.Option{Value: string(k), Text: public.MeetingKind(lang, k)}
	}
	return options
}

func meetingColumns(lang i18n.Lang, q url.Values, f consult.MeetingFilter) []page.Column {
	s := desk.Sorting(address.StaffMeetings, q, string(f.Order), f.Down)
	if f.Order == consult.ByMeetingDate {
		s.By = "date"
	}
	return []page.Column{
		s.Column(i18n.T(lang, "meeting.list.column.title"), "title"),
		s.Column(i18n.T(lang, "meeting.list.column.date"), "date"),
		{Text: i18n.T(lang, "meeting.list.column.state")},
		s.Column(i18n.T(lang, "meeting.list.column.deadline"), "deadline"),
		{Text: i18n.T(lang, "meeting.list.column.answers"), Number: true},
	}
}

func meetingRows(lang i18n.Lang, lines []consult.MeetingLine, now time.Time) []meetingRow {
	rows := make([]meetingRow, len(lines))
	for i, l := range lines {
		m := l.Meeting
		rows[i] = meetingRow{
			Href: address.StaffMeeting(m.ID), Title: m.Title, Kind: public.MeetingKind(lang, m.Kind),
			When:  i18n.Span(lang, m.Starts, m.Ends),
			Where: i18n.Place(lang, m.ShortPlace(), m.Online), Status: desk.MeetingStatus(lang, m, now),
		}
		if !m.IsCancelled() && now.Before(m.Starts) {
			rows[i].Due = page.NewDue(lang, m.AnswerBy, now)
		}
		if l.Organisations > 0 {
			rows[i].Answers = i18n.T(lang, "meeting.list.answered", "Answered", l.Answered, "Total", l.Organisations)
		}
	}
	return rows
}

// exportMeetings writes what the list shows, all pages of it.
func (p *Pages) exportMeetings(c echo.Context) error {
	lines, _, err := p.svc.Meetings(c.Request().Context(), gate.Actor(c), meetingFilter(gate.Query(c)))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	header := []string{}
	for _, key := range []string{"title", "kind", "date", "place", "state", "deadline", "invited", "answers"} {
		header = append(header, i18n.T(lang, "meeting.list.column."+key))
	}
	rows := make([][]string, len(lines))
	for i, r := range meetingRows(lang, lines, p.now()) {
		m := lines[i].Meeting
		rows[i] = []string{
			r.Title, r.Kind, r.When, public.MeetingPlace(lang, m), r.Status.Text, i18n.Deadline(lang, m.AnswerBy),
			strconv.Itoa(lines[i].Organisations), strconv.Itoa(lines[i].Answered),
		}
	}
	return p.SendTable(c, service.Taken{List: "meetings", Object: "meeting"}, i18n.T(lang, "layout.staff.meetings"),
		header, rows)
}
