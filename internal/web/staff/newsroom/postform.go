package newsroom

import (
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// postForm is the words of a post as somebody typed them.
type postForm struct {
	Title, Lead, Body, Language, ShownOn string
	Signatories                          []string
	PressName, PressPhone, PressAddress  string
}

func postFormOf(text consult.PostText) postForm {
	f := postForm{
		Title: text.Title, Lead: text.Lead, Body: text.Body, Language: text.Language, Signatories: signatoryIDs(text),
		PressName: text.Press.Name, PressPhone: text.Press.Phone, PressAddress: text.Press.Address,
	}
	if !text.ShownOn.IsZero() {
		f.ShownOn = i18n.DayOf(text.ShownOn).String()
	}
	return f
}

func typedPost(c echo.Context) postForm {
	form := gate.FormOf(c)
	return postForm{
		Title: form.Line("title"), Lead: form.Line("lead"), Body: form.Text("body"), Language: form.Line("language"),
		ShownOn:     form.Line("shown_on"),
		Signatories: form.Many("signatories"),
		PressName:   form.Line("press_name"), PressPhone: form.Line("press_phone"),
		PressAddress: form.Line("press_address"),
	}
}

// text reads what was typed for a post of a kind: what the form of that kind
// does not have is left out. A day that cannot be read is a problem.
func (f postForm) text(kind consult.PostKind, p *consult.Problems) consult.PostText {
	t := consult.PostText{Title: f.Title, Body: f.Body, Language: f.Language}
	if kind == consult.FAQ {
		return t
	}
	t.Lead = f.Lead
	t.ShownOn = typedDay("shown_on", "post.problem.shown_on", f.ShownOn, p)
	if kind == consult.PressRelease {
		t.Press = consult.PressContact{Name: f.PressName, Phone: f.PressPhone, Address: f.PressAddress}
	}
	return t
}

// typedDay reads a day as its local midnight; empty is no day.
func typedDay(field, problem, typed string, p *consult.Problems) time.Time {
	if typed == "" {
		return time.Time{}
	}
	d, err := i18n.ParseDate(typed)
	if err != nil {
		p.Add(field, problem)
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, i18n.Zone())
}

// signed are the ids of the municipalities that were ticked.
func (f postForm) signed(kind consult.PostKind) []int64 {
	if kind != consult.PressRelease {
		return nil
	}
	return desk.Numbers(f.Signatories)
}

// same says whether what was typed is what the post says already.
func (f postForm) same(one consult.Post) bool {
	var none consult.Problems
	typed, stands := f.text(one.Kind, &none), one.Working()
	ids, there := f.signed(one.Kind), desk.Numbers(signatoryIDs(stands))
	slices.Sort(ids)
	slices.Sort(there)
	return len(none) == 0 && typed.Title == stands.Title && typed.Lead == stands.Lead && typed.Body == stands.Body &&
		typed.Language == stands.Language && typed.ShownOn.Equal(stands.ShownOn) && typed.Press == stands.Press &&
		slices.Equal(ids, there)
}

// postFields are the fields of the form. Lead, ShownOn and Press are nil for
// kinds that have none.
type postFields struct {
	Title       page.Field
	Lead        *page.Field
	Body        page.Editor
	ShownOn     *page.Field
	Language    page.Field
	Signatories *page.Field
	Press       []page.Field
}

// newPostFields makes the form of a post; register is every municipality, on
// the day to which the text belongs.
func newPostFields(lang i18n.Lang, fields *page.Fields, kind consult.PostKind, f postForm,
	register []page.Option) postFields {
	names := "post.form."
	if kind == consult.FAQ {
		names = "post.form.answer."
	}
	v := postFields{
		Title:    fields.Text("title", names+"title", f.Title, page.Max(consult.MaxPostTitle)),
		Body:     page.NewEditor(fields.Area("body", names+"body", f.Body, page.Hint("post.form.body_hint"))),
		Language: fields.Select("language", "post.form.language", f.Language, textLanguages(lang)),
	}
	v.Body.Pictures, v.Body.Files = acceptPictures, acceptFiles
	if kind == consult.FAQ {
		return v
	}
	lead := fields.Area("lead", "post.form.lead", f.Lead, page.Rows(3), page.Optional(), page.Max(consult.MaxPostLead),
		page.Hint("post.form.lead_hint"))
	shown := fields.Text("shown_on", "post.form.shown_on", f.ShownOn, page.Type("date"), page.Optional(),
		page.Hint("post.form.shown_on_hint"))
	v.Lead, v.ShownOn = &lead, &shown
	if kind == consult.PressRelease {
		signed := fields.Checks("signatories", "post.form.signatories", f.Signatories, register, page.Columns(),
			page.Optional(), page.Hint("post.form.signatories_hint"))
		v.Signatories = &signed
		v.Press = []page.Field{
			fields.Text("press_name", "post.form.press_name", f.PressName, page.Max(120), page.Optional()),
			fields.Text("press_phone", "post.form.press_phone", f.PressPhone, page.Type("tel"), page.Max(40),
				page.Optional()),
			fields.Text("press_address", "post.form.press_address", f.PressAddress, page.Type("email"), page.Max(200),
				page.Optional()),
		}
	}
	return v
}

// textLanguages are the languages that a text can have.
func textLanguages(lang i18n.Lang) []page.Option {
	options := make([]page.Option, len(i18n.Languages))
	for i, one := range i18n.Languages {
		options[i] = page.Option{Value: string(one), Text: i18n.T(lang, "post.language."+string(one))}
	}
	return options
}

// registerOn is who can issue a press release on the day to which a text
// belongs, as the register sorts them. One that was ticked and did not exist
// then stays, so that it can be taken away.
func (p *Pages) registerOn(c echo.Context, day time.Time, ticked []string) ([]page.Option, error) {
	all, err := p.svc.Municipalities(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return nil, err
	}
	var options []page.Option
	for _, m := range all {
		id := strconv.FormatInt(m.ID, 10)
		o := page.Option{Value: id, Text: m.Name}
		switch {
		case m.ValidOn(day):
			options = append(options, o)
		case slices.Contains(ticked, id):
			o.Note = i18n.T(page.FrameOf(c).Lang, "post.form.not_then")
			options = append(options, o)
		}
	}
	return options, nil
}
