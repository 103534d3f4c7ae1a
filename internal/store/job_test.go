package store_test

import (
	"context"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

func TestJobLease(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		now := time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)
		take := func(holder string, at time.Time, want bool) {
			t.Helper()
			err := db.Update(context.Background(), func(tx *store.Tx) error {
				got, err := tx.TakeJob("plan", holder, at, at.Add(time.Minute))
				if got != want {
					t.Errorf("%s at %v: %v, want %v", holder, at, got, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		finish := func(holder, failure string, at time.Time) {
			t.Helper()
			if err := db.Update(
				context.Background(), func(tx *store.Tx) error { return tx.FinishJob("plan", holder, at, failure) },
			); err != nil {
				t.Fatal(err)
			}
		}
		take("a", now, true)
		take("b", now.Add(59*time.Second), false)
		take("b", now.Add(time.Minute), true) // a died
		finish("a", "", now.Add(61*time.Second))
		take("a", now.Add(62*time.Second), false) // it was no longer a's to give back
		finish("b", "kapot", now.Add(63*time.Second))
		take("a", now.Add(64*time.Second), true)
		finish("a", "", now.Add(65*time.Second))
		err := db.View(context.Background(), func(tx *store.Tx) error {
			runs, err := tx.JobRuns()
			if len(runs) != 1 || !runs[0].LastGood.Equal(now.Add(65*time.Second)) || runs[0].Error != "" {
				t.Errorf("runs %+v", runs)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestOnQueuedRingsAfterTheCommitAndOnlyForMail(t *testing.T) {
	db := storetest.Open(t, storetest.SQLite(t))
	rung := 0
	db.OnQueued(func() { rung++ })
	ctx := context.Background()
	mail := func(key string) error {
		return db.Update(ctx, func(tx *store.Tx) error {
			before := rung
			_, err := tx.Enqueue(
				consult.Mail{
					Key: key, Purpose: consult.ForMine, CreatedAt: time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC),
				},
			)
			if rung != before {
				t.Error("it rang before the commit")
			}
			return err
		})
	}
	for _, key := range []string{"first", "first", "second"} {
		if err := mail(key); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Update(ctx, func(*store.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if rung != 2 {
		t.Errorf("it rang %d times, want 2: a key that was taken queues nothing", rung)
	}
}
