package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"gorm.io/gorm"

	"samenspraak/internal/consult"
)

// TestWhatIsUnavailable: what is the database's own trouble is told from what is
// wrong with the asking.
func TestWhatIsUnavailable(t *testing.T) {
	pg := func(code string) error { return &pgconn.PgError{Code: code} }
	lite := func(code sqlite3.ErrNo) error { return sqlite3.Error{Code: code} }
	gone := []error{
		pg("57P01"), pg("57P02"), pg("57P03"), pg("53300"), pg("53100"), pg("58030"), pg("08006"), pg("25006"),
		lite(sqlite3.ErrFull), lite(sqlite3.ErrIoErr), lite(sqlite3.ErrReadonly), lite(sqlite3.ErrCantOpen),
		lite(sqlite3.ErrBusy), lite(sqlite3.ErrNotADB),
		&net.OpError{Op: "dial", Err: errors.New("connection refused")}, io.ErrUnexpectedEOF, context.DeadlineExceeded,
	}
	for _, err := range gone {
		if got := fail(err); !errors.Is(got, consult.ErrUnavailable) || !errors.Is(got, err) ||
			!errors.Is(fail(got), err) {
			t.Errorf("%T %v becomes %v", err, err, got)
		}
	}
	for _, err := range []error{
		pg("23505"), pg("40P01"), pg("42P01"), pg("22021"), lite(sqlite3.ErrConstraint), lite(sqlite3.ErrError),
		gorm.ErrRecordNotFound,
		gorm.ErrDuplicatedKey, context.Canceled, errors.New("else"),
	} {
		if got := fail(err); errors.Is(got, consult.ErrUnavailable) {
			t.Errorf("%T %v becomes %v", err, err, got)
		}
	}
}

// TestDatabaseInTrouble makes both databases fail for real: an SQLite file that
// is full or may not be written, a PostgreSQL that ends the connection or takes
// no writes. Nothing of the transaction stays, and the next one goes well.
func TestDatabaseInTrouble(t *testing.T) {
	lite, pg := freshSQLite(t), freshPostgres(t)
	for _, c := range []struct {
		name          string
		db            *DB
		trouble, mend string
	}{
		{"full", lite, "PRAGMA max_page_count = 1", "PRAGMA max_page_count = 100000"},
		{"query only", lite, "PRAGMA query_only = 1", "PRAGMA query_only = 0"},
		{"connection ended", pg, "SELECT pg_terminate_backend(pg_backend_pid())", ""},
		{"read only", pg, "SET TRANSACTION READ ONLY", ""},
	} {
		write := func(statement string) error {
			return c.db.Update(t.Context(), func(tx *Tx) error {
				for i := range 100 { // more than the free pages of a new file
					if _, err := tx.CountUp(fmt.Sprint(strings.Repeat("x", 1000), i), time.Unix(0, 0)); err != nil {
						return err
					}
				}
				if statement == "" {
					return nil
				}
				if err := tx.db.Exec(statement).Error; err != nil {
					return err
				}
				_, err := tx.CountUp(strings.Repeat("x", 100_000), time.Unix(0, 0))
				return err
			})
		}
		if err := write(c.trouble); !errors.Is(err, consult.ErrUnavailable) {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.mend != "" {
			if err := c.db.write.Exec(c.mend).Error; err != nil {
				t.Fatal(err)
			}
		}
		var rows int64
		if err := c.db.write.Table("rate_count").Count(&rows).Error; err != nil || rows != 0 {
			t.Errorf("%s: %d rows are left of what failed, %v", c.name, rows, err)
		}
		if err := write(""); err != nil {
			t.Errorf("%s: afterwards: %v", c.name, err)
		}
		if err := c.db.write.Exec("DELETE FROM rate_count").Error; err != nil {
			t.Fatal(err)
		}
	}
}
