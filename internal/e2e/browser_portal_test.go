//go:build e2e

package e2e

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"samenspraak/config"
	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/demo"
	"samenspraak/internal/mailbox"
	"samenspraak/static"
)

// dial is a clock that the test sets. Between two settings it runs on, or
// stands still after stop.
type dial struct {
	mu    sync.Mutex
	at    time.Time
	since time.Time // zero: it stands still
}

func newDial(at time.Time) *dial { return &dial{at: at, since: time.Now()} }

func (d *dial) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.since.IsZero() {
		return d.at
	}
	return d.at.Add(time.Since(d.since))
}

// set lets the clock run on from an instant.
func (d *dial) set(at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at, d.since = at, time.Now()
}

// stop makes the clock stand still at an instant.
func (d *dial) stop(at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at, d.since = at, time.Time{}
}

// amsterdam is a Dutch wall time, written 2018-11-16 23:59:59.
func amsterdam(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, text, consult.Amsterdam)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// portal is the whole program in this process: on a real port, with a database of
// its own, sending its mail over SMTP to a mailbox, on a clock that the test
// sets.
type portal struct {
	base  string
	conf  config.Config
	app   *app.App
	box   *mailbox.Box
	clock *dial
}

// newPortal starts the program at an instant; options may fill the database.
func newPortal(t *testing.T, at time.Time, options app.Options) *portal {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s := &portal{clock: newDial(at)}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.base = "http://" + listener.Addr().String()
	if s.box, err = mailbox.Open(
		"127.0.0.1:0", mailbox.WithClock(s.clock.now), mailbox.WithStylesheet(static.URL("samenspraak.css")),
		mailbox.WithFault(demo.Refuses),
	); err != nil {
		t.Fatal(err)
	}
	s.conf = config.Config{
		BaseURL: s.base, Database: "sqlite:" + filepath.Join(t.TempDir(), "samenspraak.db"),
		SMTPURL:  "smtp://" + s.box.Addr() + "?tls=none",
		MailFrom: "samenspraak@merenland.example", Secret: testSecret, Language: "nl",
	}
	if _, err := app.Migrate(ctx, s.conf); err != nil {
		t.Fatal(err)
	}
	options.Now, options.Mounts = s.clock.now, map[string]http.Handler{"/mailbox": s.box.Handler()}
	options.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	if s.app, err = app.New(ctx, s.conf, options); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.app.Run(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the program ended with %v", err)
		}
		if err := s.app.Close(); err != nil {
			t.Error(err)
		}
		_ = s.box.Close()
	})
	return s
}

// mails waits until so many mails have arrived since the test began.
func (s *portal) mails(t *testing.T, n int) []mailbox.Mail {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	all, err := s.box.Wait(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
