package i18n

import (
	"time"

	"samenspraak/internal/dutch"
)

// Zone is the zone in which every date and time is shown and typed.
func Zone() *time.Location { return dutch.Zone }
