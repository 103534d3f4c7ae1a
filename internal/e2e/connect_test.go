//go:build e2e

package e2e

import (
	"bytes"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// dialVar makes the test binary a child that opens a connection and ends.
const dialVar = "SAMENSPRAAK_TEST_DIAL"

// TestOnlyDatabaseAndMailAreCalled watches every connection that the served
// program opens or sends a datagram to, while people answer and are mailed.
func TestOnlyDatabaseAndMailAreCalled(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		box := openBox(t)
		env := newSettings(t, database, box.Addr())
		w := seed(t, env, plan{organisations: 3, invited: time.Hour})
		trace := filepath.Join(t.TempDir(), "trace")
		p := launchUnder(t, env, nil, append(traced(trace), program(t), "serve")...)
		p.waitReady(env)
		c := newClient(env, p.url)
		for _, path := range []string{
			"/", "/bijeenkomsten", "/agenda.ics", "/zoeken?q=verblijf", "/nieuws/feed.atom", w.guests[0].path,
		} {
			if a, err := c.get(path); err != nil || a.status != 200 {
				t.Fatalf("GET %s: %d %v", path, a.status, err)
			}
		}
		for _, g := range w.guests {
			if a, err := c.post(g.path, yes("Gast")); err != nil || !a.noted() {
				t.Fatalf("answer: %d %v", a.status, err)
			}
		}
		for end := time.Now().Add(30 * time.Second); len(box.Mails()) < 2*len(w.guests) && time.Now().Before(end); {
			time.Sleep(50 * time.Millisecond)
		}
		if n := len(box.Mails()); n < 2*len(w.guests) {
			t.Fatalf("%d mails arrived, want an invitation and a confirmation for each of %d", n, len(w.guests))
		}
		p.term()
		p.wait(30 * time.Second)
		want := []string{box.Addr()}
		if u, err := url.Parse(database); err == nil && u.Host != "" {
			want = append(want, u.Host)
		}
		slices.Sort(want)
		if got := peers(t, trace); !slices.Equal(got, want) {
			t.Errorf("the program connected to %v, want %v alone", got, want)
		}
	})
}

// TestOtherConnectionsAreNoticed is the twin: a program that calls somebody else
// is seen by the same look, by TCP, UDP or a name that is looked up.
func TestOtherConnectionsAreNoticed(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	for _, one := range []struct{ dial, want string }{
		{"tcp " + l.Addr().String(), l.Addr().String()}, {"udp 127.0.0.1:9", "127.0.0.1:9"},
	} {
		trace := filepath.Join(t.TempDir(), "trace")
		args := append(traced(trace), os.Args[0])
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env = append(os.Environ(), dialVar+"="+one.dial)
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		if got := peers(t, trace); !slices.Equal(got, []string{one.want}) {
			t.Errorf("%s: seen %v", one.dial, got)
		}
	}
}

// dialOut opens one connection, "tcp ADDR" or "udp ADDR", and returns an exit
// status.
func dialOut(setting string) int {
	network, addr, _ := strings.Cut(setting, " ")
	c, err := net.Dial(network, addr)
	if err == nil {
		_, err = c.Write([]byte("x"))
	}
	if err != nil {
		return 1
	}
	return 0
}

// traced runs a program and writes down what it connects and sends to. With -D
// the process that is started is the program itself.
func traced(trace string) []string {
	return []string{
		"strace", "-D", "-f", "--seccomp-bpf", "-q", "-o", trace, "-e", "trace=connect,sendto,sendmsg,sendmmsg",
	}
}

var (
	inetPeer = regexp.MustCompile(`sin6?_port=htons\((\d+)\).*?"([0-9a-f.:]+)"`)
	unixPeer = regexp.MustCompile(`sa_family=AF_UNIX, sun_path=@?"([^"]+)"`)
)

// peers are the addresses in a trace, sorted and once each.
func peers(t *testing.T, trace string) (found []string) {
	t.Helper()
	var text []byte
	for end := time.Now().
		Add(10 * time.Second); !bytes.Contains(text, []byte("+++ exited with")); time.Sleep(20 * time.Millisecond) {
		var err error
		if text, err = os.ReadFile(trace); err != nil || time.Now().After(end) {
			t.Fatalf("the trace does not come to its end: %v", err)
		}
	}
	for line := range strings.Lines(string(text)) {
		if m := inetPeer.FindStringSubmatch(line); m != nil {
			found = append(found, net.JoinHostPort(m[2], m[1]))
		}
		if m := unixPeer.FindStringSubmatch(line); m != nil {
			found = append(found, m[1])
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
