package site

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
)

func (p *Pages) postRoutes() []gate.Route {
	return []gate.Route{
		gate.Get(address.News, gate.Public, p.news),
		gate.Get(address.Under(address.News, ":slug"), gate.Public, p.post(p.postBody)),
		gate.Get(address.Under(address.News, ":slug", address.ToVersions), gate.Public, p.post(p.versionsBody)),
		gate.Get(address.Under(address.News, ":slug", address.ToVersions, ":version"), gate.Public,
			p.post(p.versionBody)),
	}
}

// postsPerPage is how many posts one page of the list shows.
const postsPerPage = 20

// kindWords are the kinds of news in the address bar.
var kindWords = map[string]consult.PostKind{
	"nieuws": consult.News, "persbericht": consult.PressRelease, "mededeling": consult.Announcement,
}

// newsAsked is which part of the news somebody asks for; zero fields do not
// narrow.
type newsAsked struct {
	kind consult.PostKind
	year int
	page int // the first is 0
}

func readNewsAsked(q url.Values) newsAsked {
	a := newsAsked{kind: kindWords[q.Get("soort")]}
	if year, err := strconv.Atoi(q.Get("jaar")); err == nil && year > 0 {
		a.year = year
	}
	if n, err := strconv.Atoi(q.Get("blad")); err == nil && n > 1 {
		a.page = n - 1
	}
	return a
}

// query is the part of the address that asks for it, in the one spelling under
// which the page is kept.
func (a newsAsked) query() string {
	var parts []string
	for word, kind := range kindWords {
		if kind == a.kind {
			parts = append(parts, "soort="+word)
		}
	}
	if a.year != 0 {
		parts = append(parts, fmt.Sprintf("jaar=%d", a.year))
	}
	if a.page > 0 {
		parts = append(parts, fmt.Sprintf("blad=%d", a.page+1))
	}
	return strings.Join(parts, "&")
}

func (a newsAsked) href(lang i18n.Lang) string {
	if q := a.query(); q != "" {
		return page.Href(lang, address.News+"?"+q)
	}
	return page.Href(lang, address.News)
}

// among leaves out what the counts do not have: a year without posts, a page
// beyond the last. Only what is there can be asked for, and so be kept.
func (a newsAsked) among(counts []consult.NewsCount) newsAsked {
	if !slices.ContainsFunc(counts, func(n consult.NewsCount) bool { return n.Year == a.year }) {
		a.year = 0
	}
	if a.page*postsPerPage >= a.total(counts) {
		a.page = 0
	}
	return a
}

// total is how many posts there are of what is asked for.
func (a newsAsked) total(counts []consult.NewsCount) int {
	total := 0
	for _, n := range counts {
		if (a.kind == "" || a.kind == n.Kind) && (a.year == 0 || a.year == n.Year) {
			total += n.Count
		}
	}
	return total
}

// otherwise says that what was asked for is not there, and what is instead.
type otherwise struct{ newsAsked }

func (o otherwise) Error() string { return "there is no such part of the news; there is " + o.query() }

// news lists what the authority publishes. What is asked for and is not there
// is passed over.
func (p *Pages) news(c echo.Context) error {
	a := readNewsAsked(gate.Query(c))
	err := p.keptNews(c, a)
	var other otherwise
	for range 3 { // what is there may change while we look
		if !errors.As(err, &other) {
			break
		}
		err = p.keptNews(c, other.newsAsked)
	}
	return err
}

func (p *Pages) keptNews(c echo.Context, a newsAsked) error {
	return p.kept(c, "", a.query(), func(now time.Time) ([]byte, time.Time, error) {
		ctx := c.Request().Context()
		counts, err := p.svc.NewsCounts(ctx)
		if err != nil {
			return nil, now, err
		}
		if there := a.among(counts); there != a {
			return nil, now, otherwise{there}
		}
		posts, err := p.svc.PublicNews(ctx, consult.NewsFilter{
			Kind: a.kind, Year: a.year, Limit: postsPerPage, Offset: a.page * postsPerPage,
		})
		if err != nil {
			return nil, now, err
		}
		frame := asked(page.FrameOf(c), a.query())
		body, err := newsPage.Bytes(frame, newsHead(frame.Lang, a), newNewsView(frame.Lang, a, counts, posts, now))
		return body, page.NextChange(now, nil, nil), err
	})
}

var newsPage = page.New[newsView]("site/post/list.html", page.Site)

type newsView struct {
	Kinds page.Chips
	Years *page.SideIndex // only where there is more than one
	Feed  page.Link
	Items []public.NewsItem
	Pager *page.Pager
	Empty *page.Empty
}

func newsHead(lang i18n.Lang, a newsAsked) page.Head {
	title := i18n.T(lang, "news.title")
	head := page.Head{
		Title: title, Description: i18n.T(lang, "news.lead"), Nav: page.NavNews, Feeds: public.NewsFeeds(lang, a.kind),
		Crumbs: crumbs(lang, title),
	}
	var what []string
	if a.kind != "" {
		what = append(what, i18n.T(lang, "news.kinds."+string(a.kind)))
	}
	if a.year != 0 {
		what = append(what, strconv.Itoa(a.year))
	}
	if len(what) > 0 {
		head.Title = i18n.T(lang, "news.title.narrowed", "What", strings.ToLower(strings.Join(what, ", ")))
	}
	if a.page > 0 {
		head.Title = i18n.T(lang, "news.title.page", "Title", head.Title, "Page", a.page+1)
	}
	return head
}

func newNewsView(lang i18n.Lang, a newsAsked, counts []consult.NewsCount, posts []consult.PublicPost,
	now time.Time) newsView {
	total := a.total(counts)
	v := newsView{
		Kinds: newsKinds(lang, a, counts), Years: newsYears(lang, a, counts), Items: public.NewsItems(lang, posts, now),
	}
	feeds := public.NewsFeeds(lang, a.kind)
	v.Feed = public.FeedLink(lang, feeds[len(feeds)-1])
	if len(counts) == 0 {
		v.Empty = &page.Empty{Title: i18n.T(lang, "news.empty"), Text: i18n.T(lang, "news.empty_text")}
	}
	first := a.page * postsPerPage
	summary := i18n.T(lang, "news.list.page", "First", first+1, "Last", first+len(posts), "Total",
		i18n.Number(lang, total))
	v.Pager = page.NumberedPager(lang, summary, a.page+1, (total+postsPerPage-1)/postsPerPage, func(n int) string {
		return newsAsked{a.kind, a.year, n - 1}.href(lang)
	})
	return v
}

// newsKinds choose between the kinds, with how many each has in the year that
// is asked for.
func newsKinds(lang i18n.Lang, a newsAsked, counts []consult.NewsCount) page.Chips {
	chip := func(kind consult.PostKind, text string) page.Chip {
		b := newsAsked{kind: kind, year: a.year}
		return page.Chip{
			Text: text, Count: i18n.Number(lang, b.total(counts)), Href: b.href(lang), Current: a.kind == kind,
		}
	}
	chips := page.Chips{Label: i18n.T(lang, "news.choose"), Items: []page.Chip{chip("", i18n.T(lang, "news.kind.all"))}}
	for _, kind := range consult.NewsKinds {
		chips.Items = append(chips.Items, chip(kind, i18n.T(lang, "news.kinds."+string(kind))))
	}
	return chips
}

// newsYears lead through the years that have posts of the kind that is asked
// for, the newest first.
func newsYears(lang i18n.Lang, a newsAsked, counts []consult.NewsCount) *page.SideIndex {
	item := func(text string, year int) page.SideIndexItem {
		b := newsAsked{kind: a.kind, year: year}
		return page.SideIndexItem{
			Text: text, Count: i18n.Number(lang, b.total(counts)), Href: b.href(lang), Current: a.year == year,
		}
	}
	index := &page.SideIndex{
		Title: i18n.T(lang, "news.years"), Items: []page.SideIndexItem{item(i18n.T(lang, "news.years.all"), 0)},
	}
	var years []int
	for _, n := range counts {
		if !slices.Contains(years, n.Year) && (a.kind == "" || a.kind == n.Kind || a.year == n.Year) {
			years = append(years, n.Year)
		}
	}
	slices.SortFunc(years, func(a, b int) int { return b - a })
	for _, year := range years {
		index.Items = append(index.Items, item(strconv.Itoa(year), year))
	}
	if len(years) < 2 && a.year == 0 {
		return nil
	}
	index.Sticky = len(years) < 12
	return index
}

// aboutPost makes one of the pages of a post.
type aboutPost func(c echo.Context, v consult.PublicPost, now time.Time) ([]byte, error)

// post answers with a page of the post that is asked for, of news and of the
// questions alike; 301 when it stands elsewhere now.
func (p *Pages) post(render aboutPost) echo.HandlerFunc {
	return func(c echo.Context) error {
		return p.kept(c, "", "", func(now time.Time) ([]byte, time.Time, error) {
			below, err := belowPost(c)
			if err != nil {
				return nil, now, err
			}
			v, err := p.svc.PublicPost(c.Request().Context(), c.Param("slug"))
			if err != nil {
				return nil, now, err
			}
			if path := v.Path() + below; path != page.FrameOf(c).Path {
				return nil, now, elsewhere{path}
			}
			body, err := render(c, v, now)
			return body, page.NextChange(now, nil, nil), err
		})
	}
}

// belowPost is what follows the address of a post in the path that was asked
// for: nothing, its versions, or one of them.
func belowPost(c echo.Context) (string, error) {
	_, below, _ := strings.Cut(c.Path(), ":slug")
	if !strings.Contains(below, ":version") {
		return below, nil
	}
	version, err := versionOf(c)
	return strings.Replace(below, ":version", strconv.FormatInt(version, 10), 1), err
}

// versionOf is the version that is asked for: a number written as one writes it.
func versionOf(c echo.Context) (int64, error) {
	version, err := strconv.ParseInt(c.Param("version"), 10, 64)
	if err != nil || strconv.FormatInt(version, 10) != c.Param("version") {
		return 0, consult.ErrNotFound
	}
	return version, nil
}

func (p *Pages) postBody(c echo.Context, v consult.PublicPost, now time.Time) ([]byte, error) {
	frame := page.FrameOf(c)
	if v.Kind != consult.FAQ {
		return public.PostPage.Bytes(
			frame, public.PostHead(frame, v), public.NewPostView(frame, v, public.PostOptions{}, now),
		)
	}
	theme, err := p.svc.PublicTheme(c.Request().Context(), v.Theme.Slug)
	if err != nil && !errors.Is(err, consult.ErrNotFound) { // a theme whose one entry was withdrawn has none
		return nil, err
	}
	return public.AnswerPage.Bytes(frame, public.AnswerHead(frame, v),
		public.NewAnswerView(frame, v, theme.Entries, public.PostOptions{}))
}

// versionsBody shows how a post changed; of what was withdrawn nothing is left
// to show.
func (p *Pages) versionsBody(c echo.Context, v consult.PublicPost, _ time.Time) ([]byte, error) {
	if !v.WithdrawnAt.IsZero() {
		return nil, consult.ErrNotFound
	}
	frame := page.FrameOf(c)
	return public.VersionsPage.Bytes(frame, public.VersionsHead(frame, v), public.NewVersionsView(frame, v))
}

func (p *Pages) versionBody(c echo.Context, v consult.PublicPost, now time.Time) ([]byte, error) {
	frame := page.FrameOf(c)
	version, err := versionOf(c)
	if err != nil {
		return nil, err
	}
	head := public.VersionHead(frame, v, version)
	if v.Kind == consult.FAQ {
		if view, ok := public.OldAnswerView(frame, v, version); ok {
			return public.AnswerPage.Bytes(frame, head, view)
		}
	} else if view, ok := public.OldPostView(frame, v, version, now); ok {
		return public.PostPage.Bytes(frame, head, view)
	}
	return nil, consult.ErrNotFound
}
