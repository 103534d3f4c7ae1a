// Package mailbox is an SMTP server that keeps what it gets in memory, and two
// pages to read it. The demo catches its mail with it, the tests hold real
// conversations with it. It is as strict as Postfix where go-smtp is lax, and
// can be told to be a bad server: see WithFault.
//
// It never sends a mail on. Nothing here is meant for production, and the
// command serve does not mount it.
package mailbox
