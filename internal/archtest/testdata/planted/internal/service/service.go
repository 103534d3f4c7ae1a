// Package service holds names that mean too much.
package service

import (
	_ "database/sql" // planted: doors
	"time"

	_ "gorm.io/driver/sqlite" // planted: doors

	_ "samenspraak/internal/consult"
	_ "samenspraak/internal/letter"
	_ "samenspraak/internal/store"
	_ "samenspraak/internal/web/site" // planted: imports
)

type dialogueSession struct{} // planted: words

type rsvpState int // planted: words

// An obsession is one word, and a session in a comment is nobody's name.
var obsession = time.Until(deadline) // planted: clock

var deadline time.Time

// TODO: this one names no issue. planted: notes

// TODO(#12): this one does, and FIXME(#13) too.
