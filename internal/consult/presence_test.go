package consult

import (
	"testing"
	"time"
)

func TestGap(t *testing.T) {
	seen := time.Date(2026, 11, 4, 23, 59, 50, 0, Amsterdam)
	running, stopped := Presence{SeenAt: seen, Instance: "a"}, Presence{SeenAt: seen, Instance: "a", Stopped: true}
	restored := Presence{SeenAt: seen, Instance: "a", Stopped: true, RestoredAt: seen.Add(time.Hour)}
	for _, c := range []struct {
		name     string
		last     Presence
		after    time.Duration
		instance string
		jumped   bool
		found    bool
		reason   string
	}{
		{"the first beat of all", Presence{}, time.Hour, "a", false, false, ""},
		{"a beat", running, 5 * time.Second, "a", false, false, ""},
		{"just in time", running, LongestGap, "a", false, false, ""},
		{"just too late", running, LongestGap + time.Nanosecond, "a", false, true, AbsentDatabase},
		{"another instance takes over", running, 9 * time.Second, "b", false, false, ""},
		{"after a crash", running, time.Minute, "b", false, true, AbsentCrash},
		{"after a stop", stopped, time.Minute, "b", false, true, AbsentOrderly},
		{"a quick restart", stopped, 8 * time.Second, "b", false, false, ""},
		{"after a restore", restored, 2 * time.Hour, "b", false, true, AbsentRestored},
		{"the clock was put forward", running, time.Hour, "a", true, true, ""},
		{"the clock was put back", running, -time.Minute, "b", false, true, ""},
		{"clocks that differ a little", running, -time.Second, "b", false, false, ""},
	} {
		gap, found := c.last.Gap(seen.Add(c.after), c.instance, c.jumped)
		if found != c.found ||
			found && (gap.Reason != c.reason || !gap.From.Equal(seen) || !gap.Until.Equal(seen.Add(c.after))) {
			t.Errorf("%s: %+v, %v", c.name, gap, found)
		}
	}
}
