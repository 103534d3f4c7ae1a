package page

import (
	"html/template"
	"strings"
	"time"

	"samenspraak/internal/i18n"
)

// Link is a link with its words.
type Link struct {
	Text, Href string
}

// Line is a line of text, with a link or a number after it or as a whole:
// parts/line.
type Line struct {
	Text string
	Link *Link
	Call *Call
}

// Call is a number to ring, as people write it, with the address that Tel makes
// of it; a template refuses such an address in a Link.
type Call struct {
	Text string
	Href template.URL
}

// Lines makes plain lines.
func Lines(texts ...string) []Line {
	lines := make([]Line, len(texts))
	for i, text := range texts {
		lines[i] = Line{Text: text}
	}
	return lines
}

// Kind is what a notice or a status means. It always goes with a word and a
// sign: colour only helps.
type Kind string

// The kinds. Open is for a status only: nothing has come in yet.
const (
	OK    Kind = "ok"
	Bad   Kind = "bad"
	Info  Kind = "info"
	Open  Kind = "open"
	Plain Kind = "plain"
)

// Notice is the state of a page, above its content: parts/notice. One at a
// time; a bad one says what one can do.
type Notice struct {
	Kind  Kind
	Icon  string // empty: the sign of its kind
	Title string
	Lines []Line
	Live  bool // read aloud when it appears: what was just done
}

// Class is the notice's class.
func (n Notice) Class() string {
	return modified("notice", n.Kind != Info && n.Kind != "", string(n.Kind))
}

// Sign is the icon shown.
func (n Notice) Sign() string {
	if n.Icon != "" {
		return n.Icon
	}
	switch n.Kind {
	case OK:
		return "check"
	case Bad:
		return "alert"
	default:
		return "info"
	}
}

// Toast says what was just done, with the way to undo it: parts/toast.
type Toast struct {
	Text string
	Link *Link
}

// Status is the state of a row: parts/status.
type Status struct {
	Kind Kind
	Icon string // empty: the sign of its kind
	Text string
}

// Class is the status's class.
func (s Status) Class() string {
	return modified("status", s.Kind != Plain && s.Kind != "", string(s.Kind))
}

// Sign is the icon shown.
func (s Status) Sign() string {
	if s.Icon != "" {
		return s.Icon
	}
	switch s.Kind {
	case OK:
		return "check"
	case Bad:
		return "cross"
	case Open, Info:
		return "clock"
	default:
		return "info"
	}
}

// Fact is one row of what, when, where, on whose behalf: parts/facts takes a
// slice. Lines stand under each other, notes smaller below them.
type Fact struct {
	Term  string
	Lines []string
	Notes []Line
}

// Button is an action: parts/button. With Href it is a link that looks like
// one; otherwise it sends the form it stands in.
type Button struct {
	Text        string
	About       string // unseen words: whom a row's action is about
	Icon        string
	Href        string
	Name, Value string
	Action      string // another address than the form's
	Primary     bool
	Danger      bool
	Quiet       bool
	Small       bool
	End         bool // at the far end of a bulk bar
	Disabled    bool
}

// Class is the button's class.
func (b Button) Class() string {
	class := "button"
	for _, m := range []struct {
		on   bool
		name string
	}{{b.Primary, "primary"}, {b.Danger, "danger"}, {b.Quiet, "quiet"}, {b.Small, "small"}} {
		class = modified(class, m.on, m.name, "button")
	}
	if b.End {
		class += " bulk-bar__end"
	}
	return class
}

// Choice is the answer to an invitation: parts/choice, inside a form. One tap
// answers.
type Choice struct {
	Legend     string
	HideLegend bool
	Pairs      bool // two beside each other where there is room
	Options    []ChoiceOption
}

// Class is the group's class.
func (c Choice) Class() string { return modified("choice", c.Pairs, "pairs") }

// ChoiceOption is one button of a Choice, or with Href one row of
// parts/choice/links, which takes a slice: what one can still do.
type ChoiceOption struct {
	Name, Value string
	Href        template.URL // an address of ours, or Tel
	Icon        string
	Text, Note  string
	First       bool // filled: the answer hoped for
	Current     bool // this is the answer now
}

// Class is the button's class.
func (o ChoiceOption) Class() string { return modified("choice__button", o.First, "yes") }

// Listing is dated things in a list: parts/listing.
type Listing struct {
	Side  bool // room at the right for a deadline or status
	Plain bool // no dates, smaller titles
	Items []ListingItem
}

// Class is the list's class.
func (l Listing) Class() string {
	switch {
	case l.Plain:
		return "listing listing--plain"
	case l.Side:
		return "listing listing--side"
	default:
		return "listing listing--dated"
	}
}

// ListingItem is one row of a Listing.
type ListingItem struct {
	Date        *DateBlock
	Href, Title string
	Text        string
	Moved       string // the date it had before
	Meta        []Meta
	Due         *Due
	Status      *Status
}

// Meta is a short fact with its sign.
type Meta struct {
	Icon, Text string
}

// Attachment is a file: parts/attachments takes a slice. Without an address it
// was announced and is not there yet.
type Attachment struct {
	Name, Href string
	Meta       string // "pdf, 1,2 MB. Geplaatst op 2 november 2026"
}

// NewAttachment names kind (the file's extension), size and the day on which
// it was placed; a zero time leaves the day out.
func NewAttachment(lang i18n.Lang, name, href, kind string, size int64, placed time.Time) Attachment {
	meta := strings.TrimPrefix(strings.ToLower(kind), ".") + ", " + i18n.FileSize(lang, size)
	if !placed.IsZero() {
		meta += ". " + i18n.T(lang, "part.attachments.placed", "Date", i18n.DateShort(lang, placed))
	}
	return Attachment{Name: name, Href: href, Meta: meta}
}

// Empty says what to do first where there is nothing yet: parts/empty.
type Empty struct {
	Title, Text string
	Button      *Button
}

// Stat is one number of at most five: parts/stat takes a slice. Due is for a
// number with a deadline behind it.
type Stat struct {
	Term, Value, Note string
	Due               bool
}

// Tabs are the pages of one workspace: parts/tabs.
type Tabs struct {
	Label string
	Items []Tab
}

// Tab is one of Tabs; Count may be empty.
type Tab struct {
	Text, Count, Href string
	Current           bool
}

// PlannerItem is one mail in the order in which they go: parts/planner takes a
// slice.
type PlannerItem struct {
	When, Title, Href, Note string
	Status                  Status
	Now                     bool
}

// Fold is a list of names behind its number: parts/fold.
type Fold struct {
	Title, Count string
	Open         bool
	Items        []FoldItem
}

// FoldItem is one name with a note after it.
type FoldItem struct {
	Text string
	Note Line
}

// Tally is a number that counts people, with the words after it:
// parts/fold/tally.
type Tally struct {
	Count, Text string
}

// Preview is one real mail, or a page of this site as visitors will see it, in
// a sandboxed frame: parts/preview. What stands at Src must allow itself to be
// framed by this site.
type Preview struct {
	Title, Src string
	Prev, Next string // addresses, may be empty
	// Page is the id of the frame when it shows a page of this site: then
	// editor.js can reload it, and pictures of a draft are shown to who may see
	// them. Scripts stay off. Whole opens the page itself.
	Page, Whole string
}

// SideIndex leads through a page or a group of pages: themes, years, kinds.
// It stands at the left where there is room: parts/side-index.
type SideIndex struct {
	Title  string
	Items  []SideIndexItem
	Sticky bool // stays in sight: only for an index that fits on a screen
}

// Class is the index's class.
func (s SideIndex) Class() string { return modified("side-index", s.Sticky, "sticky") }

// SideIndexItem is one line of a SideIndex; Count may be empty.
type SideIndexItem struct {
	Text, Count, Href string
	Current           bool
}

// FAQGroup is a theme with its questions: parts/faq/groups takes a slice. The
// questions alone are parts/faq, which takes a slice of FAQItem.
type FAQGroup struct {
	ID, Title, Lead string
	Items           []FAQItem
}

// FAQItem is a question that unfolds its answer. The address of the page with
// #ID opens it.
type FAQItem struct {
	ID, Question string
	Lang         string // of question and answer, where the page is in another language
	Answer       template.HTML
	Files        []Attachment
	Changed      string // the day in words; empty: nothing is said of it
	Href         string // the question's own page
	Open         bool
}

// FAQSearch is the box above questions: parts/faq/search. With faq.js it
// narrows what stands on the page; otherwise it searches at Action.
type FAQSearch struct {
	ID, Action string
	Keep       []Hidden
	Name       string // of the parameter with the words
	Hint       string
	Summary    string // "27 vragen in 6 thema’s"
}

// Quote is the words of a person, with the name and role of who said them:
// parts/quote.
type Quote struct {
	Paragraphs []string
	By         string
}

// Source closes a page on paper, where nobody sees the address bar:
// parts/source.
type Source struct {
	Address string // in full
	Date    string // a line such as "Bericht geplaatst op 8 oktober 2026"
}
