package public

import (
	"fmt"
	"samenspraak/internal/web/page"
	"strings"
	"time"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/prose"
)

// VersionsView tells how a released text changed, the newest version first.
type VersionsView struct {
	Title    string
	Lead     string
	Post     page.Link
	Lang     string // of the text, where the page is in another language
	Versions []VersionEntry
	Source   page.Source
}

// VersionEntry is one dated version with what differs from the one before; the
// release differs from nothing.
type VersionEntry struct {
	ID     string
	Title  string
	When   string
	Reason string
	Parts  []page.DiffView
	Link   page.Link
}

// VersionsPage shows a VersionsView.
var VersionsPage = page.New[VersionsView]("site/post/versions.html", page.Site)

// VersionsHead is the head of the page of a post's versions.
func VersionsHead(f page.Frame, v consult.PublicPost) page.Head {
	return versionHead(f, v, f.T("news.versions"))
}

// VersionHead is the head of the page of one version of a post.
func VersionHead(f page.Frame, v consult.PublicPost, version int64) page.Head {
	return versionHead(f, v, f.T("news.version", "Version", version))
}

func versionHead(f page.Frame, v consult.PublicPost, title string) page.Head {
	h := PostHead(f, v)
	if v.Kind == consult.FAQ {
		h = AnswerHead(f, v)
	}
	last := len(h.Crumbs) - 1
	h.Crumbs[last].Href = page.Href(f.Language(), v.Path())
	h.Crumbs = append(h.Crumbs, page.Crumb{Text: title})
	h.Title, h.Description = title+": "+v.Text.Title, ""
	h.NoIndex, h.Structured, h.Share = true, "", page.Share{}
	return h
}

// NewVersionsView compares each version of a post with the one before.
func NewVersionsView(f page.Frame, v consult.PublicPost) VersionsView {
	lang := f.Language()
	view := VersionsView{
		Title: f.T("news.versions"), Lead: f.T("news.versions.lead"),
		Post: page.Link{Text: v.Text.Title, Href: page.Href(lang, v.Path())},
		Lang: otherLang(lang, v.Text.Language),
		Source: page.Source{
			Address: f.BaseURL + page.Href(lang, address.PostVersions(v.Path())),
			Date:    f.T("news.change", "Date", i18n.DateShort(lang, v.ChangedAt())),
		},
	}
	for _, c := range v.Changes {
		after, _ := v.VersionText(c.Version)
		one := versionEntry(lang, v, c.Version, c.At)
		one.Reason, one.Parts = c.Reason, versionParts(lang, v, c.Before, after)
		view.Versions = append(view.Versions, one)
	}
	view.Versions = append(view.Versions, versionEntry(lang, v, 1, v.ReleasedAt))
	return view
}

func versionEntry(lang i18n.Lang, v consult.PublicPost, version int64, at time.Time) VersionEntry {
	key := "news.versions.corrected"
	if version == 1 {
		key = "news.versions.released"
	}
	return VersionEntry{
		ID: fmt.Sprintf("versie-%d", version), Title: i18n.T(lang, "news.version", "Version", version),
		When: i18n.T(lang, key, "Date", i18n.DateTime(lang, at)),
		Link: page.Link{
			Text: i18n.T(lang, "news.versions.read", "Version", version), Href: versionHref(lang, v, version),
		},
	}
}

func versionHref(lang i18n.Lang, v consult.PublicPost, version int64) string {
	return page.Href(lang, address.PostVersion(v.Path(), version))
}

// versionParts are the parts of a text that are not as they were.
func versionParts(lang i18n.Lang, v consult.PublicPost, before, after consult.PostText) []page.DiffView {
	title, body := "news.part.title", "news.part.body"
	if v.Kind == consult.FAQ {
		title, body = "faq.part.question", "faq.part.answer"
	}
	day := func(t consult.PostText) string { return i18n.DateShort(lang, shownAt(v, t)) }
	press := func(t consult.PostText) string {
		return strings.TrimSpace(t.Press.Name + "\n" + t.Press.Phone + "\n" + t.Press.Address)
	}
	names := func(t consult.PostText) string { return strings.Join(signatoryNames(t), ", ") }
	wordsBefore, wordsAfter := prose.Plain(before.Body), prose.Plain(after.Body)
	linksBefore, linksAfter := destinations(before.Body), destinations(after.Body)
	if wordsBefore == wordsAfter && linksBefore == linksAfter { // then only its marks can differ
		wordsBefore, wordsAfter = before.Body, after.Body
	}
	var parts []page.DiffView
	for _, one := range []struct{ key, was, now string }{
		{title, before.Title, after.Title}, {"news.part.lead", before.Lead, after.Lead},
		{body, wordsBefore, wordsAfter},
		{"news.part.links", linksBefore, linksAfter}, {"news.part.day", day(before), day(after)},
		{"news.part.names", names(before), names(after)}, {"news.part.press", press(before), press(after)},
	} {
		if one.was != one.now {
			d := NewDiffView(one.was, one.now)
			d.Was, d.Now = i18n.T(lang, "news.part.was", "Part", i18n.T(lang, one.key)),
				i18n.T(lang, "news.part.now", "Part", i18n.T(lang, one.key))
			parts = append(parts, d)
		}
	}
	return parts
}

// destinations are where the links and pictures of a text lead, one on each
// line.
func destinations(body string) string {
	outline := prose.Outline(body)
	var all []string
	for _, link := range outline.Links {
		all = append(all, link.Destination)
	}
	for _, picture := range outline.Images {
		all = append(all, picture.Destination)
	}
	return strings.Join(all, "\n")
}

// wordsAround is how much of what stayed the same stands around a difference.
const wordsAround = 40

// NewDiffView shows what differs between two texts, with a few words around it.
func NewDiffView(before, after string) page.DiffView {
	ops := map[prose.Op]page.DiffOp{prose.Gone: page.DiffOld, prose.New: page.DiffNew}
	var d page.DiffView
	for _, p := range prose.Shorten(prose.Diff(before, after), wordsAround) {
		op, changed := ops[p.Op]
		if !changed {
			op = page.DiffSame
		}
		if p.Op == prose.Left {
			p.Text = " … "
		}
		d.Pieces = append(d.Pieces, page.DiffPiece{Op: op, Text: p.Text})
	}
	return d
}

// OldPostView is how a post read in one of its versions, and that it is no
// longer so. ok is false when there is no such version.
func OldPostView(f page.Frame, v consult.PublicPost, version int64, now time.Time) (p PostView, ok bool) {
	text, ok := v.VersionText(version)
	if !ok {
		return p, false
	}
	p = postTop(f, v, text, now)
	p.fill(f, v, text, PostOptions{})
	p.Notice = versionNotice(f.Language(), v, version)
	p.VersionsHref = page.Href(f.Language(), address.PostVersions(v.Path()))
	p.Source.Address = f.BaseURL + versionHref(f.Language(), v, version)
	return p, true
}

// OldAnswerView is how a question and its answer read in one of their versions.
func OldAnswerView(f page.Frame, v consult.PublicPost, version int64) (a AnswerView, ok bool) {
	text, ok := v.VersionText(version)
	if !ok {
		return a, false
	}
	a = answerTop(f, v, text)
	a.Body, a.Changed = PostOptions{}.render(text.Body, v.Files, "kop"), ""
	a.Notice = versionNotice(f.Language(), v, version)
	a.VersionsHref = page.Href(f.Language(), address.PostVersions(v.Path()))
	a.Source = page.Source{Address: f.BaseURL + versionHref(f.Language(), v, version), Date: a.Notice.Title}
	return a, true
}

// versionNotice says from when to when a text read so, and where the present
// one stands.
func versionNotice(lang i18n.Lang, v consult.PublicPost, version int64) *page.Notice {
	from, until := v.ReleasedAt, time.Time{}
	for _, c := range v.Changes {
		switch c.Version {
		case version:
			from = c.At
		case version + 1:
			until = c.At
		}
	}
	n := &page.Notice{Title: i18n.T(lang, "news.version.newest", "Version", version)}
	text := i18n.T(lang, "news.version.since", "From", i18n.DateTime(lang, from))
	if !until.IsZero() {
		n.Title = i18n.T(lang, "news.version.old", "Version", version)
		text = i18n.T(lang, "news.version.between", "From", i18n.DateTime(lang, from), "Until",
			i18n.DateTime(lang, until))
	}
	n.Lines = []page.Line{
		{Text: text, Link: &page.Link{Text: i18n.T(lang, "news.version.present"), Href: page.Href(lang, v.Path())}},
	}
	return n
}
