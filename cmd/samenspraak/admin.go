package main

import (
	"context"
	"fmt"
	"strings"

	"samenspraak/internal/app"
)

type migrateCommand struct{}

// Run brings the schema up to date.
func (migrateCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	steps, err := app.Migrate(ctx, conf)
	if err != nil {
		return err
	}
	fmt.Printf("schema up to date, %d steps taken\n", steps)
	return nil
}

type staffCommands struct {
	Add   staffAddCommand   `cmd:"" help:"Make an account and print the link that sets it up, valid once for 48 hours."`
	Reset staffResetCommand `cmd:"" help:"End an account's password and second factor and print a link that sets it up anew."`
}

type staffAddCommand struct {
	Email    string `arg:"" help:"Address to sign in with: a person's own, no shared mailbox."`
	Name     string `required:"" help:"Name as colleagues see it."`
	Role     string `required:"" enum:"beheerder,redacteur,lezer" help:"${enum}."`
	Language string `enum:"nl,en" default:"nl" help:"Language of the pages: ${enum}."`
}

// Run makes the account.
func (s staffAddCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	link, err := app.AddStaff(
		ctx, conf, app.NewStaff{Address: s.Email, Name: s.Name, Role: s.Role, Language: s.Language},
	)
	if err != nil {
		return err
	}
	fmt.Printf("%s can set up the account within 48 hours, once, at:\n%s\n", s.Email, link)
	return nil
}

type staffResetCommand struct {
	Email string `arg:"" help:"Address of the account."`
}

// Run resets the account.
func (s staffResetCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	link, err := app.ResetStaff(ctx, conf, s.Email)
	if err != nil {
		return err
	}
	fmt.Printf("%s can set up the account anew within 48 hours, once, at:\n%s\n", s.Email, link)
	return nil
}

type auditCommands struct {
	Verify auditVerifyCommand `cmd:"" help:"Walk the chain and name the first entry that does not fit."`
	Erase  auditEraseCommand  `cmd:"" help:"Erase the personal detail of one entry (name, network, particulars); the entry stays."`
}

type auditVerifyCommand struct {
	Head string `help:"A head that was noted elsewhere (the program logs each): the chain must hold it." placeholder:"HASH"`
}

// Run verifies the audit.
func (v auditVerifyCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	found, err := app.VerifyAudit(ctx, conf, strings.TrimSpace(v.Head))
	if err != nil {
		return err
	}
	fmt.Printf(
		"%d entries, unbroken; of %d the personal detail was erased\nhead: %s\n", found.Entries, found.Erased,
		found.Head,
	)
	return nil
}

type auditEraseCommand struct {
	Entry  int64  `arg:"" help:"Number of the entry, as /beheer/logboek shows it."`
	Reason string `required:"" help:"Why, for the log; name nobody in it."`
}

// Run erases the detail of one entry.
func (e auditEraseCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	if err := app.EraseAudit(ctx, conf, e.Entry, e.Reason); err != nil {
		return err
	}
	fmt.Printf("the personal detail of entry %d is erased, and the log says so\n"+
		"backups and the files of the database may still hold it until they are replaced\n", e.Entry)
	return nil
}

type backupCommand struct {
	File string `arg:"" help:"Where to write it; the file must not exist."`
}

// Run writes a backup.
func (b backupCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	return app.Backup(ctx, conf, b.File)
}

type restoreCommand struct {
	File string `arg:"" type:"existingfile" help:"The backup."`
}

// Run restores a backup.
func (r restoreCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	held, former, err := app.Restore(ctx, conf, r.File)
	if err != nil {
		return err
	}
	fmt.Println("restored and checked")
	if former != "" {
		fmt.Printf("the former database is kept as %s\n", former)
	}
	fmt.Printf("%d mails are held: look at them under /beheer/mail and release what was not sent\n", held)
	return nil
}

type mailCommands struct {
	Hold    mailHoldCommand    `cmd:"" help:"Hold all mail that waits now, until it is released; before a copy or a snapshot is started."`
	Release mailReleaseCommand `cmd:"" help:"Let all mail go that is held."`
}

type mailHoldCommand struct{}

// Run holds all mail that waits.
func (mailHoldCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	held, err := app.HoldMail(ctx, conf)
	if err != nil {
		return err
	}
	fmt.Printf(
		"%d mails are held now: look at them under /beheer/mail, or let them go with samenspraak mail release\n", held,
	)
	return nil
}

type mailReleaseCommand struct{}

// Run lets all mail go that is held.
func (mailReleaseCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	released, err := app.ReleaseMail(ctx, conf)
	if err != nil {
		return err
	}
	fmt.Printf("%d mails were held and may go now\n", released)
	return nil
}

type doctorCommand struct {
	To string `help:"Send one mail to this address, to see whether it arrives." placeholder:"ADDRESS"`
}

// Run checks everything that can be wrong outside the program.
func (d doctorCommand) Run(ctx context.Context, c *commands) error {
	conf, err := c.settings()
	if err != nil {
		return err
	}
	faults := 0
	for _, check := range app.Doctor(ctx, conf, app.DoctorOptions{To: d.To}) {
		mark := "ok   "
		if check.Err != nil {
			mark, check.Found = "FAULT", check.Err.Error()
			faults++
		}
		fmt.Printf("%s  %-12s %s\n", mark, check.Name, check.Found)
	}
	if faults > 0 {
		return fmt.Errorf("%d faults", faults)
	}
	return nil
}

type versionCommand struct{}

// Run says which version this is.
func (versionCommand) Run() error {
	version, revision := app.Version()
	fmt.Println(strings.TrimSpace("samenspraak " + version + " " + revision))
	return nil
}
