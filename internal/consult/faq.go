package consult

// Theme is a heading under which FAQ entries stand, in an order that staff set.
type Theme struct {
	ID       int64
	Slug     string
	Title    string
	Lead     string // one sentence, may be empty
	Position int
}
