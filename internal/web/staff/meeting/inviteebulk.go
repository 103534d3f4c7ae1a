package meeting

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/staff/desk"
)

// What can be done with a selection of invitees.
const (
	actRemind   = address.ToRemind
	actResend   = address.ToResend
	actWithdraw = address.ToTakeBack
)

var bulkPage = page.New[bulkView]("staff/invitation/bulk.html", page.Staff)

// bulkView shows exactly who is concerned before anything is mailed or taken
// back.
type bulkView struct {
	Workspace   desk.Workspace
	Title, Text string
	Getting     page.Tally
	Who         page.Fold
	Skipped     []page.Fold
	Action      string
	Selected    []string
	Fields      []page.Field
	Button      *page.Button
	Back        string
	Preview     *page.Preview
}

// confirmBulk shows what an act on a selection would do. It changes nothing.
func (p *Pages) confirmBulk(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	return p.renderBulk(c, http.StatusOK, id, gate.FormOf(c).Line("doe"), nil)
}

func (p *Pages) renderBulk(c echo.Context, status int, meetingID int64, act string, problems consult.Problems) error {
	if !slices.Contains([]string{actRemind, actResend, actWithdraw}, act) {
		return consult.ErrNotFound
	}
	ids := selected(c)
	plan, err := p.svc.PlanBulk(c.Request().Context(), gate.Actor(c), meetingID, ids, bulkActs[act])
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.noSelection(c, meetingID, problems)
	}
	lang := page.FrameOf(c).Lang
	b := page.NewFields(lang, problems)
	v := bulkView{
		Workspace: p.Workspace(c, plan.Meeting, address.ToInvitees),
		Title:     i18n.T(lang, "invitation.bulk."+act+".title"), Text: i18n.T(lang, "invitation.bulk."+act+".text"),
		Getting: page.Tally{
			Count: i18n.Number(lang, len(plan.Getting)),
			Text:  i18n.N(lang, "invitation.bulk."+act+".getting", len(plan.Getting)),
		},
		Who:    standingFold(lang, i18n.T(lang, "invitation.bulk.who"), plan.Getting, true),
		Action: address.StaffMeeting(meetingID, address.ToInvitees, act),
		Back:   address.StaffMeeting(meetingID, address.ToInvitees),
	}
	for _, verdict := range consult.Verdicts {
		if people := plan.Skipped[verdict]; len(people) > 0 {
			v.Skipped = append(v.Skipped, standingFold(lang, skipText(lang, verdict), people, false))
		}
	}
	for _, st := range plan.Getting {
		v.Selected = append(v.Selected, strconv.FormatInt(st.Invitee.ID, 10))
	}
	if act == actWithdraw {
		v.Fields = []page.Field{
			b.Area("why", "invitation.withdraw.why", gate.FormOf(c).Text("why"), page.Rows(3), page.Max(500),
				page.Hint("invitation.withdraw.why_hint")),
		}
	} else if len(plan.Getting) > 0 {
		first := plan.Getting[0]
		v.Preview = &page.Preview{
			Title: i18n.T(lang, "invitation.preview", "Name", first.Contact.Name()),
			Src:   address.StaffInvitee(meetingID, first.Invitee.ID, address.ToPreview) + "?doe=" + act,
		}
	}
	if len(plan.Getting) > 0 {
		v.Button = &page.Button{
			Text: i18n.N(lang, "invitation.bulk."+act+".button", len(plan.Getting)), Primary: act != actWithdraw,
			Danger: act == actWithdraw,
		}
	}
	head := desk.WorkspaceHead(c, plan.Meeting, v.Title)
	head.Errors = b.Summary()
	return bulkPage.Render(c, status, head, v)
}

// skipText says why somebody is left out of an act.
func skipText(lang i18n.Lang, verdict consult.Verdict) string {
	if verdict == consult.Planned {
		return i18n.T(lang, "invitation.skip.waiting")
	}
	return i18n.T(lang, "reminder.verdict."+string(verdict))
}

var bulkActs = map[string]service.BulkAct{
	actRemind: service.BulkRemind, actResend: service.BulkResend, actWithdraw: service.BulkWithdraw,
}

// noSelection leads back to the list with a word that nothing was chosen.
func (p *Pages) noSelection(c echo.Context, meetingID int64, problems consult.Problems) error {
	if len(problems) == 0 {
		return consult.ErrNotFound
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(meetingID, address.ToInvitees)+"?gedaan=niemand")
}

func standingFold(lang i18n.Lang, title string, all []consult.Standing, open bool) page.Fold {
	f := page.Fold{Title: title, Count: i18n.Number(lang, len(all)), Open: open && len(all) <= 20}
	for _, st := range all {
		f.Items = append(f.Items, page.FoldItem{Text: st.Contact.Name(), Note: page.Line{Text: st.Organisation.Name}})
	}
	return f
}

// selected is the invitees that were chosen in a form.
func selected(c echo.Context) []int64 {
	var ids []int64
	for _, value := range gate.FormOf(c).Many("kies") {
		if id, err := strconv.ParseInt(value, 10, 64); err == nil && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (p *Pages) remindInvitees(c echo.Context) error {
	return p.mailInvitees(c, actRemind, p.svc.Remind)
}

func (p *Pages) resendInvitees(c echo.Context) error {
	return p.mailInvitees(c, actResend, p.svc.Resend)
}

// bulkSender mails a selection of the invitees of a meeting.
type bulkSender func(ctx context.Context, actor consult.Actor, meetingID int64, ids []int64) (service.BulkResult, error)

func (p *Pages) mailInvitees(c echo.Context, act string, send bulkSender) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	result, err := send(c.Request().Context(), gate.Actor(c), id, selected(c))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		return p.noSelection(c, id, problems)
	}
	return c.Redirect(http.StatusSeeOther, bulkDone(id, act, result.Queued))
}

func bulkDone(meetingID int64, act string, n int) string {
	return address.StaffMeeting(meetingID, address.ToInvitees) + "?gedaan=" + act + "&aantal=" + strconv.Itoa(n)
}

func (p *Pages) withdrawInvitees(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	ids := selected(c)
	n, err := p.svc.Withdraw(c.Request().Context(), gate.Actor(c), id, ids, gate.FormOf(c).Text("why"))
	if err != nil {
		problems, err := desk.AsProblems(err)
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			return p.noSelection(c, id, problems)
		}
		return p.renderBulk(c, http.StatusUnprocessableEntity, id, actWithdraw, problems)
	}
	return c.Redirect(http.StatusSeeOther, bulkDone(id, actWithdraw, n))
}

// bulkFlash is the notice for what was done with a selection.
func bulkFlash(c echo.Context) *page.Notice {
	lang, word := page.FrameOf(c).Lang, gate.Query(c).Get("gedaan")
	if word == "niemand" {
		return &page.Notice{Kind: page.Bad, Live: true, Title: i18n.T(lang, "invitation.problem.nobody")}
	}
	if _, known := bulkActs[word]; !known {
		return desk.FlashOf(c, "invitation")
	}
	n, err := strconv.Atoi(gate.Query(c).Get("aantal"))
	if err != nil || n < 0 {
		return nil
	}
	return &page.Notice{Kind: page.OK, Live: true, Title: i18n.N(lang, "invitation.done."+word, n)}
}
