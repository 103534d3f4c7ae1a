package mailer

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
)

// ParseURL reads the setting SMTP_URL:
//
//	smtp://user:password@host:587?tls=mandatory   STARTTLS, required (the default; port 587 when none is given)
//	smtps://user:password@host:465                TLS from the first byte (port 465)
//	smtp://127.0.0.1:1025?tls=none                in the clear, to this machine only
//
// The error names the part that is wrong and why; it never repeats the password.
func ParseURL(raw string) (Settings, error) {
	u, err := url.Parse(raw)
	if err != nil {
		// The library's own words may quote a piece of the password.
		return Settings{}, errors.New(
			"SMTP address: cannot be read; special characters in user name and password must be percent-encoded",
		)
	}
	s := Settings{Host: u.Hostname()}
	if err := errors.Join(s.setScheme(u), s.setPort(u), s.setSignIn(u), s.setTLS(u), onlyKnownParts(u)); err != nil {
		return Settings{}, fmt.Errorf("SMTP address: %w", err)
	}
	if err := s.check(); err != nil {
		return Settings{}, fmt.Errorf("SMTP address: %w", err)
	}
	return s, nil
}

func (s *Settings) setScheme(u *url.URL) error {
	switch u.Scheme {
	case "smtp":
		s.Port = 587
	case "smtps":
		s.Port, s.ImplicitTLS = 465, true
	default:
		return fmt.Errorf("scheme: must be smtp or smtps, not %q", u.Scheme)
	}
	return nil
}

func (s *Settings) setPort(u *url.URL) error {
	if u.Port() == "" {
		return nil
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		return errors.New("port: must be a number from 1 to 65535")
	}
	s.Port = port
	return nil
}

func (s *Settings) setSignIn(u *url.URL) error {
	if u.User == nil {
		return nil
	}
	password, given := u.User.Password()
	if u.User.Username() == "" || !given || password == "" {
		return errors.New("user: give both a user name and a password, or neither")
	}
	s.User, s.Password = u.User.Username(), password
	return nil
}

func (s *Settings) setTLS(u *url.URL) error {
	switch mode := u.Query().Get("tls"); mode {
	case "", "mandatory":
		s.TLS = TLSMandatory
	case "none":
		s.TLS = TLSNone
	default:
		return fmt.Errorf("tls: must be mandatory or none, not %q", mode)
	}
	return nil
}

func onlyKnownParts(u *url.URL) error {
	for key, values := range u.Query() {
		if key != "tls" || len(values) != 1 {
			return fmt.Errorf("query: only tls may be given, once, not %q", key)
		}
	}
	if (u.Path != "" && u.Path != "/") || u.Fragment != "" || u.Opaque != "" {
		return errors.New("path: nothing may follow the port except ?tls=")
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
