// Package store opens its own doors, and nobody else's.
package store

import (
	_ "database/sql"
	clock "time"

	_ "github.com/go-mail/mail/v2" // planted: doors
	_ "gorm.io/gorm"

	_ "samenspraak/internal/consult"
	_ "samenspraak/internal/letter"  // planted: imports
	_ "samenspraak/internal/testkit" // planted: imports
)

var now = clock.Now // planted: clock

var then = clock.Since(now()) // planted: clock
