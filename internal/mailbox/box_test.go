package mailbox_test

import (
	"context"
	"errors"
	"fmt"
	"net/smtp"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"samenspraak/internal/mailbox"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC)

func open(t *testing.T, options ...mailbox.Option) *mailbox.Box {
	t.Helper()
	options = append([]mailbox.Option{mailbox.WithClock(func() time.Time { return noon })}, options...)
	b, err := mailbox.Open("127.0.0.1:0", options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

func note(to, subject, text string) string {
	return "From: =?utf-8?q?Regio_Merenl=C3=A4nd?= <post@merenland.test>\r\nTo: " + to + "\r\nSubject: " + subject +
		"\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\nMessage-ID: <1@merenland.test>\r\n\r\n" + text + "\r\n"
}

func send(t *testing.T, b *mailbox.Box, to, raw string) {
	t.Helper()
	if err := smtp.SendMail(b.Addr(), nil, "bounce@merenland.test", []string{to}, []byte(raw)); err != nil {
		t.Fatal(err)
	}
}

func TestKeepsWhatItGets(t *testing.T) {
	b := open(t)
	raw := note("ada@zorg.test", "=?utf-8?q?Caf=C3=A9?=", "Antwoord op https://merenland.test/u/abc.\r\n.punt vooraan")
	send(t, b, "ada@zorg.test", raw)

	mails, err := b.Wait(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	m := mails[0]
	if string(m.Raw) != raw {
		t.Errorf("raw = %q, want %q", m.Raw, raw)
	}
	got := []string{
		m.EnvelopeFrom, m.To, m.Subject, m.FromHeader, m.Text, m.Header.Get("Message-ID"), strings.Join(m.Links(), " "),
	}
	want := []string{"bounce@merenland.test", "ada@zorg.test", "Café", "Regio Merenländ <post@merenland.test>",
		"Antwoord op https://merenland.test/u/abc.\r\n.punt vooraan\r\n", "<1@merenland.test>",
		"https://merenland.test/u/abc"}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("field %d = %q, want %q", i, got[i], want[i])
		}
	}
	if m.ID != 1 || !m.At.Equal(noon) || !m.Accepted {
		t.Errorf("ID %d, At %v, Accepted %v", m.ID, m.At, m.Accepted)
	}
}

func TestWithoutClockTheMailsDateCounts(t *testing.T) {
	b, err := mailbox.Open("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	send(t, b, "ada@zorg.test", note("ada@zorg.test", "x", "y"))
	if want := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC); !b.Mails()[0].At.Equal(want) {
		t.Errorf("At = %v, want %v", b.Mails()[0].At, want)
	}
}

func TestOneMailPerRecipient(t *testing.T) {
	b := open(t)
	if err := smtp.SendMail(
		b.Addr(), nil, "x@y.test", []string{"a@z.test", "b@z.test"}, []byte(note("a@z.test", "s", "t")),
	); err != nil {
		t.Fatal(err)
	}
	if m := b.Mails(); len(m) != 2 || m[0].To != "a@z.test" || m[1].To != "b@z.test" || m[0].ID == m[1].ID {
		t.Errorf("mails = %+v", m)
	}
}

func TestParts(t *testing.T) {
	b := open(t)
	raw := strings.ReplaceAll(`From: a@b.test
To: c@d.test
Subject: s
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=m

--m
Content-Type: multipart/alternative; boundary=a

--a
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

caf=E9
--a
Content-Type: text/html

<p>caf&eacute;</p>
--a
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
--a--
--m
Content-Type: text/plain
Content-Disposition: attachment; filename*=utf-8''verslag%20%C3%A9%C3%A9n.txt
Content-Transfer-Encoding: base64

aGFsbG8=
--m--
`, "\n", "\r\n")
	send(t, b, "c@d.test", raw)
	m := b.Mails()[0]
	if m.Text != "café" || m.HTML != "<p>caf&eacute;</p>" || m.Calendar != "BEGIN:VCALENDAR" ||
		m.CalendarMethod != "REQUEST" {
		t.Errorf("text %q, HTML %q, calendar %q %q", m.Text, m.HTML, m.Calendar, m.CalendarMethod)
	}
	if len(m.Attachments) != 1 || m.Attachments[0].Name != "verslag één.txt" ||
		string(m.Attachments[0].Data) != "hallo" {
		t.Errorf("attachments = %+v", m.Attachments)
	}
}

func TestLimits(t *testing.T) {
	b := open(t, mailbox.WithLimit(2))
	for i := range 4 {
		send(t, b, "ada@zorg.test", note("ada@zorg.test", fmt.Sprint(i), "t"))
	}
	if m := b.Mails(); len(m) != 2 || m[0].Subject != "2" || m[1].Subject != "3" {
		t.Errorf("kept %d mails", len(m))
	}
	big := note("ada@zorg.test", "groot", strings.Repeat("0123456789\r\n", 500_000))
	err := smtp.SendMail(b.Addr(), nil, "x@y.test", []string{"ada@zorg.test"}, []byte(big))
	if reply := new(textproto.Error); !errors.As(err, &reply) || reply.Code != 552 {
		t.Errorf("6 MB answered %v, want 552", err)
	}
	b.Clear()
	if len(b.Mails()) != 0 {
		t.Error("Clear left mails")
	}
	if _, err := mailbox.Open("127.0.0.1:0", mailbox.WithLimit(0)); err == nil {
		t.Error("limit 0 was taken")
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	b := open(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := b.Wait(ctx, 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Wait = %v", err)
	}
}

// client is a conversation after EHLO.
func client(t *testing.T, b *mailbox.Box) *smtp.Client {
	t.Helper()
	c, err := smtp.Dial(b.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func code(err error) int {
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return reply.Code
	}
	return 0
}

func TestNestedMailIsRefusedAsPostfixDoes(t *testing.T) {
	b := open(t, mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt && to == "weg@zorg.test" {
			return &mailbox.Fault{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "No such user"}
		}
		return nil
	}))
	c := client(t, b)
	if err := c.Mail("a@b.test"); err != nil {
		t.Fatal(err)
	}
	if err := c.Rcpt("weg@zorg.test"); code(err) != 550 || !strings.Contains(err.Error(), "5.1.1 No such user") {
		t.Errorf("RCPT = %v", err)
	}
	if err := c.Mail("a@b.test"); code(err) != 503 {
		t.Errorf("second MAIL = %v, want 503", err)
	}
	if err := c.Reset(); err != nil {
		t.Fatal(err)
	}
	if err := c.Mail("a@b.test"); err != nil {
		t.Errorf("MAIL after RSET = %v", err)
	}
}

func TestSignInIsDemanded(t *testing.T) {
	b := open(t, mailbox.WithSignIn("post", "geheim"))
	if err := client(t, b).Mail("a@b.test"); code(err) != 530 {
		t.Errorf("MAIL without AUTH = %v, want 530", err)
	}
	host, _, _ := strings.Cut(b.Addr(), ":")
	if err := client(t, b).Auth(smtp.PlainAuth("", "post", "fout", host)); code(err) != 535 {
		t.Errorf("wrong password = %v, want 535", err)
	}
	c := client(t, b)
	if err := c.Auth(smtp.PlainAuth("", "post", "geheim", host)); err != nil {
		t.Fatal(err)
	}
	if err := c.Mail("a@b.test"); err != nil {
		t.Errorf("MAIL after AUTH = %v", err)
	}
}

func TestFaultsAtEveryStage(t *testing.T) {
	stages := []string{
		mailbox.StageConnect, mailbox.StageHello, mailbox.StageMail, mailbox.StageRcpt, mailbox.StageData,
		mailbox.StageDot,
	}
	for _, stage := range stages {
		for name, fault := range map[string]mailbox.Fault{"code": {Code: 421}, "drop": {Drop: true}} {
			t.Run(stage+" "+name, func(t *testing.T) {
				b := open(t, mailbox.WithFault(func(s, _ string, n int) *mailbox.Fault {
					if s == stage && n == 1 {
						return &fault
					}
					return nil
				}))
				err := smtp.SendMail(
					b.Addr(), nil, "x@y.test", []string{"a@z.test"}, []byte(note("a@z.test", "s", "t")),
				)
				// net/smtp falls back to HELO when EHLO is refused, and that is then the second hello.
				if survives := stage == mailbox.StageHello && name == "code"; survives != (err == nil) {
					t.Fatalf("first mail: %v", err)
				}
				if name == "code" && err != nil && code(err) != 421 {
					t.Errorf("answer = %v, want 421", err)
				}
				if arrived := len(b.Arrived()); stage == mailbox.StageDot && arrived != 1 {
					t.Errorf("%d arrived, want 1", arrived)
				}
				before := len(b.Mails())
				send(t, b, "a@z.test", note("a@z.test", "s", "t"))
				if len(b.Mails()) != before+1 {
					t.Error("the second mail was not kept")
				}
			})
		}
	}
}

func TestHangAfterTheDotThenAccept(t *testing.T) {
	b := open(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageDot {
			return &mailbox.Fault{Hang: 50 * time.Millisecond}
		}
		return nil
	}))
	send(t, b, "a@z.test", note("a@z.test", "s", "t"))
	if len(b.Mails()) != 1 || len(b.Arrived()) != 1 {
		t.Error("a hang alone must not lose the mail")
	}
}

func TestCloseEndsHangingConversations(t *testing.T) {
	reached := make(chan struct{})
	b := open(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageMail {
			close(reached)
			return &mailbox.Fault{Hang: time.Hour, Drop: true}
		}
		return nil
	}))
	c := client(t, b)
	done := make(chan error, 1)
	go func() { done <- c.Mail("a@b.test") }()
	<-reached
	_ = b.Close()
	select {
	case err := <-done:
		if err == nil {
			t.Error("MAIL succeeded on a closed server")
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the client still hangs after Close")
	}
}

func TestHostileMailsAreKeptAndNeverPanic(t *testing.T) {
	b := open(t)
	deep := "MIME-Version: 1.0\r\n"
	for i := range 200 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	for _, raw := range []string{"geen kop", "\r\n", "Subject: =?utf-8?q?=FF=FE?=\r\n\r\nx",
		"Content-Type: multipart/mixed\r\n\r\n--",
		"Content-Type: text/plain; charset=bestaat-niet\r\n\r\n\xff", deep} {
		send(t, b, "a@z.test", raw)
	}
	if n := len(b.Mails()); n != 6 {
		t.Errorf("kept %d, want 6", n)
	}
}

func TestLinks(t *testing.T) {
	for text, want := range map[string]string{
		"Zie https://a.test/x, of (http://b.test/y) en <https://c.test/z>.": "https://a.test/x http://b.test/y https://c.test/z",
		"https://a.test/w_(x)!":                     "https://a.test/w_(x)",
		"www.a.test ftp://b.test mailto:x@y":        "",
		"https://a.test/?q=1&b=2#c\nhttps://b.test": "https://a.test/?q=1&b=2#c https://b.test",
		"javascript:alert(1) http://":               "",
	} {
		if got := strings.Join(mailbox.Mail{Text: text}.Links(), " "); got != want {
			t.Errorf("Links(%q) = %q, want %q", text, got, want)
		}
	}
}
