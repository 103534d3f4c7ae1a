package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// PlanReminders queues every reminder that is due now: for each rule of each
// occasion to come and each invitee, when the rule says so and its key is free.
// It returns how many were queued. What was due while the program was down is
// made up for as long as it is useful; two instances at once queue each
// reminder once, because its key is unique.
func (s *Service) PlanReminders(ctx context.Context) (int, error) {
	var occasions []int64
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		occasions, err = tx.OccasionsToRemind(s.now())
		return err
	})
	queued := 0
	for _, id := range occasions {
		if ctx.Err() != nil {
			break
		}
		n, remindErr := s.remind(ctx, id)
		queued += n
		err = errors.Join(err, remindErr)
	}
	return queued, err
}

func (s *Service) remind(ctx context.Context, occasionID int64) (int, error) {
	var due []consult.Mail
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		due, err = s.dueReminders(tx, occasionID)
		return err
	})
	if err != nil || len(due) == 0 {
		return 0, err
	}
	queued := 0
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		// Once more under the lock: who answered in between is not reminded.
		if _, err := tx.LockOccasion(occasionID); err != nil {
			return err
		}
		due, err := s.dueReminders(tx, occasionID)
		if err != nil {
			return err
		}
		if queued, err = tx.Enqueue(due...); err != nil || queued == 0 {
			return err
		}
		e := s.event(consult.SystemActor, "meeting.reminded", "meeting", occasionID)
		e.Detail = map[string]any{"mails": queued}
		tx.Record(e)
		return nil
	})
	return queued, err
}

// dueReminders are the reminders of an occasion that are due and were never
// queued.
func (s *Service) dueReminders(tx *store.Tx, occasionID int64) ([]consult.Mail, error) {
	now := s.now()
	rules, err := tx.Rules(occasionID)
	if err != nil || len(rules) == 0 {
		return nil, err
	}
	o, err := tx.Occasion(occasionID)
	if err != nil {
		return nil, err
	}
	all, err := tx.Invited(occasionID)
	if err != nil {
		return nil, err
	}
	var due []consult.Mail
	for _, rule := range rules {
		for _, st := range all.Standings(o) {
			if rule.Decide(st, now) == consult.DueNow {
				due = append(due, reminder(rule, st, now))
			}
		}
	}
	if len(due) == 0 {
		return nil, nil
	}
	mails, err := tx.ReminderMails(occasionID)
	known := statesByKey(mails)
	return slices.DeleteFunc(due, func(m consult.Mail) bool { return known[m.Key] != "" }), err
}

func statesByKey(mails []consult.Mail) map[string]consult.MailState {
	states := make(map[string]consult.MailState, len(mails))
	for _, m := range mails {
		states[m.Key] = m.State
	}
	return states
}

func reminder(rule consult.Rule, st consult.Standing, now time.Time) consult.Mail {
	m := toInvitee(st, rule.Purpose(), rule.Key(st.Occasion, st.Invitation, st.Invitee.ID), now)
	m.RuleID, m.UsefulUntil = rule.ID, rule.Anchor(st.Occasion, st.Invitation)
	return m
}

// RulePlan is one planned reminder: when, and who gets it and who does not, and
// why, decided by the very function that decides when it goes.
type RulePlan struct {
	Rule   consult.Rule
	Due    time.Time // for who has the meeting's own deadline
	Groups []VerdictGroup
}

// VerdictGroup is everybody of one verdict.
type VerdictGroup struct {
	Verdict consult.Verdict
	People  []Recipient
}

// Recipient is one invitee in a plan.
type Recipient struct {
	InviteeID    int64
	ContactID    int64
	Name         string
	Organisation string
	Language     string
	Due          time.Time         // of the reminder for this invitee
	State        consult.MailState // of the reminder's mail, when there is one
}

// Getting is how many get the mail, now or later.
func (p RulePlan) Getting() int {
	n := 0
	for _, g := range p.Groups {
		if g.Verdict.Sends() {
			n += len(g.People)
		}
	}
	return n
}

// plan tells for every rule of an occasion who will get the reminder and who will
// not, and why. Mails are those of its reminders that are in the outbox.
func (s *Service) plan(
	tx *store.Tx, o consult.Occasion, all []consult.Standing, mails []consult.Mail,
) ([]RulePlan, error) {
	rules, err := tx.Rules(o.ID)
	if err != nil {
		return nil, err
	}
	known := statesByKey(mails)
	plans := make([]RulePlan, len(rules))
	for i, rule := range rules {
		plans[i] = RulePlan{
			Rule: rule, Due: rule.Due(rule.Anchor(o, consult.Invitation{})),
			Groups: verdicts(rule, all, known, s.now()),
		}
	}
	slices.SortStableFunc(plans, func(a, b RulePlan) int { return a.Due.Compare(b.Due) })
	return plans, nil
}

func verdicts(
	rule consult.Rule, all []consult.Standing, known map[string]consult.MailState, now time.Time,
) []VerdictGroup {
	by := map[consult.Verdict][]Recipient{}
	for _, st := range all {
		state := known[rule.Key(st.Occasion, st.Invitation, st.Invitee.ID)]
		verdict := verdictOf(rule, st, state, now)
		by[verdict] = append(by[verdict], Recipient{
			InviteeID: st.Invitee.ID, ContactID: st.Contact.ID, Name: st.Contact.Name(),
			Organisation: st.Organisation.Name,
			Language:     st.Contact.Language, Due: rule.Due(rule.Anchor(st.Occasion, st.Invitation)), State: state,
		})
	}
	var groups []VerdictGroup
	for _, verdict := range consult.Verdicts {
		if len(by[verdict]) > 0 {
			groups = append(groups, VerdictGroup{verdict, by[verdict]})
		}
	}
	return groups
}

// verdictOf is what the rule decides, but for a reminder that is in the outbox:
// its key is taken for ever, so it is never queued again.
func verdictOf(rule consult.Rule, st consult.Standing, state consult.MailState, now time.Time) consult.Verdict {
	verdict := rule.Decide(st, now)
	switch {
	case state == "":
		return verdict
	case state == consult.Dropped && !verdict.Sends():
		return verdict
	case state == consult.Dropped:
		return consult.RuleStopped
	}
	return consult.AlreadySent
}

// AddRule plans one more reminder of a meeting. It counts from now: a moment
// that has passed is not made up for. Problems by field: before, days, at.
func (s *Service) AddRule(ctx context.Context, actor consult.Actor, rule consult.Rule) (int64, error) {
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return 0, err
	}
	rule.ID, rule.ActiveFrom, rule.StoppedAt = 0, s.now(), time.Time{}
	var id int64
	err := s.db.Update(ctx, func(tx *store.Tx) (err error) {
		id, err = s.addRule(tx, actor, rule)
		return err
	})
	return id, err
}

func (s *Service) addRule(tx *store.Tx, actor consult.Actor, rule consult.Rule) (int64, error) {
	if err := rule.Check(); err != nil {
		return 0, err
	}
	o, err := tx.LockOccasion(rule.OccasionID)
	if err != nil {
		return 0, err
	}
	if o.IsCancelled() || !s.now().Before(o.Starts) {
		return 0, consult.ErrClosed
	}
	if !rule.Due(rule.Anchor(o, consult.Invitation{})).After(s.now()) {
		return 0, consult.Problems{{Field: "days", Key: "mail.problem.moment"}}
	}
	same, err := hasRule(tx, rule)
	if err != nil {
		return 0, err
	}
	if same {
		return 0, consult.Problems{{Field: "days", Key: "mail.problem.same_rule"}}
	}
	id, err := tx.AddRule(rule)
	e := s.event(actor, "reminder.planned", "rule", id)
	e.Detail = map[string]any{"meeting": rule.OccasionID, "before": rule.Before, "days": rule.Days, "at": rule.At}
	tx.Record(e)
	return id, err
}

func hasRule(tx *store.Tx, rule consult.Rule) (bool, error) {
	rules, err := tx.Rules(rule.OccasionID)
	return slices.ContainsFunc(rules, func(r consult.Rule) bool {
		return r.StoppedAt.IsZero() && r.Before == rule.Before && r.Days == rule.Days && r.At == rule.At
	}), err
}

// StopRule ends a rule of a meeting; what waits of it is dropped.
// consult.ErrConflict when it had ended.
func (s *Service) StopRule(ctx context.Context, actor consult.Actor, meetingID, ruleID int64) error {
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *store.Tx) error { return s.stopRule(tx, actor, meetingID, ruleID) })
}

func (s *Service) stopRule(tx *store.Tx, actor consult.Actor, meetingID, ruleID int64) error {
	rule, err := tx.Rule(ruleID)
	switch {
	case err != nil:
		return err
	case rule.OccasionID != meetingID:
		return consult.ErrNotFound
	case !rule.StoppedAt.IsZero():
		return consult.ErrConflict
	}
	now := s.now()
	if err := tx.StopRule(ruleID, now); err != nil {
		return err
	}
	n, err := tx.DropMail(store.MailFilter{RuleID: ruleID}, consult.DropStopped, now)
	e := s.event(actor, "reminder.stopped", "rule", ruleID)
	e.Detail = map[string]any{"meeting": meetingID, "dropped": n}
	tx.Record(e)
	return err
}

// ChangeRule sets another moment: the old rule ends and a new one begins, which
// counts from now. It returns the new rule's id.
func (s *Service) ChangeRule(
	ctx context.Context, actor consult.Actor, meetingID, ruleID int64, days, at int,
) (int64, error) {
	if err := consult.Allow(actor, consult.SendMail); err != nil {
		return 0, err
	}
	var id int64
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		old, err := tx.Rule(ruleID)
		if err != nil {
			return err
		}
		if err := s.stopRule(tx, actor, meetingID, ruleID); err != nil {
			return err
		}
		id, err = s.addRule(
			tx, actor, consult.Rule{OccasionID: meetingID, Before: old.Before, Days: days, At: at, ActiveFrom: s.now()},
		)
		return err
	})
	return id, err
}
