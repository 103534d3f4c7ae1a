package directory

import (
	"errors"
	"net/http"
	"net/url"
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

var importTrialPage = page.New[importTrialView]("staff/import/trial.html", page.Staff)

type importTrialView struct {
	File        string
	Stats       []page.Stat
	Alike       *importAlike
	Chips       page.Chips
	Rows        []importLine
	Pager       *page.Pager
	Refused     string // address of the refused rows as a file
	Fingerprint page.Hidden
	Confirm     *page.Button // nil: nothing to take in
	Nothing     string
	Columns     string
	Drop        string
}

// importAlike asks what to do with organisations that look like others.
type importAlike struct {
	Title  string
	Action string
	Choice page.Field
}

type importLine struct {
	Line, Organisation, Person, Address string
	Status                              page.Status
	Notes                               []string
}

// queryVerdict narrows the lines to one verdict, or to those that look like
// others.
const (
	queryVerdict = "oordeel"
	verdictAlike = "gelijkend"
)

func (p *Pages) trial(c echo.Context) (service.ImportTrial, error) {
	id, err := desk.ID(c, "id")
	if err != nil {
		return service.ImportTrial{}, err
	}
	return p.svc.TryImport(c.Request().Context(), gate.Actor(c), id)
}

func (p *Pages) tryImport(c echo.Context) error { return p.renderTrial(c, http.StatusOK, nil) }

func (p *Pages) renderTrial(c echo.Context, status int, problems consult.Problems) error {
	t, err := p.trial(c)
	if wrong, _ := desk.AsProblems(err); wrong != nil {
		// The columns were never said, so that is the step to take first.
		return c.Redirect(http.StatusSeeOther,
			address.StaffImports+"/"+address.Under(url.PathEscape(c.Param("id")), address.ToColumns))
	}
	if err != nil {
		return err
	}
	lang, q, path := page.FrameOf(c).Lang, gate.Query(c), address.StaffImport(t.ID, address.ToTrial)
	lines := linesOf(t.Plan, q.Get(queryVerdict))
	v := importTrialView{
		File: t.FileName, Stats: trialStats(lang, t.Plan), Chips: trialChips(lang, path, q, t.Plan),
		Columns:     address.StaffImport(t.ID, address.ToColumns),
		Drop:        address.StaffImport(t.ID, address.ToDiscard),
		Fingerprint: page.Hidden{Name: "fingerprint", Value: t.Fingerprint},
		Nothing:     i18n.T(lang, "import.problem.nothing_new"),
	}
	place := min(desk.PlaceIn(q), len(lines))
	shown := lines[place:min(place+desk.PerPage, len(lines))]
	v.Rows, v.Pager = trialLines(lang, shown), desk.Pager(lang, path, q, len(shown), len(lines))
	if t.Plan.Count[importing.Refused] > 0 {
		v.Refused = address.Under(path, address.ToRefused+address.AsCSV)
	}
	fields := page.NewFields(lang, problems)
	if t.Plan.Alike > 0 {
		v.Alike = alikeChoice(lang, fields, t)
	}
	if n := len(t.Plan.Lines) - t.Plan.Count[importing.Refused] - t.Plan.Count[importing.AlreadyThere]; n > 0 {
		v.Confirm = &page.Button{Text: i18n.N(lang, "import.confirm", n), Primary: true}
	}
	head := importStep(lang, i18n.T(lang, "import.trial.title"))
	head.Errors = fields.Summary()
	return importTrialPage.Render(c, status, head, v)
}

func linesOf(plan importing.Plan, word string) []importing.Line {
	if word == "" {
		return plan.Lines
	}
	var kept []importing.Line
	for _, l := range plan.Lines {
		if string(l.Verdict) == word || word == verdictAlike && l.Alike {
			kept = append(kept, l)
		}
	}
	return kept
}

func trialStats(lang i18n.Lang, plan importing.Plan) []page.Stat {
	stat := func(key string, n int) page.Stat {
		return page.Stat{Term: i18n.T(lang, key), Value: i18n.Number(lang, n)}
	}
	return []page.Stat{
		stat("import.stat.organisations", len(plan.New())),
		stat("import.stat.contacts", plan.Count[importing.AddBoth]+plan.Count[importing.AddContact]),
		stat("import.stat.there", plan.Count[importing.AlreadyThere]), stat("import.stat.alike", plan.Alike),
		stat("import.stat.refused", plan.Count[importing.Refused]),
	}
}

func trialChips(lang i18n.Lang, path string, q url.Values, plan importing.Plan) page.Chips {
	now := q.Get(queryVerdict)
	chip := func(key, word string, n int) page.Chip {
		return page.Chip{
			Text: i18n.T(lang, key), Count: i18n.Number(lang, n),
			Href: desk.WithQuery(path, q, queryVerdict, word, desk.QueryPlace, ""), Current: now == word,
		}
	}
	chips := page.Chips{
		Label: i18n.T(lang, "import.chips"), Items: []page.Chip{chip("import.verdict.all", "", len(plan.Lines))},
	}
	for _, v := range importing.Verdicts {
		if n := plan.Count[v]; n > 0 {
			chips.Items = append(chips.Items, chip("import.verdict."+string(v), string(v), n))
		}
	}
	if plan.Alike > 0 {
		chips.Items = append(chips.Items, chip("import.verdict.alike", verdictAlike, plan.Alike))
	}
	return chips
}

func trialLines(lang i18n.Lang, lines []importing.Line) []importLine {
	rows := make([]importLine, len(lines))
	for i, l := range lines {
		rows[i] = importLine{
			Line: strconv.Itoa(l.Line), Organisation: l.Organisation.Name, Person: l.Contact.Name(),
			Address: l.Contact.Address,
			Status:  verdictStatus(lang, l.Verdict),
		}
		for _, p := range l.Problems {
			rows[i].Notes = append(rows[i].Notes, i18n.T(lang, p.Key, p.Args...))
		}
		for _, n := range l.Notes {
			rows[i].Notes = append(rows[i].Notes, i18n.T(lang, n.Key, n.Args...))
		}
	}
	return rows
}

func verdictStatus(lang i18n.Lang, v importing.Verdict) page.Status {
	s := page.Status{Kind: page.OK, Icon: "plus", Text: i18n.T(lang, "import.verdict."+string(v))}
	switch v {
	case importing.AlreadyThere:
		s.Kind, s.Icon = page.Plain, "check"
	case importing.Refused:
		s.Kind, s.Icon = page.Bad, ""
	}
	return s
}

func alikeChoice(lang i18n.Lang, fields *page.Fields, t service.ImportTrial) *importAlike {
	options := make([]page.Option, len(importing.AlikeChoices))
	for i, a := range importing.AlikeChoices {
		options[i] = page.Option{Value: string(a), Text: i18n.T(lang, "import.alike."+string(a))}
	}
	return &importAlike{
		Title: i18n.N(lang, "import.alike.title", t.Plan.Alike), Action: address.StaffImport(t.ID, address.ToAlike),
		Choice: fields.Radios("alike", "import.alike", string(t.Mapping.Alike), options),
	}
}

// chooseAlike keeps the choice and shows what it comes to.
func (p *Pages) chooseAlike(c echo.Context) error {
	f, err := p.importFile(c)
	if err != nil {
		return err
	}
	f.Mapping.Alike = importing.AlikeChoice(gate.FormOf(c).Line("alike"))
	if err := p.svc.MapImport(c.Request().Context(), gate.Actor(c), f.ID, f.Mapping); err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderTrial(c, http.StatusUnprocessableEntity, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffImport(f.ID, address.ToTrial))
}

func (p *Pages) confirmImport(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	importID, err := p.svc.ConfirmImport(c.Request().Context(), gate.Actor(c), id, gate.FormOf(c).Line("fingerprint"),
		page.FrameOf(c).Lang)
	if errors.Is(err, consult.ErrConflict) {
		return p.renderTrial(c, http.StatusConflict, consult.Problems{{Key: "import.problem.changed"}})
	}
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.renderTrial(c, http.StatusUnprocessableEntity, problems)
	}
	return c.Redirect(http.StatusSeeOther, address.StaffImport(importID)+"?gedaan=taken_in")
}

func (p *Pages) exportTrialRefused(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	t, err := p.trial(c)
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	rows := t.Refused(lang)
	return p.SendTable(c, service.Taken{List: "refused_rows", Object: "import", About: id},
		i18n.T(lang, "import.refused.name"), rows[0], rows[1:])
}
