package people

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var (
	staffListPage    = page.New[staffListView]("staff/staff/list.html", page.Staff)
	staffNewPage     = page.New[staffFormView]("staff/staff/new.html", page.Staff)
	staffEditPage    = page.New[staffEditView]("staff/staff/edit.html", page.Staff)
	staffConfirmPage = page.New[staffConfirmView]("staff/staff/confirm.html", page.Staff)
	staffLinkPage    = page.New[staffLinkView]("staff/staff/link.html", page.Staff)
)

func (p *Pages) staffRoutes() []gate.Route {
	manage := gate.Staff(consult.ManageStaff)
	return []gate.Route{
		gate.Get(address.StaffMembers, manage, p.listStaff),
		gate.Get(address.StaffMembers+address.AsCSV, manage, p.exportStaff),
		gate.Get(address.StaffMembers+address.AsXLSX, manage, p.exportStaff),
		gate.Get(address.Under(address.StaffMembers, address.ToNew), manage, p.showNewStaff),
		gate.Post(address.Under(address.StaffMembers, address.ToNew), manage, p.addStaff),
		gate.Get(address.Under(address.StaffMembers, ":id"), manage, p.showStaff),
		gate.Post(address.Under(address.StaffMembers, ":id"), manage, p.changeStaff),
		gate.Get(address.Under(address.StaffMembers, ":id", address.ToDisable), manage, p.confirmStaff),
		gate.Post(address.Under(address.StaffMembers, ":id", address.ToDisable), manage, p.disableStaff),
		gate.Post(address.Under(address.StaffMembers, ":id", address.ToEnable), manage, p.enableStaff),
		gate.Get(address.Under(address.StaffMembers, ":id", address.ToNewLink), manage, p.confirmStaff),
		gate.Post(address.Under(address.StaffMembers, ":id", address.ToNewLink), manage, p.resetStaff),
	}
}

// staffHead is the head of a page below the list.
func staffHead(c echo.Context, title string) page.Head {
	lang := page.FrameOf(c).Lang
	return page.Head{
		Title: title, Nav: page.NavStaff, Flash: desk.FlashOf(c, "staff"),
		Crumbs: []page.Crumb{{Text: i18n.T(lang, "layout.staff.staff"), Href: address.StaffMembers}, {Text: title}},
	}
}

// staffListView is every account.
type staffListView struct {
	Count   string
	Exports []page.Link
	Rows    []staffRow
}

type staffRow struct {
	Name, Address, Href, Role, Seen string
	Status                          page.Status
	Note                            string // beside the status
}

func (p *Pages) listStaff(c echo.Context) error {
	lines, err := p.svc.StaffList(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := staffListView{
		Count: i18n.N(lang, "staff.count", len(lines)), Exports: desk.ExportsAt(address.StaffMembers, nil),
		Rows: staffRows(lang, lines, p.now()),
	}
	head := page.Head{Title: i18n.T(lang, "layout.staff.staff"), Nav: page.NavStaff, Flash: desk.FlashOf(c, "staff")}
	return staffListPage.Render(c, http.StatusOK, head, v)
}

func staffRows(lang i18n.Lang, lines []service.StaffLine, now time.Time) []staffRow {
	rows := make([]staffRow, len(lines))
	for i, one := range lines {
		seen := i18n.T(lang, "staff.never")
		if !one.LastSeen.IsZero() {
			seen = desk.Moment(lang, one.LastSeen)
		}
		note := ""
		if now.Before(one.LinkUntil) && one.DisabledAt.IsZero() {
			note = i18n.T(lang, "staff.link.until", "Until", desk.Moment(lang, one.LinkUntil))
		}
		rows[i] = staffRow{
			Note: note, Name: one.Name, Address: one.Address, Href: address.StaffMember(one.ID),
			Role: i18n.T(lang, "staff.role."+string(one.Role)),
			Seen: seen, Status: staffStatus(lang, one, now),
		}
	}
	return rows
}

// staffStatus is what an account can do now, in words.
func staffStatus(lang i18n.Lang, one service.StaffLine, now time.Time) page.Status {
	switch {
	case !one.DisabledAt.IsZero():
		return page.Status{Kind: page.Plain, Icon: "lock", Text: i18n.T(lang, "staff.state.disabled")}
	case one.Ready():
		return page.Status{Kind: page.OK, Text: i18n.T(lang, "staff.state.ready")}
	case now.Before(one.LinkUntil):
		return page.Status{Kind: page.Open, Text: i18n.T(lang, "staff.state.waits")}
	}
	return page.Status{Kind: page.Bad, Text: i18n.T(lang, "staff.state.expired")}
}

// exportStaff is the list for the yearly look at who may do what.
func (p *Pages) exportStaff(c echo.Context) error {
	lines, err := p.svc.StaffList(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	var rows [][]string
	for _, r := range staffRows(lang, lines, p.now()) {
		rows = append(rows, []string{r.Name, r.Address, r.Role, r.Status.Text, r.Seen})
	}
	header := []string{
		i18n.T(lang, "staff.name"), i18n.T(lang, "signin.address"), i18n.T(lang, "staff.role"),
		i18n.T(lang, "staff.state"),
		i18n.T(lang, "staff.seen"),
	}
	return p.SendTable(c, service.Taken{List: "accounts", Object: "staff"}, i18n.T(lang, "layout.staff.staff"), header,
		rows)
}

// staffFormView is a new account.
type staffFormView struct {
	Fields []page.Field
}

func (p *Pages) showNewStaff(c echo.Context) error { return renderNewStaff(c, http.StatusOK, nil) }

func renderNewStaff(c echo.Context, status int, problems consult.Problems) error {
	form := gate.FormOf(c)
	lang := page.FrameOf(c).Lang
	f := page.NewFields(lang, problems)
	language := form.Line("language")
	if language == "" {
		language = string(i18n.Dutch)
	}
	v := staffFormView{Fields: []page.Field{
		f.Text("name", "staff.name", form.Line("name"), page.Autocomplete("off"), page.Max(consult.MaxStaffName)),
		f.Text("address", "signin.address", form.Line("address"), page.Type("email"), page.Hint("staff.address.hint"),
			page.Autocomplete("off")),
		f.Radios("role", "staff.role", form.Line("role"), roleOptions(lang)),
		f.Radios("language", "staff.language", language, languageOptions()),
	}}
	head := staffHead(c, i18n.T(lang, "staff.new"))
	head.Errors = f.Summary()
	return staffNewPage.Render(c, status, head, v)
}

func roleOptions(lang i18n.Lang) []page.Option {
	var options []page.Option
	for _, role := range consult.Roles {
		options = append(options, page.Option{
			Value: string(role), Text: i18n.T(lang, "staff.role."+string(role)),
			Note: i18n.T(lang, "staff.role."+string(role)+".note"),
		})
	}
	return options
}

// staffLinkView shows a set-up or reset link, this once.
type staffLinkView struct {
	Title, Lead string
	URL         string
	Back        page.Button
}

func (p *Pages) addStaff(c echo.Context) error {
	form := gate.FormOf(c)
	name := form.Line("name")
	_, url, err := p.svc.AddStaff(c.Request().Context(), gate.Actor(c), form.Line("address"), name,
		consult.Role(form.Line("role")), form.Line("language"))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return renderNewStaff(c, http.StatusUnprocessableEntity, problems)
	}
	return renderStaffLink(c, "staff.link.added", name, url)
}

func renderStaffLink(c echo.Context, title, name, url string) error {
	lang := page.FrameOf(c).Lang
	v := staffLinkView{
		Title: i18n.T(lang, title, "Name", name), Lead: i18n.T(lang, "staff.link.lead", "Name", name), URL: url,
		Back: page.Button{Text: i18n.T(lang, "staff.back"), Href: address.StaffMembers},
	}
	return staffLinkPage.Render(c, http.StatusOK, staffHead(c, v.Title), v)
}

// staffEditView is one account.
type staffEditView struct {
	Name     string
	Status   page.Status
	Note     string
	Facts    []page.Fact
	Action   string
	Enable   string
	Disable  string
	NewLink  string
	Fields   []page.Field
	Own      bool // one's own: no way to lock oneself out
	Disabled bool
	Log      string
}

func (p *Pages) staffMember(c echo.Context) (service.StaffLine, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return service.StaffLine{}, err
	}
	return p.svc.StaffMember(c.Request().Context(), gate.Actor(c), id)
}

func (p *Pages) showStaff(c echo.Context) error {
	return p.renderStaff(c, http.StatusOK, nil)
}

func (p *Pages) renderStaff(c echo.Context, status int, problems consult.Problems) error {
	form := gate.FormOf(c)
	one, err := p.staffMember(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	name, role := one.Name, string(one.Role)
	if problems != nil {
		name, role = form.Line("name"), form.Line("role")
	}
	f := page.NewFields(lang, problems)
	row := staffRows(lang, []service.StaffLine{one}, p.now())[0]
	v := staffEditView{
		Name: one.Name, Status: row.Status, Note: row.Note, Action: row.Href,
		Enable:  address.StaffMember(one.ID, address.ToEnable),
		Disable: address.StaffMember(one.ID, address.ToDisable),
		NewLink: address.StaffMember(one.ID, address.ToNewLink),
		Own:     gate.Actor(c).ID == one.ID, Disabled: !one.DisabledAt.IsZero(),
		Log: address.StaffObjectLog("staff", one.ID),
		Facts: []page.Fact{
			{Term: i18n.T(lang, "signin.address"), Lines: []string{one.Address}},
			{Term: i18n.T(lang, "staff.seen"), Lines: []string{row.Seen}},
		},
		Fields: []page.Field{
			f.Text("name", "staff.name", name, page.Autocomplete("off"), page.Max(consult.MaxStaffName)),
			f.Radios("role", "staff.role", role, roleOptions(lang)),
		},
	}
	head := staffHead(c, one.Name)
	head.Errors = f.Summary()
	return staffEditPage.Render(c, status, head, v)
}

func (p *Pages) changeStaff(c echo.Context) error {
	form := gate.FormOf(c)
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	err = p.svc.ChangeStaff(c.Request().Context(), gate.Actor(c), id, form.Line("name"),
		consult.Role(form.Line("role")))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderStaff(c, http.StatusUnprocessableEntity, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMember(id)+"?gedaan=saved")
}
