package consult

import (
	"fmt"
	"reflect"
	"slices"
	"time"
)

// Limits of a post.
const (
	MaxPostTitle = 300 // a question of a real page has 220
	MaxPostLead  = 800
	MaxPostText  = 100_000
	MaxPostNote  = 5_000
	MaxReason    = 300
)

// Check holds a text against what every text must keep to, finished or not, and
// returns Problems by field: title, lead, body, language, shown_on, press_name,
// press_phone, press_address. What is missing is no problem until it is
// published.
func (t PostText) Check() error {
	var p Problems
	for _, one := range []struct {
		field, text string
		limit       int
	}{
		{"title", t.Title, MaxPostTitle}, {"lead", t.Lead, MaxPostLead}, {"body", t.Body, MaxPostText},
		{"press_name", t.Press.Name, 120}, {"press_phone", t.Press.Phone, 40}, {"press_address", t.Press.Address, 200},
	} {
		if len([]rune(one.text)) > one.limit {
			p.Add(one.field, "post.problem.long", "Max", one.limit)
		}
	}
	if t.Language != "nl" && t.Language != "en" {
		p.Add("language", "post.problem.language")
	}
	if year := t.ShownOn.Year(); !t.ShownOn.IsZero() && (year < 1990 || year > 2100) {
		p.Add("shown_on", "post.problem.shown_on")
	}
	return p.Err()
}

// On is the day to which a text belongs, for the register of municipalities:
// the day a reader sees, else the planned release, else now.
func (p Post) On(text PostText, now time.Time) time.Time {
	switch {
	case !text.ShownOn.IsZero():
		return text.ShownOn
	case !p.ReleasedAt.IsZero():
		return p.ReleasedAt
	}
	return now
}

// Sign picks from the register the municipalities with these ids, as Dutch
// sorts them, which the register does. One that did not exist on that day is a
// Problem of the field signatories. Once the post has a moment of release, who
// signed it keeps the name of then, whatever the register says since.
func (p Post) Sign(register []Municipality, ids []int64, on time.Time) ([]Signatory, error) {
	var problems Problems
	var signed []Signatory
	for _, m := range register {
		before := slices.IndexFunc(p.Text.Signatories, func(s Signatory) bool { return s.ID == m.ID })
		switch {
		case !slices.Contains(ids, m.ID):
		case before >= 0 && !p.Draft():
			signed = append(signed, p.Text.Signatories[before])
		case !m.ValidOn(on):
			problems.Add("signatories", "post.problem.signatory", "Name", m.Name)
		default:
			signed = append(signed, Signatory{ID: m.ID, Name: m.Name, SortKey: m.SortKey})
		}
	}
	return signed, problems.Err()
}

// SignedBy says whether a municipality stands under the post, or under what is
// being written over it.
func (p Post) SignedBy(municipalityID int64) bool {
	is := func(s Signatory) bool { return s.ID == municipalityID }
	return slices.ContainsFunc(p.Text.Signatories, is) || slices.ContainsFunc(p.Working().Signatories, is)
}

// LooksLike says whether visitors see no difference between two states of a
// post.
func (p Post) LooksLike(other Post) bool {
	for _, one := range []*Post{&p, &other} {
		one.Pending, one.Note, one.ReviewOn = nil, "", time.Time{}
		one.Edited, one.EditedAt, one.EditedBy = 0, time.Time{}, 0
	}
	return reflect.DeepEqual(p, other)
}

// Write puts a text in its place: of a draft it is the text itself, of what is
// scheduled or released it waits in Pending. A withdrawn post is written no
// more: ErrConflict.
func (p Post) Write(text PostText) (Post, error) {
	switch {
	case !p.WithdrawnAt.IsZero():
		return p, fmt.Errorf("post was withdrawn: %w", ErrConflict)
	case p.Draft():
		p.Text = text
	default:
		p.Pending = &text
	}
	return p, nil
}

// Schedule makes a post public at an instant; zero is now. It takes over what
// is pending. What is public already cannot be scheduled: ErrConflict. An
// instant that has passed is a Problem: a release is never backdated.
func (p Post) Schedule(at, now time.Time) (Post, error) {
	if p.PublicAt(now) || !p.WithdrawnAt.IsZero() {
		return p, fmt.Errorf("post is public already: %w", ErrConflict)
	}
	if at.IsZero() {
		at = now
	}
	if at.Before(now) {
		return p, Problems{{Field: "at", Key: "post.problem.at_past"}}
	}
	p.Text, p.Pending, p.ReleasedAt = p.Working(), nil, at
	p.Version = 1
	return p, nil
}

// Unschedule makes a draft of what is not public yet, with what was written
// last; ErrConflict when its moment has come.
func (p Post) Unschedule(now time.Time) (Post, error) {
	if !p.Scheduled(now) || !p.WithdrawnAt.IsZero() {
		return p, fmt.Errorf("post is not scheduled: %w", ErrConflict)
	}
	p.Text, p.Pending, p.ReleasedAt = p.Working(), nil, time.Time{}
	return p, nil
}

// Correct makes what is pending the next dated version of a public post. It
// returns ErrConflict when nothing is pending, Problems when the reason is
// missing.
func (p Post) Correct(reason string, now time.Time) (Post, error) {
	if !p.ReadableAt(now) || p.Pending == nil {
		return p, fmt.Errorf("there is no correction to publish: %w", ErrConflict)
	}
	if err := checkReason("reason", reason); err != nil {
		return p, err
	}
	p.Text, p.Pending = *p.Pending, nil
	p.Version++
	return p, nil
}

// Withdraw takes a public post back: its address stays and says why.
func (p Post) Withdraw(why string, now time.Time) (Post, error) {
	if !p.ReadableAt(now) {
		return p, fmt.Errorf("post is not there to be withdrawn: %w", ErrConflict)
	}
	if err := checkReason("why", why); err != nil {
		return p, err
	}
	p.Pending, p.WithdrawnAt, p.WithdrawnWhy = nil, now, why
	p.Version++
	return p, nil
}

func checkReason(field, reason string) error {
	switch {
	case reason == "":
		return Problems{{Field: field, Key: "post.problem.reason"}}
	case len([]rune(reason)) > MaxReason:
		return Problems{{Field: field, Key: "post.problem.long", Args: []any{"Max", MaxReason}}}
	}
	return nil
}
