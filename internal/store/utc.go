package store

import (
	"database/sql"
	"database/sql/driver"
	"time"

	"github.com/mattn/go-sqlite3"
)

const driverName = "sqlite3_utc"

func init() { sql.Register(driverName, &utcDriver{}) }

// utcDriver is the SQLite driver with every time made UTC with microseconds.
// The driver keeps times as text with their zone and compares text, so 06:00Z
// written as 09:00+03:00 would not come before 07:00Z.
type utcDriver struct{ sqlite3.SQLiteDriver }

// Open implements driver.Driver.
func (d *utcDriver) Open(dsn string) (driver.Conn, error) {
	conn, err := d.SQLiteDriver.Open(dsn)
	if err != nil {
		return nil, err
	}
	return &utcConn{conn.(*sqlite3.SQLiteConn)}, nil
}

type utcConn struct{ *sqlite3.SQLiteConn }

// CheckNamedValue implements driver.NamedValueChecker.
func (c *utcConn) CheckNamedValue(nv *driver.NamedValue) error {
	v, err := driver.DefaultParameterConverter.ConvertValue(nv.Value)
	if t, ok := v.(time.Time); ok {
		v = utc(t)
	}
	nv.Value = v
	return err
}

// utc is the form in which times are stored: UTC, to the microsecond that
// PostgreSQL keeps.
func utc(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// opt is a time for a column that may be NULL: the zero time is NULL.
func opt(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	u := utc(t)
	return &u
}

// at reads such a column back.
func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// ref is an id for a column that may be NULL: 0 is NULL.
func ref(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// id reads such a column back.
func id(p *int64) int64 {
	if p == nil {
		return 0
	}
	return *p
}
