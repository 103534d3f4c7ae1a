package letter

import "strings"

// A block is a part of a letter. Every text in it is harmless, every address
// ours, or one that staff gave for taking part.
type block interface {
	// text is the block in the text part, with a line end behind each line.
	text() string
	// name is that of its template in frame.html.
	name() string
}

type paragraph string

// small is what one may skip.
type small string

// due is a deadline.
type due struct{ Label, Until string }

// fact is a term with what there is to say of it, line by line.
type fact struct {
	Term  string
	Lines []string
}

type facts []fact

// button is the one thing that a letter asks to do.
type button link

type link struct{ Text, Href string }

// signature is who signs.
type signature struct {
	Regards string
	By      []string
}

func (paragraph) name() string { return "paragraph" }
func (small) name() string     { return "small" }
func (due) name() string       { return "due" }
func (facts) name() string     { return "facts" }
func (button) name() string    { return "button" }
func (link) name() string      { return "link" }
func (signature) name() string { return "signature" }

func (p paragraph) text() string { return string(p) + "\n" }
func (s small) text() string     { return string(s) + "\n" }
func (d due) text() string       { return d.Label + "\n  " + d.Until + "\n" }
func (b button) text() string    { return link(b).text() }
func (l link) text() string      { return l.Text + ":\n" + l.Href + "\n" }

func (all facts) text() string {
	var b strings.Builder
	for _, f := range all {
		b.WriteString(f.Term + "\n")
		for _, line := range f.Lines {
			b.WriteString("  " + line + "\n")
		}
	}
	return b.String()
}

func (s signature) text() string {
	return s.Regards + "\n" + strings.Join(s.By, "\n") + "\n"
}

// add leaves out a fact that has nothing to say.
func (all facts) add(term string, lines []string) facts {
	if len(lines) == 0 {
		return all
	}
	return append(all, fact{term, lines})
}

func paragraphs(lines []string) []block {
	var all []block
	for _, line := range lines {
		all = append(all, paragraph(line))
	}
	return all
}
