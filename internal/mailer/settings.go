package mailer

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"strconv"
	"time"
)

// TLSMode says whether a connection must be encrypted.
type TLSMode int

const (
	// TLSMandatory sends nothing, not even a name, over a connection that is not
	// encrypted or whose certificate does not fit.
	TLSMandatory TLSMode = iota
	// TLSNone sends in the clear; only to this machine.
	TLSNone
)

const defaultTimeout = 60 * time.Second

// Settings say which server takes the mail. ParseURL fills them from the
// configuration; LocalName, Timeout and RootCAs are the caller's.
type Settings struct {
	Host string // name or IP address; the certificate must bear it
	Port int
	// User and Password are given both or neither.
	User, Password string
	ImplicitTLS    bool // TLS from the first byte instead of STARTTLS
	TLS            TLSMode
	LocalName      string         // what we call ourselves in EHLO: the public host name; "localhost" costs trust
	Timeout        time.Duration  // for one Dial, and for one Send, as a whole; zero means 60 s
	RootCAs        *x509.CertPool // nil means those of the system
}

// String tells where the mail goes, without the password.
func (s Settings) String() string {
	scheme := "smtp"
	if s.ImplicitTLS {
		scheme = "smtps"
	}
	return scheme + "://" + s.address()
}

// LogValue keeps the password out of structured logs.
func (s Settings) LogValue() slog.Value { return slog.StringValue(s.String()) }

func (s Settings) address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

func (s Settings) check() error {
	switch {
	case s.Host == "":
		return errors.New("host: missing")
	case s.Port < 1 || s.Port > 65535:
		return errors.New("port: must be a number from 1 to 65535")
	case (s.User == "") != (s.Password == ""):
		return errors.New("user: give both a user name and a password, or neither")
	case s.ImplicitTLS && s.TLS == TLSNone:
		return errors.New("tls: smtps is always encrypted and cannot be combined with tls=none")
	case s.TLS == TLSNone && !isLoopback(s.Host):
		return errors.New(
			"tls: none would send names and links in the clear; it is allowed for localhost, 127.0.0.1 and ::1 only",
		)
	}
	return nil
}

func (s Settings) timeout() time.Duration {
	if s.Timeout > 0 {
		return s.Timeout
	}
	return defaultTimeout
}

func (s Settings) localName() string {
	if s.LocalName != "" {
		return s.LocalName
	}
	return "localhost"
}

// tlsConfig calls verified when the handshake has proven the server's name.
func (s Settings) tlsConfig(verified func()) *tls.Config {
	return &tls.Config{
		ServerName: s.Host,
		MinVersion: tls.VersionTLS12,
		RootCAs:    s.RootCAs,
		VerifyConnection: func(tls.ConnectionState) error {
			verified()
			return nil
		},
	}
}
