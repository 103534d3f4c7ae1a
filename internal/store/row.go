package store

import (
	"fmt"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"samenspraak/internal/consult"
)

// The few ways rows are read and written. They exist because of what GORM does
// when used freely: Updates with a struct skips zero values (an answer could
// not be cleared), Save of an unknown id inserts, First with a string runs it
// as SQL, Find hides a missing row, and a reused chain keeps its conditions.

// take reads one row or returns consult.ErrNotFound.
func take[R any](tx *Tx, where string, args ...any) (R, error) {
	var row R
	err := tx.db.Where(where, args...).Take(&row).Error
	return row, fail(err)
}

// list reads rows in an order that must be total, so that paging is stable.
func list[R any](tx *Tx, order, where string, args ...any) ([]R, error) {
	var rows []R
	err := tx.db.Where(where, args...).Order(order).Find(&rows).Error
	return rows, fail(err)
}

// add inserts a row; its id is then set.
func add[R any](tx *Tx, row *R) error { return fail(tx.db.Create(row).Error) }

// addAll inserts rows in batches that stay below both databases' limit of
// parameters.
func addAll[R any](tx *Tx, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	return fail(tx.db.CreateInBatches(rows, 200).Error)
}

// columns is what set changes, by column name.
type columns = map[string]any

// set changes columns of the rows that match and returns consult.ErrNotFound
// when none does.
func set[R any](tx *Tx, values columns, where string, args ...any) error {
	n, err := setAny[R](tx, values, where, args...)
	if err == nil && n == 0 {
		return fmt.Errorf("no row to change: %w", consult.ErrNotFound)
	}
	return err
}

// setAny changes columns of the rows that match, be there any or none, and
// returns how many there were.
func setAny[R any](tx *Tx, values columns, where string, args ...any) (int64, error) {
	var row R
	res := tx.db.Model(&row).Where(where, args...).Updates(values)
	return res.RowsAffected, fail(res.Error)
}

// remove deletes the rows that match and returns how many there were.
func remove[R any](tx *Tx, where string, args ...any) (int64, error) {
	var row R
	res := tx.db.Where(where, args...).Delete(&row)
	return res.RowsAffected, fail(res.Error)
}

// count counts the rows that match, up to a limit: nobody reads a larger
// number, and counting a million rows for each view is what makes lists slow.
func count[R any](tx *Tx, limit int, where string, args ...any) (int, error) {
	var row R
	var n int64
	inner := tx.db.Model(&row).Select("1").Where(where, args...).Limit(limit)
	err := tx.db.Table("(?) AS capped", inner).Count(&n).Error
	return int(n), fail(err)
}

// lock reads one row and keeps others from changing it until the transaction
// ends.
func lock[R any](tx *Tx, where string, args ...any) (R, error) {
	var row R
	err := tx.locking(exclusive, tx.db.Where(where, args...)).Take(&row).Error
	return row, fail(err)
}

// How rows that are read are kept until the transaction ends.
const (
	exclusive = "UPDATE" // nobody else keeps or changes them
	shared    = "SHARE"  // nobody changes them
)

// locking makes a query keep the rows that it reads. SQLite has one writer, so
// there a plain read does.
func (tx *Tx) locking(strength string, q *gorm.DB) *gorm.DB {
	if tx.dialect == onPostgres {
		return q.Clauses(clause.Locking{Strength: strength})
	}
	return q
}

// likeContains makes a LIKE pattern (ESCAPE '!') that finds a text anywhere in
// a lower-case column.
func likeContains(s string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(s)) + "%"
}
