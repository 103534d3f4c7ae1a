package newsroom

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/public"
	"samenspraak/internal/web/staff/desk"
)

var postVersionsPage = page.New[postVersionsView]("staff/post/versions.html", page.Staff)

type postVersionsView struct {
	Workspace postWorkspace
	Waiting   []postDifference // what is being written over what stands there
	Rows      []postVersionRow
	None      bool // it was never released
}

// postVersionRow is one dated version: what was done, by whom, why, and what
// was different before.
type postVersionRow struct {
	Number, When, What, Reason string
	Differences                []postDifference
}

// postDifference is a part of a post that reads otherwise in two versions.
type postDifference struct {
	Term string
	page.DiffView
}

func (p *Pages) showPostVersions(c echo.Context) error {
	one, err := p.postOf(c)
	if err != nil {
		return err
	}
	changes, err := p.svc.PostChanges(c.Request().Context(), gate.Actor(c), one.ID)
	if err != nil {
		return err
	}
	colleagues, err := p.svc.Colleagues(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := postVersionsView{Workspace: p.postWorkspace(c, one, postVersions), None: !one.PublicAt(p.now())}
	if one.Pending != nil {
		v.Waiting = postDifferences(lang, one.Kind, one.Text, *one.Pending)
	}
	after := one.Text
	for _, change := range changes { // newest first: what came after is the one before it in the list
		row := postVersionRow{
			Number: i18n.T(lang, "post.versions.number", "Version", change.Version),
			When:   i18n.DateTime(lang, change.At),
			What: i18n.T(lang, "post.versions."+string(change.Kind), "Name",
				desk.NameOf(lang, colleagues, change.StaffID)), Reason: change.Reason,
			Differences: postDifferences(lang, one.Kind, change.Before, after),
		}
		v.Rows = append(v.Rows, row)
		after = change.Before
	}
	if !v.None {
		v.Rows = append(v.Rows, postVersionRow{
			Number: i18n.T(lang, "post.versions.number", "Version", 1), When: i18n.DateTime(lang, one.ReleasedAt),
			What: i18n.T(lang, "post.versions.released"),
		})
	}
	return postVersionsPage.Render(c, http.StatusOK, postHead(c, one, i18n.T(lang, "post.tab.versies")), v)
}

// postDifferences names what readers read otherwise in two versions.
func postDifferences(lang i18n.Lang, kind consult.PostKind, before, after consult.PostText) []postDifference {
	names := "post.form."
	if kind == consult.FAQ {
		names = "post.form.answer."
	}
	day := func(t consult.PostText) string {
		if t.ShownOn.IsZero() {
			return ""
		}
		return i18n.Date(lang, t.ShownOn)
	}
	press := func(t consult.PostText) string {
		return strings.Join(filled(t.Press.Name, t.Press.Phone, t.Press.Address), ", ")
	}
	var found []postDifference
	for _, part := range []struct{ key, was, now string }{
		{names + "title", before.Title, after.Title},
		{"post.form.lead", before.Lead, after.Lead},
		{names + "body", before.Body, after.Body},
		{"post.form.shown_on", day(before), day(after)},
		{"post.form.language", i18n.T(lang, "post.language."+before.Language),
			i18n.T(lang, "post.language."+after.Language)},
		{"post.form.signatories", strings.Join(signatories(before), ", "), strings.Join(signatories(after), ", ")},
		{"post.fact.press", press(before), press(after)},
	} {
		if part.was != part.now {
			found = append(found, postDifference{i18n.T(lang, part.key), public.NewDiffView(part.was, part.now)})
		}
	}
	return found
}
