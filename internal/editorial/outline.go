package editorial

// Outline is what the checks before publishing need to know of a text. Lines
// count from 1 and are those of the text as it was typed.
type Outline struct {
	Headings  []OutlineHeading
	Links     []OutlineLink
	Images    []OutlineImage
	Quotes    []OutlineQuote
	Sentences []Sentence
	Announced []AnnouncedFile
	Tables    []int // the lines where a table begins
	Lists     []int // the lines where a list begins
	Markup    []int // the lines where HTML was typed, which is not shown
	// PlainWords is how many words the text has.
	PlainWords int
}

// OutlineHeading is a heading with its level as typed: 1 for "#".
type OutlineHeading struct {
	Level int
	Text  string
	Line  int
}

// OutlineLink is a link; Bare when its words are its own address.
type OutlineLink struct {
	Text        string
	Destination string
	Line        int
	Bare        bool
}

// OutlineImage is a picture in the text.
type OutlineImage struct {
	Alt         string
	Caption     string
	Destination string
	Line        int
}

// OutlineQuote is somebody's words in a block of their own. By is the line
// under it, "Name, role", empty when there is none.
type OutlineQuote struct {
	Words string
	By    string
	Line  int
}

// Sentence is one sentence of running text, or a heading, a list item or a
// cell of a table that has none. Sentences of one paragraph share a Block.
type Sentence struct {
	Text   string
	Line   int
	Block  int
	Quoted bool // it stands in a quotation of its own
}

// AnnouncedFile is a line such as "Bijlage: uitgangspunten".
type AnnouncedFile struct {
	Text   string
	Line   int
	Linked bool // it is a link, or the link follows
	Open   bool // it ends in a colon after its title, and nothing is linked
}
