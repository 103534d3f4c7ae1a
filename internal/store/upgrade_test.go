package store

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit/machine"
)

// TestEverySchemaIsSaved: before a migration changes a schema, a database of it
// is kept, so that TestSavedDatabases opens it for ever.
func TestEverySchemaIsSaved(t *testing.T) {
	const first = 7 // the schemas before it were never served
	for _, folder := range []string{"sqlite", "postgres"} {
		files, err := fs.Glob(migrations, "migrations/"+folder+"/*.sql")
		if err != nil || len(files) < first {
			t.Fatalf("%d migrations: %v", len(files), err)
		}
		for schema := first; schema < len(files); schema++ {
			for _, tail := range []string{".db.gz", ".sql.gz"} {
				name := fmt.Sprintf("testdata/schema-%04d%s", schema, tail)
				if _, err := os.Stat(name); err != nil {
					t.Errorf("%v: check the last commit of that schema out and run make saved", err)
				}
			}
		}
	}
}

// TestUpgradeKeepsFiles brings a database of the first release up to date: the
// table of files is made anew there, and nothing of it may be lost. It is written
// as that release wrote it, not by the rows of today.
func TestUpgradeKeepsFiles(t *testing.T) {
	for name, db := range map[string]*DB{
		"sqlite": empty(t, "sqlite:"+filepath.Join(t.TempDir(), "old.db")), "postgres": empty(t, emptyPostgres(t)),
	} {
		p, err := db.provider()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.UpTo(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			`INSERT INTO meeting (id, slug, uid, kind, title, lead, body, audience, starts_at, ends_at, venue, street, postcode, town, route,
				online, online_url, answer_by, contact_name, phone, on_behalf, programme, created_at, cancelled_by, version, sequence, edited,
				report_body, report_version, search)
			VALUES (7, 'a', 'a', 'consultation', 'a', '', '', '', '2026-11-04 09:00:00+00:00', '2026-11-04 09:00:00+00:00', '', '', '', '', '',
				false, '', '2026-11-04 09:00:00+00:00', '', '', '', 'null', '2026-11-04 09:00:00+00:00', '', 1, 0, 0, '', 0, '')`,
			`INSERT INTO attachment (id, meeting_id, place, title, file_name, media_type, size, sha256, version, added_at, removed_at, former_of)
			VALUES (1, 7, 'meeting', 'nu', 'a.pdf', 'application/pdf', 3, 'abc', 2, '2026-11-04 09:00:00+00:00', NULL, NULL),
				(2, 7, 'meeting', 'toen', 'a.pdf', 'application/pdf', 3, 'abc', 1, '2026-11-04 09:00:00+00:00', '2026-11-04 09:00:00+00:00', 1)`,
		} {
			if err := db.write.Exec(statement).Error; err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		now := time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)
		err = db.View(t.Context(), func(tx *Tx) error {
			files, err := tx.Attachments(consult.NounMeeting, 7)
			got := files[7]
			if len(got) != 2 || got[0].Title != "nu" || got[0].Version != 2 || got[1].FormerOf != 1 ||
				!got[1].RemovedAt.Equal(now) {
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
	server := machine.Postgres(t)
	admin := empty(t, server)
	name := "schema_" + randomHex(6)
	if err := admin.write.Exec("CREATE DATABASE " + name).Error; err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.write.Exec("DROP DATABASE " + name + " WITH (FORCE)") })
	return strings.Replace(server, "/postgres?", "/"+name+"?", 1)
}
