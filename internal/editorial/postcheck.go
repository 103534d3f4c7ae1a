package editorial

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"samenspraak/internal/consult"
)

// FindingKind says what a finding asks of whoever publishes.
type FindingKind string

// An error must be mended before a post can be published; a warning may be
// left after it was read.
const (
	FindingError   FindingKind = "error"
	FindingWarning FindingKind = "warning"
)

// Finding is one thing about a text that its writer should mend. Key names a
// text in the catalogue that says what and how; Args are its placeholders in
// pairs.
type Finding struct {
	Kind    FindingKind
	Key     string
	Args    []any
	Field   string // title, lead, body, language, files, signatories, theme, press …
	Line    int    // of the body, from 1; zero: of no line
	Quote   string // the words that it is about
	Suggest string // what to write in their place; may be empty
}

// PostUnderCheck is a post as it would be published, with what its text is
// held against.
type PostUnderCheck struct {
	Kind     consult.PostKind
	ThemeID  int64
	Text     consult.PostText
	Outline  Outline              // of Text.Body
	Files    []consult.Attachment // of the post, in place
	Others   []AnswerElsewhere
	Register []string  // the names of the municipalities
	Shown    time.Time // the day that a reader sees; never zero
	Release  time.Time // when it becomes public, or became so; never zero
}

// AnswerElsewhere is another entry of the frequently asked questions.
type AnswerElsewhere struct {
	Title     string
	Path      string
	Sentences []Sentence
}

// CheckPost holds a post against what is known to go wrong with published
// texts: errors first, and each kind in the order of the text.
func CheckPost(in PostUnderCheck) []Finding {
	c := &postCheck{PostUnderCheck: in}
	c.parts()
	c.headings()
	c.links()
	c.pictures()
	c.announced()
	c.files()
	c.address()
	c.dates()
	c.sentences()
	c.repeated()
	c.quotes()
	c.places()
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Line, b.Line)) // "error" sorts before "warning"
	})
	return c.found
}

type postCheck struct {
	PostUnderCheck
	found []Finding
}

func (c *postCheck) wrong(f Finding) {
	f.Kind = FindingError
	c.found = append(c.found, f)
}

func (c *postCheck) ask(f Finding) {
	f.Kind = FindingWarning
	c.found = append(c.found, f)
}

// parts looks for what a post of its kind must have.
func (c *postCheck) parts() {
	var problems consult.Problems
	if errors.As(c.Text.Check(), &problems) {
		for _, p := range problems {
			c.wrong(Finding{Key: p.Key, Args: p.Args, Field: p.Field})
		}
	}
	title, body := "check.title", "check.body"
	if c.Kind == consult.FAQ {
		title, body = "check.question", "check.answer"
	}
	if strings.TrimSpace(c.Text.Title) == "" {
		c.wrong(Finding{Key: title, Field: "title"})
	}
	if strings.TrimSpace(c.Text.Body) == "" {
		c.wrong(Finding{Key: body, Field: "body"})
	}
	if c.Kind == consult.PressRelease && len(c.Text.Signatories) == 0 {
		c.wrong(Finding{Key: "check.signatories", Field: "signatories"})
	}
	if c.Kind == consult.PressRelease && c.Text.Press == (consult.PressContact{}) {
		c.ask(Finding{Key: "check.press", Field: "press_name"})
	}
	if c.Kind == consult.FAQ && c.ThemeID == 0 {
		c.wrong(Finding{Key: "check.theme", Field: "theme"})
	}
}

// passage is a sentence with the field in which it stands.
type passage struct {
	Sentence
	field string
}

// passages are all sentences of a post: its title, its lead and its body.
func (c *postCheck) passages() []passage {
	var all []passage
	for _, one := range []struct{ field, text string }{{"title", c.Text.Title}, {"lead", c.Text.Lead}} {
		start := 0
		for _, end := range SentenceEnds(one.text) {
			if words := strings.TrimSpace(one.text[start:end]); words != "" {
				all = append(all, passage{Sentence{Text: words}, one.field})
			}
			start = end
		}
	}
	for _, s := range c.Outline.Sentences {
		all = append(all, passage{s, "body"})
	}
	return all
}

// Excerpts are so many words long at most.
const maxExcerpt = 12

// excerpt is the beginning of words for pointing at them.
func excerpt(words string) string {
	all := strings.Fields(words)
	if len(all) <= maxExcerpt {
		return strings.Join(all, " ")
	}
	return strings.Join(all[:maxExcerpt], " ") + " …"
}
