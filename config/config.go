// Package config reads the settings: environment variables, files that hold
// secrets, and one settings file.
package config

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strings"
)

// Prefix stands before every name in the environment.
const Prefix = "SAMENSPRAAK_"

// The values of MAIL.
const (
	MailSend  = "send"
	MailNever = "never"
)

// Config is every setting. samenspraak.example.env documents each.
type Config struct {
	Addr           string // where to listen, host:port
	BaseURL        string // how people reach the site; no slash at the end
	Database       string // sqlite:PATH or postgres://…
	SMTPURL        string // smtp://…, smtps://…
	MailFrom       string // the address mail is sent from
	Mail           string // send, or never: then nothing goes out whatever waits
	Secret         string // at least 32 characters; mailed links are derived from it
	Language       string // of the program's own output: nl or en
	MetricsAddr    string // where Prometheus reads; empty: nowhere
	TrustedProxies string // networks of the proxies before the program, separated by commas
}

// Setting ties a name to its place in Config.
type Setting struct {
	Name     string // without Prefix
	value    func(*Config) *string
	Fallback string
}

// Settings lists every setting in the order of the example file.
var Settings = []Setting{
	{"ADDR", func(c *Config) *string { return &c.Addr }, "127.0.0.1:8080"},
	{"BASE_URL", func(c *Config) *string { return &c.BaseURL }, ""},
	{"DATABASE", func(c *Config) *string { return &c.Database }, "sqlite:samenspraak.db"},
	{"SMTP_URL", func(c *Config) *string { return &c.SMTPURL }, ""},
	{"MAIL_FROM", func(c *Config) *string { return &c.MailFrom }, ""},
	{"MAIL", func(c *Config) *string { return &c.Mail }, MailSend},
	{"SECRET", func(c *Config) *string { return &c.Secret }, ""},
	{"LANGUAGE", func(c *Config) *string { return &c.Language }, "nl"},
	{"METRICS_ADDR", func(c *Config) *string { return &c.MetricsAddr }, ""},
	{"TRUSTED_PROXIES", func(c *Config) *string { return &c.TrustedProxies }, ""},
}

// Load reads every setting. The environment wins over the settings file, and
// NAME over the file that NAME_FILE points to; naming both is an error. file may
// be empty. An unknown name with our prefix is refused: it is a typing error
// that would leave a default in force unseen.
func Load(file string, environ []string) (Config, error) {
	given, err := readFile(file)
	if err != nil {
		return Config{}, err
	}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		if rest, ours := strings.CutPrefix(name, Prefix); ours && !strings.HasPrefix(rest, "TEST_") {
			given[rest] = value
		}
	}
	var c Config
	for _, s := range Settings {
		value, err := s.read(given)
		if err != nil {
			return Config{}, err
		}
		*s.value(&c) = value
		delete(given, s.Name)
		delete(given, s.Name+"_FILE")
	}
	for name := range given {
		return Config{}, fmt.Errorf("%s%s is not a setting", Prefix, name)
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	return c, nil
}

func (s Setting) read(given map[string]string) (string, error) {
	value, direct := given[s.Name]
	path, byFile := given[s.Name+"_FILE"]
	switch {
	case direct && byFile:
		return "", fmt.Errorf("%s%s and %s%s_FILE are both set: keep one", Prefix, s.Name, Prefix, s.Name)
	case direct:
		return value, nil
	case byFile:
		content, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("%s%s_FILE: %w", Prefix, s.Name, err)
		}
		return strings.TrimSpace(string(content)), nil
	}
	return s.Fallback, nil
}

// readFile reads lines NAME=value; # starts a comment line, quotes around a
// value are taken off.
func readFile(path string) (map[string]string, error) {
	given := map[string]string{}
	if path == "" {
		return given, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("settings file: %w", err)
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		name, ours := strings.CutPrefix(strings.TrimSpace(name), Prefix)
		if !ok || !ours {
			return nil, fmt.Errorf("settings file, line %d: want %sNAME=value", n, Prefix)
		}
		given[name] = strings.Trim(strings.TrimSpace(value), `"'`)
	}
	return given, lines.Err()
}

// Validate returns every reason not to start, each naming its setting.
func (c Config) Validate() error {
	var errs []error
	say := func(name, format string, args ...any) {
		errs = append(errs, fmt.Errorf(Prefix+name+" "+format, args...))
	}
	base, err := url.Parse(c.BaseURL)
	switch {
	case c.BaseURL == "":
		say("BASE_URL", "is empty: say how people reach the site, such as https://samenspraak.example.nl")
	case err != nil || base.Host == "" || base.Path != "" || base.RawQuery != "" || base.User != nil:
		say("BASE_URL", "must be a scheme and a host alone, such as https://samenspraak.example.nl")
	case base.Scheme != "https" && (base.Scheme != "http" || !loopback(base.Hostname())):
		say(
			"BASE_URL",
			"must begin with https://; http is for loopback only: sign-ins and links would be readable on the way",
		)
	}
	if len(c.Secret) < 32 {
		say("SECRET", "must have at least 32 characters; make one with: openssl rand -base64 33")
	}
	if err := c.safeDatabase(); err != nil {
		say("DATABASE", "%v", err)
	}
	if c.Mail != MailSend && c.Mail != MailNever {
		say("MAIL", "must be %s or %s", MailSend, MailNever)
	}
	if c.SMTPURL == "" && c.Mail != MailNever {
		say("SMTP_URL", "is empty: no invitation could be sent")
	}
	if at := strings.LastIndexByte(c.MailFrom, '@'); at < 1 || strings.ContainsAny(c.MailFrom, " \t\r\n<>,;") ||
		at == len(c.MailFrom)-1 {
		say("MAIL_FROM", "must be one plain address, such as samenspraak@example.nl")
	}
	if c.Language != "nl" && c.Language != "en" {
		say("LANGUAGE", "must be nl or en")
	}
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		say("ADDR", "must be host:port: %v", err)
	}
	if c.MetricsAddr != "" {
		if _, _, err := net.SplitHostPort(c.MetricsAddr); err != nil {
			say("METRICS_ADDR", "must be host:port: %v", err)
		} else if c.MetricsAddr == c.Addr {
			say("METRICS_ADDR", "must differ from ADDR: figures are not for visitors")
		}
	}
	if _, err := c.Proxies(); err != nil {
		say("TRUSTED_PROXIES", "%v", err)
	}
	return errors.Join(errs...)
}

// safeDatabase refuses a PostgreSQL on another machine to which the connection
// may be in the clear. "prefer", which is the driver's own choice, falls back to
// that, and so does "allow".
func (c Config) safeDatabase() error {
	if !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") {
		return nil // the store says what is wrong with any other
	}
	u, err := url.Parse(c.Database)
	if err != nil { // the library's own words may quote a piece of the password
		return errors.New("cannot be read; special characters in user name and password must be percent-encoded")
	}
	q := u.Query()
	switch q.Get("sslmode") {
	case "require", "verify-ca", "verify-full":
		return nil
	}
	hosts := strings.Split(u.Host, ",")
	if given := q.Get("host"); given != "" {
		hosts = strings.Split(given, ",") // it wins over the one before the path
	}
	for _, host := range hosts {
		name := (&url.URL{Host: host}).Hostname()
		if name == "" || strings.HasPrefix(host, "/") || loopback(name) || loopback(host) {
			continue // a socket, or this machine
		}
		return fmt.Errorf("names the host %s without sslmode=verify-full (or verify-ca, or require): names, answers and the password "+
			"could go over the network in the clear", name)
	}
	return nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// Proxies are the networks whose X-Forwarded-For is believed; none by default.
func (c Config) Proxies() ([]*net.IPNet, error) {
	var all []*net.IPNet
	for _, part := range strings.Split(c.TrustedProxies, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if !strings.Contains(part, "/") {
			part += map[bool]string{true: "/128", false: "/32"}[strings.Contains(part, ":")]
		}
		_, network, err := net.ParseCIDR(part)
		if err != nil {
			return nil, fmt.Errorf("holds %q, which is no network such as 10.0.0.0/8", part)
		}
		if ones, _ := network.Mask.Size(); ones == 0 {
			return nil, fmt.Errorf("holds %q: trusting everybody lets anyone be anyone", part)
		}
		all = append(all, network)
	}
	return all, nil
}
