//go:build e2e

package e2e

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKilledUploadLeavesNothing kills the program in the middle of an upload.
// What was spooled of it has no name, so it goes with the process: a file under
// embargo does not lie about, and no start has to clear it away.
func TestKilledUploadLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := launchWith(t, nil, []string{"TMPDIR=" + dir}, "demo", "--addr", "127.0.0.1:0")
	lines := demoLines(t, p)
	conn := halfUpload(t, lines)
	defer func() { _ = conn.Close() }()
	if !within(10*time.Second, func() bool { return len(nameless(t, p, dir)) == 1 }) {
		t.Fatalf("half an upload is spooled in %v: this test shows nothing", nameless(t, p, dir))
	}
	if named := filesIn(t, dir); len(named) != 0 {
		t.Errorf("spooled under a name: %v", named)
	}
	p.kill()
	if left := filesIn(t, dir); len(left) != 0 {
		t.Errorf("the killed program left %v", left)
	}
}

// nameless are the open files of the program that lay in a folder and have no
// name any more.
func nameless(t *testing.T, p *process, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, fd := range all {
		to, _ := os.Readlink(fd) // one that was closed meanwhile has none
		if filepath.Dir(to) == dir && strings.HasSuffix(to, " (deleted)") {
			found = append(found, to)
		}
	}
	return found
}

// filesIn are those that lie in a folder itself: the demo's region is a folder.
func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		if !e.IsDir() {
			found = append(found, e.Name())
		}
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
		"Content-Type: multipart/form-data; boundary=grens\r\nContent-Length: %d\r\n\r\n%s", host, site, cookie, size,
		head)
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
