package site

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

// replyForm is what is typed into the form of an answer.
type replyForm struct {
	Answer consult.Answer
	Name   string // the first who comes
	Role   string
	More   string // the others, one a line, a role behind a comma
	Words  string
	Given  map[int64][]string
}

// formOf fills the form for an answer from what was told before, or else with
// the invitee themselves.
func (p *Pages) formOf(v service.GuestView, a consult.Answer) replyForm {
	f := formReply(consult.Reply{People: service.DefaultPeople(v.Contact)})
	if v.Before != nil {
		f = formReply(*v.Before)
	}
	for _, q := range v.Meeting.Questions {
		if q.OfOrganisation {
			f.Given[q.ID] = sharedOf(v.Everybody(), q)
		}
	}
	f.Answer = a
	return f
}

// ownForm fills the form with the answer that stands.
func (p *Pages) ownForm(v service.GuestView) replyForm {
	f := p.formOf(v, v.Reply.Answer)
	if !v.Reply.Answer.Comes() {
		f.Words = v.Reply.Words
	}
	return f
}

func formReply(r consult.Reply) replyForm {
	f := replyForm{Answer: r.Answer, Words: r.Words, Given: map[int64][]string{}}
	for k, one := range r.People {
		if k == 0 {
			f.Name, f.Role = one.Name, one.Role
			continue
		}
		if f.More += one.Name; one.Role != "" {
			f.More += ", " + one.Role
		}
		f.More += "\n"
	}
	for _, g := range r.Given {
		f.Given[g.QuestionID] = g.Values
	}
	return f
}

// typedForm reads the form as it was sent.
func typedForm(c echo.Context, m consult.Meeting, a consult.Answer) replyForm {
	form := gate.FormOf(c)
	f := replyForm{Answer: a, Name: form.Line("people"), Role: form.Line("role"), More: form.Text("more"),
		Words: form.Text("words"), Given: map[int64][]string{}}
	for _, q := range m.Questions {
		if values := form.Texts(questionField(q.ID)); len(values) > 0 || q.OfOrganisation {
			f.Given[q.ID] = values
		}
	}
	return f
}

func questionField(id int64) string { return fmt.Sprintf("question.%d", id) }

// reply is the answer that the form makes; the use case checks it.
func (f replyForm) reply() consult.Reply {
	r := consult.Reply{Answer: f.Answer, Words: f.Words, People: []consult.Person{{Name: f.Name, Role: f.Role}}}
	r.People = append(r.People, consult.ParsePeople(f.More)...)
	for id, values := range f.Given {
		r.Given = append(r.Given, consult.Given{QuestionID: id, Values: values})
	}
	return r
}

var detailsPage = page.New[detailsView]("site/invitation/details.html", page.Slim)

// detailForm asks who comes and what the meeting wants to know.
type detailForm struct {
	Action string
	Answer string
	Fields []page.Field
	Button page.Button
	errors *page.ErrorSummary
}

// detailsView is the second step of an answer.
type detailsView struct {
	guestView
	Deadline *page.Deadline
	Form     detailForm
}

// renderDetails asks what an answer needs besides.
func (p *Pages) renderDetails(c echo.Context, status int, v service.GuestView, f replyForm,
	problems consult.Problems) error {
	lang := langOf(c)
	d := detailsView{
		guestView: p.guestOf(c, v), Form: newDetailForm(c, v, f, problems),
		Deadline: page.NewDeadline(lang, v.Deadline, p.now()),
	}
	d.setTitle(i18n.T(lang, "reply.details."+string(f.Answer)))
	d.Form.Button = page.Button{Text: i18n.T(lang, "reply.details.send_"+string(f.Answer)), Primary: true}
	return detailsPage.Render(c, status, page.Head{Title: d.Title, Errors: d.Form.errors, NoIndex: true}, d)
}

func newDetailForm(c echo.Context, v service.GuestView, f replyForm, problems consult.Problems) detailForm {
	lang := langOf(c)
	b := page.NewFields(lang, problems)
	form := detailForm{
		Action: guestPath(c), Answer: wordOf(f.Answer), Button: page.Button{Text: i18n.T(lang, "reply.details.save")},
	}
	if f.Answer.Comes() {
		form.Fields = append(form.Fields,
			b.Text("people", "reply.field.name", f.Name, page.Autocomplete("name"), page.Max(120)),
			b.Text("role", "reply.field.role", f.Role, page.Optional(), page.Autocomplete("organization-title"),
				page.Max(120)),
			b.Area("more", "reply.field.more", f.More, page.Optional(), page.Rows(2),
				page.Hint("reply.field.more_hint", "Max", consult.MaxPeople)),
		)
	}
	for _, q := range v.Meeting.Questions {
		if f.Answer.Comes() || q.AlsoNo {
			form.Fields = append(form.Fields, questionOf(b, lang, q, f.Given[q.ID]))
		}
	}
	form.Fields = append(form.Fields, wordsField(b, f.Words))
	form.errors = b.Summary()
	return form
}

// wordsField asks for words to go with an answer.
func wordsField(b *page.Fields, words string) page.Field {
	return b.Area("words", "reply.field.words", words, page.Optional(), page.Rows(3), page.Max(2000),
		page.Hint("reply.field.words_hint"))
}

// asksOfNo says whether something is asked of who does not come.
func asksOfNo(m consult.Meeting) bool {
	return slices.ContainsFunc(m.Questions, func(q consult.Question) bool { return q.AlsoNo })
}

// questionOf is one question of the meeting as a field.
func questionOf(b *page.Fields, lang i18n.Lang, q consult.Question, given []string) page.Field {
	more := []page.FieldOption{page.LabelText(q.Label)}
	hint := q.Hint
	if q.Sensitive {
		hint = strings.TrimSpace(hint + " " + i18n.T(lang, "reply.field.sensitive"))
	}
	if q.OfOrganisation {
		hint = strings.TrimSpace(hint + " " + i18n.T(lang, "reply.field.of_organisation"))
	}
	if hint != "" {
		more = append(more, page.HintText(hint))
	}
	if !q.Required {
		more = append(more, page.Optional())
	}
	first := ""
	if len(given) > 0 {
		first = given[0]
	}
	name := questionField(q.ID)
	switch q.Kind {
	case consult.Choice:
		return b.Radios(name, "", first, optionsOf(q), more...)
	case consult.ManyChoice:
		return b.Checks(name, "", given, optionsOf(q), more...)
	case consult.Number:
		return b.Text(name, "", first, append(more, page.InputMode("numeric"), page.Max(6))...)
	}
	return b.Area(name, "", first, append(more, page.Rows(2), page.Max(2000))...)
}

func optionsOf(q consult.Question) []page.Option {
	options := make([]page.Option, len(q.Options))
	for k, text := range q.Options {
		options[k] = page.Option{Value: text, Text: text}
	}
	return options
}

var colleaguePage = page.New[colleagueView]("site/invitation/colleague.html", page.Slim)

// colleagueView is the form to name who comes instead.
type colleagueView struct {
	guestView
	Back   string
	Send   string
	Fields []page.Field
	Intro  string
}

// colleague asks who comes instead.
func (p *Pages) colleague(c echo.Context) error {
	secretive(c)
	v, err := p.svc.Opened(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	if state := p.stateOf(v); state == stateClosed || state == stateSettled || !p.now().Before(v.Deadline) {
		return p.renderGuest(c, http.StatusOK, v, nil)
	}
	return p.renderColleague(c, http.StatusOK, v, service.Colleague{Language: string(langOf(c))}, nil)
}

func (p *Pages) renderColleague(c echo.Context, status int, v service.GuestView, who service.Colleague,
	problems consult.Problems) error {
	lang := langOf(c)
	f := page.NewFields(lang, problems)
	languages := []page.Option{
		{Value: "nl", Text: i18n.T(lang, "reply.colleague.nl")},
		{Value: "en", Text: i18n.T(lang, "reply.colleague.en")},
	}
	view := colleagueView{
		guestView: p.guestOf(c, v), Back: guestPath(c), Send: guestPath(c, address.ToColleague),
		Intro: i18n.T(lang, "reply.colleague.intro", "Organisation", v.Organisation.Name),
		Fields: []page.Field{
			f.Text("first", "reply.colleague.first", who.First, page.Max(120)),
			f.Text("infix", "reply.colleague.infix", who.Infix, page.Optional(), page.Max(120),
				page.Hint("reply.colleague.infix_hint")),
			f.Text("last", "reply.colleague.last", who.Last, page.Max(120)),
			f.Text("address", "reply.colleague.address", who.Address, page.Type("email"),
				page.Hint("reply.colleague.address_hint")),
			f.Text("role", "reply.field.role", who.JobTitle, page.Optional(), page.Max(120)),
			f.Radios("language", "reply.colleague.language", who.Language, languages),
		},
	}
	view.setTitle(i18n.T(lang, "reply.colleague.title"))
	return colleaguePage.Render(c, status, page.Head{Title: view.Title, Errors: f.Summary(), NoIndex: true}, view)
}

// sendColleague mails a colleague a link of their own.
func (p *Pages) sendColleague(c echo.Context) error {
	form := gate.FormOf(c)
	secretive(c)
	who := service.Colleague{
		First: form.Line("first"), Infix: form.Line("infix"), Last: form.Line("last"), Address: form.Line("address"),
		Language: form.Line("language"), JobTitle: form.Line("role"),
	}
	err := p.svc.SendColleague(c.Request().Context(), c.Param("token"), gate.Received(c), who)
	var problems consult.Problems
	if errors.As(err, &problems) {
		v, err := p.svc.Opened(c.Request().Context(), c.Param("token"))
		if err != nil {
			return err
		}
		return p.renderColleague(c, http.StatusUnprocessableEntity, v, who, problems)
	}
	if err != nil {
		return p.guestFailure(c, err)
	}
	v, err := p.svc.Opened(c.Request().Context(), c.Param("token"))
	if err == nil && v.StandIn != nil && v.StandIn.Unseen {
		return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=collega-bekeken")
	}
	return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=collega")
}

// takeBackColleague undoes sending a colleague.
func (p *Pages) takeBackColleague(c echo.Context) error {
	secretive(c)
	if err := p.svc.TakeBackColleague(c.Request().Context(), c.Param("token")); err != nil {
		return p.guestFailure(c, err)
	}
	return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=teruggenomen")
}
