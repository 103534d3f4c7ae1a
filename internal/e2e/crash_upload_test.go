//go:build e2e

package e2e

import (
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"samenspraak/internal/store/storetest"
)

// TestKilledUploadIsSwept kills the program in the middle of an upload: what was
// spooled of it stays behind, and the next start clears it away.
func TestKilledUploadIsSwept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	spool := []string{"TMPDIR=" + dir}
	p := launchWith(t, nil, spool, "demo", "--addr", "127.0.0.1:0")
	lines := demoLines(t, p)
	conn := halfUpload(t, lines)
	defer func() { _ = conn.Close() }()
	if !within(10*time.Second, func() bool { return len(spooled(t, dir)) == 1 }) {
		t.Fatalf("half an upload is spooled in %v", spooled(t, dir))
	}
	p.kill()
	if n := len(spooled(t, dir)); n != 1 {
		t.Fatalf("the killed program left %d uploads: this test shows nothing", n)
	}
	env := newSettings(t, storetest.SQLite(t), freeAddr(t))
	next := launchWith(t, env, spool, "serve")
	next.waitReady(env)
	if left := spooled(t, dir); len(left) != 0 {
		t.Errorf("the next start left %v", left)
	}
	stopped(next)
	if left, _ := filepath.Glob(filepath.Join(dir, "samenspraak-uploads-*")); len(left) != 0 {
		t.Errorf("an orderly end left %v", left)
	}
}

func spooled(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "samenspraak-uploads-*", "multipart-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// within waits until something is so, for some time at most.
func within(most time.Duration, so func() bool) bool {
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if so() {
			return true
		}
	}
	return so()
}

// halfUpload signs in to a demo and sends all but the end of a file.
func halfUpload(t *testing.T, lines map[string]string) net.Conn {
	t.Helper()
	site := strings.TrimSuffix(lines["site"], "/")
	host := strings.TrimPrefix(site, "http://")
	a, err := newClient(settings{"BASE_URL": site}, "").get(lines["staff"])
	if err != nil {
		t.Fatal(err)
	}
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	const size = 3 << 20
	head := "--grens\r\nContent-Disposition: form-data; name=\"file\"; filename=\"lijst.csv\"\r\nContent-Type: text/csv\r\n\r\n"
	_, err = fmt.Fprintf(conn, "POST /beheer/import HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s\r\n"+
		"Content-Type: multipart/form-data; boundary=grens\r\nContent-Length: %d\r\n\r\n%s", host, site, cookie, size, head)
	if err == nil {
		_, err = io.CopyN(conn, zeros{}, size-64<<10)
	}
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
