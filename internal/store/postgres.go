package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
)

func openPostgres(ctx context.Context, dsn string, want access, log *slog.Logger) (*DB, error) {
	conf, err := connection(dsn, want)
	if err != nil {
		return nil, err
	}
	db, err := openPool(postgres.New(postgres.Config{Conn: stdlib.OpenDB(*conf)}), log, 16)
	if err != nil {
		return nil, fmt.Errorf("open PostgreSQL: %w", err)
	}
	d := &DB{read: db, write: db, dialect: onPostgres, log: log}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		if err := db.WithContext(ctx).Raw("SELECT current_setting(?)", name).Scan(&value).Error; err != nil {
			return nil, fmt.Errorf("read %s of PostgreSQL: %w", name, err)
		}
		if value == "off" {
			return nil, fmt.Errorf("PostgreSQL has %s off: an acknowledged answer could be lost", name)
		}
	}
	return d, nil
}

// When the way to PostgreSQL falls silent, neither side is told. Ours gives up a
// connection on which an answer does not come for so long, and the server its
// end of an open transaction, with the locks that others wait for. Together they
// are why all is whole again within ten seconds.
const (
	silence     = 6 * time.Second
	connectTime = 4 * time.Second
)

// connection reads an address and adds what every connection must have.
func connection(dsn string, want access) (*pgx.ConnConfig, error) {
	conf, err := pgx.ParseConfig(dsn)
	if err != nil { // its words may quote a piece of the password
		return nil, errors.New(
			"DATABASE is no address such as postgres://user:password@host:5432/samenspraak?sslmode=verify-full",
		)
	}
	if conf.ConnectTimeout == 0 {
		conf.ConnectTimeout = connectTime
	}
	if want == toRead {
		conf.RuntimeParams["default_transaction_read_only"] = "on"
	}
	if want == toMake { // a migration may have to build an index for long
		return conf, nil
	}
	if _, given := conf.RuntimeParams["idle_in_transaction_session_timeout"]; !given {
		conf.RuntimeParams["idle_in_transaction_session_timeout"] = fmt.Sprint(silence.Milliseconds())
	}
	dial := conf.DialFunc
	conf.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return impatient{conn}, nil
	}
	return conf, nil
}

// impatient is a connection that is closed when one waits on it for too long.
// The driver reads only when it waits for an answer.
type impatient struct{ net.Conn }

// Read waits for a piece of the answer.
func (c impatient) Read(p []byte) (int, error) {
	tired := time.AfterFunc(silence, func() { _ = c.Close() })
	defer tired.Stop()
	return c.Conn.Read(p)
}
