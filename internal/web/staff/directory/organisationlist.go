package directory

import (
	"net/http"
	"net/url"
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

var organisationListPage = page.New[organisationListView]("staff/organisation/list.html", page.Staff)

type organisationListView struct {
	Buttons []page.Button
	Chips   page.Chips
	Filter  page.Filter
	Columns []page.Column
	Rows    []organisationRow
	Total   string
	Pager   *page.Pager
	Exports []page.Link
	Empty   *page.Empty
}

type organisationRow struct {
	Href, Name, Type, Municipality, Tags, Contacts string
	Archived                                       *page.Status
}

// organisationFilter reads the filter from the address bar; what it does not
// know does not narrow.
func organisationFilter(q url.Values) consult.OrganisationFilter {
	f := consult.OrganisationFilter{
		Search: i18n.Tidy(q.Get(desk.QuerySearch)), Type: consult.OrganisationType(q.Get(desk.QueryType)),
		Tag: q.Get(desk.QueryTag), Shelf: shelfOf(q),
		By: consult.OrganisationOrder(q.Get(page.SortBy)), Down: q.Get(page.SortDown) == "1",
	}
	if !f.Type.Valid() {
		f.Type = ""
	}
	if id, err := strconv.ParseInt(q.Get(desk.QueryTown), 10, 64); err == nil && id > 0 {
		f.MunicipalityID = id
	}
	if f.By != consult.OrganisationsByType && f.By != consult.OrganisationsByMunicipality {
		f.By = consult.OrganisationsByName
	}
	return f
}

func (p *Pages) listOrganisations(c echo.Context) error {
	q := gate.Query(c)
	f := organisationFilter(q)
	f.Limit, f.Offset = desk.PerPage, desk.PlaceIn(q)
	found, err := p.svc.Organisations(c.Request().Context(), gate.Actor(c), f)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := organisationListView{
		Chips: shelfChips(lang, address.StaffOrganisations, q), Filter: organisationFilterForm(lang, q, f, found),
		Columns: organisationColumns(lang, q, f),
		Rows:    organisationRows(lang, found.Lines), Total: i18n.N(lang, "organisation.list.total", found.Total),
		Pager:   desk.Pager(lang, address.StaffOrganisations, q, len(found.Lines), found.Total),
		Exports: desk.Exports(address.StaffOrganisations, q),
	}
	if mayEdit(c) {
		v.Buttons = []page.Button{
			{Text: i18n.T(lang, "organisation.list.import"), Href: address.StaffImports, Icon: "file"},
			{Text: i18n.T(lang, "organisation.list.new"),
				Href: address.Under(address.StaffOrganisations, address.ToNew), Icon: "plus", Primary: true},
		}
	}
	if len(found.Lines) == 0 {
		v.Empty = emptyOrganisations(lang, q, v.Buttons)
	}
	head := page.Head{
		Title: i18n.T(lang, "layout.staff.organisations"), Nav: page.NavOrganisations,
		Flash: desk.FlashOf(c, "organisation"),
	}
	return organisationListPage.Render(c, http.StatusOK, head, v)
}

// emptyOrganisations says what to do first: fill the directory, or look wider.
func emptyOrganisations(lang i18n.Lang, q url.Values, buttons []page.Button) *page.Empty {
	for _, name := range []string{desk.QuerySearch, desk.QueryType, desk.QueryTown, desk.QueryTag, desk.QueryState} {
		if q.Get(name) != "" {
			all := page.Button{Text: i18n.T(lang, "organisation.list.show_all"), Href: address.StaffOrganisations}
			return &page.Empty{
				Title: i18n.T(lang, "organisation.list.none"), Text: i18n.T(lang, "organisation.list.none_text"),
				Button: &all,
			}
		}
	}
	empty := &page.Empty{
		Title: i18n.T(lang, "organisation.list.empty"), Text: i18n.T(lang, "organisation.list.empty_text"),
	}
	if len(buttons) > 0 {
		empty.Button = &buttons[0]
	}
	return empty
}

func organisationFilterForm(lang i18n.Lang, q url.Values, f consult.OrganisationFilter,
	found service.OrganisationList) page.Filter {
	fields := page.NewFields(lang, nil)
	any := page.Option{Text: i18n.T(lang, "organisation.list.any")}
	towns := []page.Option{any}
	for _, m := range found.Municipalities {
		towns = append(towns, page.Option{Value: strconv.FormatInt(m.ID, 10), Text: m.Name})
	}
	tags := []page.Option{any}
	for _, tag := range found.Tags {
		tags = append(tags, page.Option{Value: tag, Text: tag})
	}
	form := page.Filter{Label: i18n.T(lang, "organisation.list.filter"), Action: address.StaffOrganisations,
		Fields: []page.Field{
			fields.Text(desk.QuerySearch, "organisation.list.search", f.Search, page.Type("search"), page.Wide(),
				page.Max(100)),
			fields.Select(desk.QueryType, "organisation.type", string(f.Type),
				append([]page.Option{any}, typeOptions(lang)...)),
			fields.Select(desk.QueryTown, "organisation.municipality", q.Get(desk.QueryTown), towns),
		}}
	if len(found.Tags) > 0 {
		form.Fields = append(form.Fields, fields.Select(desk.QueryTag, "organisation.tag", f.Tag, tags))
	}
	form.Keep = desk.KeptIn(q, desk.QueryState, page.SortBy, page.SortDown)
	return form
}

// typeOptions are the types as a form offers them, with what tells the two
// kinds of samenwerkingsverband apart.
func typeOptions(lang i18n.Lang) []page.Option {
	options := make([]page.Option, len(consult.OrganisationTypes))
	for i, t := range consult.OrganisationTypes {
		options[i] = page.Option{Value: string(t), Text: typeName(lang, t)}
	}
	return options
}

func typeName(lang i18n.Lang, t consult.OrganisationType) string {
	return i18n.T(lang, "organisation.type."+string(t))
}

func organisationColumns(lang i18n.Lang, q url.Values, f consult.OrganisationFilter) []page.Column {
	s := desk.Sorting(address.StaffOrganisations, q, string(f.By), f.Down)
	if f.By == consult.OrganisationsByName {
		s.By = "name"
	}
	return []page.Column{
		s.Column(i18n.T(lang, "organisation.name"), "name"),
		s.Column(i18n.T(lang, "organisation.type"), string(consult.OrganisationsByType)),
		s.Column(i18n.T(lang, "organisation.municipality"), string(consult.OrganisationsByMunicipality)),
		{Text: i18n.T(lang, "organisation.tags")},
		{Text: i18n.T(lang, "organisation.contacts"), Number: true},
	}
}

func organisationRows(lang i18n.Lang, lines []consult.OrganisationLine) []organisationRow {
	rows := make([]organisationRow, len(lines))
	for i, l := range lines {
		rows[i] = organisationRow{
			Href: address.StaffOrganisation(l.ID), Name: l.Name, Type: typeName(lang, l.Type),
			Municipality: l.Municipality,
			Tags:         strings.Join(l.Tags, ", "), Contacts: i18n.Number(lang, l.Contacts),
		}
		if !l.ArchivedAt.IsZero() {
			rows[i].Archived = archivedStatus(lang)
		}
	}
	return rows
}

func archivedStatus(lang i18n.Lang) *page.Status {
	return &page.Status{Icon: "lock", Text: i18n.T(lang, "organisation.archived")}
}

// exportOrganisations writes what the list shows, all pages of it.
func (p *Pages) exportOrganisations(c echo.Context) error {
	found, err := p.svc.Organisations(c.Request().Context(), gate.Actor(c), organisationFilter(gate.Query(c)))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	var header []string
	for _, key := range []string{"name", "type", "municipality", "kvk", "agb", "tags", "contacts", "archived"} {
		header = append(header, i18n.T(lang, "organisation."+key))
	}
	rows := make([][]string, len(found.Lines))
	for i, r := range organisationRows(lang, found.Lines) {
		l := found.Lines[i]
		archived := ""
		if r.Archived != nil {
			archived = i18n.DateShort(lang, l.ArchivedAt)
		}
		rows[i] = []string{l.Name, r.Type, l.Municipality, l.KvK, l.AGB, r.Tags, strconv.Itoa(l.Contacts), archived}
	}
	return p.SendTable(c, service.Taken{List: "organisations", Object: "organisation"},
		i18n.T(lang, "layout.staff.organisations"), header, rows)
}
