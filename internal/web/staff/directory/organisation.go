package directory

import (
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
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) organisationRoutes() []gate.Route {
	see, edit := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.EditDirectory)
	return []gate.Route{
		gate.Get(address.StaffOrganisations, see, p.listOrganisations),
		gate.Get(address.Under(address.StaffOrganisations, address.ToList+address.AsCSV), see, p.exportOrganisations),
		gate.Get(address.Under(address.StaffOrganisations, address.ToList+address.AsXLSX), see, p.exportOrganisations),
		gate.Get(address.Under(address.StaffOrganisations, address.ToNew), edit, p.showNewOrganisation),
		gate.Post(address.Under(address.StaffOrganisations, address.ToNew), edit, p.addOrganisation),
		gate.Get(address.Under(address.StaffOrganisations, ":id"), see, p.showOrganisation),
		gate.Get(address.Under(address.StaffOrganisations, ":id", address.ToEdit), edit, p.showEditOrganisation),
		gate.Post(address.Under(address.StaffOrganisations, ":id", address.ToEdit), edit, p.editOrganisation),
		gate.Post(address.Under(address.StaffOrganisations, ":id", address.ToArchive), edit, p.archiveOrganisation),
		gate.Post(address.Under(address.StaffOrganisations, ":id", address.ToRestore), edit, p.restoreOrganisation),
		gate.Post(address.Under(address.StaffOrganisations, ":id", address.ToMembers), edit, p.addMember),
		gate.Post(address.Under(address.StaffOrganisations, ":id", address.ToMembers, address.ToDiscard), edit,
			p.removeMember),
	}
}

var organisationPage = page.New[organisationView]("staff/organisation/organisation.html", page.Staff)

type organisationView struct {
	Title       string
	Type        string
	Archived    *page.Status
	Buttons     []page.Button
	Facts       []page.Fact
	Members     *membersView // of a consortium
	Contacts    []contactRow
	Invitations []invitedRow
	MayEdit     bool
	Shelve      *desk.ShelveView
}

// membersView is who is in a consortium and, once somebody has searched, who
// can be added.
type membersView struct {
	Rows    []memberRow
	Path    string
	Remove  string
	Search  page.Field
	Add     string
	Found   *page.Field
	Role    page.Field
	Nothing bool // the search found nobody
}

type memberRow struct {
	Href, Name, Role string
	Remove           *page.Button
}

func (p *Pages) organisation(c echo.Context) (service.OrganisationPage, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return service.OrganisationPage{}, err
	}
	return p.svc.Organisation(c.Request().Context(), gate.Actor(c), id)
}

func (p *Pages) showOrganisation(c echo.Context) error {
	return p.renderOrganisation(c, http.StatusOK, nil)
}

func (p *Pages) renderOrganisation(c echo.Context, status int, problems consult.Problems) error {
	o, err := p.organisation(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := organisationView{
		Title: o.Name, Type: typeName(lang, o.Type), Facts: organisationFacts(lang, o), MayEdit: mayEdit(c),
		Contacts: contactsOf(lang, o.Contacts), Invitations: invitedRows(lang, o.Invitations),
	}
	if !o.ArchivedAt.IsZero() {
		v.Archived = archivedStatus(lang)
	}
	if v.MayEdit {
		v.Buttons = organisationButtons(lang, o)
		v.Shelve = shelve(lang, "organisation", o.Name, address.StaffOrganisation(o.ID), !o.ArchivedAt.IsZero())
	}
	if o.Type == consult.Consortium {
		if v.Members, err = p.members(c, fields, o); err != nil {
			return err
		}
	}
	head := organisationHead(lang, o.Name)
	head.Flash, head.Errors = desk.FlashOf(c, "organisation"), fields.Summary()
	return organisationPage.Render(c, status, head, v)
}

func organisationHead(lang i18n.Lang, title string, way ...page.Crumb) page.Head {
	crumbs := append([]page.Crumb{{Text: i18n.T(lang, "layout.staff.organisations"), Href: address.StaffOrganisations}},
		way...)
	return page.Head{Title: title, Nav: page.NavOrganisations, Crumbs: append(crumbs, page.Crumb{Text: title})}
}

func organisationButtons(lang i18n.Lang, o service.OrganisationPage) []page.Button {
	buttons := []page.Button{
		{Text: i18n.T(lang, "organisation.edit"), Icon: "edit", Href: address.StaffOrganisation(o.ID, address.ToEdit)},
	}
	if o.ArchivedAt.IsZero() {
		buttons = append(buttons, page.Button{
			Text: i18n.T(lang, "contact.list.new"), Icon: "plus",
			Href: address.Under(address.StaffContacts, address.ToNew) + "?organisatie=" +
				strconv.FormatInt(o.ID, 10),
			Primary: true,
		})
	}
	return buttons
}

// shelve offers to archive something of a noun, or to take it back.
func shelve(lang i18n.Lang, noun, name, path string, archived bool) *desk.ShelveView {
	if archived {
		return &desk.ShelveView{
			Title: i18n.T(lang, noun+".restore"), Text: i18n.T(lang, noun+".restore_text", "Name", name),
			Action: address.Under(path, address.ToRestore),
			Button: page.Button{Text: i18n.T(lang, noun+".restore"), Icon: "undo"},
		}
	}
	return &desk.ShelveView{
		Title: i18n.T(lang, noun+".archive"), Text: i18n.T(lang, noun+".archive_text", "Name", name),
		Action: address.Under(path, address.ToArchive),
		Button: page.Button{Text: i18n.T(lang, noun+".archive"), Danger: true},
	}
}

// organisationFacts leaves out what is not known; the type stands under the
// title.
func organisationFacts(lang i18n.Lang, o service.OrganisationPage) []page.Fact {
	var facts []page.Fact
	add := func(key, line string, notes ...page.Line) {
		if line == "" && len(notes) == 0 {
			return
		}
		fact := page.Fact{Term: i18n.T(lang, key), Notes: notes}
		if line != "" {
			fact.Lines = []string{line}
		}
		facts = append(facts, fact)
	}
	add("organisation.municipality", o.Municipality.Name)
	add("organisation.kvk", o.KvK)
	add("organisation.agb", o.AGB)
	add("organisation.tags", strings.Join(o.Tags, ", "))
	var consortia []page.Line
	for _, m := range o.Consortia {
		consortia = append(consortia, page.Line{
			Text: roleName(lang, m.Role) + ":",
			Link: &page.Link{Text: m.Name, Href: address.StaffOrganisation(m.OrganisationID)},
		})
	}
	add("organisation.consortia", "", consortia...)
	if o.Note != "" {
		facts = append(facts, page.Fact{Term: i18n.T(lang, "organisation.note"), Lines: strings.Split(o.Note, "\n")})
	}
	var from []page.Line
	if o.ImportID != 0 {
		from = []page.Line{
			{Link: &page.Link{Text: i18n.T(lang, "organisation.by_import"), Href: address.StaffImport(o.ImportID)}},
		}
	}
	add("organisation.added", i18n.DateShort(lang, o.CreatedAt), from...)
	return facts
}

func roleName(lang i18n.Lang, role consult.MemberRole) string {
	return i18n.T(lang, "organisation.role."+string(role))
}

const membersOffered = 10

// members shows who is in a consortium. Whom to add is found by ?lid=.
func (p *Pages) members(c echo.Context, fields *page.Fields, o service.OrganisationPage) (*membersView, error) {
	lang := page.FrameOf(c).Lang
	v := &membersView{
		Path:   address.StaffOrganisation(o.ID),
		Remove: address.StaffOrganisation(o.ID, address.ToMembers, address.ToDiscard),
		Add:    address.StaffOrganisation(o.ID, address.ToMembers),
	}
	for _, m := range o.Members {
		row := memberRow{Href: address.StaffOrganisation(m.OrganisationID), Name: m.Name, Role: roleName(lang, m.Role)}
		if mayEdit(c) {
			row.Remove = &page.Button{
				Text: i18n.T(lang, "organisation.member.remove"), About: m.Name, Name: "member",
				Value: strconv.FormatInt(m.OrganisationID, 10), Small: true,
			}
		}
		v.Rows = append(v.Rows, row)
	}
	word := gate.FormOf(c).Line("lid")
	v.Search = fields.Text("lid", "organisation.member.search", word, page.Type("search"), page.Wide(), page.Max(100))
	if word == "" || !mayEdit(c) {
		return v, nil
	}
	return v, p.candidates(c, fields, v, o, word)
}

// candidates fills in the organisations that a search for a member found.
func (p *Pages) candidates(c echo.Context, fields *page.Fields, v *membersView, o service.OrganisationPage,
	word string) error {
	form := gate.FormOf(c)
	lang := page.FrameOf(c).Lang
	found, err := p.svc.Organisations(c.Request().Context(), gate.Actor(c), consult.OrganisationFilter{
		Search: word, Limit: membersOffered,
	})
	if err != nil {
		return err
	}
	var options []page.Option
	for _, l := range found.Lines {
		if l.ID != o.ID && l.Type != consult.Consortium {
			options = append(options, page.Option{
				Value: strconv.FormatInt(l.ID, 10), Text: l.Name, Note: l.Municipality,
			})
		}
	}
	if v.Nothing = len(options) == 0; v.Nothing {
		return nil
	}
	chosen := form.Line("member")
	if len(options) == 1 {
		chosen = options[0].Value
	}
	list := fields.Radios("member", "organisation.member.which", chosen, options)
	v.Found = &list
	roles := make([]page.Option, len(consult.MemberRoles))
	for i, r := range consult.MemberRoles {
		roles[i] = page.Option{Value: string(r), Text: roleName(lang, r)}
	}
	v.Role = fields.Radios("role", "organisation.member.role", form.Line("role"), roles)
	return nil
}

func (p *Pages) addMember(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	form := gate.FormOf(c)
	err = p.svc.AddMember(c.Request().Context(), gate.Actor(c), id, form.ID("member"),
		consult.MemberRole(form.Line("role")))
	return p.afterMember(c, id, err, "member_added")
}

func (p *Pages) removeMember(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	err = p.svc.RemoveMember(c.Request().Context(), gate.Actor(c), id, gate.FormOf(c).ID("member"))
	return p.afterMember(c, id, err, "member_removed")
}

func (p *Pages) afterMember(c echo.Context, organisationID int64, err error, done string) error {
	if err != nil {
		problems, status, err := desk.RefusedAs(err, "organisation.problem.conflict")
		if err != nil {
			return err
		}
		return p.renderOrganisation(c, status, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffOrganisation(organisationID)+"?gedaan="+done)
}

func (p *Pages) archiveOrganisation(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.ArchiveOrganisation(c.Request().Context(), gate.Actor(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffOrganisation(id)+"?gedaan=archived")
}

func (p *Pages) restoreOrganisation(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.RestoreOrganisation(c.Request().Context(), gate.Actor(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffOrganisation(id)+"?gedaan=restored")
}
