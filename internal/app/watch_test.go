package app

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"samenspraak/config"
	"samenspraak/internal/consult"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/testkit/machine"
)

// hands are clocks that a test sets.
type hands struct {
	wall   time.Time
	steady time.Duration
}

func (h *hands) pass(d time.Duration) { h.wall, h.steady = h.wall.Add(d), h.steady+d }

// watched is a program that looks only when it is told to.
func watched(t *testing.T, database string, h *hands) (*App, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	conf := config.Config{
		Addr: "127.0.0.1:0", BaseURL: "https://samenspraak.example", Database: database,
		SMTPURL:  "smtp://127.0.0.1:1?tls=none",
		MailFrom: "samenspraak@merenland.example", Secret: strings.Repeat("geheim", 6), Language: "nl",
	}
	a, err := New(context.Background(), conf, Options{
		Log: slog.New(slog.NewJSONHandler(&log, nil)),
		Now: func() time.Time { return h.wall }, Steady: func() time.Duration { return h.steady },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a, &log
}

// saysCauses is what /readyz says.
func (a *App) saysCauses(t *testing.T) []string {
	t.Helper()
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/readyz", nil))
	var said struct {
		Status string
		Causes []string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil {
		t.Fatal(err)
	}
	if (w.Code == 200) != (len(said.Causes) == 0) || (said.Status == "ready") != (w.Code == 200) {
		t.Errorf("/readyz: %d %s", w.Code, w.Body)
	}
	return said.Causes
}

func (a *App) lookAfter(h *hands, d time.Duration) {
	h.pass(d)
	a.watch.look(context.Background())
}

// TestClockThatJumps: within one look the program is not ready and says so in
// the log; it is ready again when the clock went right for half a minute, and
// the jump is on record. A clock that runs does nothing of that.
func TestClockThatJumps(t *testing.T) {
	for name, jump := range map[string]time.Duration{
		"forward": 5 * time.Minute, "back": -5 * time.Minute, "a little": 3 * time.Second,
	} {
		t.Run(name, func(t *testing.T) {
			h := &hands{wall: time.Now().Truncate(time.Second)}
			a, log := watched(t, storetest.SQLite(t), h)
			for range 10 {
				a.lookAfter(h, lookEvery)
			}
			if causes := a.saysCauses(t); causes != nil || strings.Contains(log.String(), "alarm") {
				t.Fatalf("a clock that runs: %v\n%s", causes, log)
			}
			h.wall = h.wall.Add(jump)
			for at := lookEvery; at <= clockSteady; at += lookEvery {
				a.lookAfter(h, lookEvery)
				if causes := a.saysCauses(t); !slices.Equal(causes, []string{causeClock}) {
					t.Fatalf("%s after the jump: %v", at, causes)
				}
			}
			if n := strings.Count(log.String(), "alarm: not ready"); n != 1 {
				t.Errorf("%d alarms in the log:\n%s", n, log)
			}
			a.lookAfter(h, lookEvery)
			if causes := a.saysCauses(t); causes != nil || !strings.Contains(log.String(), "ready again") {
				t.Errorf("a clock that has been right for half a minute: %v", causes)
			}
			want := map[string]int{"service.clock": 1}
			if jump.Abs() < consult.LongestGap {
				want = map[string]int{}
			}
			if got := a.recorded(t); !maps.Equal(got, want) {
				t.Errorf("on record: %v, want %v", got, want)
			}
		})
	}
}

// recorded counts the entries about the service.
func (a *App) recorded(t *testing.T) map[string]int {
	t.Helper()
	n := map[string]int{}
	err := a.db.View(context.Background(), func(tx *store.Tx) error {
		events, err := tx.Events(store.EventFilter{Object: "service", Limit: 100})
		for _, e := range events {
			n[e.Action]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestClockOfTheDatabase: an instance whose clock is not PostgreSQL's is not
// ready, and does not say of another time that the service was there.
func TestClockOfTheDatabase(t *testing.T) {
	database := storetest.Postgres(t)
	right, wrong := &hands{wall: time.Now()}, &hands{wall: time.Now().Add(5 * time.Minute)}
	a, _ := watched(t, database, right)
	b, log := watched(t, database, wrong)
	a.watch.look(context.Background())
	b.watch.look(context.Background())
	right.wall = time.Now()
	a.watch.look(context.Background())
	if causes := a.saysCauses(t); causes != nil {
		t.Errorf("the instance that is right: %v", causes)
	}
	if causes := b.saysCauses(t); !slices.Equal(causes, []string{causeClock}) ||
		!strings.Contains(log.String(), "differ by") {
		t.Errorf("the instance that is five minutes ahead: %v\n%s", causes, log)
	}
	if got := a.recorded(t); len(got) != 0 {
		t.Errorf("on record: %v", got)
	}
}

// TestDiskOfTheDatabase: on a real disk of its own the file's room runs out, and
// then the disk becomes read-only: each is said within one look, and when it is
// mended everything is well again and the time is on record.
func TestDiskOfTheDatabase(t *testing.T) {
	dir := machine.SmallDisk(t, 16<<20)
	path := filepath.Join(dir, "samenspraak.db")
	blank, err := os.ReadFile(strings.TrimPrefix(storetest.SQLite(t), "sqlite:"))
	if err == nil {
		err = os.WriteFile(path, blank, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	h := &hands{wall: time.Now()}
	a, log := watched(t, "sqlite:"+path, h)
	a.watch.look(context.Background())
	if causes := a.saysCauses(t); causes != nil {
		t.Fatalf("a small disk with room: %v\n%s", causes, log)
	}

	fill, err := os.Create(filepath.Join(dir, "fill"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = fill.Write(make([]byte, 4096))
	}
	_ = fill.Close()
	a.lookAfter(h, lookEvery)
	if causes := a.saysCauses(t); !slices.Equal(causes, []string{causeDisk}) {
		t.Errorf("a full disk: %v\n%s", causes, log)
	}
	if err := os.Remove(fill.Name()); err != nil {
		t.Fatal(err)
	}
	a.lookAfter(h, lookEvery)
	if causes := a.saysCauses(t); causes != nil {
		t.Errorf("a disk with room again: %v\n%s", causes, log)
	}

	if err := a.db.Close(); err != nil { // a disk with files open for writing cannot be made read-only
		t.Fatal(err)
	}
	a.release()
	remount(t, dir, syscall.MS_RDONLY)
	if _, err := store.OpenExisting(context.Background(), a.conf.Database, nil); err == nil ||
		!strings.Contains(err.Error(), "read-only") {
		t.Errorf("a start on a read-only disk: %v", err)
	}
	remount(t, dir, 0)
}

// TestDatabaseThatTakesNoWrites: PostgreSQL that has become read-only, as a
// standby is.
func TestDatabaseThatTakesNoWrites(t *testing.T) {
	h := &hands{wall: time.Now()}
	a, log := watched(t, storetest.Postgres(t), h)
	a.watch.look(context.Background())
	name := strings.TrimPrefix(mustURL(t, a.conf.Database).Path, "/")
	for _, statement := range []string{
		"ALTER DATABASE " + name + " SET default_transaction_read_only = on",
		// Those that are connected keep their setting.
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
	} {
		if err := storetest.Execute(a.conf.Database, statement); err != nil {
			t.Fatal(err)
		}
	}
	a.watch.look(context.Background()) // meets the connections that were ended
	a.watch.look(context.Background())
	if causes := a.saysCauses(t); !slices.Equal(causes, []string{causeReadOnly}) {
		t.Errorf("%v\n%s", causes, log)
	}
}

func mustURL(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func remount(t *testing.T, dir string, flags uintptr) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|flags, ""); err != nil {
		t.Fatal(err)
	}
}

// TestFolderThatIsGone: the folder for uploads is made again; where it cannot
// be, the program is not ready.
func TestFolderThatIsGone(t *testing.T) {
	h := &hands{wall: time.Now()}
	parent := t.TempDir()
	t.Setenv("TMPDIR", filepath.Join(parent, "uploads"))
	if err := os.Mkdir(os.TempDir(), 0o700); err != nil {
		t.Fatal(err)
	}
	a, _ := watched(t, storetest.SQLite(t), h)
	if err := os.Remove(os.TempDir()); err != nil {
		t.Fatal(err)
	}
	a.lookAfter(h, lookEvery)
	if causes := a.saysCauses(t); causes != nil {
		t.Errorf("a folder that can be made again: %v", causes)
	}
	if err := os.Remove(os.TempDir()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(os.TempDir(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a.lookAfter(h, lookEvery)
	if causes := a.saysCauses(t); !slices.Equal(causes, []string{causeUploads}) {
		t.Errorf("a file in the place of the folder: %v", causes)
	}
}

// TestLookThatHangs: when nobody looked for too long, what was found last is not
// believed.
func TestLookThatHangs(t *testing.T) {
	h := &hands{wall: time.Now()}
	a, _ := watched(t, storetest.SQLite(t), h)
	a.watch.look(context.Background())
	h.pass(stalledTime + time.Second)
	if causes := a.saysCauses(t); !slices.Equal(causes, []string{causeStalled}) {
		t.Errorf("%v", causes)
	}
}

// TestNewerSchemaWhileServing: when a newer program migrates the database under
// a running one, that one is not ready and writes nothing any more.
func TestNewerSchemaWhileServing(t *testing.T) {
	h := &hands{wall: time.Now()}
	a, _ := watched(t, storetest.Postgres(t), h)
	a.watch.look(context.Background())
	if err := storetest.Execute(
		a.conf.Database, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)",
	); err != nil {
		t.Fatal(err)
	}
	a.watch.look(context.Background())
	if causes := a.saysCauses(t); !slices.Equal(causes, []string{causeSchema}) {
		t.Errorf("%v", causes)
	}
	form := httptest.NewRequest("POST", "https://samenspraak.example/mijn", strings.NewReader("address=a%40b.example"))
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, form)
	if w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("a form is answered %d: %s", w.Code, w.Body)
	}
	if err := storetest.Execute(a.conf.Database, "DELETE FROM goose_db_version WHERE version_id = 9999"); err != nil {
		t.Fatal(err)
	}
	a.watch.look(context.Background())
	if causes := a.saysCauses(t); causes != nil {
		t.Errorf("when the schema is ours again: %v", causes)
	}
}

// TestFiguresWithoutDatabase: /metrics answers when the database does not.
func TestFiguresWithoutDatabase(t *testing.T) {
	h := &hands{wall: time.Now()}
	a, _ := watched(t, storetest.SQLite(t), h)
	figures := func() string {
		w := httptest.NewRecorder()
		promhttp.HandlerFor(a.figures, promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		if w.Code != 200 {
			t.Fatalf("/metrics: %d %s", w.Code, w.Body)
		}
		return w.Body.String()
	}
	for _, want := range []string{
		"samenspraak_database_up 1", "samenspraak_ready 1", `samenspraak_mail{state="queued"} 0`,
		`samenspraak_job_failing{job="watch"} 0`,
		`samenspraak_disk_free_bytes{place="disk"} `, `samenspraak_disk_free_bytes{place="uploads"} `,
		"samenspraak_build_info{",
	} {
		if said := figures(); !strings.Contains(said, want) {
			t.Errorf("the figures do not say %q:\n%s", want, said)
		}
	}
	if err := a.db.Close(); err != nil {
		t.Fatal(err)
	}
	said := figures()
	for _, want := range []string{
		"samenspraak_database_up 0", "samenspraak_ready 0", `samenspraak_not_ready{cause="database"} 1`,
		"samenspraak_build_info{",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("without a database the figures do not say %q:\n%s", want, said)
		}
	}
	if strings.Contains(said, "samenspraak_mail{") {
		t.Error("without a database the figures count mail")
	}
}
