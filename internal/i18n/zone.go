package i18n

import (
	"sync"
	"time"
	_ "time/tzdata" // the zone is part of the program: a container without zoneinfo keeps Dutch time
)

// Zone is Europe/Amsterdam, the zone in which every date and time is shown,
// typed and counted. It is embedded and not a setting.
func Zone() *time.Location { return zone() }

var zone = sync.OnceValue(func() *time.Location {
	location, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic("i18n: " + err.Error())
	}
	return location
})
