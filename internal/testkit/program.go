package testkit

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"samenspraak/config"
	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

// BaseURL is where the program believes it is served; a Client goes straight to
// its pages.
const BaseURL = "https://samenspraak.example"

// Secret is that of every program here, and of the saved databases.
const Secret = "a secret of the tests, long enough to be one"

// Start is when a program begins unless a test says otherwise: a Monday, two
// weeks before the answer deadline of the world's meeting.
var Start = time.Date(2026, time.November, 2, 9, 30, 0, 0, consult.Amsterdam)

// Options change what is started.
type Options struct {
	Postgres bool      // instead of SQLite
	Database string    // setting of one that exists: a second instance on the database of another Program
	Now      time.Time // where the clock stands; zero: Start
	Clock    *Clock    // shared with another Program; nil: one of its own
	Empty    bool      // without the world
	Fault    func(stage, to string, n int) *mailbox.Fault
	Log      *slog.Logger
	// Prepare runs on the migrated database before anything is served.
	Prepare func(ctx context.Context, a *app.App) error
}

// Program is the whole program. Its jobs do not run by themselves: a test calls
// Remind and Deliver when it wants them to have run.
type Program struct {
	World
	App     *app.App
	Clock   *Clock
	Mailbox *mailbox.Box
	Config  config.Config
	t       testing.TB
}

// New starts the program and ends it with the test.
func New(t testing.TB, o Options) *Program {
	t.Helper()
	p := &Program{Clock: o.Clock, t: t}
	if o.Now.IsZero() {
		o.Now = Start
	}
	if p.Clock == nil {
		p.Clock = NewClock(o.Now)
	}
	p.openMailbox(o)
	p.Config = config.Config{
		Addr: "127.0.0.1:0", BaseURL: BaseURL, Database: p.database(o),
		SMTPURL:  "smtp://" + p.Mailbox.Addr() + "?tls=none",
		MailFrom: "samenspraak@merenland.example", Secret: Secret, Language: "nl",
	}
	if _, err := app.Migrate(t.Context(), p.Config); err != nil {
		t.Fatal(err)
	}
	var err error
	if p.App, err = app.New(
		t.Context(), p.Config, app.Options{Log: o.Log, Now: p.Clock.Now, Prepare: o.Prepare},
	); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.App.Service().HangUp()
		if err := p.App.Close(); err != nil {
			t.Error(err)
		}
	})
	if !o.Empty && o.Database == "" {
		p.makeWorld()
	}
	return p
}

func (p *Program) openMailbox(o Options) {
	p.t.Helper()
	options := []mailbox.Option{mailbox.WithClock(p.Clock.Now)}
	if o.Fault != nil {
		options = append(options, mailbox.WithFault(o.Fault))
	}
	var err error
	if p.Mailbox, err = mailbox.Open("127.0.0.1:0", options...); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		if err := p.Mailbox.Close(); err != nil {
			p.t.Error(err)
		}
	})
}

func (p *Program) database(o Options) string {
	switch {
	case o.Database != "":
		return o.Database
	case o.Postgres:
		return storetest.Postgres(p.t)
	}
	return storetest.SQLite(p.t)
}

// Service is the program without its pages.
func (p *Program) Service() *service.Service { return p.App.Service() }

// DB is the database.
func (p *Program) DB() *store.DB { return p.App.DB() }

// View reads the database and fails the test when that fails.
func (p *Program) View(read func(tx *store.Tx) error) {
	p.t.Helper()
	if err := p.DB().View(context.WithoutCancel(p.t.Context()), read); err != nil {
		p.t.Fatal(err)
	}
}

// Deliver sends what is due and returns the mails that arrived, oldest first. A
// mail server that takes nothing is no failure of the test.
func (p *Program) Deliver() []mailbox.Mail {
	p.t.Helper()
	before := len(p.Mailbox.Mails())
	if _, err := p.Service().Deliver(p.t.Context(), consult.Lanes, "test"); err != nil &&
		!errors.Is(err, service.ErrMailStuck) {
		p.t.Fatal(err)
	}
	return p.Mailbox.Mails()[before:]
}

// Remind queues the reminders that are due and returns how many there are.
func (p *Program) Remind() int {
	p.t.Helper()
	n, err := p.Service().PlanReminders(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}
