// Command samenspraak runs the consultation portal of one region.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"samenspraak/config"
)

// commands are the subcommands with their flags.
type commands struct {
	Config string `help:"Settings file (see config/samenspraak.example.env)." type:"existingfile" placeholder:"FILE"`

	Demo    demoCommand    `cmd:"" help:"Run a complete invented region on this machine, with a mailbox built in."`
	Serve   serveCommand   `cmd:"" help:"Serve the site."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date."`
	Staff   staffCommands  `cmd:"" help:"Accounts of staff."`
	Mail    mailCommands   `cmd:"" help:"Mail that waits."`
	Audit   auditCommands  `cmd:"" help:"The log of who did what."`
	Backup  backupCommand  `cmd:"" help:"Write a whole copy of the database while it serves (SQLite)."`
	Restore restoreCommand `cmd:"" help:"Put a backup in place; mail that waited is held (SQLite)."`
	Doctor  doctorCommand  `cmd:"" help:"Check what can be wrong outside the program; changes nothing."`
	Version versionCommand `cmd:"" help:"Say which version this is."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	parser := kong.Parse(&c, kong.Name("samenspraak"),
		kong.Description("Consultation portal for a region of municipalities."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := parser.Run(&c); err != nil {
		fmt.Fprintln(os.Stderr, "samenspraak:", err)
		stop()
		os.Exit(1)
	}
}

// settings reads the settings without judging them: staff, backup and doctor
// need only some.
func (c *commands) settings() (config.Config, error) { return config.Load(c.Config, os.Environ()) }

// validSettings reads the settings and refuses what is unsafe or contradictory.
func (c *commands) validSettings() (config.Config, error) {
	conf, err := c.settings()
	if err != nil {
		return conf, err
	}
	if err := conf.Validate(); err != nil {
		return conf, fmt.Errorf("the settings do not allow a start:\n%w", err)
	}
	return conf, nil
}
