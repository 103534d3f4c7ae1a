//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"testing"
	"time"
)

// A slow client begins a request and then sends a byte every second, or reads
// none of the answer.
type slowClient struct{ begin, trickle string }

// TestSlowClientsAreCut holds hundreds of connections that send their headers
// or a form byte by byte, beside which ordinary requests are served. A request
// must be whole in 30 seconds, its head in 10; the bounds are wider by what a
// busy machine of two cores may take. Long form: a thousand.
func TestSlowClientsAreCut(t *testing.T) {
	t.Parallel()
	each := 100
	if soaking() {
		each = 350
	}
	box := openBox(t)
	env := newSettings(t, "sqlite:"+t.TempDir()+"/site.db", box.Addr())
	w := seed(t, env, plan{organisations: 2})
	p := serve(t, env)
	form := "POST " + w.guests[0].path + " HTTP/1.1\r\nHost: " + env["ADDR"] +
		"\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\na="
	stranger := "POST /beheer/berichten/1/bestanden HTTP/1.1\r\nHost: " + env["ADDR"] + "\r\nOrigin: " +
		env["BASE_URL"] +
		"\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
	begin := time.Now()
	var all sync.WaitGroup
	lasted := make(chan time.Duration, 3*each)
	for _, one := range []slowClient{{"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "x"}, {form, "x"}, {stranger, "x"}} {
		for range each {
			all.Go(func() {
				took, err := one.hold(env["ADDR"])
				if err != nil {
					t.Error(err)
				}
				lasted <- took
			})
		}
	}
	var took []time.Duration
	c := newClient(env, p.url)
	for end := begin.Add(25 * time.Second); time.Now().Before(end); time.Sleep(250 * time.Millisecond) {
		a, err := c.get("/")
		if err != nil || a.status != http.StatusOK {
			t.Errorf("an ordinary request beside them: %d %v", a.status, err)
		}
		took = append(took, a.took)
	}
	all.Wait()
	close(lasted)
	var longest time.Duration
	for one := range lasted {
		longest = max(longest, one)
	}
	if longest > 50*time.Second {
		t.Errorf("a slow client was there for %s", longest)
	}
	slices.Sort(took)
	if p95 := took[len(took)*95/100]; p95 > 2*time.Second {
		t.Errorf("of ordinary requests one in twenty took %s", p95)
	}
	t.Logf(
		"%d connections, the longest %s; %d ordinary requests, the slowest %s", 3*each, longest, len(took),
		took[len(took)-1],
	)
}

// hold returns how long the server let it be there.
func (s slowClient) hold(address string) (time.Duration, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }()
	begin := time.Now()
	if _, err := io.WriteString(conn, s.begin); err != nil {
		return 0, err
	}
	for time.Since(begin) < 90*time.Second {
		if err := conn.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
			return 0, err
		}
		if _, err := io.Copy(io.Discard, conn); !errors.Is(err, os.ErrDeadlineExceeded) {
			return time.Since(begin), nil // the server closed it, with an answer or without
		}
		if _, err := io.WriteString(conn, s.trickle); err != nil {
			return time.Since(begin), nil
		}
	}
	return 0, fmt.Errorf("the server never closed a slow connection that began with %.20q", s.begin)
}
