package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/jobs"
	"samenspraak/internal/service"
)

// newRunner names what the program does by itself. Everything here asks "what
// is due and not yet done" and so heals after downtime, and none of it decides
// who may do what: that is computed from the clock.
func newRunner(a *App) *jobs.Runner {
	instance, svc := a.instance, a.service
	r := jobs.New(svc.Leases(), instance, a.now, a.log)
	if !svc.NeverMails() {
		addSenders(r, svc, instance)
	}
	r.Add(jobs.Job{Name: "mail-sweep", Every: time.Minute, Run: func(ctx context.Context) error {
		_, _, err := svc.SweepMail(ctx, service.SweepAfter)
		return err
	}})
	r.Add(jobs.Job{Name: "reminders", Every: 30 * time.Second, Lease: 2 * time.Minute,
		Run: func(ctx context.Context) error {
			_, err := svc.PlanReminders(ctx)
			return err
		}})
	r.Add(jobs.Job{Name: "needs", Every: time.Hour, Lease: 10 * time.Minute, Run: func(ctx context.Context) error {
		_, err := svc.EraseNeeds(ctx)
		return err
	}})
	r.Add(jobs.Job{Name: "files", Every: time.Hour, Lease: 10 * time.Minute, Run: func(ctx context.Context) error {
		_, err := svc.SweepFiles(ctx)
		return err
	}})
	r.Add(jobs.Job{Name: "watch", Every: lookEvery, Run: func(ctx context.Context) error {
		a.watch.look(ctx) // what it finds is told by /readyz, not as a failure of the job
		return nil
	}})
	r.Add(jobs.Job{Name: "sign-ins", Every: time.Hour, Lease: 10 * time.Minute, Run: svc.SweepSignIns})
	r.Add(jobs.Job{Name: "imports", Every: time.Hour, Lease: 10 * time.Minute, Run: svc.SweepImports})
	return r
}

// addSenders adds a sender of its own for answers, so that a confirmation never
// waits behind a mailing, and two for the rest, so that a server that hangs on
// one mail does not hold up all others.
func addSenders(r *jobs.Runner, svc *service.Service, instance string) {
	r.Add(
		jobs.Job{
			Name: "mail-answers", Every: 2 * time.Second, Wake: svc.Wake(),
			Run: sender(svc, instance+"/answers", consult.LaneAnswer),
		},
	)
	for _, name := range []string{"mail-1", "mail-2"} {
		r.Add(
			jobs.Job{
				Name: name, Every: 2 * time.Second, Wake: svc.Wake(),
				Run: sender(svc, instance+"/"+name, consult.Lanes...),
			},
		)
	}
}

func sender(svc *service.Service, worker string, lanes ...consult.Lane) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := svc.Deliver(ctx, lanes, worker)
		return err
	}
}

// newInstance names this process among those on one database.
func newInstance() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
