//go:build e2e

package e2e

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"samenspraak/internal/consult"
	"samenspraak/internal/store/storetest"
)

// TestGracefulStop tells the program to stop while a crowd answers and twenty
// more have sent half of their form: what it had begun to read it answers, what
// comes later it does not take, and it ends with 0.
func TestGracefulStop(t *testing.T) {
	onBoth(t, gracefulStop)
}

func gracefulStop(t *testing.T, database string) {
	box := openBox(t)
	env := newSettings(t, database, box.Addr())
	people := seed(t, env, plan{organisations: 70})
	p := serve(t, env)
	crowd := answering(t, newClient(env, p.url), people.guests[20:], 20, 50*time.Millisecond)
	readers := reading(t, newClient(env, p.url).keeping(), 10)
	var halves []*half
	for _, g := range people.guests[:20] {
		halves = append(halves, begin(t, env, g))
	}
	time.Sleep(1500 * time.Millisecond)
	told := time.Now()
	p.term()
	time.Sleep(500 * time.Millisecond)
	if conn, err := net.Dial("tcp", env["ADDR"]); err == nil {
		_ = conn.Close()
		t.Error("half a second after it was told to stop the program takes new connections")
	}
	var all sync.WaitGroup
	for _, h := range halves {
		all.Go(h.finish)
	}
	all.Wait()
	code := p.wait(30*time.Second - time.Since(told))
	if code != 0 {
		t.Errorf("stopped with %d", code)
	}
	l := crowd.end()
	if whole, torn := readers.end(); torn != 0 || whole == 0 {
		t.Errorf(
			"of those who read over connections that are kept %d got a torn answer and %d a whole one", torn, whole,
		)
	}
	for _, h := range halves {
		if h.status != http.StatusSeeOther {
			t.Errorf("a request that was accepted before the stop was answered %d %v", h.status, h.err)
			continue
		}
		l.note(h.guest.invitee, h.ack)
	}
	f := gather(t, openStore(t, env), people, lettersOf(box))
	report(t, "answers", answerFaults(l, f))
	report(t, "clients", l.trouble)
	for _, m := range f.mails {
		if m.State == consult.Sending {
			t.Errorf("mail %d was left in the middle", m.ID)
		}
	}
	t.Logf("%d answers acknowledged, stopped in %s", l.count(), time.Since(told))
}

// A readership goes on reading pages over connections that are kept.
type readership struct {
	stop        chan struct{}
	all         sync.WaitGroup
	whole, torn atomic.Int64
}

// reading starts readers. An answer that has begun must come whole; a request
// that gets none was not accepted.
func reading(t *testing.T, c *client, readers int) *readership {
	t.Helper()
	r := &readership{stop: make(chan struct{})}
	for range readers {
		r.all.Go(func() {
			for {
				select {
				case <-r.stop:
					return
				default:
				}
				a, err := c.get("/bijeenkomsten")
				switch {
				case err == nil && a.status == http.StatusOK:
					r.whole.Add(1)
				case a.status != 0:
					r.torn.Add(1)
				default:
					time.Sleep(10 * time.Millisecond)
				}
			}
		})
	}
	t.Cleanup(func() { r.end() })
	return r
}

// end stops the readers and returns how many answers were whole and not.
func (r *readership) end() (whole, torn int64) {
	select {
	case <-r.stop:
	default:
		close(r.stop)
	}
	r.all.Wait()
	return r.whole.Load(), r.torn.Load()
}

// A half is a request of which half was sent.
type half struct {
	guest  guest
	conn   net.Conn
	rest   string
	ack    ack
	status int
	err    error
}

func begin(t *testing.T, env settings, g guest) *half {
	t.Helper()
	conn, err := net.Dial("tcp", env["ADDR"])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	h := &half{guest: g, conn: conn, ack: ack{name: fmt.Sprintf("Late gast %d", g.invitee), sent: time.Now()}}
	form := yes(h.ack.name).Encode()
	h.rest = form[len(form)/2:]
	_, err = fmt.Fprintf(conn,
		"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		g.path, strings.TrimPrefix(env["BASE_URL"], "http://"), len(form), form[:len(form)/2])
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *half) finish() {
	if _, h.err = h.conn.Write([]byte(h.rest)); h.err != nil {
		return
	}
	res, err := http.ReadResponse(bufio.NewReader(h.conn), nil)
	if err != nil {
		h.err = err
		return
	}
	h.status, h.err, h.ack.got = res.StatusCode, res.Body.Close(), time.Now()
}

// TestBackupUnderLoad makes a backup while a crowd answers and restores it
// elsewhere: every answer that was acknowledged before the backup began is in
// it, and the restored program sends no mail until a person says so.
func TestBackupUnderLoad(t *testing.T) {
	t.Parallel()
	// This mail server never has time, so that there is mail to hold.
	env := newSettings(t, storetest.SQLite(t), freeAddr(t))
	people := seed(t, env, plan{organisations: 60})
	p := serve(t, env)
	crowd := answering(t, newClient(env, p.url), people.guests, 20, 20*time.Millisecond)
	time.Sleep(2 * time.Second)
	began := time.Now()
	file := filepath.Join(t.TempDir(), "backup.db")
	mustRun(t, env, "backup", file)
	time.Sleep(300 * time.Millisecond)
	l := crowd.end()
	before := l.until(began)
	if before.count() == 0 || before.count() == l.count() {
		t.Fatalf("%d of %d answers came before the backup: it was not made under load", before.count(), l.count())
	}
	report(t, "clients", l.trouble)
	if code, _, said := run(t, env, "backup", file); code == 0 || !strings.Contains(said, "exists") {
		t.Errorf("a second backup to the same file: exit status %d, %s", code, said)
	}
	if code, _, said := run(t, env, "restore", file); code == 0 || !strings.Contains(said, "in use") {
		t.Errorf("a restore under a serving program: exit status %d, %s", code, said)
	}
	stopped(p)

	box := openBox(t)
	elsewhere := newSettings(t, "sqlite:"+filepath.Join(t.TempDir(), "elsewhere.db"), box.Addr())
	said := mustRun(t, elsewhere, "restore", file)
	db := openStore(t, elsewhere)
	waiting := countMail(t, db, consult.Held)
	if n := countMail(t, db, consult.Queued, consult.Retry, consult.Sending); n != 0 || waiting < 60 {
		t.Errorf("after the restore %d mails are held and %d are not", waiting, n)
	}
	if !strings.Contains(said, fmt.Sprintf("%d mails are held", waiting)) {
		t.Errorf("restore says %q and %d are held", said, waiting)
	}
	r := serve(t, elsewhere)
	time.Sleep(4 * time.Second)
	if n := len(box.Arrived()); n != 0 {
		t.Errorf("the restored program sent %d mails", n)
	}
	report(t, "answers", answerFaults(before, gather(t, db, people, nil)))
	mustRun(t, elsewhere, "audit", "verify")
	if a, err := newClient(elsewhere, r.url).get(people.guests[0].path); err != nil || a.status != http.StatusOK {
		t.Errorf("a link that was mailed before the backup: %d %v", a.status, err)
	}
}

// TestBackupOnPostgres: the program names the tool that does it better.
func TestBackupOnPostgres(t *testing.T) {
	t.Parallel()
	env := newSettings(t, storetest.Postgres(t), freeAddr(t))
	file := filepath.Join(t.TempDir(), "backup.db")
	if code, _, said := run(t, env, "backup", file); code != 1 || !strings.Contains(said, "pg_dump") {
		t.Errorf("backup: exit status %d, %s", code, said)
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, said := run(t, env, "restore", file); code != 1 || !strings.Contains(said, "pg_restore") {
		t.Errorf("restore: exit status %d, %s", code, said)
	}
}
