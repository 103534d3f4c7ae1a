package directory

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) contactRoutes() []gate.Route {
	see, edit := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.EditDirectory)
	return []gate.Route{
		gate.Get(address.StaffContacts, see, p.listContacts),
		gate.Get(address.Under(address.StaffContacts, address.ToList+address.AsCSV), see, p.exportContacts),
		gate.Get(address.Under(address.StaffContacts, address.ToList+address.AsXLSX), see, p.exportContacts),
		gate.Get(address.Under(address.StaffContacts, address.ToNew), edit, p.showNewContact),
		gate.Post(address.Under(address.StaffContacts, address.ToNew), edit, p.addContact),
		gate.Get(address.Under(address.StaffContacts, ":id"), see, p.showContact),
		gate.Get(address.Under(address.StaffContacts, ":id", address.ToEdit), edit, p.showEditContact),
		gate.Post(address.Under(address.StaffContacts, ":id", address.ToEdit), edit, p.editContact),
		gate.Post(address.Under(address.StaffContacts, ":id", address.ToArchive), edit, p.archiveContact),
		gate.Post(address.Under(address.StaffContacts, ":id", address.ToRestore), edit, p.restoreContact),
	}
}

var (
	contactListPage = page.New[contactListView]("staff/contact/list.html", page.Staff)
	contactPage     = page.New[contactView]("staff/contact/contact.html", page.Staff)
)

type contactListView struct {
	Buttons []page.Button
	Chips   page.Chips
	Filter  page.Filter
	Columns []page.Column
	Rows    []contactRow
	Total   string
	Pager   *page.Pager
	Exports []page.Link
	Empty   *page.Empty
}

type contactRow struct {
	Href, Name, JobTitle, Address string
	Organisation                  page.Link
	Status                        *page.Status // what keeps mail from them
}

// queryReach narrows to those whose address does not work.
const (
	queryReach   = "bezorgd"
	reachedNever = "niet"
)

func contactFilter(q url.Values) consult.ContactFilter {
	f := consult.ContactFilter{
		Search: i18n.Tidy(q.Get(desk.QuerySearch)), Undeliverable: q.Get(queryReach) == reachedNever, Shelf: shelfOf(q),
		By: consult.ContactOrder(q.Get(page.SortBy)), Down: q.Get(page.SortDown) == "1",
	}
	if f.By != consult.ContactsByOrganisation {
		f.By = consult.ContactsByName
	}
	return f
}

func (p *Pages) listContacts(c echo.Context) error {
	q := gate.Query(c)
	f := contactFilter(q)
	f.Limit, f.Offset = desk.PerPage, desk.PlaceIn(q)
	found, err := p.svc.Contacts(c.Request().Context(), gate.Actor(c), f)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := contactListView{
		Chips: contactChips(lang, q), Columns: contactColumns(lang, q, f), Rows: contactRows(lang, found.Lines),
		Total:   i18n.N(lang, "contact.list.total", found.Total),
		Pager:   desk.Pager(lang, address.StaffContacts, q, len(found.Lines), found.Total),
		Exports: desk.Exports(address.StaffContacts, q),
		Filter: page.Filter{
			Label: i18n.T(lang, "contact.list.filter"), Action: address.StaffContacts,
			Keep: desk.KeptIn(q, desk.QueryState, queryReach, page.SortBy, page.SortDown),
			Fields: []page.Field{
				page.NewFields(lang, nil).Text(desk.QuerySearch, "contact.list.search", f.Search, page.Type("search"),
					page.Wide(), page.Max(100)),
			},
		},
	}
	if mayEdit(c) {
		v.Buttons = []page.Button{
			{Text: i18n.T(lang, "organisation.list.import"), Href: address.StaffImports, Icon: "file"},
		}
	}
	if len(found.Lines) == 0 {
		v.Empty = emptyContacts(lang, q)
	}
	head := page.Head{
		Title: i18n.T(lang, "layout.staff.contacts"), Nav: page.NavContacts, Flash: desk.FlashOf(c, "contact"),
	}
	return contactListPage.Render(c, http.StatusOK, head, v)
}

// contactChips are the shelves, and before the archive those whose address does
// not work: the ones to mend.
func contactChips(lang i18n.Lang, q url.Values) page.Chips {
	undeliverable := q.Get(queryReach) == reachedNever
	shelves := url.Values{}
	for name, values := range q {
		if name != queryReach {
			shelves[name] = values
		}
	}
	chips := shelfChips(lang, address.StaffContacts, shelves)
	for i := range chips.Items {
		chips.Items[i].Current = chips.Items[i].Current && !undeliverable
	}
	failing := page.Chip{
		Text: i18n.T(lang, "contact.undeliverable"), Current: undeliverable,
		Href: desk.WithQuery(address.StaffContacts, q, queryReach, reachedNever, desk.QueryState, "", desk.QueryPlace,
			""),
	}
	chips.Items = append(chips.Items[:1:1], append([]page.Chip{failing}, chips.Items[1:]...)...)
	return chips
}

func emptyContacts(lang i18n.Lang, q url.Values) *page.Empty {
	for _, name := range []string{desk.QuerySearch, queryReach, desk.QueryState} {
		if q.Get(name) != "" {
			all := page.Button{Text: i18n.T(lang, "contact.list.show_all"), Href: address.StaffContacts}
			return &page.Empty{Title: i18n.T(lang, "contact.list.none"), Button: &all}
		}
	}
	first := page.Button{Text: i18n.T(lang, "layout.staff.organisations"), Href: address.StaffOrganisations}
	return &page.Empty{
		Title: i18n.T(lang, "contact.list.empty"), Text: i18n.T(lang, "contact.list.empty_text"), Button: &first,
	}
}

func contactColumns(lang i18n.Lang, q url.Values, f consult.ContactFilter) []page.Column {
	s := desk.Sorting(address.StaffContacts, q, string(f.By), f.Down)
	if f.By == consult.ContactsByName {
		s.By = "name"
	}
	return []page.Column{
		s.Column(i18n.T(lang, "contact.name"), "name"),
		s.Column(i18n.T(lang, "contact.organisation"), string(consult.ContactsByOrganisation)),
		{Text: i18n.T(lang, "contact.job_title")}, {Text: i18n.T(lang, "contact.address")},
		{Text: i18n.T(lang, "contact.status")},
	}
}

func contactRows(lang i18n.Lang, lines []consult.ContactLine) []contactRow {
	rows := make([]contactRow, len(lines))
	for i, l := range lines {
		rows[i] = contactRowOf(lang, l.Contact)
		rows[i].Organisation = page.Link{Text: l.Organisation, Href: address.StaffOrganisation(l.OrganisationID)}
		if rows[i].Status == nil && l.OrganisationArchived {
			rows[i].Status = &page.Status{Icon: "lock", Text: i18n.T(lang, "contact.organisation_archived")}
		}
	}
	return rows
}

// contactsOf are the contacts on the page of their organisation.
func contactsOf(lang i18n.Lang, all []consult.Contact) []contactRow {
	rows := make([]contactRow, len(all))
	for i, c := range all {
		rows[i] = contactRowOf(lang, c)
	}
	return rows
}

func contactRowOf(lang i18n.Lang, c consult.Contact) contactRow {
	return contactRow{
		Href: address.StaffContact(c.ID), Name: c.Name(), JobTitle: c.JobTitle, Address: c.Address,
		Status: contactStatus(lang, c),
	}
}

// contactStatus is what keeps mail from somebody; nil when nothing does.
func contactStatus(lang i18n.Lang, c consult.Contact) *page.Status {
	switch {
	case !c.ArchivedAt.IsZero():
		return archivedStatus(lang)
	case !c.Undeliverable.IsZero():
		return &page.Status{Kind: page.Bad, Text: i18n.T(lang, "contact.undeliverable")}
	}
	return nil
}

// exportContacts writes what the list shows, all pages of it.
func (p *Pages) exportContacts(c echo.Context) error {
	found, err := p.svc.Contacts(c.Request().Context(), gate.Actor(c), contactFilter(gate.Query(c)))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	var header []string
	for _, key := range []string{
		"organisation", "first", "infix", "last", "job_title", "address", "phone", "language", "status",
	} {
		header = append(header, i18n.T(lang, "contact."+key))
	}
	rows := make([][]string, len(found.Lines))
	for i, r := range contactRows(lang, found.Lines) {
		l := found.Lines[i]
		status := ""
		if r.Status != nil {
			status = r.Status.Text
		}
		rows[i] = []string{l.Organisation, l.First, l.Infix, l.Last, l.JobTitle, l.Address, l.Phone, l.Language, status}
	}
	return p.SendTable(c, service.Taken{List: "contacts", Object: "contact"}, i18n.T(lang, "layout.staff.contacts"),
		header, rows)
}

type contactView struct {
	Title       string
	Status      *page.Status
	Buttons     []page.Button
	Bounce      *page.Notice
	Facts       []page.Fact
	Invitations []invitedRow
	Shelve      *desk.ShelveView
}

func (p *Pages) contact(c echo.Context) (service.ContactPage, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return service.ContactPage{}, err
	}
	return p.svc.Contact(c.Request().Context(), gate.Actor(c), id)
}

func (p *Pages) showContact(c echo.Context) error {
	one, err := p.contact(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := contactView{
		Title: one.Name(), Status: contactStatus(lang, one.Contact), Facts: contactFacts(lang, one),
		Invitations: invitedRows(lang, one.Invitations),
		Bounce:      bounceNotice(lang, one, mayEdit(c)),
	}
	if mayEdit(c) {
		v.Buttons = []page.Button{
			{Text: i18n.T(lang, "contact.edit"), Icon: "edit", Href: address.StaffContact(one.ID, address.ToEdit)},
		}
		v.Shelve = shelve(lang, "contact", one.Name(), address.StaffContact(one.ID), !one.ArchivedAt.IsZero())
	}
	head := contactHead(lang, one.Name())
	head.Flash = desk.FlashOf(c, "contact")
	return contactPage.Render(c, http.StatusOK, head, v)
}

func contactHead(lang i18n.Lang, title string, way ...page.Crumb) page.Head {
	crumbs := append([]page.Crumb{{Text: i18n.T(lang, "layout.staff.contacts"), Href: address.StaffContacts}}, way...)
	return page.Head{Title: title, Nav: page.NavContacts, Crumbs: append(crumbs, page.Crumb{Text: title})}
}

// bounceNotice says why mail does not arrive and what one can do.
func bounceNotice(lang i18n.Lang, one service.ContactPage, edit bool) *page.Notice {
	if one.Undeliverable.IsZero() {
		return nil
	}
	mend := page.Line{Text: i18n.T(lang, "contact.bounce.mend")}
	if edit {
		mend.Link = &page.Link{
			Text: i18n.T(lang, "contact.bounce.link"), Href: address.StaffContact(one.ID, address.ToEdit),
		}
	}
	n := &page.Notice{
		Kind: page.Bad, Title: i18n.T(lang, "contact.bounce.title", "Date", i18n.DateShort(lang, one.Undeliverable)),
	}
	if one.Bounce != "" {
		n.Lines = append(n.Lines, page.Line{Text: i18n.T(lang, "contact.bounce.said", "Text", one.Bounce)})
	}
	n.Lines = append(n.Lines, mend)
	return n
}

func contactFacts(lang i18n.Lang, one service.ContactPage) []page.Fact {
	organisation := page.Fact{
		Term: i18n.T(lang, "contact.organisation"),
		Notes: []page.Line{{Text: typeName(lang, one.Organisation.Type) + ".", Link: &page.Link{
			Text: i18n.T(lang, "contact.to_organisation"), Href: address.StaffOrganisation(one.OrganisationID),
		}}},
		Lines: []string{one.Organisation.Name},
	}
	facts := []page.Fact{organisation}
	for _, line := range []struct{ key, text string }{
		{"contact.job_title", one.JobTitle}, {"contact.address", one.Address}, {"contact.phone", one.Phone},
		{"contact.language", languageName(one.Language)},
	} {
		if line.text != "" {
			facts = append(facts, page.Fact{Term: i18n.T(lang, line.key), Lines: []string{line.text}})
		}
	}
	added := page.Fact{Term: i18n.T(lang, "organisation.added"), Lines: []string{i18n.DateShort(lang, one.CreatedAt)}}
	if one.ImportID != 0 {
		added.Notes = []page.Line{
			{Link: &page.Link{Text: i18n.T(lang, "organisation.by_import"), Href: address.StaffImport(one.ImportID)}},
		}
	}
	return append(facts, added)
}

// languageName is a language in that language.
func languageName(code string) string { return i18n.T(i18n.Parse(code), "layout.language") }

func (p *Pages) archiveContact(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.ArchiveContact(c.Request().Context(), gate.Actor(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffContact(id)+"?gedaan=archived")
}

func (p *Pages) restoreContact(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.RestoreContact(c.Request().Context(), gate.Actor(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffContact(id)+"?gedaan=restored")
}
