package desk

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
)

// PerPage is how many rows a list shows at once.
const PerPage = 50

// The words of the address bar, by which every list is narrowed and paged.
const (
	QueryPlace  = "vanaf"
	QueryBefore = "voor" // of a list that grows at its top: the number of the last row seen
	QueryAll    = "alles"
	QuerySearch = "zoek"
	QueryState  = "stand" // where a thing stands: its state, or its shelf
	QueryType   = "soort"
	QueryTown   = "gemeente"
	QueryTag    = "label"
	QueryDone   = "gedaan"
)

// Narrowed is what the address bar says of which rows a list has: without the
// place in it, and without what was just done or chosen.
func Narrowed(q url.Values) url.Values {
	rows := maps.Clone(q)
	for _, passing := range []string{QueryPlace, QueryBefore, QueryAll, QueryDone} {
		rows.Del(passing)
	}
	return rows
}

// PlaceIn is how many rows of a list come before the page asked for.
func PlaceIn(q url.Values) int {
	n, err := strconv.Atoi(q.Get(QueryPlace))
	if err != nil {
		return 0
	}
	return max(0, min(n, 1_000_000))
}

// BeforeIn is the number of the last row seen of a list that grows at its top;
// 0 at its first page.
func BeforeIn(q url.Values) int64 {
	n, err := strconv.ParseInt(q.Get(QueryBefore), 10, 64)
	if err != nil {
		return 0
	}
	return max(0, n)
}

// Pager is nil when everything stands on one page.
func Pager(lang i18n.Lang, path string, q url.Values, shown, total int) *page.Pager {
	place := PlaceIn(q)
	if total <= PerPage && place == 0 {
		return nil
	}
	number := func(n int) string { return i18n.Number(lang, n) }
	first, last := number(min(place+1, total)), number(place+shown)
	pager := &page.Pager{
		Summary: i18n.T(lang, "part.pager.range", "First", first, "Last", last, "Total", number(total)),
	}
	if place > 0 {
		pager.Prev = WithQuery(path, q, QueryPlace, NonZero(place-PerPage))
	}
	if place+shown < total {
		pager.Next = WithQuery(path, q, QueryPlace, NonZero(place+PerPage))
	}
	return pager
}

// NumberedPager is Pager with a link to each page, for a list that is read
// whole anyhow.
func NumberedPager(lang i18n.Lang, path string, q url.Values, shown, total int) *page.Pager {
	pager := Pager(lang, path, q, shown, total)
	for n := 0; pager != nil && n*PerPage < total; n++ {
		pager.Pages = append(pager.Pages, page.PageNumber{
			Text: strconv.Itoa(n + 1), Href: WithQuery(path, q, QueryPlace, NonZero(n*PerPage)),
			Current: n == PlaceIn(q)/PerPage,
		})
	}
	return pager
}

// Newest is the first page of a list that grows at its top; empty on that page.
func Newest(path string, q url.Values) string {
	if BeforeIn(q) == 0 {
		return ""
	}
	return WithQuery(path, Narrowed(q))
}

// Older is the next page of a list that grows at its top, by the number of the
// last row shown.
func Older(path string, q url.Values, last int64) string {
	return WithQuery(path, Narrowed(q), QueryBefore, strconv.FormatInt(last, 10))
}

// Exports are the links that save exactly what a list shows.
func Exports(path string, q url.Values) []page.Link {
	return ExportsAt(address.Under(path, address.ToList), q)
}

// ExportsAt is Exports of a list whose files have an address of their own.
func ExportsAt(path string, q url.Values) []page.Link {
	return []page.Link{
		{Text: "CSV", Href: WithQuery(path+address.AsCSV, Narrowed(q))},
		{Text: "Excel", Href: WithQuery(path+address.AsXLSX, Narrowed(q))},
	}
}

// Sorting makes the headers of a list that is in an order.
func Sorting(path string, q url.Values, by string, down bool) page.Sorting {
	return page.Sorting{Path: path, Query: q, Place: QueryPlace, By: by, Down: down}
}

// KeptIn are the parameters of a list that its filter form must not lose.
func KeptIn(q url.Values, names ...string) []page.Hidden {
	var kept []page.Hidden
	for _, name := range names {
		if q.Get(name) != "" {
			kept = append(kept, page.Hidden{Name: name, Value: q.Get(name)})
		}
	}
	return kept
}

// exportKind is the kind of file that the address of a request asks for.
func exportKind(c echo.Context) string {
	if strings.HasSuffix(c.Path(), address.AsXLSX) {
		return address.AsXLSX
	}
	return address.AsCSV
}

// WithQuery is the list's address with some of its parameters changed; an empty
// value takes one away, as one of a field left empty is no value.
func WithQuery(path string, q url.Values, changes ...string) string {
	next := url.Values{}
	for key, values := range q {
		if slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
			next[key] = values
		}
	}
	for i := 0; i+1 < len(changes); i += 2 {
		next.Del(changes[i])
		if changes[i+1] != "" {
			next.Set(changes[i], changes[i+1])
		}
	}
	if len(next) == 0 {
		return path
	}
	return path + "?" + next.Encode()
}

// NonZero is a number for the address bar, where nothing stands for naught.
func NonZero(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}
