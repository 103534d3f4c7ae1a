package mailer_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/mailbox"
	"samenspraak/internal/mailer"
)

func TestServerAnswers(t *testing.T) {
	for _, c := range []struct {
		stage              string
		code               int
		enhanced           [3]int
		words              string
		want               mailer.Stage
		permanent, refused bool
		us, trouble        bool
	}{
		{mailbox.StageMail, 421, [3]int{4, 7, 0}, "", mailer.StageMail, false, false, false, true},
		{mailbox.StageMail, 550, [3]int{5, 7, 1}, "", mailer.StageMail, false, false, true, true},
		{mailbox.StageRcpt, 450, [3]int{4, 2, 0}, "", mailer.StageRcpt, false, false, false, false},
		{mailbox.StageRcpt, 421, [3]int{4, 7, 0}, "", mailer.StageRcpt, false, false, false, true},
		{mailbox.StageRcpt, 451, [3]int{4, 3, 0}, "", mailer.StageRcpt, false, false, false, true},
		{mailbox.StageRcpt, 550, [3]int{5, 1, 1}, "", mailer.StageRcpt, true, true, false, false},
		{mailbox.StageRcpt, 550, [3]int{5, 1, 0}, "", mailer.StageRcpt, true, true, false, false},
		{mailbox.StageRcpt, 552, [3]int{5, 2, 2}, "", mailer.StageRcpt, true, true, false, false},
		{
			mailbox.StageRcpt, 553, [3]int{5, 7, 1}, "<a@b>: Sender address rejected: not owned", mailer.StageRcpt,
			false, false, true, false,
		},
		{
			mailbox.StageRcpt, 550, [3]int{5, 1, 0}, "<a@b>: Sender address rejected: unknown", mailer.StageRcpt,
			false, false, true, false,
		},
		{mailbox.StageRcpt, 550, [3]int{5, 1, 8}, "Domain not found", mailer.StageRcpt, false, false, true, false},
		{mailbox.StageRcpt, 550, [3]int{}, "relay not permitted", mailer.StageRcpt, false, false, true, false},
		{mailbox.StageRcpt, 550, [3]int{}, "no such user here", mailer.StageRcpt, true, true, false, false},
		{mailbox.StageRcpt, 530, [3]int{5, 7, 0}, "", mailer.StageRcpt, false, false, true, false},
		{mailbox.StageRcpt, 503, [3]int{5, 5, 1}, "", mailer.StageRcpt, false, false, true, false},
		{mailbox.StageData, 451, [3]int{4, 3, 0}, "", mailer.StageAfterData, false, false, false, true},
		{mailbox.StageDot, 421, [3]int{4, 3, 2}, "", mailer.StageAfterData, false, false, false, true},
		{
			mailbox.StageDot, 554, [3]int{5, 6, 0}, "sender likes pictures too much", mailer.StageAfterData, true,
			false, false, false,
		},
		{mailbox.StageDot, 550, [3]int{5, 7, 26}, "not signed", mailer.StageAfterData, false, false, true, false},
	} {
		t.Run(fmt.Sprintf("%s %d %v %s", c.stage, c.code, c.enhanced, c.words), func(t *testing.T) {
			b := box(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
				if stage == c.stage {
					return &mailbox.Fault{Code: c.code, Enhanced: c.enhanced, Text: c.words}
				}
				return nil
			}))
			e := failed(t, sendTo(t, dial(t, settings(t, b.Addr())), "ada@zorg.test"))
			if e.Stage != c.want || e.Code != c.code || e.Permanent() != c.permanent ||
				e.AddressRefused() != c.refused || e.Uncertain() ||
				e.RefusesUs() != c.us || e.ServerTrouble() != c.trouble {
				t.Errorf("%+v", e)
			}
			if len(b.Mails()) != 0 {
				t.Error("a mail was accepted")
			}
		})
	}
}

func TestHangsEndInTime(t *testing.T) {
	for stage, want := range map[string]mailer.Stage{
		mailbox.StageConnect: mailer.StageDial, mailbox.StageHello: mailer.StageDial,
		mailbox.StageMail: mailer.StageMail, mailbox.StageRcpt: mailer.StageRcpt,
		mailbox.StageData: mailer.StageAfterData, mailbox.StageDot: mailer.StageAfterData,
	} {
		t.Run(stage, func(t *testing.T) {
			b := box(t, mailbox.WithFault(func(s, _ string, _ int) *mailbox.Fault {
				if s == stage {
					return &mailbox.Fault{Hang: time.Minute}
				}
				return nil
			}))
			s := settings(t, b.Addr())
			s.Timeout = timeout
			e := inTime(t, s)
			if e.Stage != want || !errors.Is(e, context.DeadlineExceeded) ||
				e.Uncertain() != (want == mailer.StageAfterData) {
				t.Errorf("%+v", e)
			}
		})
	}
}

// hung is far more than any machine under load takes to notice a timeout: who
// waits longer waits for ever.
const hung = 20 * time.Second

// inTime dials and sends and wants it to fail within the timeout of each.
func inTime(t *testing.T, s mailer.Settings) *mailer.Error {
	t.Helper()
	began := time.Now()
	c, err := mailer.Dial(t.Context(), s)
	if err == nil {
		defer c.Close()
		began = time.Now()
		err = sendTo(t, c, "ada@zorg.test")
	}
	if took := time.Since(began); took > s.Timeout+hung {
		t.Errorf("took %v with a timeout of %v", took, s.Timeout)
	}
	return failed(t, err)
}

// scripted serves one connection after the other with talk.
func scripted(t *testing.T, talk func(net.Conn)) mailer.Settings {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer conn.Close()
				talk(conn)
			})
		}
	})
	t.Cleanup(func() { _ = l.Close(); wg.Wait() })
	s := settings(t, l.Addr().String())
	s.Timeout = timeout
	return s
}

// silence reads until the other side gives up.
func silence(conn net.Conn) {
	for r := bufio.NewReader(conn); ; {
		if _, err := r.ReadByte(); err != nil {
			return
		}
	}
}

func TestHostileListeners(t *testing.T) {
	answers := func(lines ...string) func(net.Conn) {
		return func(conn net.Conn) {
			r := bufio.NewReader(conn)
			for _, line := range lines {
				_, _ = fmt.Fprint(conn, line)
				if _, err := r.ReadString('\n'); err != nil {
					return
				}
			}
			silence(conn)
		}
	}
	for name, c := range map[string]struct {
		talk func(net.Conn)
		tls  mailer.TLSMode
		want mailer.Stage
	}{
		"silent":           {silence, mailer.TLSNone, mailer.StageDial},
		"busy":             {answers("421 4.3.2 busy\r\n"), mailer.TLSNone, mailer.StageDial},
		"closes":           {func(net.Conn) {}, mailer.TLSNone, mailer.StageDial},
		"garbage":          {answers("\x00\xff\r\n"), mailer.TLSNone, mailer.StageDial},
		"endless greeting": {func(c net.Conn) { drip(c, "220-welkom\r\n", 0) }, mailer.TLSNone, mailer.StageDial},
		"slow drip": {
			func(c net.Conn) { drip(c, "2", 20*time.Millisecond) }, mailer.TLSNone, mailer.StageDial,
		},
		"silent at STARTTLS": {answers("220 x\r\n", "250-x\r\n250 STARTTLS\r\n"), mailer.TLSMandatory, mailer.StageTLS},
		"silent in TLS": {
			answers("220 x\r\n", "250-x\r\n250 STARTTLS\r\n", "220 go\r\n"), mailer.TLSMandatory, mailer.StageTLS,
		},
		"refuses STARTTLS": {
			answers("220 x\r\n", "250-x\r\n250 STARTTLS\r\n", "454 4.7.0 no\r\n"), mailer.TLSMandatory, mailer.StageTLS,
		},
		"silent at DATA": {
			answers("220 x\r\n", "250 x\r\n", "250 ok\r\n", "250 ok\r\n"), mailer.TLSNone, mailer.StageData,
		},
		"refuses DATA": {
			answers("220 x\r\n", "250 x\r\n", "250 ok\r\n", "250 ok\r\n", "451 4.3.0 later\r\n"), mailer.TLSNone,
			mailer.StageData,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := scripted(t, c.talk)
			s.TLS = c.tls
			if e := inTime(t, s); e.Stage != c.want || !e.Temporary() {
				t.Errorf("%+v", e)
			}
		})
	}
}

// drip writes piece again and again until the other side is gone.
func drip(conn net.Conn, piece string, pause time.Duration) {
	for {
		if _, err := fmt.Fprint(conn, piece); err != nil {
			return
		}
		time.Sleep(pause)
	}
}

func TestSignInMechanisms(t *testing.T) {
	server := func(offer string, challenges ...string) func(net.Conn) {
		return func(conn net.Conn) {
			r := bufio.NewReader(conn)
			lines := append([]string{"220 x\r\n", "250-x\r\n250 " + offer + "\r\n"}, challenges...)
			for _, line := range append(lines, "235 welkom\r\n") {
				_, _ = fmt.Fprint(conn, line)
				if _, err := r.ReadString('\n'); err != nil {
					return
				}
			}
			silence(conn)
		}
	}
	for name, c := range map[string]struct {
		talk func(net.Conn)
		ok   bool
	}{
		"login with odd prompts": {server("AUTH LOGIN", "334 VXNlciBOYW1lAA==\r\n", "334 UGFzc3dvcmQA\r\n"), true},
		"cram":                   {server("AUTH CRAM-MD5", "334 PDFAeD4=\r\n"), true},
		"plain preferred":        {server("AUTH CRAM-MD5 LOGIN PLAIN"), true},
		"endless prompts": {
			server("AUTH LOGIN", "334 eA==\r\n", "334 eA==\r\n", "334 eA==\r\n", "334 eA==\r\n"), false,
		},
		"nothing we speak":  {server("AUTH XOAUTH2"), false},
		"no sign-in at all": {server("PIPELINING"), false},
	} {
		t.Run(name, func(t *testing.T) {
			s := scripted(t, c.talk)
			s.User, s.Password = "post", "geheim"
			conn, err := mailer.Dial(t.Context(), s)
			if c.ok {
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				_ = conn.Send(ctx, sender, "a@b.test", []byte("x"), nil)
				return
			}
			if e := failed(t, err); e.Stage != mailer.StageAuth || !e.Temporary() {
				t.Errorf("%+v", e)
			}
		})
	}
}
