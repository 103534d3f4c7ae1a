package service

import (
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store"
)

// limit bounds a costly act: so many under a name in a window of time. Counts
// stand in the database, so every instance sees them and a restart forgets
// none.
type limit struct {
	name string
	most int
	span time.Duration
	from time.Time // begin of the window; zero: windows follow the clock
}

func (l limit) window(now time.Time) time.Time {
	if !l.from.IsZero() {
		return l.from
	}
	return now.UTC().Truncate(l.span)
}

// take counts one act before it is done, so that many at once cannot all pass,
// and says whether it was the last one allowed. Above the limit it returns a
// consult.TooMany; the transaction then ends, and with it this count.
func (l limit) take(tx *store.Tx, now time.Time) (last bool, err error) {
	n, err := tx.CountUp(l.name, l.window(now))
	if err == nil && n > l.most {
		err = consult.TooMany{After: max(l.window(now).Add(l.span).Sub(now), time.Second)}
	}
	return n == l.most, err
}

// giveBack undoes take for an act that turned out right: only failures count.
func (l limit) giveBack(tx *store.Tx, now time.Time) error {
	return tx.CountBack(l.name, l.window(now))
}

// giveBack undoes take of several limits.
func giveBack(tx *store.Tx, limits []limit, now time.Time) error {
	for _, l := range limits {
		if err := l.giveBack(tx, now); err != nil {
			return err
		}
	}
	return nil
}
