package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// fail turns GORM's errors into the domain's, the same on both databases.
func fail(err error) error {
	switch {
	case err == nil, errors.Is(err, consult.ErrUnavailable):
		return err
	case unavailable(err):
		return fmt.Errorf("%w (%w)", consult.ErrUnavailable, err)
	case errors.Is(err, gorm.ErrRecordNotFound):
		return fmt.Errorf("%w (%w)", consult.ErrNotFound, err)
	case errors.Is(err, gorm.ErrDuplicatedKey), errors.Is(err, gorm.ErrForeignKeyViolated):
		return fmt.Errorf("%w (%w)", consult.ErrConflict, err)
	}
	return err
}

// retryable says whether PostgreSQL chose this transaction to give way
// (deadlock_detected, serialization_failure): nothing of it has happened.
func retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40P01" || pg.Code == "40001")
}

// unavailable says whether an error is the database's, or of the way to it, and
// not of what was asked: it is gone, starting, full, read-only or broken. The
// same request may well succeed later.
func unavailable(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return slices.ContainsFunc(gonePostgres, func(code string) bool { return strings.HasPrefix(pg.Code, code) })
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return slices.Contains(goneSQLite, lite.Code)
	}
	if errors.Is(err, context.Canceled) {
		return false // who asked went away
	}
	var network net.Error
	if errors.As(err, &network) ||
		pgconn.SafeToRetry(err) { // the driver's words for a connection that was closed meanwhile
		return true
	}
	gone := []error{driver.ErrBadConn, sql.ErrConnDone, sql.ErrTxDone, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed}
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || slices.ContainsFunc(gone, func(one error) bool { return errors.Is(err, one) })
}

// gonePostgres are the classes and codes of PostgreSQL's errors that say so
// (its documentation, appendix A).
var gonePostgres = []string{
	"08",    // connection_exception
	"25006", // read_only_sql_transaction: a standby, or default_transaction_read_only
	"25P03", // idle_in_transaction_session_timeout
	"53",    // insufficient_resources: disk_full, too_many_connections
	"55P03", // lock_not_available
	"57P0",  // admin_shutdown, crash_shutdown, cannot_connect_now
	"58",    // system_error: io_error
	"XX001", // data_corrupted
	"XX002", // index_corrupted
}

var goneSQLite = []sqlite3.ErrNo{
	sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrReadonly, sqlite3.ErrIoErr, sqlite3.ErrCorrupt, sqlite3.ErrFull,
	sqlite3.ErrCantOpen, sqlite3.ErrNotADB,
}

// Trouble is the kind of an error of the database, in one of a few fixed words:
// "disk" when it is full, "read-only", or "database" for all else.
func Trouble(err error) string {
	var pg *pgconn.PgError
	var lite sqlite3.Error
	switch {
	case errors.As(err, &lite) && lite.Code == sqlite3.ErrFull, errors.As(err, &pg) && pg.Code == "53100":
		return "disk"
	case lite.Code == sqlite3.ErrReadonly, pg != nil && pg.Code == "25006":
		return "read-only"
	}
	return "database"
}
