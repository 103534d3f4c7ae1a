package meeting

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/dutch"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var inviteeFormPage = page.New[inviteeFormView]("staff/invitation/form.html", page.Staff)

// inviteeFormView is one form about one invitee.
type inviteeFormView struct {
	Workspace   desk.Workspace
	Title, Text string
	Facts       []page.Fact
	Action      string
	Fields      []page.Field
	Button      page.Button
	Back        page.Link
}

func (p *Pages) renderInviteeForm(c echo.Context, status int, d service.InviteeDetail, name string, b *page.Fields,
	fields []page.Field, facts []page.Fact) error {
	lang := page.FrameOf(c).Lang
	base := address.StaffInvitee(d.Meeting.ID, d.Invitee.ID)
	v := inviteeFormView{
		Workspace: p.Workspace(c, d.Meeting, address.ToInvitees),
		Title: i18n.T(lang, "invitation."+name+".title", "Name", d.Contact.Name(), "Organisation",
			d.Organisation.Name),
		Text: i18n.T(lang, "invitation."+name+".text"), Action: c.Request().URL.Path, Fields: fields, Facts: facts,
		Button: page.Button{Text: i18n.T(lang, "invitation."+name+".button"), Primary: true},
		Back:   page.Link{Text: i18n.T(lang, "invitation.back"), Href: base},
	}
	head := desk.WorkspaceHead(c, d.Meeting, v.Title)
	head.Errors = b.Summary()
	return inviteeFormPage.Render(c, status, head, v)
}

// typedNote is the form of an answer that staff note.
type typedNote struct {
	Who, Answer, Source, Note string
	Words                     string
	Date, Clock               string
	People                    string
	Given                     map[int64][]string
}

func (p *Pages) noteReplyForm(c echo.Context) error {
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	now := p.now().In(i18n.Zone())
	t := typedNote{
		Who: strconv.FormatInt(d.Invitee.ID, 10), Date: i18n.DayOf(now).String(), Clock: now.Format("15:04"),
		People: d.Contact.Name(), Given: map[int64][]string{},
	}
	if d.Reply != nil {
		t.Answer, t.Words = string(d.Reply.Answer), d.Reply.Words
		if len(d.Reply.People) > 0 {
			t.People = joinLines(peopleLines(d.Reply.People))
		}
		for _, g := range d.Reply.Given {
			t.Given[g.QuestionID] = g.Values
		}
	}
	for _, g := range d.Everybody().Shared {
		t.Given[g.QuestionID] = g.Values
	}
	return p.renderNote(c, http.StatusOK, d, t, nil)
}

func joinLines(lines []string) string {
	text := ""
	for _, line := range lines {
		text += line + "\n"
	}
	return text
}

func (p *Pages) renderNote(c echo.Context, status int, d service.InviteeDetail, t typedNote,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	b := page.NewFields(lang, problems)
	who := []page.Option{{Value: strconv.FormatInt(d.Invitee.ID, 10), Text: d.Contact.Name()}}
	for _, l := range d.Colleagues {
		if l.WithdrawnAt.IsZero() {
			who = append(who, page.Option{Value: strconv.FormatInt(l.InviteeID, 10), Text: l.Name()})
		}
	}
	who = append(who, page.Option{
		Value: "0", Text: i18n.T(lang, "invitation.note.whole", "Organisation", d.Organisation.Name),
	})
	sources := []page.Option{}
	for _, s := range consult.StaffSources {
		sources = append(sources, page.Option{Value: string(s), Text: i18n.T(lang, "invitation.source."+string(s))})
	}
	fields := []page.Field{
		b.Radios("who", "invitation.note.who", t.Who, who),
		b.Radios("answer", "invitation.note.answer", t.Answer, answerOptions(lang, d.Meeting)),
		b.Radios("source", "invitation.note.source", t.Source, sources),
		b.Text("received", "invitation.note.date", t.Date, page.Type("date"), page.Hint("invitation.note.date_hint")),
		b.Text("clock", "invitation.note.clock", t.Clock, page.Type("time")),
		b.Text("note", "invitation.note.note", t.Note, page.Optional(), page.Max(500),
			page.Hint("invitation.note.note_hint")),
		b.Area("people", "invitation.note.people", t.People, page.Rows(3),
			page.Hint("invitation.note.people_hint", "Max", consult.MaxPeople)),
		b.Area("words", "invitation.note.words", t.Words, page.Optional(), page.Rows(2), page.Max(2000)),
	}
	for _, q := range d.Meeting.Questions {
		fields = append(fields, noteQuestion(b, q, t.Given[q.ID]))
	}
	return p.renderInviteeForm(c, status, d, "note", b, fields, nil)
}

func answerOptions(lang i18n.Lang, m consult.Meeting) []page.Option {
	var all []page.Option
	for _, a := range []consult.Answer{consult.Yes, consult.Online, consult.No} {
		if a == consult.Yes && m.Venue == "" || a == consult.Online && !m.Online {
			continue
		}
		all = append(all, page.Option{Value: string(a), Text: i18n.T(lang, "invitation.stand."+string(a))})
	}
	return all
}

// noteQuestion is a question of the meeting on the form of staff.
func noteQuestion(b *page.Fields, q consult.Question, given []string) page.Field {
	name := "question." + strconv.FormatInt(q.ID, 10)
	more := []page.FieldOption{page.LabelText(q.Label)}
	if !q.Required {
		more = append(more, page.Optional())
	}
	if q.Hint != "" {
		more = append(more, page.HintText(q.Hint))
	}
	options := make([]page.Option, len(q.Options))
	for k, text := range q.Options {
		options[k] = page.Option{Value: text, Text: text}
	}
	first := ""
	if len(given) > 0 {
		first = given[0]
	}
	switch q.Kind {
	case consult.Choice:
		return b.Radios(name, "", first, options, more...)
	case consult.ManyChoice:
		return b.Checks(name, "", given, options, more...)
	case consult.Number:
		return b.Text(name, "", first, append(more, page.InputMode("numeric"), page.Max(6))...)
	}
	return b.Area(name, "", first, append(more, page.Rows(2), page.Max(2000))...)
}

func (p *Pages) noteReply(c echo.Context) error {
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	t := readNote(c, d.Meeting)
	r, problems := t.reply()
	if len(problems) == 0 {
		_, err = p.svc.NoteReply(c.Request().Context(), gate.Actor(c), d.Invitation.ID, r)
		if problems, err = desk.AsProblems(err); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return p.renderNote(c, http.StatusUnprocessableEntity, d, t, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffInvitee(d.Meeting.ID, d.Invitee.ID)+"?gedaan=noted")
}

func readNote(c echo.Context, m consult.Meeting) typedNote {
	form := gate.FormOf(c)
	t := typedNote{
		Who: form.Line("who"), Answer: form.Line("answer"), Source: form.Line("source"), Note: form.Text("note"),
		Words: form.Text("words"),
		Date:  form.Line("received"), Clock: form.Line("clock"), People: form.Text("people"),
		Given: map[int64][]string{},
	}
	for _, q := range m.Questions {
		if values := form.Texts("question." + strconv.FormatInt(q.ID, 10)); len(values) > 0 || q.OfOrganisation {
			t.Given[q.ID] = values
		}
	}
	return t
}

// reply makes the reply of what was typed; only the moment can fail here.
func (t typedNote) reply() (consult.Reply, consult.Problems) {
	var p consult.Problems
	r := consult.Reply{
		Answer: consult.Answer(t.Answer), Source: consult.Source(t.Source), Note: t.Note, Words: t.Words,
		People: consult.ParsePeople(t.People),
	}
	r.InviteeID, _ = strconv.ParseInt(t.Who, 10, 64)
	var err error
	if r.ReceivedAt, err = i18n.ParseLocal(t.Date, t.Clock); err != nil {
		p.Add("received", "invitation.problem.moment")
	}
	for id, values := range t.Given {
		r.Given = append(r.Given, consult.Given{QuestionID: id, Values: values})
	}
	return r, p
}

func (p *Pages) extendForm(c echo.Context) error {
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	return p.renderExtend(c, http.StatusOK, d, "", "", "", nil)
}

func (p *Pages) renderExtend(c echo.Context, status int, d service.InviteeDetail, date, clock, why string,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	b := page.NewFields(lang, problems)
	fields := []page.Field{
		b.Text("until", "invitation.extend.date", date, page.Type("date"),
			page.Hint("invitation.extend.date_hint", "Date", i18n.Date(lang, d.Meeting.Starts))),
		b.Text("clock", "invitation.extend.clock", clock, page.Type("time"), page.Optional(),
			page.Hint("invitation.extend.clock_hint")),
		b.Area("why", "invitation.extend.why", why, page.Rows(3), page.Max(500),
			page.Hint("invitation.extend.why_hint")),
	}
	facts := []page.Fact{
		{Term: i18n.T(lang, "invitation.fact.deadline"), Lines: []string{
			dutch.Capital(i18n.Deadline(lang, d.Invitation.Deadline(d.Occasion))),
		}},
	}
	return p.renderInviteeForm(c, status, d, "extend", b, fields, facts)
}

func (p *Pages) extend(c echo.Context) error {
	form := gate.FormOf(c)
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	date, clock, why := form.Line("until"), form.Line("clock"), form.Text("why")
	until, problems := deadlineTyped(date, clock)
	if len(problems) == 0 {
		err = p.svc.Extend(c.Request().Context(), gate.Actor(c), d.Invitation.ID, until, why)
		if problems, err = desk.AsProblems(err); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return p.renderExtend(c, http.StatusUnprocessableEntity, d, date, clock, why, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffInvitee(d.Meeting.ID, d.Invitee.ID)+"?gedaan=extended")
}

// deadlineTyped reads a deadline: without a time it is the end of the day.
func deadlineTyped(date, clock string) (time.Time, consult.Problems) {
	day, err := i18n.ParseDate(date)
	if err != nil {
		return time.Time{}, consult.Problems{{Field: "until", Key: "invitation.problem.moment"}}
	}
	if clock == "" {
		return i18n.EndOfDay(day), nil
	}
	until, err := i18n.ParseLocal(date, clock)
	if err != nil {
		return time.Time{}, consult.Problems{{Field: "clock", Key: "invitation.problem.moment"}}
	}
	return until, nil
}

func (p *Pages) addressForm(c echo.Context) error {
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	return p.renderAddress(c, http.StatusOK, d, d.Contact.Address, nil)
}

func (p *Pages) renderAddress(c echo.Context, status int, d service.InviteeDetail, typed string,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	b := page.NewFields(lang, problems)
	facts := []page.Fact{{Term: i18n.T(lang, "invitation.fact.address"), Lines: []string{d.Contact.Address}}}
	if !d.Contact.Undeliverable.IsZero() {
		facts[0].Notes = page.Lines(i18n.T(lang, "invitation.address.bounced", "Date",
			i18n.Date(lang, d.Contact.Undeliverable), "Why", d.Contact.Bounce))
	}
	return p.renderInviteeForm(c, status, d, "address", b,
		[]page.Field{b.Text("address", "invitation.address.field", typed, page.Type("email"))}, facts)
}

func (p *Pages) correctAddress(c echo.Context) error {
	form := gate.FormOf(c)
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	n, err := p.svc.CorrectAddress(c.Request().Context(), gate.Actor(c), d.Contact.ID, form.Line("address"))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderAddress(c, http.StatusUnprocessableEntity, d, form.Line("address"), problems)
	}
	word := "address"
	if n > 0 {
		word = "address_sent"
	}
	return c.Redirect(http.StatusSeeOther, address.StaffInvitee(d.Meeting.ID, d.Invitee.ID)+"?gedaan="+word)
}

// previewInvitee shows the mail that an act would send to one invitee.
func (p *Pages) previewInvitee(c echo.Context) error {
	d, err := p.invitee(c)
	if err != nil {
		return err
	}
	mail, err := p.svc.PreviewFor(c.Request().Context(), gate.Actor(c), d.Invitee.ID,
		bulkActs[gate.Query(c).Get("doe")])
	if err != nil {
		return err
	}
	return p.showLetter(c, mail)
}

// showLetter answers with a letter as it would go now, for a frame of ours.
func (p *Pages) showLetter(c echo.Context, mail consult.Mail) error {
	l, err := p.svc.Preview(c.Request().Context(), gate.Actor(c), mail)
	if err != nil {
		return err
	}
	return desk.SendLetter(c, l)
}
