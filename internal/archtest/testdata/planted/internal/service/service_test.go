package service

import (
	"testing"
	"time"

	_ "gorm.io/gorm" // planted: doors

	_ "samenspraak/internal/app"
	_ "samenspraak/internal/e2e" // planted: imports
	_ "samenspraak/internal/testkit"
)

func TestClock(t *testing.T) {
	session := time.Now() // planted: words
	_ = session           // planted: words
}
