package app

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/config"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/testkit/machine"
)

// soundSettings are settings with which nothing is wrong.
func soundSettings(t *testing.T, database string, box *mailbox.Box) config.Config {
	t.Helper()
	conf := config.Config{
		Addr: freeAddress(t), BaseURL: "https://samenspraak.example", Database: database,
		SMTPURL:  "smtp://samenspraak:geheim@" + box.Addr() + "?tls=none",
		MailFrom: "samenspraak@merenland.test", Secret: strings.Repeat("geheim", 6), Language: "nl",
		TrustedProxies: "127.0.0.1",
		Mail:           config.MailSend,
	}
	a, err := New(context.Background(), conf, Options{}) // ties the secret
	if err == nil {
		err = a.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return conf
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func openMailbox(t *testing.T, options ...mailbox.Option) *mailbox.Box {
	t.Helper()
	box, err := mailbox.Open("127.0.0.1:0", append(options, mailbox.WithSignIn("samenspraak", "geheim"))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = box.Close() })
	return box
}

// faults are the names of the checks that found something, with what they say.
func faults(checks []Check) map[string]string {
	found := map[string]string{}
	for _, c := range checks {
		if c.Err != nil {
			found[c.Name] = c.Err.Error()
		}
	}
	return found
}

// TestDoctorFindsEachFault plants one fault after the other: each is found under
// its own name with words of its own, and nothing else is called a fault.
func TestDoctorFindsEachFault(t *testing.T) {
	refusing := openMailbox(t, mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageRcpt {
			return &mailbox.Fault{
				Code: 553, Enhanced: [3]int{5, 7, 1}, Text: "Sender address rejected: not owned by user samenspraak",
			}
		}
		return nil
	}))
	box := openMailbox(t)
	lite, pg := soundSettings(t, storetest.SQLite(t), box), soundSettings(t, storetest.Postgres(t), box)
	taken := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(taken.Close)
	small := machine.SmallDisk(t, 16<<20)
	for _, c := range []struct {
		fault string
		pg    bool
		plant func(t *testing.T, conf *config.Config, o *DoctorOptions)
		check string
		words string
		also  string // another check that may find the same fault
	}{
		{"nothing", false, nil, "", "", ""},
		{"nothing", true, nil, "", "", ""},
		{
			"base URL is http", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.BaseURL = "http://portaal.merenland.test" },
			"settings", "https", "",
		},
		{"a database in the clear", true, func(_ *testing.T, c *config.Config, _ *DoctorOptions) {
			c.Database = strings.Replace(c.Database, "127.0.0.1", "localhost.localdomain", 1)
		}, "settings", "in the clear", "database"},
		{
			"no proxies", false, func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.TrustedProxies = "" },
			"proxies", "TRUSTED_PROXIES is empty", "",
		},
		{
			"port in use", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.Addr = taken.Listener.Addr().String() },
			"address", "another program", "",
		},
		{
			"address of another machine", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.Addr = "192.0.2.1:8080" }, "address",
			"cannot assign", "",
		},
		{
			"metrics' port in use", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.MetricsAddr = taken.Listener.Addr().String() },
			"metrics", "another program", "",
		},
		{
			"domain of the example", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.MailFrom = "samenspraak@example.nl" }, "sender",
			"not a domain of yours", "",
		},
		{
			"domain without dot", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.MailFrom = "samenspraak@merenland" }, "sender",
			"no domain", "",
		},
		{
			"domain that is none", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.MailFrom = "samenspraak@-merenland.test" },
			"sender", "no domain name", "mail",
		},
		{"mail server down", false, func(t *testing.T, c *config.Config, _ *DoctorOptions) {
			c.SMTPURL = "smtp://" + freeAddress(t) + "?tls=none"
		}, "mail", "refused", ""},
		{"mail password", false, func(_ *testing.T, c *config.Config, _ *DoctorOptions) {
			c.SMTPURL = strings.Replace(c.SMTPURL, "geheim", "verkeerd", 1)
		}, "mail", "(auth)", ""},
		{"mail without TLS", false, func(_ *testing.T, c *config.Config, _ *DoctorOptions) {
			c.SMTPURL = strings.Replace(c.SMTPURL, "tls=none", "tls=mandatory", 1)
		}, "mail", "STARTTLS", ""},
		{"sender refused", false, func(_ *testing.T, c *config.Config, _ *DoctorOptions) {
			c.SMTPURL = strings.Replace(c.SMTPURL, box.Addr(), refusing.Addr(), 1)
		}, "mail", "553 5.7.1", ""},
		{"sender refused, with a mail", false, func(_ *testing.T, c *config.Config, o *DoctorOptions) {
			c.SMTPURL, o.To = strings.Replace(c.SMTPURL, box.Addr(), refusing.Addr(), 1), "wietske@merenland.test"
		}, "mail", "553 5.7.1", ""},
		{
			"slip in the path", false, func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.Database += "x" },
			"database", "there is no file", "disk",
		},
		{
			"slip in the folder", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.Database = "sqlite:/nergens/samenspraak.db" },
			"database", "folder", "disk",
		},
		{"a text file", false, func(t *testing.T, c *config.Config, _ *DoctorOptions) {
			c.Database = "sqlite:" + filepath.Join(t.TempDir(), "x.db")
			write(t, c.Database[7:], []byte(strings.Repeat("geen database ", 100)))
		}, "database", "not a database", "disk"},
		{"PostgreSQL is down", true, func(t *testing.T, c *config.Config, _ *DoctorOptions) {
			c.Database = "postgres://samenspraak@" + freeAddress(t) + "/samenspraak?sslmode=disable"
		}, "database", "refused", "disk"},
		{"read-only file system", false, func(t *testing.T, c *config.Config, _ *DoctorOptions) {
			onDisk(t, c, small)
			remount(t, small, syscall.MS_RDONLY)
			t.Cleanup(func() { remount(t, small, 0) })
		}, "database", "read-only file system", "disk"},
		{
			"little room", false, func(t *testing.T, c *config.Config, _ *DoctorOptions) { onDisk(t, c, small) },
			"disk", "MiB free", "database",
		},
		{"full disk", false, func(t *testing.T, c *config.Config, _ *DoctorOptions) {
			onDisk(t, c, small)
			fill(t, small)
		}, "disk", "is full", "database"},
		{"no folder for uploads", true, func(t *testing.T, _ *config.Config, _ *DoctorOptions) {
			t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nergens"))
		}, "uploads", "TMPDIR", ""},
		{"read-only folder for uploads", true, func(t *testing.T, _ *config.Config, _ *DoctorOptions) {
			t.Setenv("TMPDIR", small)
			remount(t, small, syscall.MS_RDONLY)
			t.Cleanup(func() { remount(t, small, 0) })
		}, "uploads", "read-only file system", ""},
		{
			"no schema", true,
			func(t *testing.T, c *config.Config, _ *DoctorOptions) { c.Database = storetest.EmptyPostgres(t) },
			"schema", "samenspraak migrate", "",
		},
		{"newer schema", true, func(t *testing.T, c *config.Config, _ *DoctorOptions) {
			c.Database = storetest.Postgres(t)
			if err := storetest.Execute(
				c.Database, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)",
			); err != nil {
				t.Fatal(err)
			}
		}, "schema", "newer program", ""},
		{
			"another secret", false,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.Secret = strings.ToUpper(c.Secret) }, "secret",
			"not the one", "",
		},
		{
			"another secret", true,
			func(_ *testing.T, c *config.Config, _ *DoctorOptions) { c.Secret = strings.ToUpper(c.Secret) }, "secret",
			"not the one", "",
		},
		{"clock ahead of PostgreSQL", true, func(_ *testing.T, _ *config.Config, o *DoctorOptions) {
			o.Now = func() time.Time { return time.Now().Add(time.Hour) }
		}, "clock", "differ by -", ""},
		{"clock before the last entry", false, func(t *testing.T, c *config.Config, o *DoctorOptions) {
			leaveEntry(t, *c)
			o.Now = func() time.Time { return time.Now().Add(-time.Hour) }
		}, "clock", "last entry of the log", ""},
	} {
		t.Run(fmt.Sprintf("%s, postgres %v", c.fault, c.pg), func(t *testing.T) {
			conf, o := lite, DoctorOptions{}
			if c.pg {
				conf = pg
			}
			want := 0
			if c.plant != nil {
				c.plant(t, &conf, &o)
				want = 1
			}
			checks := Doctor(context.Background(), conf, o)
			found := faults(checks)
			delete(found, c.also)
			if len(found) != want || !strings.Contains(found[c.check], c.words) {
				t.Errorf("found %v; want %q to say %q", found, c.check, c.words)
			}
			for _, c := range checks {
				if said := fmt.Sprint(c.Found, c.Err); strings.Contains(said, "geheim") ||
					strings.Contains(said, "verkeerd") {
					t.Errorf("a secret is said: %s", said)
				}
			}
		})
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// onDisk puts a copy of the database, with its secret, on a disk of its own.
func onDisk(t *testing.T, c *config.Config, disk string) {
	t.Helper()
	blank, err := os.ReadFile(strings.TrimPrefix(storetest.SQLite(t), "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(disk, "samenspraak.db")
	write(t, path, blank)
	t.Cleanup(func() {
		for _, tail := range []string{"", "-wal", "-shm", ".lock"} {
			_ = os.Remove(path + tail)
		}
	})
	c.Database = "sqlite:" + path
}

func fill(t *testing.T, disk string) {
	t.Helper()
	f, err := os.Create(filepath.Join(disk, "fill"))
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	_ = f.Close()
	t.Cleanup(func() { _ = os.Remove(f.Name()) })
}

// leaveEntry lets the service be there, and again an hour later: the second time
// makes an entry in the log.
func leaveEntry(t *testing.T, conf config.Config) {
	t.Helper()
	at := time.Now().Add(-2 * time.Hour)
	a, err := New(context.Background(), conf, Options{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	for range 2 {
		if _, err := a.service.Beat(context.Background(), "test", false); err != nil {
			t.Fatal(err)
		}
		at = time.Now()
	}
}

// TestDoctorSendsOneMail when it is told to whom, and else none.
func TestDoctorSendsOneMail(t *testing.T) {
	box := openMailbox(t)
	conf := soundSettings(t, storetest.SQLite(t), box)
	for want, to := range []string{"", "wietske@merenland.test"} {
		if found := faults(Doctor(context.Background(), conf, DoctorOptions{To: to})); len(found) != 0 {
			t.Errorf("%v", found)
		}
		if got := len(box.Arrived()); got != want {
			t.Errorf("with --to %q %d mails arrived", to, got)
		}
	}
}

// TestDoctorChangesNothing compares every byte and every name in the folder of
// the database before and after: sound, never started, and with another secret.
func TestDoctorChangesNothing(t *testing.T) {
	box := openMailbox(t)
	started := soundSettings(t, storetest.SQLite(t), box)
	never, typo := started, started
	never.Database, never.Secret = storetest.SQLite(t), strings.ToUpper(started.Secret)
	typo.Database = started.Database + "x"
	for name, conf := range map[string]config.Config{
		"started": started, "never started": never, "slip in the path": typo,
	} {
		folder := databaseFolder(conf.Database)
		before := content(t, folder)
		Doctor(context.Background(), conf, DoctorOptions{})
		if diff := cmp.Diff(before, content(t, folder)); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
	}
	pg := storetest.Postgres(t)
	never.Database = pg
	if found := faults(Doctor(context.Background(), never, DoctorOptions{})); len(found) != 0 {
		t.Errorf("%v", found)
	}
	db, err := store.OpenReadOnly(context.Background(), pg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	err = db.View(context.Background(), func(tx *store.Tx) error { return tx.SameSecret("any") })
	if err == nil || !strings.Contains(err.Error(), "not found") {
		t.Errorf("a secret is tied to a PostgreSQL database that was never started: %v", err)
	}
}

// content is a digest of every file of a folder, by name.
func content(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = fmt.Sprintf("%x", sha256.Sum256(b))
	}
	return all
}
