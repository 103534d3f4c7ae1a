package consult

import (
	"fmt"
	"time"
	_ "time/tzdata" // the zone is part of the program, whatever the machine has
)

// Amsterdam is the zone every deadline and wall time is meant in. It is not a
// setting: a Dutch procurement term is Dutch time.
var Amsterdam = mustZone("Europe/Amsterdam")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(fmt.Sprintf("embedded time zone data lacks %s: %v", name, err))
	}
	return zone
}
