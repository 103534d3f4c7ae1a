package site

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

func (p *Pages) mineRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.Mine, gate.Public, p.askMineForm),
		gate.Post(address.Mine, gate.Public, p.askMine),
		gate.Get(address.MyInvitations(":token"), gate.Secret, p.mine),
	}
}

var (
	askMinePage = page.New[askMineView]("site/mine/ask.html", page.Slim)
	minePage    = page.New[mineView]("site/mine/mine.html", page.Slim)
)

// askMineView is the form for whoever lost their link.
type askMineView struct {
	Action string
	Field  page.Field
	Sent   bool
}

func (p *Pages) askMineForm(c echo.Context) error {
	return p.renderAskMine(c, http.StatusOK, "", nil)
}

func (p *Pages) renderAskMine(c echo.Context, status int, typed string, problems consult.Problems) error {
	lang := langOf(c)
	f := page.NewFields(lang, problems)
	v := askMineView{
		Action: page.Href(lang, address.Mine), Sent: gate.Query(c).Get("gedaan") == "gemaild",
		Field: f.Text("address", "mine.ask.address", typed, page.Type("email"), page.Autocomplete("email"),
			page.Hint("mine.ask.hint")),
	}
	title := i18n.T(lang, "mine.ask.title")
	if v.Sent {
		title = i18n.T(lang, "mine.sent.title")
	}
	return askMinePage.Render(c, status, page.Head{Title: title, Errors: f.Summary()}, v)
}

// askMine mails a fresh link to an address that is known, and says the same to
// one that is not.
func (p *Pages) askMine(c echo.Context) error {
	typed := gate.FormOf(c).Line("address")
	err := p.svc.AskMine(c.Request().Context(), typed, langOf(c), gate.Actor(c).Origin)
	var problems consult.Problems
	if errors.As(err, &problems) {
		return p.renderAskMine(c, http.StatusUnprocessableEntity, typed, problems)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, page.Href(langOf(c), address.Mine+"?gedaan=gemaild"))
}

// mineView is all that one contact was invited to.
type mineView struct {
	Kicker string
	Until  string
	Coming []mineItem
	Past   []mineItem
	Empty  *page.Empty
}

type mineItem struct {
	page.ListingItem
	Answer string
	Action page.Button
}

func (p *Pages) mine(c echo.Context) error {
	secretive(c)
	m, err := p.svc.Mine(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	lang := langOf(c)
	v := mineView{
		Kicker: i18n.T(lang, "reply.kicker", "Name", m.Contact.Name(), "Organisation", m.Organisation.Name),
		Until:  i18n.T(lang, "mine.until", "Date", i18n.DateTime(lang, m.Until)),
	}
	for _, line := range m.Coming {
		v.Coming = append(v.Coming, p.mineItem(lang, line))
	}
	for _, line := range m.Past {
		v.Past = append(v.Past, p.mineItem(lang, line))
	}
	if len(m.Coming)+len(m.Past) == 0 {
		v.Empty = &page.Empty{Title: i18n.T(lang, "mine.empty.title"), Text: i18n.T(lang, "mine.empty.text")}
	}
	return minePage.Render(c, http.StatusOK, page.Head{Title: i18n.T(lang, "mine.title"), NoIndex: true}, v)
}

func (p *Pages) mineItem(lang i18n.Lang, line service.MineLine) mineItem {
	m, now := line.Meeting, p.now()
	href := page.Href(lang, address.Invitation(line.Token))
	item := mineItem{
		ListingItem: page.ListingItem{
			Date: page.NewDateBlock(lang, m.Starts, m.Ends, now), Href: href, Title: m.Title,
			Meta: []page.Meta{
				{Icon: "clock", Text: i18n.TimeRange(lang, m.Starts, m.Ends)},
				{Icon: "pin", Text: i18n.Place(lang, m.ShortPlace(), m.Online)},
			},
		},
		Answer: mineAnswer(lang, line),
	}
	open := !m.IsCancelled() && now.Before(line.Deadline)
	switch {
	case m.IsCancelled():
		item.Status = &page.Status{Kind: page.Bad, Text: i18n.T(lang, "mine.state.cancelled")}
	case open:
		item.Due = page.NewDue(lang, line.Deadline, now)
	}
	item.Action = page.Button{Href: href, Text: i18n.T(lang, "mine.view"), About: m.Title, Small: true}
	switch {
	case open && line.Reply == nil:
		item.Action.Text, item.Action.Primary = i18n.T(lang, "mine.answer"), true
	case open:
		item.Action.Text = i18n.T(lang, "mine.change")
	}
	return item
}

// mineAnswer says what one answered oneself and when; without an answer, what
// the organisation does.
func mineAnswer(lang i18n.Lang, line service.MineLine) string {
	switch stance := line.Stance(); {
	case line.Reply == nil && stance != consult.Silent:
		return i18n.T(lang, "mine.stance."+string(stance))
	case line.Reply == nil:
		return i18n.T(lang, "mine.no_answer")
	}
	word, date := i18n.T(lang, "reply.word."+string(line.Reply.Answer)), i18n.DateShort(lang, line.Reply.ReceivedAt)
	return i18n.T(lang, "mine.answered", "Answer", word, "Date", date)
}
