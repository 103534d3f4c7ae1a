package directory

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/importing"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var importDonePage = page.New[importDoneView]("staff/import/import.html", page.Staff)

// importDoneView is an import that was taken in, with what undoing it removes
// and what stays because it was used.
type importDoneView struct {
	File    string
	Status  page.Status
	Facts   []page.Fact
	Refused string
	Undo    *importUndoView
}

type importUndoView struct {
	Text   string
	Action string
	Used   []importUsed
	More   string // "en nog 12"
	Button page.Button
}

type importUsed struct{ Href, Name, Why string }

// usedShown is how many of those in use are named.
const usedShown = 100

func (p *Pages) showImport(c echo.Context) error { return p.renderImport(c, http.StatusOK, nil) }

func (p *Pages) renderImport(c echo.Context, status int, problems consult.Problems) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	one, err := p.svc.Import(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	v := importDoneView{
		File: one.FileName, Status: importStatus(lang, one.Import), Facts: importFacts(lang, one.Import),
	}
	if one.Refused > 0 && p.now().Before(one.At.Add(importing.RefusedRowsKept)) {
		v.Refused = address.StaffImport(id, address.ToRefused+address.AsCSV)
	}
	if one.UndoneAt.IsZero() {
		v.Undo = importUndo(lang, one)
	}
	head := importStep(lang, one.FileName)
	head.Flash, head.Errors = desk.FlashOf(c, "import"), page.NewFields(lang, problems).Summary()
	return importDonePage.Render(c, status, head, v)
}

func importFacts(lang i18n.Lang, i importing.Import) []page.Fact {
	facts := []page.Fact{
		{Term: i18n.T(lang, "import.when"), Lines: []string{i18n.DateTime(lang, i.At)},
			Notes: page.Lines(i18n.T(lang, "import.by", "Name", i.StaffName))},
	}
	for _, one := range []struct {
		key string
		n   int
	}{
		{"import.stat.organisations", i.Organisations}, {"import.stat.contacts", i.Contacts},
		{"import.stat.refused", i.Refused},
	} {
		facts = append(facts, page.Fact{Term: i18n.T(lang, one.key), Lines: []string{i18n.Number(lang, one.n)}})
	}
	if !i.UndoneAt.IsZero() {
		facts = append(facts, page.Fact{
			Term: i18n.T(lang, "import.undone"), Lines: []string{i18n.DateTime(lang, i.UndoneAt)},
		})
	}
	return facts
}

func importUndo(lang i18n.Lang, one service.ImportPage) *importUndoView {
	u := one.Undo
	v := &importUndoView{
		Text: i18n.T(lang, "import.undo.text", "Organisations",
			i18n.N(lang, "import.undo.organisations", len(u.Organisations)),
			"Contacts", i18n.N(lang, "import.undo.contacts", len(u.Contacts))),
		Action: address.StaffImport(one.ID, address.ToUndo),
		Button: page.Button{Text: i18n.T(lang, "import.undo"), Danger: true, Icon: "undo"},
	}
	if len(u.Used) > 0 {
		v.Button = page.Button{
			Text: i18n.T(lang, "import.undo.rest"), Danger: true, Icon: "undo", Name: "keep",
			Value: strconv.Itoa(len(u.Used)),
		}
	}
	for _, used := range u.Used[:min(usedShown, len(u.Used))] {
		href := address.StaffOrganisation(used.OrganisationID)
		if used.ContactID != 0 {
			href = address.StaffContact(used.ContactID)
		}
		v.Used = append(v.Used, importUsed{
			Href: href, Name: used.Name, Why: i18n.T(lang, "import.use."+string(used.Why)),
		})
	}
	if more := len(u.Used) - len(v.Used); more > 0 {
		v.More = i18n.N(lang, "import.undo.more", more)
	}
	return v
}

func (p *Pages) undoImport(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	err = p.svc.UndoImport(c.Request().Context(), gate.Actor(c), id, gate.FormOf(c).Has("keep"))
	if errors.Is(err, consult.ErrConflict) {
		return p.renderImport(c, http.StatusConflict, consult.Problems{{Key: "import.problem.undone"}})
	}
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderImport(c, http.StatusUnprocessableEntity, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffImport(id)+"?gedaan=undone")
}

func (p *Pages) exportRefused(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	rows, err := p.svc.ImportRefusal(c.Request().Context(), gate.Actor(c), id)
	if err != nil {
		return err
	}
	return p.SendTable(c, service.Taken{List: "refused_rows", Object: "import", About: id},
		i18n.T(page.FrameOf(c).Lang, "import.refused.name"), rows[0], rows[1:])
}
