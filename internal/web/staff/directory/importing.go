package directory

import (
	"io"
	"net/http"
	"strings"

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

// importBody is the largest file, 5 MiB, with the form around it.
const importBody = 5<<20 + 64<<10

func (p *Pages) importRoutes() []gate.Route {
	edit := gate.Staff(consult.EditDirectory)
	upload := gate.Post(address.StaffImports, edit, p.startImport)
	upload.Body = importBody
	return []gate.Route{
		gate.Get(address.StaffImports, edit, p.listImports), upload,
		gate.Get(address.Under(address.StaffImports, address.ToPreview+address.AsCSV), edit, p.exampleImport),
		gate.Get(address.Under(address.StaffImports, ":id", address.ToColumns), edit, p.showImportColumns),
		gate.Post(address.Under(address.StaffImports, ":id", address.ToColumns), edit, p.mapImport),
		gate.Get(address.Under(address.StaffImports, ":id", address.ToTrial), edit, p.tryImport),
		gate.Post(address.Under(address.StaffImports, ":id", address.ToTrial), edit, p.confirmImport),
		gate.Get(address.Under(address.StaffImports, ":id", address.ToTrial, address.ToRefused+address.AsCSV), edit,
			p.exportTrialRefused),
		gate.Post(address.Under(address.StaffImports, ":id", address.ToAlike), edit, p.chooseAlike),
		gate.Post(address.Under(address.StaffImports, ":id", address.ToDiscard), edit, p.dropImport),
		gate.Get(address.Under(address.StaffImports, ":id"), edit, p.showImport),
		gate.Get(address.Under(address.StaffImports, ":id", address.ToRefused+address.AsCSV), edit, p.exportRefused),
		gate.Post(address.Under(address.StaffImports, ":id", address.ToUndo), edit, p.undoImport),
	}
}

var importListPage = page.New[importListView]("staff/import/list.html", page.Staff)

type importListView struct {
	File page.Field
	Rows []importRow
}

type importRow struct {
	Href, File, When, Who, Organisations, Contacts, Refused string
	Status                                                  page.Status
}

func (p *Pages) listImports(c echo.Context) error { return p.renderImports(c, http.StatusOK, nil) }

func (p *Pages) renderImports(c echo.Context, status int, problems consult.Problems) error {
	all, err := p.svc.Imports(c.Request().Context(), gate.Actor(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	v := importListView{
		File: fields.File("file", "import.file", page.Hint("import.file.hint"), page.Accept(".csv,.xlsx,.txt")),
	}
	for _, i := range all {
		v.Rows = append(v.Rows, importRow{
			Href: address.StaffImport(i.ID), File: i.FileName, When: i18n.DateTime(lang, i.At), Who: i.StaffName,
			Organisations: i18n.Number(lang, i.Organisations),
			Contacts:      i18n.Number(lang, i.Contacts), Refused: i18n.Number(lang, i.Refused),
			Status: importStatus(lang, i),
		})
	}
	head := importHead(lang, i18n.T(lang, "import.title"))
	head.Flash, head.Errors = desk.FlashOf(c, "import"), fields.Summary()
	return importListPage.Render(c, status, head, v)
}

func importStatus(lang i18n.Lang, i importing.Import) page.Status {
	if !i.UndoneAt.IsZero() {
		return page.Status{Icon: "undo", Text: i18n.T(lang, "import.undone")}
	}
	return page.Status{Kind: page.OK, Text: i18n.T(lang, "import.done")}
}

func importHead(lang i18n.Lang, title string, way ...page.Crumb) page.Head {
	return organisationHead(lang, title, way...)
}

// importStep is the head of a step below the list of imports.
func importStep(lang i18n.Lang, title string) page.Head {
	return importHead(lang, title, page.Crumb{Text: i18n.T(lang, "import.title"), Href: address.StaffImports})
}

// exampleImport is a file with the columns that are recognised, to fill in.
func (p *Pages) exampleImport(c echo.Context) error {
	lang := page.FrameOf(c).Lang
	var header []string
	for _, column := range importing.Columns {
		if column != importing.ColumnFullName {
			header = append(header, i18n.T(lang, "import.column."+string(column)))
		}
	}
	return p.SendFile(c, i18n.T(lang, "import.example.name"), header, nil)
}

func (p *Pages) startImport(c echo.Context) error {
	name, data, err := uploadedFile(c, "file")
	if err != nil {
		return err
	}
	if len(data) == 0 {
		return p.renderImports(c, http.StatusUnprocessableEntity, consult.Problems{
			{Field: "file", Key: "import.problem.no_file"},
		})
	}
	id, err := p.svc.StartImport(c.Request().Context(), gate.Actor(c), name, data)
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderImports(c, http.StatusUnprocessableEntity, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffImport(id, address.ToColumns))
}

// uploadedFile reads a file of a form; none is nothing.
func uploadedFile(c echo.Context, field string) (name string, data []byte, err error) {
	file := gate.FormOf(c).File(field)
	if file == nil {
		return "", nil, nil
	}
	data, err = io.ReadAll(io.LimitReader(file.Content, importBody))
	return file.Name, data, err
}

var importColumnsPage = page.New[importColumnsView]("staff/import/columns.html", page.Staff)

type importColumnsView struct {
	File    string
	Found   string
	Header  page.Field
	Columns []importColumnRow
	Type    page.Field
	Drop    string
}

// importColumnRow is one column of the file: its name, what stands in it, and
// what it is taken for.
type importColumnRow struct {
	Name     string
	Examples string
	Choice   page.Field
}

func (p *Pages) showImportColumns(c echo.Context) error {
	f, err := p.importFile(c)
	if err != nil {
		return err
	}
	return renderImportColumns(c, http.StatusOK, f, f.Mapping, nil)
}

func (p *Pages) importFile(c echo.Context) (service.ImportFile, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return service.ImportFile{}, err
	}
	return p.svc.ImportFile(c.Request().Context(), gate.Actor(c), id)
}

func renderImportColumns(c echo.Context, status int, f service.ImportFile, m importing.Mapping,
	problems consult.Problems) error {
	lang := page.FrameOf(c).Lang
	fields := page.NewFields(lang, problems)
	header := "0"
	if m.Header {
		header = "1"
	}
	v := importColumnsView{
		File: f.FileName, Found: i18n.N(lang, "import.found", len(f.Table.Rows)),
		Drop: address.StaffImport(f.ID, address.ToDiscard),
		Header: fields.Radios("header", "import.header", header, []page.Option{
			{Value: "1", Text: i18n.T(lang, "import.header.yes")}, {Value: "0", Text: i18n.T(lang, "import.header.no")},
		}),
		Type: fields.Select("type", "import.type", string(m.Type), typeOptions(lang), page.Hint("import.type.hint")),
	}
	for i := range f.Width {
		v.Columns = append(v.Columns, importColumn(lang, fields, f, m, i))
	}
	head := importStep(lang, i18n.T(lang, "import.columns.title"))
	head.Errors = fields.Summary()
	return importColumnsPage.Render(c, status, head, v)
}

// examplesShown is how many rows of a file stand beside each column.
const examplesShown = 5

func importColumn(lang i18n.Lang, fields *page.Fields, f service.ImportFile, m importing.Mapping,
	i int) importColumnRow {
	row := importColumnRow{Name: i18n.T(lang, "import.columns.number", "Number", i+1)}
	rows := f.Table.Rows
	if m.Header {
		if i < len(rows[0]) && rows[0][i] != "" {
			row.Name = rows[0][i]
		}
		rows = rows[1:]
	}
	var examples []string
	for _, r := range rows[:min(examplesShown, len(rows))] {
		if i < len(r) && r[i] != "" {
			examples = append(examples, shortened(r[i], 40))
		}
	}
	row.Examples = strings.Join(examples, " · ")
	options := []page.Option{{Text: i18n.T(lang, "import.column.none")}}
	for _, column := range importing.Columns {
		options = append(options, page.Option{
			Value: string(column), Text: i18n.T(lang, "import.column."+string(column)),
		})
	}
	chosen := importing.NoColumn
	if i < len(m.Columns) {
		chosen = m.Columns[i]
	}
	row.Choice = fields.Select(importing.ColumnField(i), "", string(chosen), options,
		page.LabelText(i18n.T(lang, "import.columns.choice", "Name", row.Name)))
	return row
}

// shortened cuts a text off after so many characters.
func shortened(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

func (p *Pages) mapImport(c echo.Context) error {
	form := gate.FormOf(c)
	f, err := p.importFile(c)
	if err != nil {
		return err
	}
	m := importing.Mapping{
		Header: form.Flag("header"), Columns: make([]importing.Column, f.Width),
		Type: consult.OrganisationType(form.Line("type")), Alike: f.Mapping.Alike,
	}
	for i := range m.Columns {
		m.Columns[i] = importing.Column(form.Line(importing.ColumnField(i)))
	}
	if err := p.svc.MapImport(c.Request().Context(), gate.Actor(c), f.ID, m); err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return renderImportColumns(c, http.StatusUnprocessableEntity, f, m, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffImport(f.ID, address.ToTrial))
}

func (p *Pages) dropImport(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	if err := p.svc.DropImport(c.Request().Context(), gate.Actor(c), id); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffImports+"?gedaan=dropped")
}
