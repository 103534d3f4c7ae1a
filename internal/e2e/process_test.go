//go:build e2e

package e2e

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestMain removes the program that the tests built. With rawWritesVar, leakVar
// or dialVar set, the test binary is the child of a twin and not a test run.
func TestMain(m *testing.M) {
	if mode := os.Getenv(rawWritesVar); mode != "" {
		os.Exit(rawWrites(mode))
	}
	if file := os.Getenv(leakVar); file != "" {
		os.Exit(leak(file))
	}
	if to := os.Getenv(dialVar); to != "" {
		os.Exit(dialOut(to))
	}
	// Tests with a program of their own mostly wait, for a mail server that hangs
	// or a program that starts, so more of them than there are cores run at once.
	if err := flag.Set("test.parallel", "5"); err != nil {
		panic(err)
	}
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

var built struct {
	sync.Once
	dir string
	err error
}

// program builds the real binary, once per run, and returns its path.
func program(t *testing.T) string {
	t.Helper()
	built.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "samenspraak-e2e-"); built.err != nil {
			return
		}
		build := exec.Command(
			"go", "build", "-buildvcs=false", "-o", built.dir+"/samenspraak", "samenspraak/cmd/samenspraak",
		)
		if said, err := build.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("build the program: %w\n%s", err, said)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.dir, "samenspraak")
}

// soaking says whether the long form of a test was asked for.
func soaking() bool { return soakTime() > 0 }

// soakTime is how long the long form of a test goes on: SAMENSPRAAK_SOAK is
// a number of minutes.
func soakTime() time.Duration {
	minutes, err := strconv.Atoi(os.Getenv("SAMENSPRAAK_SOAK"))
	if err != nil {
		return 0
	}
	return time.Duration(minutes) * time.Minute
}

// settings are the program's settings without their prefix.
type settings map[string]string

// with is a copy with some settings changed; an empty value takes one away.
func (s settings) with(pairs ...string) settings {
	all := settings{}
	for name, value := range s {
		all[name] = value
	}
	for i := 0; i < len(pairs); i += 2 {
		if all[pairs[i]] = pairs[i+1]; pairs[i+1] == "" {
			delete(all, pairs[i])
		}
	}
	return all
}

// environ is all that the program gets of this machine: nothing in the home of
// whoever runs the tests can help it.
func (s settings) environ(home string) []string {
	all := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + home}
	for name, value := range s {
		all = append(all, "SAMENSPRAAK_"+name+"="+value)
	}
	return all
}

// said keeps what a process writes.
type said struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.String()
}

// A process is the program, running.
type process struct {
	t        *testing.T
	cmd      *exec.Cmd
	url      string // where it listens, as a client writes it
	out, err said
	ended    chan struct{}
}

// launch starts the program and does not wait for it to answer.
func launch(t *testing.T, env settings, args ...string) *process {
	t.Helper()
	return launchWith(t, env, nil, args...)
}

// launchWith is launch with more of the environment than the settings.
func launchWith(t *testing.T, env settings, more []string, args ...string) *process {
	t.Helper()
	return launchUnder(t, env, more, append([]string{program(t)}, args...)...)
}

// launchUnder is launchWith of a whole command line, in which something else may
// stand before the program.
func launchUnder(t *testing.T, env settings, more []string, args ...string) *process {
	t.Helper()
	p := &process{
		t: t, cmd: exec.Command(args[0], args[1:]...), url: "http://" + env["ADDR"], ended: make(chan struct{}),
	}
	home := t.TempDir()
	p.cmd.Dir, p.cmd.Env = home, append(env.environ(home), more...)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("%s ended with %d\n%s", strings.Join(args, " "), p.code(), p.complaints())
		}
	})
	return p
}

// serve starts the program and waits until it can serve.
func serve(t *testing.T, env settings) *process {
	t.Helper()
	p := launch(t, env, "serve")
	p.waitReady(env)
	return p
}

func (p *process) waitReady(env settings) {
	p.t.Helper()
	c := newClient(env, p.url)
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if !p.running() {
			break
		}
		if a, err := c.get("/readyz"); err == nil && a.status == http.StatusOK {
			return
		}
	}
	p.t.Fatalf("the program is not ready: it said\n%s", tail(p.err.String(), 20))
}

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// kill ends the process as a power cut would and returns when it is gone.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// term asks the process to stop.
func (p *process) term() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
}

// wait returns the exit status; the test fails when the process does not end.
func (p *process) wait(most time.Duration) int {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(most):
		p.t.Fatalf("the program still runs after %s", most)
	}
	return p.code()
}

// code is the exit status, -1 while it runs and when a signal ended it.
func (p *process) code() int {
	if p.running() {
		return -1
	}
	return p.cmd.ProcessState.ExitCode()
}

// run runs a subcommand to its end.
func run(t *testing.T, env settings, args ...string) (code int, out, err string) {
	t.Helper()
	p := launch(t, env, args...)
	code = p.wait(60 * time.Second)
	return code, p.out.String(), p.err.String()
}

// mustRun is run for a subcommand that must succeed.
func mustRun(t *testing.T, env settings, args ...string) string {
	t.Helper()
	code, out, said := run(t, env, args...)
	if code != 0 {
		t.Fatalf("samenspraak %s: exit status %d\n%s%s", strings.Join(args, " "), code, out, said)
	}
	return out
}

// complaints are the last lines in which the program does not just say what it
// does.
func (p *process) complaints() string {
	lines := strings.Split(strings.TrimSpace(p.err.String()), "\n")
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, `"level":"INFO"`) })
	return tail(strings.Join(lines, "\n"), 15)
}

func tail(text string, lines int) string {
	all := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// freeAddr is a loopback address that nothing listens on. It lies below the
// ports that the kernel gives to connections: one of those could take the port
// while the program is down.
func freeAddr(t *testing.T) string {
	t.Helper()
	for range 100 {
		addr := fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(12000))
		if l, err := net.Listen("tcp", addr); err == nil {
			_ = l.Close()
			return addr
		}
	}
	t.Fatal("no free port")
	return ""
}

// A client speaks to one process under the host name that all of them serve.
type client struct {
	base string
	host string
	http *http.Client
}

// newClient makes a client that opens a connection for every request, so that a
// request that fails was never accepted and no old connection is to blame.
func newClient(env settings, base string) *client {
	host := ""
	if u, err := url.Parse(env["BASE_URL"]); err == nil {
		host = u.Host
	}
	return &client{base: base, host: host, http: &http.Client{
		Timeout:       20 * time.Second,
		Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// keeping is the client with connections that are used again.
func (c *client) keeping() *client {
	kept := *c
	h := *c.http
	h.Transport = &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 100}
	kept.http = &h
	return &kept
}

// An answer is a response that was read to its end.
type answer struct {
	status int
	header http.Header
	body   string
	took   time.Duration
}

func (c *client) get(path string) (answer, error) { return c.do(http.MethodGet, path, nil) }

func (c *client) post(path string, form url.Values) (answer, error) {
	return c.do(http.MethodPost, path, form)
}

func (c *client) do(method, path string, form url.Values) (answer, error) {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(context.Background(), method, c.base+path, body)
	if err != nil {
		return answer{}, err
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return c.send(req)
}

// send sends any request to the program.
func (c *client) send(req *http.Request) (answer, error) {
	req.Host = c.host
	begin := time.Now()
	res, err := c.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	read, err := io.ReadAll(res.Body)
	err = errors.Join(err, res.Body.Close())
	return answer{status: res.StatusCode, header: res.Header, body: string(read), took: time.Since(begin)}, err
}
