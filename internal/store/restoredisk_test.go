package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/testkit/machine"
)

// TestFullDisk: neither a restore nor a backup leaves anything half, and both
// work once there is room.
func TestFullDisk(t *testing.T) {
	c := crash(t)
	info, err := os.Stat(c.backup)
	if err != nil {
		t.Fatal(err)
	}
	stands := int64(0)
	for _, content := range listing(t, c.dir) {
		stands += int64(len(content))
	}
	dir := machine.SmallDisk(t, stands+3*info.Size())
	path := filepath.Join(dir, "samenspraak.db")
	for _, tail := range []string{"", "-wal", "-shm"} {
		if err := copyFile(c.path+tail, path+tail); err != nil {
			t.Fatal(err)
		}
	}
	c.dir, c.path = dir, path
	before := listing(t, dir)
	full := fill(t, dir, info.Size()/2)
	before["full"] = string(full)
	if _, err := c.restore(t); !errors.Is(err, syscall.ENOSPC) &&
		(err == nil || !strings.Contains(err.Error(), "full")) {
		t.Errorf("Restore on a full disk = %v", err)
	}
	db, err := openSQLite(path, toWrite, nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "backup.db")
	if err := db.Backup(t.Context(), file); err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("Backup on a full disk = %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	wantHolds(t, "after both failed", path, inAll)
	for name := range listing(t, dir) {
		if _, known := before[name]; !known {
			t.Errorf("%s is left", name)
		}
	}
	if err := os.Remove(filepath.Join(dir, "full")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.restore(t); err != nil {
		t.Fatal(err)
	}
	wantHolds(t, "restored", path, inBackup)
}

// fill leaves so much room on a disk.
func fill(t *testing.T, dir string, room int64) []byte {
	t.Helper()
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		t.Fatal(err)
	}
	content := make([]byte, int64(disk.Bavail)*disk.Bsize-room)
	if err := os.WriteFile(filepath.Join(dir, "full"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return content
}

// TestReadOnlyFolder: nothing is half done where nothing may be written.
func TestReadOnlyFolder(t *testing.T) {
	c := crash(t)
	dir := machine.SmallDisk(t, 32<<20)
	path := filepath.Join(dir, "samenspraak.db")
	if err := copyFile(c.backup, path); err != nil {
		t.Fatal(err)
	}
	c.dir, c.path = dir, path
	before := listing(t, dir)
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := c.restore(t); !errors.Is(err, syscall.EROFS) {
		t.Errorf("Restore = %v", err)
	}
	db, err := openSQLite(c.backup, toWrite, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(t.Context(), filepath.Join(dir, "new.db")); !errors.Is(err, syscall.EROFS) {
		t.Errorf("Backup = %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, listing(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// TestKilledBackup: what a killed backup left is no hindrance, and never has a
// backup's name.
func TestKilledBackup(t *testing.T) {
	db := freshSQLite(t)
	note(t, db, "before")
	file := filepath.Join(t.TempDir(), "backup.db")
	if err := os.WriteFile(file+".part", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := db.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	wantHolds(t, "backup", file, inBackup)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	other := filepath.Join(filepath.Dir(file), "other.db")
	if err := db.Backup(ctx, other); err == nil {
		t.Error("a backup that was cut off is called one")
	}
	if got := listing(t, filepath.Dir(file)); len(got) != 1 {
		t.Errorf("%d files are left, want the backup alone", len(got))
	}
}

// TestOnlyTheOwnerReads: a database holds personal data, under any umask, and
// also when another mode was given to it before.
func TestOnlyTheOwnerReads(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o022))
	c := crash(t)
	if _, err := c.restore(t); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(c.path, 0o644); err != nil {
		t.Fatal(err)
	}
	db, err := openSQLite(c.path, toWrite, nil)
	if err != nil {
		t.Fatal(err)
	}
	note(t, db, "more")
	if err := db.Backup(t.Context(), filepath.Join(c.dir, "backup.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", e.Name(), info.Mode(), err)
		}
	}
	if len(entries) < 6 { // database, two tails, lock, former, backup
		t.Errorf("only %d files", len(entries))
	}
}

// TestRootKeepsTheOwner: what root does by hand must not lock the service out.
func TestRootKeepsTheOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Fatal("this test gives files another owner, which only root may")
	}
	const service = 4711
	owner := func(path string) uint32 {
		var s syscall.Stat_t
		if err := syscall.Stat(path, &s); err != nil {
			t.Fatal(err)
		}
		return s.Uid
	}
	c := crash(t)
	dir := t.TempDir()
	if err := os.Chown(dir, service, service); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "samenspraak.db")
	db := migrated(t, "sqlite:"+path)
	note(t, db, "before")
	if release, err := db.Lock(); err != nil {
		t.Fatal(err)
	} else {
		release()
	}
	if err := errors.Join(db.Backup(t.Context(), filepath.Join(dir, "backup.db")), db.Close()); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, 0, 0); err != nil { // from here the database itself says whose it is
		t.Fatal(err)
	}
	c.path = path
	if _, err := c.restore(t); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"samenspraak.db", "samenspraak.db.lock", "backup.db"} {
		if uid := owner(filepath.Join(dir, name)); uid != service {
			t.Errorf("%s is owned by %d", name, uid)
		}
	}
}
