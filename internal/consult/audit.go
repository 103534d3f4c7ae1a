package consult

import "time"

// Event is one entry of the audit: who did what to which thing, when, from
// where and with what result (BIO2 8.15.01). Detail may hold personal data and
// stands in a table of its own that can be erased; the chain holds a salted
// digest of it.
type Event struct {
	ID     int64
	At     time.Time
	Actor  Actor
	Action string // meeting.published, reply.given, mail.sent …
	Object string // meeting, invitation, staff …
	About  int64  // its id
	Result string // ok or refused; empty: ok
	Detail map[string]any
	Hash   string // of this entry over the former one, hex
}
