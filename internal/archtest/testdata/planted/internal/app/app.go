// Package app reads the clock, as it may.
package app

import (
	"time"

	_ "samenspraak/internal/service"
	_ "samenspraak/internal/stray" // planted: imports
)

var now = time.Now
