// Package app is the only wiring: it makes the program from its settings, runs
// it and stops it. Tests start the whole program here.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"samenspraak/config"
	"samenspraak/internal/jobs"
	"samenspraak/internal/mailer"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
	"samenspraak/internal/web"
	"samenspraak/internal/web/gate"
)

// Options are what tests and the demo set beside the settings.
type Options struct {
	Log *slog.Logger
	Now func() time.Time // nil: the machine's clock
	// Steady is a clock that nobody sets, since any moment; nil: the machine's.
	Steady func() time.Duration
	// Extra and Mounts are the routes that only the demo has.
	Extra  func(*service.Service) []gate.Route
	Mounts map[string]http.Handler
	// Prepare runs on the migrated database before anything is served.
	Prepare func(ctx context.Context, a *App) error
}

// App is the program, made but not yet running.
type App struct {
	conf     config.Config
	instance string // names this process among those on one database
	log      *slog.Logger
	now      func() time.Time
	steady   func() time.Duration
	db       *store.DB
	release  func()
	mail     service.MailSettings
	service  *service.Service
	watch    *watch
	handler  http.Handler
	runner   *jobs.Runner
	figures  *prometheus.Registry
}

// New makes the program: database opened and, on SQLite, kept for this process;
// schema looked at; pages and jobs tied together. Close it when it is not used.
func New(ctx context.Context, conf config.Config, o Options) (*App, error) {
	a := &App{conf: conf, instance: newInstance(), log: o.Log, now: o.Now, steady: o.Steady, release: func() {}}
	if a.log == nil {
		a.log = slog.New(slog.DiscardHandler)
	}
	if a.now == nil {
		a.now = time.Now
	}
	if a.steady == nil {
		begin := time.Now()
		a.steady = func() time.Duration { return time.Since(begin) }
	}
	if err := a.open(ctx, o); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) open(ctx context.Context, o Options) error {
	var err error
	if a.db, err = store.OpenExisting(ctx, a.conf.Database, a.log); err != nil {
		return err
	}
	if a.release, err = a.db.Lock(); err != nil {
		a.release = func() {}
		return err
	}
	if err := a.db.Current(ctx); err != nil {
		return err
	}
	if a.mail, err = mailSettings(a.conf); err != nil {
		return err
	}
	a.service = a.newService(a.now, a.log)
	if err := install(ctx, a.db, a.service); err != nil {
		return err
	}
	if _, err := a.service.Recognise(ctx); err != nil {
		return err
	}
	if a.service.NeverMails() {
		a.log.Warn("no mail is sent: MAIL is never")
	}
	if err := errors.Join(a.service.IndexOnce(ctx), a.service.SealSecondFactors(ctx)); err != nil {
		return err
	}
	if o.Prepare != nil {
		if err := o.Prepare(ctx, a); err != nil {
			return err
		}
	}
	return a.serve(o)
}

// serve ties pages, jobs and figures to the service.
func (a *App) serve(o Options) error {
	a.watch = newWatch(a)
	a.runner = newRunner(a)
	a.figures = prometheus.NewRegistry()
	a.figures.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		newMailFigures(a.service, a.log), newHealthFigures(a.watch, a.runner))
	proxies, err := a.conf.Proxies()
	if err != nil {
		return err
	}
	options := web.Options{
		Service: a.service, Now: a.now, Log: a.log, Proxies: proxies, Health: health{a},
		Metrics: web.NewMetrics(a.figures), Mounts: o.Mounts,
	}
	if o.Extra != nil {
		options.Extra = o.Extra(a.service)
	}
	a.handler, err = web.New(options)
	return err
}

func (a *App) newService(now func() time.Time, log *slog.Logger) *service.Service {
	return service.New(service.Options{
		DB: a.db, Now: now, Secret: []byte(a.conf.Secret), BaseURL: a.conf.BaseURL, Log: log, Mail: a.mail,
	})
}

// ServiceAt is the service on another clock, for the demo's history. It logs
// nothing: what it does did not happen now.
func (a *App) ServiceAt(now func() time.Time) *service.Service {
	return a.newService(now, slog.New(slog.DiscardHandler))
}

// mailTime is how long one mail may take. Ours are small; a server that needs
// longer holds up the others.
const mailTime = 30 * time.Second

// mailSettings says where mail goes and how a connection is made; there is no
// way to make one where nothing is ever sent.
func mailSettings(conf config.Config) (service.MailSettings, error) {
	if conf.Mail == config.MailNever {
		return service.MailSettings{From: conf.MailFrom}, nil
	}
	settings, err := mailer.ParseURL(conf.SMTPURL)
	if err != nil {
		return service.MailSettings{}, fmt.Errorf("SMTP_URL: %w", err)
	}
	settings.LocalName, settings.Timeout = localName(conf), mailTime
	return service.MailSettings{
		From: conf.MailFrom,
		Dial: func(ctx context.Context) (service.MailConn, error) { return mailer.Dial(ctx, settings) },
	}, nil
}

// DB is the database, for tests and the demo.
func (a *App) DB() *store.DB { return a.db }

// Service is the program without its pages.
func (a *App) Service() *service.Service { return a.service }

// Handler is the program's pages.
func (a *App) Handler() http.Handler { return a.handler }

// Close frees the database. It is safe after a failed New.
func (a *App) Close() error {
	defer a.release()
	if a.db == nil {
		return nil
	}
	return a.db.Close()
}

// Limits of the server: a client that dawdles is cut, and hinders nobody.
const (
	headerTime = 10 * time.Second
	bodyTime   = 30 * time.Second
	answerTime = 90 * time.Second
	idleTime   = 120 * time.Second
	headerSize = 32 << 10
	graceTime  = 25 * time.Second
)

// Run serves on a listener until ctx ends, then lets requests and jobs finish.
func (a *App) Run(ctx context.Context, listener net.Listener) error {
	main := server(a.handler)
	servers := []*http.Server{main}
	failed := make(chan error, 2)
	var all sync.WaitGroup
	listen := func(s *http.Server, l net.Listener) {
		all.Go(func() {
			if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		})
	}
	if a.conf.MetricsAddr != "" {
		l, err := net.Listen("tcp", a.conf.MetricsAddr)
		if err != nil {
			return errors.Join(fmt.Errorf("METRICS_ADDR: %w", err), listener.Close())
		}
		figures := http.NewServeMux()
		figures.Handle(
			"GET /metrics",
			promhttp.HandlerFor(a.figures, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}),
		)
		servers = append(servers, server(figures))
		listen(servers[1], l)
	}
	listen(main, listener)
	a.watch.look(ctx)
	if err := a.settleLeftovers(ctx); err != nil && ctx.Err() == nil { // told to stop already is no failure
		return errors.Join(err, listener.Close())
	}
	a.runner.Start(ctx)

	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	a.log.Info("stopping")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	for _, s := range servers {
		err = errors.Join(err, s.Shutdown(grace))
	}
	err = errors.Join(err, a.runner.Stop(grace))
	a.service.HangUp()
	all.Wait()
	if gone := a.service.Leave(grace, a.instance); gone != nil {
		a.log.Warn("the record of absences will call this stop a crash", "error", gone)
	}
	return err
}

// settleLeftovers settles the mail that a former process was sending when it
// died. Alone on the database there can be nobody else whose mail it is.
func (a *App) settleLeftovers(ctx context.Context) error {
	longerThan := service.SweepAfter
	if a.db.Alone() {
		longerThan = 0
	}
	_, _, err := a.service.SweepMail(ctx, longerThan)
	return err
}

func server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: answerTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerSize,
	}
}

// health is what /healthz and /readyz say.
type health struct{ a *App }

// Causes are why the program is not ready, see the constants of watch.go.
func (h health) Causes(ctx context.Context) []string { return h.a.watch.causes(ctx) }

// jobHealth is what anyone may know of a background task: what went wrong
// stands in the log.
type jobHealth struct {
	LastSuccess *time.Time `json:"lastSuccess"`
	Failing     bool       `json:"failing"`
}

// Jobs is the last success of each background task, by name.
func (h health) Jobs() any {
	all := map[string]jobHealth{}
	for _, s := range h.a.runner.Status() {
		one := jobHealth{Failing: s.Error != ""}
		if !s.LastGood.IsZero() {
			at := s.LastGood.UTC()
			one.LastSuccess = &at
		}
		all[s.Name] = one
	}
	return all
}

// mailHealth is what anyone may know of the mail.
type mailHealth struct {
	OldestDueSeconds float64    `json:"oldestDueSeconds"` // 0: nothing due waits
	LastSuccess      *time.Time `json:"lastSuccess"`
}

// Mail says whether mail leaves; nil when the database does not tell.
func (h health) Mail(ctx context.Context) any {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	flow, err := h.a.service.MailFlow(ctx)
	if err != nil {
		return nil
	}
	m := mailHealth{OldestDueSeconds: flow.Waits().Seconds()}
	if !flow.LastSent.IsZero() {
		m.LastSuccess = &flow.LastSent
	}
	return m
}
