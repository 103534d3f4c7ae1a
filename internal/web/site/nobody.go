package site

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

var nobodyPage = page.New[nobodyView]("site/invitation/nobody.html", page.Slim)

// nobodyView names whom "Niemand van ons komt" signs off and asks once more.
type nobodyView struct {
	guestView
	Lead    string
	Rows    []nobodyRow
	Stay    string // whose no stands already
	Mail    *page.Notice
	MailTo  string
	Seen    string
	Words   page.Field
	Confirm string
	Send    string
	Back    string
}

type nobodyRow struct {
	Name, Note string
	Now, Then  page.Status
}

// mayNobody says whether somebody can say it: there is time, and there are
// others to say it for.
func (p *Pages) mayNobody(v service.GuestView) bool {
	state := p.stateOf(v)
	if state != stateOpen && state != stateAnswered {
		return false
	}
	off := v.Everybody().SignedOff()
	return slices.ContainsFunc(off, func(a consult.Asked) bool { return a.Invitee.ID != v.Invitee.ID }) ||
		v.Everybody().WholeComes()
}

// nobody shows whom it would sign off. It changes nothing.
func (p *Pages) nobody(c echo.Context) error {
	secretive(c)
	v, err := p.svc.Opened(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	if !p.mayNobody(v) {
		return p.renderGuest(c, http.StatusOK, v, nil)
	}
	return p.renderNobody(c, http.StatusOK, v, "", nil, nil)
}

// sayNobody notes that nobody of the organisation comes, or that just the one
// who pressed does not. When somebody answered since it was shown, it asks again.
func (p *Pages) sayNobody(c echo.Context) error {
	form := gate.FormOf(c)
	secretive(c)
	if form.Line("antwoord") == saysNo {
		return p.tap(c, saysNo)
	}
	words := form.Text("words")
	err := p.svc.Nobody(c.Request().Context(), c.Param("token"), gate.Received(c), form.Line("gezien"), words)
	var problems consult.Problems
	switch {
	case err == nil:
		return c.Redirect(http.StatusSeeOther, guestPath(c)+"?gedaan=niemand")
	case !errors.Is(err, consult.ErrConflict) && !errors.As(err, &problems):
		return p.guestFailure(c, err)
	}
	v, lookErr := p.svc.Opened(c.Request().Context(), c.Param("token"))
	if lookErr != nil {
		return lookErr
	}
	if len(problems) > 0 {
		return p.renderNobody(c, http.StatusUnprocessableEntity, v, words, problems, nil)
	}
	changed := badNotice(c, "reply.nobody.changed")
	if !p.mayNobody(v) {
		return p.renderGuest(c, http.StatusConflict, v, changed)
	}
	return p.renderNobody(c, http.StatusConflict, v, words, nil, changed)
}

func (p *Pages) renderNobody(c echo.Context, status int, v service.GuestView, words string, problems consult.Problems,
	flash *page.Notice) error {
	lang := langOf(c)
	b := page.NewFields(lang, problems)
	rows := nobodyRows(lang, v)
	n := nobodyView{
		guestView: p.guestOf(c, v), Rows: rows, Stay: staying(lang, v), Seen: v.Everybody().Seen(),
		Words: wordsField(b, words),
		Send:  guestPath(c, address.ToNobody), Back: guestPath(c),
		Confirm: i18n.N(lang, "reply.nobody.confirm", len(rows)),
		Lead: i18n.N(lang, "reply.nobody.lead", len(rows), "Kind",
			i18n.T(lang, "reply.kind."+string(v.Meeting.Kind)), "When",
			i18n.Span(lang, v.Meeting.Starts, v.Meeting.Ends)),
	}
	n.setTitle(i18n.T(lang, "reply.nobody.title"))
	n.addMail(lang, v)
	return nobodyPage.Render(c, status, page.Head{Title: n.Title, Flash: flash, Errors: b.Summary(), NoIndex: true}, n)
}

// nobodyRows are all who would no longer come: who was asked, whom they named,
// and whom staff named.
func nobodyRows(lang i18n.Lang, v service.GuestView) []nobodyRow {
	p := v.Everybody()
	no := page.Status{Kind: page.Plain, Icon: "cross", Text: i18n.T(lang, "reply.nobody.no")}
	comes := page.Status{Kind: page.OK, Text: i18n.T(lang, "reply.nobody.comes")}
	var rows []nobodyRow
	for _, a := range p.SignedOff() {
		row := nobodyRow{Name: a.Contact.Name(), Note: i18n.T(lang, "reply.nobody.mailed"), Then: no,
			Now: page.Status{Kind: page.Open, Text: i18n.T(lang, "reply.nobody.silent")}}
		if a.Invitee.ID == v.Invitee.ID {
			row.Note = i18n.T(lang, "reply.nobody.you")
		}
		if r := p.Counting(a); r != nil {
			row.Now = comes
		}
		rows = append(rows, row)
	}
	for _, c := range p.Comers() {
		if c.InviteeID != 0 {
			continue
		}
		row := nobodyRow{Name: comerName(lang, c), Now: comes, Then: no, Note: i18n.T(lang, "reply.party.staff")}
		if c.NamedBy != "" {
			row.Note, row.Now.Text = i18n.T(lang, "reply.nobody.named", "Name", c.NamedBy),
				i18n.T(lang, "reply.party.fact.with")
		}
		rows = append(rows, row)
	}
	return rows
}

// staying is whose own no stands already.
func staying(lang i18n.Lang, v service.GuestView) string {
	p := v.Everybody()
	var list []string
	for _, a := range p.People {
		if r := p.Counting(a); r != nil && !r.Answer.Comes() {
			list = append(list, a.Contact.Name())
		}
	}
	if len(list) == 0 {
		return ""
	}
	return i18n.N(lang, "reply.nobody.stay", len(list), "Names", and(lang, list))
}

// addMail shows what is mailed to the others, in the words of the letter.
func (n *nobodyView) addMail(lang i18n.Lang, v service.GuestView) {
	var list []string
	for _, a := range v.Everybody().SignedOff() {
		if a.Invitee.ID != v.Invitee.ID {
			list = append(list, a.Contact.Name())
		}
	}
	if len(list) == 0 {
		return
	}
	n.MailTo = i18n.T(lang, "reply.nobody.mail", "Names", and(lang, list))
	tells := i18n.T(lang, "letter.signed_off.tells", "By", v.Contact.Name(), "Organisation", v.Organisation.Name,
		"Title", v.Meeting.Title)
	n.Mail = &page.Notice{
		Kind: page.Plain, Icon: "mail",
		Title: i18n.T(lang, "letter.signed_off.subject", "Organisation", v.Organisation.Name, "Title", v.Meeting.Title,
			"Day", i18n.Date(lang, v.Meeting.Starts)),
		Lines: page.Lines(tells+" "+i18n.T(lang, "letter.signed_off.yet", "Until", i18n.Deadline(lang, v.Deadline)),
			i18n.T(lang, "reply.nobody.entry")),
	}
}
