package consult

import "samenspraak/internal/dutch"

// Amsterdam is the zone every deadline and wall time is meant in.
var Amsterdam = dutch.Zone
