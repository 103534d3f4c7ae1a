package meeting

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) inviteeListRoutes() []gate.Route {
	see, mail := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.SendMail)
	path := address.Under(address.StaffMeetings, ":id", address.ToInvitees)
	return []gate.Route{
		gate.Get(path, see, p.listInvitees),
		gate.Get(address.Under(path, address.ToList+address.AsCSV), see, p.exportInvitees),
		gate.Get(address.Under(path, address.ToList+address.AsXLSX), see, p.exportInvitees),
		gate.Get(address.Under(path, address.ToOrganisations+address.AsCSV), see, p.exportOrganisationStances),
		gate.Get(address.Under(path, address.ToOrganisations+address.AsXLSX), see, p.exportOrganisationStances),
		gate.Post(address.Under(path, address.ToConfirm), mail, p.confirmBulk).WithMany("kies"),
		gate.Post(address.Under(path, address.ToRemind), mail, p.remindInvitees).WithMany("kies"),
		gate.Post(address.Under(path, address.ToResend), mail, p.resendInvitees).WithMany("kies"),
		gate.Post(address.Under(path, address.ToTakeBack), mail, p.withdrawInvitees).WithMany("kies"),
	}
}

var inviteeListPage = page.New[inviteeListView]("staff/invitation/list.html", page.Staff)

type inviteeListView struct {
	Workspace desk.Workspace
	Filter    page.Filter
	Chips     page.Chips
	Exports   []page.Link
	Invite    *page.Button
	Action    string // where the selection is sent
	Caption   string
	Columns   []page.Column
	Rows      []inviteeRow
	Unseen    []string // selected rows of other pages
	Bulk      page.BulkBar
	Pager     *page.Pager
	Empty     *page.Empty
	Picks     bool
}

type inviteeRow struct {
	Pick               page.Pick
	Href, Name         string
	Organisation, Type string
	Answer             page.Status
	AnswerNote         string
	Stance             page.Status
	StanceNote         string
	MailText           string
	Mail               *page.Status
	Action             page.Link
}

// The words of the address bar that only this list has.
const (
	wordAnswer = "antwoord"
	wordStance = "organisatie"
	wordMail   = "mail"
	wordSince  = "sinds"
)

var inviteeOrders = map[string]consult.InviteeOrder{
	"organisatie": consult.InviteesByOrganisation, "soort": consult.InviteesByType,
	"antwoord": consult.InviteesByAnswer, "mail": consult.InviteesByMail,
}

// inviteeFilter reads the filter from the address bar; what it does not know
// does not narrow.
func inviteeFilter(q url.Values) consult.InviteeFilter {
	f := consult.InviteeFilter{
		Search: i18n.Tidy(q.Get(desk.QuerySearch)), By: inviteeOrders[q.Get(page.SortBy)],
		Down: q.Get(page.SortDown) == "1",
	}
	if stand := consult.Stand(q.Get(wordAnswer)); slices.Contains(consult.Stands, stand) {
		f.Stand = stand
	}
	if stance := consult.Stance(q.Get(wordStance)); slices.Contains(consult.Stances, stance) {
		f.Stance = stance
	}
	if kind := consult.OrganisationType(q.Get(desk.QueryType)); kind.Valid() {
		f.Type = kind
	}
	if reach := consult.Reach(q.Get(wordMail)); slices.Contains(consult.Reaches, reach) {
		f.Reach = reach
	}
	f.MunicipalityID, _ = strconv.ParseInt(q.Get(desk.QueryTown), 10, 64)
	if day, err := i18n.ParseDate(q.Get(wordSince)); err == nil {
		f.Since, _ = i18n.Local(day, i18n.TimeOfDay{})
	}
	return f
}

func (p *Pages) listInvitees(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	all, err := p.svc.Invitees(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	lang, q := page.FrameOf(c).Lang, gate.Query(c)
	f := inviteeFilter(q)
	lines := f.Apply(all.Lines)
	place := min(desk.PlaceIn(q), len(lines))
	shown := lines[place:min(len(lines), place+desk.PerPage)]
	v := inviteeListView{
		Workspace: p.Workspace(c, all.Meeting, address.ToInvitees), Filter: inviteeFilterForm(lang, q, all),
		Chips:   p.inviteeChips(lang, q, all),
		Columns: inviteeColumns(lang, q, id), Caption: i18n.N(lang, "invitation.list.caption", len(lines)),
		Pager:  desk.NumberedPager(lang, address.StaffMeeting(id, address.ToInvitees), q, len(shown), len(lines)),
		Action: address.StaffMeeting(id, address.ToInvitees, address.ToConfirm),
		Picks:  consult.Allow(gate.Actor(c), consult.SendMail) == nil,
	}
	v.Workspace.Count(address.ToInvitees, len(all.Lines))
	v.Rows = p.inviteeRows(lang, all.Meeting, shown, q.Get(desk.QueryAll) == "1")
	v.addSelection(lang, q, id, lines, shown)
	if len(all.Lines) == 0 {
		v.Empty = p.inviteFirst(c, all.Meeting)
	} else {
		v.Exports = inviteeExports(lang, q, id)
		if v.Picks && consult.MayInvite(all.Meeting.Occasion, p.now()) == nil {
			v.Invite = &page.Button{
				Text: i18n.T(lang, "invitation.invite_more"), Icon: "plus", Small: true,
				Href: address.StaffMeeting(id, address.ToInvite),
			}
		}
	}
	head := desk.WorkspaceHead(c, all.Meeting, i18n.T(lang, "workspace.tab.invitees"))
	head.Flash = bulkFlash(c)
	return inviteeListPage.Render(c, http.StatusOK, head, v)
}

func inviteeFilterForm(lang i18n.Lang, q url.Values, all service.InviteeList) page.Filter {
	b := page.NewFields(lang, nil)
	any := page.Option{Text: i18n.T(lang, "invitation.filter.all")}
	stands, stances, types, towns, reaches := []page.Option{any}, []page.Option{any}, []page.Option{any},
		[]page.Option{any}, []page.Option{any}
	for _, s := range consult.Stances {
		stances = append(stances, page.Option{Value: string(s), Text: i18n.T(lang, "invitation.stance."+string(s))})
	}
	for _, s := range consult.Stands {
		stands = append(stands, page.Option{Value: string(s), Text: i18n.T(lang, "invitation.stand."+string(s))})
	}
	for _, t := range consult.OrganisationTypes {
		types = append(types, page.Option{Value: string(t), Text: organisationType(lang, t)})
	}
	for _, m := range all.Municipalities {
		towns = append(towns, page.Option{Value: strconv.FormatInt(m.ID, 10), Text: m.Name})
	}
	for _, r := range consult.Reaches {
		reaches = append(reaches, page.Option{Value: string(r), Text: i18n.T(lang, "invitation.reach."+string(r))})
	}
	form := page.Filter{Label: i18n.T(lang, "invitation.filter.label"),
		Action: address.StaffMeeting(all.Meeting.ID, address.ToInvitees), Fields: []page.Field{
			b.Text(desk.QuerySearch, "invitation.filter.search", q.Get(desk.QuerySearch), page.Type("search"),
				page.Wide()),
			b.Select(wordAnswer, "invitation.filter.answer", q.Get(wordAnswer), stands),
			b.Select(wordStance, "invitation.filter.stance", q.Get(wordStance), stances),
			b.Select(desk.QueryType, "invitation.filter.type", q.Get(desk.QueryType), types),
			b.Select(desk.QueryTown, "invitation.filter.town", q.Get(desk.QueryTown), towns),
			b.Select(wordMail, "invitation.filter.mail", q.Get(wordMail), reaches),
		}}
	form.Keep = desk.KeptIn(q, page.SortBy, page.SortDown)
	return form
}

// inviteeChips are the filters that are asked for most, with their numbers.
func (p *Pages) inviteeChips(lang i18n.Lang, q url.Values, all service.InviteeList) page.Chips {
	path := address.StaffMeeting(all.Meeting.ID, address.ToInvitees)
	yesterday := i18n.DayOf(p.now().AddDate(0, 0, -1)).String()
	chips := page.Chips{Label: i18n.T(lang, "invitation.chips")}
	for _, one := range []struct {
		key  string
		only url.Values
	}{
		{"all", url.Values{}},
		{"open", url.Values{wordAnswer: {string(consult.StandOpen)}, wordStance: {string(consult.Silent)}}},
		{"failed", url.Values{wordMail: {string(consult.ReachFailed)}}}, {"since", url.Values{wordSince: {yesterday}}},
	} {
		only, current := one.only, true
		for word := range only {
			current = current && q.Get(word) == only.Get(word)
		}
		if len(only) == 0 {
			current = q.Get(wordAnswer)+q.Get(wordStance)+q.Get(wordMail)+q.Get(wordSince)+q.Get(desk.QueryType)+
				q.Get(desk.QueryTown)+q.Get(desk.QuerySearch) == ""
		}
		chips.Items = append(chips.Items, page.Chip{
			Text:  i18n.T(lang, "invitation.chip."+one.key),
			Count: i18n.Number(lang, len(inviteeFilter(only).Apply(all.Lines))),
			Href:  desk.WithQuery(path, only), Current: current,
		})
	}
	return chips
}

// inviteeExports are those of the list, and one of where each organisation
// stands, which no filter narrows.
func inviteeExports(lang i18n.Lang, q url.Values, meetingID int64) []page.Link {
	links := desk.Exports(address.StaffMeeting(meetingID, address.ToInvitees), q)
	for _, one := range desk.ExportsAt(address.StaffMeeting(meetingID, address.ToInvitees, address.ToOrganisations),
		nil) {
		links = append(links, page.Link{
			Text: i18n.T(lang, "invitation.export.organisations", "Format", one.Text), Href: one.Href,
		})
	}
	return links
}

func inviteeColumns(lang i18n.Lang, q url.Values, meetingID int64) []page.Column {
	by := q.Get(page.SortBy)
	if _, known := inviteeOrders[by]; !known {
		by = "naam"
	}
	s := desk.Sorting(address.StaffMeeting(meetingID, address.ToInvitees), q, by, q.Get(page.SortDown) == "1")
	col := func(name string) page.Column { return s.Column(i18n.T(lang, "invitation.column."+name), name) }
	return []page.Column{
		col("naam"), col("organisatie"), col("soort"), col("antwoord"),
		{Text: i18n.T(lang, "invitation.column.stance")}, col("mail"),
		{Text: i18n.T(lang, "invitation.column.action"), Hidden: true},
	}
}

func (p *Pages) inviteeRows(lang i18n.Lang, m consult.Meeting, lines []consult.InviteeLine, picked bool) []inviteeRow {
	rows := make([]inviteeRow, len(lines))
	for k, l := range lines {
		row := inviteeRow{
			Pick: page.Pick{
				Label: i18n.T(lang, "invitation.pick", "Name", l.Name()), Name: "kies",
				Value: strconv.FormatInt(l.InviteeID, 10), Checked: picked,
			},
			Href: address.StaffInvitee(m.ID, l.InviteeID), Name: l.Name(), Organisation: l.Organisation,
			Type:   organisationType(lang, l.Type),
			Answer: standStatus(lang, l), AnswerNote: standNote(lang, m, l),
		}
		row.Stance, row.StanceNote = stanceStatus(lang, l.Stance()), stanceNote(lang, l)
		row.MailText, row.Mail = lastMail(lang, l)
		row.Action = page.Link{Text: i18n.T(lang, "invitation.row.view"), Href: row.Href}
		if l.Reach() == consult.ReachFailed && l.WithdrawnAt.IsZero() {
			row.Action = page.Link{
				Text: i18n.T(lang, "invitation.row.repair"), Href: address.Under(row.Href, address.ToAddress),
			}
		}
		rows[k] = row
	}
	return rows
}

// standStatus is the answer in a word and a sign.
func standStatus(lang i18n.Lang, l consult.InviteeLine) page.Status {
	stand := l.Stand()
	s := page.Status{Text: i18n.T(lang, "invitation.stand."+string(stand))}
	switch stand {
	case consult.StandOpen:
		s.Kind = page.Open
	case consult.StandYes:
		s.Kind = page.OK
	case consult.StandOnline:
		s.Kind, s.Icon = page.Info, "video"
	case consult.StandNo:
		s.Kind, s.Icon = page.Plain, "cross"
	case consult.StandColleague:
		s.Kind, s.Icon = page.Info, "swap"
	case consult.StandWrong:
		s.Kind, s.Icon = page.Plain, "user"
	case consult.StandWithdrawn:
		s.Kind, s.Icon = page.Plain, "lock"
	}
	return s
}

// stanceStatus is what the organisation does in a word and a sign.
func stanceStatus(lang i18n.Lang, stance consult.Stance) page.Status {
	s := page.Status{Kind: page.Open, Text: i18n.T(lang, "invitation.stance."+string(stance))}
	switch stance {
	case consult.Comes:
		s.Kind = page.OK
	case consult.ComesNot:
		s.Kind, s.Icon = page.Plain, "cross"
	}
	return s
}

// stanceNote is how many of the organisation come, or that staff noted it.
func stanceNote(lang i18n.Lang, l consult.InviteeLine) string {
	switch whole := l.Party.Whole; {
	case !l.WithdrawnAt.IsZero():
		return ""
	case l.Stance() == consult.Comes:
		return i18n.N(lang, "invitation.stance.people", len(l.Party.Comers()))
	case l.Stance() == consult.ComesNot && whole != nil && whole.StaffID != 0:
		return i18n.T(lang, "invitation.source."+string(whole.Source))
	}
	return ""
}

// standNote is what more there is to say about an answer.
func standNote(lang i18n.Lang, m consult.Meeting, l consult.InviteeLine) string {
	var notes []string
	switch {
	case !l.WithdrawnAt.IsZero():
		return i18n.DateShort(lang, l.WithdrawnAt)
	case l.StandInID != 0:
		notes = append(notes, i18n.T(lang, "invitation.note.stand_in", "Name", l.StandInName))
	}
	if l.Reply != nil && l.Reply.Source != consult.ByLink {
		notes = append(notes, i18n.T(lang, "invitation.source."+string(l.Reply.Source)))
	}
	if l.Reply != nil && l.Reply.Late {
		notes = append(notes, i18n.T(lang, "invitation.note.late"))
	}
	if l.Stance() == consult.Silent && l.ExtendedUntil.After(m.AnswerBy) {
		notes = append(notes, i18n.T(lang, "invitation.note.extended", "Until", i18n.Deadline(lang, l.ExtendedUntil)))
	}
	return strings.Join(notes, ", ")
}

// lastMail is the date of the last mail, or what went wrong with it.
func lastMail(lang i18n.Lang, l consult.InviteeLine) (string, *page.Status) {
	switch reach := l.Reach(); reach {
	case consult.ReachFailed:
		return "", &page.Status{Kind: page.Bad, Text: i18n.T(lang, "invitation.reach.failed")}
	case consult.ReachUncertain:
		return "", &page.Status{Kind: page.Bad, Icon: "alert", Text: i18n.T(lang, "invitation.reach.uncertain")}
	case consult.ReachWaiting:
		return "", &page.Status{Kind: page.Open, Text: i18n.T(lang, "invitation.reach.waiting")}
	case consult.ReachNone:
		return i18n.T(lang, "invitation.reach.none"), nil
	}
	return i18n.DayMonth(lang, l.MailAt), nil
}

// addSelection makes the bar under the table, and keeps a selection of the
// whole list while only one page of it is shown.
func (v *inviteeListView) addSelection(lang i18n.Lang, q url.Values, meetingID int64,
	lines, shown []consult.InviteeLine) {
	v.Bulk = page.BulkBar{Text: i18n.T(lang, "invitation.bulk.text"), Buttons: []page.Button{
		{Text: i18n.T(lang, "invitation.bulk.remind"), Icon: "mail", Name: "doe", Value: actRemind, Small: true,
			Primary: true},
		{Text: i18n.T(lang, "invitation.bulk.resend"), Icon: "refresh", Name: "doe", Value: actResend, Small: true},
		{Text: i18n.T(lang, "invitation.bulk.withdraw"), Name: "doe", Value: actWithdraw, Small: true, Danger: true,
			End: true},
	}}
	if q.Get(desk.QueryAll) != "1" {
		v.Bulk.All = &page.Link{
			Text: i18n.T(lang, "invitation.bulk.all", "Count", i18n.Number(lang, len(lines))),
			Href: desk.WithQuery(address.StaffMeeting(meetingID, address.ToInvitees), q, desk.QueryAll, "1"),
		}
		return
	}
	v.Bulk.Text = i18n.N(lang, "invitation.bulk.all_picked", len(lines))
	v.Bulk.All = &page.Link{
		Text: i18n.T(lang, "invitation.bulk.none"),
		Href: desk.WithQuery(address.StaffMeeting(meetingID, address.ToInvitees), q, desk.QueryAll, ""),
	}
	here := map[int64]bool{}
	for _, l := range shown {
		here[l.InviteeID] = true
	}
	for _, l := range lines {
		if !here[l.InviteeID] {
			v.Unseen = append(v.Unseen, strconv.FormatInt(l.InviteeID, 10))
		}
	}
}
