// Package archtest holds the rules of the house that a compiler does not know: who may import whom, where
// a library may be named, where the clock may be read, what a file may look like. Its tests read the
// source files themselves, so that a cached result is dropped when one of them changes, and try every
// rule on a tree of planted violations too.
package archtest

import (
	"fmt"
	"slices"
	"strings"
)

// A Room is a package and its place in the order of imports.
type Room struct {
	Path string   // the folder, seen from the module's root
	Rank int      // it imports only rooms of a lower rank, so that no circle can exist
	Only []string // the only rooms it imports, where fewer than all lower ones are right
}

// Rooms is the import table. A package without a line here fails the tests: give it the lowest rank that
// works, and put the table that the test then prints into ARCHITECTURE.md.
var Rooms = []Room{
	{Path: "config", Rank: 0},
	{Path: "static", Rank: 0},
	{Path: "templates", Rank: 0},
	{Path: "internal/address", Rank: 0},
	{Path: "internal/dutch", Rank: 0},
	{Path: "internal/jobs", Rank: 0},
	{Path: "internal/sheet", Rank: 0},

	{Path: "internal/calendar", Rank: 1},
	{Path: "internal/consult", Rank: 1},
	{Path: "internal/i18n", Rank: 1},
	{Path: "internal/mailbox", Rank: 1},

	{Path: "internal/document", Rank: 2},
	{Path: "internal/editorial", Rank: 2},
	{Path: "internal/importing", Rank: 2},
	{Path: "internal/mailer", Rank: 2},

	{Path: "internal/letter", Rank: 3},
	{Path: "internal/prose", Rank: 3},
	{Path: "internal/store", Rank: 3},

	{Path: "internal/service", Rank: 4},

	{Path: "internal/demo", Rank: 5},
	{Path: "internal/web/gate", Rank: 5},

	// A page shows what it is given: it neither loads nor sends.
	{Path: "internal/web/page", Rank: 6, Only: []string{
		"internal/address", "internal/consult", "internal/dutch", "internal/i18n", "internal/prose",
		"internal/web/gate",
		"static", "templates",
	}},

	// What visitors read, which staff see before it is published, is a page too.
	{Path: "internal/web/public", Rank: 7, Only: []string{
		"internal/address", "internal/consult", "internal/i18n", "internal/prose", "internal/web/page",
	}},

	{Path: "internal/web/site", Rank: 8},
	{Path: "internal/web/staff/desk", Rank: 8},

	// The rooms of the staff side: none imports another, what two need is the desk's.
	{Path: "internal/web/staff/directory", Rank: 9},
	{Path: "internal/web/staff/mailroom", Rank: 9},
	{Path: "internal/web/staff/meeting", Rank: 9},
	{Path: "internal/web/staff/newsroom", Rank: 9},
	{Path: "internal/web/staff/people", Rank: 9},

	{Path: "internal/web/staff", Rank: 10},

	{Path: "internal/web", Rank: 11},

	{Path: "internal/app", Rank: 12},

	{Path: "cmd/samenspraak", Rank: 13},
}

// TestRooms are the packages that exist for tests: they import whatever they test and no program imports
// them. The value tells whether the tests of other packages may.
var TestRooms = map[string]bool{
	"internal/archtest":          false,
	"internal/bench":             false,
	"internal/e2e":               false,
	"internal/store/storetest":   true,
	"internal/testkit":           true,
	"internal/testkit/machine":   true,
	"internal/web/page/pagetest": true,
}

// Table renders the import table as ARCHITECTURE.md shows it.
func Table() string {
	var b strings.Builder
	b.WriteString("| rank | packages |\n|---|---|\n")
	for rank, last := 0, Rooms[len(Rooms)-1].Rank; rank <= last; rank++ {
		fmt.Fprintf(&b, "| %d |%s |\n", rank, names(rank))
	}
	tests := make([]string, 0, len(TestRooms))
	for path := range TestRooms {
		tests = append(tests, path)
	}
	slices.Sort(tests)
	fmt.Fprintf(&b, "| tests only | `%s` |\n", strings.Join(tests, "` `"))
	return b.String()
}

func names(rank int) string {
	var b strings.Builder
	for _, room := range Rooms {
		if room.Rank != rank {
			continue
		}
		fmt.Fprintf(&b, " `%s`", room.Path)
		if room.Only != nil {
			fmt.Fprintf(&b, " (imports only `%s`)", strings.Join(room.Only, "` `"))
		}
	}
	return b.String()
}
