package service

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/mailer"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// rule adds a rule to the meeting as if it had been active since a moment.
func (w *mailWorld) rule(before consult.Before, days, hour int, active time.Time) consult.Rule {
	w.t.Helper()
	r := consult.Rule{OccasionID: w.meeting.ID, Before: before, Days: days, At: hour * 60, ActiveFrom: active}
	w.update(func(tx *store.Tx) (err error) {
		r.ID, err = tx.AddRule(r)
		return err
	})
	return r
}

// plan plans at a moment and returns how many reminders were queued.
func (w *mailWorld) plan(at time.Time) int {
	w.t.Helper()
	w.at(at)
	n, err := w.svc.PlanReminders(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *mailWorld) change(fn func(*consult.Meeting)) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		m, err := tx.Meeting(w.meeting.ID)
		if err != nil {
			return err
		}
		fn(&m)
		return tx.SetMeeting(m, w.now())
	})
}

// Seven days before "uiterlijk 16 november" at nine is 9 november, to the
// second.
func TestReminderMoment(t *testing.T) {
	due := amsterdam(2026, 11, 9, 9, 0)
	tests := []struct {
		name string
		at   time.Time
		want int
	}{
		{"a second before", due.Add(-time.Second), 0},
		{"at the moment", due, 1},
		{"a second after", due.Add(time.Second), 1},
		{"three days of downtime", due.Add(72 * time.Hour), 1},
		{"a second before the deadline", amsterdam(2026, 11, 17, 0, 0).Add(-time.Second), 1},
		{"at the deadline", amsterdam(2026, 11, 17, 0, 0), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := sqliteMailWorld(t, 1)
			w.rule(consult.BeforeDeadline, 7, 9, mailNow)
			if n := w.plan(tt.at); n != tt.want {
				t.Errorf("%d reminders, want %d", n, tt.want)
			}
			if n := w.plan(tt.at); n != 0 {
				t.Errorf("planned again: %d reminders", n)
			}
		})
	}
}

// A wall time stays a wall time over the nights on which the clock changes.
func TestReminderOverClockChange(t *testing.T) {
	tests := []struct {
		name          string
		starts        time.Time
		days, hour    int
		due           time.Time
		before, after string // offset of the zone, to be sure that the clock changes in between
	}{
		{
			"october, day before at 15", amsterdam(2026, 10, 25, 15, 0), 1, 15,
			time.Date(2026, 10, 24, 13, 0, 0, 0, time.UTC), "+02:00", "+01:00",
		},
		{
			"march, day before at 9", amsterdam(2027, 3, 28, 15, 0), 1, 9,
			time.Date(2027, 3, 27, 8, 0, 0, 0, time.UTC), "+01:00", "+02:00",
		},
		{
			"march, the day itself at 9", amsterdam(2027, 3, 28, 15, 0), 0, 9,
			time.Date(2027, 3, 28, 7, 0, 0, 0, time.UTC), "+02:00", "+02:00",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := sqliteMailWorld(t, 1)
			w.change(func(m *consult.Meeting) { m.Starts, m.Ends = tt.starts, tt.starts.Add(2*time.Hour) })
			w.rule(consult.BeforeMeeting, tt.days, tt.hour, mailNow)
			w.answer(w.people[0], consult.Yes)
			if got := tt.due.In(consult.Amsterdam).Format("-07:00"); got != tt.before ||
				tt.starts.Format("-07:00") != tt.after {
				t.Fatalf("the clock does not change here: %s", got)
			}
			if n := w.plan(tt.due.Add(-time.Second)); n != 0 {
				t.Error("reminded too early")
			}
			if n := w.plan(tt.due); n != 1 {
				t.Error("not reminded at the wall time")
			}
		})
	}
}

// Who must not be reminded is not, whatever the clock says.
func TestWhoIsNotReminded(t *testing.T) {
	due := amsterdam(2026, 11, 9, 9, 0)
	tests := []struct {
		name    string
		verdict consult.Verdict
		change  func(w *mailWorld)
	}{
		{"answered no", consult.HasAnswered, func(w *mailWorld) { w.answer(w.people[0], consult.No) }},
		{
			"meeting cancelled", consult.MeetingOff,
			func(w *mailWorld) { w.change(func(m *consult.Meeting) { m.CancelledAt = w.now() }) },
		},
		{
			"wants no reminders", consult.AskedNoMore,
			func(w *mailWorld) { w.invitee(func(v *consult.Invitee) { v.NoReminders = w.now() }) },
		},
		{
			"wrong person", consult.NotTheRightOne,
			func(w *mailWorld) { w.invitee(func(v *consult.Invitee) { v.WrongPerson = w.now() }) },
		},
		{
			"withdrawn", consult.TakenBack,
			func(w *mailWorld) { w.invitee(func(v *consult.Invitee) { v.WithdrawnAt = w.now() }) },
		},
		{"undeliverable", consult.AddressFails, func(w *mailWorld) {
			w.update(func(tx *store.Tx) error {
				_, err := tx.MarkUndeliverable("p1@praktijk.example", "550", w.now())
				return err
			})
		}},
		{"invited after the moment", consult.InvitedTooLate, func(w *mailWorld) {
			w.invitee(func(v *consult.Invitee) { v.AddedAt = due.Add(time.Hour) })
		}},
		{"invited less than a day before", consult.InvitedTooLate, func(w *mailWorld) {
			w.invitee(func(v *consult.Invitee) { v.AddedAt = due.Add(-23 * time.Hour) })
		}},
		{"rule stopped", consult.RuleStopped, func(w *mailWorld) {
			w.update(func(tx *store.Tx) error { return tx.StopRule(1, w.now()) })
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := sqliteMailWorld(t, 1)
			w.rule(consult.BeforeDeadline, 7, 9, mailNow)
			tt.change(w)
			if n := w.plan(due.Add(time.Hour)); n != 0 {
				t.Errorf("%d reminders", n)
			}
			plan, err := w.svc.MailPlan(
				context.Background(), consult.Actor{Kind: consult.ByStaff, Role: consult.Reader}, w.meeting.ID,
			)
			if err != nil || len(plan.Rules) != 1 || len(plan.Rules[0].Groups) != 1 ||
				plan.Rules[0].Groups[0].Verdict != tt.verdict {
				t.Errorf("the plan says %+v (%v), want %s", plan.Rules, err, tt.verdict)
			}
		})
	}
	t.Run("rule made after its moment", func(t *testing.T) {
		w := sqliteMailWorld(t, 1)
		w.rule(consult.BeforeDeadline, 7, 9, due.Add(time.Minute))
		if n := w.plan(due.Add(time.Hour)); n != 0 {
			t.Error("a rule mailed for a moment before it existed")
		}
	})
}

func (w *mailWorld) invitee(fn func(*consult.Invitee)) {
	w.t.Helper()
	w.update(func(tx *store.Tx) error {
		v, err := tx.Invitee(w.people[0].Invitee.ID)
		if err != nil {
			return err
		}
		fn(&v)
		return tx.SetInvitee(v)
	})
}

// Before the meeting those are reminded who come, and no others.
func TestReminderOfTheMeeting(t *testing.T) {
	w := sqliteMailWorld(t, 3)
	w.rule(consult.BeforeMeeting, 1, 9, mailNow)
	w.answer(w.people[0], consult.Yes)
	w.answer(w.people[1], consult.No)
	if n := w.plan(amsterdam(2026, 11, 25, 9, 0)); n != 1 || w.outbox()[0].InviteeID != w.people[0].Invitee.ID {
		t.Errorf("%d reminders", n)
	}
}

// A meeting that moves takes its reminders along: the old moment passes
// without mail, and one that waits is dropped.
func TestMovedMeetingHasNewReminders(t *testing.T) {
	w := sqliteMailWorld(t, 1)
	w.rule(consult.BeforeDeadline, 7, 9, mailNow)
	if n := w.plan(amsterdam(2026, 11, 9, 9, 0)); n != 1 {
		t.Fatalf("%d reminders", n)
	}
	w.change(func(m *consult.Meeting) {
		m.Starts, m.Ends, m.AnswerBy = m.Starts.AddDate(0, 0, 14), m.Ends.AddDate(0, 0, 14),
			m.AnswerBy.AddDate(0, 0, 14)
		m.Version, m.Sequence = 2, 1
	})
	w.serve()
	w.deliver()
	w.wantStates("dropped:superseded")
	if n := w.plan(amsterdam(2026, 11, 22, 9, 0)); n != 0 {
		t.Error("reminded for the old moment")
	}
	if n := w.plan(amsterdam(2026, 11, 23, 9, 0)); n != 1 {
		t.Error("not reminded for the new moment")
	}
}

// After downtime the reminder that is still useful goes, and one of which the
// moment has passed does not, even when it was queued.
func TestQueuedReminderGrowsOld(t *testing.T) {
	w := sqliteMailWorld(t, 1)
	w.rule(consult.BeforeDeadline, 7, 9, mailNow)
	w.plan(amsterdam(2026, 11, 9, 9, 0))
	box := w.serve()
	w.at(amsterdam(2026, 11, 17, 0, 0))
	w.deliver()
	w.wantStates("dropped:passed")
	if len(box.Arrived()) != 0 {
		t.Error("a reminder went out after the deadline")
	}
}

func TestRulesAreChangedByNewOnes(t *testing.T) {
	ctx := context.Background()
	w := sqliteMailWorld(t, 1)
	editor := consult.Actor{Kind: consult.ByStaff, ID: 1, Role: consult.Editor}
	id, err := w.svc.AddRule(
		ctx, editor, consult.Rule{OccasionID: w.meeting.ID, Before: consult.BeforeDeadline, Days: 7, At: 9 * 60},
	)
	if err != nil {
		t.Fatal(err)
	}
	for name, rule := range map[string]consult.Rule{
		"the same":    {OccasionID: w.meeting.ID, Before: consult.BeforeDeadline, Days: 7, At: 9 * 60},
		"in the past": {OccasionID: w.meeting.ID, Before: consult.BeforeDeadline, Days: 50, At: 9 * 60},
		"too long":    {OccasionID: w.meeting.ID, Before: consult.BeforeDeadline, Days: 61, At: 9 * 60},
		"of nothing":  {OccasionID: w.meeting.ID, Before: "onzin", Days: 1, At: 9 * 60},
	} {
		if _, err := w.svc.AddRule(ctx, editor, rule); err == nil {
			t.Errorf("a rule was added that is %s", name)
		}
	}
	w.plan(amsterdam(2026, 11, 9, 9, 0))
	next, err := w.svc.ChangeRule(ctx, editor, w.meeting.ID, id, 3, 10*60)
	if err != nil || next == id {
		t.Fatalf("changed to %d, %v", next, err)
	}
	w.wantStates("dropped:stopped")
	if n := w.plan(amsterdam(2026, 11, 13, 10, 0)); n != 1 {
		t.Errorf("%d reminders by the changed rule, want 1", n)
	}
	if err := w.svc.StopRule(ctx, editor, w.meeting.ID+1, next); err == nil {
		t.Error("a rule was stopped by the address of another meeting")
	}
}

// twoInstances makes two services on one PostgreSQL database, each with its own
// pool, and a mail server for both.
func twoInstances(t *testing.T, people int) (*mailWorld, []*Service, *mailbox.Box) {
	setting := storetest.Postgres(t)
	w := newMailWorld(t, storetest.Open(t, setting), people)
	box := w.serve()
	dial := dialer(box, mailer.TLSNone, 5*time.Second)
	other, err := store.Open(context.Background(), setting, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	second := w.service(other, dial)
	t.Cleanup(second.HangUp)
	return w, []*Service{w.svc, second}, box
}

// arrived counts what each address got.
func arrived(box *mailbox.Box) map[string]int {
	got := map[string]int{}
	for _, m := range box.Arrived() {
		got[m.To]++
	}
	return got
}

// Two instances plan and deliver at once: everybody gets the reminder once.
func TestTwoInstancesRemindOnce(t *testing.T) {
	w, instances, box := twoInstances(t, 60)
	w.rule(consult.BeforeDeadline, 7, 9, mailNow)
	w.at(amsterdam(2026, 11, 9, 9, 0))
	var all sync.WaitGroup
	for i, svc := range instances {
		for k := range 2 {
			all.Go(func() {
				ctx := context.Background()
				if _, err := svc.PlanReminders(ctx); err != nil {
					t.Error(err)
				}
				if _, err := svc.Deliver(ctx, consult.Lanes, fmt.Sprintf("%d-%d", i, k)); err != nil {
					t.Error(err)
				}
			})
		}
	}
	all.Wait()
	w.deliver()
	got := arrived(box)
	if len(got) != 60 {
		t.Errorf("%d people were reminded, want 60", len(got))
	}
	for address, n := range got {
		if n != 1 {
			t.Errorf("%s was reminded %d times", address, n)
		}
	}
	if states := w.states(); strings.Count(states, "sent") != 60 {
		t.Errorf("outbox: %s", states)
	}
}

// The twin of the test above: without the key that is unique, the same two
// instances remind everybody twice, so the test would notice.
func TestTwinWithoutTheKeyRemindsTwice(t *testing.T) {
	w, instances, box := twoInstances(t, 5)
	w.rule(consult.BeforeDeadline, 7, 9, mailNow)
	w.at(amsterdam(2026, 11, 9, 9, 0))
	due := make([][]consult.Mail, 2)
	for i, svc := range instances { // both look before either has written
		if err := svc.db.View(context.Background(), func(tx *store.Tx) (err error) {
			due[i], err = svc.dueReminders(tx, w.meeting.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for i, svc := range instances {
		for k := range due[i] {
			due[i][k].Key += fmt.Sprintf(":%d", i)
			due[i][k].RuleID = 0 // the premise would look at the key too
		}
		if err := svc.db.Update(
			context.Background(), func(tx *store.Tx) error { _, err := tx.Enqueue(due[i]...); return err },
		); err != nil {
			t.Fatal(err)
		}
	}
	w.deliver()
	for address, n := range arrived(box) {
		if n != 2 {
			t.Errorf("%s was reminded %d times, the twin should show 2", address, n)
		}
	}
}

// The twin of claiming: two senders that read the outbox and do not claim send
// everything twice.
func TestTwinWithoutTheClaimSendsTwice(t *testing.T) {
	w, instances, box := twoInstances(t, 5)
	w.queue(consult.ForInvitation, w.people...)
	waiting := make([][]consult.Mail, 2)
	for i, svc := range instances {
		if err := svc.db.View(context.Background(), func(tx *store.Tx) (err error) {
			waiting[i], err = tx.Mails(store.MailFilter{States: []consult.MailState{consult.Queued}})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for i, svc := range instances {
		for _, m := range waiting[i] {
			p, err := svc.pack(context.Background(), m)
			if err != nil {
				t.Fatal(err)
			}
			conn, err := w.svc.mail.settings.Dial(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if err := conn.Send(context.Background(), "mail@merenland.example", m.Address, p.raw, nil); err != nil {
				t.Fatal(err)
			}
			_ = conn.Close()
		}
	}
	for address, n := range arrived(box) {
		if n != 2 {
			t.Errorf("%s got %d, the twin should show 2", address, n)
		}
	}
}
