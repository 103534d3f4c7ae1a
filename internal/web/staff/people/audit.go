package people

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

var auditPage = page.New[auditView]("staff/audit/list.html", page.Staff)

func (p *Pages) auditRoutes() []gate.Route {
	see := gate.Staff(consult.SeeAudit)
	return []gate.Route{
		gate.Get(address.StaffLog, see, p.showAudit),
		gate.Get(address.StaffLog+address.AsCSV, see, p.exportAudit),
		gate.Get(address.StaffLog+address.AsXLSX, see, p.exportAudit),
	}
}

// auditView is the log: who did what to which thing, when and with what result.
type auditView struct {
	Filter  page.Filter
	Exports []page.Link
	Rows    []auditRow
	Empty   page.Empty
	Newest  string // address of the first page, when this is another
	Pager   *page.Pager
}

type auditRow struct {
	Number, When  string
	Who, WhoNote  string
	What          string
	About         page.Link
	Refused       bool
	RefusedStatus page.Status
	Details       []string
}

// The words of the address bar that narrow the log.
const (
	auditObject = address.LogObject
	auditAbout  = address.LogNumber
	auditAction = "handeling"
)

// auditFilter reads the filter of the address bar; what is no number narrows
// nothing.
func auditFilter(c echo.Context) service.AuditFilter {
	about, _ := strconv.ParseInt(strings.TrimSpace(gate.Query(c).Get(auditAbout)), 10, 64)
	return service.AuditFilter{
		Object: gate.Query(c).Get(auditObject), About: max(about, 0), Action: gate.Query(c).Get(auditAction),
		Before: desk.BeforeIn(gate.Query(c)), Limit: desk.PerPage,
	}
}

func (p *Pages) showAudit(c echo.Context) error {
	filter := auditFilter(c)
	events, more, err := p.svc.Audit(c.Request().Context(), gate.Actor(c), filter)
	if err != nil {
		return err
	}
	lang, q := page.FrameOf(c).Lang, gate.Query(c)
	v := auditView{
		Filter: auditFields(lang, filter), Exports: desk.ExportsAt(address.StaffLog, q),
		Newest: desk.Newest(address.StaffLog, q),
		Empty:  page.Empty{Title: i18n.T(lang, "audit.empty"), Text: i18n.T(lang, "audit.empty.text")},
	}
	for _, e := range events {
		v.Rows = append(v.Rows, newAuditRow(lang, e))
	}
	if more {
		older := desk.Older(address.StaffLog, q, events[len(events)-1].ID)
		v.Pager = &page.Pager{Summary: i18n.N(lang, "audit.shown", len(events)), Next: older}
	}
	return auditPage.Render(c, http.StatusOK, page.Head{Title: i18n.T(lang, "layout.staff.log"), Nav: page.NavLog}, v)
}

func (p *Pages) exportAudit(c echo.Context) error {
	events, err := p.svc.AuditExport(c.Request().Context(), gate.Actor(c), auditFilter(c))
	if err != nil {
		return err
	}
	lang := page.FrameOf(c).Lang
	rows := make([][]string, len(events))
	for i, e := range events {
		r := newAuditRow(lang, e)
		rows[i] = []string{
			r.Number, e.At.In(i18n.Zone()).Format("2006-01-02 15:04:05"), r.Who, r.WhoNote, r.What, r.About.Text,
			i18n.T(lang, "audit.result."+e.Result), strings.Join(r.Details, "; "), e.Hash,
		}
	}
	header := []string{
		i18n.T(lang, "audit.number"), i18n.T(lang, "audit.when"), i18n.T(lang, "audit.who"), i18n.T(lang, "audit.from"),
		i18n.T(lang, "audit.what"), i18n.T(lang, "audit.about"), i18n.T(lang, "audit.result"),
		i18n.T(lang, "audit.detail"), i18n.T(lang, "audit.hash"),
	}
	return p.SendTable(c, service.Taken{List: "log", Object: "audit"}, i18n.T(lang, "layout.staff.log"), header, rows)
}

func auditFields(lang i18n.Lang, filter service.AuditFilter) page.Filter {
	f := page.NewFields(lang, nil)
	about := ""
	if filter.About != 0 {
		about = strconv.FormatInt(filter.About, 10)
	}
	return page.Filter{Label: i18n.T(lang, "audit.filter"), Action: address.StaffLog, Fields: []page.Field{
		f.Select(auditObject, "audit.about", filter.Object, wordOptions(lang, "audit.object.", filter.Object)),
		f.Text(auditAbout, "audit.about.number", about, page.InputMode("numeric")),
		f.Select(auditAction, "audit.what", filter.Action, wordOptions(lang, "audit.action.", filter.Action)),
	}}
}

// wordOptions are all the words of the catalogue under a prefix, in their
// alphabetical order, with "everything" first. A value in force that has no
// word stands among them too.
func wordOptions(lang i18n.Lang, prefix, current string) []page.Option {
	var options []page.Option
	known := current == ""
	for _, key := range i18n.Keys(lang) {
		if value, ok := strings.CutPrefix(key, prefix); ok {
			options = append(options, page.Option{Value: value, Text: i18n.T(lang, key)})
			known = known || value == current
		}
	}
	if !known {
		options = append(options, page.Option{Value: current, Text: current})
	}
	slices.SortFunc(options,
		func(a, b page.Option) int { return strings.Compare(i18n.SortKey(a.Text), i18n.SortKey(b.Text)) })
	return slices.Insert(options, 0, page.Option{Text: i18n.T(lang, "audit.all")})
}

func newAuditRow(lang i18n.Lang, e consult.Event) auditRow {
	r := auditRow{
		Number: strconv.FormatInt(e.ID, 10), When: desk.Moment(lang, e.At), Who: e.Actor.Name, WhoNote: e.Actor.Origin,
		What: desk.Worded(lang, "audit.action.", e.Action), About: auditLink(lang, e), Refused: e.Result == "refused",
		RefusedStatus: page.Status{Kind: page.Bad, Text: i18n.T(lang, "audit.result.refused")},
	}
	kind := i18n.T(lang, "audit.actor."+string(e.Actor.Kind))
	switch {
	case r.Who == "", e.Actor.Kind == consult.System:
		r.Who = kind
	case e.Actor.Kind != consult.ByStaff:
		r.Who += " (" + kind + ")"
	}
	for _, key := range slices.Sorted(maps.Keys(e.Detail)) {
		text := detailText(lang, e.Detail[key])
		if key == "purpose" {
			text = desk.PurposeText(lang, consult.Purpose(fmt.Sprint(e.Detail[key])))
		}
		if text != "" {
			r.Details = append(r.Details, desk.Worded(lang, "audit.detail.", key)+": "+text)
		}
	}
	return r
}

func auditLink(lang i18n.Lang, e consult.Event) page.Link {
	link := page.Link{Text: desk.Worded(lang, "audit.object.", e.Object)}
	if e.About != 0 {
		link.Text += " " + strconv.FormatInt(e.About, 10)
		link.Href = address.StaffObject(e.Object, e.About)
	}
	return link
}

// detailText writes a value of an entry's detail as people read it.
func detailText(lang i18n.Lang, value any) string {
	switch v := value.(type) {
	case string:
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return i18n.DateTime(lang, at)
		}
		return desk.Worded(lang, "audit.value.", v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return i18n.T(lang, "audit.value."+strconv.FormatBool(v))
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = detailText(lang, one)
		}
		return strings.Join(parts, ", ")
	}
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}
