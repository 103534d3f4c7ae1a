package web_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"samenspraak/internal/consult"
	"samenspraak/internal/testkit"
)

// zoneOut makes the test binary a child of TestHostsZoneChangesNothing: it is
// where the child writes what the program said.
const zoneOut = "SAMENSPRAAK_TEST_ZONE_OUT"

// zoneFolders are where a machine keeps its own data of zones; Go looks there
// before it takes what is embedded.
var zoneFolders = []string{
	"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo",
	//lint:ignore SA1019 the Go that built this test is the one it runs on
	filepath.Join(runtime.GOROOT(), "lib/time"), //nolint:staticcheck // the same, for the other linter
}

// TestHostsZoneChangesNothing runs the whole program in other processes, under
// other zones and on a machine without zone data, on the same clock, and
// compares every page, mail, calendar and export byte for byte.
func TestHostsZoneChangesNothing(t *testing.T) {
	if out := os.Getenv(zoneOut); out != "" {
		sayAll(t, out)
		return
	}
	want, wantHost := saidIn(t, "TZ=Europe/Amsterdam")
	for _, one := range []struct {
		env      []string
		without  bool // zone data
		hostZone string
	}{
		{[]string{"TZ=America/New_York"}, false, "2026-11-02 03:30:00 -0500 EST, zone data: true"},
		{[]string{"TZ=Pacific/Auckland"}, false, "2026-11-02 21:30:00 +1300 NZDT, zone data: true"},
		{[]string{"TZ=America/New_York", "ZONEINFO=/nonexistent"}, true, "zone data: false"},
		{[]string{"TZ=", "ZONEINFO=/nonexistent"}, true, "zone data: false"},
	} {
		run := saidIn
		if one.without {
			run = saidWithoutZones
		}
		got, host := run(t, one.env...)
		// What the host's zone would have changed: else nothing was tried.
		if !strings.HasSuffix(host, one.hostZone) || host == wantHost {
			t.Errorf("%v: the host has %q, want %q", one.env, host, one.hostZone)
		}
		if len(got) != len(want) || len(want) < 30 {
			t.Fatalf("%v: %d pages and mails, want %d", one.env, len(got), len(want))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%v: another answer\n%s", one.env, cmp.Diff(want[i], got[i]))
			}
		}
	}
}

func saidIn(t *testing.T, env ...string) (said []string, host string) {
	t.Helper()
	return childSaid(t, exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHostsZoneChangesNothing$"), env)
}

// saidWithoutZones is saidIn with the folders of zone data hidden, in a
// namespace of its own.
func saidWithoutZones(t *testing.T, env ...string) (said []string, host string) {
	t.Helper()
	hide := "for d in " + strings.Join(zoneFolders, " ") +
		`; do [ ! -d $d ] || mount -t tmpfs none $d || exit 9; done; exec "$0" "$@"`
	args := []string{"-m", "sh", "-c", hide, os.Args[0], "-test.run=^TestHostsZoneChangesNothing$"}
	if os.Getuid() != 0 {
		args = append([]string{"-r"}, args...)
	}
	return childSaid(t, exec.CommandContext(t.Context(), "unshare", args...), env)
}

func childSaid(t *testing.T, cmd *exec.Cmd, env []string) (said []string, host string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "said")
	cmd.Env = append(
		append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "TZ=") }), env...),
		zoneOut+"="+out,
	)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", env, err, said)
	}
	all, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	said = strings.Split(string(all), "\x00")
	return said[1:], said[0]
}

// madeAnew is what is made anew for each database: the checksum of an audit entry,
// what makes a Message-ID unique, the name of the instance in an entry of a
// calendar, and what parts a mail.
var madeAnew = regexp.MustCompile(
	`\b[0-9a-f]{64}\b|\.[0-9a-f]{16}@|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b|boundary="?[^"\s;]+`,
)

// sayAll writes what the program says of a small world: first what this
// machine believes of the hour, then each page, mail, calendar and export.
func sayAll(t *testing.T, out string) {
	t.Helper()
	p := testkit.New(t, testkit.Options{})
	p.Invite()
	_, err := os.Stat("/usr/share/zoneinfo/Europe/Amsterdam")
	said := []string{fmt.Sprintf("%s, zone data: %v", testkit.Start.In(time.Local), err == nil)}
	say := func(what string) { said = append(said, madeAnew.ReplaceAllString(what, "chance")) }
	mails := func() {
		for _, m := range p.Deliver() {
			for _, name := range slices.Sorted(maps.Keys(m.Header)) {
				say(name + ": " + strings.Join(m.Header[name], ", "))
			}
			say(m.To + "\n" + m.Text + "\n" + m.HTML + "\n" + m.Calendar)
		}
	}
	mails()
	visitor := p.Client()
	visitor.Post(
		p.Path(p.Ada), url.Values{"antwoord": {"ja"}, "alles": {"1"}, "people": {"Ada"}, "role": {"bestuurder"}},
	).Redirect()
	p.Clock.Set(time.Date(2026, time.November, 14, 12, 0, 0, 0, consult.Amsterdam))
	p.Remind()
	mails()
	m, err := p.Service().Meeting(t.Context(), p.Admin, p.Meeting)
	if err != nil {
		t.Fatal(err)
	}
	get := func(c *testkit.Client, paths ...string) {
		for _, path := range paths {
			say(path + "\n" + string(c.Get(path).Want(http.StatusOK).Body))
		}
	}
	meeting, ada := "/bijeenkomsten/"+m.Slug, p.Path(p.Ada)
	get(visitor, "/", "/bijeenkomsten", meeting, "/en"+meeting, meeting+".ics", "/agenda.ics", "/nieuws",
		"/nieuws/feed.atom", "/sitemap.xml", "/en",
		ada, "/en"+ada, ada+"/agenda.ics", p.Path(p.Ben), "/zoeken?q=jeugdhulp")
	staff, desk := p.SignIn(consult.Admin), fmt.Sprintf("/beheer/bijeenkomsten/%d", p.Meeting)
	get(staff, "/beheer/bijeenkomsten", desk, desk+"/wijzig", desk+"/verplaats", desk+"/termijn", desk+"/genodigden",
		desk+"/genodigden/1", desk+"/genodigden/lijst.csv",
		desk+"/mail", desk+"/mailing/1", "/beheer/mail", "/beheer/logboek", "/beheer/logboek.csv",
		"/beheer/mail/lijst.csv", "/beheer/contactpersonen/lijst.csv", "/beheer/organisaties/lijst.csv",
		"/beheer/bijeenkomsten/lijst.csv")
	if err := os.WriteFile(out, []byte(strings.Join(said, "\x00")), 0o600); err != nil {
		t.Fatal(err)
	}
}
