// Package store keeps everything in SQLite or PostgreSQL and is the only
// package that names GORM. Outside it one sees View, Update and the methods of
// Tx, which speak consult types only.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"samenspraak/internal/consult"
)

// DB is the database. On SQLite it holds two pools on one file: many readers
// that cannot write, and one writer, so that no request ever meets "database is
// locked". On PostgreSQL both are the same pool.
type DB struct {
	read    *gorm.DB
	write   *gorm.DB
	dialect dialect
	path    string // of the SQLite file
	log     *slog.Logger
	queued  atomic.Pointer[[]func()]
	frozen  atomic.Bool
	revised atomic.Int64 // on SQLite, where this process alone writes: the revision, 0 until it was read
}

type dialect string

const (
	onSQLite   dialect = "sqlite"
	onPostgres dialect = "postgres"
)

// Open connects to the database named by the setting DATABASE: sqlite:PATH or
// postgres://…, and makes the file of the first where there is none: migrate
// begins with it. It does not migrate: see Migrate. It returns an error that
// says which part of the setting is wrong, and refuses a database that would not
// keep what it acknowledges (PostgreSQL with fsync or synchronous_commit off).
func Open(ctx context.Context, setting string, log *slog.Logger) (*DB, error) {
	return open(ctx, setting, toMake, log)
}

// OpenExisting is Open for all but migrate: a file that is not there is an
// error, because a slip in its path would otherwise begin an empty site.
func OpenExisting(ctx context.Context, setting string, log *slog.Logger) (*DB, error) {
	return open(ctx, setting, toWrite, log)
}

// OpenReadOnly is OpenExisting for who only looks: every write through it fails.
func OpenReadOnly(ctx context.Context, setting string) (*DB, error) {
	return open(ctx, setting, toRead, nil)
}

// access is what a database is opened for.
type access int

const (
	toRead access = iota
	toWrite
	toMake
)

func open(ctx context.Context, setting string, want access, log *slog.Logger) (*DB, error) {
	switch {
	case strings.HasPrefix(setting, "sqlite:"):
		return openSQLite(strings.TrimPrefix(setting, "sqlite:"), want, log)
	case strings.HasPrefix(setting, "postgres://"), strings.HasPrefix(setting, "postgresql://"):
		return openPostgres(ctx, setting, want, log)
	}
	return nil, errors.New("DATABASE must be sqlite:PATH or postgres://…")
}

func openPool(d gorm.Dialector, log *slog.Logger, conns int) (*gorm.DB, error) {
	db, err := gorm.Open(d, &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		Logger:                 counter{},
		NowFunc:                func() time.Time { return time.Time{} }, // every time is an argument
	})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	return db, nil
}

// Close closes the pools.
func (d *DB) Close() error {
	var errs []error
	pools := []*gorm.DB{d.read}
	if d.write != d.read {
		pools = append(pools, d.write)
	}
	for _, p := range pools {
		pool, err := p.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Ping says whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	pool, err := d.read.DB()
	if err != nil {
		return err
	}
	return pool.PingContext(ctx)
}

// Tx is one transaction. Its methods are in the files of their nouns.
type Tx struct {
	db      *gorm.DB
	dialect dialect
	events  []consult.Event
	revised bool // something public changed
	queued  bool // mail was put in the outbox
}

// patience bounds every transaction: with one writer, one that hangs would
// stop all others.
const patience = 15 * time.Second

// View runs fn in a transaction that only reads and sees one moment. It is
// never nested.
func (d *DB) View(ctx context.Context, fn func(*Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	opts := &sql.TxOptions{ReadOnly: d.dialect == onPostgres}
	if d.dialect == onPostgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	err := d.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		return fn(&Tx{db: db, dialect: d.dialect})
	}, opts)
	return fail(err)
}

// Update runs fn in a transaction that writes; all of it happens or nothing.
// The events that fn recorded are chained last, under the lock of the one row
// that holds the chain's head. On PostgreSQL a deadlock is tried again, so fn must do nothing outside
// the database.
func (d *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	if d.frozen.Load() {
		return fmt.Errorf("%w: nothing is written while %w", consult.ErrUnavailable, ErrSchema)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var err error
	for range 4 {
		var done finished
		err = d.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
			tx := &Tx{db: db, dialect: d.dialect}
			if err := fn(tx); err != nil {
				return err
			}
			var err error
			done, err = tx.finish()
			return err
		})
		if err == nil {
			d.committed(ctx, done)
			return nil
		}
		if !retryable(err) {
			break
		}
	}
	return fail(err)
}

// Freeze has every Update refused with consult.ErrUnavailable, or no longer: a
// program that still runs when the schema has become a newer one's must not
// write what that one no longer expects.
func (d *DB) Freeze(frozen bool) { d.frozen.Store(frozen) }

// OnQueued has fn called after each transaction of this process that put mail
// in the outbox, so that a sender need not wait for its next look. fn must not
// block.
func (d *DB) OnQueued(fn func()) {
	for {
		before := d.queued.Load()
		after := []func(){fn}
		if before != nil {
			after = append(slices.Clone(*before), fn)
		}
		if d.queued.CompareAndSwap(before, &after) {
			return
		}
	}
}

// committed passes on what a transaction that is now durable brought about.
func (d *DB) committed(ctx context.Context, done finished) {
	if bells := d.queued.Load(); done.queued && bells != nil {
		for _, ring := range *bells {
			ring()
		}
	}
	if done.head != "" && d.log != nil {
		d.log.LogAttrs(ctx, slog.LevelInfo, "audit head", slog.String("head", done.head))
	}
	for d.dialect == onSQLite {
		known := d.revised.Load()
		if done.revision <= known || d.revised.CompareAndSwap(known, done.revision) {
			return
		}
	}
}

// Revision is the number that rises with every change of what is public. On
// SQLite the process that serves is the only one that publishes, so it is
// remembered; on PostgreSQL it is read each time, because another instance may
// have raised it.
func (d *DB) Revision(ctx context.Context) (int64, error) {
	if d.dialect == onSQLite {
		if n := d.revised.Load(); n != 0 {
			return n, nil
		}
	}
	var n int64
	err := d.View(ctx, func(tx *Tx) error {
		var err error
		n, err = tx.revision()
		return err
	})
	if err == nil && d.dialect == onSQLite {
		d.revised.CompareAndSwap(0, n)
	}
	return n, err
}

// counter is GORM's logger here: it is silent, and counts the queries of a
// context made by Counting, so that a test can fail an N+1.
type counter struct{}

type countKey struct{}

// Counting returns a context that counts the queries made under it.
func Counting(ctx context.Context) (context.Context, *atomic.Int64) {
	n := new(atomic.Int64)
	return context.WithValue(ctx, countKey{}, n), n
}

func (counter) LogMode(logger.LogLevel) logger.Interface      { return counter{} }
func (counter) Info(context.Context, string, ...interface{})  {}
func (counter) Warn(context.Context, string, ...interface{})  {}
func (counter) Error(context.Context, string, ...interface{}) {}
func (counter) Trace(ctx context.Context, _ time.Time, _ func() (string, int64), _ error) {
	if n, ok := ctx.Value(countKey{}).(*atomic.Int64); ok {
		n.Add(1)
	}
}
