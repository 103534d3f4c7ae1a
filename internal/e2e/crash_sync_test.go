//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"samenspraak/internal/store/storetest"
)

// rawWritesVar makes the test binary write to SQLite by itself: MODE:FOLDER.
const rawWritesVar = "SAMENSPRAAK_TEST_RAW_WRITES"

const rawCommits = 20

// TestEveryAnswerIsSynced counts the calls that make a file durable: between
// the request and its 303 there must be one. A kill shows nothing of this, for
// the kernel keeps what a dead process wrote; a power cut would.
func TestEveryAnswerIsSynced(t *testing.T) {
	t.Parallel()
	shim := syncCounter(t)
	// Nothing listens where the mail would go, so that no mail is written about.
	env := newSettings(t, storetest.SQLite(t), freeAddr(t))
	people := seed(t, env, plan{organisations: 5})
	counted := filepath.Join(t.TempDir(), "syncs")
	p := launchWith(t, env, []string{"LD_PRELOAD=" + shim, "COUNTSYNC=" + counted}, "serve")
	p.waitReady(env)
	c := newClient(env, p.url)
	time.Sleep(time.Second) // what is done once after the start

	for n := range 10 {
		before := fileSize(t, counted)
		a, err := c.post(people.guests[n%5].path, yes(fmt.Sprintf("Gast %d", n)))
		after := fileSize(t, counted)
		if err != nil || !a.noted() {
			t.Fatalf("answer %d: %d %v", n, a.status, err)
		}
		if after == before {
			t.Errorf("answer %d was acknowledged before anything was synced", n)
		}
	}
}

// TestSyncCounterNotices is the twin: the same counter tells a database that
// syncs each commit from one that does not.
func TestSyncCounterNotices(t *testing.T) {
	t.Parallel()
	shim := syncCounter(t)
	for mode, enough := range map[string]bool{"FULL": true, "NORMAL": false} {
		dir := t.TempDir()
		cmd := exec.Command(os.Args[0])
		counted := filepath.Join(dir, "syncs")
		cmd.Env = append(os.Environ(), rawWritesVar+"="+mode+":"+dir, "LD_PRELOAD="+shim, "COUNTSYNC="+counted)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", mode, err, said)
		}
		n := fileSize(t, counted)
		t.Logf("synchronous=%s: %d syncs for %d commits", mode, n, rawCommits)
		if (n >= rawCommits) != enough {
			t.Errorf("synchronous=%s: %d syncs for %d commits", mode, n, rawCommits)
		}
	}
}

// syncCounter compiles the library that counts. The program needs a C compiler
// to be built, so there is one.
func syncCounter(t *testing.T) string {
	t.Helper()
	lib := filepath.Join(t.TempDir(), "countsync.so")
	if said, err := exec.Command(
		"gcc", "-shared", "-fPIC", "-O1", "-o", lib, "testdata/countsync.c", "-ldl", "-lpthread",
	).CombinedOutput(); err != nil {
		t.Fatalf("compile the counter: %v\n%s", err, said)
	}
	return lib
}

func fileSize(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// rawWrites commits a few rows to a database in the mode named by MODE:FOLDER
// and returns an exit status.
func rawWrites(setting string) int {
	mode, dir, _ := strings.Cut(setting, ":")
	conn, err := (&sqlite3.SQLiteDriver{}).Open(
		"file:" + filepath.Join(dir, "raw.db") + "?_journal_mode=WAL&_synchronous=" + mode,
	)
	if err == nil {
		err = writeRows(conn.(*sqlite3.SQLiteConn))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func writeRows(conn *sqlite3.SQLiteConn) error {
	_, err := conn.Exec("CREATE TABLE row (id INTEGER PRIMARY KEY)", nil)
	for range rawCommits {
		if err == nil {
			_, err = conn.Exec("INSERT INTO row DEFAULT VALUES", nil)
		}
	}
	// Not closed: the checkpoint at the end would sync too.
	return err
}
