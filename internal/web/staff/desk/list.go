package desk

import (
	"net/url"
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
	QuerySearch = "zoek"
	QueryState  = "stand" // where a thing stands: its state, or its shelf
	QueryType   = "soort"
	QueryTown   = "gemeente"
	QueryTag    = "label"
)

// PlaceIn is how many rows of a list come before the page asked for.
func PlaceIn(q url.Values) int {
	n, err := strconv.Atoi(q.Get(QueryPlace))
	if err != nil {
		return 0
	}
	return max(0, min(n, 1_000_000))
}

// Pager is nil when everything stands on one page.
func Pager(lang i18n.Lang, path string, q url.Values, shown, total int) *page.Pager {
	place := PlaceIn(q)
	if total <= PerPage && place == 0 {
		return nil
	}
	number := func(n int) string { return i18n.Number(lang, n) }
	pager := &page.Pager{Summary: i18n.T(lang, "part.pager.range", "First", number(min(place+1, total)), "Last", number(place+shown), "Total", number(total))}
	if place > 0 {
		pager.Prev = WithQuery(path, q, QueryPlace, NonZero(place-PerPage))
	}
	if place+shown < total {
		pager.Next = WithQuery(path, q, QueryPlace, NonZero(place+PerPage))
	}
	return pager
}

// Exports are the links that save exactly what a list shows.
func Exports(path string, q url.Values) []page.Link {
	return []page.Link{
		{Text: "CSV", Href: WithQuery(address.Under(path, address.ToList+address.AsCSV), q, QueryPlace, "")},
		{Text: "Excel", Href: WithQuery(address.Under(path, address.ToList+address.AsXLSX), q, QueryPlace, "")},
	}
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
// value takes one away.
func WithQuery(path string, q url.Values, changes ...string) string {
	next := url.Values{}
	for key, values := range q {
		next[key] = values
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
