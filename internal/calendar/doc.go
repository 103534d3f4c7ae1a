// Package calendar writes iCalendar bodies (RFC 5545) for mails (iTIP, RFC
// 5546), downloads and feeds. It decides nothing about who gets what and does
// no input or output: typed values go in, bytes come out.
//
// It is written by hand because the libraries at hand either let a line break
// in a name start a new property, or do not fold, and none writes a VTIMEZONE.
package calendar
