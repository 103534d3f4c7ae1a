package service

import (
	"context"
	"sync"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// TestRecognise: a first start holds nothing, a start on the same database
// holds nothing, and of two instances that start on a copy at once one holds.
// Mail that a sender had begun to hand over is not held, or a release would
// send it twice.
func TestRecognise(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newMailWorld(t, db, 4)
		begun := w.queue(consult.ForInvitation, w.people[0])
		w.update(func(tx *store.Tx) error {
			m, err := tx.ClaimMail(begun[0].Purpose.Lane(), "dead", w.now())
			if err != nil {
				return err
			}
			return tx.MarkData(m.ID, "dead", "a@x", w.now())
		})
		claimed := w.queue(consult.ForInvitation, w.people[1])
		w.update(func(tx *store.Tx) error {
			_, err := tx.ClaimMail(claimed[0].Purpose.Lane(), "dead", w.now())
			return err
		})
		w.queue(consult.ForInvitation, w.people[2:]...)
		for _, what := range []string{"the first start", "a second start"} {
			if held, err := w.svc.Recognise(context.Background()); err != nil || held != 0 {
				t.Fatalf("%s held %d mails, %v", what, held, err)
			}
		}
		w.wantStates("sending sending queued queued")
		w.update(func(tx *store.Tx) error { return tx.SetIdentity("where the copy was taken from") })
		var all sync.WaitGroup
		var held [2]int64
		for i := range held {
			all.Go(func() {
				var err error
				if held[i], err = w.svc.Recognise(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if held[0]+held[1] != 3 {
			t.Errorf("two starts held %d and %d mails, want 3 together", held[0], held[1])
		}
		w.wantStates("uncertain held held held")
		w.view(func(tx *store.Tx) error {
			events, err := tx.Events(store.EventFilter{Action: "mail.held", Limit: 10})
			if len(events) != 1 || events[0].Detail["reason"] != string(consult.HeldCopied) ||
				events[0].Detail["count"] != 3.0 {
				t.Errorf("the audit holds %+v", events)
			}
			return err
		})
	})
}

// TestHoldAll holds beside a sender that is at work: what it has not begun to
// hand over stays here, and what it has goes.
func TestHoldAll(t *testing.T) {
	w := sqliteMailWorld(t, 2)
	w.queue(consult.ForInvitation, w.people...)
	w.update(func(tx *store.Tx) error {
		m, err := tx.ClaimMail(consult.ForInvitation.Lane(), "busy", w.now())
		if err != nil {
			return err
		}
		return tx.MarkData(m.ID, "busy", "a@x", w.now())
	})
	reader := consult.Actor{Kind: consult.ByStaff, ID: 1, Role: consult.Reader}
	if _, err := w.svc.HoldAll(context.Background(), reader); err == nil {
		t.Error("a reader held mail")
	}
	if n, err := w.svc.HoldAll(context.Background(), consult.SystemActor); err != nil || n != 1 {
		t.Errorf("held %d, %v", n, err)
	}
	w.wantStates("sending held")
}
