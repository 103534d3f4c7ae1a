package consult

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Answer is what a reply says.
type Answer string

// Answers. A colleague who comes instead answers by their own link; "ik ben
// niet de juiste persoon" is noted at the invitee and is no answer.
const (
	Yes    Answer = "yes"
	Online Answer = "online"
	No     Answer = "no"
)

// Valid says whether the answer is known.
func (a Answer) Valid() bool { return a == Yes || a == Online || a == No }

// Comes says whether somebody takes part.
func (a Answer) Comes() bool { return a == Yes || a == Online }

// Source says how a reply came in.
type Source string

// Sources of a reply; all but Link are typed by staff on somebody's behalf.
const (
	ByLink   Source = "link"
	ByPhone  Source = "phone"
	ByMail   Source = "mail"
	ByLetter Source = "letter"
	InPerson Source = "in_person"
)

// StaffSources is every source that staff can name.
var StaffSources = []Source{ByPhone, ByMail, ByLetter, InPerson}

// Reply is what one person said, or what was said for their organisation as a
// whole. Replies are only ever added; the last one of each counts.
type Reply struct {
	ID              int64
	InvitationID    int64
	InviteeID       int64 // whose it is; 0: the organisation's as a whole
	ByInviteeID     int64 // the colleague who said that nobody comes; 0: nobody else
	StaffID         int64 // 0 when an invitee answered
	Source          Source
	Note            string // where staff heard it
	Answer          Answer
	People          []Person
	Given           []Given
	Words           string    // what they wrote with it
	ReceivedAt      time.Time // the whole answer had arrived; decides whether it was in time
	Late            bool      // received after the deadline, noted by staff
	OccasionVersion int64
}

// Person is somebody who comes.
type Person struct {
	Name string
	Role string
}

// MaxPeople is how many people one reply can name.
const MaxPeople = 10

// Same says whether a reply says just what an earlier one said, so that fifty
// equal posts leave one row and one mail.
func (r Reply) Same(o Reply) bool {
	return r.InviteeID == o.InviteeID && r.ByInviteeID == o.ByInviteeID && r.StaffID == o.StaffID &&
		r.Source == o.Source &&
		r.Note == o.Note && r.Words == o.Words && r.Answer == o.Answer && slices.Equal(r.People, o.People) &&
		slices.EqualFunc(r.Given, o.Given, sameGiven) &&
		r.OccasionVersion == o.OccasionVersion
}

func sameGiven(a, b Given) bool {
	return a.QuestionID == b.QuestionID && slices.Equal(a.Values, b.Values)
}

// MayAnswer says whether an answer that was received at an instant is taken in.
// It returns an error that wraps ErrNotFound (withdrawn), or ErrClosed
// (cancelled, or received at or after the deadline).
func MayAnswer(o Occasion, i Invitation, v Invitee, received time.Time) error {
	switch {
	case i.Withdrawn() || !v.WithdrawnAt.IsZero() || !o.PublicAt(received):
		return fmt.Errorf("invitation withdrawn: %w", ErrNotFound)
	case o.IsCancelled():
		return fmt.Errorf("occasion cancelled: %w", ErrClosed)
	case !received.Before(i.Deadline(o)):
		return fmt.Errorf("deadline passed: %w", ErrClosed)
	}
	return nil
}

// MayNote says whether staff may note an answer on somebody's behalf: until
// the occasion has ended, also after the deadline (the reply is then Late).
func MayNote(o Occasion, i Invitation, now time.Time) error {
	switch {
	case i.Withdrawn() || o.Draft():
		return fmt.Errorf("invitation withdrawn: %w", ErrConflict)
	case o.IsCancelled() || o.Over(now):
		return fmt.Errorf("occasion over or cancelled: %w", ErrClosed)
	}
	return nil
}

// Check holds a reply against the form of its meeting and returns Problems by
// field: answer, people, words, question.N.
func (r *Reply) Check(m Meeting) error { return r.check(m, true) }

// CheckTap is Check for an answer of one tap: what the form still asks does not
// keep it from being stored, and what no longer fits the form is left out.
func (r *Reply) CheckTap(m Meeting) error { return r.check(m, false) }

func (r *Reply) check(m Meeting, whole bool) error {
	var p Problems
	r.Words = strings.TrimSpace(r.Words)
	if len([]rune(r.Words)) > 2000 {
		p.Add("words", "reply.problem.long")
	}
	if !r.Answer.Valid() || r.Answer == Online && !m.Online || r.Answer == Yes && m.Venue == "" {
		p.Add("answer", "reply.problem.answer")
	}
	r.tidyPeople()
	if r.Answer.Comes() {
		if len(r.People) == 0 && r.InviteeID != 0 {
			p.Add("people", "reply.problem.people")
		}
		if len(r.People) > MaxPeople {
			p.Add("people", "reply.problem.people_many", "Max", MaxPeople)
		}
		for _, one := range r.People {
			if len([]rune(one.Name)) > 120 || len([]rune(one.Role)) > 120 {
				p.Add("people", "reply.problem.people_long")
			}
		}
	} else {
		r.People = nil
	}
	r.checkGiven(m.Questions, whole, &p)
	return p.Err()
}

func (r *Reply) tidyPeople() {
	kept := r.People[:0:0]
	for _, one := range r.People {
		one.Name, one.Role = strings.Join(strings.Fields(one.Name), " "), strings.Join(strings.Fields(one.Role), " ")
		if one.Name != "" {
			kept = append(kept, one)
		}
	}
	r.People = kept
}

func (r *Reply) checkGiven(asked []Question, whole bool, p *Problems) {
	given := make(map[int64][]string, len(r.Given))
	for _, one := range r.Given {
		given[one.QuestionID] = one.Values
	}
	kept := r.Given[:0:0]
	for _, q := range asked {
		values, shown := given[q.ID]
		if !r.Answer.Comes() && !q.AlsoNo {
			continue
		}
		values, key := q.tidy(values)
		switch {
		case key != "" && whole:
			p.Add(fmt.Sprintf("question.%d", q.ID), key, "Label", q.Label)
		case key != "":
			continue
		}
		// What is left empty of the organisation's takes away what stood there.
		if len(values) > 0 || shown && q.OfOrganisation && whole {
			kept = append(kept, Given{QuestionID: q.ID, Values: values})
		}
	}
	// In the order in which the store gives them back, so that Same compares
	// answers and not the order of a form.
	slices.SortFunc(kept, func(a, b Given) int { return cmp.Compare(a.QuestionID, b.QuestionID) })
	r.Given = kept
}

// tidy returns the values that count, each once, and the key of what is wrong
// with them.
func (q Question) tidy(values []string) ([]string, string) {
	kept := []string{}
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	if len(kept) == 0 {
		if q.Required {
			return nil, "reply.problem.required"
		}
		return nil, ""
	}
	return kept, q.wrong(kept)
}

func (q Question) wrong(values []string) string {
	if q.Kind != ManyChoice && len(values) > 1 {
		return "reply.problem.one"
	}
	switch q.Kind {
	case Choice, ManyChoice:
		for _, v := range values {
			if !slices.Contains(q.Options, v) {
				return "reply.problem.choice"
			}
		}
	case Number:
		if !wholeNumber(values[0]) {
			return "reply.problem.number"
		}
	case FreeText:
		if len([]rune(values[0])) > 2000 {
			return "reply.problem.long"
		}
	}
	return ""
}

func wholeNumber(s string) bool {
	if len(s) > 6 {
		return false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// ParsePeople reads people as they are typed: one a line, a role behind a
// comma.
func ParsePeople(text string) []Person {
	var people []Person
	for line := range strings.Lines(text) {
		name, role, _ := strings.Cut(line, ",")
		if name = strings.TrimSpace(name); name != "" {
			people = append(people, Person{Name: name, Role: strings.TrimSpace(role)})
		}
	}
	return people
}
