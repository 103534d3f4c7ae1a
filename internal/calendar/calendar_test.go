package calendar

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/dutch"
)

const product = "-//Samenspraak//NL"

func at(t *testing.T, local string) time.Time {
	t.Helper()
	parsed, err := time.ParseInLocation("2006-01-02 15:04", local, dutch.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func meeting(t *testing.T) Event {
	return Event{
		UID: "0190-meeting-0007@merenland.example", Sequence: 2,
		Start: at(t, "2026-11-26 15:00").UTC(), End: at(t, "2026-11-26 17:00").UTC(),
		Stamp: at(t, "2026-11-01 09:00"), Modified: at(t, "2026-10-30 12:34"),
		Summary:     "Overlegtafel inkoop jeugdhulp; tweede ronde, Jeugdregio Merenland",
		Description: "Antwoord via de link in uw mail.\nTot ziens in Sint-Joriswoude.",
		Location:    "Raadhuis, Kerkplein 1, Aldermeer",
		URL:         "https://merenland.example/bijeenkomsten/overlegtafel-2",
		Organizer:   Person{Name: "Jeugdregio Merenland", Address: "inkoop@merenland.example"},
		Attendee:    &Person{Name: `Zoë "Zo" van ’t Hof; IJsseloord, team A`, Address: "zoe+tafel@boei.example"},
		Accepted:    true,
	}
}

func write(t *testing.T, method Method, events ...Event) []byte {
	t.Helper()
	body, err := Write(method, product, events...)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// unfolded returns the content lines and fails on a line that is too long, is
// cut within a rune or has another line end than CRLF.
func unfolded(t fataler, body []byte) []string {
	t.Helper()
	text := string(body)
	if !strings.HasSuffix(text, "\r\n") {
		t.Fatalf("body does not end in CRLF: %q", text)
	}
	var lines []string
	for _, l := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(l) > 75 || strings.ContainsAny(l, "\r\n") || strings.ToValidUTF8(l, "") != l {
			t.Fatalf("bad line of %d octets: %q", len(l), l)
		}
		if rest, folded := strings.CutPrefix(l, " "); folded {
			lines[len(lines)-1] += rest
		} else {
			lines = append(lines, l)
		}
	}
	return lines
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func decode(t *testing.T, body []byte) []ical.Event {
	t.Helper()
	cal, err := ical.NewDecoder(bytes.NewReader(body)).Decode()
	if err != nil {
		t.Fatalf("another library cannot read it: %v\n%s", err, body)
	}
	return cal.Events()
}

func TestRequestWhole(t *testing.T) {
	got := unfolded(t, write(t, Request, meeting(t)))
	want := append([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Samenspraak//NL", "CALSCALE:GREGORIAN", "METHOD:REQUEST",
	}, zoneBlock...)
	want = append(want,
		"BEGIN:VEVENT",
		"UID:0190-meeting-0007@merenland.example",
		"DTSTAMP:20261101T080000Z",
		"LAST-MODIFIED:20261030T113400Z",
		"SEQUENCE:2",
		"STATUS:CONFIRMED",
		"DTSTART;TZID=Europe/Amsterdam:20261126T150000",
		"DTEND;TZID=Europe/Amsterdam:20261126T170000",
		"TRANSP:OPAQUE",
		`SUMMARY:Overlegtafel inkoop jeugdhulp\; tweede ronde\, Jeugdregio Merenland`,
		`DESCRIPTION:Antwoord via de link in uw mail.\nTot ziens in Sint-Joriswoude.`,
		`LOCATION:Raadhuis\, Kerkplein 1\, Aldermeer`,
		"URL:https://merenland.example/bijeenkomsten/overlegtafel-2",
		`ORGANIZER;CN="Jeugdregio Merenland":mailto:inkoop@merenland.example`,
		`ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;`+
			`CN="Zoë ^'Zo^' van ’t Hof; IJsseloord, team A":mailto:zoe+tafel@boei.example`,
		"END:VEVENT", "END:VCALENDAR")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMethods(t *testing.T) {
	unanswered, gone := meeting(t), meeting(t)
	unanswered.Accepted, gone.Cancelled = false, true
	for _, c := range []struct {
		name    string
		method  Method
		event   Event
		want    []string
		wantNot string
	}{
		{"publish names no attendee", Publish, meeting(t), []string{"METHOD:PUBLISH", "STATUS:CONFIRMED"}, "ATTENDEE"},
		{"publish of a cancelled one", Publish, gone, []string{"STATUS:CANCELLED"}, "ATTENDEE"},
		{"cancel", Cancel, meeting(t), []string{"METHOD:CANCEL", "STATUS:CANCELLED", "ATTENDEE"}, "CONFIRMED"},
		{"request unanswered", Request, unanswered, []string{"PARTSTAT=NEEDS-ACTION;RSVP=FALSE"}, "ACCEPTED"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Join(unfolded(t, write(t, c.method, c.event)), "\n")
			for _, w := range c.want {
				if !strings.Contains(text, w) {
					t.Errorf("no %q in\n%s", w, text)
				}
			}
			if strings.Contains(text, c.wantNot) || strings.Contains(text, "VALARM") {
				t.Errorf("%q or an alarm in\n%s", c.wantNot, text)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	for name, change := range map[string]func(*Event){
		"no uid":            func(e *Event) { e.UID = "" },
		"no attendee":       func(e *Event) { e.Attendee = nil },
		"attendee address":  func(e *Event) { e.Attendee = &Person{Address: "a@b\r\nATTENDEE:mailto:x@y"} },
		"two ats":           func(e *Event) { e.Attendee = &Person{Address: "a@b@c"} },
		"no organiser":      func(e *Event) { e.Organizer = Person{} },
		"organiser address": func(e *Event) { e.Organizer.Address = "Merenland <inkoop@merenland.example>" },
		"ends at start":     func(e *Event) { e.End = e.Start },
		"no stamp":          func(e *Event) { e.Stamp = time.Time{} },
		"year 10000":        func(e *Event) { e.Modified = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"sequence":          func(e *Event) { e.Sequence = -1 },
		"cancelled":         func(e *Event) { e.Cancelled = true },
	} {
		e := meeting(t)
		change(&e)
		if _, err := Write(Request, product, e); !errors.Is(err, ErrEvent) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, events := range map[Method][]Event{
		Request: {meeting(t), meeting(t)}, Cancel: nil, Publish: nil, "REPLY": {meeting(t)},
	} {
		if _, err := Write(name, product, events...); !errors.Is(err, ErrEvent) {
			t.Errorf("%s with %d events: got %v", name, len(events), err)
		}
	}
}

func TestFeed(t *testing.T) {
	first, second := meeting(t), meeting(t)
	second.UID, second.Cancelled = "other@merenland.example", true
	body, err := Feed(product, "Bijeenkomsten, Merenland", []Event{first, second})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(unfolded(t, body), "\n")
	for _, want := range []string{
		"METHOD:PUBLISH\nNAME:Bijeenkomsten\\, Merenland\nX-WR-CALNAME:Bijeenkomsten\\, Merenland\n",
		"REFRESH-INTERVAL;VALUE=DURATION:PT6H", "STATUS:CANCELLED",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Count(text, "BEGIN:VTIMEZONE") != 1 || strings.Contains(text, "ATTENDEE") || len(decode(t, body)) != 2 {
		t.Errorf("wrong feed:\n%s", text)
	}
	empty, err := Feed(product, "", nil)
	if err != nil || bytes.Contains(empty, []byte("NAME:\r\n")) || !bytes.Contains(empty, []byte("END:VTIMEZONE")) {
		t.Errorf("empty feed: %v\n%s", err, empty)
	}
}

func TestMailtoKeepsTheAddress(t *testing.T) {
	for address, want := range map[string]string{
		"j.o'neill+x_y-z@boei.example": "mailto:j.o'neill+x_y-z@boei.example",
		"a?cc=b&c%d@boei.example":      "mailto:a%3Fcc%3Db%26c%25d@boei.example",
		"zoë@boei.example":             "mailto:zo%C3%AB@boei.example",
		`a";b,c:d@boei.example`:        "mailto:a%22%3Bb%2Cc%3Ad@boei.example",
	} {
		if got := mailto(address); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
}
