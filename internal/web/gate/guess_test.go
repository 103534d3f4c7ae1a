package gate

import (
	"fmt"
	"testing"
	"time"
)

// TestGuessesAreBounded: a stranger with a million networks takes no more
// memory than ten thousand of them, and whoever was counted before still is.
func TestGuessesAreBounded(t *testing.T) {
	var g guesses
	now := time.Date(2026, 11, 2, 9, 5, 0, 0, time.UTC)
	for range wrongLinks {
		if wait := g.note("192.0.2.0/24", now); wait != 0 {
			t.Fatalf("wait %v before the limit", wait)
		}
	}
	for i := range 2 * guessOrigins {
		g.note(fmt.Sprint(i), now)
	}
	if n := len(g.wrong); n > guessOrigins+1 {
		t.Errorf("%d counts are kept", n)
	}
	for _, origin := range []string{"192.0.2.0/24", "one more"} {
		if wait := g.note(origin, now); wait != 10*time.Minute {
			t.Errorf("%s: wait %v", origin, wait)
		}
	}
	now = now.Add(10 * time.Minute)
	if wait := g.note("192.0.2.0/24", now); wait != 0 || len(g.wrong) != 1 {
		t.Errorf("in the next quarter: wait %v, %d counts", wait, len(g.wrong))
	}
}
