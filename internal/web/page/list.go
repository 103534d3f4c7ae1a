package page

import (
	"net/url"
	"strconv"

	"samenspraak/internal/i18n"
)

// Pager goes through a list: parts/pager takes a pointer and shows nothing for
// nil. Pages may be empty: then it goes only back and forth.
type Pager struct {
	Label      string // where a page has two; empty: "Bladzijden"
	Summary    string // "1 tot en met 25 van 412"
	Prev, Next string // addresses, may be empty
	Pages      []PageNumber
}

// PageNumber is one page; without an address and not current it is a gap.
type PageNumber struct {
	Text, Href string
	Current    bool
}

// Filter narrows a list by a GET form: parts/filter. Keep holds what must
// stay in the address, such as the order.
type Filter struct {
	Label, Action string
	Keep          []Hidden
	Fields        []Field
}

// Hidden is a value that goes along unseen.
type Hidden struct {
	Name, Value string
}

// Chips are ready-made filters, or the filters that are on: parts/filter/chips.
type Chips struct {
	Label string
	Items []Chip
}

// Chip is one of Chips. Removes marks one that takes a filter away.
type Chip struct {
	Text, Count, Href string
	Current, Removes  bool
}

// Column is a header cell: parts/table/head takes a slice.
type Column struct {
	Text   string
	Href   string // sorts by this column; empty: it cannot be sorted
	Sort   string // aria-sort: "ascending", "descending" or empty
	Number bool   // aligned at the end
	Hidden bool   // for those who do not see the table
}

// Sign is the arrow beside a column's name.
func (c Column) Sign() string {
	switch c.Sort {
	case "ascending":
		return "down"
	case "descending":
		return "up"
	default:
		return "sort"
	}
}

// Pick is the cell that selects a row: parts/table/pick.
type Pick struct {
	Label, Name, Value string
	Checked            bool
}

// BulkBar acts on the selected rows: parts/bulk-bar.
type BulkBar struct {
	Text    string
	All     *Link
	Buttons []Button
}

// The words of the address bar that order a list.
const (
	SortBy   = "op"
	SortDown = "af"
)

// Sorting makes the header cells of a list whose order stands in the address
// bar beside its filters. Place is the query parameter of the place in the
// list, which starts again with another order.
type Sorting struct {
	Path  string
	Query url.Values
	Place string
	By    string // the column in force
	Down  bool
}

// Column is a header that sorts by name, and turns the order round when the
// list is sorted by it already.
func (s Sorting) Column(text, name string) Column {
	q := url.Values{}
	for key, values := range s.Query {
		if key != s.Place && key != SortBy && key != SortDown {
			q[key] = values
		}
	}
	q.Set(SortBy, name)
	c := Column{Text: text}
	if s.By == name {
		c.Sort = "descending"
		if !s.Down {
			c.Sort = "ascending"
			q.Set(SortDown, "1")
		}
	}
	c.Href = s.Path + "?" + q.Encode()
	return c
}

// NumberedPager goes through the pages of a list, the first being 1; nil when
// there is one. address is where a page stands.
func NumberedPager(lang i18n.Lang, summary string, current, last int, address func(page int) string) *Pager {
	if last <= 1 {
		return nil
	}
	p := &Pager{Summary: summary}
	if current > 1 {
		p.Prev = address(current - 1)
	}
	if current < last {
		p.Next = address(current + 1)
	}
	before := 0
	for _, n := range shownPages(current, last) {
		if n > before+1 {
			p.Pages = append(p.Pages, PageNumber{})
		}
		one := PageNumber{Text: strconv.Itoa(n), Current: n == current}
		if !one.Current {
			one.Href = address(n)
		}
		p.Pages, before = append(p.Pages, one), n
	}
	return p
}

// shownPages are the first, the last and those around the current one; a gap of
// one page is no gap.
func shownPages(current, last int) []int {
	var shown []int
	for n := 1; n <= last; n++ {
		near := n >= current-1 && n <= current+1
		if n == 1 || n == last || near || n == 2 && current == 4 || n == last-1 && current == last-3 {
			shown = append(shown, n)
		}
	}
	return shown
}
