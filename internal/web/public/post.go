package public

import (
	"fmt"
	"html/template"
	"maps"
	"regexp"
	"samenspraak/internal/web/page"
	"slices"
	"strconv"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/prose"
)

// PostOptions are what a preview of a post has other than its public page.
type PostOptions struct {
	// PictureBase is where its files are fetched while they are not public:
	// PictureBase/12 instead of /bestanden/12/naam.png. Empty: they are public.
	PictureBase string
}

// PostView is the public page of a news item, press release or announcement.
type PostView struct {
	Date         *page.DateBlock
	Kicker       string
	Title, Lead  string
	Lang         string // of the text, where the page is in another language
	Placed       string // "Bericht geplaatst op 15 februari 2016"
	Notice       *page.Notice
	Signed       *SignedBy
	Body         template.HTML
	Files        []page.Attachment
	FAQ          []page.FAQItem
	Press        *PressView
	Changes      []ChangeLine
	VersionsHref string // empty: there is one version
	Source       page.Source
}

// SignedBy is in whose name a press release goes out.
type SignedBy struct {
	Title string
	Names []string
}

// PressView is whom a journalist asks.
type PressView struct {
	Name, Phone, Address string
	PhoneHref            template.URL
}

// ChangeLine is one dated change of what was released, with the ways to how it
// read before and to what differs.
type ChangeLine struct {
	Text      string
	Reason    string
	Was, Diff *page.Link
}

// PostPage shows a PostView. It stands here because staff see the real page
// before they publish it.
var PostPage = page.New[PostView]("site/post/show.html", page.Site)

// PostHead is the head of the public page of a post.
func PostHead(f page.Frame, v consult.PublicPost) page.Head {
	h := page.Head{
		Title: v.Text.Title, Description: summary(v.Text), Nav: page.NavNews, NoIndex: !v.WithdrawnAt.IsZero(),
		Crumbs: []page.Crumb{
			{Text: f.T("news.home"), Href: page.Href(f.Language(), address.Home)},
			{Text: f.T("news.title"), Href: page.Href(f.Language(), address.News)}, {Text: v.Text.Title},
		},
		Feeds: NewsFeeds(f.Language(), v.Kind),
	}
	if v.WithdrawnAt.IsZero() {
		h.Structured, h.Share = NewsData(f, v), page.Share{Article: true, Picture: firstPicture(v)}
	}
	h.Scripts = AnswerScripts(v.FAQ)
	return h
}

// NewPostView fills the public page of a post. Of a withdrawn one only the note
// on its withdrawal is left.
func NewPostView(f page.Frame, v consult.PublicPost, o PostOptions, now time.Time) PostView {
	p := postTop(f, v, v.Text, now)
	if !v.WithdrawnAt.IsZero() {
		p.Notice, p.Placed = withdrawnNotice(f.Language(), v), ""
		return p
	}
	p.fill(f, v, v.Text, o)
	p.Files = o.postFiles(f.Language(), v)
	p.FAQ = FAQElsewhere(f.Language(), v.FAQ)
	p.Changes, p.VersionsHref = changeLines(f.Language(), v)
	return p
}

// postTop is what stands above the words of a post.
func postTop(f page.Frame, v consult.PublicPost, text consult.PostText, now time.Time) PostView {
	lang, shown := f.Language(), shownAt(v, text)
	p := PostView{
		Date: page.NewDateBlock(lang, shown, time.Time{}, now), Kicker: PostKind(lang, v.Kind, len(text.Signatories)),
		Title: text.Title, Lead: text.Lead,
		Lang: otherLang(lang, text.Language), Placed: i18n.T(lang, "news.placed", "Date", i18n.DateShort(lang, shown)),
	}
	p.Date.Past = false // grey is for what one can no longer go to
	p.Source = page.Source{Address: f.BaseURL + page.Href(lang, v.Path()), Date: p.Placed}
	return p
}

// shownAt is the instant whose day a reader sees with a text of a post.
func shownAt(v consult.PublicPost, text consult.PostText) time.Time {
	v.Text = text
	return v.Shown()
}

// fill adds the words of a text and who stands behind them.
func (p *PostView) fill(f page.Frame, v consult.PublicPost, text consult.PostText, o PostOptions) {
	p.Body = o.render(text.Body, v.Files, "kop")
	if n := len(text.Signatories); n > 0 {
		p.Signed = &SignedBy{Title: i18n.N(f.Language(), "news.signed", n), Names: signatoryNames(text)}
	}
	if c := text.Press; c != (consult.PressContact{}) {
		p.Press = &PressView{Name: c.Name, Phone: c.Phone, Address: c.Address}
		if c.Phone != "" {
			p.Press.PhoneHref = page.Tel(c.Phone)
		}
	}
}

func signatoryNames(text consult.PostText) []string {
	var names []string
	for _, s := range text.Signatories {
		names = append(names, s.Name)
	}
	return names
}

// PostKind is the kind of a post in words; a press release of more than one
// municipality is a joint one.
func PostKind(lang i18n.Lang, k consult.PostKind, signatories int) string {
	if k == consult.PressRelease && signatories > 1 {
		return i18n.T(lang, "news.kind.joint")
	}
	return i18n.T(lang, "news.kind."+string(k))
}

// otherLang is the language of a text for a lang attribute; empty where the
// page has that language.
func otherLang(page i18n.Lang, text string) string {
	if text == string(page) {
		return ""
	}
	return text
}

func withdrawnNotice(lang i18n.Lang, v consult.PublicPost) *page.Notice {
	key := "news.withdrawn"
	if v.Kind == consult.FAQ {
		key = "faq.withdrawn"
	}
	n := &page.Notice{Kind: page.Bad, Title: i18n.T(lang, key, "Date", i18n.Date(lang, v.WithdrawnAt))}
	if v.WithdrawnWhy != "" {
		n.Lines = page.Lines(v.WithdrawnWhy)
	}
	return n
}

// changeLines are the dated changes of a post, the newest first, with the
// address of what they are about; none for a post that never changed.
func changeLines(lang i18n.Lang, v consult.PublicPost) (lines []ChangeLine, versions string) {
	if len(v.Changes) == 0 {
		return nil, ""
	}
	versions = page.Href(lang, address.PostVersions(v.Path()))
	for _, c := range v.Changes {
		lines = append(lines, ChangeLine{
			Text:   i18n.T(lang, "news.change", "Date", i18n.Date(lang, c.At)),
			Reason: c.Reason,
			Was: &page.Link{
				Text: i18n.T(lang, "news.change.was", "Version", c.Version-1),
				Href: fmt.Sprintf("%s/%d", versions, c.Version-1),
			},
			Diff: &page.Link{
				Text: i18n.T(lang, "news.change.diff"), Href: fmt.Sprintf("%s#versie-%d", versions, c.Version),
			},
		})
	}
	return lines, versions
}

// summary is the lead of a text, or the first words of its body: for search
// engines and for whoever it is sent to.
func summary(text consult.PostText) string {
	if text.Lead != "" {
		return text.Lead
	}
	const most = 160
	words := []rune(strings.Join(strings.Fields(prose.Plain(text.Body)), " "))
	if len(words) <= most {
		return string(words)
	}
	cut := strings.TrimRight(string(words[:most]), ".,:;")
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + " …"
}

// fileDestination is a file of ours as a text names it.
var fileDestination = regexp.MustCompile(address.Files + `/([0-9]+)/[^\s()<>"']+`)

// filesNamed are the files that a Markdown text names, by how it names them:
// the number decides, for a newer version may have another name.
func filesNamed(body string, files []consult.Attachment) prose.Pictures {
	named := prose.Pictures{}
	for _, m := range fileDestination.FindAllStringSubmatch(body, -1) {
		id, _ := strconv.ParseInt(m[1], 10, 64) // digits
		if i := slices.IndexFunc(files, func(a consult.Attachment) bool { return a.ID == id }); i >= 0 {
			named[m[0]] = files[i]
		}
	}
	return named
}

func picturesIn(body string, files []consult.Attachment) prose.Pictures {
	pictures := filesNamed(body, files)
	maps.DeleteFunc(pictures, func(_ string, a consult.Attachment) bool { return !a.Picture() })
	return pictures
}

// firstPicture is the first picture that a text shows.
func firstPicture(v consult.PublicPost) *page.SharedPicture {
	pictures := picturesIn(v.Text.Body, v.Files)
	for _, shown := range prose.Outline(v.Text.Body).Images {
		if a, ok := pictures[shown.Destination]; ok {
			return &page.SharedPicture{Path: FileHref(a), Alt: shown.Alt, Width: a.Width, Height: a.Height}
		}
	}
	return nil
}

// ownFile is a file of ours in finished HTML: attributes only, since quotes in
// a text are written otherwise there.
var ownFile = regexp.MustCompile(`(src|href)="` + address.Files + `/([0-9]+)/[^"]*"`)

// render writes a text with the pictures of its post.
func (o PostOptions) render(body string, files []consult.Attachment, prefix string) template.HTML {
	html := prose.RenderPart(body, picturesIn(body, files), prefix)
	if o.PictureBase == "" {
		return html
	}
	base := template.HTMLEscapeString(o.PictureBase)
	elsewhere := func(found string) string {
		part := ownFile.FindStringSubmatch(found)
		own := func(a consult.Attachment) bool { return strconv.FormatInt(a.ID, 10) == part[2] }
		if !slices.ContainsFunc(files, own) {
			return found // of another post, and public
		}
		return part[1] + `="` + base + "/" + part[2] + `"`
	}
	text := ownFile.ReplaceAllStringFunc(string(html), elsewhere)
	return template.HTML(text) //nolint:gosec // safe before, and an escaped address of ours
}

func (o PostOptions) fileHref(a consult.Attachment) string {
	if o.PictureBase == "" {
		return FileHref(a)
	}
	return fmt.Sprintf("%s/%d", o.PictureBase, a.ID)
}

// postFiles are the files beside a text; pictures that it shows itself are not
// listed again.
func (o PostOptions) postFiles(lang i18n.Lang, v consult.PublicPost) []page.Attachment {
	shown := picturesIn(v.Text.Body, v.Files)
	var list []page.Attachment
	for _, a := range v.Files {
		inText := slices.ContainsFunc(slices.Collect(maps.Values(shown)),
			func(b consult.Attachment) bool { return a.ID == b.ID })
		if !inText {
			list = append(
				list, page.Attachment{Name: a.Title, Href: o.fileHref(a), Meta: fileMeta(lang, a, v.ReleasedAt)},
			)
		}
	}
	return list
}

// fileMeta is "pdf, 24 bladzijden, 1,2 MB. Versie 2, geplaatst op 3 maart
// 2026". The day stands with what came or changed after the release.
func fileMeta(lang i18n.Lang, a consult.Attachment, released time.Time) string {
	parts := []string{consult.FileExtension(a.FileName)}
	if a.Pages > 0 {
		parts = append(parts, i18n.N(lang, "news.file.pages", a.Pages))
	}
	meta := strings.Join(append(parts, i18n.FileSize(lang, a.Size)), ", ")
	placed := i18n.DateShort(lang, a.AddedAt)
	switch {
	case a.Version > 1:
		meta += ". " + i18n.T(lang, "news.file.version", "Version", a.Version, "Date", placed)
	case a.AddedAt.After(released):
		meta += ". " + i18n.T(lang, "part.attachments.placed", "Date", placed)
	}
	return meta
}
