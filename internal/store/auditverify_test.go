package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
)

// auditLength is one more than a step of the walk, so that what happens at the
// border of two steps is among what is tampered with.
const auditLength = walkStep + 5

// The entries that a tampering is aimed at, and the one whose detail was erased
// as it should be, by the last entry.
const (
	victim = 7
	erased = 4
)

// chained is a database whose log is sound, and the heads it has had.
func chained(t *testing.T, db *DB) (first, last string) {
	t.Helper()
	write := func(do func(tx *Tx) error) {
		t.Helper()
		if err := db.Update(t.Context(), do); err != nil {
			t.Fatal(err)
		}
	}
	at := time.Date(2026, 11, 4, 11, 0, 0, 123456000, time.UTC)
	head := func() (hash string) {
		write(func(tx *Tx) error {
			row, err := take[installationRow](tx, "id = ?", installationID)
			hash = row.AuditHead
			return err
		})
		return hash
	}
	write(func(tx *Tx) error { return tx.EnsureInstallation("tamper") })
	for n, upTo := range []int{3, auditLength - 2} { // the last two come below
		write(func(tx *Tx) error {
			for i := range upTo - 3*n {
				tx.Record(consult.Event{
					At:     at.Add(time.Duration(i) * time.Second),
					Actor:  consult.Actor{Kind: consult.ByStaff, ID: 1, Name: "Zoë", Origin: "192.0.2.0/24"},
					Action: "meeting.edited", Object: "meeting", About: int64(i + 1),
					Detail: map[string]any{"name": "Zoë", "number": i},
				})
			}
			return nil
		})
		if n == 0 {
			first = head()
		}
	}
	write(func(tx *Tx) error {
		tx.Record(consult.Event{At: at, Actor: consult.SystemActor, Action: "meeting.edited", Object: "meeting"})
		return tx.EraseDetail(
			erased, consult.Event{At: at, Actor: consult.SystemActor, Detail: map[string]any{"reason": "asked for it"}},
		)
	})
	return first, head()
}

// tampering is one way to change a log behind the program's back.
type tampering struct {
	name  string
	do    func(tx *Tx) error
	known string // a head that was noted before; empty: none
	found string // what verifying says of it
}

// run is a tampering by statements of both databases.
func run(statements ...string) func(tx *Tx) error {
	return func(tx *Tx) error {
		for _, one := range statements {
			if err := tx.db.Exec(one).Error; err != nil {
				return err
			}
		}
		return nil
	}
}

// loose lets a tampering break what the schema promises: details without an
// entry, two rows with one number.
func loose(statements ...string) func(tx *Tx) error {
	return func(tx *Tx) error {
		moment := map[dialect]string{onSQLite: "DATETIME", onPostgres: "TIMESTAMPTZ"}[tx.dialect]
		free := []string{ // an SQLite table keeps its keys, so it is made anew
			"CREATE TABLE detail_free (event_id BIGINT, salt TEXT, detail TEXT)",
			"INSERT INTO detail_free SELECT * FROM audit_detail",
			"DROP TABLE audit_detail", "ALTER TABLE detail_free RENAME TO audit_detail",
			"CREATE TABLE event_free (id BIGINT, at " + moment +
				", actor_kind TEXT, actor_id BIGINT, action TEXT, object TEXT, about BIGINT, " +
				"result TEXT, digest TEXT, previous TEXT, hash TEXT)",
			"INSERT INTO event_free SELECT * FROM audit_event",
			"DROP TABLE audit_event", "ALTER TABLE event_free RENAME TO audit_event",
		}
		return run(append(free, statements...)...)(tx)
	}
}

// rewritten writes the chain anew from an entry on, as somebody does who knows
// how it is made, and moves the head.
func rewritten(from int64, change func(r *eventRow)) func(tx *Tx) error {
	return func(tx *Tx) error {
		rows, err := list[eventRow](tx, "id", "id >= ?", from-1)
		if err != nil {
			return err
		}
		previous, seq := "", int64(0)
		for _, r := range rows {
			if r.ID >= from {
				change(&r)
				r.Previous = previous
				r.Hash = r.sum()
				values := columns{
					"actor_id": r.ActorID, "action": r.Action, "object": r.Object, "about": r.About,
					"previous": r.Previous, "hash": r.Hash,
				}
				if err := set[eventRow](tx, values, "id = ?", r.ID); err != nil {
					return err
				}
			}
			previous, seq = r.Hash, r.ID
		}
		return set[installationRow](tx, columns{"audit_seq": seq, "audit_head": previous}, "id = ?", installationID)
	}
}

// forged is an entry that nobody caused, by default the next one in order.
func forged(change func(r *eventRow)) func(tx *Tx) error {
	return func(tx *Tx) error {
		head, err := take[installationRow](tx, "id = ?", installationID)
		if err != nil {
			return err
		}
		r, d := link(consult.Event{
			At: time.Date(2026, 11, 5, 9, 0, 0, 0, time.UTC), Actor: consult.SystemActor, Action: erasedAction,
			Object: erasedObject, About: victim,
		}, head.AuditSeq+1, head.AuditHead)
		change(&r)
		r.Hash = r.sum()
		d.EventID = r.ID
		return errors.Join(add(tx, &r), add(tx, &d))
	}
}

func both(steps ...func(tx *Tx) error) func(tx *Tx) error {
	return func(tx *Tx) error {
		for _, one := range steps {
			if err := one(tx); err != nil {
				return err
			}
		}
		return nil
	}
}

func tamperings(first, last string) []tampering {
	const changed, gone, follows = "entry 7 was changed", "the detail of entry 7 is gone", "does not follow"
	const dropDetail = "DELETE FROM audit_detail WHERE event_id = 7"
	const copyEvent = "INSERT INTO audit_event SELECT %s, at, actor_kind, actor_id, action, object, about, result, digest, previous, hash FROM audit_event WHERE id = 7"
	as := func(id string) string { return strings.Replace(copyEvent, "%s", id, 1) }
	same := func(*eventRow) {}
	other := func(r *eventRow) { r.Action = "meeting.made" }
	all := []tampering{
		// Every column of an entry.
		{"id", loose("UPDATE audit_event SET id = 5000 WHERE id = 7"), "", "entry 7 is missing"},
		{"at", run("UPDATE audit_event SET at = '2026-11-04 12:00:00+00:00' WHERE id = 7"), "", changed},
		{
			"at, by a microsecond", run("UPDATE audit_event SET at = '2026-11-04 11:00:03.123457+00:00' WHERE id = 7"),
			"", changed,
		},
		{"actor's kind", run("UPDATE audit_event SET actor_kind = 'system' WHERE id = 7"), "", changed},
		{"actor", run("UPDATE audit_event SET actor_id = 2 WHERE id = 7"), "", changed},
		{"action", run("UPDATE audit_event SET action = 'meeting.made' WHERE id = 7"), "", changed},
		{"object", run("UPDATE audit_event SET object = 'post' WHERE id = 7"), "", changed},
		{"about", run("UPDATE audit_event SET about = 999 WHERE id = 7"), "", changed},
		{"result", run("UPDATE audit_event SET result = 'refused' WHERE id = 7"), "", changed},
		{"digest", run("UPDATE audit_event SET digest = '' WHERE id = 7"), "", changed},
		{"previous", run("UPDATE audit_event SET previous = '' WHERE id = 7"), "", follows},
		{"hash", run("UPDATE audit_event SET hash = 'abc' WHERE id = 7"), "", changed},
		{
			"a letter moved from one column to the next",
			run("UPDATE audit_event SET action = 'meeting.edite', object = 'dmeeting' WHERE id = 7"), "", changed,
		},
		{"one entry with a hash that fits it", forgedInPlace(), "", "entry 8 does not follow"},
		// The detail.
		{
			"detail", run("UPDATE audit_detail SET detail = '{}' WHERE event_id = 7"), "",
			"the detail of entry 7 was changed",
		},
		{
			"salt", run("UPDATE audit_detail SET salt = 'abc' WHERE event_id = 7"), "",
			"the detail of entry 7 was changed",
		},
		{
			"a letter moved from salt to detail",
			run(
				"UPDATE audit_detail SET salt = substr(salt, 1, 31), detail = substr(salt, 32) || detail WHERE event_id = 7",
			), "", "the detail of entry 7 was changed",
		},
		{"a detail gone", run(dropDetail), "", gone},
		{
			"the last detail gone",
			run("DELETE FROM audit_detail WHERE event_id = (SELECT max(event_id) FROM audit_detail)"), "", "is gone",
		},
		{"all details gone", run("DELETE FROM audit_detail"), "", "the detail of entry 1 is gone"},
		{
			"two details swapped", loose("UPDATE audit_detail SET event_id = 15 - event_id WHERE event_id IN (7, 8)"),
			"", "the detail of entry 7 was changed",
		},
		{
			"a detail of no entry", loose("INSERT INTO audit_detail VALUES (5000, 'a', '{}')"), "",
			"were added beside them",
		},
		{
			"a detail twice", loose("INSERT INTO audit_detail SELECT * FROM audit_detail WHERE event_id = 7"), "",
			"were added beside them",
		},
		{
			"an erased detail written anew", run("INSERT INTO audit_detail VALUES (4, 'a', '{}')"), "",
			"the detail of entry 4 was changed",
		},
		// Entries gone.
		{
			"the first gone",
			loose("DELETE FROM audit_detail WHERE event_id = 1", "DELETE FROM audit_event WHERE id = 1"), "",
			"entry 1 is missing",
		},
		{"one in the middle gone", loose(dropDetail, "DELETE FROM audit_event WHERE id = 7"), "", "entry 7 is missing"},
		{
			"the last of a step gone",
			loose("DELETE FROM audit_detail WHERE event_id = 200", "DELETE FROM audit_event WHERE id = 200"), "",
			"entry 200 is missing",
		},
		{
			"the first of a step gone",
			loose("DELETE FROM audit_detail WHERE event_id = 201", "DELETE FROM audit_event WHERE id = 201"), "",
			"entry 201 is missing",
		},
		{
			"a gap longer than a step",
			loose(
				"UPDATE audit_event SET id = id + 90000 WHERE id > 150",
				"UPDATE audit_detail SET event_id = event_id + 90000 WHERE event_id > 150",
			), "", "entry 151 is missing",
		},
		{
			"the erasure gone",
			run("DELETE FROM audit_detail WHERE event_id > 204", "DELETE FROM audit_event WHERE id > 204"), "",
			"the detail of entry 4 is gone",
		},
		{
			"the end cut off",
			run(
				"INSERT INTO audit_detail VALUES (4, 'a', '{}')",
				"DELETE FROM audit_detail WHERE event_id > 203 OR event_id = 4",
				"DELETE FROM audit_event WHERE id > 203",
			), "", "the detail of entry 4 is gone",
		},
		{"all gone", run("DELETE FROM audit_detail", "DELETE FROM audit_event"), "", "the chain ends at entry 0"},
		// Entries added and moved.
		{"number 0", run(as("0")), "", "entry 0 was added beside the chain"},
		{"number -3", run(as("-3")), "", "entry -3 was added beside the chain"},
		{"the lowest number there is", run(as("-9223372036854775808")), "", "was added beside the chain"},
		{"the highest number there is", run(as("9223372036854775807")), "", "entry 206 is missing"},
		{"the next number", run(as("206")), "", "entry 206 does not follow"},
		{"far beyond the head", run(as("50000")), "", "entry 206 is missing"},
		{"a number twice", loose(as("7")), "", "entry 7 was added beside the chain"},
		{
			"a number twice at the border of a step",
			loose("INSERT INTO audit_event SELECT * FROM audit_event WHERE id = 200"), "", "some were added beside it",
		},
		{
			"two swapped",
			loose(
				"UPDATE audit_event SET id = 15 - id WHERE id IN (7, 8)",
				"UPDATE audit_detail SET event_id = 15 - event_id WHERE event_id IN (7, 8)",
			), "", follows,
		},
		{"the next one, linked well, but not the head", forged(other), "", "its head says 205"},
		// The head.
		{"the head's number", run("UPDATE installation SET audit_seq = 200"), "", "its head says 200"},
		{"the head's hash", run("UPDATE installation SET audit_head = 'abc'"), "", "the end was cut off"},
		{
			"the head set back",
			run("UPDATE installation SET audit_seq = 203, audit_head = (SELECT hash FROM audit_event WHERE id = 203)"),
			"", "its head says 203",
		},
		{"the head gone", run("DELETE FROM installation"), "", "the audit's head"},
		// Erasures that never were.
		{
			"an erasure without a chain", both(run(dropDetail), forged(func(r *eventRow) { r.Previous = "abc" })), "",
			"entry 206 does not follow",
		},
		{
			"an erasure beside the chain", both(run(dropDetail), forged(func(r *eventRow) { r.ID = -1 })), "",
			"entry -1 was added beside the chain",
		},
		{"an erasure that is not the head", both(run(dropDetail), forged(same)), "", "its head says 205"},
		{
			"an entry made into an erasure",
			run(
				dropDetail, "UPDATE audit_event SET action = 'audit.erased', object = 'audit', about = 7 WHERE id = 9",
			), "", "entry 9 was changed",
		},
		{"an erasure of another", both(run(dropDetail), proper(8)), "", gone},
		{"an erasure of another object", both(run(dropDetail), proper(victim, "meeting")), "", gone},
		{"an erasure that did not erase", proper(victim), "", "is there again"},
		// The whole chain anew: only a head noted elsewhere tells.
		{"written anew", rewritten(5, func(r *eventRow) { r.ActorID = 3 }), last, "it was written anew"},
		{
			"cut off with its head",
			both(
				run(
					"DELETE FROM audit_detail", "DELETE FROM audit_event",
					"UPDATE installation SET audit_seq = 0, audit_head = ''",
				),
			), first, "it was written anew",
		},
		{"an erasure written in, chain and all", both(run(dropDetail), rewritten(9, func(r *eventRow) {
			if r.ID == 9 {
				r.Action, r.Object, r.About = erasedAction, erasedObject, victim
			}
		})), last, "it was written anew"},
		{"a head that never was", run(), strings.Repeat("0", 64), "it was written anew"},
	}
	return all
}

// forgedInPlace changes an entry and its own hash, and nothing behind it.
func forgedInPlace() func(tx *Tx) error {
	return func(tx *Tx) error {
		r, err := take[eventRow](tx, "id = ?", victim)
		if err != nil {
			return err
		}
		r.ActorID = 3
		return set[eventRow](tx, columns{"actor_id": r.ActorID, "hash": r.sum()}, "id = ?", victim)
	}
}

// proper records, as the program does, that the detail of an entry was erased,
// without erasing it.
func proper(about int64, object ...string) func(tx *Tx) error {
	return func(tx *Tx) error {
		e := consult.Event{
			At: time.Date(2026, 11, 5, 9, 0, 0, 0, time.UTC), Actor: consult.SystemActor, Action: erasedAction,
			Object: erasedObject, About: about,
		}
		if len(object) > 0 {
			e.Object = object[0]
		}
		tx.Record(e)
		_, err := tx.finish()
		return err
	}
}

// errUndo ends a transaction that was only tried.
var errUndo = errors.New("undo")

// TestTamperingIsFound changes a sound log in every way there is, verifies it
// and takes the change back; at the end the log must still be sound, so that
// none of the findings can have been left over from another.
func TestTamperingIsFound(t *testing.T) {
	for name, db := range map[string]*DB{"sqlite": freshSQLite(t), "postgres": freshPostgres(t)} {
		t.Run(name, func(t *testing.T) {
			first, last := chained(t, db)
			sound := func() {
				t.Helper()
				for _, known := range []string{"", first, last} {
					if v, err := db.VerifyAudit(
						t.Context(), known,
					); err != nil || v.Entries != auditLength || v.Erased != 1 || v.Head != last {
						t.Fatalf("a sound log: %+v, %v", v, err)
					}
				}
			}
			sound()
			for _, one := range tamperings(first, last) {
				err := db.Update(t.Context(), func(tx *Tx) error {
					if err := one.do(tx); err != nil {
						return err
					}
					v, err := tx.verifyAudit(one.known)
					if err == nil {
						t.Errorf("%s: not found, %+v", one.name, v)
					} else if !strings.Contains(err.Error(), one.found) {
						t.Errorf("%s: found as %q, want %q", one.name, err, one.found)
					}
					if one.known != "" && one.known != strings.Repeat("0", 64) {
						if _, err := tx.verifyAudit(""); err != nil {
							t.Errorf("%s: this one should be found by the known head alone: %v", one.name, err)
						}
					}
					return errUndo
				})
				if !errors.Is(err, errUndo) {
					t.Errorf("%s: %v", one.name, err)
				}
			}
			sound()
		})
	}
}

// TestErasedDetail: what is personal goes, the log stays sound and says so.
func TestErasedDetail(t *testing.T) {
	for name, db := range map[string]*DB{"sqlite": freshSQLite(t), "postgres": freshPostgres(t)} {
		chained(t, db)
		erase := func(id int64) error {
			return db.Update(t.Context(), func(tx *Tx) error {
				return tx.EraseDetail(
					id, consult.Event{At: time.Date(2026, 11, 5, 9, 0, 0, 0, time.UTC), Actor: consult.SystemActor},
				)
			})
		}
		if err := erase(victim); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[int64]error{
			victim: consult.ErrConflict, 0: consult.ErrNotFound, 5000: consult.ErrNotFound,
		} {
			if err := erase(id); !errors.Is(err, want) {
				t.Errorf("%s: erasing %d: %v, want %v", name, id, err, want)
			}
		}
		// What tells of an erasure can lose its own detail too: the chain still says which entry it was.
		if err := erase(auditLength + 1); err != nil {
			t.Fatal(err)
		}
		if v, err := db.VerifyAudit(t.Context(), ""); err != nil || v.Erased != 3 || v.Entries != auditLength+2 {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
		err := db.View(t.Context(), func(tx *Tx) error {
			events, err := tx.Events(EventFilter{Object: "meeting", About: victim - 3, Limit: 10})
			if err != nil {
				return err
			}
			if len(events) != 1 || events[0].ID != victim || events[0].Actor.Name != "" || events[0].Detail != nil ||
				events[0].Actor.ID != 1 {
				t.Errorf("%s: the entry that is left: %+v", name, events)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}
