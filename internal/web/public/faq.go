package public

import (
	"fmt"
	"html/template"
	"regexp"
	"samenspraak/internal/web/page"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// FAQScript filters questions while one types and opens the one that the
// address names.
const FAQScript = "faq.js"

// FAQView is a page of questions that unfold: all of them, or one theme.
type FAQView struct {
	Kicker      *page.Link
	Title, Lead string
	Index       *page.SideIndex // nil: there is nothing to lead through
	Search      *page.FAQSearch
	Groups      []page.FAQGroup
	Empty       *page.Empty
	Feed        page.Link
	Source      page.Source
}

// FAQPage shows a FAQView.
var FAQPage = page.New[FAQView]("site/faq/list.html", page.Site)

// FAQHead is the head of the page of all questions.
func FAQHead(f page.Frame, all []consult.FAQTheme) page.Head {
	return page.Head{
		Title: f.T("faq.title"), Description: f.T("faq.lead"), Nav: page.NavFAQ, Scripts: []string{FAQScript},
		Feeds: FAQFeeds(f.Language()),
		Crumbs: []page.Crumb{
			{Text: f.T("faq.home"), Href: page.Href(f.Language(), address.Home)}, {Text: f.T("faq.title")},
		},
		Structured: FAQData(f, entriesOf(all)...),
	}
}

// ThemeHead is the head of the page of one theme.
func ThemeHead(f page.Frame, t consult.FAQTheme) page.Head {
	return page.Head{
		Title: f.T("faq.theme.title", "Theme", t.Title), Description: t.Lead, Nav: page.NavFAQ,
		Scripts:    []string{FAQScript},
		Feeds:      FAQFeeds(f.Language()),
		Crumbs:     append(faqCrumbs(f), page.Crumb{Text: t.Title}),
		Structured: FAQData(f, t.Entries...),
	}
}

func faqCrumbs(f page.Frame) []page.Crumb {
	return []page.Crumb{
		{Text: f.T("faq.home"), Href: page.Href(f.Language(), address.Home)},
		{Text: f.T("faq.title"), Href: page.Href(f.Language(), address.FAQ)},
	}
}

func entriesOf(all []consult.FAQTheme) []consult.PublicPost {
	var entries []consult.PublicPost
	for _, t := range all {
		entries = append(entries, t.Entries...)
	}
	return entries
}

// NewFAQView is all questions under their themes.
func NewFAQView(f page.Frame, all []consult.FAQTheme) FAQView {
	lang, entries := f.Language(), entriesOf(all)
	v := FAQView{Title: f.T("faq.title"), Lead: f.T("faq.lead")}
	v.Source, v.Feed = faqSource(f, address.FAQ, entries), FeedLink(lang, FAQFeeds(lang)[0])
	if len(entries) == 0 {
		v.Empty = &page.Empty{Title: f.T("faq.empty"), Text: f.T("faq.empty_text")}
		return v
	}
	v.Index = themeIndex(lang, all, 0)
	for _, t := range all {
		v.Groups = append(v.Groups, page.FAQGroup{
			ID: "thema_" + t.Slug, Title: t.Title, Lead: t.Lead, Items: AnswerItems(lang, t.Entries),
		})
	}
	v.Search = faqSearch(lang, i18n.N(lang, "faq.count", len(entries))+" "+i18n.N(lang, "faq.in_themes", len(all)))
	return v
}

// NewThemeView is the questions of one theme; all is for the index beside it.
func NewThemeView(f page.Frame, t consult.FAQTheme, all []consult.FAQTheme) FAQView {
	lang := f.Language()
	count := i18n.N(lang, "faq.count", len(t.Entries))
	return FAQView{
		Kicker: &page.Link{Text: f.T("faq.title"), Href: page.Href(lang, address.FAQ)},
		Feed:   FeedLink(lang, FAQFeeds(lang)[0]),
		Title:  t.Title, Lead: t.Lead, Index: themeIndex(lang, all, t.ID),
		Search: faqSearch(lang, count), Source: faqSource(f, address.FAQTheme(t.Slug), t.Entries),
		Groups: []page.FAQGroup{
			{ID: "thema_" + t.Slug, Title: f.T("faq.theme.heading"), Items: AnswerItems(lang, t.Entries)},
		},
	}
}

// themeIndex leads through the themes; current 0 is the page of all.
func themeIndex(lang i18n.Lang, all []consult.FAQTheme, current int64) *page.SideIndex {
	index := &page.SideIndex{Title: i18n.T(lang, "faq.themes"), Sticky: len(all) < 12}
	index.Items = []page.SideIndexItem{{
		Text: i18n.T(lang, "faq.all"), Count: i18n.Number(lang, len(entriesOf(all))),
		Href:    page.Href(lang, address.FAQ),
		Current: current == 0,
	}}
	for _, t := range all {
		index.Items = append(index.Items, page.SideIndexItem{
			Text: t.Title, Count: i18n.Number(lang, len(t.Entries)), Href: page.Href(lang, address.FAQTheme(t.Slug)),
			Current: t.ID == current,
		})
	}
	return index
}

// faqSearch narrows the page where script runs and is an ordinary search where
// it does not.
func faqSearch(lang i18n.Lang, summary string) *page.FAQSearch {
	return &page.FAQSearch{
		ID: "zoek_vragen", Action: page.Href(lang, address.Search), Keep: []page.Hidden{{Name: "soort", Value: "faq"}},
		Name: "q",
		Hint: i18n.T(lang, "faq.search.hint"), Summary: summary,
	}
}

// faqSource says on paper where the page stands and how new its newest answer
// is.
func faqSource(f page.Frame, path string, entries []consult.PublicPost) page.Source {
	s := page.Source{Address: f.BaseURL + page.Href(f.Language(), path)}
	var last time.Time
	for _, v := range entries {
		if at := v.ChangedAt(); at.After(last) {
			last = at
		}
	}
	if !last.IsZero() {
		s.Date = f.T("faq.changed", "Date", i18n.DateShort(f.Language(), last))
	}
	return s
}

// AnswerItems are entries as they unfold on a page, each with the way to its
// own.
func AnswerItems(lang i18n.Lang, entries []consult.PublicPost) []page.FAQItem {
	var public PostOptions // also beside a draft: they are
	var items []page.FAQItem
	for _, v := range entries {
		items = append(items, page.FAQItem{
			ID: Anchor(v.Slug), Question: v.Text.Title, Lang: otherLang(lang, v.Text.Language),
			Answer: lowered(public.render(v.Text.Body, v.Files, ""), 2), Files: public.postFiles(lang, v),
			Changed: i18n.Date(lang, v.ChangedAt()), Href: page.Href(lang, v.Path()),
		})
	}
	return items
}

// FAQElsewhere are entries on the page of a meeting or another post, whose
// own ids theirs must not meet.
func FAQElsewhere(lang i18n.Lang, entries []consult.PublicPost) []page.FAQItem {
	items := AnswerItems(lang, entries)
	for i := range items {
		items[i].ID = "vraag_" + items[i].ID
	}
	return items
}

// AnswerScripts are the scripts of a page that shows entries of elsewhere.
func AnswerScripts(entries []consult.PublicPost) []string {
	if len(entries) == 0 {
		return nil
	}
	return []string{FAQScript}
}

// Anchor is the id of a question on a page with others: its slug, which no
// other question has, kept apart from the one id of the frame it could meet.
func Anchor(slug string) string {
	if slug == "inhoud" {
		return "v-" + slug
	}
	return slug
}

// headingTag is a heading in finished HTML; in a text "<" is written otherwise
// there.
var headingTag = regexp.MustCompile(`<(/?)h([2-6])`)

// lowered puts the headings of a text below one of the page that stands above
// it.
func lowered(html template.HTML, by int) template.HTML {
	lower := func(tag string) string {
		last := len(tag) - 1
		return fmt.Sprintf("%s%d", tag[:last], min(6, int(tag[last]-'0')+by))
	}
	text := headingTag.ReplaceAllStringFunc(string(html), lower)
	return template.HTML(text) //nolint:gosec // only the level of headings changes
}

// AnswerView is one question with its answer on a page of its own.
type AnswerView struct {
	Theme        *page.Link
	Question     string
	Lang         string // of the text, where the page is in another language
	Notice       *page.Notice
	Body         template.HTML
	Files        []page.Attachment
	Changed      string // "Laatst gewijzigd op 30 oktober 2026"
	Changes      []ChangeLine
	VersionsHref string
	Others       []page.Link // the theme's other questions
	OthersTitle  string
	Source       page.Source
}

// AnswerPage shows an AnswerView. It stands here because staff see the real
// page before they publish it.
var AnswerPage = page.New[AnswerView]("site/faq/show.html", page.Site)

// AnswerHead is the head of the page of one question.
func AnswerHead(f page.Frame, v consult.PublicPost) page.Head {
	h := page.Head{
		Title: v.Text.Title, Description: summary(v.Text), Nav: page.NavFAQ, NoIndex: !v.WithdrawnAt.IsZero(),
		Feeds:  FAQFeeds(f.Language()),
		Crumbs: faqCrumbs(f),
	}
	if v.Theme.Slug != "" {
		h.Crumbs = append(
			h.Crumbs, page.Crumb{Text: v.Theme.Title, Href: page.Href(f.Language(), address.FAQTheme(v.Theme.Slug))},
		)
	}
	h.Crumbs = append(h.Crumbs, page.Crumb{Text: v.Text.Title})
	if v.WithdrawnAt.IsZero() {
		h.Structured, h.Share = FAQData(f, v), page.Share{Article: true, Picture: firstPicture(v)}
	}
	return h
}

// NewAnswerView fills the page of one question; others are all of its theme.
func NewAnswerView(f page.Frame, v consult.PublicPost, others []consult.PublicPost, o PostOptions) AnswerView {
	a := answerTop(f, v, v.Text)
	if !v.WithdrawnAt.IsZero() {
		a.Notice, a.Changed = withdrawnNotice(f.Language(), v), ""
	} else {
		a.Body, a.Files = o.render(v.Text.Body, v.Files, "kop"), o.postFiles(f.Language(), v)
		a.Changes, a.VersionsHref = changeLines(f.Language(), v)
	}
	for _, one := range others {
		if one.ID != v.ID {
			a.Others = append(a.Others, page.Link{Text: one.Text.Title, Href: page.Href(f.Language(), one.Path())})
		}
	}
	a.OthersTitle = f.T("faq.others", "Theme", v.Theme.Title)
	return a
}

func answerTop(f page.Frame, v consult.PublicPost, text consult.PostText) AnswerView {
	lang := f.Language()
	a := AnswerView{
		Question: text.Title, Lang: otherLang(lang, text.Language),
		Changed: i18n.T(lang, "faq.changed", "Date", i18n.DateShort(lang, v.ChangedAt())),
		Source:  page.Source{Address: f.BaseURL + page.Href(lang, v.Path())},
	}
	a.Source.Date = a.Changed
	if v.Theme.Slug != "" {
		a.Theme = &page.Link{Text: v.Theme.Title, Href: page.Href(lang, address.FAQTheme(v.Theme.Slug))}
	}
	return a
}
