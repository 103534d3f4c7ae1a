package consult

import (
	"slices"
	"time"
)

// SearchKind says what a visitor finds.
type SearchKind string

// What can be found. The kinds of posts are found under their own names.
const (
	SearchNews         SearchKind = "news"
	SearchPressRelease SearchKind = "press_release"
	SearchAnnouncement SearchKind = "announcement"
	SearchFAQ          SearchKind = "faq"
	SearchMeeting      SearchKind = "meeting"
	SearchDocument     SearchKind = "document"
	SearchPage         SearchKind = "page"
)

// SearchKinds is every kind in the order of the visitors' list.
var SearchKinds = []SearchKind{
	SearchNews, SearchPressRelease, SearchAnnouncement, SearchFAQ, SearchMeeting, SearchDocument, SearchPage,
}

// Valid says whether the kind is one of the known ones.
func (k SearchKind) Valid() bool { return slices.Contains(SearchKinds, k) }

// SearchDoc is something public as the index of search keeps it. Noun and About
// name it together: "post", "meeting" and "attachment" with their ids, "region"
// with 1 for the privacy page and 2 for the accessibility statement.
type SearchDoc struct {
	Noun  string
	About int64
	Kind  SearchKind
	Path  string // public, without /en
	Title string // plain text
	Text  string // plain text, one block on each line
	// ShownOn is the day a reader sees; VisibleFrom is the instant before which
	// nobody may learn that the document is there.
	ShownOn     time.Time
	VisibleFrom time.Time
}

// SearchTerms are the stems under which a document is found: those of its title
// and those of its text.
type SearchTerms struct {
	Title, Text []string
}

// SearchQuery is what a visitor looks for. Zero fields do not narrow; the year
// is that of ShownOn in Amsterdam. Limit is how many hits are wanted.
type SearchQuery struct {
	Text          string
	Kind          SearchKind
	Year          int
	Limit, Offset int
}

// The most words of a question that are searched for, and the most hits on a page.
const (
	MaxSearchWords = 10
	MaxSearchHits  = 50
)

// SearchDepth is how far a search looks: at so many postings of the rarest of
// its words, in the order of hits, a posting being a document with a word. It
// bounds the time of a search whatever the number of documents.
const SearchDepth = 100

// SearchWord is one word of a question.
type SearchWord struct {
	Text   string // as it was typed
	Stem   string
	Prefix string // what a longer word may begin with; empty: the word is too short for that
}

// SearchResult is a page of hits, those with most words in their title first,
// then the newest. All counts are of documents that are visible now.
type SearchResult struct {
	Hits  []SearchHit
	Total int // of the kind and the year asked for
	// Capped says that there are more postings than SearchDepth: the counts are
	// then of the documents that were looked at, and Total is at least so many.
	Capped bool
	// Kinds and Years count before kind and year narrow; Partial says that they
	// count only the documents looked at.
	Kinds   map[SearchKind]int
	Years   map[int]int
	Partial bool
	// Words says how many documents have each word when none has all of them.
	Words []WordCount
	// Asked are the words that were looked for, as typed; Dropped says that the
	// question had more.
	Asked   []string
	Dropped bool
}

// WordCount is how many documents have a word; More says that there are more
// than those a search looks at.
type WordCount struct {
	Word  string
	Count int
	More  bool
}

// Piece is a part of a passage: words that were looked for are marked.
type Piece struct {
	Text   string
	Marked bool
}

// SearchHit is a document that was found, with the part of its text to show.
type SearchHit struct {
	SearchDoc
	Passage []Piece
}
