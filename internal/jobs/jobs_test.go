package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"samenspraak/internal/jobs"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shelf is a lease in memory that instances share.
type shelf struct {
	mu   sync.Mutex
	held map[string]string
}

func (s *shelf) Take(_ context.Context, name, holder string, _ time.Time) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if by := s.held[name]; by != "" && by != holder {
		return false, nil
	}
	s.held[name] = holder
	return true, nil
}

func (s *shelf) Done(_ context.Context, name, holder, _ string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held[name] == holder {
		delete(s.held, name)
	}
	return nil
}

func runner(s *shelf, holder string) *jobs.Runner {
	return jobs.New(s, holder, time.Now, slog.New(slog.DiscardHandler))
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 500 {
		if is() {
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
	t.Fatal(what)
}

func TestRunsAtOnceOnTheTickAndWhenWoken(t *testing.T) {
	r := runner(&shelf{held: map[string]string{}}, "a")
	var ticked, woken atomic.Int32
	wake := make(chan struct{}, 1)
	r.Add(
		jobs.Job{
			Name: "tick", Every: 5 * time.Millisecond, Run: func(context.Context) error { ticked.Add(1); return nil },
		},
	)
	r.Add(
		jobs.Job{
			Name: "wake", Every: time.Hour, Wake: wake, Run: func(context.Context) error { woken.Add(1); return nil },
		},
	)
	r.Start(t.Context())
	eventually(t, "the ticking job did not run three times", func() bool { return ticked.Load() >= 3 })
	eventually(t, "the job did not run at its start", func() bool { return woken.Load() == 1 })
	wake <- struct{}{}
	eventually(t, "the job did not run when woken", func() bool { return woken.Load() == 2 })
	if err := r.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Status() {
		if s.LastGood.IsZero() || s.Error != "" || s.Running {
			t.Errorf("status %+v", s)
		}
	}
}

func TestPanicAndErrorEndOneTurnOnly(t *testing.T) {
	r := runner(&shelf{held: map[string]string{}}, "a")
	var turns atomic.Int32
	r.Add(jobs.Job{Name: "bad", Every: time.Millisecond, Run: func(context.Context) error {
		switch turns.Add(1) {
		case 1:
			panic("kapot")
		case 2:
			return errors.New("mislukt")
		}
		return nil
	}})
	r.Start(t.Context())
	eventually(t, "the job did not go on after a panic and an error", func() bool { return turns.Load() > 3 })
	if err := r.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := r.Status()[0]; s.Error != "" || s.LastGood.IsZero() {
		t.Errorf("status %+v", s)
	}
}

// A leased job never runs on two instances at once.
func TestLease(t *testing.T) {
	s := &shelf{held: map[string]string{}}
	var inside, most, turns atomic.Int32
	run := func(context.Context) error {
		if n := inside.Add(1); n > most.Load() {
			most.Store(n)
		}
		turns.Add(1)
		time.Sleep(time.Millisecond)
		inside.Add(-1)
		return nil
	}
	var all []*jobs.Runner
	for _, holder := range []string{"a", "b", "c"} {
		r := runner(s, holder)
		r.Add(jobs.Job{Name: "plan", Every: time.Millisecond, Lease: time.Minute, Run: run})
		r.Start(t.Context())
		all = append(all, r)
	}
	eventually(t, "the job did not run", func() bool { return turns.Load() > 20 })
	for _, r := range all {
		if err := r.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if most.Load() != 1 {
		t.Errorf("it ran %d times at once", most.Load())
	}
}

func TestStopWaitsForWhatRuns(t *testing.T) {
	r := runner(&shelf{held: map[string]string{}}, "a")
	started, finished := make(chan struct{}), atomic.Bool{}
	r.Add(jobs.Job{Name: "slow", Every: time.Hour, Run: func(ctx context.Context) error {
		close(started)
		<-ctx.Done()
		time.Sleep(20 * time.Millisecond)
		finished.Store(true)
		return nil
	}})
	r.Start(t.Context())
	<-started
	short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := r.Stop(short); err == nil {
		t.Error("Stop did not say that a job still runs")
	}
	if err := r.Stop(t.Context()); err != nil || !finished.Load() {
		t.Errorf("Stop returned before the job had ended (%v)", err)
	}
}
