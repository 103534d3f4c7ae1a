// Package mailer turns a message into bytes and hands those bytes to an SMTP
// server, one recipient at a time. It is the only package that names
// github.com/go-mail/mail/v2, and the place where that library's traps are
// closed: nothing but plain addresses and clean text reaches it, it never opens
// a connection by itself, and it never ends a message that was not written whole.
//
// The package keeps no state between mails and decides nothing about them: who
// gets what and when belongs to the outbox. It says what happened in terms the
// outbox can act on: [Error.Permanent], [Error.Uncertain], [Error.Temporary],
// and [Backoff] for when to try again.
package mailer
