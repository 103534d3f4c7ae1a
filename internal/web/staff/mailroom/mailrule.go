package mailroom

import (
	"net/http"
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

// ruleFields builds the two forms of the plan: one to change the chosen rule
// and one for a new rule. Problems belong to one of them.
type ruleFields struct {
	c           echo.Context
	lang        i18n.Lang
	ruleID      int64 // whose form was sent; 0: that of a new rule
	sent        bool
	old, fresh  *page.Fields
	oldProblems bool
}

func newRuleFields(c echo.Context, lang i18n.Lang, problems consult.Problems, ruleID int64) *ruleFields {
	f := &ruleFields{c: c, lang: lang, ruleID: ruleID, sent: len(problems) > 0, oldProblems: ruleID != 0}
	f.old, f.fresh = page.NewFields(lang, nil), page.NewFields(lang, nil)
	if ruleID != 0 {
		f.old = page.NewFields(lang, problems)
	} else {
		f.fresh = page.NewFields(lang, problems)
	}
	f.old = f.old.Prefixed("wijzig")
	return f
}

func (f *ruleFields) summary() *page.ErrorSummary {
	if f.oldProblems {
		return f.old.Summary()
	}
	return f.fresh.Summary()
}

// value is what was typed in the form that was sent, or what is.
func (f *ruleFields) value(name, is string, mine bool) string {
	if f.sent && mine {
		return gate.FormOf(f.c).Line(name)
	}
	return is
}

func (f *ruleFields) change(r consult.Rule) *ruleForm {
	mine := f.ruleID == r.ID
	clock := i18n.TimeOfDay{Hour: r.At / 60, Minute: r.At % 60}
	return &ruleForm{
		Action: address.StaffMailRule(r.OccasionID, r.ID),
		Days:   f.days(f.old, f.value("days", strconv.Itoa(r.Days), mine)),
		Moment: f.moment(f.old, f.value("at", clock.String(), mine)),
	}
}

func (f *ruleFields) add(m consult.Meeting) *ruleForm {
	mine := f.ruleID == 0
	before := f.fresh.Radios("before", "mail.rule.before", f.value("before", string(consult.BeforeDeadline), mine),
		[]page.Option{
			{Value: string(consult.BeforeDeadline), Text: i18n.T(f.lang, "mail.rule.before_deadline"),
				Note: i18n.T(f.lang, "mail.rule.before_deadline_note")},
			{Value: string(consult.BeforeMeeting), Text: i18n.T(f.lang, "mail.rule.before_meeting"),
				Note: i18n.T(f.lang, "mail.rule.before_meeting_note")},
		})
	return &ruleForm{
		Action: address.StaffMeeting(m.ID, address.ToMail, address.ToRules), Before: &before,
		Days: f.days(f.fresh, f.value("days", "", mine)), Moment: f.moment(f.fresh, f.value("at", "09:00", mine)),
	}
}

func (f *ruleFields) days(form *page.Fields, value string) page.Field {
	return form.Text("days", "mail.rule.days", value, page.InputMode("numeric"), page.Hint("mail.rule.days_hint"),
		page.Max(2))
}

func stopOf(lang i18n.Lang, m consult.Meeting, plan service.RulePlan) *stopForm {
	return &stopForm{
		Action: address.StaffMailRule(m.ID, plan.Rule.ID, address.ToStop),
		Title:  i18n.N(lang, "mail.plan.will", plan.Getting(), "When", i18n.DateTime(lang, plan.Due)),
		Text:   i18n.T(lang, "mail.plan.stop_text"),
	}
}

// ruleOf reads a rule from its form; what cannot be read is out of range.
func ruleOf(c echo.Context, meetingID int64) consult.Rule {
	form := gate.FormOf(c)
	r := consult.Rule{OccasionID: meetingID, Before: consult.Before(form.Line("before")), Days: -1, At: -1}
	if days, err := strconv.Atoi(form.Line("days")); err == nil {
		r.Days = days
	}
	if clock, err := i18n.ParseClock(form.Line("at")); err == nil {
		r.At = clock.Hour*60 + clock.Minute
	}
	return r
}

func (p *Pages) addRule(c echo.Context) error {
	id, err := desk.ID(c, "id")
	if err != nil {
		return err
	}
	ruleID, err := p.svc.AddRule(c.Request().Context(), gate.Actor(c), ruleOf(c, id))
	if err != nil {
		return p.ruleProblems(c, err, 0)
	}
	return c.Redirect(http.StatusSeeOther,
		address.StaffMeeting(id, address.ToMail)+"?gedaan=gepland&regel="+strconv.FormatInt(ruleID, 10))
}

func (p *Pages) changeRule(c echo.Context) error {
	id, ruleID, err := ruleParams(c)
	if err != nil {
		return err
	}
	r := ruleOf(c, id)
	next, err := p.svc.ChangeRule(c.Request().Context(), gate.Actor(c), id, ruleID, r.Days, r.At)
	if err != nil {
		return p.ruleProblems(c, err, ruleID)
	}
	return c.Redirect(http.StatusSeeOther,
		address.StaffMeeting(id, address.ToMail)+"?gedaan=gewijzigd&regel="+strconv.FormatInt(next, 10))
}

func (p *Pages) ruleProblems(c echo.Context, err error, ruleID int64) error {
	problems, other := desk.AsProblems(err)
	if other != nil {
		return other
	}
	return p.renderMailPlan(c, http.StatusUnprocessableEntity, problems, ruleID)
}

func (p *Pages) stopRule(c echo.Context) error {
	id, ruleID, err := ruleParams(c)
	if err != nil {
		return err
	}
	if err := p.svc.StopRule(c.Request().Context(), gate.Actor(c), id, ruleID); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address.StaffMeeting(id, address.ToMail)+"?gedaan=gestopt")
}

func ruleParams(c echo.Context) (meetingID, ruleID int64, err error) {
	if meetingID, err = desk.ID(c, "id"); err != nil {
		return 0, 0, err
	}
	ruleID, err = desk.ID(c, "regel")
	return meetingID, ruleID, err
}

func (f *ruleFields) moment(form *page.Fields, value string) page.Field {
	return form.Text("at", "mail.rule.at", value, page.Type("time"))
}
