package store

import (
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type rateRow struct {
	ID       int64
	Name     string
	WindowAt time.Time
	Count    int
}

func (rateRow) TableName() string { return "rate_count" }

// CountUp counts one more act under a name in the window that begins at an
// instant, and returns how many there are now. It counts before the act is
// done, so that many at once cannot all pass.
func (tx *Tx) CountUp(name string, window time.Time) (int, error) {
	var n int
	err := tx.db.Raw("INSERT INTO rate_count (name, window_at, count) VALUES (?, ?, 1) "+
		"ON CONFLICT (name, window_at) DO UPDATE SET count = rate_count.count + 1 RETURNING count", name, utc(window)).
		Scan(&n).Error
	return n, fail(err)
}

// CountUpAll is CountUp for several names at once, one of which may stand there
// more than once; it returns how many there are now of each name.
func (tx *Tx) CountUpAll(names []string, window time.Time) (map[string]int, error) {
	times := map[string]int{}
	for _, name := range names {
		times[name]++
	}
	var rows []rateRow
	for _, name := range slices.Sorted(
		maps.Keys(times),
	) { // in one order, so that two at once do not wait for each other
		rows = append(rows, rateRow{Name: name, WindowAt: utc(window), Count: times[name]})
	}
	if len(rows) == 0 {
		return times, nil
	}
	counted := clause.OnConflict{
		Columns:   []clause.Column{{Name: "name"}, {Name: "window_at"}},
		DoUpdates: clause.Assignments(map[string]any{"count": gorm.Expr("rate_count.count + excluded.count")}),
	}
	err := tx.db.Clauses(counted, clause.Returning{}).Create(&rows).Error
	for _, r := range rows {
		times[r.Name] = r.Count
	}
	return times, fail(err)
}

// CountBack takes one act back that turned out not to count.
func (tx *Tx) CountBack(name string, window time.Time) error {
	_, err := setAny[rateRow](
		tx, columns{"count": gorm.Expr("count - 1")}, "name = ? AND window_at = ? AND count > 0", name, utc(window),
	)
	return err
}

// SweepRates deletes the counts of windows that began before an instant and
// returns how many.
func (tx *Tx) SweepRates(before time.Time) (int64, error) {
	return remove[rateRow](tx, "window_at < ?", utc(before))
}
