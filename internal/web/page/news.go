package page

import (
	"strconv"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// NewsItem is a post in a list: site/post/rows takes a slice, beside date
// blocks; site/post/briefs stands where there is less room.
type NewsItem struct {
	Date        *DateBlock
	Day         string // the date in words
	Kicker      string
	Href, Title string
	Lang        string // of title and text, where the page is in another language
	Text        string
	Meta        []Meta
}

// NewsItems are posts in a list, in their order.
func NewsItems(lang i18n.Lang, posts []consult.PublicPost, now time.Time) []NewsItem {
	items := make([]NewsItem, len(posts))
	for i, v := range posts {
		items[i] = NewsItem{
			Date: NewDateBlock(lang, v.Shown(), time.Time{}, now), Day: i18n.Date(lang, v.Shown()),
			Kicker: PostKind(lang, v.Kind, len(v.Text.Signatories)), Href: Href(lang, v.Path()), Title: v.Text.Title,
			Lang: otherLang(lang, v.Text.Language), Text: v.Text.Lead, Meta: newsMeta(lang, v),
		}
		items[i].Date.Past = false // grey is for what one can no longer go to
	}
	return items
}

func newsMeta(lang i18n.Lang, v consult.PublicPost) []Meta {
	var meta []Meta
	if n := len(PostOptions{}.postFiles(lang, v)); n > 0 {
		meta = append(meta, Meta{"file", i18n.N(lang, "news.files", n)})
	}
	if len(v.Changes) > 0 {
		meta = append(meta, Meta{"edit", i18n.T(lang, "news.corrected", "Date", i18n.DateShort(lang, v.Changes[0].At))})
	}
	return meta
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
