package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
)

// TestUpgradeKeepsFiles brings a database of the first release up to date: the
// table of files is made anew there, and nothing of it may be lost.
func TestUpgradeKeepsFiles(t *testing.T) {
	for name, db := range map[string]*DB{"sqlite": empty(t, "sqlite:"+filepath.Join(t.TempDir(), "old.db")), "postgres": empty(t, emptyPostgres(t))} {
		p, err := db.provider()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.UpTo(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)
		var meeting int64
		err = db.Update(t.Context(), func(tx *Tx) error {
			meeting, err = tx.AddMeeting(consult.Meeting{Slug: "a", UID: "a", Title: "a", Starts: now, Ends: now, AnswerBy: now, CreatedAt: now})
			if err != nil {
				return err
			}
			// As the first release wrote it.
			const insert = `INSERT INTO attachment (id, meeting_id, place, title, file_name, media_type, size, sha256, version, added_at, removed_at, former_of)
				VALUES (?, ?, 'meeting', ?, 'a.pdf', 'application/pdf', 3, 'abc', ?, ?, ?, ?)`
			if err := tx.db.Exec(insert, 1, meeting, "nu", 2, now, nil, nil).Error; err != nil {
				return err
			}
			return tx.db.Exec(insert, 2, meeting, "toen", 1, now, now, 1).Error
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		err = db.View(t.Context(), func(tx *Tx) error {
			files, err := tx.Attachments(meeting)
			got := files[meeting]
			if len(got) != 2 || got[0].Title != "nu" || got[0].Version != 2 || got[1].FormerOf != 1 || !got[1].RemovedAt.Equal(now) {
				t.Errorf("%s: %+v", name, got)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func empty(t *testing.T, setting string) *DB {
	t.Helper()
	db, err := Open(t.Context(), setting, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// emptyPostgres is a database without a schema.
func emptyPostgres(t *testing.T) string {
	t.Helper()
	server := os.Getenv("SAMENSPRAAK_TEST_POSTGRES")
	if server == "" {
		t.Fatal("SAMENSPRAAK_TEST_POSTGRES names no server: run make test")
	}
	admin := empty(t, server)
	name := "schema_" + randomHex(6)
	if err := admin.write.Exec("CREATE DATABASE " + name).Error; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.write.Exec("DROP DATABASE " + name + " WITH (FORCE)") })
	return strings.Replace(server, "/postgres?", "/"+name+"?", 1)
}
