package consult

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Stance is what an organisation does, as follows from what its people said.
type Stance string

// Stances. One personal no leaves an organisation silent: its colleagues may
// yet come.
const (
	Silent   Stance = "silent"
	Comes    Stance = "comes"
	ComesNot Stance = "comes_not"
)

// Stances is every stance in the order of filters.
var Stances = []Stance{Silent, Comes, ComesNot}

// Asked is one invitee, who they are and what they said last.
type Asked struct {
	Invitee Invitee
	Contact Contact
	Reply   *Reply // nil: they said nothing
}

// Reachable says whether mail can reach them.
func (a Asked) Reachable() bool {
	return a.Contact.Undeliverable.IsZero() && a.Contact.ArchivedAt.IsZero()
}

// Party is everybody of one invitation. What the organisation does, and who of
// it comes, is derived from it and stored nowhere.
type Party struct {
	People []Asked // by their number: in the order in which they were asked
	Whole  *Reply  // said for the organisation as a whole; nil: nothing was
	Shared []Given // what was filled in for the organisation, by question
}

// Of is one of the invitees; nil when there is none with this number.
func (p *Party) Of(inviteeID int64) *Asked {
	for k := range p.People {
		if p.People[k].Invitee.ID == inviteeID {
			return &p.People[k]
		}
	}
	return nil
}

// Counting is somebody's reply as far as it counts: not of who was withdrawn or
// is not the right person, not a yes whose place a stand-in took since, and not
// a yes from before it was said that nobody of the organisation comes.
func (p *Party) Counting(a Asked) *Reply {
	switch {
	case a.Reply == nil || !a.Invitee.Active():
		return nil
	case a.Reply.Answer.Comes() &&
		(p.replaced(a) || p.Whole != nil && !p.Whole.Answer.Comes() && a.Reply.ID < p.Whole.ID):
		return nil
	}
	return a.Reply
}

// replaced says whether the stand-in of somebody, or the stand-in's own, said
// yes after them.
func (p *Party) replaced(a Asked) bool {
	next := a.Invitee.StandInID
	for range p.People {
		s := p.Of(next)
		if next == 0 || s == nil {
			return false
		}
		if s.Invitee.Active() && s.Reply != nil && s.Reply.Answer.Comes() && s.Reply.ID > a.Reply.ID {
			return true
		}
		next = s.Invitee.StandInID
	}
	return false
}

// Stance is what the organisation does. It comes when anybody of it comes, or
// when that was noted for it as a whole. It comes not when that was said for it
// as a whole and nobody said yes since, or when everybody who can be reached
// said no. The last word counts: a no of everybody after the note as well.
func (p *Party) Stance() Stance {
	asked, declined := 0, 0
	for _, a := range p.People {
		if !a.Invitee.Active() {
			continue
		}
		r := p.Counting(a)
		if r != nil && r.Answer.Comes() {
			return Comes
		}
		if !a.Reachable() && r == nil {
			continue
		}
		asked++
		if r != nil && (p.Whole == nil || !p.Whole.Answer.Comes() || r.ID > p.Whole.ID) {
			declined++
		}
	}
	switch {
	case asked > 0 && declined == asked:
		return ComesNot
	case p.Whole == nil:
		return Silent
	case p.Whole.Answer.Comes():
		return Comes
	}
	return ComesNot
}

// Answer is what the organisation does in the words of an answer: Yes when
// somebody of it comes to the room, Online when all take part online; empty
// while it is silent.
func (p *Party) Answer() Answer {
	switch p.Stance() {
	case ComesNot:
		return No
	case Silent:
		return ""
	}
	if room, _ := p.Heads(); room > 0 {
		return Yes
	}
	return Online
}

// WholeComes says whether it is noted of the organisation as a whole that it
// comes, and still so.
func (p *Party) WholeComes() bool {
	return p.Whole != nil && p.Whole.Answer.Comes() && p.Stance() == Comes
}

// Expects says whether an invitee is one of those who come: they said so, or it
// was noted of the organisation alone and they said nothing against it.
func (p *Party) Expects(inviteeID int64) bool {
	a := p.Of(inviteeID)
	if a == nil || !a.Invitee.Active() {
		return false
	}
	if a.Reply != nil {
		r := p.Counting(*a)
		return r != nil && r.Answer.Comes()
	}
	return p.WholeComes() && !slices.ContainsFunc(p.People, func(o Asked) bool {
		r := p.Counting(o)
		return r != nil && r.Answer.Comes()
	})
}

// Last says whether a reply is the last one of whoever gave it, or the last one
// for the organisation as a whole.
func (p *Party) Last(replyID int64) bool {
	return replyID != 0 && (p.Whole != nil && p.Whole.ID == replyID ||
		slices.ContainsFunc(p.People, func(a Asked) bool { return a.Reply != nil && a.Reply.ID == replyID }))
}

// Comer is somebody who comes.
type Comer struct {
	Person           // without a name: staff noted that somebody comes
	Online    bool   // takes part online
	InviteeID int64  // who they are; 0: named by another, without a link
	NamedBy   string // the invitee who named them; empty: nobody, or staff
	ReplyID   int64
}

// Comers are all who come: whoever said so themselves, in the order of their
// invitations, each followed by whom they named. Somebody who is named and was
// invited too answers for themselves, and a name counts once.
func (p *Party) Comers() []Comer {
	var all, named []Comer
	taken := map[string]bool{}
	for _, a := range p.People {
		if a.Invitee.Active() {
			taken[sameAs(a.Contact.Name())] = true
		}
	}
	for _, a := range p.People {
		r := p.Counting(a)
		if r == nil || !r.Answer.Comes() {
			continue
		}
		for k, one := range r.People {
			c := Comer{Person: one, Online: r.Answer == Online, ReplyID: r.ID}
			switch {
			case k == 0:
				c.InviteeID = a.Invitee.ID
			case taken[sameAs(one.Name)]:
				continue
			default:
				c.NamedBy, taken[sameAs(one.Name)] = a.Contact.Name(), true
			}
			all = append(all, c)
		}
	}
	if !p.WholeComes() {
		return all
	}
	for _, one := range p.Whole.People {
		if !p.answersFor(one.Name) &&
			!slices.ContainsFunc(all, func(c Comer) bool { return sameAs(c.Name) == sameAs(one.Name) }) {
			named = append(named, Comer{Person: one, Online: p.Whole.Answer == Online, ReplyID: p.Whole.ID})
		}
	}
	if len(all)+len(named) == 0 {
		named = []Comer{{Online: p.Whole.Answer == Online, ReplyID: p.Whole.ID}}
	}
	return append(all, named...)
}

// answersFor says whether somebody of this name was asked and has answered.
func (p *Party) answersFor(name string) bool {
	return slices.ContainsFunc(p.People, func(a Asked) bool {
		return a.Invitee.Active() && a.Reply != nil && sameAs(a.Contact.Name()) == sameAs(name)
	})
}

// sameAs is what two spellings of one name have in common.
func sameAs(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// NamedBy is the colleague who comes and named an invitee who said nothing
// themselves; empty when nobody did.
func (p *Party) NamedBy(inviteeID int64) string {
	who := p.Of(inviteeID)
	if who == nil || who.Reply != nil {
		return ""
	}
	for _, a := range p.People {
		r := p.Counting(a)
		if r == nil || !r.Answer.Comes() || a.Invitee.ID == inviteeID {
			continue
		}
		if slices.ContainsFunc(
			r.People[min(1, len(r.People)):],
			func(one Person) bool { return sameAs(one.Name) == sameAs(who.Contact.Name()) },
		) {
			return a.Contact.Name()
		}
	}
	return ""
}

// Heads counts who comes, in the room and online.
func (p *Party) Heads() (room, online int) {
	for _, c := range p.Comers() {
		if c.Online {
			online++
		} else {
			room++
		}
	}
	return room, online
}

// With is the party after one more reply. Who answers is the right person after
// all, and a yes ends what was said before it for everybody.
func (p *Party) With(r Reply) *Party {
	next := &Party{People: slices.Clone(p.People), Whole: p.Whole, Shared: p.Shared}
	if r.InviteeID == 0 {
		next.Whole = &r
		return next
	}
	if a := next.Of(r.InviteeID); a != nil {
		a.Reply, a.Invitee.ReplyID, a.Invitee.WrongPerson = &r, r.ID, time.Time{}
	}
	if r.Answer.Comes() && next.Whole != nil && !next.Whole.Answer.Comes() {
		next.Whole = nil
	}
	return next
}

// Seen tells one state of the party from every other: who may still come, and
// what each said last. A page that shows it and the act that follows compare it.
func (p *Party) Seen() string {
	var b strings.Builder
	for _, a := range p.People {
		if a.Invitee.Active() {
			fmt.Fprintf(&b, "%d:%d.", a.Invitee.ID, a.Invitee.ReplyID)
		}
	}
	if p.Whole != nil {
		fmt.Fprintf(&b, "0:%d", p.Whole.ID)
	}
	return b.String()
}

// SignedOff are those whom "Niemand van ons komt" says no for: everybody whose
// own no does not stand already.
func (p *Party) SignedOff() []Asked {
	return slices.DeleteFunc(slices.Clone(p.People), func(a Asked) bool {
		r := p.Counting(a)
		return !a.Invitee.Active() || r != nil && !r.Answer.Comes()
	})
}
