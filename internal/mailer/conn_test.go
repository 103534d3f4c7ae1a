package mailer_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"samenspraak/internal/mailbox"
	"samenspraak/internal/mailer"
)

const timeout = 300 * time.Millisecond

// certificate makes a self-signed certificate and the pool that trusts it.
func certificate(t *testing.T, names []string, ips ...net.IP) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"},
		NotAfter: time.Now().Add(time.Hour),
		DNSNames: names, IPAddresses: ips, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}

func box(t *testing.T, options ...mailbox.Option) *mailbox.Box {
	t.Helper()
	b, err := mailbox.Open("127.0.0.1:0", options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

func settings(t *testing.T, addr string) mailer.Settings {
	t.Helper()
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return mailer.Settings{
		Host: host, Port: n, TLS: mailer.TLSNone, LocalName: "portaal.merenland.test", Timeout: 5 * time.Second,
	}
}

func dial(t *testing.T, s mailer.Settings) *mailer.Conn {
	t.Helper()
	c, err := mailer.Dial(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

const sender = "b+1.x@merenland.test"

func sendTo(t *testing.T, c *mailer.Conn, to string) error {
	t.Helper()
	return c.Send(t.Context(), sender, to, build(t, invitation()), nil)
}

// failed wants err to be an *Error and gives it.
func failed(t *testing.T, err error) *mailer.Error {
	t.Helper()
	var e *mailer.Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %T: %v", err, err)
	}
	n := 0
	for _, is := range []bool{e.Permanent(), e.Uncertain(), e.Temporary()} {
		if is {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%v is %d of permanent, uncertain, temporary", e, n)
	}
	return e
}

func TestSendsManyOverOneConnection(t *testing.T) {
	b := box(t)
	c := dial(t, settings(t, b.Addr()))
	raw := build(t, invitation())
	for i := range 3 {
		if err := c.Send(t.Context(), sender, fmt.Sprintf("ada%d@zorg.test", i), raw, nil); err != nil {
			t.Fatal(err)
		}
	}
	mails := b.Mails()
	if len(mails) != 3 || mails[2].To != "ada2@zorg.test" || mails[0].EnvelopeFrom != sender ||
		string(mails[1].Raw) != string(raw) {
		t.Errorf("mails = %+v", mails)
	}
	if mails[0].Subject != invitation().Subject {
		t.Errorf("subject = %q", mails[0].Subject)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if err := sendTo(t, c, "ada@zorg.test"); !errors.Is(err, mailer.ErrUsedUp) {
		t.Errorf("after Close: %v", err)
	}
}

func TestEncryptedAndSignedIn(t *testing.T) {
	config, pool := certificate(t, nil, net.IPv4(127, 0, 0, 1))
	for name, option := range map[string]mailbox.Option{
		"starttls": mailbox.WithStartTLS(config), "implicit": mailbox.WithImplicitTLS(config),
	} {
		t.Run(name, func(t *testing.T) {
			b := box(t, option, mailbox.WithSignIn("post", "geheim"))
			s := settings(t, b.Addr())
			s.TLS, s.RootCAs, s.ImplicitTLS = mailer.TLSMandatory, pool, name == "implicit"
			s.User, s.Password = "post", "fout"
			_, err := mailer.Dial(t.Context(), s)
			if e := failed(t, err); e.Stage != mailer.StageAuth || e.Code != 535 || !e.Temporary() {
				t.Errorf("wrong password: %v", e)
			}
			s.Password = "geheim"
			if err := sendTo(t, dial(t, s), "ada@zorg.test"); err != nil {
				t.Fatal(err)
			}
			if len(b.Mails()) != 1 {
				t.Error("no mail")
			}
		})
	}
}

func TestNoTLSNoMail(t *testing.T) {
	right, pool := certificate(t, nil, net.IPv4(127, 0, 0, 1))
	wrong, wrongPool := certificate(t, []string{"elders.test"})
	old := right.Clone()
	old.MaxVersion = tls.VersionTLS11
	old.MinVersion = tls.VersionTLS10
	for name, c := range map[string]struct {
		option   mailbox.Option
		implicit bool
		pool     *x509.CertPool
	}{
		"no STARTTLS":            {mailbox.WithLimit(9), false, pool},
		"wrong name":             {mailbox.WithStartTLS(wrong), false, wrongPool},
		"wrong name, implicit":   {mailbox.WithImplicitTLS(wrong), true, wrongPool},
		"unknown issuer":         {mailbox.WithStartTLS(right), false, wrongPool},
		"TLS 1.1":                {mailbox.WithStartTLS(old), false, pool},
		"plain server, implicit": {mailbox.WithLimit(9), true, pool},
	} {
		t.Run(name, func(t *testing.T) {
			b := box(t, c.option)
			s := settings(t, b.Addr())
			s.TLS, s.ImplicitTLS, s.RootCAs = mailer.TLSMandatory, c.implicit, c.pool
			_, err := mailer.Dial(t.Context(), s)
			if e := failed(t, err); e.Stage != mailer.StageTLS || !e.Temporary() {
				t.Errorf("%v (stage %s)", e, e.Stage)
			}
			if len(b.Arrived()) != 0 {
				t.Error("a mail arrived")
			}
		})
	}
}

func TestClearTextOnlyToThisMachine(t *testing.T) {
	_, err := mailer.Dial(t.Context(), mailer.Settings{Host: "mail.merenland.test", Port: 25, TLS: mailer.TLSNone})
	if err == nil || !strings.Contains(err.Error(), "tls:") {
		t.Errorf("Dial = %v", err)
	}
}

func TestOneRefusedOfFour(t *testing.T) {
	b := box(t, mailbox.WithFault(func(stage, to string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt && to == "weg@zorg.test" {
			return &mailbox.Fault{Code: 550, Enhanced: [3]int{5, 1, 1}, Text: "weg@zorg.test: No such user"}
		}
		return nil
	}))
	s := settings(t, b.Addr())
	c := dial(t, s)
	for _, to := range []string{"a@zorg.test", "weg@zorg.test", "b@zorg.test", "c@zorg.test"} {
		err := sendTo(t, c, to)
		if to != "weg@zorg.test" {
			if err != nil {
				t.Errorf("%s: %v", to, err)
			}
			continue
		}
		e := failed(t, err)
		if e.Stage != mailer.StageRcpt || e.Code != 550 || e.Enhanced != "5.1.1" ||
			e.Text != "weg@zorg.test: No such user" || !e.Permanent() || !e.AddressRefused() {
			t.Errorf("%+v", e)
		}
		if strings.Contains(e.Error(), to) {
			t.Errorf("the error repeats the address: %v", e)
		}
		if err := sendTo(t, c, "b@zorg.test"); !errors.Is(err, mailer.ErrUsedUp) {
			t.Errorf("the connection lives on: %v", err)
		}
		c = dial(t, s)
	}
	if n := len(b.Mails()); n != 3 {
		t.Errorf("%d mails, want 3", n)
	}
}

func TestBeforeDataIsCalledOnceAndInTime(t *testing.T) {
	b := box(t)
	c := dial(t, settings(t, b.Addr()))
	calls := 0
	err := c.Send(t.Context(), sender, "ada@zorg.test", build(t, invitation()), func() error {
		calls++
		if len(b.Arrived()) != 0 {
			t.Error("the message arrived before the hook")
		}
		return nil
	})
	if err != nil || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
}

func TestBeforeDataIsNotCalledForARefusedRecipient(t *testing.T) {
	b := box(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt {
			return &mailbox.Fault{Code: 550}
		}
		return nil
	}))
	err := dial(t, settings(t, b.Addr())).
		Send(t.Context(), sender, "ada@zorg.test", build(t, invitation()), func() error {
			t.Error("called")
			return nil
		})
	if e := failed(t, err); !e.AddressRefused() {
		t.Errorf("a refused recipient is %v, not a refused address", e)
	}
}

func TestFailingBeforeDataSendsNothing(t *testing.T) {
	config, pool := certificate(t, nil, net.IPv4(127, 0, 0, 1))
	full := errors.New("disk full")
	for name, option := range map[string]mailbox.Option{
		"clear": mailbox.WithLimit(9), "tls": mailbox.WithStartTLS(config),
	} {
		t.Run(name, func(t *testing.T) {
			b := box(t, option)
			s := settings(t, b.Addr())
			if name == "tls" {
				s.TLS, s.RootCAs = mailer.TLSMandatory, pool
			}
			e := failed(
				t,
				dial(t, s).
					Send(t.Context(), sender, "ada@zorg.test", build(t, invitation()), func() error { return full }),
			)
			if !errors.Is(e, full) || e.Stage != mailer.StageData || !e.Temporary() {
				t.Errorf("%+v", e)
			}
			// A later mail shows that the server has dealt with all that came before.
			if err := sendTo(t, dial(t, s), "bob@zorg.test"); err != nil {
				t.Fatal(err)
			}
			if a := b.Arrived(); len(a) != 1 || a[0].To != "bob@zorg.test" {
				t.Errorf("arrived: %+v", a)
			}
		})
	}
}

func TestCutBeforeTheDotIsNotUncertain(t *testing.T) {
	b := box(t, mailbox.WithFault(func(stage, _ string, n int) *mailbox.Fault {
		if stage == mailbox.StageData && n == 1 {
			return &mailbox.Fault{Drop: true}
		}
		return nil
	}))
	raw := append(build(t, invitation()), []byte(strings.Repeat("0123456789abcdef\r\n", 200_000))...)
	e := failed(t, dial(t, settings(t, b.Addr())).Send(t.Context(), sender, "ada@zorg.test", raw, nil))
	if e.Stage != mailer.StageData || !e.Temporary() || len(b.Arrived()) != 0 {
		t.Errorf("%+v, %d arrived", e, len(b.Arrived()))
	}
}

func TestCutAfterTheDotIsUncertain(t *testing.T) {
	b := box(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageDot {
			return &mailbox.Fault{Drop: true}
		}
		return nil
	}))
	e := failed(t, sendTo(t, dial(t, settings(t, b.Addr())), "ada@zorg.test"))
	if e.Stage != mailer.StageAfterData || !e.Uncertain() || len(b.Arrived()) != 1 {
		t.Errorf("%+v, %d arrived", e, len(b.Arrived()))
	}
}

func TestCancelEndsDialAndSend(t *testing.T) {
	s := scripted(t, silence)
	s.Timeout = time.Minute
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := mailer.Dial(ctx, s)
	if e := failed(t, err); e.Stage != mailer.StageDial || !errors.Is(e, context.Canceled) {
		t.Errorf("Dial: %+v", e)
	}

	b := box(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt {
			return &mailbox.Fault{Hang: time.Minute}
		}
		return nil
	}))
	s = settings(t, b.Addr())
	s.Timeout = time.Minute
	c := dial(t, s)
	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	e := failed(t, c.Send(ctx, sender, "ada@zorg.test", build(t, invitation()), nil))
	if e.Stage != mailer.StageRcpt || !errors.Is(e, context.Canceled) || !e.Temporary() {
		t.Errorf("Send: %+v", e)
	}
}

func TestEnvelopeCannotBeSmuggled(t *testing.T) {
	b := box(t)
	s := settings(t, b.Addr())
	for _, bad := range badAddresses {
		e := failed(t, sendTo(t, dial(t, s), bad))
		if e.Stage != mailer.StageRcpt || !e.Permanent() || !errors.Is(e, mailer.ErrAddress) {
			t.Errorf("to %q: %+v", bad, e)
		}
		e = failed(t, dial(t, s).Send(t.Context(), bad, "ada@zorg.test", build(t, invitation()), nil))
		if e.Stage != mailer.StageMail || !e.Permanent() || !errors.Is(e, mailer.ErrAddress) {
			t.Errorf("from %q: %+v", bad, e)
		}
	}
	if len(b.Arrived()) != 0 {
		t.Error("mail arrived")
	}
}

func TestDialersKeepTheirOwnTimeout(t *testing.T) {
	short, long := scripted(t, silence), scripted(t, silence)
	short.Timeout, long.Timeout = 100*time.Millisecond, 400*time.Millisecond
	var wg sync.WaitGroup
	for _, s := range []mailer.Settings{short, long, short, long} {
		wg.Go(func() {
			began := time.Now()
			_, err := mailer.Dial(t.Context(), s)
			took := time.Since(began)
			if err == nil || took < s.Timeout || took > s.Timeout+hung {
				t.Errorf("timeout %v took %v (%v)", s.Timeout, took, err)
			}
		})
	}
	wg.Wait()
}

func TestNoDescriptorIsLeft(t *testing.T) {
	b := box(t, mailbox.WithFault(func(stage, _ string, n int) *mailbox.Fault {
		switch {
		case stage == mailbox.StageHello && n%3 == 0:
			return &mailbox.Fault{Drop: true}
		case stage == mailbox.StageRcpt && n%2 == 0:
			return &mailbox.Fault{Code: 550}
		}
		return nil
	}))
	s := settings(t, b.Addr())
	mandatory := s
	mandatory.TLS = mailer.TLSMandatory
	before := descriptors(t)
	for range 60 {
		_, _ = mailer.Dial(t.Context(), mandatory)
		if c, err := mailer.Dial(t.Context(), s); err == nil {
			_ = sendTo(t, c, "ada@zorg.test")
			_ = sendTo(t, c, "bob@zorg.test")
			_ = c.Close()
		}
	}
	for range 100 {
		if descriptors(t) <= before+2 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("%d descriptors before, %d after", before, descriptors(t))
}

func descriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/dev/fd") // Linux leads it to /proc, others have it without
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}
