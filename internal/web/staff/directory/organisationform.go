package directory

import (
	"net/http"
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

var organisationFormPage = page.New[directoryFormView]("staff/organisation/edit.html", page.Staff)

// directoryFormView is the one form in which an organisation or a contact is
// made and edited.
type directoryFormView struct {
	Title, Lead string
	Facts       []page.Fact // what is not edited here
	Fields      []page.Field
	Hidden      []page.Hidden
	Button      string
	Back        string
}

// organisationForm is what somebody typed.
type organisationForm struct {
	Name, Type, Municipality, KvK, AGB, Tags, Note string
	Version                                        int64
}

func organisationFormOf(o consult.Organisation) organisationForm {
	f := organisationForm{
		Name: o.Name, Type: string(o.Type), KvK: o.KvK, AGB: o.AGB, Tags: strings.Join(o.Tags, ", "), Note: o.Note,
		Version: o.Version,
	}
	if o.MunicipalityID != 0 {
		f.Municipality = strconv.FormatInt(o.MunicipalityID, 10)
	}
	return f
}

func typedOrganisation(c echo.Context) organisationForm {
	form := gate.FormOf(c)
	return organisationForm{
		Name: form.Line("name"), Type: form.Line("type"), Municipality: form.Line("municipality"),
		KvK: form.Line("kvk"),
		AGB: form.Line("agb"), Tags: form.Line("tags"), Note: form.Text("note"), Version: desk.FormVersion(c),
	}
}

// organisation is what the form asks for. A municipality that is no number is
// one that does not exist.
func (f organisationForm) organisation() consult.Organisation {
	o := consult.Organisation{
		Name: f.Name, Type: consult.OrganisationType(f.Type), KvK: f.KvK, AGB: f.AGB, Tags: strings.Split(f.Tags, ","),
		Note: f.Note, Version: f.Version,
	}
	if f.Municipality != "" {
		var err error
		if o.MunicipalityID, err = strconv.ParseInt(f.Municipality, 10, 64); err != nil {
			o.MunicipalityID = -1
		}
	}
	return o
}

func (p *Pages) organisationFields(c echo.Context, fields *page.Fields, f organisationForm) ([]page.Field, error) {
	lang := page.FrameOf(c).Lang
	municipalities, err := p.svc.Municipalities(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return nil, err
	}
	towns := []page.Option{{Text: i18n.T(lang, "organisation.municipality.none")}}
	for _, m := range municipalities {
		value := strconv.FormatInt(m.ID, 10)
		if m.ValidOn(p.now()) || value == f.Municipality {
			towns = append(towns, page.Option{Value: value, Text: m.Name})
		}
	}
	types := typeOptions(lang)
	for i := range types {
		if key := "organisation.type." + types[i].Value + ".note"; i18n.Has(lang, key) {
			types[i].Note = i18n.T(lang, key)
		}
	}
	return []page.Field{
		fields.Text("name", "organisation.name", f.Name, page.Hint("organisation.name.hint"),
			page.Max(consult.MaxOrganisationName)),
		fields.Radios("type", "organisation.type", f.Type, types),
		fields.Select("municipality", "organisation.municipality", f.Municipality, towns, page.Optional()),
		fields.Text("kvk", "organisation.kvk", f.KvK, page.Hint("organisation.kvk.hint"), page.InputMode("numeric"),
			page.Max(20), page.Optional()),
		fields.Text("agb", "organisation.agb", f.AGB, page.Hint("organisation.agb.hint"), page.InputMode("numeric"),
			page.Max(20), page.Optional()),
		fields.Text("tags", "organisation.tags", f.Tags, page.Hint("organisation.tags.hint"), page.Max(500),
			page.Optional()),
		fields.Area("note", "organisation.note", f.Note, page.Hint("organisation.note.hint"), page.Rows(3),
			page.Max(consult.MaxNote), page.Optional()),
	}, nil
}

func (p *Pages) showNewOrganisation(c echo.Context) error {
	return p.renderNewOrganisation(c, http.StatusOK, organisationForm{}, nil)
}

func (p *Pages) renderNewOrganisation(c echo.Context, status int, f organisationForm, problems consult.Problems) error {
	form := gate.FormOf(c)
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	all, err := p.organisationFields(c, fields, f)
	if err != nil {
		return err
	}
	alike := slices.ContainsFunc(problems, func(p consult.Problem) bool { return p.Field == "anyway" })
	if alike || form.Flag("anyway") {
		all = append(all, fields.Check("anyway", "organisation.anyway", form.Flag("anyway")))
	}
	v := directoryFormView{
		Title: i18n.T(lang, "organisation.new"), Lead: i18n.T(lang, "organisation.new.lead"), Fields: all,
		Button: i18n.T(lang, "organisation.new.button"), Back: address.StaffOrganisations,
	}
	head := organisationHead(lang, v.Title)
	head.Errors = fields.Summary()
	return organisationFormPage.Render(c, status, head, v)
}

func (p *Pages) addOrganisation(c echo.Context) error {
	f := typedOrganisation(c)
	id, err := p.svc.AddOrganisation(c.Request().Context(), gate.Actor(c), f.organisation(),
		gate.FormOf(c).Flag("anyway"))
	if err != nil {
		problems, status, err := desk.RefusedAs(err, "organisation.problem.conflict")
		if err != nil {
			return err
		}
		return p.renderNewOrganisation(c, status, f, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffOrganisation(id)+"?gedaan=added")
}

func (p *Pages) showEditOrganisation(c echo.Context) error {
	o, err := p.organisation(c)
	if err != nil {
		return err
	}
	return p.renderEditOrganisation(c, http.StatusOK, o, organisationFormOf(o.Organisation), nil)
}

// renderEditOrganisation shows the form with what was typed. After somebody
// else's save it carries the new version, so that saving again is a choice.
func (p *Pages) renderEditOrganisation(c echo.Context, status int, o service.OrganisationPage, f organisationForm,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	all, err := p.organisationFields(c, fields, f)
	if err != nil {
		return err
	}
	v := directoryFormView{
		Title: i18n.T(lang, "organisation.edit.title", "Name", o.Name), Fields: all,
		Hidden: []page.Hidden{desk.VersionField(desk.VersionShown(status, f.Version, o.Version))},
		Button: i18n.T(lang, "organisation.save"), Back: address.StaffOrganisation(o.ID),
	}
	head := organisationHead(lang, i18n.T(lang, "organisation.edit"), page.Crumb{Text: o.Name, Href: v.Back})
	head.Title, head.Errors = v.Title, fields.Summary()
	return organisationFormPage.Render(c, status, head, v)
}

func (p *Pages) editOrganisation(c echo.Context) error {
	o, err := p.organisation(c)
	if err != nil {
		return err
	}
	f := typedOrganisation(c)
	to := f.organisation()
	to.ID = o.ID
	if err := p.svc.ChangeOrganisation(c.Request().Context(), gate.Actor(c), to); err != nil {
		problems, status, err := desk.RefusedAs(err, "organisation.problem.conflict")
		if err != nil {
			return err
		}
		return p.renderEditOrganisation(c, status, o, f, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffOrganisation(o.ID)+"?gedaan=changed")
}
