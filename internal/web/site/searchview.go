package site

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/editorial"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
)

func newSearchView(lang i18n.Lang, a lookedFor, r consult.SearchResult) searchView {
	v := searchView{
		Action: page.Href(lang, address.Search), Query: strings.TrimSuffix(a.text, editorial.Ellipsis),
		Index: searchKinds(lang, a, r),
		Years: searchYears(lang, a, r), Count: i18n.N(lang, "search.count", r.Total),
		For:   i18n.T(lang, "search.for", "Query", a.text),
		Pager: searchPager(lang, a, r),
	}
	if r.Dropped {
		v.Notes = append(v.Notes, i18n.T(lang, "search.dropped", "Words", strings.Join(quoted(lang, r.Asked), ", ")))
	}
	if r.Capped {
		v.Count = i18n.N(lang, "search.count_least", r.Total)
		v.Notes = append(v.Notes, i18n.T(lang, "search.narrow"))
	}
	for _, h := range r.Hits {
		v.Hits = append(v.Hits, newSearchHit(lang, h))
	}
	if r.Total == 0 {
		v.None = newSearchNone(lang, a, r)
	}
	return v
}

func quoted(lang i18n.Lang, words []string) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = i18n.T(lang, "search.quoted", "Word", shortened(w))
	}
	return all
}

// href is the address of a question in a language.
func (a lookedFor) href(lang i18n.Lang) string {
	q := url.Values{"q": {strings.TrimSuffix(a.text, editorial.Ellipsis)}}
	for word, kind := range searchWords {
		if kind == a.kind {
			q.Set("soort", word)
		}
	}
	if a.year != 0 {
		q.Set("jaar", strconv.Itoa(a.year))
	}
	if a.page > 1 {
		q.Set("blad", strconv.Itoa(a.page))
	}
	return page.Href(lang, address.Search) + "?" + q.Encode()
}

// searchKinds leads to the hits of each kind. Where not all documents were
// looked at there may be more of each, and it gives no numbers.
func searchKinds(lang i18n.Lang, a lookedFor, r consult.SearchResult) *page.SideIndex {
	if len(r.Kinds) == 0 {
		return nil
	}
	all := 0
	index := &page.SideIndex{Title: i18n.T(lang, "search.kinds")}
	add := func(kind consult.SearchKind, text string, count int) {
		to := lookedFor{text: a.text, kind: kind, year: a.year}
		item := page.SideIndexItem{Text: text, Href: to.href(lang), Current: a.kind == kind}
		if !r.Partial {
			item.Count = i18n.Number(lang, count)
		}
		index.Items = append(index.Items, item)
	}
	for _, n := range r.Kinds {
		all += n
	}
	add("", i18n.T(lang, "search.all_kinds"), all)
	for _, kind := range consult.SearchKinds {
		if n := r.Kinds[kind]; n > 0 || r.Partial || kind == a.kind {
			add(kind, i18n.T(lang, "search.kinds."+string(kind)), n)
		}
	}
	return index
}

// searchYears leads to the hits of each year, where there is more than one.
func searchYears(lang i18n.Lang, a lookedFor, r consult.SearchResult) *page.Chips {
	years := make([]int, 0, len(r.Years))
	for year := range r.Years {
		years = append(years, year)
	}
	if len(years) < 2 && a.year == 0 || len(years) == 0 {
		return nil
	}
	slices.Sort(years)
	slices.Reverse(years)
	chips := &page.Chips{Label: i18n.T(lang, "search.years")}
	add := func(year int, text, count string) {
		to := lookedFor{text: a.text, kind: a.kind, year: year}
		chips.Items = append(chips.Items, page.Chip{
			Text: text, Count: count, Href: to.href(lang), Current: a.year == year,
		})
	}
	add(0, i18n.T(lang, "search.all_years"), "")
	for _, year := range years {
		count := ""
		if !r.Partial {
			count = "(" + i18n.Number(lang, r.Years[year]) + ")"
		}
		add(year, strconv.Itoa(year), count)
	}
	return chips
}

// textTitles are the pages that have their title from us and so in each
// language; all else has the one it was written with.
var textTitles = map[string]string{address.Privacy: "text.privacy.title", address.Accessibility: "text.access.title"}

func newSearchHit(lang i18n.Lang, h consult.SearchHit) searchHit {
	v := searchHit{
		Kicker: i18n.T(lang, "search.kind."+string(h.Kind)), Href: page.Href(lang, h.Path), Title: h.Title,
		Date:    i18n.Date(lang, h.ShownOn),
		Passage: onOneLine(h.Passage),
	}
	switch h.Kind {
	case consult.SearchDocument:
		v.Href = h.Path // a file has one address for all languages
		v.Kicker += ", " + strings.TrimPrefix(path.Ext(h.Path), ".")
		v.Passage = slices.Insert(v.Passage, 0, consult.Piece{Text: i18n.T(lang, "search.belongs") + " "})
	case consult.SearchPage:
		v.Date = i18n.T(lang, "text.changed", "Date", i18n.DateShort(lang, h.ShownOn))
		if key, ours := textTitles[h.Path]; ours {
			v.Title = i18n.T(lang, key)
		}
	}
	return v
}

// onOneLine shows where one block of a text ends and the next begins: a heading
// has no full stop.
func onOneLine(passage []consult.Piece) []consult.Piece {
	shown := slices.Clone(passage)
	for i := range shown {
		shown[i].Text = strings.ReplaceAll(shown[i].Text, "\n", " · ")
	}
	return shown
}

func newSearchNone(lang i18n.Lang, a lookedFor, r consult.SearchResult) *searchNone {
	none := &searchNone{Title: i18n.T(lang, "search.none", "Query", a.text)}
	if len(r.Kinds) > 0 {
		none.Title = i18n.T(lang, "search.none_here", "Query", a.text)
		none.All = lookedFor{text: a.text}.href(lang)
		return none
	}
	for _, w := range r.Words {
		if len(r.Words) == 1 {
			break // the title says it
		}
		word := searchWord{
			Word:  i18n.T(lang, "search.quoted", "Word", shortened(w.Word)),
			Count: i18n.N(lang, "search.count", w.Count),
		}
		if w.More {
			word.Count = i18n.N(lang, "search.count_least", w.Count)
		}
		if w.Count > 0 {
			word.Href = lookedFor{text: w.Word}.href(lang)
		}
		none.Words = append(none.Words, word)
	}
	return none
}

// searchPager is nil when everything stands on one page.
func searchPager(lang i18n.Lang, a lookedFor, r consult.SearchResult) *page.Pager {
	last := (r.Total + foundPerPage - 1) / foundPerPage
	if last < 2 {
		return nil
	}
	at := func(n int) string {
		to := a
		to.page = n
		return to.href(lang)
	}
	first := (a.page-1)*foundPerPage + 1
	pager := &page.Pager{
		Summary: i18n.T(lang, shownKey(r), "First", first, "Last", first+len(r.Hits)-1, "Total", r.Total),
	}
	if a.page > 1 {
		pager.Prev = at(a.page - 1)
	}
	if a.page < last {
		pager.Next = at(a.page + 1)
	}
	for n := 1; n <= last; n++ {
		switch {
		case n == 1 || n == last || n >= a.page-1 && n <= a.page+1:
			pager.Pages = append(pager.Pages, page.PageNumber{Text: strconv.Itoa(n), Href: at(n), Current: n == a.page})
		case n == a.page-2 || n == a.page+2:
			pager.Pages = append(pager.Pages, page.PageNumber{})
		}
	}
	return pager
}

// shownKey names the words for a place in the results: where not all were
// counted, they say so.
func shownKey(r consult.SearchResult) string {
	if r.Capped {
		return "search.shown_capped"
	}
	return "search.shown"
}
