package page

import (
	"slices"
	"strings"
)

// Editor is a text in Markdown: its field with a bar of tools, which editor.js
// wakes: parts/editor. Without the script it is the field alone.
type Editor struct {
	Field
	// Pictures and Files are what may be chosen, as in Field.Accept; empty
	// leaves that tool out. They need an EditorForm with an address for files.
	Pictures, Files string
}

// NewEditor makes an editor of an area that Fields made.
func NewEditor(area Field) Editor {
	area.Rows = max(area.Rows, 16)
	return Editor{Field: area}
}

// EditorForm is what editor.js must know of the form around an editor:
// parts/editor/form writes it as attributes of the form. static/js/editor.js
// says what each address answers; an empty one leaves out what it is for.
type EditorForm struct {
	Save     string // takes what was typed, by itself
	Presence string // hears that the text is open, and tells who else has it open
	Files    string // takes one file
	Preview  string // id of the frame that shows the page: Preview.ID
	SignIn   string // where one signs in again
	Page     string // where the text as others saved it can be read
}

// EditorState is the line that says how saving goes, with the places for who
// else is writing and for what somebody must do something about:
// parts/editor/state.
type EditorState struct {
	Text   string // "Concept bewaard om 10.52 uur"
	Others string
}

// ChecklistItem is one thing that was checked before publishing: OK, Bad (it
// must be put right first) or Plain (somebody should look at it).
// parts/checklist takes a slice.
type ChecklistItem struct {
	Kind   Kind
	Title  string
	Text   string // where, and what would be right; may be empty
	Button *Button
}

// Class is the item's class.
func (i ChecklistItem) Class() string {
	return modified("checklist__item", i.Kind == OK || i.Kind == Bad, string(i.Kind))
}

// Sign is the icon shown.
func (i ChecklistItem) Sign() string {
	switch i.Kind {
	case OK:
		return "check"
	case Bad:
		return "cross"
	default:
		return "alert"
	}
}

// Wrong says whether it must be put right before publishing.
func (i ChecklistItem) Wrong() bool { return i.Kind == Bad }

// Fine says whether there is nothing to do.
func (i ChecklistItem) Fine() bool { return i.Kind == OK }

// DiffOp says on which side of a difference words stand.
type DiffOp string

// The sides.
const (
	DiffSame DiffOp = "same"
	DiffOld  DiffOp = "old"
	DiffNew  DiffOp = "new"
)

// DiffPiece is a run of words of one or both of two texts.
type DiffPiece struct {
	Op   DiffOp
	Text string
}

// Changed says that the words stand on one side only.
func (p DiffPiece) Changed() bool { return p.Op != DiffSame }

// DiffView is what a text was beside what it became: parts/diff. Line breaks
// are kept.
type DiffView struct {
	Was, Now string // headings; empty: "Was" and "Wordt"
	Pieces   []DiffPiece
}

// Old is what it was.
func (d DiffView) Old() []DiffPiece { return d.without(DiffNew) }

// New is what it became.
func (d DiffView) New() []DiffPiece { return d.without(DiffOld) }

func (d DiffView) without(op DiffOp) []DiffPiece {
	side := slices.DeleteFunc(slices.Clone(d.Pieces), func(p DiffPiece) bool { return p.Op == op })
	if len(side) > 0 {
		side[0].Text = strings.TrimLeft(side[0].Text, "\n")
	}
	return side
}
