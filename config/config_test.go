package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func good() Config {
	return Config{
		Addr: "127.0.0.1:8080", BaseURL: "https://samenspraak.example.nl", Database: "sqlite:x.db",
		SMTPURL:  "smtps://mail.example.nl:465",
		MailFrom: "samenspraak@example.nl", Secret: strings.Repeat("x", 32), Language: "nl", Mail: MailSend,
	}
}

func TestValidateNamesEverySettingThatIsWrong(t *testing.T) {
	if err := good().Validate(); err != nil {
		t.Fatalf("a good configuration is refused: %v", err)
	}
	cases := map[string]func(*Config){
		"BASE_URL":        func(c *Config) { c.BaseURL = "http://samenspraak.example.nl" },
		"SECRET":          func(c *Config) { c.Secret = "short" },
		"SMTP_URL":        func(c *Config) { c.SMTPURL = "" },
		"MAIL_FROM":       func(c *Config) { c.MailFrom = "Naam <a@b.nl>" },
		"MAIL":            func(c *Config) { c.Mail = "later" },
		"LANGUAGE":        func(c *Config) { c.Language = "de" },
		"ADDR":            func(c *Config) { c.Addr = "8080" },
		"METRICS_ADDR":    func(c *Config) { c.MetricsAddr = c.Addr },
		"TRUSTED_PROXIES": func(c *Config) { c.TrustedProxies = "0.0.0.0/0" },
	}
	for name, spoil := range cases {
		c := good()
		spoil(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), Prefix+name+" ") {
			t.Errorf("spoiled %s: Validate = %v", name, err)
		}
	}
}

func TestLoopbackMayGoWithoutTLS(t *testing.T) {
	for _, base := range []string{"http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:80"} {
		c := good()
		c.BaseURL = base
		if err := c.Validate(); err != nil {
			t.Errorf("%s: %v", base, err)
		}
	}
}

func TestDatabaseInTheClear(t *testing.T) {
	for database, safe := range map[string]bool{
		"sqlite:/var/lib/samenspraak.db":                                      true,
		"postgres://u:p@127.0.0.1:5432/samenspraak":                           true,
		"postgres://u:p@[::1]/samenspraak?sslmode=disable":                    true,
		"postgres://u:p@localhost/samenspraak":                                true,
		"postgres:///samenspraak?host=/run/postgresql":                        true,
		"postgres://u:p@db.example.nl/samenspraak?sslmode=verify-full":        true,
		"postgresql://u:p@10.0.0.5/samenspraak?sslmode=require":               true,
		"postgres://u:p@db.example.nl/samenspraak":                            false,
		"postgresql://u:p@10.0.0.5:5432/samenspraak":                          false,
		"postgres://u:p@db.example.nl/samenspraak?sslmode=prefer":             false,
		"postgres://u:p@db.example.nl/samenspraak?sslmode=disable":            false,
		"postgres://u:p@127.0.0.1/samenspraak?host=db.example.nl":             false,
		"postgres://u:p@127.0.0.1,db.example.nl:5433/samenspraak":             false,
		"postgres://u:p@localhost.example.nl/samenspraak?application_name=me": false,
	} {
		c := good()
		c.Database = database
		err := c.Validate()
		if (err == nil) != safe {
			t.Errorf("%s: %v", database, err)
		}
		if err != nil && (!strings.Contains(err.Error(), Prefix+"DATABASE ") || strings.Contains(err.Error(), "u:p")) {
			t.Errorf("%s: %v", database, err)
		}
	}
}

func TestNoServerIsNeededWhereNothingIsSent(t *testing.T) {
	c := good()
	c.SMTPURL, c.Mail = "", MailNever
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	secret, file := filepath.Join(dir, "secret"), filepath.Join(dir, "settings.env")
	write(t, secret, "from a file\n")
	write(t, file, "# comment\nSAMENSPRAAK_ADDR=\":1\"\nSAMENSPRAAK_LANGUAGE=en\nSAMENSPRAAK_SECRET_FILE="+secret+"\n")
	c, err := Load(file, []string{"SAMENSPRAAK_ADDR=:2", "HOME=/", "SAMENSPRAAK_BASE_URL=https://a.nl/"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Addr != ":2" || c.Language != "en" || c.Secret != "from a file" || c.BaseURL != "https://a.nl" ||
		c.Database != "sqlite:samenspraak.db" {
		t.Errorf("Load = %+v", c)
	}
	for _, environ := range [][]string{
		{"SAMENSPRAAK_ADRR=:2"},
		{"SAMENSPRAAK_SECRET=a", "SAMENSPRAAK_SECRET_FILE=" + secret},
		{"SAMENSPRAAK_SECRET_FILE=" + secret + ".gone"},
	} {
		if _, err := Load("", environ); err == nil {
			t.Errorf("Load(%v) is accepted", environ)
		}
	}
}

func TestExampleDocumentsEverySetting(t *testing.T) {
	example, err := os.ReadFile("samenspraak.example.env")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range Settings {
		if !strings.Contains(string(example), "\n"+Prefix+s.Name+"=") &&
			!strings.Contains(string(example), "\n"+Prefix+s.Name+"_FILE=") {
			t.Errorf("the example does not document %s", s.Name)
		}
	}
	if _, err := Load("samenspraak.example.env", nil); err == nil || !strings.Contains(err.Error(), "SECRET_FILE") {
		t.Errorf("the example does not load up to its secret: %v", err)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
