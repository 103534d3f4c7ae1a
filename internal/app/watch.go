package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// Why the program is not ready, as /readyz says it. What exactly is wrong
// stands in the log.
const (
	causeDatabase = "database"  // it is not reached, or cannot be written
	causeReadOnly = "read-only" // it may not be written
	causeSchema   = "schema"    // it is not this program's
	causeDisk     = "disk"      // it is full, or nearly
	causeClock    = "clock"     // it jumped, or is not that of the database
	causeUploads  = "uploads"   // what is sent cannot be spooled
	causeStalled  = "stalled"   // nobody looked for too long
)

// Bounds of the watch. lookEvery is half of consult.LongestGap, so that one
// beat that is late is no absence yet.
const (
	lookEvery   = 5 * time.Second
	lookTime    = 8 * time.Second  // in which a look ends, or the database counts as gone
	stalledTime = 40 * time.Second // after which a look that has not ended is one
	clockSlack  = 2 * time.Second  // that clocks may differ
	clockSteady = 30 * time.Second // for which a clock must go right to be believed again
	sayAgain    = 5 * time.Minute  // after which the log repeats what is still wrong
)

// watch looks every few seconds whether the program can do its work, and says
// so to the database. Requests only read what it found: a GET changes nothing.
type watch struct {
	service  *service.Service
	db       *store.DB
	log      *slog.Logger
	instance string
	now      func() time.Time
	steady   func() time.Duration // since any moment; no clock that is set moves it
	folders  map[string]string    // whose disks must have room, by the cause of a full one
	uploads  string

	looking sync.Mutex // one look at a time
	wall    time.Time  // of the former look
	ran     time.Duration
	wrong   time.Duration // when the clock last went wrong, by steady
	jumped  bool          // and the database was not told yet

	mu     sync.Mutex
	known  []string // causes, sorted
	looked time.Duration
	said   time.Duration
	begun  bool
}

func newWatch(a *App) *watch {
	w := &watch{
		service: a.service, db: a.db, log: a.log, instance: a.instance, now: a.now, steady: a.steady,
		uploads: os.TempDir(), folders: map[string]string{causeUploads: os.TempDir()},
	}
	if folder := databaseFolder(a.conf.Database); folder != "" {
		w.folders[causeDisk] = folder
	}
	return w
}

// causes are why requests should not be sent here; none: it is ready. It asks
// the database whether it answers, and reads what the last look found.
func (w *watch) causes(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	causes := w.state()
	if err := w.db.Ping(ctx); err != nil {
		causes = append(causes, causeDatabase)
	} else if err := w.db.Current(ctx); err != nil {
		causes = append(causes, schemaCause(err))
	}
	slices.Sort(causes)
	return slices.Compact(causes)
}

// look looks at everything once.
func (w *watch) look(ctx context.Context) {
	w.looking.Lock()
	defer w.looking.Unlock()
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	found := map[string]error{}
	w.checkDatabase(ctx, found)
	if err := probeFolder(w.uploads); err != nil {
		found[causeUploads] = err
	}
	for cause, folder := range w.folders {
		if _, err := freeBytes(folder); err != nil {
			found[cause] = errors.Join(found[cause], err)
		}
	}
	if ctx.Err() != nil && errors.Is(ctx.Err(), context.Canceled) {
		return // told to stop: what failed, failed for that
	}
	w.tell(found)
}

// checkDatabase looks at schema and clocks, and writes.
func (w *watch) checkDatabase(ctx context.Context, found map[string]error) {
	err := w.db.Current(ctx)
	w.db.Freeze(errors.Is(err, store.ErrSchema))
	if err != nil {
		found[schemaCause(err)] = err
		return
	}
	if err := w.checkClock(ctx); err != nil {
		found[causeClock] = err
		if errors.Is(err, errSkew) {
			return // a wrong clock must not say when the service was there
		}
	}
	turned, err := w.service.Beat(ctx, w.instance, w.jumped)
	if err != nil {
		found[store.Trouble(err)] = err
		return
	}
	w.jumped = false
	if turned {
		w.wrong = w.steady()
		found[causeClock] = errors.Join(
			found[causeClock], errors.New("the clock is not where the database saw it last"),
		)
	}
}

func schemaCause(err error) string {
	if errors.Is(err, store.ErrSchema) {
		return causeSchema
	}
	return store.Trouble(err)
}

var errSkew = errors.New("this machine's clock is not the database's: deadlines would differ")

// checkClock compares the clock with one that is never set, and with the
// database's.
func (w *watch) checkClock(ctx context.Context) error {
	wall, ran := w.now().Round(0), w.steady()
	first := w.wall.IsZero()
	jump := wall.Sub(w.wall) - (ran - w.ran)
	w.wall, w.ran = wall, ran
	if !first && jump.Abs() > clockSlack {
		w.wrong, w.jumped = ran, true
	}
	skew, err := w.db.ClockSkew(ctx, w.now)
	switch known := err == nil; { // the write that follows finds a database that does not answer
	case known && skew.Abs() > clockSlack:
		w.wrong = ran
		return fmt.Errorf("%w: they differ by %s", errSkew, skew.Round(time.Millisecond))
	case w.wrong != 0 && ran-w.wrong < clockSteady:
		return fmt.Errorf("the clock went wrong %s ago", (ran - w.wrong).Round(time.Second))
	}
	return nil
}

// tell keeps what was found, and logs it when it is news.
func (w *watch) tell(found map[string]error) {
	causes := slices.Sorted(maps.Keys(found))
	w.mu.Lock()
	defer w.mu.Unlock()
	news := !slices.Equal(causes, w.known)
	w.known, w.looked, w.begun = causes, w.steady(), true
	switch {
	case len(causes) > 0 && (news || w.looked-w.said >= sayAgain):
		w.said = w.looked
		details := make([]any, 0, len(causes))
		for _, cause := range causes {
			details = append(details, slog.String(cause, found[cause].Error()))
		}
		w.log.Error("alarm: not ready", slog.Any("causes", causes), slog.Group("details", details...))
	case len(causes) == 0 && news:
		w.log.Info("ready again")
	}
}

// state is what the last look found; nothing before the first one.
func (w *watch) state() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	causes := slices.Clone(w.known)
	if w.begun && w.steady()-w.looked > stalledTime {
		causes = append(causes, causeStalled)
	}
	return causes
}

// Room that a disk must have: for the largest uploads at once and what their
// writing needs beside them. On a small disk it is less: a twentieth.
const roomBytes = 64 << 20

// freeBytes is how much may still be written to the disk of a folder; with an
// error when that is too little, or nothing at all.
func freeBytes(folder string) (int64, error) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		return 0, fmt.Errorf("%s: %w", folder, err)
	}
	free, whole := int64(disk.Bavail)*disk.Bsize, int64(disk.Blocks)*disk.Bsize //nolint:gosec // no disk has 2^63 bytes
	if free < min(roomBytes, whole/20) {
		return free, fmt.Errorf("the disk of %s is full: %d MiB of %d MiB free", folder, free>>20, whole>>20)
	}
	return free, nil
}

// probeFolder writes and removes a small file, and makes the folder when a
// cleaner of temporary files took it away.
func probeFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, "probe-")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 4096))
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// databaseFolder is where an SQLite file lies; empty for PostgreSQL.
func databaseFolder(setting string) string {
	path, lite := strings.CutPrefix(setting, "sqlite:")
	if !lite {
		return ""
	}
	return filepath.Dir(path)
}
