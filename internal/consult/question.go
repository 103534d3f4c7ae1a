package consult

import (
	"fmt"
	"slices"
)

// QuestionKind says how a question on the answer form is answered.
type QuestionKind string

// Kinds of question.
const (
	Choice     QuestionKind = "choice"
	ManyChoice QuestionKind = "many"
	FreeText   QuestionKind = "text"
	Number     QuestionKind = "number"
)

// QuestionKinds is every kind in the order of forms.
var QuestionKinds = []QuestionKind{Choice, ManyChoice, FreeText, Number}

// Question is one on the answer form of a meeting. A Sensitive one (access,
// diet) is seen by the staff of that meeting alone and its answers are erased
// eight weeks after it.
type Question struct {
	ID             int64
	Kind           QuestionKind
	Label          string
	Hint           string
	Options        []string // of Choice and ManyChoice
	Required       bool
	Sensitive      bool
	OfOrganisation bool // asked of the organisation: filled in once, by whoever fills it in last
	AlsoNo         bool // asked also of who does not come
}

// Given is the answer to one question of the form: chosen options or one text.
type Given struct {
	QuestionID int64
	Values     []string
}

// Wrong returns the key of what is wrong with the question itself, or "".
func (q Question) Wrong() string {
	switch {
	case !slices.Contains(QuestionKinds, q.Kind):
		return "meeting.problem.question_kind"
	case q.Label == "":
		return "meeting.problem.question_label"
	case len([]rune(q.Label)) > 300 || len([]rune(q.Hint)) > 600:
		return "meeting.problem.question_long"
	}
	if q.Kind != Choice && q.Kind != ManyChoice {
		return ""
	}
	if len(q.Options) < 2 || len(q.Options) > MaxOptions {
		return "meeting.problem.question_options"
	}
	seen := map[string]bool{}
	for _, option := range q.Options {
		if option == "" || len([]rune(option)) > 200 || seen[option] {
			return "meeting.problem.question_option"
		}
		seen[option] = true
	}
	return ""
}

// CheckQuestionChange holds changed questions against those that people may
// already have answered: the kind of one stays, and one that was about access
// or diet stays so, or what was given in confidence would be shown.
func CheckQuestionChange(old, now []Question) error {
	former := make(map[int64]Question, len(old))
	for _, q := range old {
		former[q.ID] = q
	}
	var p Problems
	for i, q := range now {
		before, known := former[q.ID]
		switch {
		case q.ID == 0 || !known:
		case before.Kind != q.Kind:
			p.Add(fmt.Sprintf("question.%d", i), "meeting.problem.question_kind_fixed")
		case before.Sensitive && !q.Sensitive:
			p.Add(fmt.Sprintf("question.%d", i), "meeting.problem.question_sensitive_fixed")
		}
	}
	return p.Err()
}
