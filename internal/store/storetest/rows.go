package storetest

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Rows is all that stands in a SQLite database, by table, one line a row, but
// for the columns that are left out: those that hold chance.
func Rows(t testing.TB, setting string, without ...string) map[string][]string {
	t.Helper()
	pool, err := sql.Open("sqlite3", "file:"+strings.TrimPrefix(setting, "sqlite:")+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	all := map[string][]string{}
	for _, line := range rowsOf(t, pool, "SELECT name FROM sqlite_master WHERE type = 'table'", nil) {
		table := strings.TrimSuffix(strings.TrimPrefix(line, "name="), " ")
		if !strings.HasPrefix(table, "sqlite_") {
			all[table] = rowsOf(t, pool, `SELECT * FROM "`+table+`"`, without)
		}
	}
	return all
}

func rowsOf(t testing.TB, pool *sql.DB, query string, without []string) []string {
	t.Helper()
	rows, err := pool.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		var line strings.Builder
		for i, name := range columns {
			if !slices.Contains(without, name) {
				value := *values[i].(*any)
				if bytes, ok := value.([]byte); ok {
					value = string(bytes)
				}
				fmt.Fprintf(&line, "%s=%v ", name, value)
			}
		}
		lines = append(lines, line.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}
