// Package jobs runs named functions on a timer, each on one instance at a time
// when it asks for a lease. A job that panics is logged and runs again at its
// next turn; a stop waits for what runs. What a job does must heal by itself: a
// turn that was missed is made up for by the next.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// Lease keeps one job from running on two instances at once.
type Lease interface {
	// Take gives the job to holder until a moment; false: another has it.
	Take(ctx context.Context, name, holder string, until time.Time) (bool, error)
	// Done gives it back; failure is empty when it went well.
	Done(ctx context.Context, name, holder, failure string) error
}

// Job is one named function.
type Job struct {
	Name  string
	Every time.Duration
	// Wake, when not nil, runs the job at once besides.
	Wake <-chan struct{}
	// Lease is how long the job is this instance's alone. Zero: every instance
	// runs it, because what it does takes care of that itself.
	Lease time.Duration
	Run   func(context.Context) error
}

// Status is how a job does on this instance.
type Status struct {
	Name     string
	Running  bool
	LastRun  time.Time // its last turn began
	LastGood time.Time // its last turn that went well ended
	Error    string    // of the last turn
}

// Runner runs jobs. Make it with New, Add every job, then Start.
type Runner struct {
	lease  Lease
	holder string
	now    func() time.Time
	log    *slog.Logger
	jobs   []Job
	cancel context.CancelFunc
	done   sync.WaitGroup

	mu     sync.Mutex
	status map[string]Status
}

// New makes a runner. holder names this instance; no two have the same.
func New(lease Lease, holder string, now func() time.Time, log *slog.Logger) *Runner {
	return &Runner{lease: lease, holder: holder, now: now, log: log, status: map[string]Status{}}
}

// Add names a job; not after Start.
func (r *Runner) Add(j Job) {
	r.jobs = append(r.jobs, j)
	r.status[j.Name] = Status{Name: j.Name}
}

// Start begins to run the jobs, each at once and then at its turns, until Stop.
func (r *Runner) Start(ctx context.Context) {
	ctx, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	for _, j := range r.jobs {
		r.done.Go(func() { r.loop(ctx, j) })
	}
}

// Stop ends the jobs and waits for those that run, or for ctx to end; it
// returns an error when one still runs then.
func (r *Runner) Stop(ctx context.Context) error {
	if r.cancel == nil {
		return nil
	}
	r.cancel()
	drained := make(chan struct{})
	go func() { r.done.Wait(); close(drained) }()
	select {
	case <-drained:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("jobs still run: %w", ctx.Err())
	}
}

// Status tells how the jobs do, in the order they were added.
func (r *Runner) Status() []Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]Status, len(r.jobs))
	for i, j := range r.jobs {
		all[i] = r.status[j.Name]
	}
	return all
}

func (r *Runner) loop(ctx context.Context, j Job) {
	ticker := time.NewTicker(j.Every)
	defer ticker.Stop()
	for {
		if err := r.guarded(j, func() error { r.turn(ctx, j); return nil }); err != nil {
			r.note(j.Name, err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-j.Wake:
		}
	}
}

func (r *Runner) turn(ctx context.Context, j Job) {
	if ctx.Err() != nil {
		return
	}
	if j.Lease > 0 {
		taken, err := r.lease.Take(ctx, j.Name, r.holder, r.now().Add(j.Lease))
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return // told to stop, which is no failure
		}
		if err != nil || !taken {
			r.note(j.Name, err)
			return
		}
	}
	r.change(j.Name, func(s *Status) { s.Running, s.LastRun = true, r.now() })
	err := r.guarded(j, func() error { return j.Run(ctx) })
	r.change(j.Name, func(s *Status) { s.Running = false })
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = nil // told to stop, which is no failure
	}
	if j.Lease > 0 {
		failure := ""
		if err != nil {
			failure = err.Error()
		}
		if back := r.lease.Done(context.WithoutCancel(ctx), j.Name, r.holder, failure); err == nil {
			err = back
		}
	}
	r.note(j.Name, err)
}

// guarded makes an error of a panic: in a job, which then still gives its lease
// back, or in what surrounds it.
func (r *Runner) guarded(j Job, do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("job panicked", "job", j.Name, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return do()
}

// note keeps how a turn ended, and logs what is new: a job that runs each second
// and fails alike tells it once. A job that another instance runs is well.
func (r *Runner) note(name string, err error) {
	failure, before := "", ""
	if err != nil {
		failure = err.Error()
	}
	r.change(name, func(s *Status) {
		before, s.Error = s.Error, failure
		if err == nil {
			s.LastGood = r.now()
		}
	})
	switch {
	case failure == before:
	case err != nil:
		r.log.Error("job failed", "job", name, "error", err)
	default:
		r.log.Info("job works again", "job", name)
	}
}

func (r *Runner) change(name string, change func(*Status)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.status[name]
	change(&s)
	r.status[name] = s
}
