package service_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/testkit"
)

// TestAbsenceIsOnRecord lets instances come and go: each time in which none was
// there for more than ten seconds is one entry, with its begin, end and reason,
// and no other time is.
func TestAbsenceIsOnRecord(t *testing.T) {
	for name, postgres := range map[string]bool{"sqlite": false, "postgres": true} {
		t.Run(name, func(t *testing.T) {
			p := testkit.New(t, testkit.Options{Empty: true, Postgres: postgres})
			beat := func(after time.Duration, instance string) {
				t.Helper()
				p.Clock.Advance(after)
				if _, err := p.Service().Beat(context.Background(), instance, false); err != nil {
					t.Fatal(err)
				}
			}
			leave := func(after time.Duration, instance string) {
				t.Helper()
				p.Clock.Advance(after)
				if err := p.Service().Leave(context.Background(), instance); err != nil {
					t.Fatal(err)
				}
			}
			start := p.Clock.Now()
			beat(0, "a")
			beat(5*time.Second, "a")
			beat(4*time.Second, "b") // a dies; b goes on
			beat(5*time.Second, "b")
			beat(5*time.Second, "b")
			beat(time.Minute, "b") // its database was gone since second 19
			leave(2*time.Second, "b")
			beat(8*time.Second, "c") // a quick restart
			leave(time.Second, "b")  // says nothing of c, which is there
			leave(time.Second, "c")
			beat(time.Hour, "d") // stopped since second 91
			beat(time.Minute, "e")
			p.Clock.Advance(-time.Hour)
			if turned, err := p.Service().Beat(context.Background(), "e", false); err != nil || !turned {
				t.Errorf("the clock was put back: %v, %v", turned, err)
			}
			beat(5*time.Second, "e")

			at := func(seconds int) string {
				return start.Add(time.Duration(seconds) * time.Second).UTC().Format(time.RFC3339Nano)
			}
			want := []map[string]any{
				{"from": at(19), "until": at(79), "reason": consult.AbsentDatabase, "seconds": 60.0},
				{"from": at(91), "until": at(3691), "reason": consult.AbsentOrderly, "seconds": 3600.0},
				{"from": at(3691), "until": at(3751), "reason": consult.AbsentCrash, "seconds": 60.0},
				{"was": at(3751), "to": at(151)},
			}
			if diff := cmp.Diff(want, absences(t, p)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// absences are the details of the entries about the service, oldest first.
func absences(t *testing.T, p *testkit.Program) []map[string]any {
	t.Helper()
	var found []map[string]any
	p.View(func(tx *store.Tx) error {
		events, err := tx.Events(store.EventFilter{Object: "service", Limit: 100})
		for _, e := range events {
			found = append([]map[string]any{e.Detail}, found...)
		}
		return err
	})
	return found
}
