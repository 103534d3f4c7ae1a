package web_test

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain lets garbage grow: these tests make thousands of pages of a small
// world, and the collector took a sixth of their time.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}
