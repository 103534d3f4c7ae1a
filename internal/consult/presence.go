package consult

import "time"

// Presence is when the service was last there, whichever of its instances.
type Presence struct {
	SeenAt   time.Time // zero: never yet
	Instance string    // that was there then
	Stopped  bool      // it was told to stop then, and did
	// RestoredAt is when a backup was last put in place; what happened between
	// SeenAt and then is not in it.
	RestoredAt time.Time
}

// Why the service was not there.
const (
	AbsentOrderly  = "orderly"  // it was told to stop
	AbsentCrash    = "crash"    // it ended without being told
	AbsentDatabase = "database" // it ran and could not write what it was told
	AbsentRestored = "restored" // a backup was put in place, and does not know
)

// LongestGap is how long nobody may have seen the service before that is an
// absence and goes on record: the time within which an orderly restart is done.
const LongestGap = 10 * time.Second

// Absence is a time in which no instance of the service was seen. It is never
// shorter than the real one, and longer by one beat at most at each end.
type Absence struct {
	From, Until time.Time
	Reason      string
}

// Gap tells what lies between the last time the service was seen and now, when
// an instance is there again. jumped: that instance knows that its clock jumped
// in between. An absence without a reason is no absence: the clock was put
// forward or back, and how long it took nobody knows.
func (p Presence) Gap(now time.Time, instance string, jumped bool) (gap Absence, found bool) {
	if p.SeenAt.IsZero() {
		return gap, false
	}
	gap = Absence{From: p.SeenAt, Until: now}
	switch took := now.Sub(p.SeenAt); {
	case took.Abs() <= LongestGap:
		return gap, false
	case jumped, took < 0:
	case p.RestoredAt.After(p.SeenAt):
		gap.Reason = AbsentRestored
	case p.Stopped:
		gap.Reason = AbsentOrderly
	case p.Instance == instance:
		gap.Reason = AbsentDatabase
	default:
		gap.Reason = AbsentCrash
	}
	return gap, true
}
