package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"samenspraak/config"
	"samenspraak/internal/consult"
	"samenspraak/internal/service"
	"samenspraak/internal/store"
)

// Migrate brings the schema up to date and returns how many steps that took.
func Migrate(ctx context.Context, conf config.Config) (steps int, err error) {
	db, err := store.Open(ctx, conf.Database, nil)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	release, err := db.Lock()
	if err != nil {
		return 0, err
	}
	defer release()
	return db.Migrate(ctx)
}

// withService opens the database beside a program that may be serving, for one
// act of administration.
func withService(ctx context.Context, conf config.Config, do func(*service.Service) error) (err error) {
	db, err := store.OpenExisting(ctx, conf.Database, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Current(ctx); err != nil {
		return err
	}
	if err := wantSecret(conf); err != nil {
		return err
	}
	svc := bareService(conf, db)
	if err := install(ctx, db, svc); err != nil {
		return err
	}
	return do(svc)
}

func wantSecret(conf config.Config) error {
	if len(conf.Secret) < 32 {
		return errors.New("SECRET must be the one the program serves with")
	}
	return nil
}

// bareService is the program without pages and mail.
func bareService(conf config.Config, db *store.DB) *service.Service {
	return service.New(service.Options{DB: db, Now: time.Now, Secret: []byte(conf.Secret), BaseURL: conf.BaseURL})
}

// install makes the row every instance agrees on, and refuses another SECRET.
func install(ctx context.Context, db *store.DB, svc *service.Service) error {
	err := db.Update(ctx, func(tx *store.Tx) error { return tx.EnsureInstallation(svc.Fingerprint()) })
	if errors.Is(err, consult.ErrConflict) {
		return errOtherSecret
	}
	return err
}

var errOtherSecret = errors.New(
	"SECRET is not the one this database was made with: every link that was mailed would stop working",
)

// NewStaff is an account to be made.
type NewStaff struct {
	Address, Name, Role, Language string
}

// AddStaff makes an account and returns the link that sets it up.
func AddStaff(ctx context.Context, conf config.Config, n NewStaff) (link string, err error) {
	err = withService(ctx, conf, func(svc *service.Service) error {
		_, link, err = svc.AddStaff(ctx, consult.SystemActor, n.Address, n.Name, consult.Role(n.Role), n.Language)
		return err
	})
	return link, err
}

// ResetStaff ends an account's password, second factor and sign-ins and returns
// a link that sets it up anew: the way back in when no beheerder is left who
// could make one.
func ResetStaff(ctx context.Context, conf config.Config, address string) (link string, err error) {
	err = withService(ctx, conf, func(svc *service.Service) error {
		account, err := svc.StaffByAddress(ctx, consult.SystemActor, address)
		if errors.Is(err, consult.ErrNotFound) {
			return fmt.Errorf("there is no account with the address %s", address)
		}
		if err != nil {
			return err
		}
		link, err = svc.ResetStaff(ctx, consult.SystemActor, account.ID)
		return err
	})
	return link, err
}

// VerifyAudit walks the audit's chain.
func VerifyAudit(ctx context.Context, conf config.Config, head string) (found store.Verdict, err error) {
	db, err := store.OpenReadOnly(ctx, conf.Database)
	if err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.VerifyAudit(ctx, head)
}

// EraseAudit erases the personal detail of one entry of the audit.
func EraseAudit(ctx context.Context, conf config.Config, entry int64, reason string) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return errors.New("--reason is empty: the log must say why")
	}
	return withService(ctx, conf, func(svc *service.Service) error {
		err := svc.EraseAuditDetail(ctx, consult.SystemActor, entry, reason)
		switch {
		case errors.Is(err, consult.ErrNotFound):
			return fmt.Errorf("the audit has no entry %d", entry)
		case errors.Is(err, consult.ErrConflict):
			return fmt.Errorf("the detail of entry %d was erased before", entry)
		}
		return err
	})
}

// Backup writes a whole copy of the database to a new file.
func Backup(ctx context.Context, conf config.Config, file string) (err error) {
	db, err := store.OpenExisting(ctx, conf.Database, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Backup(ctx, file)
}

// Restore puts a backup in place. It returns how much mail it holds back and
// where the former database is, if there was one.
func Restore(ctx context.Context, conf config.Config, file string) (held int64, former string, err error) {
	if err := wantSecret(conf); err != nil {
		return 0, "", err
	}
	former, err = store.Restore(ctx, conf.Database, file, func(db *store.DB) error {
		svc := bareService(conf, db)
		if err := install(ctx, db, svc); err != nil {
			return err
		}
		held, err = svc.HoldRestored(ctx)
		return err
	})
	return held, former, err
}

// HoldMail holds all mail that waits, beside a program that may be serving, and
// returns how much.
func HoldMail(ctx context.Context, conf config.Config) (held int64, err error) {
	err = withService(ctx, conf, func(svc *service.Service) error {
		held, err = svc.HoldAll(ctx, consult.SystemActor)
		return err
	})
	return held, err
}

// ReleaseMail lets all mail go that is held, and returns how much. Of a copy on
// which the program was not started yet that is all its mail: the start would
// hold it again otherwise.
func ReleaseMail(ctx context.Context, conf config.Config) (released int, err error) {
	err = withService(ctx, conf, func(svc *service.Service) error {
		if _, err := svc.Recognise(ctx); err != nil {
			return err
		}
		released, err = svc.ReleaseAll(ctx, consult.SystemActor)
		return err
	})
	return released, err
}
