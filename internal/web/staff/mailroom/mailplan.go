package mailroom

import (
	"net/http"
	"slices"
	"strconv"
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

func (p *Pages) mailPlanRoutes() []gate.Route {
	see, send := gate.Staff(consult.SeeStaffSide), gate.Staff(consult.SendMail)
	base := address.Under(address.StaffMeetings, ":id", address.ToMail)
	return []gate.Route{
		gate.Get(base, see, p.showMailPlan),
		gate.Get(address.Under(base, address.ToPreview), see, p.previewReminder),
		gate.Post(address.Under(base, address.ToRules), send, p.addRule),
		gate.Post(address.Under(base, address.ToRules, ":regel"), send, p.changeRule),
		gate.Post(address.Under(base, address.ToRules, ":regel", address.ToStop), send, p.stopRule),
	}
}

var mailPlanPage = page.New[mailPlanView]("staff/mail/plan.html", page.Staff)

type mailPlanView struct {
	Workspace desk.Workspace
	Planner   []page.PlannerItem
	Other     []page.Fact // what else went out, by purpose
	All       string      // the outbox, of this meeting alone
	Proof     *reminderProof
	Empty     *page.Empty
	Add       *ruleForm
}

// reminderProof is one planned reminder: who gets it, who does not and why, and
// one real mail.
type reminderProof struct {
	Title, Note   string
	Getting, Left page.Tally
	To, NotTo     []page.Fold
	Preview       *page.Preview
	Change        *ruleForm
	Stop          *stopForm
}

type ruleForm struct {
	Action       string
	Before       *page.Field
	Days, Moment page.Field
}

type stopForm struct{ Action, Title, Text string }

func (p *Pages) showMailPlan(c echo.Context) error { return p.renderMailPlan(c, http.StatusOK, nil, 0) }

// renderMailPlan shows the plan; problems are those of the form of a rule, or
// with 0 of the form for a new one.
func (p *Pages) renderMailPlan(c echo.Context, status int, problems consult.Problems, ruleID int64) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	actor, lang := gate.Actor(c), page.FrameOf(c).Lang
	plan, err := p.svc.MailPlan(c.Request().Context(), actor, id)
	if err != nil {
		return err
	}
	m, chosen := plan.Meeting, p.chosenRule(c, plan.Rules, ruleID)
	v := mailPlanView{
		Workspace: p.Workspace(c, m, address.ToMail),
		All:       address.StaffOutbox + "?bijeenkomst=" + strconv.FormatInt(m.ID, 10),
		Planner:   p.planner(lang, plan, chosen), Other: otherMail(lang, plan),
	}
	if len(v.Planner) == 0 {
		v.Empty = &page.Empty{Title: i18n.T(lang, "mail.plan.empty"), Text: i18n.T(lang, "mail.plan.empty_text")}
	}
	head := desk.WorkspaceHead(c, m, i18n.T(lang, "workspace.tab.mail"))
	head.Flash = desk.FlashOf(c, "mail")
	may := consult.Allow(actor, consult.SendMail) == nil && !m.IsCancelled() && p.now().Before(m.Starts)
	fields := newRuleFields(c, lang, problems, ruleID)
	if chosen != nil {
		v.Proof = p.proof(c, lang, m, *chosen)
		if may && chosen.Rule.StoppedAt.IsZero() && p.now().Before(chosen.Due) {
			v.Proof.Change, v.Proof.Stop = fields.change(chosen.Rule), stopOf(lang, m, *chosen)
		}
	}
	if may {
		v.Add = fields.add(m)
	}
	head.Errors = fields.summary()
	return mailPlanPage.Render(c, status, head, v)
}

// chosenRule is the one that the address asks for, or the next to go.
func (p *Pages) chosenRule(c echo.Context, plans []service.RulePlan, ruleID int64) *service.RulePlan {
	if asked, err := strconv.ParseInt(gate.Query(c).Get("regel"), 10, 64); err == nil && ruleID == 0 {
		ruleID = asked
	}
	i := slices.IndexFunc(plans, func(one service.RulePlan) bool { return one.Rule.ID == ruleID })
	if i < 0 {
		i = slices.IndexFunc(
			plans, func(one service.RulePlan) bool { return one.Rule.StoppedAt.IsZero() && p.now().Before(one.Due) },
		)
	}
	if i < 0 {
		return nil
	}
	return &plans[i]
}

// planner is what went and what will go, in the order of time.
func (p *Pages) planner(lang i18n.Lang, plan service.MailPlan, chosen *service.RulePlan) []page.PlannerItem {
	type timed struct {
		at   time.Time
		item page.PlannerItem
	}
	var all []timed
	for _, one := range plan.Mailings {
		all = append(all, timed{one.At, mailingItem(lang, plan.Meeting, one)})
	}
	for _, one := range plan.Rules {
		item := p.ruleItem(lang, plan.Meeting, one, plan.ByRule[one.Rule.ID])
		item.Now = chosen != nil && chosen.Rule.ID == one.Rule.ID
		all = append(all, timed{one.Due, item})
	}
	slices.SortStableFunc(all, func(a, b timed) int { return a.at.Compare(b.at) })
	items := make([]page.PlannerItem, len(all))
	for i, one := range all {
		items[i] = one.item
		items[i].When = i18n.DateTime(lang, one.at)
	}
	return items
}

func mailingItem(lang i18n.Lang, m consult.Meeting, one consult.Mailing) page.PlannerItem {
	item := page.PlannerItem{
		Title: desk.PurposeText(lang, one.Purpose), Href: address.StaffMailing(m.ID, one.ID),
		Note:   i18n.N(lang, "mail.plan.to", one.Total),
		Status: page.Status{Kind: page.OK, Text: i18n.T(lang, "mail.plan.sent")},
	}
	if !one.StoppedAt.IsZero() {
		item.Status = page.Status{Kind: page.Plain, Icon: "minus", Text: i18n.T(lang, "mail.plan.stopped")}
	}
	return item
}

func (p *Pages) ruleItem(
	lang i18n.Lang, m consult.Meeting, one service.RulePlan, states map[consult.MailState]int,
) page.PlannerItem {
	item := page.PlannerItem{
		Title:  ruleTitle(lang, one.Rule),
		Href:   address.StaffMeeting(m.ID, address.ToMail) + "?regel=" + strconv.FormatInt(one.Rule.ID, 10),
		Note:   i18n.N(lang, "mail.plan.now", one.Getting()),
		Status: page.Status{Kind: page.Info, Text: i18n.T(lang, "mail.plan.planned")},
	}
	sent := states[consult.Sent]
	switch {
	case sent > 0:
		item.Note, item.Status = i18n.N(
			lang, "mail.plan.to", sent,
		), page.Status{Kind: page.OK, Text: i18n.T(lang, "mail.plan.sent")}
	case !one.Rule.StoppedAt.IsZero():
		item.Note, item.Status = "", page.Status{
			Kind: page.Plain, Icon: "minus", Text: i18n.T(lang, "mail.plan.stopped"),
		}
	case !p.now().Before(one.Due):
		item.Status = page.Status{Kind: page.Plain, Icon: "check", Text: i18n.T(lang, "mail.plan.past")}
	}
	return item
}

// ruleTitle is "Herinnering, 7 dagen voor de uiterste datum".
func ruleTitle(lang i18n.Lang, r consult.Rule) string {
	switch {
	case r.Days == 0 && r.Before == consult.BeforeMeeting:
		return i18n.T(lang, "mail.rule.meeting_day")
	case r.Days == 0:
		return i18n.T(lang, "mail.rule.deadline_day")
	case r.Before == consult.BeforeMeeting:
		return i18n.N(lang, "mail.rule.meeting", r.Days)
	}
	return i18n.N(lang, "mail.rule.deadline", r.Days)
}

// otherMail counts what the planner does not show: what was sent because
// something happened.
func otherMail(lang i18n.Lang, plan service.MailPlan) []page.Fact {
	var facts []page.Fact
	for _, purpose := range consult.Purposes {
		if purpose == consult.ForDeadlineReminder || purpose == consult.ForMeetingReminder {
			continue
		}
		fact := page.Fact{Term: desk.PurposeText(lang, purpose)}
		for _, state := range consult.MailStates {
			if n := plan.Counts[purpose][state]; n > 0 {
				fact.Lines = append(fact.Lines, i18n.Number(lang, n)+" "+i18n.T(lang, "mail.count."+string(state)))
			}
		}
		if len(fact.Lines) > 0 {
			facts = append(facts, fact)
		}
	}
	return facts
}

// foldMost is how many names stand behind one number; nobody reads more, and
// the list of invitees filters.
const foldMost = 500

func (p *Pages) proof(c echo.Context, lang i18n.Lang, m consult.Meeting, plan service.RulePlan) *reminderProof {
	v := &reminderProof{
		Title: ruleTitle(lang, plan.Rule), Note: i18n.T(lang, "mail.plan.again", "When", i18n.DateTime(lang, plan.Due)),
	}
	getting, left := plan.Getting(), 0
	var to []service.Recipient
	for _, group := range plan.Groups {
		fold := verdictFold(lang, group)
		if group.Verdict.Sends() {
			fold.Open = true
			v.To = append(v.To, fold)
			to = append(to, group.People...)
			continue
		}
		left += len(group.People)
		v.NotTo = append(v.NotTo, fold)
	}
	v.Getting = page.Tally{Count: i18n.Number(lang, getting), Text: i18n.N(lang, "mail.plan.getting", getting)}
	v.Left = page.Tally{Count: i18n.Number(lang, left), Text: i18n.N(lang, "mail.plan.left", left)}
	v.Preview = reminderPreview(c, lang, m, plan.Rule.ID, to)
	return v
}

func verdictFold(lang i18n.Lang, group service.VerdictGroup) page.Fold {
	fold := page.Fold{
		Title: i18n.T(lang, "reminder.verdict."+string(group.Verdict)), Count: i18n.Number(lang, len(group.People)),
	}
	for i, one := range group.People {
		if i == foldMost {
			fold.Items = append(
				fold.Items, page.FoldItem{Text: i18n.N(lang, "mail.plan.more", len(group.People)-foldMost)},
			)
			break
		}
		item := page.FoldItem{Text: one.Name, Note: page.Line{Text: one.Organisation}}
		if group.Verdict == consult.AddressFails {
			item.Note.Link = &page.Link{
				Text: i18n.T(lang, "mail.plan.repair"), Href: address.StaffContact(one.ContactID),
			}
		}
		fold.Items = append(fold.Items, item)
	}
	return fold
}

// reminderPreview shows the mail to the person the address asks for, or to the
// first who gets it, with the way to the one before and after.
func reminderPreview(
	c echo.Context, lang i18n.Lang, m consult.Meeting, ruleID int64, to []service.Recipient,
) *page.Preview {
	if len(to) == 0 {
		return nil
	}
	asked, _ := strconv.ParseInt(gate.Query(c).Get("wie"), 10, 64)
	at := max(0, slices.IndexFunc(to, func(r service.Recipient) bool { return r.InviteeID == asked }))
	query := func(i int) string {
		return "?regel=" + strconv.FormatInt(ruleID, 10) + "&wie=" + strconv.FormatInt(to[i].InviteeID, 10)
	}
	v := &page.Preview{
		Title: i18n.T(lang, "mail.plan.mail_to", "Name", to[at].Name),
		Src:   address.StaffMeeting(m.ID, address.ToMail, address.ToPreview) + query(at),
	}
	if at > 0 {
		v.Prev = address.StaffMeeting(m.ID, address.ToMail) + query(at-1)
	}
	if at+1 < len(to) {
		v.Next = address.StaffMeeting(m.ID, address.ToMail) + query(at+1)
	}
	return v
}

func (p *Pages) previewReminder(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	ruleID, _ := strconv.ParseInt(gate.Query(c).Get("regel"), 10, 64)
	inviteeID, _ := strconv.ParseInt(gate.Query(c).Get("wie"), 10, 64)
	l, err := p.svc.PreviewReminder(c.Request().Context(), gate.Actor(c), id, ruleID, inviteeID)
	if err != nil {
		return err
	}
	return desk.SendLetter(c, l)
}
