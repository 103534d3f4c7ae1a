package site

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/page"
)

// others are those who come, but for the one who looks and whom they named.
func others(v service.GuestView) []consult.Comer {
	var all []consult.Comer
	for _, c := range v.Everybody().Comers() {
		if v.Reply == nil || c.ReplyID != v.Reply.ID {
			all = append(all, c)
		}
	}
	return all
}

// names are the first few of those who come in a sentence; somebody without a
// name is called so.
func names(lang i18n.Lang, all []consult.Comer) string {
	var list []string
	for _, c := range all {
		if c.NamedBy == "" {
			list = append(list, comerName(lang, c))
		}
	}
	if len(list) > 3 {
		return i18n.N(lang, "reply.party.more", len(list)-2, "Names", strings.Join(list[:2], ", "))
	}
	return and(lang, list)
}

func comerName(lang i18n.Lang, c consult.Comer) string {
	if c.Name == "" {
		return i18n.T(lang, "reply.party.somebody")
	}
	return c.Name
}

// partyNotice says what is known of the organisation to somebody who did not
// answer, or whose place was taken.
func partyNotice(lang i18n.Lang, v service.GuestView) *page.Notice {
	coming := others(v)
	switch {
	case standInComes(v):
		return &page.Notice{
			Kind: page.OK, Icon: "swap", Title: i18n.T(lang, "reply.party.instead", "Name", v.StandIn.Name()),
		}
	case len(coming) > 0:
		n := &page.Notice{
			Kind: page.OK, Title: i18n.N(lang, "reply.party.comes", heads(coming), "Names", names(lang, coming)),
		}
		n.Lines = []page.Line{{Link: &page.Link{Text: i18n.T(lang, "reply.party.all"), Href: "#samen"}}}
		return n
	case v.Stance() == consult.ComesNot:
		return &page.Notice{
			Kind: page.Info, Title: i18n.T(lang, "reply.party.nobody"),
			Lines: page.Lines(i18n.T(lang, "reply.party.nobody_more")),
		}
	case v.Consortium != "":
		return &page.Notice{
			Kind: page.OK, Title: i18n.T(lang, "reply.party.consortium", "Name", v.Consortium),
			Lines: page.Lines(i18n.T(lang, "reply.party.consortium_more")),
		}
	}
	return nil
}

// standInComes says whether the colleague who was sent said yes.
func standInComes(v service.GuestView) bool {
	return v.StandIn != nil && v.Everybody().Expects(v.Invitee.StandInID)
}

// heads counts those who come by themselves, for the verb.
func heads(all []consult.Comer) int {
	n := 0
	for _, c := range all {
		if c.NamedBy == "" {
			n++
		}
	}
	return max(n, 1)
}

// partyFacts is all that the organisation told: who comes, who does not, and
// what was filled in for it as a whole. What is about access or diet is not
// shown to colleagues.
func partyFacts(lang i18n.Lang, v service.GuestView) []page.Fact {
	p := v.Everybody()
	var facts []page.Fact
	for _, c := range others(v) {
		facts = append(facts, comerFact(lang, p, c))
	}
	for _, a := range p.People {
		r := p.Counting(a)
		if a.Invitee.ID == v.Invitee.ID || r == nil || r.Answer.Comes() {
			continue
		}
		note := i18n.T(lang, "reply.party.answered", "When", i18n.DateTime(lang, r.ReceivedAt))
		if by := p.Of(r.ByInviteeID); by != nil && r.ByInviteeID != 0 {
			note = i18n.T(lang, "reply.party.signed_off", "Name", by.Contact.Name())
		}
		facts = append(facts, page.Fact{
			Term: i18n.T(lang, "reply.party.fact.no"), Lines: []string{a.Contact.Name()}, Notes: page.Lines(note),
		})
	}
	for _, q := range v.Meeting.Questions {
		if values := sharedOf(p, q); len(values) > 0 && !q.Sensitive {
			facts = append(facts, page.Fact{
				Term: q.Label, Lines: values, Notes: page.Lines(i18n.T(lang, "reply.party.shared")),
			})
		}
	}
	return facts
}

func comerFact(lang i18n.Lang, p *consult.Party, c consult.Comer) page.Fact {
	f := page.Fact{Term: i18n.T(lang, "reply.party.fact.comes"), Lines: []string{comerName(lang, c)}}
	a := p.Of(c.InviteeID)
	switch {
	case c.NamedBy != "":
		f.Term = i18n.T(lang, "reply.party.fact.with")
		f.Notes = page.Lines(i18n.T(lang, "reply.party.named", "Name", c.NamedBy))
	case c.InviteeID == 0 || a == nil:
		f.Notes = page.Lines(i18n.T(lang, "reply.party.staff"))
	default:
		where := "reply.party.room"
		if c.Online {
			where = "reply.party.online"
		}
		f.Notes = page.Lines(i18n.T(lang, where) + " " +
			i18n.T(lang, "reply.party.answered", "When", i18n.DateTime(lang, a.Reply.ReceivedAt)))
	}
	return f
}

// sharedOf is what was filled in for the organisation at a question of it.
func sharedOf(p *consult.Party, q consult.Question) []string {
	for _, g := range p.Shared {
		if g.QuestionID == q.ID && q.OfOrganisation {
			return g.Values
		}
	}
	return nil
}

// and makes a list of names as it stands in a sentence.
func and(lang i18n.Lang, list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return i18n.T(lang, "reply.party.and", "Before", strings.Join(list[:last], ", "), "Last", list[last])
}

// partyView is what the page of a link shows of the others, and the way to say
// that nobody comes.
type partyView struct {
	Facts  []page.Fact
	Nobody string // the page that asks it, empty: there is nobody to say it for
	Whom   string // whom it would sign off
}

func (p *Pages) partyOf(c echo.Context, v service.GuestView) partyView {
	lang := langOf(c)
	view := partyView{Facts: partyFacts(lang, v)}
	if !p.mayNobody(v) {
		return view
	}
	view.Nobody = guestPath(c, address.ToNobody)
	var list []string
	for _, row := range nobodyRows(lang, v) {
		if row.Name != v.Contact.Name() {
			list = append(list, row.Name)
		}
	}
	view.Whom = i18n.T(lang, "reply.party.nobody_whom", "Names", and(lang, list))
	return view
}

// stillAsks says whether the answer that stands lacks something that the meeting
// wants to know.
func stillAsks(v service.GuestView) bool {
	given := map[int64]bool{}
	for _, g := range v.Reply.Given {
		given[g.QuestionID] = len(g.Values) > 0
	}
	return slices.ContainsFunc(v.Meeting.Questions, func(q consult.Question) bool {
		asked := q.Required && (v.Reply.Answer.Comes() || q.AlsoNo)
		return asked && !given[q.ID] && len(sharedOf(v.Everybody(), q)) == 0
	})
}
