package gate

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
)

// Links that open nothing, as one network may ask for them before it has to
// wait. A town hall that opens a hundred old links in a quarter of an hour is
// not known; a link that works opens whatever was asked for before.
const (
	wrongLinks   = 100
	guessSpan    = 15 * time.Minute
	guessOrigins = 10_000
)

// guesses counts wrong links per network. The counts stand in memory, in each
// process its own: what a stranger sends must not write to the database, and
// links of 160 bits are not guessed anyway.
type guesses struct {
	mu     sync.Mutex
	window time.Time
	wrong  map[string]int // by origin; all that do not fit any more share ""
}

// note counts a wrong link and says how long to wait when it was one too many.
func (g *guesses) note(origin string, now time.Time) (wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if window := now.UTC().Truncate(guessSpan); g.wrong == nil || !window.Equal(g.window) {
		g.window, g.wrong = window, map[string]int{}
	}
	if _, known := g.wrong[origin]; !known && len(g.wrong) >= guessOrigins {
		origin = ""
	}
	if g.wrong[origin]++; g.wrong[origin] <= wrongLinks {
		return 0
	}
	return g.window.Add(guessSpan).Sub(now)
}

// guessing wraps the handler of a mailed link: that it opens nothing is
// answered so often, and then with consult.TooMany.
func (g *Gate) guessing(open echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := open(c)
		if !errors.Is(err, consult.ErrNotFound) {
			return err
		}
		if wait := g.guesses.note(Origin(c.RealIP()), g.now()); wait > 0 {
			return fmt.Errorf("%w: %w", consult.TooMany{After: wait}, errors.New("links that open nothing"))
		}
		return err
	}
}
