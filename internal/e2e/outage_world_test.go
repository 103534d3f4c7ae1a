//go:build e2e

package e2e

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A pgServer is a PostgreSQL of a test's own, which it may stop.
type pgServer struct {
	t    *testing.T
	dir  string
	port int
	as   *syscall.SysProcAttr // PostgreSQL refuses to run as root
}

const pgPrograms = "/usr/lib/postgresql"

// startPostgres makes an empty server and starts it.
func startPostgres(t *testing.T) *pgServer {
	t.Helper()
	dir, err := os.MkdirTemp("", "samenspraak-outage-")
	if err != nil {
		t.Fatal(err)
	}
	s := &pgServer{t: t, dir: dir}
	if os.Getuid() == 0 {
		s.as = asPostgres(t, dir)
	}
	_, port, _ := net.SplitHostPort(freeAddr(t))
	s.port, _ = strconv.Atoi(port)
	s.run(
		"initdb", "-D", dir+"/data", "-U", "samenspraak", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
	)
	t.Cleanup(func() {
		s.stop("immediate")
		_ = os.RemoveAll(dir)
	})
	s.start()
	s.run("createdb", "-h", "127.0.0.1", "-p", port, "-U", "samenspraak", "samenspraak")
	return s
}

func asPostgres(t *testing.T, dir string) *syscall.SysProcAttr {
	t.Helper()
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatalf("PostgreSQL refuses to run as root, and its user is not there: %v", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	if err := os.Chown(dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
}

func (s *pgServer) try(name string, args ...string) error {
	found, err := filepath.Glob(filepath.Join(pgPrograms, "*", "bin", name))
	if err != nil || len(found) == 0 {
		return fmt.Errorf("no %s under %s", name, pgPrograms)
	}
	cmd := exec.Command(found[len(found)-1], args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, s.as
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, said)
	}
	return nil
}

func (s *pgServer) run(name string, args ...string) {
	s.t.Helper()
	if err := s.try(name, args...); err != nil {
		s.t.Fatal(err)
	}
}

func (s *pgServer) start() {
	s.t.Helper()
	options := fmt.Sprintf("-c listen_addresses=127.0.0.1 -c port=%d -c unix_socket_directories=%s", s.port, s.dir)
	s.run("pg_ctl", "-D", s.dir+"/data", "-l", s.dir+"/log", "-o", options, "-w", "-t", "60", "start")
}

// stop ends the server, "fast" as a restart does or "immediate" as a crash.
func (s *pgServer) stop(how string) {
	s.t.Helper()
	_ = s.try("pg_ctl", "-D", s.dir+"/data", "-m", how, "-w", "stop") // it may be down already
}

// How a wire treats what is sent over it.
type wireMode int

const (
	wirePasses wireMode = iota
	wireCut             // connections are reset, new ones too
	wireSlow            // each piece comes late
	wireSilent          // what is sent is lost, and nobody is told; those connections never come back
)

// A wire is the way between the program and its database.
type wire struct {
	l      net.Listener
	target string

	mu    sync.Mutex
	mode  wireMode
	conns map[net.Conn]bool // both ends
	dead  chan struct{}     // closed when the connections of now are lost
}

func openWire(t *testing.T, target string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{l: l, target: target, conns: map[net.Conn]bool{}, dead: make(chan struct{})}
	go w.accept()
	t.Cleanup(func() {
		_ = l.Close()
		w.set(wireCut)
	})
	return w
}

// set changes the mode, also for the connections that are there.
func (w *wire) set(mode wireMode) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mode = mode
	switch mode {
	case wireCut:
		for c := range w.conns {
			_ = c.Close()
		}
	case wireSilent:
		close(w.dead)
		w.dead = make(chan struct{})
	}
}

func (w *wire) accept() {
	for {
		c, err := w.l.Accept()
		if err != nil {
			return
		}
		w.mu.Lock()
		mode := w.mode
		dead := w.dead
		w.conns[c] = true
		w.mu.Unlock()
		switch mode {
		case wireCut:
			_ = c.Close()
		case wireSilent: // taken, and never answered
		default:
			go w.carry(c, dead)
		}
	}
}

func (w *wire) carry(c net.Conn, dead chan struct{}) {
	up, err := net.Dial("tcp", w.target)
	if err != nil {
		_ = c.Close()
		return
	}
	w.mu.Lock()
	w.conns[up] = true
	w.mu.Unlock()
	for _, way := range [][2]net.Conn{{c, up}, {up, c}} {
		go w.copy(way[0], way[1], dead)
	}
}

func (w *wire) copy(from, to net.Conn, dead chan struct{}) {
	piece := make([]byte, 32<<10)
	for {
		n, err := from.Read(piece)
		select {
		case <-dead:
			return // silently: neither end is closed
		default:
		}
		w.mu.Lock()
		slow := w.mode == wireSlow
		w.mu.Unlock()
		if slow {
			time.Sleep(100 * time.Millisecond)
		}
		if n > 0 {
			if _, werr := to.Write(piece[:n]); werr != nil {
				err = io.EOF
			}
		}
		if err != nil {
			_, _ = from.Close(), to.Close()
			return
		}
	}
}
