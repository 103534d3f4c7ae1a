package mailroom

import (
	"context"
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
	"samenspraak/internal/store"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) mailRoutes() []gate.Route {
	see, settle := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.SettleMail)
	return []gate.Route{
		gate.Get(address.StaffOutbox, see, p.listMail),
		gate.Get(address.Under(address.StaffOutbox, address.ToList+address.AsCSV), see, p.exportMail),
		gate.Get(address.Under(address.StaffOutbox, address.ToList+address.AsXLSX), see, p.exportMail),
		gate.Get(address.Under(address.StaffOutbox, address.ToUndeliverable), see, p.listUndeliverable),
		gate.Get(address.Under(address.StaffOutbox, address.ToUndeliverable+address.AsCSV), see, p.exportUndeliverable),
		gate.Get(address.Under(address.StaffOutbox, address.ToUndeliverable+address.AsXLSX), see,
			p.exportUndeliverable),
		gate.Post(address.Under(address.StaffOutbox, address.ToRelease), settle, p.releaseMail),
		gate.Get(address.Under(address.StaffOutbox, ":mail"), see, p.showMail),
		gate.Get(address.Under(address.StaffOutbox, ":mail", address.ToPreview), see, p.previewMail),
		gate.Post(address.Under(address.StaffOutbox, ":mail", address.ToDecide), settle, p.decideMail),
	}
}

var mailListPage = page.New[mailListView]("staff/mail/list.html", page.Staff)

type mailListView struct {
	Notices []page.Notice
	Release *page.Button // of all held mail
	Waiting []mailRow    // for a person: uncertain and failed
	Chips   page.Chips
	Filter  page.Filter
	Columns []page.Column
	Rows    []mailRow
	Exports []page.Link
	Refused page.Link
	Pager   *page.Pager
	Empty   *page.Empty
}

type mailRow struct {
	When, Name, Address, Href, Purpose, Meeting, Said string
	Status                                            page.Status
}

// queryMeeting narrows the outbox to the mail about one meeting.
const queryMeeting = "bijeenkomst"

// mailFilter reads the filter from the address bar; what it does not know does
// not narrow.
func mailFilter(q url.Values) store.MailFilter {
	f := store.MailFilter{Search: i18n.Tidy(q.Get(desk.QuerySearch)), Limit: desk.PerPage}
	if s := consult.MailState(q.Get(desk.QueryState)); slices.Contains(consult.MailStates, s) {
		f.States = []consult.MailState{s}
	}
	if purpose := consult.Purpose(q.Get(desk.QueryType)); slices.Contains(consult.Purposes, purpose) {
		f.Purposes = []consult.Purpose{purpose}
	}
	f.OccasionID, _ = strconv.ParseInt(q.Get(queryMeeting), 10, 64)
	f.Before = desk.BeforeIn(q)
	return f
}

func (p *Pages) listMail(c echo.Context) error {
	ctx, actor, lang, q := c.Request().Context(), gate.Actor(c), page.FrameOf(c).Lang, gate.Query(c)
	f := mailFilter(q)
	found, err := p.svc.Outbox(ctx, actor, f)
	if err != nil {
		return err
	}
	notices, err := p.mailNotices(ctx, lang)
	if err != nil {
		return err
	}
	v := mailListView{
		Chips: mailChips(lang, q, f, found.Counts), Filter: mailFilterForm(lang, q), Columns: mailColumns(lang),
		Rows: mailRows(lang, found), Exports: desk.Exports(address.StaffOutbox, q), Notices: notices,
		Refused: page.Link{
			Text: i18n.T(lang, "mail.refused.title"), Href: address.Under(address.StaffOutbox, address.ToUndeliverable),
		},
		Pager: mailPager(lang, q, found),
	}
	if len(f.States) == 0 && f.Before == 0 {
		if err := p.addWaiting(c, f, found.Counts, &v); err != nil {
			return err
		}
	}
	if len(v.Rows) == 0 {
		v.Empty = &page.Empty{Title: i18n.T(lang, "mail.list.empty"), Text: i18n.T(lang, "mail.list.empty_text")}
	}
	head := page.Head{Title: i18n.T(lang, "layout.staff.mail"), Nav: page.NavMail, Flash: desk.FlashOf(c, "mail")}
	return mailListPage.Render(c, http.StatusOK, head, v)
}

// longWait is how old due mail is before staff are told of it.
const longWait = 10 * time.Minute

// mailNotices says that nothing is sent here or that no mail leaves, so that
// nobody wonders why, and who mends it.
func (p *Pages) mailNotices(ctx context.Context, lang i18n.Lang) ([]page.Notice, error) {
	if p.svc.NeverMails() {
		never := page.Notice{
			Kind: page.Bad, Title: i18n.T(lang, "mail.never.title"), Lines: page.Lines(i18n.T(lang, "mail.never.text")),
		}
		return []page.Notice{never}, nil
	}
	trouble, now := p.svc.MailTrouble(), p.now()
	flow, err := p.svc.MailFlow(ctx)
	if err != nil {
		return nil, err
	}
	late := flow.Waits() >= longWait
	if trouble.Failures == 0 && !late {
		return nil, nil
	}
	kind := "late"
	switch {
	case trouble.Refused:
		kind = "refused"
	case trouble.Failures > 0:
		kind = "server"
	}
	n := page.Notice{
		Kind: page.Bad, Title: i18n.T(lang, "mail.trouble."+kind+".title"),
		Lines: page.Lines(i18n.T(lang, "mail.trouble."+kind+".text")),
	}
	if trouble.Said != "" {
		n.Lines = append(n.Lines, page.Line{Text: desk.Said(lang, trouble.Said)})
	}
	if now.Before(trouble.Until) {
		n.Lines = append(n.Lines, page.Line{
			Text: i18n.T(lang, "mail.trouble.until", "When", i18n.DateTime(lang, trouble.Until)),
		})
	}
	if late {
		n.Lines = append(n.Lines, page.Line{
			Text: i18n.T(lang, "mail.trouble.since", "When", i18n.DateTime(lang, flow.OldestDue)),
		})
	}
	return []page.Notice{n}, nil
}

// addWaiting puts first what a person must decide on.
func (p *Pages) addWaiting(c echo.Context, f store.MailFilter, counts map[consult.MailState]int,
	v *mailListView) error {
	lang := page.FrameOf(c).Lang
	f.States, f.Limit = []consult.MailState{consult.Uncertain, consult.Failed}, 20
	found, err := p.svc.Outbox(c.Request().Context(), gate.Actor(c), f)
	if err != nil {
		return err
	}
	slices.SortStableFunc(found.Mails, func(a, b consult.Mail) int {
		return slices.Index(consult.MailStates, a.State) - slices.Index(consult.MailStates, b.State)
	})
	f.States, f.Why = []consult.MailState{consult.Held}, string(consult.HeldForName)
	odd, err := p.svc.Outbox(c.Request().Context(), gate.Actor(c), f)
	if err != nil {
		return err
	}
	v.Waiting = append(mailRows(lang, odd), mailRows(lang, found)...)
	held := counts[consult.Held] - odd.Counts[consult.Held]
	if held == 0 {
		return nil
	}
	v.Notices = append(v.Notices, page.Notice{
		Kind: page.Plain, Icon: "lock", Title: i18n.N(lang, "mail.held.title", held),
		Lines: page.Lines(i18n.T(lang, "mail.held.text")),
	})
	if consult.Allow(gate.Actor(c), consult.SettleMail) == nil {
		v.Release = &page.Button{Text: i18n.N(lang, "mail.held.release", held), Primary: true}
	}
	return nil
}

func mailChips(lang i18n.Lang, q url.Values, f store.MailFilter, counts map[consult.MailState]int) page.Chips {
	total := 0
	for _, n := range counts {
		total += n
	}
	chips := page.Chips{Label: i18n.T(lang, "mail.list.states"), Items: []page.Chip{{
		Text: i18n.T(lang, "mail.list.all"), Count: i18n.Number(lang, total),
		Href: desk.WithQuery(address.StaffOutbox, desk.Narrowed(q), desk.QueryState, ""), Current: len(f.States) == 0,
	}}}
	for _, state := range consult.MailStates {
		if counts[state] == 0 && !slices.Contains(f.States, state) {
			continue
		}
		chips.Items = append(chips.Items, page.Chip{
			Text: desk.MailStateText(lang, state), Count: i18n.Number(lang, counts[state]),
			Href:    desk.WithQuery(address.StaffOutbox, desk.Narrowed(q), desk.QueryState, string(state)),
			Current: slices.Contains(f.States, state),
		})
	}
	return chips
}

func mailFilterForm(lang i18n.Lang, q url.Values) page.Filter {
	purposes := []page.Option{{Text: i18n.T(lang, "mail.list.every")}}
	for _, purpose := range consult.Purposes {
		purposes = append(purposes, page.Option{Value: string(purpose), Text: desk.PurposeText(lang, purpose)})
	}
	f := page.NewFields(lang, nil)
	form := page.Filter{Label: i18n.T(lang, "mail.list.filter"), Action: address.StaffOutbox, Fields: []page.Field{
		f.Text(desk.QuerySearch, "mail.list.search", q.Get(desk.QuerySearch), page.Type("search"), page.Wide()),
		f.Select(desk.QueryType, "mail.list.purpose", q.Get(desk.QueryType), purposes),
	}}
	form.Keep = desk.KeptIn(q, desk.QueryState, queryMeeting)
	return form
}

func mailColumns(lang i18n.Lang) []page.Column {
	return []page.Column{
		{Text: i18n.T(lang, "mail.list.to")}, {Text: i18n.T(lang, "mail.list.purpose")},
		{Text: i18n.T(lang, "mail.list.meeting")},
		{Text: i18n.T(lang, "mail.list.state")}, {Text: i18n.T(lang, "mail.list.when")},
	}
}

func mailRows(lang i18n.Lang, found service.OutboxPage) []mailRow {
	rows := make([]mailRow, len(found.Mails))
	for i, m := range found.Mails {
		rows[i] = mailRow{
			When: i18n.DateTime(lang, desk.LastMoment(m)), Name: m.Name, Address: m.Address,
			Href: address.StaffMail(m.ID), Purpose: desk.PurposeText(lang, m.Purpose),
			Meeting: found.Titles[m.OccasionID], Status: desk.MailStatus(lang, m.State), Said: desk.MailSaid(lang, m),
		}
	}
	return rows
}

func mailPager(lang i18n.Lang, q url.Values, found service.OutboxPage) *page.Pager {
	pager := &page.Pager{Summary: i18n.T(lang, "mail.list.newest"), Prev: desk.Newest(address.StaffOutbox, q)}
	if found.More {
		pager.Next = desk.Older(address.StaffOutbox, q, found.Mails[len(found.Mails)-1].ID)
	}
	if pager.Prev == "" && pager.Next == "" {
		return nil
	}
	return pager
}

// mailsPerExport bounds a file of mail, so that one request cannot take all
// memory; the title of the list says when there is more by its filter.
const mailsPerExport = 20_000

func (p *Pages) exportMail(c echo.Context) error {
	lang := page.FrameOf(c).Lang
	f := mailFilter(gate.Query(c))
	f.Before, f.Limit = 0, mailsPerExport
	found, err := p.svc.Outbox(c.Request().Context(), gate.Actor(c), f)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, r := range mailRows(lang, found) {
		rows = append(rows, []string{r.Name, r.Address, r.Purpose, r.Meeting, r.Status.Text, r.When, r.Said})
	}
	header := []string{
		i18n.T(lang, "mail.list.name"), i18n.T(lang, "mail.list.address"), i18n.T(lang, "mail.list.purpose"),
		i18n.T(lang, "mail.list.meeting"),
		i18n.T(lang, "mail.list.state"), i18n.T(lang, "mail.list.when"), i18n.T(lang, "mail.one.said"),
	}
	return p.SendTable(c, service.Taken{List: "mails", Object: "mail"}, i18n.T(lang, "layout.staff.mail"), header, rows)
}

// releaseMail lets all go that is held.
func (p *Pages) releaseMail(c echo.Context) error {
	if _, err := p.svc.ReleaseAll(c.Request().Context(), gate.Actor(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffOutbox+"?gedaan=vrijgegeven")
}
