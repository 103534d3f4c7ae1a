// Package store opens its own doors, and nobody else's.
package store

import (
	_ "database/sql"
	"fmt"
	clock "time"

	_ "github.com/go-mail/mail/v2" // planted: doors
	_ "gorm.io/gorm"

	_ "samenspraak/internal/consult"
	_ "samenspraak/internal/letter"  // planted: imports
	_ "samenspraak/internal/testkit" // planted: imports
)

var now = clock.Now // planted: clock

var then = clock.Since(now()) // planted: clock

const column = "name"

func written(name string) []string {
	return []string{
		"SELECT 1 WHERE " + column + " = ?",
		"SELECT 1 WHERE name = '" + name + "'",          // planted: queries
		fmt.Sprintf("SELECT 1 WHERE name = '%s'", name), // planted: queries
		"name of " + name,
	}
}
