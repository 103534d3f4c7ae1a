package store_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

func TestBackupRestoresAndHoldsMail(t *testing.T) {
	ctx := context.Background()
	db := storetest.Open(t, storetest.SQLite(t))
	record(t, db, "meeting.changed")
	waiting := consult.Mail{Key: "a", Purpose: consult.ForMine, Address: "a@b.example", Language: "nl", CreatedAt: noon}
	if err := db.Update(ctx, func(tx *store.Tx) error { _, err := tx.Enqueue(waiting); return err }); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := db.Backup(ctx, file); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(ctx, file); err == nil {
		t.Error("a second backup overwrote the first")
	}
	record(t, db, "after the backup")

	setting := storetest.SQLite(t)
	former, err := store.Restore(ctx, setting, file, hold)
	if err != nil || former == "" {
		t.Fatalf("Restore = %q, %v; want where the former database is", former, err)
	}
	restored := storetest.Open(t, setting)
	if v, err := restored.VerifyAudit(ctx, ""); err != nil || v.Entries != 1 {
		t.Errorf("VerifyAudit after the restore = %+v, %v; want the 1 entry of the backup", v, err)
	}
	err = restored.View(ctx, func(tx *store.Tx) error {
		mails, err := tx.Mails(store.MailFilter{})
		if err != nil || len(mails) != 1 || mails[0].State != consult.Held {
			t.Errorf("mail after the restore: %+v, %v; want one that is held", mails, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// hold is the part of a restore that the service does.
func hold(db *store.DB) error {
	return db.Update(context.Background(), func(tx *store.Tx) error {
		_, err := tx.HoldMail(consult.HeldRestored)
		return err
	})
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	file := filepath.Join(t.TempDir(), "no.db")
	if err := os.WriteFile(file, []byte("this is no database, whatever its name says"), 0o600); err != nil {
		t.Fatal(err)
	}
	setting := storetest.SQLite(t)
	db := storetest.Open(t, setting)
	record(t, db, "kept")
	if _, err := store.Restore(context.Background(), setting, file, hold); err == nil {
		t.Fatal("rubbish was restored")
	}
	if v, err := db.VerifyAudit(context.Background(), ""); err != nil || v.Entries != 1 {
		t.Errorf("the database after a refused restore: %+v, %v", v, err)
	}
}

func TestFileLockAdmitsOne(t *testing.T) {
	setting := storetest.SQLite(t)
	first, second := storetest.Open(t, setting), storetest.Open(t, setting)
	release, err := first.Lock()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := second.Lock(); err == nil {
		t.Error("two hold the file")
	}
	release()
	again, err := second.Lock()
	if err != nil {
		t.Fatalf("after release: %v", err)
	}
	again()
}
