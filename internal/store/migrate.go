package store

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	gooselock "github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema up to date and returns how many steps that took.
// Several instances may call it at once on PostgreSQL: one does the work. A
// schema newer than the program is refused: an old program would write what the
// new one no longer expects.
func (d *DB) Migrate(ctx context.Context) (int, error) {
	p, err := d.provider()
	if err != nil {
		return 0, err
	}
	if err := d.refuseNewer(ctx, p); err != nil {
		return 0, err
	}
	done, err := p.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("migrate: %w", err)
	}
	return len(done), nil
}

// ErrSchema says that the schema is not the one this program was built for.
var ErrSchema = errors.New("the schema is not this program's")

// Current returns nil when the schema is the one this program was built for, and
// ErrSchema when it is another. It changes nothing, also where no schema is yet.
func (d *DB) Current(ctx context.Context) error {
	p, err := d.provider()
	if err != nil {
		return err
	}
	if err := d.refuseNewer(ctx, p); err != nil {
		return err
	}
	if have, err := d.version(ctx); err != nil || have < newest(p) {
		return cmp.Or(err, fmt.Errorf("%w: it is older than the program: run samenspraak migrate", ErrSchema))
	}
	return nil
}

func (d *DB) refuseNewer(ctx context.Context, p *goose.Provider) error {
	have, err := d.version(ctx)
	if err != nil {
		return err
	}
	if have > newest(p) {
		return fmt.Errorf(
			"%w: it has version %d and the program knows %d: use the newer program", ErrSchema, have, newest(p),
		)
	}
	return nil
}

func newest(p *goose.Provider) int64 {
	sources := p.ListSources()
	return sources[len(sources)-1].Version
}

// version is the schema's, 0 when there is none. Goose would answer too, but
// makes its table to do so.
func (d *DB) version(ctx context.Context) (have int64, err error) {
	known, err := d.hasTable(ctx, "goose_db_version")
	if err == nil && known {
		err = d.read.WithContext(ctx).Raw("SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied").
			Scan(&have).Error
	}
	if err != nil {
		return 0, fmt.Errorf("read the schema's version: %w", err)
	}
	return have, nil
}

func (d *DB) hasTable(ctx context.Context, name string) (bool, error) {
	question := "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
	if d.dialect == onPostgres {
		question = "SELECT COUNT(*) FROM (SELECT to_regclass(?) AS known) AS t WHERE known IS NOT NULL"
	}
	var n int
	err := d.read.WithContext(ctx).Raw(question, name).Scan(&n).Error
	return n > 0, err
}

func (d *DB) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/"+string(d.dialect))
	if err != nil {
		return nil, err
	}
	pool, err := d.write.DB()
	if err != nil {
		return nil, err
	}
	var opts []goose.ProviderOption
	kind := database.DialectSQLite3
	if d.dialect == onPostgres {
		kind = database.DialectPostgres
		locker, err := gooselock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(kind, pool, files, opts...)
}
