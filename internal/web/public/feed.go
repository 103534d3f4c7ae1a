package public

import (
	"encoding/xml"
	"html"
	"net/url"
	"regexp"
	"samenspraak/internal/web/page"
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// AtomType is the Content-Type of a feed.
const AtomType = "application/atom+xml; charset=utf-8"

// feedPaths are the feeds of each kind; the empty kind is everything under
// /nieuws. They have one address for both languages: what they hold is in the
// language it was written in.
var feedPaths = map[consult.PostKind]string{
	"": address.NewsFeed, consult.News: address.NewsItemFeed, consult.PressRelease: address.PressReleaseFeed,
	consult.Announcement: address.AnnouncementsFeed, consult.FAQ: address.FAQFeed,
}

// FeedPath is the address of the feed of a kind; of the empty kind that of
// everything under /nieuws.
func FeedPath(k consult.PostKind) string { return feedPaths[k] }

// FeedLink is the link to a feed in words: "Feed van persberichten".
func FeedLink(lang i18n.Lang, f page.Feed) page.Link {
	first, size := utf8.DecodeRuneInString(f.Title)
	return page.Link{
		Text: i18n.T(lang, "news.feed.link", "What", string(unicode.ToLower(first))+f.Title[size:]), Href: f.Href,
	}
}

func newFeed(lang i18n.Lang, k consult.PostKind) page.Feed {
	name := string(k)
	if k == "" {
		name = "all"
	}
	return page.Feed{Title: i18n.T(lang, "news.feed."+name), Href: feedPaths[k]}
}

// NewsFeeds are the feed of all news and, when a kind is given, that of the
// kind.
func NewsFeeds(lang i18n.Lang, k consult.PostKind) []page.Feed {
	feeds := []page.Feed{newFeed(lang, "")}
	if k != "" {
		feeds = append(feeds, newFeed(lang, k))
	}
	return feeds
}

// FAQFeeds is the feed of the frequently asked questions.
func FAQFeeds(lang i18n.Lang) []page.Feed { return []page.Feed{newFeed(lang, consult.FAQ)} }

// Atom, RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  atomPerson  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
	URI  string `xml:"uri,omitempty"`
}

type atomLink struct {
	Rel    string `xml:"rel,attr"`
	Type   string `xml:"type,attr,omitempty"`
	Href   string `xml:"href,attr"`
	Title  string `xml:"title,attr,omitempty"`
	Length int64  `xml:"length,attr,omitempty"`
}

type atomEntry struct {
	Lang      string        `xml:"xml:lang,attr,omitempty"`
	ID        string        `xml:"id"`
	Title     string        `xml:"title"`
	Published string        `xml:"published"`
	Updated   string        `xml:"updated"`
	Links     []atomLink    `xml:"link"`
	Category  *atomCategory `xml:"category"`
	Summary   string        `xml:"summary,omitempty"`
	Content   atomContent   `xml:"content"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// FeedLength is how many entries a feed has: a reader asks often enough to miss
// none.
const FeedLength = 30

// tagged is a name that outlives an address (RFC 4151). The year is that in
// which the host was ours at the latest, not that of the text.
func tagged(f page.Frame, name string) string {
	host := "localhost"
	if u, err := url.Parse(f.BaseURL); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return "tag:" + host + ",2026:" + name
}

// AtomFeed writes the newest posts of a kind by their release. since is the
// feed's date as long as it has no entries.
func AtomFeed(f page.Frame, k consult.PostKind, posts []consult.PublicPost, since time.Time) ([]byte, error) {
	newest := slices.Clone(posts)
	slices.SortStableFunc(newest, func(a, b consult.PublicPost) int { return b.ReleasedAt.Compare(a.ReleasedAt) })
	newest = newest[:min(FeedLength, len(newest))]
	about := newFeed(f.Language(), k)
	path, updated := address.News, since
	if k == consult.FAQ {
		path = address.FAQ
	}
	for i, v := range newest {
		if at := v.ChangedAt(); i == 0 || at.After(updated) {
			updated = at
		}
	}
	feed := atomFeed{
		Lang: string(f.Language()), ID: tagged(f, "feed"+about.Href), Title: about.Title + " – " + f.SiteName(),
		Updated: rfc3339(updated),
		Author:  atomPerson{f.SiteName(), f.BaseURL + address.Home},
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: f.BaseURL + about.Href},
			{Rel: "alternate", Type: "text/html", Href: absolute(f, path)},
		},
	}
	for _, v := range newest {
		feed.Entries = append(feed.Entries, newAtomEntry(f, v))
	}
	body, err := xml.Marshal(feed)
	return append([]byte(xml.Header), body...), err
}

func newAtomEntry(f page.Frame, v consult.PublicPost) atomEntry {
	address := absolute(f, v.Path())
	e := atomEntry{
		Lang: otherLang(f.Language(), v.Text.Language), ID: tagged(f, "post/"+strconv.FormatInt(v.ID, 10)),
		Title:     v.Text.Title,
		Published: rfc3339(v.ReleasedAt), Updated: rfc3339(v.ChangedAt()),
		Links:    []atomLink{{Rel: "alternate", Type: "text/html", Href: address}},
		Summary:  v.Text.Lead,
		Category: &atomCategory{string(v.Kind), PostKind(f.Language(), v.Kind, len(v.Text.Signatories))},
		Content:  atomContent{"html", elsewhere(string(PostOptions{}.render(v.Text.Body, v.Files, "")), address)},
	}
	if v.Kind == consult.FAQ {
		e.Category = &atomCategory{v.Theme.Slug, v.Theme.Title}
	}
	for _, a := range v.Files {
		e.Links = append(e.Links, atomLink{
			Rel: "enclosure", Type: a.MediaType, Href: f.BaseURL + FileHref(a), Title: a.Title, Length: a.Size,
		})
	}
	return e
}

// addressInHTML is an address in finished HTML: attributes only, since quotes in
// a text are written otherwise there.
var addressInHTML = regexp.MustCompile(`(src|href)="([^"]*)"`)

// elsewhere makes the addresses in finished HTML whole, for who reads it away
// from the page at address.
func elsewhere(finished, address string) string {
	base, err := url.Parse(address)
	if err != nil {
		return finished
	}
	return addressInHTML.ReplaceAllStringFunc(finished, func(attribute string) string {
		m := addressInHTML.FindStringSubmatch(attribute)
		to, err := base.Parse(html.UnescapeString(m[2]))
		if err != nil {
			return attribute
		}
		return m[1] + `="` + html.EscapeString(to.String()) + `"`
	})
}
