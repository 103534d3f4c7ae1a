package mailer_test

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/emersion/go-message"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
	"samenspraak/internal/mailer"
)

var amsterdam = time.FixedZone("CET", 3600)

func invitation() mailer.Message {
	return mailer.Message{
		From:         mailer.Address{Name: "Jeugdregio Merenland", Address: "post@merenland.test"},
		ReplyTo:      mailer.Address{Name: "Jeugdregio Merenland", Address: "hulp@merenland.test"},
		To:           mailer.Address{Name: "Jürgen ’t Hof", Address: "jurgen@zorg.test"},
		EnvelopeFrom: "b+12.ab@merenland.test",
		Subject:      "Uitnodiging: bijeenkomst in Sint-Joriswoude",
		Text:         "Beste Jürgen,\n\nkomt u ook?\n.\n",
		HTML:         "<p>Beste Jürgen,</p>",
		MessageID:    "12.x@merenland.test",
		Date:         time.Date(2026, 11, 23, 9, 0, 0, 0, amsterdam),
		Headers:      map[string]string{"Auto-Submitted": "auto-generated", "X-Portal-Ref": "12"},
	}
}

func build(t testing.TB, m mailer.Message) []byte {
	t.Helper()
	raw, err := mailer.Build(m)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// leaf is one part of a mail as another library reads it.
type leaf struct{ Type, Disposition, Name, Method, Body string }

type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// read gives the header keys and the tree of parts, in order, of what was built.
func read(t fataler, raw []byte) (mail.Header, []string, []leaf) {
	t.Helper()
	plain, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var tree []string
	var leaves []leaf
	err = entity.Walk(func(path []int, part *message.Entity, err error) error {
		if err != nil {
			return err
		}
		mediaType, params, err := part.Header.ContentType()
		tree = append(tree, strings.Repeat(" ", len(path))+mediaType)
		if err != nil || strings.HasPrefix(mediaType, "multipart/") {
			return err
		}
		body, err := io.ReadAll(part.Body)
		disposition, named, _ := part.Header.ContentDisposition()
		leaves = append(leaves, leaf{mediaType, disposition, named["filename"], params["method"], string(body)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return plain.Header, tree, leaves
}

func keys(h mail.Header) []string { return slices.Sorted(maps.Keys(h)) }

func TestBuild(t *testing.T) {
	h, tree, leaves := read(t, build(t, invitation()))
	want := []string{
		"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Reply-To", "Subject", "To",
		"X-Portal-Ref",
	}
	if diff := cmp.Diff(want, keys(h)); diff != "" {
		t.Error(diff)
	}
	if got := h.Get("Date") + h.Get("Message-Id"); got != "Mon, 23 Nov 2026 09:00:00 +0100<12.x@merenland.test>" {
		t.Error(got)
	}
	to, err := h.AddressList("To")
	if err != nil || len(to) != 1 || *to[0] != (mail.Address{Name: "Jürgen ’t Hof", Address: "jurgen@zorg.test"}) {
		t.Errorf("To = %v, %v", to, err)
	}
	if diff := cmp.Diff([]string{"multipart/alternative", " text/plain", " text/html"}, tree); diff != "" {
		t.Error(diff)
	}
	if leaves[0].Body != "Beste Jürgen,\r\n\r\nkomt u ook?\r\n.\r\n" || leaves[1].Body != "<p>Beste Jürgen,</p>" {
		t.Errorf("bodies = %q", leaves)
	}
}

func TestBuildTextOnly(t *testing.T) {
	m := invitation()
	m.HTML = ""
	_, tree, _ := read(t, build(t, m))
	if diff := cmp.Diff([]string{"text/plain"}, tree); diff != "" {
		t.Error(diff)
	}
}

func TestCalendarPlaces(t *testing.T) {
	pdf := mailer.Attachment{Name: "Programma één.pdf", MediaType: "application/pdf", Data: []byte("%PDF")}
	for method, want := range map[string][]leaf{
		"REQUEST": {
			{Type: "text/calendar", Method: "REQUEST"},
			{Type: "application/ics", Disposition: "attachment", Name: "agenda.ics"},
		},
		"CANCEL": {
			{Type: "text/calendar", Method: "CANCEL"},
			{Type: "application/ics", Disposition: "attachment", Name: "agenda.ics"},
		},
		"PUBLISH": {{Type: "text/calendar", Method: "PUBLISH", Disposition: "attachment", Name: "agenda.ics"}},
	} {
		m := invitation()
		m.Calendar, m.CalendarMethod = []byte("BEGIN:VCALENDAR\r\nMETHOD:"+method+"\r\nEND:VCALENDAR\r\n"), method
		m.Attachments = []mailer.Attachment{pdf}
		_, tree, leaves := read(t, build(t, m))
		for i := range want {
			want[i].Body = string(m.Calendar)
		}
		want = append(
			want, leaf{Type: "application/pdf", Disposition: "attachment", Name: "Programma één.pdf", Body: "%PDF"},
		)
		if diff := cmp.Diff(want, leaves[2:]); diff != "" {
			t.Errorf("%s: %s", method, diff)
		}
		// Outlook acts only on the first child of multipart/mixed and what is in it.
		if tree[0] != "multipart/mixed" || tree[1] != " multipart/alternative" {
			t.Errorf("%s: tree %q", method, tree)
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*mailer.Message){
		"no text":             func(m *mailer.Message) { m.Text = " \n" },
		"no subject":          func(m *mailer.Message) { m.Subject = "\r\n" },
		"no date":             func(m *mailer.Message) { m.Date = time.Time{} },
		"no id":               func(m *mailer.Message) { m.MessageID = "" },
		"id with newline":     func(m *mailer.Message) { m.MessageID = "a@b.test\r\nX: y" },
		"id with two":         func(m *mailer.Message) { m.MessageID = "<a@b.test> <c@d.test>" },
		"unknown header":      func(m *mailer.Message) { m.Headers["Bcc"] = "x@y.test" },
		"bcc in small":        func(m *mailer.Message) { m.Headers["bcc"] = "x@y.test" },
		"header key newline":  func(m *mailer.Message) { m.Headers["List-Id\r\nX"] = "x" },
		"header value":        func(m *mailer.Message) { m.Headers["List-Id"] = "x\r\nX-Evil: y" },
		"header value letter": func(m *mailer.Message) { m.Headers["List-Id"] = "é" },
		"header value empty":  func(m *mailer.Message) { m.Headers["List-Id"] = "" },
		"calendar method": func(m *mailer.Message) {
			m.Calendar = []byte("METHOD:CANCEL\r\n")
			m.CalendarMethod = "REQUEST"
		},
		"calendar no method": func(m *mailer.Message) {
			m.Calendar = []byte("BEGIN:VCALENDAR\r\n")
			m.CalendarMethod = "REQUEST"
		},
		"calendar reply": func(m *mailer.Message) {
			m.Calendar = []byte("METHOD:REPLY\r\n")
			m.CalendarMethod = "REPLY"
		},
		"media type": func(m *mailer.Message) { m.Attachments = []mailer.Attachment{{Name: "x", MediaType: "x\r\ny"}} },
		"multipart file": func(m *mailer.Message) {
			m.Attachments = []mailer.Attachment{{Name: "x", MediaType: "multipart/mixed; boundary=x"}}
		},
		"message file": func(m *mailer.Message) {
			m.Attachments = []mailer.Attachment{{Name: "x", MediaType: "message/rfc822"}}
		},
	} {
		m := invitation()
		spoil(&m)
		if raw, err := mailer.Build(m); err == nil {
			t.Errorf("%s: built\n%s", name, raw)
		}
	}
}

var badAddresses = []string{
	"", "a", "@b.test", "a@", "a@b..test", "a@-b.test", "a b@c.test", "a@b c.test", "a@b.test>", "<a@b.test>",
	"Ada <a@b.test>",
	"a@b.test\r\nX-Evil: y", "a@b.test\n", "a@b.test> SIZE=1", "a@b.test,c@d.test", "a@b.test;c@d.test",
	`"a b"@c.test`, `"a"@c.test`,
	"a(x)@b.test", "a@[127.0.0.1]", "a..b@c.test", ".a@b.test", "a.@b.test", "ä@b.test", "ı@b.test", "a@b@c.test",
	"a\x00@b.test",
	"a@b_c.test", "a@" + strings.Repeat("x", 64) + ".test", strings.Repeat("a", 65) + "@b.test",
	strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 60)+".", 4) + "test", "a@\u202eb.test",
	"a@b.test\u2028",
}

func TestOnlyPlainAddresses(t *testing.T) {
	for _, bad := range badAddresses {
		for field, set := range map[string]func(*mailer.Message){
			"From":     func(m *mailer.Message) { m.From.Address = bad },
			"To":       func(m *mailer.Message) { m.To.Address = bad },
			"Reply-To": func(m *mailer.Message) { m.ReplyTo.Address = bad },
			"envelope": func(m *mailer.Message) { m.EnvelopeFrom = bad },
		} {
			m := invitation()
			set(&m)
			_, err := mailer.Build(m)
			optional := bad == "" && (field == "Reply-To" || field == "envelope")
			if optional && err != nil || !optional && !errors.Is(err, mailer.ErrAddress) {
				t.Errorf("%s %q: %v", field, bad, err)
			}
			if err != nil && len(bad) > 5 && strings.Contains(err.Error(), bad) {
				t.Errorf("%s: the error repeats the address %q", field, bad)
			}
		}
	}
	for given, want := range map[string]string{
		"o'neill+x=y@sub.zorg.test": "o'neill+x=y@sub.zorg.test", "a@münchen.test": "a@xn--mnchen-3ya.test",
		"A@B.Test": "A@B.Test",
	} {
		m := invitation()
		m.To = mailer.Address{Address: given}
		h, _, _ := read(t, build(t, m))
		if h.Get("To") != want {
			t.Errorf("To %q became %q, want %q", given, h.Get("To"), want)
		}
	}
}

func TestNamesAreCleaned(t *testing.T) {
	for given, want := range map[string]string{
		`Jansen, "JJ" <x>` + "\r\nBcc: a@b": "Jansen JJ x Bcc ab",
		"=?utf-8?q?=0D=0ABcc?=":             "= ?utf-8?q?=0D=0ABcc?=",
		"\u202eevil\u202c":                  "evil",
		"Groot-Reeuwland (jeugd) & co.":     "Groot-Reeuwland (jeugd) & co.",
		"Zoë van der Berg-d’Ître":           "Zoë van der Berg-d’Ître",
		strings.Repeat("é", 100):            strings.Repeat("é", 75),
		"a\xffb":                            "a\uFFFDb",
		" \t ":                              "",
	} {
		m := invitation()
		m.To.Name = given
		h, _, _ := read(t, build(t, m))
		to, err := h.AddressList("To")
		if err != nil || len(to) != 1 || to[0].Name != want || to[0].Address != "jurgen@zorg.test" {
			t.Errorf("name %q read back as %v, %v, want %q", given, to, err, want)
		}
	}
}

func TestFileNamesAreCleaned(t *testing.T) {
	for given, want := range map[string]string{
		"a.pdf\r\nX-Evil: y":               "a.pdf X-Evil- y",
		`../../"x".pdf`:                    "-..--x-.pdf",
		"\u202efdp.exe":                    "fdp.exe",
		"":                                 "attachment",
		"...":                              "attachment",
		strings.Repeat("é", 200) + ".docx": strings.Repeat("é", 47) + ".docx",
		"een verslag; met = tekens.pdf":    "een verslag; met = tekens.pdf",
		"’t Waalhof 100%.pdf":              "’t Waalhof 100%.pdf",
	} {
		m := invitation()
		m.Attachments = []mailer.Attachment{{Name: given, MediaType: "application/pdf", Data: []byte("x")}}
		_, _, leaves := read(t, build(t, m))
		if got := leaves[2].Name; got != want {
			t.Errorf("file %q read back as %q, want %q", given, got, want)
		}
	}
}

// checkHostile builds a mail of hostile pieces and proves what may be in it.
func checkHostile(t fataler, name, subject, file, text string) {
	t.Helper()
	m := invitation()
	m.To.Name, m.From.Name, m.Subject, m.Text = name, name, "x"+subject, "x"+text
	m.Attachments = []mailer.Attachment{{Name: file, MediaType: "application/pdf", Data: []byte("x")}}
	raw, err := mailer.Build(m)
	if err != nil {
		t.Fatal(err)
	}
	h, tree, leaves := read(t, raw)
	want := []string{
		"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Reply-To", "Subject", "To",
		"X-Portal-Ref",
	}
	if diff := cmp.Diff(want, keys(h)); diff != "" {
		t.Fatalf("headers: %s\n%s", diff, raw)
	}
	if diff := cmp.Diff(
		[]string{"multipart/mixed", " multipart/alternative", "  text/plain", "  text/html", " application/pdf"}, tree,
	); diff != "" {
		t.Fatalf("parts: %s", diff)
	}
	for field, address := range map[string]string{"To": "jurgen@zorg.test", "From": "post@merenland.test"} {
		list, err := h.AddressList(field)
		if err != nil || len(list) != 1 || len(h[field]) != 1 || list[0].Address != address {
			t.Fatalf("%s = %q: %v %v", field, h[field], list, err)
		}
		if strings.ContainsFunc(list[0].Name, unicode.IsControl) || strings.ContainsAny(list[0].Name, `@:,"<>`) {
			t.Fatalf("%s name = %q", field, list[0].Name)
		}
	}
	if strings.ContainsFunc(leaves[2].Name, unicode.IsControl) || strings.ContainsAny(leaves[2].Name, `/\:`) ||
		leaves[2].Name == "" {
		t.Fatalf("file name = %q", leaves[2].Name)
	}
	checkLines(t, raw)
}

// checkLines proves that every line ends in CRLF, is ASCII and fits SMTP.
func checkLines(t fataler, raw []byte) {
	t.Helper()
	for line := range bytes.Lines(raw) {
		body, ended := bytes.CutSuffix(line, []byte("\r\n"))
		if len(body) > 990 || ended && bytes.ContainsAny(body, "\r\n") ||
			bytes.ContainsFunc(body, func(r rune) bool { return r > '~' || r < ' ' && r != '\t' }) {
			t.Fatalf("line %q", line)
		}
	}
}

func TestHostileTextNeverMakesAHeader(t *testing.T) {
	piece := rapid.OneOf(rapid.String(),
		rapid.StringOfN(rapid.SampledFrom([]rune("ab é=?_\r\n\t\x00\"<>@:;,\\()[]\u202e\u2028.%-")), 0, 300, -1),
		rapid.SampledFrom(
			[]string{
				"\r\nBcc: x@y.test", "=?utf-8?b?DQpCY2M6IHg=?=", "--boundary\r\n", strings.Repeat("x", 2000),
				"\xff\xfe", "\r\n.\r\nMAIL FROM:<x>",
			},
		))
	rapid.Check(t, func(rt *rapid.T) {
		checkHostile(
			rt, piece.Draw(rt, "name"), piece.Draw(rt, "subject"), piece.Draw(rt, "file"), piece.Draw(rt, "text"),
		)
	})
}

func FuzzBuild(f *testing.F) {
	f.Add("Jansen, \"JJ\" <x>\r\nBcc: a@b", "=?utf-8?q?x?=\n", "a\".pdf\r\n", "\r\n.\r\n")
	f.Add("\xff", "\u202e", "..", "=")
	f.Fuzz(func(t *testing.T, name, subject, file, text string) { checkHostile(t, name, subject, file, text) })
}

func FuzzAddress(f *testing.F) {
	for _, a := range badAddresses {
		f.Add(a)
	}
	f.Add("a@b.test")
	f.Fuzz(func(t *testing.T, address string) {
		m := invitation()
		m.To = mailer.Address{Name: "x", Address: address}
		raw, err := mailer.Build(m)
		if err != nil {
			return
		}
		h, _, _ := read(t, raw)
		list, err := h.AddressList("To")
		if err != nil || len(list) != 1 || len(h) != 10 {
			t.Fatalf("%q: %v %v", address, list, err)
		}
		ascii := !strings.ContainsFunc(address, func(r rune) bool { return r > unicode.MaxASCII })
		if ascii && list[0].Address != address {
			t.Fatalf("%q read back as %q", address, list[0].Address)
		}
	})
}

func TestSubjectSurvives(t *testing.T) {
	for given, want := range map[string]string{
		"Één bijeenkomst in ’t Waalhof – tot 15.00 uur":     "Één bijeenkomst in ’t Waalhof – tot 15.00 uur",
		"=?utf-8?q?letterlijk?= " + strings.Repeat("é", 80): "=?utf-8?q?letterlijk?= " + strings.Repeat("é", 80),
		"a\r\n b":                "a b",
		strings.Repeat("x", 300): strings.Repeat("x", 199) + "…",
	} {
		m := invitation()
		m.Subject = given
		entity, err := message.Read(bytes.NewReader(build(t, m)))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := entity.Header.Text("Subject"); err != nil || got != want {
			t.Errorf("subject %q read back as %q (%v)", given, got, err)
		}
	}
}

func TestLongHeadersStayWhole(t *testing.T) {
	m := invitation()
	m.Headers["References"] = strings.TrimSpace(strings.Repeat("<0123456789abcdef@merenland.test> ", 20))
	m.Headers["List-Unsubscribe"] = "<https://merenland.test/uit/" + strings.Repeat("a", 300) + ">"
	raw := build(t, m)
	h, _, _ := read(t, raw)
	for _, key := range []string{"References", "List-Unsubscribe"} {
		if h.Get(key) != m.Headers[key] {
			t.Errorf("%s read back as %q", key, h.Get(key))
		}
	}
	checkLines(t, raw)
}
