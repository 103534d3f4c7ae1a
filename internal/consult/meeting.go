package consult

import (
	"reflect"
	"slices"
	"strings"
	"time"
)

// MeetingKind says what sort of gathering it is.
type MeetingKind string

// The kinds that the regions' pages name. A session of the dialogue phase is a
// meeting of kind DialogueTalk.
const (
	Consultation MeetingKind = "consultation"
	Information  MeetingKind = "information"
	KickOff      MeetingKind = "kick_off"
	DialogueTalk MeetingKind = "dialogue"
	Webinar      MeetingKind = "webinar"
	Network      MeetingKind = "network"
	Working      MeetingKind = "working"
	RoundTable   MeetingKind = "round_table"
	Simulation   MeetingKind = "simulation"
	Account      MeetingKind = "account"
	Reflection   MeetingKind = "reflection"
	Directors    MeetingKind = "directors"
	MarketSurvey MeetingKind = "market_survey"
	TalkRound    MeetingKind = "talk_round"
)

// MeetingKinds is every kind in the order of forms.
var MeetingKinds = []MeetingKind{
	Consultation, Information, KickOff, DialogueTalk, Webinar, Network, Working, RoundTable,
	Simulation, Account, Reflection, Directors, MarketSurvey, TalkRound,
}

// Valid says whether the kind is one of the known ones.
func (k MeetingKind) Valid() bool {
	for _, known := range MeetingKinds {
		if k == known {
			return true
		}
	}
	return false
}

// Meeting is one gathering that a region holds: an occasion with a place, a
// programme and a report.
type Meeting struct {
	Occasion
	UID string // for calendars; made once, never derived from the address
	MeetingWords
	Venue     string // name of the place; empty: online only
	Street    string
	Postcode  string // may be empty: an address without one is allowed
	Town      string
	Route     string // how to get there, access
	Online    bool   // one can take part online
	OnlineURL string // shown to those who take part online, never publicly
	Report    Report
}

// MeetingWords is, with the title, what staff can edit of a meeting and visitors
// read: once it is released, a change of any of it is a dated version with a
// reason. Time and place are a Moment, which is moved.
type MeetingWords struct {
	Kind        MeetingKind
	Lead        string // one or two sentences
	Body        string // Markdown: what it is about
	ForWhom     string // in words
	ContactName string
	Phone       string
	OnBehalf    string // empty: the region's own words
	Programme   []ProgrammeItem
}

// Same says whether visitors read the same in both. It compares the whole, so
// that a field that is added is compared too.
func (w MeetingWords) Same(o MeetingWords) bool {
	for _, one := range []*MeetingWords{&w, &o} {
		if len(one.Programme) == 0 {
			one.Programme = nil // an empty one is none
		}
	}
	return reflect.DeepEqual(w, o)
}

// ProgrammeItem is one line of the programme; times as typed ("15.25"), checked.
type ProgrammeItem struct {
	From  string
	Until string
	Title string
	Note  string
}

// Report is what is published after a meeting, to everyone invited at once.
type Report struct {
	Body       string // Markdown
	ReleasedAt time.Time
	Version    int64
}

// sameWords says whether visitors read the same of both meetings.
func (m Meeting) sameWords(o Meeting) bool {
	return m.Title == o.Title && m.MeetingWords.Same(o.MeetingWords)
}

// Hybrid says whether one may come or take part online.
func (m Meeting) Hybrid() bool { return m.Online && m.Venue != "" }

// SameMoment says whether two versions are at the same time and place, so that
// nobody's calendar has to change.
func (m Meeting) SameMoment(o Meeting) bool {
	return m.Starts.Equal(o.Starts) && m.Ends.Equal(o.Ends) && m.Venue == o.Venue &&
		m.Street == o.Street && m.Postcode == o.Postcode && m.Town == o.Town && m.Online == o.Online
}

// Place is the address in one line: "De Zilte Schuur, Havenplein 3, 4321 AB
// Elzendam". It is empty when the meeting is online only.
func (m Meeting) Place() string {
	return joinWith(", ", m.Venue, m.Street, joinWith(" ", m.Postcode, m.Town))
}

// ShortPlace is the name of the place with its town.
func (m Meeting) ShortPlace() string { return joinWith(", ", m.Venue, m.Town) }

func joinWith(separator string, parts ...string) string {
	kept := slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" })
	return strings.Join(kept, separator)
}
