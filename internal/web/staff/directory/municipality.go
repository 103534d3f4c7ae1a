package directory

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var (
	municipalitiesPage = page.New[municipalitiesView]("staff/settings/municipalities.html", page.Staff)
	municipalityPage   = page.New[municipalityView]("staff/settings/municipality.html", page.Staff)
)

type municipalitiesView struct {
	Tabs   page.Tabs
	Rows   []municipalityRow
	Fields []page.Field
}

type municipalityRow struct {
	Href, Name, Code, Days, Organisations string
	Status                                page.Status
}

// municipalityForm is what somebody typed.
type municipalityForm struct{ Name, Code, From, Until string }

func municipalityFormOf(m consult.Municipality) municipalityForm {
	f := municipalityForm{Name: m.Name, Code: m.Code}
	if !m.From.IsZero() {
		f.From = i18n.DayOf(m.From).String()
	}
	if !m.Until.IsZero() {
		f.Until = i18n.DayOf(m.Until).String()
	}
	return f
}

func typedMunicipality(c echo.Context) municipalityForm {
	form := gate.FormOf(c)
	return municipalityForm{
		Name: form.Line("name"), Code: form.Line("code"), From: form.Line("from"), Until: form.Line("until"),
	}
}

// municipality reads the form; a day that cannot be read is a problem of its
// field. Days are local midnights.
func (f municipalityForm) municipality(p *consult.Problems) consult.Municipality {
	m := consult.Municipality{Name: f.Name, Code: f.Code}
	for _, day := range []struct {
		field, typed string
		to           *time.Time
	}{{"from", f.From, &m.From}, {"until", f.Until, &m.Until}} {
		if day.typed == "" {
			continue
		}
		d, err := i18n.ParseDate(day.typed)
		if err != nil {
			p.Add(day.field, "settings.problem.day")
			continue
		}
		*day.to = time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, i18n.Zone())
	}
	return m
}

func municipalityFields(f *page.Fields, typed municipalityForm) []page.Field {
	return []page.Field{
		f.Text("name", "settings.municipality.name", typed.Name, page.Max(consult.MaxNamePart)),
		f.Text("code", "settings.municipality.code", typed.Code, page.Hint("settings.municipality.code.hint"),
			page.InputMode("numeric"), page.Max(4), page.Optional()),
		f.Text("from", "settings.municipality.from", typed.From, page.Type("date"),
			page.Hint("settings.municipality.from.hint"), page.Optional()),
		f.Text("until", "settings.municipality.until", typed.Until, page.Type("date"),
			page.Hint("settings.municipality.until.hint"), page.Optional()),
	}
}

func (p *Pages) listMunicipalities(c echo.Context) error {
	return p.renderMunicipalities(c, http.StatusOK, municipalityForm{}, nil)
}

func (p *Pages) renderMunicipalities(c echo.Context, status int, typed municipalityForm,
	problems consult.Problems) error {
	all, err := p.svc.MunicipalityUses(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := municipalitiesView{
		Tabs: settingsTabs(lang, address.StaffMunicipalities), Fields: municipalityFields(fields, typed),
	}
	for _, m := range all {
		v.Rows = append(v.Rows, p.municipalityRow(lang, m))
	}
	head := settingsHead(lang, i18n.T(lang, "settings.tab.municipalities"))
	head.Flash, head.Errors = desk.FlashOf(c, "settings"), fields.Summary()
	return municipalitiesPage.Render(c, status, head, v)
}

func settingsHead(lang i18n.Lang, title string, way ...page.Crumb) page.Head {
	crumbs := append([]page.Crumb{{Text: i18n.T(lang, "layout.staff.settings"), Href: address.StaffSettings}}, way...)
	return page.Head{Title: title, Nav: page.NavSettings, Crumbs: append(crumbs, page.Crumb{Text: title})}
}

func (p *Pages) municipalityRow(lang i18n.Lang, m consult.MunicipalityUse) municipalityRow {
	row := municipalityRow{
		Href: address.StaffMunicipality(m.ID), Name: m.Name, Code: m.Code,
		Organisations: i18n.Number(lang, m.Organisations),
		Status:        page.Status{Kind: page.OK, Text: i18n.T(lang, "settings.municipality.exists")},
	}
	now := p.now()
	switch {
	case now.Before(m.From):
		row.Status = page.Status{Kind: page.Info, Text: i18n.T(lang, "settings.municipality.coming")}
	case !m.ValidOn(now):
		row.Status = page.Status{Icon: "lock", Text: i18n.T(lang, "settings.municipality.former")}
	}
	switch {
	case !m.From.IsZero() && !m.Until.IsZero():
		row.Days = i18n.T(lang, "settings.municipality.days", "From", i18n.DateShort(lang, m.From), "Until",
			i18n.DateShort(lang, m.Until))
	case !m.From.IsZero():
		row.Days = i18n.T(lang, "settings.municipality.since", "From", i18n.DateShort(lang, m.From))
	case !m.Until.IsZero():
		row.Days = i18n.T(lang, "settings.municipality.till", "Until", i18n.DateShort(lang, m.Until))
	}
	return row
}

func (p *Pages) addMunicipality(c echo.Context) error {
	typed := typedMunicipality(c)
	var problems consult.Problems
	m := typed.municipality(&problems)
	if len(problems) == 0 {
		_, err := p.svc.AddMunicipality(c.Request().Context(), gate.Actor(c), m)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, address.StaffMunicipalities+"?gedaan=municipality_added")
		}
		if problems, err = desk.AsProblems(err); err != nil {
			return err
		}
	}
	return p.renderMunicipalities(c, http.StatusUnprocessableEntity, typed, problems)
}

type municipalityView struct {
	Title  string
	Fields []page.Field
	Back   string
	Remove *desk.ShelveView // nil while organisations are in it
	Used   string
}

// municipalityUse reads the municipality that the address names.
func (p *Pages) municipalityUse(c echo.Context) (consult.MunicipalityUse, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return consult.MunicipalityUse{}, err
	}
	all, err := p.svc.MunicipalityUses(c.Request().Context(), gate.Actor(c))
	for _, m := range all {
		if m.ID == id {
			return m, nil
		}
	}
	if err == nil {
		err = consult.ErrNotFound
	}
	return consult.MunicipalityUse{}, err
}

func (p *Pages) showMunicipality(c echo.Context) error {
	m, err := p.municipalityUse(c)
	if err != nil {
		return err
	}
	return renderMunicipality(c, http.StatusOK, m, municipalityFormOf(m.Municipality), nil)
}

func renderMunicipality(c echo.Context, status int, m consult.MunicipalityUse, typed municipalityForm,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := municipalityView{Title: m.Name, Fields: municipalityFields(fields, typed), Back: address.StaffMunicipalities}
	if m.Organisations > 0 {
		v.Used = i18n.N(lang, "settings.municipality.used", m.Organisations)
	} else {
		v.Remove = &desk.ShelveView{
			Title:  i18n.T(lang, "settings.municipality.remove"),
			Text:   i18n.T(lang, "settings.municipality.remove_text", "Name", m.Name),
			Action: address.StaffMunicipality(m.ID, address.ToRemove),
			Button: page.Button{Text: i18n.T(lang, "settings.municipality.remove"), Danger: true},
		}
	}
	head := settingsHead(lang, m.Name, page.Crumb{
		Text: i18n.T(lang, "settings.tab.municipalities"), Href: address.StaffMunicipalities,
	})
	head.Errors = fields.Summary()
	return municipalityPage.Render(c, status, head, v)
}

func (p *Pages) changeMunicipality(c echo.Context) error {
	old, err := p.municipalityUse(c)
	if err != nil {
		return err
	}
	typed := typedMunicipality(c)
	var problems consult.Problems
	m := typed.municipality(&problems)
	m.ID = old.ID
	if len(problems) == 0 {
		err := p.svc.ChangeMunicipality(c.Request().Context(), gate.Actor(c), m)
		if err == nil {
			return c.Redirect(http.StatusSeeOther, address.StaffMunicipalities+"?gedaan=municipality_changed")
		}
		if problems, err = desk.AsProblems(err); err != nil {
			return err
		}
	}
	return renderMunicipality(c, http.StatusUnprocessableEntity, old, typed, problems)
}

func (p *Pages) removeMunicipality(c echo.Context) error {
	m, err := p.municipalityUse(c)
	if err != nil {
		return err
	}
	if err := p.svc.RemoveMunicipality(c.Request().Context(), gate.Actor(c), m.ID); err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return renderMunicipality(c, http.StatusUnprocessableEntity, m, municipalityFormOf(m.Municipality), problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMunicipalities+"?gedaan=municipality_removed")
}
