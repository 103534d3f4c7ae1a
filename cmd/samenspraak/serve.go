package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"

	"samenspraak/internal/app"
)

type serveCommand struct{}

// Run serves until it is told to stop. A first start migrates nothing: a schema
// is changed by a person, with a backup at hand.
func (serveCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.validSettings()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	a, err := app.New(ctx, conf, app.Options{Log: log})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", conf.Addr)
	if err != nil {
		return errors.Join(fmt.Errorf("ADDR: %w", err), a.Close())
	}
	version, revision := app.Version()
	log.Info(
		"serving", "version", version, "revision", revision, "address", listener.Addr().String(), "base", conf.BaseURL,
	)
	err = errors.Join(a.Run(ctx, listener), a.Close())
	if err != nil {
		log.Error("stopped", "error", err)
	} else {
		log.Info("stopped")
	}
	return err
}
