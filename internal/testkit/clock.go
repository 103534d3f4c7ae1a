// Package testkit starts the whole program for a test: a real database, a real
// mail server on this machine, a clock that the test sets, a small named world,
// and a browser without a screen.
package testkit

import (
	"sync"
	"time"
)

// Clock is a clock that stands still until it is set. It may be used from
// several goroutines.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock makes a clock that stands at an instant.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now is the instant at which the clock stands.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set puts the clock at an instant, also an earlier one.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Advance puts the clock forward and returns where it stands.
func (c *Clock) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}
