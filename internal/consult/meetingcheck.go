package consult

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"samenspraak/internal/dutch"
)

// Limits of a meeting. A gespreksronde runs several days.
const (
	MaxMeetingTitle = 200
	MaxMeetingSpan  = 31 * 24 * time.Hour
	MaxMeetingText  = 50_000
	MaxQuestions    = 20
	MaxOptions      = 30
	MaxProgramme    = 60
)

// CheckMeeting holds a meeting against what every meeting must have, draft or
// not, and returns Problems by field: kind, title, date, until, deadline,
// venue, postcode, online_url, staff, programme.N, question.N and the texts.
func CheckMeeting(m Meeting) error {
	var p Problems
	if !m.Kind.Valid() {
		p.Add("kind", "meeting.problem.kind")
	}
	m.checkWords(&p)
	m.Moment().check(&p)
	if m.AnswerBy.IsZero() {
		p.Add("deadline", "meeting.problem.deadline")
	} else if m.AnswerBy.After(m.Starts) {
		p.Add("deadline", "meeting.problem.deadline_late")
	}
	m.checkProgramme(&p)
	m.checkQuestions(&p)
	return p.Err()
}

func (m Meeting) checkWords(p *Problems) {
	if m.Title == "" {
		p.Add("title", "meeting.problem.title")
	}
	for _, one := range []struct {
		field, text string
		limit       int
	}{
		{"title", m.Title, MaxMeetingTitle}, {"lead", m.Lead, 600}, {"body", m.Body, MaxMeetingText},
		{"audience", m.ForWhom, 300},
		{"contact", m.ContactName, 120}, {"phone", m.Phone, 40}, {"on_behalf", m.OnBehalf, 200},
	} {
		if len([]rune(one.text)) > one.limit {
			p.Add(one.field, "meeting.problem.long", "Max", one.limit)
		}
	}
}

// Moment is when and where a meeting is held: what can be moved.
type Moment struct {
	Starts, Ends                  time.Time
	Venue, Street, Postcode, Town string
	Route                         string
	Online                        bool
	OnlineURL                     string
}

// Moment is when and where the meeting is held.
func (m Meeting) Moment() Moment {
	return Moment{
		Starts: m.Starts, Ends: m.Ends, Venue: m.Venue, Street: m.Street, Postcode: m.Postcode, Town: m.Town,
		Route: m.Route, Online: m.Online, OnlineURL: m.OnlineURL,
	}
}

// At is the meeting held at another moment.
func (m Meeting) At(to Moment) Meeting {
	m.Starts, m.Ends, m.Venue, m.Street, m.Postcode, m.Town = to.Starts, to.Ends, to.Venue, to.Street, to.Postcode,
		to.Town
	m.Route, m.Online, m.OnlineURL = to.Route, to.Online, to.OnlineURL
	return m
}

func (t Moment) check(p *Problems) {
	switch {
	case t.Starts.IsZero():
		p.Add("date", "meeting.problem.date")
	case !t.Ends.After(t.Starts):
		p.Add("until", "meeting.problem.until")
	case t.Ends.Sub(t.Starts) > MaxMeetingSpan:
		p.Add("until", "meeting.problem.span")
	}
	if t.Venue == "" && !t.Online {
		p.Add("venue", "meeting.problem.place")
	}
	if _, ok := dutch.Postcode(t.Postcode); !ok && t.Postcode != "" {
		p.Add("postcode", "meeting.problem.postcode")
	}
	if t.OnlineURL != "" && !secureURL(t.OnlineURL) {
		p.Add("online_url", "meeting.problem.online_url")
	}
	for _, one := range []struct{ field, text string }{{"venue", t.Venue}, {"street", t.Street}, {"town", t.Town}} {
		if len([]rune(one.text)) > 120 {
			p.Add(one.field, "meeting.problem.long", "Max", 120)
		}
	}
	if len([]rune(t.Route)) > 2000 {
		p.Add("route", "meeting.problem.long", "Max", 2000)
	}
}

func secureURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil && !strings.ContainsAny(s, " \t\r\n") &&
		len(s) <= 1000
}

func (m Meeting) checkProgramme(p *Problems) {
	if len(m.Programme) > MaxProgramme {
		p.Add("programme.0", "meeting.problem.programme_many", "Max", MaxProgramme)
		return
	}
	last := -1
	for i, item := range m.Programme {
		if key := item.wrong(last, m.oneDay()); key != "" {
			p.Add(fmt.Sprintf("programme.%d", i), key)
		}
		if from, ok := clockMinutes(item.From); ok {
			last = from
		}
	}
}

// oneDay says whether times of day in the programme follow each other.
func (m Meeting) oneDay() bool {
	first, last := m.Starts.In(Amsterdam), m.Ends.Add(-time.Nanosecond).In(Amsterdam)
	return first.YearDay() == last.YearDay() && first.Year() == last.Year()
}

// wrong returns the key of what is wrong with a line of the programme, or "".
func (i ProgrammeItem) wrong(last int, oneDay bool) string {
	from, hasFrom := clockMinutes(i.From)
	until, hasUntil := clockMinutes(i.Until)
	switch {
	case i.Title == "":
		return "meeting.problem.programme_title"
	case len([]rune(i.Title)) > 300 || len([]rune(i.Note)) > 600:
		return "meeting.problem.programme_long"
	case i.From != "" && !hasFrom || i.Until != "" && !hasUntil:
		return "meeting.problem.programme_clock"
	case hasUntil && !hasFrom:
		return "meeting.problem.programme_from"
	case hasUntil && until <= from:
		return "meeting.problem.programme_until"
	case oneDay && hasFrom && from < last:
		return "meeting.problem.programme_order"
	}
	return ""
}

// clockMinutes reads "15.25" as minutes after midnight.
func clockMinutes(s string) (int, bool) {
	hour, minute, ok := dutch.Clock(s)
	return hour*60 + minute, ok
}

func (m Meeting) checkQuestions(p *Problems) {
	if len(m.Questions) > MaxQuestions {
		p.Add("question.0", "meeting.problem.question_many", "Max", MaxQuestions)
		return
	}
	for i, q := range m.Questions {
		if key := q.Wrong(); key != "" {
			p.Add(fmt.Sprintf("question.%d", i), key)
		}
	}
}
