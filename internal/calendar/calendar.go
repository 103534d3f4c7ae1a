package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Method is the iTIP method of a body. The same word belongs in the method
// parameter of the mail part's Content-Type: programs that see two different
// ones disagree about which wins.
type Method string

// The methods this program sends. Replies from calendar programs are not read,
// so REPLY, COUNTER and the rest have no place here.
const (
	Publish Method = "PUBLISH" // an entry to look at; never names an attendee
	Request Method = "REQUEST" // an entry in one person's own calendar
	Cancel  Method = "CANCEL"  // takes that entry out again
)

// Zone is the IANA name of the time zone in which every entry is written.
const Zone = "Europe/Amsterdam"

// ErrEvent is wrapped by every refusal of Write and Feed. It means that the
// caller passed something no calendar program could use, not that a visitor
// typed something wrong.
var ErrEvent = errors.New("calendar: unusable event")

// Person is an organiser or an attendee. Address is a bare e-mail address.
type Person struct{ Name, Address string }

// Event is one meeting as it stands in a calendar.
type Event struct {
	// UID stays the same for the life of the entry, whatever changes.
	UID string
	// Sequence starts at 0 and rises when time, place or status changes
	// (RFC 5546 2.1.4); programs ignore an older one.
	Sequence int
	// Start and End are instants in any location. A zero End means that the
	// end is not known.
	Start, End time.Time
	// Stamp is the moment of writing, Modified that of the last change. A
	// zero Modified is left out.
	Stamp, Modified time.Time

	Summary, Description, Location string
	// URL is the public page; a personal link does not belong in a calendar,
	// which people share.
	URL string

	// Organizer may be empty in a publication only.
	Organizer Person
	// Attendee is the one recipient of a request or a cancellation; one file
	// per recipient, so that nobody sees who else was asked.
	Attendee *Person
	// Accepted says that the attendee has answered yes.
	Accepted bool
	// Cancelled says that the meeting does not take place. Cancel implies it.
	Cancelled bool
}

// Write returns one iCalendar body with CRLF line ends, folded at 75 octets.
// product names the writing program (PRODID). Request and Cancel take exactly
// one event with an attendee and an organiser; Publish leaves an attendee out
// even when one is set. Every error wraps ErrEvent.
func Write(method Method, product string, events ...Event) ([]byte, error) {
	if err := checkCount(method, len(events)); err != nil {
		return nil, err
	}
	w := &writer{}
	w.begin(product, method)
	return w.finish(method, events)
}

// Feed returns a publication that a calendar program subscribes to. name is
// what the program shows above it and may be empty, as may events: a feed
// without meetings is a valid feed. Programs are asked to come back every six
// hours.
func Feed(product, name string, events []Event) ([]byte, error) {
	w := &writer{}
	w.begin(product, Publish)
	if name != "" {
		w.text("NAME", name)
		w.text("X-WR-CALNAME", name)
	}
	w.line("X-WR-TIMEZONE:" + Zone)
	w.line("REFRESH-INTERVAL;VALUE=DURATION:PT6H")
	w.line("X-PUBLISHED-TTL:PT6H")
	return w.finish(Publish, events)
}

func checkCount(method Method, n int) error {
	switch method {
	case Publish:
		if n == 0 {
			return fmt.Errorf("%w: nothing to publish", ErrEvent)
		}
	case Request, Cancel:
		if n != 1 {
			return fmt.Errorf("%w: %s takes one event, not %d", ErrEvent, method, n)
		}
	default:
		return fmt.Errorf("%w: unknown method %q", ErrEvent, string(method))
	}
	return nil
}

// check refuses what would make a body that programs misread in silence.
func (e Event) check(method Method) error {
	switch {
	case e.UID == "":
		return fmt.Errorf("%w: no UID", ErrEvent)
	case e.Start.IsZero() || e.Stamp.IsZero():
		return fmt.Errorf("%w: no start or no stamp", ErrEvent)
	case !inRange(e.Start, e.End, e.Stamp, e.Modified):
		return fmt.Errorf("%w: a year outside 1–9999", ErrEvent)
	case !e.End.IsZero() && !e.End.After(e.Start):
		return fmt.Errorf("%w: ends at or before its start", ErrEvent)
	case e.Sequence < 0:
		return fmt.Errorf("%w: negative sequence", ErrEvent)
	case e.Organizer.Address != "" && !usable(e.Organizer.Address):
		return fmt.Errorf("%w: organiser has no usable address", ErrEvent)
	case method == Publish:
		return nil
	case e.Organizer.Address == "":
		return fmt.Errorf("%w: %s without an organiser", ErrEvent, method)
	case e.Attendee == nil || !usable(e.Attendee.Address):
		return fmt.Errorf("%w: %s without an attendee", ErrEvent, method)
	case method == Request && e.Cancelled:
		return fmt.Errorf("%w: a cancelled meeting asks for CANCEL", ErrEvent)
	}
	return nil
}

// inRange looks at the years in UTC, a day from the edges, so that the local
// date still has four digits.
func inRange(times ...time.Time) bool {
	for _, t := range times {
		if y := t.UTC().Year(); !t.IsZero() && (y < 2 || y > 9998) {
			return false
		}
	}
	return true
}

// usable says whether an address can be written as a mailto URI and still be
// the same address: one @ with something on both sides, and no white space or
// control characters.
func usable(address string) bool {
	local, domain, found := strings.Cut(address, "@")
	return found && local != "" && domain != "" && !strings.Contains(domain, "@") &&
		!strings.ContainsFunc(address, unmailable)
}
