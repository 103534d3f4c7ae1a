package store

import (
	"context"
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

// detail is what of an event is personal: it can be erased, the chain stays.
type detail struct {
	Actor  string         `json:"actor,omitempty"`
	Origin string         `json:"origin,omitempty"`
	More   map[string]any `json:"more,omitempty"`
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
	return done, set[installationRow](tx, columns{"audit_seq": row.AuditSeq, "audit_head": row.AuditHead, "revision": row.Revision}, "id = ?", installationID)
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
	d.Detail = encode(detail{Actor: e.Actor.Name, Origin: e.Actor.Origin, More: e.Detail})
	row := eventRow{
		ID: seq, At: utc(e.At), ActorKind: string(e.Actor.Kind), ActorID: e.Actor.ID, Action: e.Action, Object: e.Object,
		About: e.About, Result: e.Result, Digest: digest(d), Previous: previous,
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
		strconv.FormatInt(r.ID, 10), r.At.UTC().Format(time.RFC3339Nano), r.ActorKind, strconv.FormatInt(r.ActorID, 10), r.Action,
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

// Verdict is what VerifyAudit found.
type Verdict struct {
	Entries int64
	Erased  int64 // entries whose personal detail was erased
	Head    string
}

// VerifyAudit walks the chain from its first entry and compares its end with
// the head that is kept apart. It returns an error that names the first entry
// that does not fit: changed, missing, or cut off at the end. With a known head
// (from the log) it also fails when the whole chain was written anew.
func (d *DB) VerifyAudit(ctx context.Context, known string) (Verdict, error) {
	v := Verdict{}
	err := d.View(ctx, func(tx *Tx) error {
		head, err := take[installationRow](tx, "id = ?", installationID)
		if err != nil {
			return err
		}
		seen := known == ""
		for more := true; more && err == nil; {
			more, err = tx.walk(&v, known, &seen)
		}
		switch {
		case err != nil:
			return err
		case head.AuditSeq != v.Entries || head.AuditHead != v.Head:
			return fmt.Errorf("the chain ends at entry %d and its head says %d: the end was cut off or added to", v.Entries, head.AuditSeq)
		case !seen:
			return fmt.Errorf("the chain does not hold the head %s: it was written anew", known)
		}
		return nil
	})
	return v, err
}

// walk checks the next thousand entries and says whether there may be more.
func (tx *Tx) walk(v *Verdict, known string, seen *bool) (bool, error) {
	rows, err := list[eventRow](tx, "id", "id > ? AND id <= ?", v.Entries, v.Entries+1000)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	details, err := tx.details(rows)
	if err != nil {
		return false, err
	}
	for _, row := range rows {
		if err := row.fits(v, details); err != nil {
			return false, err
		}
		v.Head, v.Entries = row.Hash, row.ID
		*seen = *seen || v.Head == known
	}
	return true, nil
}

func (r eventRow) fits(v *Verdict, details map[int64]detailRow) error {
	switch {
	case r.ID != v.Entries+1:
		return fmt.Errorf("entry %d is missing", v.Entries+1)
	case r.Previous != v.Head:
		return fmt.Errorf("entry %d does not follow the one before it", r.ID)
	case r.Hash != r.sum():
		return fmt.Errorf("entry %d was changed", r.ID)
	}
	d, ok := details[r.ID]
	if !ok {
		v.Erased++
		return nil
	}
	if digest(d) != r.Digest {
		return fmt.Errorf("the detail of entry %d was changed", r.ID)
	}
	return nil
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
	more, err := decode[detail](d.Detail)
	if err != nil {
		return consult.Event{}, err
	}
	actor := consult.Actor{Kind: consult.ActorKind(r.ActorKind), ID: r.ActorID, Name: more.Actor, Origin: more.Origin}
	return consult.Event{
		ID: r.ID, At: r.At.UTC(), Actor: actor, Action: r.Action, Object: r.Object, About: r.About, Result: r.Result,
		Detail: more.More, Hash: r.Hash,
	}, nil
}
