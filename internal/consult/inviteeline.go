package consult

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/dutch"
)

// InviteeLine is one row of the list of invitees: what staff look for on a
// Monday morning, read in a fixed number of queries.
type InviteeLine struct {
	InviteeID      int64
	InvitationID   int64
	ContactID      int64
	OrganisationID int64

	First, Infix, Last string
	NameKey            string
	Address            string
	Language           string
	Undeliverable      time.Time
	Bounce             string

	Organisation     string
	OrganisationKey  string
	Type             OrganisationType
	MunicipalityID   int64
	MunicipalityName string

	AddedAt       time.Time
	ExtendedUntil time.Time
	WithdrawnAt   time.Time // of the invitee or the whole invitation
	WrongPerson   time.Time
	NoReminders   time.Time
	StandsInFor   int64
	StandInID     int64
	StandInName   string

	Reply *Reply // their own that counts, without what was given; nil: none
	Party *Party // everybody of the invitation, shared by all of them

	MailPurpose Purpose // of the last mail that was not dropped; empty: none
	MailState   MailState
	MailAt      time.Time
}

// Name is the full name as it stands in a sentence.
func (l InviteeLine) Name() string { return dutch.Name(l.First, l.Infix, l.Last) }

// Stand is what a row says in its column "answer".
type Stand string

// Stands. The three answers are somebody's own.
const (
	StandOpen      Stand = "open"
	StandYes       Stand = "yes"
	StandOnline    Stand = "online"
	StandNo        Stand = "no"
	StandColleague Stand = "colleague" // sends somebody, who has not said no
	StandWrong     Stand = "wrong_person"
	StandWithdrawn Stand = "withdrawn"
)

// Stands is every stand in the order of filters.
var Stands = []Stand{StandOpen, StandYes, StandOnline, StandNo, StandColleague, StandWrong, StandWithdrawn}

// Stand is where the invitee stands.
func (l InviteeLine) Stand() Stand {
	switch {
	case !l.WithdrawnAt.IsZero():
		return StandWithdrawn
	case l.Reply != nil:
		return Stand(l.Reply.Answer)
	case !l.WrongPerson.IsZero():
		return StandWrong
	case l.StandInID != 0:
		return StandColleague
	}
	return StandOpen
}

// Stance is what the organisation does.
func (l InviteeLine) Stance() Stance {
	if l.Party == nil {
		return Silent
	}
	return l.Party.Stance()
}

// Reach is whether the invitee can be reached by mail, as a filter.
type Reach string

// Reaches, the worst first.
const (
	ReachFailed    Reach = "failed"    // the address does not work, or the last mail failed
	ReachUncertain Reach = "uncertain" // the last mail may have arrived
	ReachWaiting   Reach = "waiting"   // it has not gone out yet
	ReachSent      Reach = "sent"
	ReachNone      Reach = "none" // nothing was ever sent
)

// Reaches is every reach in the order of filters.
var Reaches = []Reach{ReachFailed, ReachUncertain, ReachWaiting, ReachSent, ReachNone}

// Reach tells how the last mail fared.
func (l InviteeLine) Reach() Reach {
	switch {
	case !l.Undeliverable.IsZero() || l.MailState == Failed:
		return ReachFailed
	case l.MailState == Uncertain:
		return ReachUncertain
	case l.MailState == Sent:
		return ReachSent
	case l.MailState == "" || l.MailState == Dropped:
		return ReachNone
	}
	return ReachWaiting
}

// InviteeFilter narrows and orders the list; zero fields do not narrow.
type InviteeFilter struct {
	Search         string // in name and organisation
	Stand          Stand
	Stance         Stance
	Type           OrganisationType
	MunicipalityID int64
	Reach          Reach
	Since          time.Time // answered at or after
	By             InviteeOrder
	Down           bool
}

// InviteeOrder is a column the list can be ordered by; empty is by name.
type InviteeOrder string

// Orders.
const (
	InviteesByName         InviteeOrder = ""
	InviteesByOrganisation InviteeOrder = "organisation"
	InviteesByType         InviteeOrder = "type"
	InviteesByAnswer       InviteeOrder = "answer"
	InviteesByMail         InviteeOrder = "mail"
)

// Apply returns the rows that match, in order. The rows given are not changed.
func (f InviteeFilter) Apply(lines []InviteeLine) []InviteeLine {
	needle := strings.ToLower(strings.Join(strings.Fields(f.Search), " "))
	kept := make([]InviteeLine, 0, len(lines))
	for _, l := range lines {
		if f.matches(l, needle) {
			kept = append(kept, l)
		}
	}
	slices.SortFunc(kept, func(a, b InviteeLine) int {
		order := f.compare(a, b)
		if f.Down {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a.NameKey, b.NameKey), cmp.Compare(a.InviteeID, b.InviteeID))
	})
	return kept
}

func (f InviteeFilter) matches(l InviteeLine, needle string) bool {
	switch {
	case f.Stand != "" && l.Stand() != f.Stand,
		f.Stance != "" && l.Stance() != f.Stance,
		f.Type != "" && l.Type != f.Type,
		f.MunicipalityID != 0 && l.MunicipalityID != f.MunicipalityID,
		f.Reach != "" && l.Reach() != f.Reach,
		!f.Since.IsZero() && (l.Reply == nil || l.Reply.ReceivedAt.Before(f.Since)):
		return false
	}
	return needle == "" || strings.Contains(strings.ToLower(l.Name()+" "+l.Organisation+" "+l.Address), needle)
}

func (f InviteeFilter) compare(a, b InviteeLine) int {
	switch f.By {
	case InviteesByOrganisation:
		return cmp.Compare(a.OrganisationKey, b.OrganisationKey)
	case InviteesByType:
		return cmp.Compare(slices.Index(OrganisationTypes, a.Type), slices.Index(OrganisationTypes, b.Type))
	case InviteesByAnswer:
		return cmp.Compare(slices.Index(Stands, a.Stand()), slices.Index(Stands, b.Stand()))
	case InviteesByMail:
		return a.MailAt.Compare(b.MailAt)
	}
	return cmp.Compare(a.NameKey, b.NameKey)
}

// Turnout counts organisations by what they do, and the people who come.
type Turnout struct {
	Invited      int // organisations whose invitation stands
	Answered     int // of which it is known whether they come
	Yes          int // come
	Online       int // take part, but nobody of them in the room
	No           int
	Open         int
	InRoom       int // people
	TakePart     int // people, online
	StandIns     int // invitees who send somebody
	NotReached   int // invitees whose address fails
	Contacts     int // invitees
	Types        map[OrganisationType]TypeTurnout
	LateAnswers  int
	WrongPersons int
}

// TypeTurnout is Turnout for organisations of one type.
type TypeTurnout struct{ Yes, Online, No, Open int }

// CountTurnout counts the list of a meeting; withdrawn invitations are left
// out.
func CountTurnout(lines []InviteeLine) Turnout {
	t := Turnout{Types: map[OrganisationType]TypeTurnout{}}
	seen := map[int64]bool{}
	for _, l := range lines {
		if !l.WithdrawnAt.IsZero() {
			continue
		}
		t.countInvitee(l)
		if !seen[l.InvitationID] {
			seen[l.InvitationID] = true
			t.countOrganisation(l)
		}
	}
	t.Open = t.Invited - t.Answered
	return t
}

func (t *Turnout) countInvitee(l InviteeLine) {
	t.Contacts++
	if l.StandInID != 0 {
		t.StandIns++
	}
	if l.Reach() == ReachFailed {
		t.NotReached++
	}
	if !l.WrongPerson.IsZero() {
		t.WrongPersons++
	}
	if l.Reply != nil && l.Reply.Late {
		t.LateAnswers++
	}
}

func (t *Turnout) countOrganisation(l InviteeLine) {
	t.Invited++
	of := t.Types[l.Type]
	p := l.Party
	if p == nil {
		p = &Party{}
	}
	switch p.Answer() {
	case Yes:
		t.Yes, of.Yes = t.Yes+1, of.Yes+1
	case Online:
		t.Online, of.Online = t.Online+1, of.Online+1
	case No:
		t.No, of.No = t.No+1, of.No+1
	default:
		of.Open++
	}
	room, online := p.Heads()
	t.InRoom, t.TakePart, t.Types[l.Type] = t.InRoom+room, t.TakePart+online, of
	if p.Stance() != Silent {
		t.Answered++
	}
	if p.Whole != nil && p.Whole.Late {
		t.LateAnswers++
	}
}

// Attendee is somebody who comes, on the list at the door.
type Attendee struct {
	Name         string
	Role         string
	Organisation string
	Online       bool
	SortKey      string // of the name
}
