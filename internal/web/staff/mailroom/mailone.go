package mailroom

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var mailPage = page.New[mailView]("staff/mail/one.html", page.Staff)

type mailView struct {
	Title     string
	Status    page.Status
	Facts     []page.Fact
	Decide    *mailDecision
	Subject   string // of what went out
	Text      string
	Digest    string
	Preview   *page.Preview // of what has not gone out yet
	Contact   *page.Link
	Unwritten string // why there is nothing to see
}

type mailDecision struct {
	Title, Text, Action string
	Buttons             []page.Button
}

func (p *Pages) showMail(c echo.Context) error {
	id, err := desk.ID(c, "mail")
	if err != nil {
		return err
	}
	d, err := p.svc.MailDetail(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := newMailView(lang, d)
	if consult.Allow(gate.Actor(c), consult.SettleMail) == nil {
		v.Decide = decisionOn(lang, d.Mail)
	}
	head := page.Head{Title: v.Title, Nav: page.NavMail, Flash: desk.FlashOf(c, "mail"), Crumbs: []page.Crumb{
		{Text: i18n.T(lang, "layout.staff.mail"), Href: address.StaffOutbox}, {Text: v.Title},
	}}
	return mailPage.Render(c, http.StatusOK, head, v)
}

func newMailView(lang i18n.Lang, d service.MailDetail) mailView {
	m := d.Mail
	v := mailView{
		Title:  i18n.T(lang, "mail.one.title", "Purpose", desk.PurposeText(lang, m.Purpose), "Name", m.Name),
		Status: desk.MailStatus(lang, m.State),
		Facts:  mailFacts(lang, d),
	}
	if d.Contact != nil {
		v.Contact = &page.Link{
			Text: i18n.T(lang, "mail.one.contact", "Name", d.Contact.Name()), Href: address.StaffContact(d.Contact.ID),
		}
	}
	switch {
	case d.Copy != nil:
		v.Subject, v.Text, v.Digest = d.Copy.Subject, d.Copy.Text, d.Copy.SHA256
	case m.State == consult.Dropped:
		v.Unwritten = i18n.T(lang, "mail.one.never")
	default:
		v.Preview = &page.Preview{
			Title: i18n.T(lang, "mail.one.preview"), Src: address.StaffMail(m.ID, address.ToPreview),
		}
	}
	return v
}

func mailFacts(lang i18n.Lang, d service.MailDetail) []page.Fact {
	m := d.Mail
	facts := []page.Fact{{Term: i18n.T(lang, "mail.list.to"), Lines: []string{m.Name, m.Address}}}
	if d.Meeting != nil {
		facts = append(facts, page.Fact{Term: i18n.T(lang, "mail.list.meeting"), Notes: []page.Line{
			{Link: &page.Link{Text: d.Meeting.Title, Href: address.StaffMeeting(d.Meeting.ID, address.ToMail)}},
		}})
	}
	facts = append(facts, page.Fact{
		Term: i18n.T(lang, "mail.one.queued"), Lines: []string{i18n.DateTime(lang, m.CreatedAt)},
	})
	if m.State.Waiting() {
		facts = append(facts, page.Fact{
			Term: i18n.T(lang, "mail.one.due"), Lines: []string{i18n.DateTime(lang, m.DueAt)},
		})
	}
	if !m.DataAt.IsZero() {
		facts = append(facts, page.Fact{
			Term: i18n.T(lang, "mail.one.handed"), Lines: []string{i18n.DateTime(lang, m.DataAt)},
		})
	}
	if !m.DoneAt.IsZero() {
		facts = append(facts, page.Fact{
			Term: i18n.T(lang, "mail.one.done"), Lines: []string{i18n.DateTime(lang, m.DoneAt)},
		})
	}
	if m.Attempts > 1 {
		facts = append(facts, page.Fact{
			Term: i18n.T(lang, "mail.one.attempts"), Lines: []string{i18n.Number(lang, m.Attempts)},
		})
	}
	if said := desk.MailSaid(lang, m); said != "" {
		facts = append(facts, page.Fact{Term: i18n.T(lang, "mail.one.said"), Lines: []string{said}})
	}
	return facts
}

// decisionOn is what staff can decide on a mail, or nil.
func decisionOn(lang i18n.Lang, m consult.Mail) *mailDecision {
	choices := service.Decisions(m.State)
	if len(choices) == 0 {
		return nil
	}
	key := "mail.decide." + string(m.State)
	if m.State == consult.Held && m.Error == string(consult.HeldForName) {
		key += "_name"
	}
	d := &mailDecision{
		Title: i18n.T(lang, key+".title"), Text: i18n.T(lang, key+".text"),
		Action: address.StaffMail(m.ID, address.ToDecide),
	}
	for i, one := range choices {
		d.Buttons = append(d.Buttons, page.Button{
			Text: i18n.T(lang, "mail.decision."+string(one)), Name: "besluit", Value: string(one), Primary: i == 0,
			Danger: one == service.Drop,
		})
	}
	return d
}

func (p *Pages) decideMail(c echo.Context) error {
	id, err := desk.ID(c, "mail")
	if err != nil {
		return err
	}
	decision := service.Decision(gate.FormOf(c).Line("besluit"))
	if err := p.svc.SettleMail(c.Request().Context(), gate.Actor(c), decision, id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMail(id)+"?gedaan="+string(decision))
}

// previewMail shows a mail that has not gone out, as it would go now.
func (p *Pages) previewMail(c echo.Context) error {
	id, err := desk.ID(c, "mail")
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), gate.Actor(c)
	d, err := p.svc.MailDetail(ctx, actor, id)
	if err != nil {
		return err
	}
	l, err := p.svc.Preview(ctx, actor, d.Mail)
	if err != nil {
		return err
	}
	return desk.SendLetter(c, l)
}

var undeliverablePage = page.New[undeliverableView]("staff/mail/undeliverable.html", page.Staff)

type undeliverableView struct {
	Count   string
	Columns []page.Column
	Rows    []undeliverableRow
	Exports []page.Link
	Empty   *page.Empty
}

type undeliverableRow struct {
	Name, Organisation, Address, Said, When, Href string
}

func (p *Pages) listUndeliverable(c echo.Context) error {
	rows, err := p.undeliverable(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	title := i18n.T(lang, "mail.refused.title")
	v := undeliverableView{
		Count: i18n.N(lang, "mail.refused.count", len(rows)), Rows: rows,
		Exports: desk.ExportsAt(address.Under(address.StaffOutbox, address.ToUndeliverable), nil),
	}
	for _, text := range undeliverableHeader(lang) {
		v.Columns = append(v.Columns, page.Column{Text: text})
	}
	if len(rows) == 0 {
		v.Empty = &page.Empty{Title: i18n.T(lang, "mail.refused.empty"), Text: i18n.T(lang, "mail.refused.empty_text")}
	}
	head := page.Head{
		Title: title, Nav: page.NavMail,
		Crumbs: []page.Crumb{{Text: i18n.T(lang, "layout.staff.mail"), Href: address.StaffOutbox}, {Text: title}},
	}
	return undeliverablePage.Render(c, http.StatusOK, head, v)
}

func (p *Pages) undeliverable(c echo.Context) ([]undeliverableRow, error) {
	lang := page.FrameOf(c).Lang
	all, err := p.svc.Undeliverable(c.Request().Context(), gate.Actor(c))
	rows := make([]undeliverableRow, len(all))
	for i, u := range all {
		rows[i] = undeliverableRow{
			Name: u.Contact.Name(), Organisation: u.Organisation, Address: u.Contact.Address, Said: u.Contact.Bounce,
			When: i18n.DateTime(lang, u.Contact.Undeliverable), Href: address.StaffContact(u.Contact.ID),
		}
	}
	return rows, err
}

func undeliverableHeader(lang i18n.Lang) []string {
	return []string{
		i18n.T(lang, "mail.list.name"), i18n.T(lang, "mail.refused.organisation"), i18n.T(lang, "mail.list.address"),
		i18n.T(lang, "mail.one.said"), i18n.T(lang, "mail.refused.since"),
	}
}

func (p *Pages) exportUndeliverable(c echo.Context) error {
	all, err := p.undeliverable(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	var rows [][]string
	for _, r := range all {
		rows = append(rows, []string{r.Name, r.Organisation, r.Address, r.Said, r.When})
	}
	return p.SendTable(c, service.Taken{List: "undeliverable", Object: "contact"}, i18n.T(lang, "mail.refused.title"),
		undeliverableHeader(lang), rows)
}
