package directory

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var contactFormPage = page.New[directoryFormView]("staff/contact/edit.html", page.Staff)

func typedContact(c echo.Context) consult.Contact {
	form := gate.FormOf(c)
	return consult.Contact{
		First: form.Line("first"), Infix: form.Line("infix"), Last: form.Line("last"), JobTitle: form.Line("job_title"),
		Address: form.Line("address"), Phone: form.Line("phone"), Language: form.Line("language"),
		Version: desk.FormVersion(c),
	}
}

func contactFields(fields *page.Fields, c consult.Contact) []page.Field {
	languages := make([]page.Option, len(i18n.Languages))
	for i, l := range i18n.Languages {
		languages[i] = page.Option{Value: string(l), Text: languageName(string(l))}
	}
	off := page.Autocomplete("off")
	return []page.Field{
		fields.Text("first", "contact.first", c.First, off, page.Max(consult.MaxNamePart), page.Optional()),
		fields.Text("infix", "contact.infix", c.Infix, off, page.Hint("contact.infix.hint"),
			page.Max(consult.MaxNamePart), page.Optional()),
		fields.Text("last", "contact.last", c.Last, off, page.Hint("contact.last.hint"), page.Max(consult.MaxNamePart)),
		fields.Text("job_title", "contact.job_title", c.JobTitle, off, page.Max(consult.MaxJobTitle), page.Optional()),
		fields.Text("address", "contact.address", c.Address, off, page.Type("email"),
			page.Hint("contact.address.hint")),
		fields.Text("phone", "contact.phone", c.Phone, off, page.Type("tel"), page.Max(consult.MaxPhone),
			page.Optional()),
		fields.Radios("language", "contact.language", c.Language, languages, page.Hint("contact.language.hint")),
	}
}

// organisationOfForm is the organisation that ?organisatie= or the form names.
func (p *Pages) organisationOfForm(c echo.Context) (service.OrganisationPage, error) {
	return p.svc.Organisation(c.Request().Context(), gate.Actor(c), gate.FormOf(c).ID("organisatie"))
}

func (p *Pages) showNewContact(c echo.Context) error {
	o, err := p.organisationOfForm(c)
	if err != nil {
		return err
	}
	return renderNewContact(c, http.StatusOK, o, consult.Contact{Language: string(i18n.Dutch)}, nil)
}

func renderNewContact(c echo.Context, status int, o service.OrganisationPage, one consult.Contact,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := directoryFormView{
		Title:  i18n.T(lang, "contact.new"),
		Facts:  []page.Fact{{Term: i18n.T(lang, "contact.organisation"), Lines: []string{o.Name}}},
		Fields: contactFields(fields, one),
		Hidden: []page.Hidden{{Name: "organisatie", Value: strconv.FormatInt(o.ID, 10)}},
		Button: i18n.T(lang, "contact.new.button"), Back: address.StaffOrganisation(o.ID),
	}
	head := organisationHead(lang, v.Title, page.Crumb{Text: o.Name, Href: v.Back})
	head.Nav, head.Errors = page.NavContacts, fields.Summary()
	return contactFormPage.Render(c, status, head, v)
}

func (p *Pages) addContact(c echo.Context) error {
	o, err := p.organisationOfForm(c)
	if err != nil {
		return err
	}
	one := typedContact(c)
	one.OrganisationID = o.ID
	if _, err := p.svc.AddContact(c.Request().Context(), gate.Actor(c), one); err != nil {
		problems, status, err := desk.RefusedAs(err, "contact.problem.conflict")
		if err != nil {
			return err
		}
		return renderNewContact(c, status, o, one, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffOrganisation(o.ID)+"?gedaan=contact_added")
}

func (p *Pages) showEditContact(c echo.Context) error {
	one, err := p.contact(c)
	if err != nil {
		return err
	}
	return renderEditContact(c, http.StatusOK, one, one.Contact, nil)
}

func renderEditContact(c echo.Context, status int, one service.ContactPage, typed consult.Contact,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := directoryFormView{
		Title: i18n.T(lang, "contact.edit.title", "Name", one.Name()), Fields: contactFields(fields, typed),
		Facts:  []page.Fact{{Term: i18n.T(lang, "contact.organisation"), Lines: []string{one.Organisation.Name}}},
		Hidden: []page.Hidden{desk.VersionField(desk.VersionShown(status, typed.Version, one.Version))},
		Button: i18n.T(lang, "contact.save"), Back: address.StaffContact(one.ID),
	}
	if !one.Undeliverable.IsZero() {
		v.Lead = i18n.T(lang, "contact.edit.bounce")
	}
	head := contactHead(lang, i18n.T(lang, "contact.edit"), page.Crumb{Text: one.Name(), Href: v.Back})
	head.Title, head.Errors = v.Title, fields.Summary()
	return contactFormPage.Render(c, status, head, v)
}

func (p *Pages) editContact(c echo.Context) error {
	one, err := p.contact(c)
	if err != nil {
		return err
	}
	to := typedContact(c)
	to.ID, to.OrganisationID = one.ID, one.OrganisationID
	if err := p.svc.ChangeContact(c.Request().Context(), gate.Actor(c), to); err != nil {
		problems, status, err := desk.RefusedAs(err, "contact.problem.conflict")
		if err != nil {
			return err
		}
		return renderEditContact(c, status, one, to, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffContact(one.ID)+"?gedaan=changed")
}
