package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

var noon = time.Date(2026, 11, 4, 11, 0, 0, 0, time.UTC)

func record(t *testing.T, db *store.DB, action string) {
	t.Helper()
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		tx.Record(
			consult.Event{
				At: noon, Actor: consult.SystemActor, Action: action, Object: "meeting", About: 1,
				Detail: map[string]any{"name": "Zoë"},
			},
		)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAuditChainHolds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		for range 5 {
			record(t, db, "meeting.changed")
		}
		v, err := db.VerifyAudit(context.Background(), "")
		if err != nil || v.Entries != 5 || v.Erased != 0 {
			t.Fatalf("VerifyAudit = %+v, %v; want 5 entries", v, err)
		}
		if _, err := db.VerifyAudit(context.Background(), strings.Repeat("0", 64)); err == nil {
			t.Error("a head that never was is accepted")
		}
	})
}

func TestAuditChainDoesNotForkUnderParallelWriters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		var all sync.WaitGroup
		for range 40 {
			all.Go(func() { record(t, db, "meeting.changed") })
		}
		all.Wait()
		v, err := db.VerifyAudit(context.Background(), "")
		if err != nil || v.Entries != 40 {
			t.Fatalf("VerifyAudit = %+v, %v; want 40 entries", v, err)
		}
	})
}

func TestRefusedTransactionLeavesNoEvent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		err := db.Update(context.Background(), func(tx *store.Tx) error {
			tx.Record(consult.Event{At: noon, Actor: consult.SystemActor, Action: "x"})
			return consult.ErrConflict
		})
		if err == nil {
			t.Fatal("the error was lost")
		}
		if v, err := db.VerifyAudit(context.Background(), ""); err != nil || v.Entries != 0 {
			t.Fatalf("VerifyAudit = %+v, %v; want none", v, err)
		}
	})
}
