package newsroom

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) postWorkspaceRoutes() []gate.Route {
	see := gate.Staff(consult.SeeStaffSide)
	return []gate.Route{
		gate.Get(address.Under(address.StaffPosts, ":id"), see, p.showPost),
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToVersions), see, p.showPostVersions),
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToPreview), see, p.previewPost),
	}
}

// The tabs of a post's workspace, as they stand behind its address.
const (
	postOverview = ""
	postEdit     = address.ToEdit
	postPublish  = address.ToPublish
	postPlace    = address.ToPlace
	postVersions = address.ToVersions
	postNone     = "-" // a page of the workspace that is behind no tab
)

// postWorkspace is the head and the tabs above every page of a post:
// {{template "staff/post/head" .Workspace}}.
type postWorkspace struct {
	Title   string
	Home    string // address of the overview
	Kind    string
	Status  page.Status
	Since   string // or until when it is in its state
	Pending string
	Buttons []page.Button
	Links   []page.Link // what else can be done with the post
	Tabs    page.Tabs
}

// postWorkspace makes the head and the tabs of a post's page.
func (p *Pages) postWorkspace(c echo.Context, one consult.Post, tab string) postWorkspace {
	lang, now := page.FrameOf(c).Lang, p.now()
	v := postWorkspace{
		Title: postTitle(lang, one), Home: address.StaffPost(one.ID), Kind: postKind(lang, one),
		Status: postStatus(lang, one, now),
		Since:  postSince(lang, one, now), Tabs: page.Tabs{Label: i18n.T(lang, "post.workspace")},
	}
	if one.Pending != nil {
		v.Pending = pendingWord(lang, one, now)
	}
	may := consult.Allow(gate.Actor(c), consult.EditPosts) == nil
	v.Tabs.Items = []page.Tab{{Text: i18n.T(lang, "post.tab.overview"), Href: v.Home, Current: tab == postOverview}}
	for _, path := range postTabs(one, may, now) {
		v.Tabs.Items = append(v.Tabs.Items, page.Tab{
			Text: i18n.T(lang, "post.tab."+path), Href: address.StaffPost(one.ID, path), Current: path == tab,
		})
	}
	if may && tab == postOverview {
		v.Buttons, v.Links = postButtons(lang, one, now), postLinks(lang, one, now)
	}
	return v
}

// postTabs are the pages behind the overview that a post in its state has for
// somebody who may write, and for who may only see.
func postTabs(one consult.Post, may bool, now time.Time) []string {
	var tabs []string
	if may && one.WithdrawnAt.IsZero() {
		tabs = append(tabs, postEdit)
		if toPublish(one, now) {
			tabs = append(tabs, postPublish)
		}
	}
	if may {
		tabs = append(tabs, postPlace)
	}
	return append(tabs, postVersions)
}

// toPublish says whether there is something that publishing would change: a
// draft, what waits for its moment, or a correction.
func toPublish(one consult.Post, now time.Time) bool {
	return one.WithdrawnAt.IsZero() && (one.Draft() || one.Scheduled(now) || one.Pending != nil)
}

func postButtons(lang i18n.Lang, one consult.Post, now time.Time) []page.Button {
	if !one.WithdrawnAt.IsZero() {
		return nil
	}
	buttons := []page.Button{
		{Text: i18n.T(lang, "post.act.edit"), Icon: "edit", Href: address.StaffPost(one.ID, postEdit)},
	}
	switch {
	case one.Scheduled(now):
		buttons = append(buttons, page.Button{
			Text: i18n.T(lang, "post.act.schedule"), Icon: "clock", Href: address.StaffPost(one.ID, postPublish),
		})
	case toPublish(one, now):
		buttons = append(buttons, page.Button{
			Text: i18n.T(lang, "post.act.publish"), Href: address.StaffPost(one.ID, postPublish), Primary: true,
		})
	}
	return buttons
}

// postLinks lead to the acts that a post in its state allows.
func postLinks(lang i18n.Lang, one consult.Post, now time.Time) []page.Link {
	var links []page.Link
	add := func(key, path string) {
		links = append(links, page.Link{Text: i18n.T(lang, key), Href: address.StaffPost(one.ID, path)})
	}
	if one.Pending != nil {
		add("post.act.drop", "laat-vallen")
	}
	if one.ReadableAt(now) {
		add("post.act.withdraw", "trek-in")
	}
	if one.Draft() {
		add("post.act.discard", "weg")
	}
	return links
}

// postListOf is the list in which a post stands.
func postListOf(lang i18n.Lang, one consult.Post) (page.Crumb, string) {
	if one.Kind == consult.FAQ {
		return page.Crumb{Text: i18n.T(lang, "layout.staff.answers"), Href: address.StaffAnswers}, page.NavAnswers
	}
	return page.Crumb{Text: i18n.T(lang, "layout.staff.posts"), Href: address.StaffPosts}, page.NavPosts
}

// postHead is the page's head for a page of a post: the name of the page, and
// the way to it by the list and the post.
func postHead(c echo.Context, one consult.Post, title string) page.Head {
	lang := page.FrameOf(c).Lang
	list, nav := postListOf(lang, one)
	name := postTitle(lang, one)
	head := page.Head{
		Title: title + " – " + name, Nav: nav,
		Crumbs: []page.Crumb{list, {Text: name, Href: address.StaffPost(one.ID)}, {Text: title}},
	}
	return head
}

// postTitle is the title that is being worked on; a post without one has a name
// all the same.
func postTitle(lang i18n.Lang, one consult.Post) string {
	if title := one.Working().Title; title != "" {
		return title
	}
	return i18n.T(lang, "post.untitled")
}

// postKind is the kind of a post; a press release of more than one municipality
// is a joint one.
func postKind(lang i18n.Lang, one consult.Post) string {
	return public.PostKind(lang, one.Kind, len(one.Working().Signatories))
}

// postOf reads the post that the address names (:id).
func (p *Pages) postOf(c echo.Context) (consult.Post, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return consult.Post{}, err
	}
	return p.svc.Post(c.Request().Context(), gate.Actor(c), id)
}

// postStatus is where a post stands, in one word.
func postStatus(lang i18n.Lang, one consult.Post, now time.Time) page.Status {
	state := one.State(now)
	s := page.Status{Text: i18n.T(lang, "post.state."+string(state))}
	switch state {
	case consult.DraftPost:
		s.Kind, s.Icon = page.Open, "edit"
	case consult.ScheduledPost:
		s.Kind = page.Info
		if one.Kind == consult.PressRelease {
			s.Icon, s.Text = "lock", i18n.T(lang, "post.state.embargo")
		}
	case consult.WithdrawnPost:
		s.Kind = page.Bad
	default:
		s.Kind = page.OK
	}
	return s
}

// postSince is since or until when a post is in its state, to stand beside the
// word of that. A draft has none.
func postSince(lang i18n.Lang, one consult.Post, now time.Time) string {
	word, at := stateMoment(one, now)
	if at.IsZero() {
		return ""
	}
	return i18n.T(lang, "post.since."+word, "Date", desk.Moment(lang, at))
}

// stateMoment is since or until when a post is in its state, and the word for
// it.
func stateMoment(one consult.Post, now time.Time) (string, time.Time) {
	switch state := one.State(now); state {
	case consult.DraftPost:
		return "", time.Time{}
	case consult.WithdrawnPost:
		return string(state), one.WithdrawnAt
	case consult.ScheduledPost:
		if one.Kind == consult.PressRelease {
			return "embargo", one.ReleasedAt
		}
		return string(state), one.ReleasedAt
	default:
		return string(state), one.ReleasedAt
	}
}

var postShowPage = page.New[postShowView]("staff/post/show.html", page.Staff)

type postShowView struct {
	Workspace postWorkspace
	Facts     []page.Fact
	Files     []desk.FileRow
	Preview   page.Preview
}

func (p *Pages) showPost(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	v := postShowView{Workspace: p.postWorkspace(c, one, postOverview)}
	if v.Facts, err = p.postFacts(c, one); err != nil {
		return err
	}
	files, err := p.svc.PostFiles(c.Request().Context(), gate.Actor(c), one.ID)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	for _, a := range files {
		if a.FormerOf == 0 {
			v.Files = append(v.Files, newPostFileRow(lang, one, a, files, false))
		}
	}
	v.Preview = postPreview(lang, one)
	head := postHead(c, one, i18n.T(lang, "post.tab.overview"))
	head.Title, head.Flash = postTitle(lang, one), desk.FlashOf(c, "post")
	head.Crumbs = append(head.Crumbs[:1:1], page.Crumb{Text: postTitle(lang, one)})
	return postShowPage.Render(c, http.StatusOK, head, v)
}

// postPreview is the frame with the real page.
func postPreview(lang i18n.Lang, one consult.Post) page.Preview {
	src := address.StaffPost(one.ID, address.ToPreview)
	return page.Preview{Title: i18n.T(lang, "post.preview"), Src: src, Page: "voorbeeld", Whole: src}
}

// previewPost is the real public page of what is being written. It may be
// framed by the pages of its workspace, and by nothing else.
func (p *Pages) previewPost(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	v, err := p.svc.PreviewPost(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	frame := page.FrameOf(c)
	frame.Staff, frame.Path = nil, v.Path()
	body, err := p.previewBytes(frame, v)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy",
		strings.Replace(h.Get("Content-Security-Policy"), "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Cache-Control", "no-store")
	return c.HTMLBlob(http.StatusOK, body)
}

// previewBytes renders the page; its files come by the staff's own addresses,
// for those of a draft are not public.
func (p *Pages) previewBytes(frame page.Frame, v consult.PublicPost) ([]byte, error) {
	o := public.PostOptions{PictureBase: address.StaffPost(v.ID, address.ToFiles)}
	if v.Kind == consult.FAQ {
		head := public.AnswerHead(frame, v)
		head.NoIndex = true
		return public.AnswerPage.Bytes(frame, head, public.NewAnswerView(frame, v, nil, o))
	}
	head := public.PostHead(frame, v)
	head.NoIndex = true
	return public.PostPage.Bytes(frame, head, public.NewPostView(frame, v, o, p.now()))
}
