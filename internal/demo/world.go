// Package demo makes the invented world that the demo and many tests start
// from: Jeugdregio Merenland, sixty organisations, a hundred and fifty people
// five meetings, and what was published since the region began. It goes through
// the same use cases as people do, on a clock that walks from three years ago to
// now, so that outbox, audit, versions and reminders tell one history. Nobody
// and nothing in it exists.
package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// Worker is the program as Fill needs it: app.App is one.
type Worker interface {
	DB() *store.DB
	// ServiceAt is the use cases on another clock.
	ServiceAt(clock func() time.Time) *service.Service
}

// World is what became of it: what a command prints and tests begin with.
type World struct {
	StaffID       int64  // the beheerder, Marleen Oosterveld
	InvitationURL string // somebody's who has not answered, before the deadline
	TalkRound     int64  // the meeting that was held, with its report
	Consultation  int64  // coming, to be answered within a week
	KickOff       int64  // coming, moved once
	Webinar       int64  // published, nobody is invited
	SchoolTable   int64  // a draft
}

// Refuses is the fault of a mailbox for this world: the owner of one address
// has left, so that there is mail that could not be delivered.
func Refuses(stage, to string, _ int) *mailbox.Fault {
	if stage != mailbox.StageRcpt || to != "w.thart@samenwerkendepraktijken.example" {
		return nil
	}
	return &mailbox.Fault{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "no such mailbox here"}
}

// Fill makes the world in an empty database as it stands at an instant. lang is
// the language of the staff and of the invitation in World. A database that
// holds the world already stays as it is.
func Fill(ctx context.Context, w Worker, now time.Time, lang i18n.Lang) (World, error) {
	f := &filler{
		Worker: w, now: now, days: days{now}, lang: lang,
		towns: map[string]int64{}, organisations: map[string]int64{}, contacts: map[string]int64{},
		staff:  map[string]consult.Actor{},
		themes: map[string]int64{}, posts: map[string]int64{}, writers: map[string]consult.Actor{},
	}
	made, err := f.look(ctx)
	if !errors.Is(err, consult.ErrNotFound) {
		return made, err
	}
	f.svc = w.ServiceAt(func() time.Time { return f.clock })
	defer f.svc.HangUp()
	if err := f.run(ctx, f.history()); err != nil {
		return World{}, fmt.Errorf("make the demo's world: %w", err)
	}
	return f.look(ctx)
}

// filler is a world in the making.
type filler struct {
	Worker
	svc   *service.Service
	now   time.Time // when the world is looked at
	clock time.Time // how far its history is
	days  days
	lang  i18n.Lang

	towns         map[string]int64
	organisations map[string]int64
	contacts      map[string]int64 // by organisation/place
	staff         map[string]consult.Actor
	themes, posts map[string]int64
	writers       map[string]consult.Actor // of posts
	done          World
}

// step is one thing that happened.
type step struct {
	at time.Time
	do func(ctx context.Context) error
}

// history is everything that happened, in any order.
func (f *filler) history() []step {
	all := []step{
		{f.days.back(770, 9, 0), f.hire},
		{f.days.back(769, 10, 0), f.settle},
		{f.days.back(60, 11, 0), f.directory},
	}
	all = append(all, f.talkRoundSteps()...)
	all = append(all, f.consultationSteps()...)
	all = append(all, f.kickOffSteps()...)
	all = append(all, f.otherSteps()...)
	all = append(all, f.pressSteps()...)
	all = append(all, f.faqSteps()...)
	return append(all, f.reminderSteps()...)
}

// reminderSteps are the mornings on which the program looked for reminders that
// were due, and this moment.
func (f *filler) reminderSteps() []step {
	var all []step
	for day := f.days.back(46, 0, 0); ; day = nextDay(day, 1) {
		at := clock(day, 9, 0)
		if !at.Before(f.now) {
			return append(all, step{f.now, f.remind})
		}
		all = append(all, step{at, f.remind})
	}
}

func (f *filler) remind(ctx context.Context) error {
	_, err := f.svc.PlanReminders(ctx)
	return err
}

// run goes through the history in order and sends after every step what it
// caused.
func (f *filler) run(ctx context.Context, history []step) error {
	slices.SortStableFunc(history, func(a, b step) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	for _, s := range history {
		if s.at.After(f.now) {
			return fmt.Errorf("a step at %s lies in the future", s.at)
		}
		f.clock = s.at
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("at %s: %w", s.at.Format("2 January 15:04"), err)
		}
		if _, err := f.svc.Deliver(ctx, consult.Lanes, "demo"); err != nil {
			return fmt.Errorf("deliver at %s: %w", s.at.Format("2 January 15:04"), err)
		}
	}
	return nil
}

// invitee finds how somebody was invited to a meeting.
func (f *filler) invitee(ctx context.Context, meetingID int64, who string) (consult.Invitee, error) {
	var found consult.Invitee
	err := f.DB().View(ctx, func(tx *store.Tx) error {
		all, err := tx.InviteesOfContact(f.contacts[who])
		if err != nil {
			return err
		}
		for _, v := range all {
			i, err := tx.Invitation(v.InvitationID)
			if err != nil {
				return err
			}
			if i.OccasionID == meetingID {
				found = v
				return nil
			}
		}
		return fmt.Errorf("%s at meeting %d: %w", who, meetingID, consult.ErrNotFound)
	})
	return found, err
}
