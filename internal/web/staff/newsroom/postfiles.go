package newsroom

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
	"samenspraak/internal/web/staff/desk"
)

func (p *Pages) postFileRoutes() []gate.Route {
	see, edit := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.EditPosts)
	add := gate.Post(address.Under(address.StaffPosts, ":id", address.ToFiles), edit,
		p.addPostFile).WithMany("signatories")
	replace := gate.Post(address.Under(address.StaffPosts, ":id", address.ToFiles, ":bestand", address.ToReplace), edit,
		p.replacePostFile).WithMany("signatories")
	remove := gate.Post(address.Under(address.StaffPosts, ":id", address.ToFiles, ":bestand", address.ToRemove), edit,
		p.removePostFile).WithMany("signatories")
	add.Body, replace.Body, remove.Body = desk.MaxUpload, desk.MaxUpload, maxPostForm
	return []gate.Route{
		add, replace, remove,
		gate.Get(address.Under(address.StaffPosts, ":id", address.ToFiles, ":bestand"), see, p.openPostFile),
	}
}

// What may be chosen as a picture in a text, and as a file with it.
var (
	acceptPictures = ".png,.jpg,.jpeg"
	acceptFiles    = "." + strings.Join(consult.FileKinds, ",.")
)

// postFiles is the files with a post, and the fields to add one. They stand in
// the form of its words: each button saves those too, so that nothing is lost.
type postFiles struct {
	Rows   []postFileRow
	File   page.Field
	Title  page.Field
	Add    page.Button
	Public string // says that what is added is public at once
}

// postFileRow is one file; Markdown is what stands for it in a text.
type postFileRow struct {
	desk.FileRow
	Markdown        string
	ReplaceB, Throw *page.Button
}

// count is how many files are in place.
func (f postFiles) count() int {
	n := 0
	for _, row := range f.Rows {
		if row.Gone == "" {
			n++
		}
	}
	return n
}

func (p *Pages) fillFiles(c echo.Context, one consult.Post, f *page.Fields, _ postEditing, v *postEditView) error {
	all, err := p.svc.PostFiles(c.Request().Context(), gate.Actor(c), one.ID)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v.Files = postFiles{
		File: f.File("file", "meeting.file.file", page.Accept(acceptFiles), page.Optional(),
			page.Hint("meeting.file.hint", "Kinds", strings.Join(consult.FileKinds, ", "))),
		Title: f.Text("file_title", "meeting.file.title", gate.FormOf(c).Line("file_title"), page.Max(200),
			page.Optional(), page.Hint("meeting.file.title_hint")),
		Add: page.Button{Text: i18n.T(lang, "meeting.file.add"), Action: address.StaffPost(one.ID, address.ToFiles)},
	}
	if one.PublicAt(p.now()) {
		v.Files.Public = i18n.T(lang, "post.file.public")
	}
	for _, a := range all {
		if a.FormerOf != 0 {
			continue
		}
		row := postFileRow{FileRow: newPostFileRow(lang, one, a, all, true)}
		if row.Gone == "" {
			row.Markdown = fileMarkdown(a)
			row.Input = f.File(replacement(a.ID), "meeting.file.replace", page.Accept(acceptFiles))
			row.ReplaceB = &page.Button{
				Text: i18n.T(lang, "meeting.file.replace_button"), About: a.Title, Small: true, Action: row.Replace,
			}
			row.Throw = &page.Button{
				Text: i18n.T(lang, "meeting.file.remove"), About: a.Title, Small: true, Danger: true,
				Action: row.Remove,
			}
		}
		v.Files.Rows = append(v.Files.Rows, row)
	}
	return nil
}

// replacement is the name of the field in which another version of a file is
// chosen.
func replacement(fileID int64) string { return "file." + strconv.FormatInt(fileID, 10) }

// newPostFileRow is a file with its former versions.
func newPostFileRow(lang i18n.Lang, one consult.Post, a consult.Attachment, all []consult.Attachment,
	mayEdit bool) desk.FileRow {
	path := address.StaffPost(one.ID, fmt.Sprintf("bestanden/%d", a.ID))
	shown := page.NewAttachment(lang, a.Title, path, consult.FileExtension(a.FileName), a.Size, a.AddedAt)
	row := desk.FileRow{Name: shown.Name, Href: path, Meta: shown.Meta}
	if a.Version > 1 {
		row.Meta += ". " + i18n.T(lang, "post.file.version", "Version", a.Version)
	}
	for _, old := range all {
		if old.FormerOf == a.ID {
			row.Former = append(row.Former, desk.FileVersion{
				Text: i18n.T(lang, "meeting.file.version", "Version", old.Version, "Date",
					i18n.DateTime(lang, old.AddedAt)),
				Href: address.StaffPost(one.ID, fmt.Sprintf("bestanden/%d", old.ID)),
			})
		}
	}
	slices.Reverse(row.Former)
	switch {
	case !a.RemovedAt.IsZero():
		row.Gone = i18n.T(lang, "meeting.file.gone", "Date", i18n.DateTime(lang, a.RemovedAt))
	case mayEdit:
		row.Replace, row.Remove = address.Under(path, address.ToReplace), address.Under(path, address.ToRemove)
	}
	return row
}

// inMarkdown keeps a name from being read as markup.
var inMarkdown = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)

// fileMarkdown is what stands for a file in a text: a picture that still needs
// its description, or a link.
func fileMarkdown(a consult.Attachment) string {
	if a.Picture() {
		return "![](" + public.FileHref(a) + ")"
	}
	return "[" + inMarkdown.Replace(a.Title) + "](" + public.FileHref(a) + ")"
}

// postUpload reads the file of a field; without one there is a problem of the
// field.
func postUpload(c echo.Context, field string, do func(service.Upload) error) error {
	form := gate.FormOf(c)
	file := form.File(field)
	if file == nil {
		return consult.Problems{{Field: field, Key: "meeting.problem.file"}}
	}
	u := service.Upload{Place: consult.OnPost, FileName: file.Name, Content: file.Content}
	if field == "file" {
		u.Title = form.Line("file_title")
	}
	return do(u)
}

// uploadAnswer is a file that a script brought.
type uploadAnswer struct {
	Markdown string            `json:"markdown"`
	Row      map[string]string `json:"row"`
}

func (p *Pages) addPostFile(c echo.Context) error {
	if gate.WantsJSON(c) {
		return p.takePostFile(c)
	}
	return p.withPostFile(c, "file", "file_added", func(one consult.Post) error {
		return postUpload(c, "file", func(u service.Upload) error {
			_, err := p.svc.AddPostFile(c.Request().Context(), gate.Actor(c), one.ID, u)
			return err
		})
	})
}

// takePostFile answers a script that brought a file with what stands for it.
func (p *Pages) takePostFile(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	var added consult.Attachment
	err = postUpload(c, "file", func(u service.Upload) error {
		u.Title = gate.FormOf(c).Line("title")
		added, err = p.svc.AddPostFile(c.Request().Context(), gate.Actor(c), one.ID, u)
		return err
	})
	if err != nil {
		problems, status, err := postFileRefused(err, "file")
		if err != nil {
			return err
		}
		return c.JSON(status, refusedAnswer{Message: i18n.T(lang, problems[0].Key, problems[0].Args...)})
	}
	row := newPostFileRow(lang, one, added, nil, false)
	markdown := fileMarkdown(added)
	return c.JSON(http.StatusOK, uploadAnswer{
		markdown, map[string]string{"name": row.Name, "href": row.Href, "meta": row.Meta, "markdown": markdown},
	})
}

// withPostFile saves the words that came along, does something to a file, and
// goes back to the editor or shows what was wrong.
func (p *Pages) withPostFile(c echo.Context, field, word string, do func(consult.Post) error) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	if gate.FormOf(c).Line("edited") != "" {
		kept, again, err := p.keepTyped(c)
		if err != nil {
			return err
		}
		if one = kept; again != nil {
			return p.renderPostEditor(c, one, *again)
		}
	}
	err = do(one)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, address.StaffPost(one.ID, postEdit)+"?gedaan="+word+"#bestanden")
	}
	e := postEditing{form: postFormOf(one.Working())}
	if e.problems, e.status, err = postFileRefused(err, field); err != nil {
		return err
	}
	return p.renderPostEditor(c, one, e)
}

// postFileRefused is uploadRefused with its problems at the field in which the
// file was chosen.
func postFileRefused(err error, field string) (consult.Problems, int, error) {
	if errors.Is(err, consult.ErrConflict) {
		return consult.Problems{{Key: "post.problem.file_conflict"}}, http.StatusConflict, nil
	}
	problems, status, err := desk.UploadRefused(err)
	for i := range problems {
		if problems[i].Field == "file" {
			problems[i].Field = field
		}
	}
	return problems, status, err
}

// postFileOf reads the file that the address names, of the post it names.
func (p *Pages) postFileOf(c echo.Context) (service.OpenFile, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return service.OpenFile{}, err
	}
	fileID, err := desk.ID(c, "bestand")
	if err != nil {
		return service.OpenFile{}, err
	}
	return p.svc.OpenStaffAttachment(c.Request().Context(), gate.Actor(c), 0, id, fileID)
}

func (p *Pages) replacePostFile(c echo.Context) error {
	a, err := p.postFileOf(c)
	if err != nil {
		return err
	}
	return p.withPostFile(c, replacement(a.ID), "file_replaced", func(consult.Post) error {
		return postUpload(c, replacement(a.ID), func(u service.Upload) error {
			return p.svc.ReplaceAttachment(c.Request().Context(), gate.Actor(c), a.ID, u)
		})
	})
}

func (p *Pages) removePostFile(c echo.Context) error {
	a, err := p.postFileOf(c)
	if err != nil {
		return err
	}
	return p.withPostFile(c, "file", "file_removed", func(consult.Post) error {
		return p.svc.RemoveAttachment(c.Request().Context(), gate.Actor(c), a.ID)
	})
}

// openPostFile sends a file to staff, also one that is not public: the preview
// of a draft shows its pictures from here.
func (p *Pages) openPostFile(c echo.Context) error {
	f, err := p.postFileOf(c)
	if err != nil {
		return err
	}
	page.FileHeaders(c.Response().Header(), f.Attachment)
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	return f.CopyTo(c.Request().Context(), c.Response())
}
