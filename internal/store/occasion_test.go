package store

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
)

// TestMeetingsBecomeOccasions fills a database as it was before, migrates it and
// compares each meeting with what it and its occasion hold, column by column.
func TestMeetingsBecomeOccasions(t *testing.T) {
	for name, db := range map[string]*DB{
		"sqlite": empty(t, "sqlite:"+filepath.Join(t.TempDir(), "old.db")), "postgres": empty(t, emptyPostgres(t)),
	} {
		p, err := db.provider()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.UpTo(t.Context(), 9); err != nil {
			t.Fatal(err)
		}
		if err := db.Update(t.Context(), fillMeetings); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		before := map[string][]map[string]any{}
		for table, query := range formerTables {
			before[table] = rowsOf(t, db, query[0])
		}
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for table, query := range formerTables {
			after := rowsOf(t, db, query[1])
			for i, row := range before[table] {
				for column, value := range row {
					if diff := cmp.Diff(value, after[i][column]); diff != "" {
						t.Errorf("%s: %s.%s of %v (-before +after):\n%s", name, table, column, row["id"], diff)
					}
				}
			}
			if len(before[table]) != len(after) || len(after) == 0 {
				t.Errorf("%s: %s had %d rows and has %d", name, table, len(before[table]), len(after))
			}
		}
		checkReferences(t, name, db)
	}
}

// formerTables are what the rows of a table were read with, and are now.
var formerTables = map[string][2]string{
	"meeting": {
		"SELECT * FROM meeting ORDER BY id",
		"SELECT o.*, m.* FROM occasion AS o JOIN meeting AS m ON m.id = o.id ORDER BY o.id",
	},
	"invitation": {
		"SELECT * FROM invitation ORDER BY id", "SELECT *, occasion_id AS meeting_id FROM invitation ORDER BY id",
	},
	"question": {
		"SELECT * FROM question ORDER BY id", "SELECT *, occasion_id AS meeting_id FROM question ORDER BY id",
	},
	"reminder_rule": {
		"SELECT * FROM reminder_rule ORDER BY id", "SELECT *, occasion_id AS meeting_id FROM reminder_rule ORDER BY id",
	},
	"mailing": {
		"SELECT * FROM mailing ORDER BY id", "SELECT *, occasion_id AS meeting_id FROM mailing ORDER BY id",
	},
	"outbox": {
		"SELECT * FROM outbox ORDER BY id", "SELECT *, occasion_id AS meeting_id FROM outbox ORDER BY id",
	},
	"meeting_staff": {
		"SELECT * FROM meeting_staff ORDER BY id",
		"SELECT *, occasion_id AS meeting_id FROM occasion_staff ORDER BY id",
	},
	"reply": {
		"SELECT * FROM reply ORDER BY id", "SELECT *, occasion_version AS meeting_version FROM reply ORDER BY id",
	},
}

func rowsOf(t *testing.T, db *DB, query string) []map[string]any {
	t.Helper()
	var all []map[string]any
	if err := db.write.Raw(query).Scan(&all).Error; err != nil {
		t.Fatal(err)
	}
	return all
}

// fillMeetings makes a draft, a released and a cancelled meeting, each with one
// of everything that points at it, and a fourth that is gone again.
func fillMeetings(tx *Tx) error {
	staff := texts(
		map[string]any{"id": 1, "totp_step": 0, "created_at": formerNow},
		"address canonical name role language password_hash totp_secret",
	)
	organisation := texts(
		map[string]any{"id": 1, "created_at": formerNow, "version": 1}, "type name sort_key search kvk agb note",
	)
	if err := firstError(insert(tx, "staff", staff), insert(tx, "organisation", organisation)); err != nil {
		return err
	}
	for id := 1; id <= 4; id++ {
		if err := insert(tx, "meeting", formerMeeting(id)); err != nil || id == 4 {
			return firstError(err, numbered(tx, 4), tx.db.Exec("DELETE FROM meeting WHERE id = 4").Error)
		}
		if err := fillBelow(tx, id); err != nil {
			return err
		}
	}
	return nil
}

// numbered tells PostgreSQL that a meeting was the last that got a number; SQLite
// knows.
func numbered(tx *Tx, last int) error {
	if tx.dialect != onPostgres {
		return nil
	}
	return tx.db.Exec("SELECT setval(pg_get_serial_sequence('meeting', 'id'), ?)", last).Error
}

func formerMeeting(id int) map[string]any {
	m := texts(map[string]any{
		"id": id, "slug": []string{"", "eerste", "tweede", "derde", "vierde"}[id],
		"uid": []string{"", "u1", "u2", "u3", "u4"}[id], "title": "Gesprek over tarieven",
		"starts_at": formerNow.AddDate(0, 0, id), "ends_at": formerNow.AddDate(0, 0, id).Add(time.Hour),
		"answer_by": formerNow.Add(time.Duration(id) * time.Hour),
		"online":    id == 2, "programme": "[]", "created_at": formerNow, "version": id, "sequence": id + 10,
		"edited": id + 20, "report_version": 0,
	},
		"kind lead body audience venue street postcode town route online_url contact_name phone on_behalf cancelled_by report_body search")
	if id > 1 {
		m["released_at"] = formerNow.Add(time.Duration(id) * time.Minute)
	}
	if id > 2 {
		m["cancelled_at"], m["cancelled_by"], m["needs_erased_at"] = formerNow.Add(time.Hour), "Ziek", formerNow.Add(
			2*time.Hour,
		)
	}
	return m
}

func fillBelow(tx *Tx, id int) error {
	return firstError(
		insert(tx, "meeting_staff", map[string]any{"id": id, "meeting_id": id, "staff_id": 1}),
		insert(
			tx, "question",
			texts(
				map[string]any{
					"id": id, "meeting_id": id, "position": 0, "required": false, "sensitive": id == 2, "options": "[]",
				}, "kind label hint",
			),
		),
		insert(
			tx, "reminder_rule",
			map[string]any{
				"id": id, "meeting_id": id, "before": "deadline", "days": id, "at_minute": 540,
				"active_from": formerNow,
			},
		),
		insert(
			tx, "mailing",
			texts(
				map[string]any{
					"id": id, "meeting_id": id, "staff_id": 1, "at": formerNow, "total": id, "audience": "{}",
				}, "purpose intro",
			),
		),
		insert(
			tx, "invitation",
			texts(
				map[string]any{"id": id, "meeting_id": id, "organisation_id": 1, "invited_at": formerNow},
				"extended_why withdrawn_why",
			),
		),
		insert(tx, "reply",
			texts(map[string]any{
				"id": id, "invitation_id": id, "answer": "yes", "people": "[]", "received_at": formerNow,
				"late": false, "meeting_version": id + 30,
			},
				"source note words")),
		insert(tx, "outbox", texts(map[string]any{
			"id": id, "unique_key": []string{"", "k1", "k2", "k3"}[id], "meeting_id": id, "lane": 1, "version": id,
			"facts": "{}", "created_at": formerNow, "due_at": formerNow,
			"attempts": 0, "refused": false,
		}, "purpose address name search language state claim message_id error")),
	)
}

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkReferences: nothing can point at an occasion that is not there, a new
// meeting gets a number that none ever had, and SQLite finds its file whole.
func checkReferences(t *testing.T, name string, db *DB) {
	t.Helper()
	for table, values := range map[string]map[string]any{
		"occasion_staff": {"occasion_id": 999, "staff_id": 1},
		"reminder_rule": {
			"occasion_id": 999, "before": "deadline", "days": 1, "at_minute": 540, "active_from": formerNow,
		},
		"invitation": texts(
			map[string]any{"occasion_id": 999, "organisation_id": 1, "invited_at": formerNow},
			"extended_why withdrawn_why",
		),
		"meeting": texts(map[string]any{"id": 999, "uid": "u", "online": false, "report_version": 0, "programme": "[]"},
			"kind lead body audience venue street postcode town route online_url contact_name phone on_behalf report_body search"),
	} {
		if err := db.Update(t.Context(), func(tx *Tx) error { return insert(tx, table, values) }); err == nil {
			t.Errorf("%s: a row of %s points at no occasion", name, table)
		}
	}
	var made int64
	if err := db.Update(t.Context(), func(tx *Tx) (err error) {
		made, err = tx.AddMeeting(
			consult.Meeting{Occasion: consult.Occasion{Slug: "vijfde", CreatedAt: formerNow}, UID: "u5"},
		)
		return err
	}); err != nil || made < 5 {
		t.Errorf("%s: a new meeting is number %d: %v", name, made, err)
	}
	if db.dialect != onSQLite {
		return
	}
	if found := rowsOf(t, db, "PRAGMA foreign_key_check"); len(found) > 0 {
		t.Errorf("rows point at nothing: %v", found)
	}
	var said string
	if err := db.write.Raw("PRAGMA integrity_check").Scan(&said).Error; err != nil || said != "ok" {
		t.Errorf("the file is not whole: %s, %v", said, err)
	}
	if found := rowsOf(
		t, db, "SELECT name FROM sqlite_schema WHERE sql LIKE '%REFERENCES%meeting%' AND name <> 'post_shown_by'",
	); len(found) > 0 {
		t.Errorf("still point at meetings: %v", found)
	}
}
