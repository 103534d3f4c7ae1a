package mailer

import "time"

// A Message is one mail to one recipient, in words. Build makes the bytes.
type Message struct {
	// From is the address of the installation, never somebody else's; ReplyTo
	// (optional) is the mailbox people read. Names are cleaned, see Build.
	From, ReplyTo, To Address
	// EnvelopeFrom is where bounces go; it is checked here so that a mail which
	// cannot be sent is refused when it is made, and used in Conn.Send. Empty
	// means From.
	EnvelopeFrom string
	// Subject is one line: control characters become spaces, 200 characters at most.
	Subject string
	// Text is required; HTML is optional. Both are UTF-8.
	Text, HTML string
	// MessageID stays the same over all attempts, so that a mail that was sent
	// twice is shown once. With or without angle brackets.
	MessageID string
	// Date is written in its own location: give it in the reader's zone.
	Date time.Time
	// Headers beyond the fixed ones; only the names in the allow-list, in exactly
	// that spelling, with printable ASCII values.
	Headers map[string]string
	// Calendar is a complete iCalendar object whose METHOD is CalendarMethod.
	Calendar       []byte
	CalendarMethod string
	// Attachments follow the calendar entry in the order given.
	Attachments []Attachment
}

// An Attachment is a file that goes with the mail. MediaType is the type its
// content was found to have ("application/pdf"), without a name.
type Attachment struct {
	Name, MediaType string
	Data            []byte
}
