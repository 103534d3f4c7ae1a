package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// foldAt is the longest line in octets, its CRLF not counted (RFC 5545 3.1).
const foldAt = 75

type writer struct{ out strings.Builder }

func (w *writer) begin(product string, method Method) {
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.text("PRODID", product)
	w.line("CALSCALE:GREGORIAN")
	w.line("METHOD:" + string(method))
}

func (w *writer) finish(method Method, events []Event) ([]byte, error) {
	for _, l := range zoneBlock {
		w.line(l)
	}
	for i, e := range events {
		if err := e.check(method); err != nil {
			return nil, fmt.Errorf("event %d: %w", i, err)
		}
		w.event(method, e)
	}
	w.line("END:VCALENDAR")
	return []byte(w.out.String()), nil
}

func (w *writer) event(method Method, e Event) {
	w.line("BEGIN:VEVENT")
	w.text("UID", e.UID)
	w.line(instant("DTSTAMP", e.Stamp))
	if !e.Modified.IsZero() {
		w.line(instant("LAST-MODIFIED", e.Modified))
	}
	w.line("SEQUENCE:" + strconv.Itoa(e.Sequence))
	w.line("STATUS:" + e.status(method))
	w.line(moment("DTSTART", e.Start))
	if !e.End.IsZero() {
		w.line(moment("DTEND", e.End))
	}
	w.line("TRANSP:OPAQUE")
	w.words(e)
	w.people(method, e)
	w.line("END:VEVENT")
}

func (w *writer) words(e Event) {
	w.text("SUMMARY", e.Summary)
	if e.Description != "" {
		w.text("DESCRIPTION", e.Description)
	}
	if e.Location != "" {
		w.text("LOCATION", e.Location)
	}
	if e.URL != "" {
		w.line("URL:" + uri(e.URL))
	}
}

// people names the organiser and, outside publications, the one attendee.
// RSVP is FALSE always: a button in the calendar program would send an answer
// that nobody reads; answers are given by the link in the mail.
func (w *writer) people(method Method, e Event) {
	if e.Organizer.Address != "" {
		w.line("ORGANIZER" + commonName(e.Organizer.Name) + ":" + mailto(e.Organizer.Address))
	}
	if method == Publish {
		return
	}
	part := "NEEDS-ACTION"
	if e.Accepted {
		part = "ACCEPTED"
	}
	w.line("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" + part +
		";RSVP=FALSE" + commonName(e.Attendee.Name) + ":" + mailto(e.Attendee.Address))
}

func (e Event) status(method Method) string {
	if e.Cancelled || method == Cancel {
		return "CANCELLED"
	}
	return "CONFIRMED"
}

func (w *writer) text(name, value string) { w.line(name + ":" + escapeText(value)) }

// line folds one content line. Lines break between runes only: a program that
// decodes before it unfolds would otherwise show half letters.
func (w *writer) line(content string) {
	used := 0
	for i := 0; i < len(content); {
		_, size := utf8.DecodeRuneInString(content[i:])
		if used+size > foldAt {
			w.out.WriteString("\r\n ")
			used = 1
		}
		w.out.WriteString(content[i : i+size])
		used += size
		i += size
	}
	w.out.WriteString("\r\n")
}

var textEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// escapeText writes a TEXT value (RFC 5545 3.3.11).
func escapeText(s string) string { return textEscapes.Replace(plain(s)) }

var paramEscapes = strings.NewReplacer("^", "^^", `"`, "^'", "\n", "^n")

// commonName writes a CN parameter, or nothing for no name. It is quoted
// always, and what quotes cannot hold is written as RFC 6868 has it.
func commonName(name string) string {
	if name = plain(name); name == "" {
		return ""
	}
	return `;CN="` + paramEscapes.Replace(strings.ReplaceAll(name, "\t", " ")) + `"`
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n")

// plain makes valid UTF-8 with line feeds as the only line ends and tabs as
// the only other control characters. Unicode's own line ends count as such,
// because some programs split lines at them.
func plain(s string) string {
	s = lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// mailto writes an address that usable let through as a URI (RFC 6068).
func mailto(address string) string {
	return "mailto:" + percent(address, "\"%/<>?#[]\\^`{|}:;,&=")
}

// uri writes a URI value: it is not TEXT, so nothing is escaped with a
// backslash, and what a URI cannot hold is percent-encoded.
func uri(s string) string { return percent(s, "\"<>\\^`{|}") }

// percent encodes the bytes named, spaces, controls and all outside ASCII.
func percent(s, special string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(special, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unmailable(r rune) bool {
	return unicode.IsControl(r) || unicode.IsSpace(r) || r == utf8.RuneError
}
