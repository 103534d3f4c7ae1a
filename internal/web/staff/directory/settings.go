package directory

import (
	"html/template"
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

func (p *Pages) settingsRoutes() []gate.Route {
	edit := gate.Staff(consult.EditSettings)
	long := gate.Post(address.StaffSettings, edit, p.changeSettings)
	long.Body = 1 << 20 // four texts of 60,000 characters
	largeLogo := gate.Post(address.StaffLogo, edit, p.changeLogo)
	largeLogo.Body = 16 << 20 // so that a photo is told at its field that it is too large
	return []gate.Route{
		gate.Get(address.StaffSettings, edit, p.showSettings), long,
		gate.Get(address.StaffLogo, edit, p.showLogo), largeLogo,
		gate.Post(address.Under(address.StaffLogo, address.ToRemove), edit, p.removeLogo),
		gate.Get(address.StaffMunicipalities, edit, p.listMunicipalities),
		gate.Post(address.StaffMunicipalities, edit, p.addMunicipality),
		gate.Get(address.Under(address.StaffMunicipalities, ":id"), edit, p.showMunicipality),
		gate.Post(address.Under(address.StaffMunicipalities, ":id"), edit, p.changeMunicipality),
		gate.Post(address.Under(address.StaffMunicipalities, ":id", address.ToRemove), edit, p.removeMunicipality),
	}
}

var settingsPage = page.New[settingsView]("staff/settings/region.html", page.Staff)

type settingsView struct {
	Tabs     page.Tabs
	Version  page.Hidden
	Sections []settingsSection
	Texts    []settingsText
}

// settingsSection is a few fields under one heading.
type settingsSection struct {
	ID, Title, Lead string
	Fields          []page.Field
}

// settingsText is a text in Markdown with how it will look, once asked for.
type settingsText struct {
	Field   page.Field
	Preview *settingsPreview
}

type settingsPreview struct {
	Title string
	Body  template.HTML
}

func settingsTabs(lang i18n.Lang, current string) page.Tabs {
	tabs := page.Tabs{Label: i18n.T(lang, "layout.staff.settings")}
	for _, one := range []struct{ key, href string }{
		{"settings.tab.region", address.StaffSettings}, {"settings.tab.logo", address.StaffLogo},
		{"settings.tab.municipalities", address.StaffMunicipalities},
	} {
		tabs.Items = append(tabs.Items, page.Tab{
			Text: i18n.T(lang, one.key), Href: one.href, Current: one.href == current,
		})
	}
	return tabs
}

func (p *Pages) showSettings(c echo.Context) error {
	r, err := p.svc.Settings(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	return renderSettings(c, http.StatusOK, r, nil, false)
}

// regionVersion is the instant at which the settings were saved last, as the
// form carries it.
func regionVersion(r consult.Region) page.Hidden {
	if r.UpdatedAt.IsZero() {
		return desk.VersionField(0)
	}
	return desk.VersionField(r.UpdatedAt.UnixMicro())
}

func typedRegion(c echo.Context) consult.Region {
	form := gate.FormOf(c)
	words := func(name string) consult.Words {
		return consult.Words{NL: form.Line(name + "_nl"), EN: form.Line(name + "_en")}
	}
	r := consult.Region{
		Name: form.Line("name"), ShortName: form.Line("short_name"), Tagline: words("tagline"),
		OnBehalf:   words("on_behalf"),
		SenderName: form.Line("sender_name"), ReplyAddress: form.Line("reply_address"), Phone: form.Line("phone"),
		PhoneHours: words("hours"), SignedBy: form.Line("signed_by"), Security: form.Line("security"),
		Privacy: words("privacy"), Access: words("access"),
	}
	if at := desk.FormVersion(c); at != 0 {
		r.UpdatedAt = time.UnixMicro(at).UTC()
	}
	return r
}

func renderSettings(c echo.Context, status int, r consult.Region, problems consult.Problems, preview bool) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := settingsView{
		Tabs: settingsTabs(lang, address.StaffSettings), Version: regionVersion(r),
		Sections: settingsSections(lang, fields, r),
		Texts:    settingsTexts(lang, fields, r, preview),
	}
	head := page.Head{
		Title: i18n.T(lang, "layout.staff.settings"), Nav: page.NavSettings, Flash: desk.FlashOf(c, "settings"),
		Errors: fields.Summary(),
	}
	return settingsPage.Render(c, status, head, v)
}

func settingsSections(lang i18n.Lang, f *page.Fields, r consult.Region) []settingsSection {
	line := func(name, value string, more ...page.FieldOption) page.Field {
		return f.Text(name, "settings."+name, value, append(more, page.Max(consult.MaxRegionLine))...)
	}
	hint := func(name string) page.FieldOption { return page.Hint("settings." + name + ".hint") }
	sections := []settingsSection{
		{ID: "naam", Fields: []page.Field{
			line("name", r.Name), line("short_name", r.ShortName, hint("short_name")),
			line("tagline_nl", r.Tagline.NL, page.Optional()), line("tagline_en", r.Tagline.EN, page.Optional()),
			line("on_behalf_nl", r.OnBehalf.NL, hint("on_behalf_nl")),
			line("on_behalf_en", r.OnBehalf.EN, page.Optional()),
		}},
		{ID: "mail", Fields: []page.Field{
			f.Text("sender_name", "settings.sender_name", r.SenderName, hint("sender_name"),
				page.Max(consult.MaxSenderName)),
			line("reply_address", r.ReplyAddress, page.Type("email"), hint("reply_address")),
			line("signed_by", r.SignedBy, page.Optional(), hint("signed_by")),
		}},
		{ID: "contact", Fields: []page.Field{
			line("phone", r.Phone, page.Type("tel"), page.Optional()),
			line("hours_nl", r.PhoneHours.NL, page.Optional(), hint("hours_nl")),
			line("hours_en", r.PhoneHours.EN, page.Optional()),
			line("security", r.Security, page.Optional(), hint("security")),
		}},
	}
	for i := range sections {
		sections[i].Title = i18n.T(lang, "settings.section."+sections[i].ID)
		sections[i].Lead = i18n.T(lang, "settings.section."+sections[i].ID+".lead")
	}
	return sections
}

func settingsTexts(lang i18n.Lang, f *page.Fields, r consult.Region, preview bool) []settingsText {
	var texts []settingsText
	for _, one := range []struct{ name, text string }{
		{"privacy_nl", r.Privacy.NL}, {"privacy_en", r.Privacy.EN}, {"access_nl", r.Access.NL},
		{"access_en", r.Access.EN},
	} {
		t := settingsText{Field: f.Area(one.name, "settings."+one.name, one.text, page.Rows(8), page.Optional())}
		if preview && one.text != "" {
			t.Preview = &settingsPreview{
				Title: i18n.T(lang, "settings.preview.of", "Name", t.Field.Label), Body: page.Markdown(one.text),
			}
		}
		texts = append(texts, t)
	}
	return texts
}

func (p *Pages) changeSettings(c echo.Context) error {
	r := typedRegion(c)
	if gate.FormOf(c).Line("doe") == "voorbeeld" {
		_, problems := service.TidyRegion(r)
		return renderSettings(c, http.StatusOK, r, onlyTexts(problems), true)
	}
	if err := p.svc.ChangeSettings(c.Request().Context(), gate.Actor(c), r); err != nil {
		problems, status, err := desk.RefusedAs(err, "settings.problem.conflict")
		if err != nil {
			return err
		}
		if status == http.StatusConflict {
			now, err := p.svc.Settings(c.Request().Context(), gate.Actor(c))
			if err != nil {
				return err
			}
			r.UpdatedAt = now.UpdatedAt
		}
		return renderSettings(c, status, r, problems, false)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffSettings+"?gedaan=saved")
}

// onlyTexts leaves of what is wrong only what is about a text: somebody who
// looks at a preview is not done with the rest.
func onlyTexts(problems consult.Problems) consult.Problems {
	var kept consult.Problems
	for _, p := range problems {
		switch p.Field {
		case "privacy_nl", "privacy_en", "access_nl", "access_en":
			kept = append(kept, p)
		}
	}
	return kept
}
