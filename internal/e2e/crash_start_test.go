//go:build e2e

package e2e

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/app"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store/storetest"
)

// TestServeRefuses gives the program every setting that it must not start with;
// it ends at once, says which setting and does not say the secret.
func TestServeRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := newSettings(t, storetest.SQLite(t), freeAddr(t))
	migrate(t, good)
	pg := newSettings(t, storetest.Postgres(t), freeAddr(t))
	secret := filepath.Join(dir, "secret")
	if err := os.WriteFile(secret, []byte(testSecret), 0o600); err != nil {
		t.Fatal(err)
	}
	// It ties SECRET to the database.
	mustRun(t, good, "staff", "add", "b@merenland.example", "--name", "Wietske Boonstra", "--role", "beheerder")
	cases := []struct {
		name string
		env  settings
		want string // in what it says, besides the name of the setting
	}{
		{"BASE_URL", good.with("BASE_URL", ""), "is empty"},
		{"BASE_URL", good.with("BASE_URL", "http://portaal.merenland.example"), "https"},
		{"BASE_URL", good.with("BASE_URL", "https://portaal.merenland.example/pad"), "alone"},
		{"BASE_URL", good.with("BASE_URL", "portaal.merenland.example"), "scheme"},
		{"SECRET", good.with("SECRET", ""), "32"},
		{"SECRET", good.with("SECRET", "short"), "32"},
		{"SECRET", good.with("SECRET", strings.ToUpper(testSecret)), "not the one"},
		{"SECRET", good.with("SECRET_FILE", secret), "keep one"},
		{"SMTP_URL", good.with("SMTP_URL", ""), "is empty"},
		{"SMTP_URL", good.with("SMTP_URL", "smtp://mail.merenland.example?tls=none"), "in the clear"},
		{"SMTP_URL", good.with("SMTP_URL", "http://mail.merenland.example"), "scheme"},
		{"MAIL_FROM", good.with("MAIL_FROM", ""), "address"},
		{"MAIL_FROM", good.with("MAIL_FROM", "een@merenland.example, twee@merenland.example"), "one plain address"},
		{"LANGUAGE", good.with("LANGUAGE", "de"), "nl or en"},
		{"ADDR", good.with("ADDR", "8080"), "host:port"},
		{"METRICS_ADDR", good.with("METRICS_ADDR", good["ADDR"]), "differ from ADDR"},
		{"TRUSTED_PROXIES", good.with("TRUSTED_PROXIES", "0.0.0.0/0"), "everybody"},
		{"TRUSTED_PROXIES", good.with("TRUSTED_PROXIES", "*"), "no network"},
		{"DATABASE", good.with("DATABASE", "mysql://localhost/samenspraak"), "sqlite:PATH"},
		{
			"DATABASE", good.with("DATABASE", "postgres://samenspraak:geheim@db.merenland.example/samenspraak"),
			"in the clear",
		},
		{"ADRES", good.with("ADRES", "127.0.0.1:8080"), "not a setting"},
		{"DATABASE", good.with("DATABASE", "sqlite:"+filepath.Join(dir, "nowhere.db")), "samenspraak migrate"},
		{"schema", good.with("DATABASE", noSchema(t)), "samenspraak migrate"},
		{
			"synchronous_commit", pg.with("DATABASE", withParameter(t, pg["DATABASE"], "synchronous_commit", "off")),
			"off",
		},
	}
	for _, c := range cases {
		t.Run(c.name+" "+c.want, func(t *testing.T) { // one after another: they share a database file
			p := launch(t, c.env, "serve")
			code := p.wait(20 * time.Second)
			said := p.err.String()
			if code != 1 || !strings.Contains(said, c.name) || !strings.Contains(said, c.want) {
				t.Errorf("exit status %d and %q; want 1, %q and %q", code, said, c.name, c.want)
			}
			if strings.Contains(said, testSecret) || strings.Contains(said, strings.ToUpper(testSecret)) {
				t.Error("the secret is in the message")
			}
		})
	}
}

// noSchema is a database file that was never migrated.
func noSchema(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "empty.db")
	executeSQLite(t, path, "PRAGMA user_version = 1")
	return "sqlite:" + path
}

// withParameter adds a setting of the server to a PostgreSQL address.
func withParameter(t *testing.T, database, name, value string) string {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

func migrate(t *testing.T, env settings) {
	t.Helper()
	if _, err := app.Migrate(context.Background(), env.config(t)); err != nil {
		t.Fatal(err)
	}
}

// TestServeTwice: a second program on the same SQLite file is refused, and the
// first goes on; after a kill the file is free again.
func TestServeTwice(t *testing.T) {
	t.Parallel()
	env := newSettings(t, storetest.SQLite(t), freeAddr(t))
	migrate(t, env)
	p := serve(t, env)
	for _, command := range []string{"serve", "migrate"} {
		second := launch(t, env.with("ADDR", freeAddr(t)), command)
		if code, said := second.wait(20*time.Second), second.err.String(); code != 1 ||
			!strings.Contains(said, "in use") {
			t.Errorf("%s beside a serving program: exit status %d, %s", command, code, said)
		}
	}
	path := strings.TrimPrefix(env["DATABASE"], "sqlite:")
	soft, hard := filepath.Join(t.TempDir(), "link.db"), path+".hard"
	for way, want := range map[string]string{soft: "in use", hard: "hard link"} {
		link := os.Symlink
		if way == hard {
			link = os.Link
		}
		if err := link(path, way); err != nil {
			t.Fatal(err)
		}
		second := launch(t, env.with("ADDR", freeAddr(t), "DATABASE", "sqlite:"+way), "serve")
		if code, said := second.wait(20*time.Second), second.err.String(); code != 1 || !strings.Contains(said, want) {
			t.Errorf("serve through %s: exit status %d, %s", filepath.Base(way), code, said)
		}
		if err := os.Remove(way); err != nil {
			t.Fatal(err)
		}
	}
	if a, err := newClient(env, p.url).get("/readyz"); err != nil || a.status != http.StatusOK {
		t.Errorf("the first program: %d %v", a.status, err)
	}
	p.kill()
	stopped(serve(t, env))
}

// TestDoctor: exit status 0 when all is well, 1 with the name of what is not.
func TestDoctor(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		box := openBox(t, mailbox.WithSignIn("samenspraak", "geheim"))
		signIn := "smtp://samenspraak:%s@" + box.Addr() + "?tls=none"
		env := newSettings(t, database, "").with("SMTP_URL", strings.ReplaceAll(signIn, "%s", "geheim"),
			"MAIL_FROM", "samenspraak@merenland.test", "METRICS_ADDR", freeAddr(t))
		migrate(t, env)
		mustRun(t, env.with("SECRET", strings.ToUpper(testSecret)), "doctor") // nothing is tied by looking
		seed(t, env, plan{organisations: 1})                                  // ties SECRET to the database
		said := mustRun(t, env, "doctor")
		names := []string{
			"settings", "proxies", "address", "metrics", "database", "schema", "clock", "secret", "mail", "sender",
			"zone", "uploads",
		}
		if strings.HasPrefix(database, "sqlite:") {
			names = append(names, "disk")
		}
		for _, name := range names {
			if !regexp.MustCompile(`(?m)^ok +` + name + ` `).MatchString(said) {
				t.Errorf("the doctor does not say that %s is well:\n%s", name, said)
			}
		}
		ill := map[string]settings{
			"settings": env.with("BASE_URL", "http://portaal.merenland.example"),
			"mail":     env.with("SMTP_URL", strings.ReplaceAll(signIn, "%s", "verkeerd")),
			"secret":   env.with("SECRET", strings.ToUpper(testSecret)),
			"schema":   env.with("DATABASE", noSchema(t)),
			"database": env.with("DATABASE", "postgres://postgres@127.0.0.1:1/nowhere"),
		}
		for name, bad := range ill {
			code, out, _ := run(t, bad, "doctor")
			if code != 1 || !regexp.MustCompile(`(?m)^FAULT +`+name+` `).MatchString(out) {
				t.Errorf("%s is ill: exit status %d\n%s", name, code, out)
			}
			if strings.Contains(out, "verkeerd") {
				t.Error("the doctor says the password")
			}
		}
		serve(t, env)
		if said := mustRun(t, env, "doctor"); strings.Count(said, "samenspraak answers at") != 2 {
			t.Errorf("beside a program that serves:\n%s", said)
		}
	})
}

// TestDemo runs the demo with an empty home: its four lines come and answer, and
// what it mounts besides is not there under serve.
func TestDemo(t *testing.T) {
	t.Parallel()
	begin := time.Now()
	p := launch(t, nil, "demo", "--addr", "127.0.0.1:0")
	lines := demoLines(t, p)
	t.Logf("the demo answers after %s", time.Since(begin))
	c := newClient(settings{"BASE_URL": strings.TrimSuffix(lines["site"], "/")}, "").keeping()
	cookie := ""
	for name, address := range lines {
		a, err := c.get(address)
		want := http.StatusOK
		if name == "staff" {
			want = http.StatusSeeOther
			cookie = a.header.Get("Set-Cookie")
		}
		if err != nil || a.status != want {
			t.Errorf("%s: %s answers %d %v", name, address, a.status, err)
		}
	}
	if cookie == "" {
		t.Error("the staff address signs nobody in")
	}
	if code := stopped(p); code != 0 {
		t.Errorf("the demo stopped with %d", code)
	}

	env := newSettings(t, storetest.SQLite(t), freeAddr(t))
	migrate(t, env)
	serving := newClient(env, serve(t, env).url)
	staff, _ := url.Parse(lines["staff"])
	for _, path := range []string{staff.Path, "/mailbox/", "/mailbox", "/beheer/bouwstenen"} {
		if a, err := serving.get(path); err != nil || a.status != http.StatusNotFound ||
			a.header.Get("Set-Cookie") != "" {
			t.Errorf("serve answers %s with %d %v", path, a.status, err)
		}
	}

	open := launch(t, nil, "demo", "--addr", "0.0.0.0:0")
	if code := open.wait(20 * time.Second); code != 1 || !strings.Contains(open.err.String(), "loopback") {
		t.Errorf("a demo for the whole network: exit status %d, %s", code, open.err.String())
	}
}

// demoLines waits for the four addresses, each alone on its line.
func demoLines(t *testing.T, p *process) map[string]string {
	t.Helper()
	line := regexp.MustCompile(`(?m)^(site|staff|invitation|mailbox): (http://\S+)$`)
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end) &&
		p.running(); time.Sleep(20 * time.Millisecond) {
		found := line.FindAllStringSubmatch(p.out.String(), -1)
		lines := map[string]string{}
		var order []string
		for _, f := range found {
			lines[f[1]] = f[2]
			order = append(order, f[1])
		}
		if len(lines) == 4 {
			if !slices.Equal(order, []string{"site", "staff", "invitation", "mailbox"}) {
				t.Errorf("the lines come in the order %v", order)
			}
			return lines
		}
	}
	t.Fatalf("the demo's lines did not come; it said\n%s%s", p.out.String(), p.err.String())
	return nil
}
