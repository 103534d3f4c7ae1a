package site

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

func (p *Pages) searchRoutes() []gate.Route {
	return []gate.Route{gate.Get(address.Search, gate.Public, p.search)}
}

const (
	foundPerPage  = 10
	longestAsked  = 200 // letters of a question that are shown again
	firstYearEver = 1900
)

// The words of the address bar for what is looked for.
var searchWords = map[string]consult.SearchKind{
	"nieuws": consult.SearchNews, "persbericht": consult.SearchPressRelease, "mededeling": consult.SearchAnnouncement,
	"vraag": consult.SearchFAQ, "bijeenkomst": consult.SearchMeeting, "document": consult.SearchDocument,
	"pagina": consult.SearchPage,
}

var searchPage = page.New[searchView]("site/search/search.html", page.Site)

type searchView struct {
	Action, Query string
	Index         *page.SideIndex
	Years         *page.Chips
	Count, For    string // "14 resultaten", "voor “verblijf”"; empty: nothing was asked
	Notes         []string
	Hits          []searchHit
	Pager         *page.Pager
	None          *searchNone
}

type searchHit struct {
	Kicker, Href, Title, Date string
	Passage                   []consult.Piece
}

// searchNone helps on who found nothing.
type searchNone struct {
	Title string
	All   string // address of the same question without kind and year; empty: it had none
	Words []searchWord
}

type searchWord struct {
	Word, Href, Count string // without an address it is nowhere
}

// lookedFor is a question as it stands in the address bar.
type lookedFor struct {
	text string
	kind consult.SearchKind
	year int
	page int // from 1
}

// lookedForIn reads the address bar. Whatever is no kind, year or page there is
// as if it were not.
func lookedForIn(c echo.Context) lookedFor {
	a := lookedFor{text: gate.Query(c).Get("q"), kind: searchWords[gate.Query(c).Get("soort")], page: 1}
	if year, err := strconv.Atoi(gate.Query(c).Get("jaar")); err == nil && year >= firstYearEver && year < 10000 {
		a.year = year
	}
	if n, err := strconv.Atoi(gate.Query(c).Get("blad")); err == nil && n > 1 && n <= consult.SearchDepth {
		a.page = n
	}
	return a
}

// search answers what somebody looks for. The page is never kept: it repeats
// what was typed, and there is no end to what can be.
func (p *Pages) search(c echo.Context) error {
	a, lang := lookedForIn(c), langOf(c)
	title := i18n.T(lang, "search.title")
	head := page.Head{Title: title, NoIndex: true, Crumbs: crumbs(lang, title)}
	if a.text == "" {
		return searchPage.Render(c, http.StatusOK, head, searchView{Action: page.Href(lang, address.Search)})
	}
	query := consult.SearchQuery{
		Text: a.text, Kind: a.kind, Year: a.year, Limit: foundPerPage, Offset: (a.page - 1) * foundPerPage,
	}
	r, err := p.svc.Search(c.Request().Context(), query)
	if err == nil && len(r.Hits) == 0 && r.Total > 0 { // behind the last page
		a.page = (r.Total + foundPerPage - 1) / foundPerPage
		query.Offset = (a.page - 1) * foundPerPage
		r, err = p.svc.Search(c.Request().Context(), query)
	}
	if err != nil {
		return err
	}
	a.text = shortened(a.text)
	head.Title = i18n.T(lang, "search.title_for", "Query", a.text)
	return searchPage.Render(c, http.StatusOK, head, newSearchView(lang, a, r))
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > longestAsked {
		return strings.TrimSpace(string(runes[:longestAsked])) + editorial.Ellipsis
	}
	return text
}
