package calendar

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"
)

// hostile holds the pieces that break iCalendar writers.
var hostile = []string{
	"\r\n", "\r", "\n", "\u2028", "\u0085", "\x00", "\x1b", "\t", `"`, "'", "^", "^n", `\`, `\n`, ";", ",", ":", " ",
	"=",
	"ë", "ij", "IJ", "€", "👩‍👩‍👧", "e\u0308", "\u202e", "\xff", "BEGIN:VALARM", "END:VEVENT", "ATTENDEE:mailto:x@y",
}

func hostileText() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom(hostile), rapid.StringN(0, 20, -1))
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 30).Draw(t, "pieces"), "")
	})
}

// unescape reads a TEXT value as RFC 5545 says, independently of the writer.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if s[i] == 'n' || s[i] == 'N' {
			b.WriteByte('\n')
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// unquote reads a quoted parameter value as RFC 6868 says.
func unquote(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '^' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		b.WriteByte(map[byte]byte{'^': '^', '\'': '"', 'n': '\n'}[s[i]])
	}
	return b.String()
}

// wanted is the text that has to come back, written in another way than plain.
func wanted(s string) string {
	var b strings.Builder
	runes := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	for i, r := range runes {
		switch {
		case r == '\n' && i > 0 && runes[i-1] == '\r':
		case r == '\r' || r == '\n' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			b.WriteByte('\n')
		case r == '\t' || !unicode.IsControl(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

func value(t fataler, lines []string, name string) string {
	t.Helper()
	found, times := "", 0
	for _, l := range lines {
		if rest, ok := strings.CutPrefix(l, name+":"); ok {
			found, times = rest, times+1
		}
	}
	if times != 1 {
		t.Fatalf("%d lines %s", times, name)
	}
	return found
}

func TestAnyTextComesBack(t *testing.T) {
	plainLines := len(unfolded(t, write(t, Request, meeting(t))))
	start := meeting(t)
	rapid.Check(t, func(t *rapid.T) {
		e := start
		e.Summary = hostileText().Draw(t, "summary")
		e.Description = "x" + hostileText().Draw(t, "description")
		e.Location = "y" + hostileText().Draw(t, "location")
		e.URL = "https://merenland.example/" + hostileText().Draw(t, "url")
		name := "z" + hostileText().Draw(t, "name")
		e.Attendee = &Person{Name: name, Address: "zoe@boei.example"}
		body, err := Write(Request, product, e)
		if err != nil {
			t.Fatalf("%v", err)
		}
		lines := unfolded(t, body)
		if len(lines) != plainLines {
			t.Fatalf("%d lines, want %d", len(lines), plainLines)
		}
		for property, text := range map[string]string{
			"SUMMARY": e.Summary, "DESCRIPTION": e.Description, "LOCATION": e.Location,
		} {
			if got, want := unescape(value(t, lines, property)), wanted(text); got != want {
				t.Fatalf("%s: got %q, want %q", property, got, want)
			}
		}
		quoted := value(t, lines, `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN="`+
			paramEscapes.Replace(strings.ReplaceAll(wanted(name), "\t", " "))+`"`)
		if quoted != "mailto:zoe@boei.example" {
			t.Fatalf("attendee became %q", quoted)
		}
	})
}

func TestNamesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := "z" + hostileText().Draw(t, "name")
		cn := commonName(name)
		inner := strings.TrimSuffix(strings.TrimPrefix(cn, `;CN="`), `"`)
		if strings.ContainsAny(inner, "\"\r\n\t") || len(inner)+6 != len(cn) {
			t.Fatalf("unsafe parameter %q", cn)
		}
		if got, want := unquote(inner), strings.ReplaceAll(wanted(name), "\t", " "); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// TestFoldEdge moves a rune of two, three and four octets over every place
// around the fold.
func TestFoldEdge(t *testing.T) {
	for _, letter := range []string{"ë", "IJ", "’", "👍"} {
		for pad := 50; pad < 90; pad++ {
			e := meeting(t)
			e.Summary = strings.Repeat("a", pad) + strings.Repeat(letter, 40)
			lines := unfolded(t, write(t, Publish, e))
			if got := value(t, lines, "SUMMARY"); got != e.Summary {
				t.Fatalf("%s at %d: got %q", letter, pad, got)
			}
		}
	}
}

func TestLongText(t *testing.T) {
	e := meeting(t)
	e.Description = strings.Repeat("Geachte heer Van ’t Waalhof; één regel,\n", 300)
	read := decode(t, write(t, Request, e))[0]
	got, err := read.Props.Text("DESCRIPTION")
	if err != nil || got != e.Description || len(got) < 12_000 {
		t.Errorf("%d octets of %d came back (%v)", len(got), len(e.Description), err)
	}
}

func FuzzWrite(f *testing.F) {
	for _, h := range hostile {
		f.Add(h, "naam "+h, "a"+h+"@boei.example", int64(1_700_000_000))
	}
	f.Fuzz(func(t *testing.T, text, name, address string, unix int64) {
		when := time.Unix(unix, 0)
		e := Event{
			UID: "u" + text, Start: when, End: when.Add(time.Hour), Stamp: when, Summary: text, Description: text,
			Location: name, URL: text, Organizer: Person{name, "o@boei.example"}, Attendee: &Person{name, address},
		}
		body, err := Write(Request, text, e)
		if err != nil {
			return
		}
		attendees, ends := 0, 0
		for _, l := range unfolded(t, body) {
			if strings.HasPrefix(l, "ATTENDEE") {
				attendees++
			}
			if strings.HasPrefix(l, "END:VEVENT") {
				ends++
			}
		}
		if attendees != 1 || ends != 1 {
			t.Fatalf("%d attendees, %d events:\n%s", attendees, ends, body)
		}
	})
}
