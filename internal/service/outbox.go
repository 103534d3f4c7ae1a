package service

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// OutboxPage is one page of the outbox with what the whole of it holds.
type OutboxPage struct {
	Mails  []consult.Mail
	More   bool // there are older ones
	Counts map[consult.MailState]int
	Titles map[int64]string // of the meetings that the mails are about
}

// Outbox lists mail, newest first. Counts are of all mail that matches but for
// the filter's states.
func (s *Service) Outbox(ctx context.Context, actor consult.Actor, f store.MailFilter) (OutboxPage, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (OutboxPage, error) {
		p := OutboxPage{Counts: map[consult.MailState]int{}, Titles: map[int64]string{}}
		all := f
		all.States, all.Before = nil, 0
		counts, err := tx.MailCounts(all)
		if err != nil {
			return p, err
		}
		for _, c := range counts {
			p.Counts[c.State] += c.N
		}
		if f.Limit > 0 {
			f.Limit++
		}
		p.Mails, err = tx.Mails(f)
		if f.Limit > 0 && len(p.Mails) == f.Limit {
			p.Mails, p.More = p.Mails[:f.Limit-1], true
		}
		if err != nil {
			return p, err
		}
		return p, p.addTitles(tx)
	})
}

func (p *OutboxPage) addTitles(tx *store.Tx) error {
	for _, m := range p.Mails {
		if _, known := p.Titles[m.OccasionID]; known || m.OccasionID == 0 {
			continue
		}
		o, err := tx.Occasion(m.OccasionID)
		if err != nil {
			return err
		}
		p.Titles[m.OccasionID] = o.Title
	}
	return nil
}

// MailDetail is one mail with what went out and what it is about.
type MailDetail struct {
	Mail    consult.Mail
	Copy    *store.MailCopy // nil when nothing was handed over
	Meeting *consult.Meeting
	Contact *consult.Contact
}

// MailDetail reads one mail.
func (s *Service) MailDetail(ctx context.Context, actor consult.Actor, mailID int64) (MailDetail, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (MailDetail, error) {
		var d MailDetail
		var err error
		if d.Mail, err = tx.Mail(mailID); err != nil {
			return d, err
		}
		kept, err := tx.MailCopy(mailID)
		switch {
		case err == nil:
			d.Copy = &kept
		case !errors.Is(err, consult.ErrNotFound):
			return d, err
		}
		if d.Mail.OccasionID != 0 {
			m, err := tx.Meeting(d.Mail.OccasionID)
			if err != nil {
				return d, err
			}
			d.Meeting = &m
		}
		if d.Mail.ContactID != 0 {
			c, err := tx.Contact(d.Mail.ContactID)
			if err != nil {
				return d, err
			}
			d.Contact = &c
		}
		return d, nil
	})
}

// MailPlan is what goes out for a meeting and when, and what went out by purpose
// and state, by rule, and in which sendings.
type MailPlan struct {
	Meeting  consult.Meeting
	Rules    []RulePlan
	Counts   map[consult.Purpose]map[consult.MailState]int
	Mailings []consult.Mailing
	ByRule   map[int64]map[consult.MailState]int
}

// MailPlan reads the plan of a meeting's mail.
func (s *Service) MailPlan(ctx context.Context, actor consult.Actor, meetingID int64) (MailPlan, error) {
	return look(ctx, s, actor, func(tx *store.Tx) (MailPlan, error) {
		p := MailPlan{
			Counts: map[consult.Purpose]map[consult.MailState]int{}, ByRule: map[int64]map[consult.MailState]int{},
		}
		var err error
		if p.Meeting, err = tx.Meeting(meetingID); err != nil {
			return p, err
		}
		all, err := tx.Invited(meetingID)
		if err != nil {
			return p, err
		}
		mails, err := tx.ReminderMails(meetingID)
		if err != nil {
			return p, err
		}
		if p.Rules, err = s.plan(tx, p.Meeting.Occasion, all.Standings(p.Meeting.Occasion), mails); err != nil {
			return p, err
		}
		if p.Mailings, err = tx.Mailings(meetingID); err != nil {
			return p, err
		}
		counts, err := tx.MailCounts(store.MailFilter{OccasionID: meetingID})
		for _, c := range counts {
			count(p.Counts, c.Purpose, c)
			if c.RuleID != 0 {
				count(p.ByRule, c.RuleID, c)
			}
		}
		return p, err
	})
}

func count[K comparable](all map[K]map[consult.MailState]int, of K, c store.MailCount) {
	if all[of] == nil {
		all[of] = map[consult.MailState]int{}
	}
	all[of][c.State] += c.N
}

// Undeliverable lists the contacts whose address a mail server refused.
func (s *Service) Undeliverable(ctx context.Context, actor consult.Actor) ([]store.Undeliverable, error) {
	return look(
		ctx, s, actor, func(tx *store.Tx) ([]store.Undeliverable, error) { return tx.UndeliverableContacts(1000) },
	)
}

// Decision is what staff decide on a mail that does not go by itself.
type Decision string

// Decisions. Arrived and Resend are for uncertain mail, Again for failed mail,
// Release and Drop for held mail.
const (
	Arrived Decision = "arrived"
	Resend  Decision = "resend"
	Again   Decision = "again"
	Release Decision = "release"
	Drop    Decision = "drop"
)

var decisions = map[Decision]struct{ from, to consult.MailState }{
	Arrived: {consult.Uncertain, consult.Sent},
	Resend:  {consult.Uncertain, consult.Queued},
	Again:   {consult.Failed, consult.Queued},
	Release: {consult.Held, consult.Queued},
	Drop:    {consult.Held, consult.Dropped},
}

// Decisions are what staff can decide on mail in a state.
func Decisions(state consult.MailState) []Decision {
	switch state {
	case consult.Uncertain:
		return []Decision{Arrived, Resend}
	case consult.Failed:
		return []Decision{Again}
	case consult.Held:
		return []Decision{Release, Drop}
	}
	return nil
}

// SettleMail carries out what staff decided on some mails and records who did.
// Mail that is no longer in the state it was decided on is consult.ErrConflict,
// and then nothing of the whole has happened. Mail that goes again goes to the
// address its recipient has now, with the Message-ID it had.
func (s *Service) SettleMail(ctx context.Context, actor consult.Actor, decision Decision, mailIDs ...int64) error {
	if err := consult.Allow(actor, consult.SettleMail); err != nil {
		return err
	}
	step, known := decisions[decision]
	if !known {
		return fmt.Errorf("no such decision on mail: %w", consult.ErrNotFound)
	}
	if len(mailIDs) == 0 {
		return consult.Problems{{Field: "mail", Key: "mail.problem.none"}}
	}
	return s.db.Update(ctx, func(tx *store.Tx) error {
		for _, id := range mailIDs {
			if err := s.settleOne(tx, actor, decision, id, step.from, step.to); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) settleOne(
	tx *store.Tx, actor consult.Actor, decision Decision, mailID int64, from, to consult.MailState,
) error {
	m, err := tx.Mail(mailID)
	if err != nil {
		return err
	}
	if to.Waiting() {
		if err := readdress(tx, m); err != nil {
			return err
		}
	}
	if decision == Release && m.Error == string(consult.HeldForName) {
		if err := tx.SeeContact(m.ContactID); err != nil {
			return err
		}
	}
	why := ""
	if to == consult.Dropped {
		why = string(consult.DropStopped)
	}
	if err := tx.ChangeMail(mailID, from, to, why, s.now()); err != nil {
		return err
	}
	e := s.event(actor, "mail."+string(decision), "mail", mailID)
	e.Detail = map[string]any{"purpose": m.Purpose, "meeting": m.OccasionID, "contact": m.ContactID}
	tx.Record(e)
	return nil
}

// readdress gives mail the address that was corrected since. Uncertain mail
// keeps its own: it may have arrived there.
func readdress(tx *store.Tx, m consult.Mail) error {
	if m.ContactID == 0 || m.State == consult.Uncertain {
		return nil
	}
	c, err := tx.Contact(m.ContactID)
	if err != nil || c.Address == m.Address {
		return err
	}
	return tx.ReaddressMail(m.ID, c.Address, c.Name())
}

// NeverMails says that this program sends nothing, whatever waits.
func (s *Service) NeverMails() bool { return s.mail.settings.Dial == nil }

// HoldAll holds all mail that waits until a person releases it. It returns how
// many there were.
func (s *Service) HoldAll(ctx context.Context, actor consult.Actor) (held int64, err error) {
	if err := consult.Allow(actor, consult.SettleMail); err != nil {
		return 0, err
	}
	err = s.db.Update(ctx, func(tx *store.Tx) error {
		held, err = s.hold(tx, actor, consult.HeldByHand)
		return err
	})
	return held, err
}

func (s *Service) hold(tx *store.Tx, actor consult.Actor, why consult.HoldReason) (int64, error) {
	held, err := tx.HoldMail(why)
	if err != nil {
		return 0, err
	}
	e := s.event(actor, "mail.held", "outbox", 0)
	e.Detail = map[string]any{"reason": why, "count": held}
	tx.Record(e)
	return held, nil
}

// ReleaseAll lets everything go that a restore held, and leaves what is held for
// an odd name: each of those wants a look. Each mail's premise is looked at
// before it is sent, as always. It returns how many there were.
func (s *Service) ReleaseAll(ctx context.Context, actor consult.Actor) (int, error) {
	if err := consult.Allow(actor, consult.SettleMail); err != nil {
		return 0, err
	}
	n := 0
	err := s.db.Update(ctx, func(tx *store.Tx) error {
		held, err := tx.Mails(store.MailFilter{States: []consult.MailState{consult.Held}})
		if err != nil {
			return err
		}
		held = slices.DeleteFunc(held, func(m consult.Mail) bool { return m.Error == string(consult.HeldForName) })
		n = len(held)
		for _, m := range held {
			if err := s.settleOne(tx, actor, Release, m.ID, consult.Held, consult.Queued); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// JobRuns returns when each job last ran, on whatever instance.
func (s *Service) JobRuns(ctx context.Context) ([]store.JobRun, error) {
	var all []store.JobRun
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.JobRuns()
		return err
	})
	return all, err
}
