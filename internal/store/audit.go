package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"samenspraak/internal/consult"
)

type eventRow struct {
	ID        int64 `gorm:"autoIncrement:false"`
	At        time.Time
	ActorKind string
	ActorID   int64
	Action    string
	Object    string
	About     int64
	Result    string
	Digest    string
	Previous  string
	Hash      string
}

func (eventRow) TableName() string { return "audit_event" }

type detailRow struct {
	EventID int64 `gorm:"primaryKey;autoIncrement:false"`
	Salt    string
	Detail  string
}

func (detailRow) TableName() string { return "audit_detail" }

// Record notes an event. It is chained when the transaction is about to commit,
// so that the lock on the chain's head is held for the shortest time.
func (tx *Tx) Record(e consult.Event) {
	if e.Result == "" {
		e.Result = "ok"
	}
	tx.events = append(tx.events, e)
}

// finished is what a transaction brought about that others want to know once
// it is durable: the new head of the audit and the new revision, if any.
type finished struct {
	head     string
	revision int64
	queued   bool // mail waits that did not before
}

// finish does what every writing transaction does last, under the lock of the
// one row all of them share: it chains the recorded events and raises the
// revision of what is public.
func (tx *Tx) finish() (finished, error) {
	done := finished{queued: tx.queued}
	if len(tx.events) == 0 && !tx.revised {
		return done, nil
	}
	row, err := lock[installationRow](tx, "id = ?", installationID)
	if err != nil {
		return done, fmt.Errorf("lock the audit's head: %w", err)
	}
	if err := tx.chain(&row); err != nil {
		return done, err
	}
	if len(tx.events) > 0 {
		done.head = row.AuditHead
	}
	if tx.revised {
		row.Revision++
		done.revision = row.Revision
	}
	return done, set[installationRow](
		tx, columns{"audit_seq": row.AuditSeq, "audit_head": row.AuditHead, "revision": row.Revision}, "id = ?",
		installationID,
	)
}

// chain writes the recorded events behind the head and moves it.
func (tx *Tx) chain(head *installationRow) error {
	rows := make([]eventRow, len(tx.events))
	details := make([]detailRow, len(tx.events))
	for i, one := range tx.events {
		head.AuditSeq++
		rows[i], details[i] = link(one, head.AuditSeq, head.AuditHead)
		head.AuditHead = rows[i].Hash
	}
	if err := addAll(tx, rows); err != nil {
		return fmt.Errorf("write the audit: %w", err)
	}
	if err := addAll(tx, details); err != nil {
		return fmt.Errorf("write the audit's detail: %w", err)
	}
	return nil
}

func link(e consult.Event, seq int64, previous string) (eventRow, detailRow) {
	d := detailRow{EventID: seq, Salt: randomHex(16)}
	d.Detail = encode(storedDetail{Actor: e.Actor.Name, Origin: e.Actor.Origin, More: e.Detail})
	row := eventRow{
		ID: seq, At: utc(e.At), ActorKind: string(e.Actor.Kind), ActorID: e.Actor.ID, Action: e.Action,
		Object: e.Object,
		About:  e.About, Result: e.Result, Digest: digest(d), Previous: previous,
	}
	row.Hash = row.sum()
	return row, d
}

func digest(d detailRow) string {
	sum := sha256.Sum256([]byte(d.Salt + "\x00" + d.Detail))
	return hex.EncodeToString(sum[:])
}

// sum is the hash of an entry over the former one. Every field is written with
// its length before it, so that no two entries write the same bytes.
func (r eventRow) sum() string {
	h := sha256.New()
	for _, field := range []string{
		strconv.FormatInt(r.ID, 10), r.At.UTC().Format(time.RFC3339Nano), r.ActorKind,
		strconv.FormatInt(r.ActorID, 10), r.Action,
		r.Object, strconv.FormatInt(r.About, 10), r.Result, r.Digest, r.Previous,
	} {
		_, _ = fmt.Fprintf(h, "%d:%s,", len(field), field)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails since Go 1.24
	return hex.EncodeToString(b)
}

// details reads the detail of events, by the event's id.
func (tx *Tx) details(rows []eventRow) (map[int64]detailRow, error) {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	found, err := list[detailRow](tx, "event_id", "event_id IN ?", ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]detailRow, len(found))
	for _, d := range found {
		byID[d.EventID] = d
	}
	return byID, nil
}

// EventFilter narrows the list of events; zero fields do not.
type EventFilter struct {
	Object string
	About  int64
	Action string
	Before int64 // keyset: entries older than this id
	Limit  int
}

// Events returns entries, newest first, with their detail where it was not
// erased.
func (tx *Tx) Events(f EventFilter) ([]consult.Event, error) {
	q := tx.db.Order("id DESC").Limit(f.Limit)
	if f.Object != "" {
		q = q.Where("object = ?", f.Object)
	}
	if f.About != 0 {
		q = q.Where("about = ?", f.About)
	}
	if f.Action != "" {
		q = q.Where("action = ?", f.Action)
	}
	if f.Before != 0 {
		q = q.Where("id < ?", f.Before)
	}
	var rows []eventRow
	if err := q.Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, fail(err)
	}
	details, err := tx.details(rows)
	if err != nil {
		return nil, err
	}
	events := make([]consult.Event, len(rows))
	for i, r := range rows {
		if events[i], err = r.event(details[r.ID]); err != nil {
			return nil, err
		}
	}
	return events, nil
}

func (r eventRow) event(d detailRow) (consult.Event, error) {
	more, err := decode[storedDetail](cell{d.TableName(), "detail", d.EventID}, d.Detail)
	if err != nil {
		return consult.Event{}, err
	}
	actor := consult.Actor{Kind: consult.ActorKind(r.ActorKind), ID: r.ActorID, Name: more.Actor, Origin: more.Origin}
	return consult.Event{
		ID: r.ID, At: r.At.UTC(), Actor: actor, Action: r.Action, Object: r.Object, About: r.About, Result: r.Result,
		Detail: more.More, Hash: r.Hash,
	}, nil
}
