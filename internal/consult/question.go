package consult

// QuestionKind says how a question on the answer form is answered.
type QuestionKind string

// Kinds of question.
const (
	Choice     QuestionKind = "choice"
	ManyChoice QuestionKind = "many"
	Text       QuestionKind = "text"
	Number     QuestionKind = "number"
)

// QuestionKinds is every kind in the order of forms.
var QuestionKinds = []QuestionKind{Choice, ManyChoice, Text, Number}

// Question is one on the answer form of a meeting. A Sensitive one (access,
// diet) is seen by the staff of that meeting alone and its answers are erased
// eight weeks after it.
type Question struct {
	ID        int64
	Kind      QuestionKind
	Label     string
	Hint      string
	Options   []string // of Choice and ManyChoice
	Required  bool
	Sensitive bool
}

// Given is the answer to one question of the form: chosen options or one text.
type Given struct {
	QuestionID int64
	Values     []string
}
