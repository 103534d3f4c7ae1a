// Package testkit exists for tests: it imports what it likes and has a clock.
package testkit

import (
	"time"

	_ "samenspraak/internal/app"
)

var started = time.Now()
