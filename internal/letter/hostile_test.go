package letter_test

import (
	"regexp"
	"strings"
	"testing"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/letter"
)

var hostile = []string{
	`Jansen, "JJ" <x>` + "\r\nBcc: a@b.example\r\n\r\nhallo", `<script>alert(1)</script>`,
	`<a href="https://kwaad.example">klik</a>`,
	`[klik](https://kwaad.example)`, `https://kwaad.example/inloggen`, `www.kwaad.example`, `kwaad.example/pad`,
	`mailto:dief@kwaad.example`,
	`dief@kwaad.example`, "HTTP://KWAAD.EXAMPLE", `javascript:alert(1)`, "\u202egnirts", `{{.Link}}`,
	`"><img src=x onerror=alert(1)>`, `=?utf-8?b?PGI+?=`,
	"a\x00b\x1b[31m", "\u2028ATTENDEE:mailto:x@y.example", "185.199.1.1/login", "ga naar 10.0.0.1:8080 of 10.0.0.1",
	"1.1/x", "evil\u3002example", "evil\uff0eexample/pad",
	"evil\uff61example", "evil[.]example", "evil(.)example", "hxxp://evil.example/x", "hxxps:evil",
	"http:evil.example", "xn--80ak6aa92e.example", "аррӏе.example",
	"例え.テスト", "evil.中", "t.co/x", "x.y/z", "dief\uff20evil.example", `\\evil\share`, "//evil.example/x",
	"file:///etc/passwd", "sms:0900", "skype:dief?call",
	"https\uff1a//evil.example", "Uw subsidie is gereserveerd! Bel vandaag 0900 123 4567 of ga naar 185.199.1.1/login",
	"2130706433/login", "evil․example", "evil\u00ad.example",
}

// dirty puts one string in every field that somebody may have typed.
func dirty(in letter.Input, s string) letter.Input {
	in.Mail.Name, in.Mail.Facts.By, in.Mail.Facts.Reason, in.Mail.Facts.Intro = s, s, s, s
	if in.Mail.Facts.OldPlace != "" {
		in.Mail.Facts.OldPlace = s
	}
	in.Region.SignedBy, in.Region.OnBehalf, in.Region.Phone = s, consult.Words{NL: s, EN: s}, s
	in.Municipalities = []string{s}
	st := in.Standing
	if st == nil {
		return in
	}
	m := &in.Meeting
	m.Title, m.Lead, m.ForWhom, m.Route, m.Venue, m.Street, m.Town, m.ContactName = s, s, s, s, s, s, s, s
	m.CancelledBy, m.OnBehalf, m.Programme = s, s, []consult.ProgrammeItem{{From: s, Until: s, Title: s, Note: s}}
	m.Questions = []consult.Question{{ID: 1, Label: s}}
	m.OnlineURL = s
	st.Occasion = m.Occasion
	st.Organisation.Name, st.Invitation.WithdrawnWhy, st.Invitation.ExtendedWhy = s, s, s
	if st.Reply != nil {
		st.Reply.People = []consult.Person{{Name: s, Role: s}}
		st.Reply.Given = []consult.Given{{QuestionID: 1, Values: []string{s, s}}}
	}
	return in
}

// What mail programs make links of in a text without marks.
var linkable = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*[:\x{ff1a}](//)?|www\.)[^\s\x{200b}]` +
	`|[\pL\d\])}-]+[.\x{3002}\x{ff0e}\x{ff61}\x{2024}][\])}]?[\pL]{2,}|[\pL\d-]+[.\x{3002}\x{ff0e}\x{ff61}\x{2024}][\p{Han}\p{Katakana}\p{Cyrillic}]|\d+\.\d+[/:]|\d+\.\d+\.\d+` +
	`|[^\s\x{200b}][@\x{ff20}][^\s\x{200b}]|\\\\[^\s\x{200b}]|//[^\s\x{200b}]`)

// User text makes no mark, no link, no header line and no calendar line in any
// letter.
func TestHostileTextStaysText(t *testing.T) {
	for _, purpose := range consult.Purposes {
		for n, lang := range i18n.Languages {
			clean := write(t, about(purpose, string(lang)))
			for k, s := range hostile {
				if k%len(i18n.Languages) != n { // words differ by language, what is done to them does not
					continue
				}
				in := dirty(about(purpose, string(lang)), s)
				l := write(t, in)
				checkMarks(t, clean, l, s)
				checkText(t, l, s)
				checkHeaders(t, in, l)
				for _, line := range strings.Split(strings.ReplaceAll(string(l.Calendar), "\r\n ", ""), "\r\n") {
					if strings.HasPrefix(line, "ATTENDEE:") || strings.HasPrefix(line, "Bcc") {
						t.Errorf("%s %q: calendar line %q", purpose, s, line)
					}
				}
			}
		}
	}
}

var (
	element = regexp.MustCompile(`<([a-z0-9]+)`)
	href    = regexp.MustCompile(`href="([^"]*)"`)
)

// checkMarks: the same kinds of elements as with plain text, and every link is
// ours.
func checkMarks(t *testing.T, clean, l letter.Letter, s string) {
	t.Helper()
	known := map[string]bool{}
	for _, m := range element.FindAllStringSubmatch(clean.HTML, -1) {
		known[m[1]] = true
	}
	for _, m := range element.FindAllStringSubmatch(l.HTML, -1) {
		if !known[m[1]] {
			t.Errorf("%q made an element <%s>", s, m[1])
		}
	}
	for _, m := range href.FindAllStringSubmatch(l.HTML, -1) {
		if !strings.HasPrefix(m[1], site+"/") && !staffGaveIt(m[1], s) {
			t.Errorf("%q made a link to %s", s, m[1])
		}
	}
	body := tag.ReplaceAllString(l.HTML[strings.Index(l.HTML, "<body"):], "\n")
	if found := linkable.FindString(withoutOurs(body)); found != "" {
		t.Errorf("%q: the HTML part holds %q, of which a mail program makes a link", s, found)
	}
}

// staffGaveIt: the address where one takes part online is the one link that
// staff may put in a letter.
func staffGaveIt(link, s string) bool {
	return strings.HasPrefix(s, "http") && link == s || link == strings.ToLower(s) || link == "http://KWAAD.EXAMPLE"
}

func withoutOurs(text string) string {
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if i := strings.Index(line, site); i >= 0 {
			line = line[:i]
		}
		if !strings.HasPrefix(strings.ToLower(line), "http") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func checkText(t *testing.T, l letter.Letter, s string) {
	t.Helper()
	if found := linkable.FindString(withoutOurs(l.Text)); found != "" {
		t.Errorf("%q: the text part holds %q, of which a mail program makes a link", s, found)
	}
	if strings.ContainsAny(l.Text, "\x00\x1b\r\u202e") {
		t.Errorf("%q: the text part holds control characters", s)
	}
}

func checkHeaders(t *testing.T, in letter.Input, l letter.Letter) {
	t.Helper()
	e := build(t, in, l)
	allowed := map[string]bool{
		"From": true, "To": true, "Subject": true, "Date": true, "Message-Id": true, "Mime-Version": true,
		"Content-Type": true, "Content-Transfer-Encoding": true,
	}
	for fields := e.Header.Fields(); fields.Next(); {
		if !allowed[fields.Key()] {
			t.Errorf("%q: header %s", in.Mail.Name, fields.Key())
		}
	}
}

func TestUnknownPurposeAndMissingStanding(t *testing.T) {
	in := about(consult.ForInvitation, "nl")
	in.Standing = nil
	if _, err := letter.Write(in); err == nil {
		t.Error("an invitation without an invitee was written")
	}
	in = about(consult.ForInvitation, "nl")
	in.Mail.Purpose = "onzin"
	if _, err := letter.Write(in); err == nil {
		t.Error("a letter of an unknown purpose was written")
	}
}
