package page

import (
	"fmt"
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
	Post     Link
	Lang     string // of the text, where the page is in another language
	Versions []VersionEntry
	Source   Source
}

// VersionEntry is one dated version with what differs from the one before; the
// release differs from nothing.
type VersionEntry struct {
	ID     string
	Title  string
	When   string
	Reason string
	Parts  []DiffView
	Link   Link
}

// VersionsPage shows a VersionsView.
var VersionsPage = New[VersionsView]("site/post/versions.html", Site)

// VersionsHead is the head of the page of a post's versions.
func VersionsHead(f Frame, v consult.PublicPost) Head {
	return versionHead(f, v, f.t("news.versions"))
}

// VersionHead is the head of the page of one version of a post.
func VersionHead(f Frame, v consult.PublicPost, version int64) Head {
	return versionHead(f, v, f.t("news.version", "Version", version))
}

func versionHead(f Frame, v consult.PublicPost, title string) Head {
	h := PostHead(f, v)
	if v.Kind == consult.FAQ {
		h = AnswerHead(f, v)
	}
	last := len(h.Crumbs) - 1
	h.Crumbs[last].Href = Href(f.lang(), v.Path())
	h.Crumbs = append(h.Crumbs, Crumb{Text: title})
	h.Title, h.Description = title+": "+v.Text.Title, ""
	h.NoIndex, h.Structured, h.Share = true, "", Share{}
	return h
}

// NewVersionsView compares each version of a post with the one before.
func NewVersionsView(f Frame, v consult.PublicPost) VersionsView {
	lang := f.lang()
	view := VersionsView{
		Title: f.t("news.versions"), Lead: f.t("news.versions.lead"), Post: Link{v.Text.Title, Href(lang, v.Path())},
		Lang: otherLang(lang, v.Text.Language),
		Source: Source{
			Address: f.BaseURL + Href(lang, address.PostVersions(v.Path())),
			Date:    f.t("news.change", "Date", i18n.DateShort(lang, v.ChangedAt())),
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
		Link: Link{i18n.T(lang, "news.versions.read", "Version", version), versionHref(lang, v, version)},
	}
}

func versionHref(lang i18n.Lang, v consult.PublicPost, version int64) string {
	return Href(lang, address.PostVersion(v.Path(), version))
}

// versionParts are the parts of a text that are not as they were.
func versionParts(lang i18n.Lang, v consult.PublicPost, before, after consult.PostText) []DiffView {
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
	var parts []DiffView
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
func NewDiffView(before, after string) DiffView {
	ops := map[prose.Op]DiffOp{prose.Gone: DiffOld, prose.New: DiffNew}
	var d DiffView
	for _, p := range prose.Shorten(prose.Diff(before, after), wordsAround) {
		op, changed := ops[p.Op]
		if !changed {
			op = DiffSame
		}
		if p.Op == prose.Left {
			p.Text = " … "
		}
		d.Pieces = append(d.Pieces, DiffPiece{op, p.Text})
	}
	return d
}

// OldPostView is how a post read in one of its versions, and that it is no
// longer so. ok is false when there is no such version.
func OldPostView(f Frame, v consult.PublicPost, version int64, now time.Time) (p PostView, ok bool) {
	text, ok := v.VersionText(version)
	if !ok {
		return p, false
	}
	p = postTop(f, v, text, now)
	p.fill(f, v, text, PostOptions{})
	p.Notice = versionNotice(f.lang(), v, version)
	p.VersionsHref = Href(f.lang(), address.PostVersions(v.Path()))
	p.Source.Address = f.BaseURL + versionHref(f.lang(), v, version)
	return p, true
}

// OldAnswerView is how a question and its answer read in one of their versions.
func OldAnswerView(f Frame, v consult.PublicPost, version int64) (a AnswerView, ok bool) {
	text, ok := v.VersionText(version)
	if !ok {
		return a, false
	}
	a = answerTop(f, v, text)
	a.Body, a.Changed = PostOptions{}.render(text.Body, v.Files, "kop"), ""
	a.Notice = versionNotice(f.lang(), v, version)
	a.VersionsHref = Href(f.lang(), address.PostVersions(v.Path()))
	a.Source = Source{Address: f.BaseURL + versionHref(f.lang(), v, version), Date: a.Notice.Title}
	return a, true
}

// versionNotice says from when to when a text read so, and where the present
// one stands.
func versionNotice(lang i18n.Lang, v consult.PublicPost, version int64) *Notice {
	from, until := v.ReleasedAt, time.Time{}
	for _, c := range v.Changes {
		switch c.Version {
		case version:
			from = c.At
		case version + 1:
			until = c.At
		}
	}
	n := &Notice{Title: i18n.T(lang, "news.version.newest", "Version", version)}
	text := i18n.T(lang, "news.version.since", "From", i18n.DateTime(lang, from))
	if !until.IsZero() {
		n.Title = i18n.T(lang, "news.version.old", "Version", version)
		text = i18n.T(lang, "news.version.between", "From", i18n.DateTime(lang, from), "Until",
			i18n.DateTime(lang, until))
	}
	n.Lines = []Line{{Text: text, Link: &Link{i18n.T(lang, "news.version.present"), Href(lang, v.Path())}}}
	return n
}
