package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/config"
	"samenspraak/internal/address"
	"samenspraak/internal/app"
	"samenspraak/internal/demo"
	"samenspraak/internal/i18n"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/service"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/staff"
	"samenspraak/static"
)

// demoCommand runs an invented region. It listens on loopback only, because its
// staff address signs anybody in who knows it.
type demoCommand struct {
	Addr string `default:"127.0.0.1:8080" help:"Loopback address to listen on; port 0 takes a free one."`
	Dir  string `help:"Keep the region in this folder; without it a temporary one is used and removed." placeholder:"DIR"`
	Lang string `enum:"nl,en" default:"nl" help:"Language of the demo's staff: ${enum}."`
	Log  bool   `help:"Show the program's log."`
}

// Run fills a database, starts everything on it and prints where to look.
func (d demoCommand) Run(ctx context.Context) (err error) {
	listener, err := listenLoopback(d.Addr)
	if err != nil {
		return err
	}
	dir, done, err := d.folder()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, done()) }()
	box, err := mailbox.Open(
		"127.0.0.1:0", mailbox.WithFault(demo.Refuses), mailbox.WithStylesheet(static.URL("samenspraak.css")),
	)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, box.Close()) }()

	base := "http://" + listener.Addr().String()
	conf, err := d.settings(dir, base, box)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	if _, err := app.Migrate(ctx, conf); err != nil {
		return errors.Join(err, listener.Close())
	}
	way := &wayIn{path: address.DemoDoor(randomWord())}
	a, err := app.New(ctx, conf, app.Options{
		Log: d.logger(), Extra: way.routes, Mounts: map[string]http.Handler{"/mailbox": box.Handler()},
		Prepare: way.fill(i18n.Parse(d.Lang)),
	})
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	go announce(ctx, base, way)
	return a.Run(ctx, listener)
}

// listenLoopback refuses any address that others on the network could reach.
func listenLoopback(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("--addr: %w", err)
	}
	if ip, err := netip.ParseAddr(host); err != nil || !ip.IsLoopback() {
		return nil, fmt.Errorf(
			"--addr %s: the demo signs anybody in, so it listens on a loopback address such as 127.0.0.1 only", addr,
		)
	}
	return net.Listen("tcp", addr)
}

func (d demoCommand) folder() (dir string, done func() error, err error) {
	if d.Dir != "" {
		return d.Dir, func() error { return nil }, os.MkdirAll(d.Dir, 0o700)
	}
	dir, err = os.MkdirTemp("", "samenspraak-demo-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// settings are a production's, on loopback. The secret is kept with the
// folder: with another one the links in it would be dead.
func (d demoCommand) settings(dir, base string, box *mailbox.Box) (config.Config, error) {
	file := filepath.Join(dir, "secret")
	secret, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		secret = []byte(randomWord() + randomWord() + randomWord())
		err = os.WriteFile(file, secret, 0o600)
	}
	conf := config.Config{
		BaseURL: base, Database: "sqlite:" + filepath.Join(dir, "samenspraak.db"),
		SMTPURL:  "smtp://" + box.Addr() + "?tls=none",
		MailFrom: "samenspraak@merenland.example", Secret: string(secret), Language: d.Lang,
	}
	return conf, err
}

func (d demoCommand) logger() *slog.Logger {
	if d.Log {
		return slog.New(slog.NewTextHandler(os.Stderr, nil))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// wayIn is the demo's own door: an address with a random word that signs its
// beheerder in. Only this command mounts it.
type wayIn struct {
	path  string
	world demo.World
}

func (w *wayIn) fill(lang i18n.Lang) func(context.Context, *app.App) error {
	return func(ctx context.Context, a *app.App) error {
		var err error
		w.world, err = demo.Fill(ctx, a, time.Now(), lang)
		return err
	}
}

func (w *wayIn) routes(svc *service.Service) []gate.Route {
	signIn := func(c echo.Context) error {
		token, err := svc.SignInDirectly(c.Request().Context(), w.world.StaffID, "demo")
		if err != nil {
			return err
		}
		gate.SetCookie(c, token)
		return c.Redirect(http.StatusSeeOther, address.StaffHome)
	}
	return []gate.Route{staff.Showcase(), gate.Get(w.path, gate.SigningIn, signIn)}
}

// announce prints the addresses once they answer.
func announce(ctx context.Context, base string, way *wayIn) {
	for ctx.Err() == nil {
		if app.Answers(ctx, base+address.Ready, "") {
			fmt.Printf(
				"site: %s/\nstaff: %s\ninvitation: %s\nmailbox: %s/mailbox/\n", base, base+way.path,
				way.world.InvitationURL, base,
			)
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func randomWord() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}
