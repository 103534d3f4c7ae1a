package public

import (
	"samenspraak/internal/web/page"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// NewsItem is a post in a list: site/post/rows takes a slice, beside date
// blocks; site/post/briefs stands where there is less room.
type NewsItem struct {
	Date        *page.DateBlock
	Day         string // the date in words
	Kicker      string
	Href, Title string
	Lang        string // of title and text, where the page is in another language
	Text        string
	Meta        []page.Meta
}

// NewsItems are posts in a list, in their order.
func NewsItems(lang i18n.Lang, posts []consult.PublicPost, now time.Time) []NewsItem {
	items := make([]NewsItem, len(posts))
	for i, v := range posts {
		items[i] = NewsItem{
			Date: page.NewDateBlock(lang, v.Shown(), time.Time{}, now), Day: i18n.Date(lang, v.Shown()),
			Kicker: PostKind(lang, v.Kind, len(v.Text.Signatories)), Href: page.Href(lang, v.Path()),
			Title: v.Text.Title,
			Lang:  otherLang(lang, v.Text.Language), Text: v.Text.Lead, Meta: newsMeta(lang, v),
		}
		items[i].Date.Past = false // grey is for what one can no longer go to
	}
	return items
}

func newsMeta(lang i18n.Lang, v consult.PublicPost) []page.Meta {
	var meta []page.Meta
	if n := len(PostOptions{}.postFiles(lang, v)); n > 0 {
		meta = append(meta, page.Meta{Icon: "file", Text: i18n.N(lang, "news.files", n)})
	}
	if len(v.Changes) > 0 {
		meta = append(
			meta,
			page.Meta{
				Icon: "edit", Text: i18n.T(lang, "news.corrected", "Date", i18n.DateShort(lang, v.Changes[0].At)),
			},
		)
	}
	return meta
}
