package mailer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"samenspraak/internal/mailer"
)

func TestParseURL(t *testing.T) {
	for raw, want := range map[string]mailer.Settings{
		"smtp://post:ge%2Fheim@mail.merenland.test:2587?tls=mandatory": {
			Host: "mail.merenland.test", Port: 2587, User: "post", Password: "ge/heim",
		},
		"smtp://mail.merenland.test":     {Host: "mail.merenland.test", Port: 587},
		"smtps://mail.merenland.test/":   {Host: "mail.merenland.test", Port: 465, ImplicitTLS: true},
		"smtp://127.0.0.1:1025?tls=none": {Host: "127.0.0.1", Port: 1025, TLS: mailer.TLSNone},
		"smtp://[::1]:25?tls=none":       {Host: "::1", Port: 25, TLS: mailer.TLSNone},
		"smtp://localhost:25?tls=none":   {Host: "localhost", Port: 25, TLS: mailer.TLSNone},
	} {
		got, err := mailer.ParseURL(raw)
		if err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", raw, diff)
		}
	}
}

func TestParseURLSaysWhatIsWrong(t *testing.T) {
	for raw, part := range map[string]string{
		"":                                    "scheme:",
		"mail.merenland.test:587":             "scheme:",
		"http://mail.merenland.test":          "scheme:",
		"smtp://":                             "host:",
		"smtp://:587":                         "host:",
		"smtp://mail.test:0":                  "port:",
		"smtp://mail.test:70000":              "port:",
		"smtp://post@mail.test":               "user:",
		"smtp://:geheim@mail.test":            "user:",
		"smtp://mail.test?tls=maybe":          "tls:",
		"smtp://mail.test?tls=none":           "tls:",
		"smtp://127.0.0.1.evil.test?tls=none": "tls:",
		"smtp://10.0.0.1?tls=none":            "tls:",
		"smtps://127.0.0.1?tls=none":          "tls:",
		"smtp://mail.test?tls=none&tls=x":     "tls",
		"smtp://mail.test?start=1":            "query:",
		"smtp://mail.test/inbox":              "path:",
		"smtp://post:ge/heim@mail.test":       "cannot be read",
		"smtp://post:ge heim%zz@mail.test":    "cannot be read",
	} {
		_, err := mailer.ParseURL(raw)
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: %v, want something about %q", raw, err, part)
		}
		if err != nil && (strings.Contains(err.Error(), "heim") || strings.Contains(err.Error(), "geheim")) {
			t.Errorf("%q: the error tells the password: %v", raw, err)
		}
	}
}

func TestSettingsHideThePassword(t *testing.T) {
	s := mailer.Settings{Host: "::1", Port: 465, ImplicitTLS: true, User: "post", Password: "geheim"}
	if got := fmt.Sprintf("%v %+v %s", s, s, s.LogValue()); strings.Contains(got, "geheim") ||
		!strings.Contains(got, "smtps://[::1]:465") {
		t.Error(got)
	}
}

func FuzzParseURL(f *testing.F) {
	f.Add("smtp://post:geheim@mail.test:587?tls=mandatory")
	f.Fuzz(func(t *testing.T, raw string) {
		s, err := mailer.ParseURL(raw)
		if err == nil && (s.Host == "" || s.Port < 1 || s.TLS == mailer.TLSNone && s.ImplicitTLS) {
			t.Errorf("%q gave %v", raw, s)
		}
	})
}
