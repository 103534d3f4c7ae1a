package meeting

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) meetingQuestionRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.Under(address.StaffMeetings, ":id", address.ToQuestions), gate.Staff(consult.SeeStaffSide),
			p.showQuestions),
		gate.Post(address.Under(address.StaffMeetings, ":id", address.ToQuestions), gate.Staff(consult.EditMeetings),
			p.editQuestions),
	}
}

var questionsPage = page.New[questionsView]("staff/meeting/questions.html", page.Staff)

type questionsView struct {
	Workspace desk.Workspace
	MayEdit   bool
	Edited    page.Hidden
	Count     string
	Rows      []questionFields
	Released  bool
	Empty     bool
	Shown     []page.ListingItem // for who may not edit
}

type questionFields struct {
	Number                      int
	ID                          page.Hidden
	Label, Kind, Hint, Options  page.Field
	Required, Sensitive, Remove page.Field
	OfOrganisation, AlsoNo      page.Field
}

// typedQuestions reads the questions of the form in their order, without those
// that were ticked to be removed.
func typedQuestions(c echo.Context) []consult.Question {
	form := gate.FormOf(c)
	count := form.ID("count")
	var all []consult.Question
	for i := range min(max(count, 0), consult.MaxQuestions+1) {
		value := func(name string) string { return form.Line(fmt.Sprintf("%s.%d", name, i)) }
		if value("remove") == "1" {
			continue
		}
		id, _ := strconv.ParseInt(value("id"), 10, 64) // what is no number is a new question
		q := consult.Question{
			ID: id, Kind: consult.QuestionKind(value("kind")), Label: value("question"), Hint: value("hint"),
			Required: value("required") == "1", Sensitive: value("sensitive") == "1",
			OfOrganisation: value("of_organisation") == "1", AlsoNo: value("also_no") == "1",
		}
		for line := range strings.Lines(form.Text(fmt.Sprintf("options.%d", i))) {
			if line = i18n.Tidy(line); line != "" {
				q.Options = append(q.Options, line)
			}
		}
		if q.Kind != consult.Choice && q.Kind != consult.ManyChoice {
			q.Options = nil
		}
		all = append(all, q)
	}
	return all
}

func (p *Pages) showQuestions(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	return p.renderQuestions(c, http.StatusOK, m, m.Questions, nil)
}

func (p *Pages) renderQuestions(c echo.Context, status int, m consult.Meeting, questions []consult.Question,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, ofQuestion(problems))
	v := questionsView{
		Workspace: p.Workspace(c, m, address.ToQuestions), Edited: editedField(m), Count: strconv.Itoa(len(questions)),
		Released: !m.Draft(),
		MayEdit:  consult.Allow(gate.Actor(c), consult.EditMeetings) == nil && !m.IsCancelled(),
		Empty:    len(questions) == 0,
	}
	for i, q := range questions {
		v.Rows = append(v.Rows, newQuestionFields(lang, fields, i, q))
		v.Shown = append(v.Shown, page.ListingItem{Title: q.Label, Text: q.Hint})
	}
	head := desk.WorkspaceHead(c, m, i18n.T(lang, "workspace.tab.questions"))
	head.Errors, head.Flash = fields.Summary(), desk.FlashOf(c, "meeting")
	return questionsPage.Render(c, status, head, v)
}

func newQuestionFields(lang i18n.Lang, f *page.Fields, i int, q consult.Question) questionFields {
	name := func(s string) string { return fmt.Sprintf("%s.%d", s, i) }
	var kinds []page.Option
	for _, k := range consult.QuestionKinds {
		kinds = append(kinds, page.Option{Value: string(k), Text: i18n.T(lang, "meeting.question.kind."+string(k))})
	}
	return questionFields{
		Number: i + 1,
		ID:     page.Hidden{Name: name("id"), Value: strconv.FormatInt(q.ID, 10)},
		Label:  f.Text(name("question"), "meeting.question.label", q.Label, page.Max(300)),
		Kind:   f.Select(name("kind"), "meeting.question.kind", string(q.Kind), kinds),
		Hint:   f.Text(name("hint"), "meeting.question.hint", q.Hint, page.Max(600), page.Optional()),
		Options: f.Area(name("options"), "meeting.question.options", strings.Join(q.Options, "\n"), page.Rows(4),
			page.Optional(), page.Hint("meeting.question.options_hint")),
		Required: f.Check(name("required"), "meeting.question.required", q.Required),
		Sensitive: f.Check(name("sensitive"), "meeting.question.sensitive", q.Sensitive,
			page.Hint("meeting.question.sensitive_hint")),
		OfOrganisation: f.Check(name("of_organisation"), "meeting.question.of_organisation", q.OfOrganisation,
			page.Hint("meeting.question.of_organisation_hint")),
		AlsoNo: f.Check(name("also_no"), "meeting.question.also_no", q.AlsoNo),
		Remove: f.Check(name("remove"), "meeting.question.remove", false),
	}
}

// ofQuestion moves the problems of a question to the field they are about.
func ofQuestion(problems consult.Problems) consult.Problems {
	moved := make(consult.Problems, len(problems))
	for i, one := range problems {
		if n, ok := strings.CutPrefix(one.Field, "question."); ok {
			field := "question."
			switch one.Key {
			case "meeting.problem.question_options", "meeting.problem.question_option":
				field = "options."
			case "meeting.problem.question_kind", "meeting.problem.question_kind_fixed":
				field = "kind."
			case "meeting.problem.question_sensitive_fixed":
				field = "sensitive."
			}
			one.Field = field + n
		}
		moved[i] = one
	}
	return moved
}

// editQuestions saves the questions; the button that adds one only shows the
// form again, so that it works without script.
func (p *Pages) editQuestions(c echo.Context) error {
	m, err := p.MeetingOf(c)
	if err != nil {
		return err
	}
	questions := typedQuestions(c)
	if gate.FormOf(c).Has("meer") {
		return p.renderQuestions(c, http.StatusOK, m, append(questions, consult.Question{Kind: consult.Choice}), nil)
	}
	if err := p.svc.EditQuestions(c.Request().Context(), gate.Actor(c), m.ID, desk.Edited(c), questions); err != nil {
		problems, status, err := desk.Refused(err)
		if err != nil {
			return err
		}
		return p.renderQuestions(c, status, m, questions, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(m.ID, address.ToQuestions)+"?gedaan=saved")
}
