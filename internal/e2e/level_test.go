//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"samenspraak/internal/store/storetest"
)

// A level is what a process that has nothing to do holds of the machine.
type level struct {
	memory                   int64 // bytes, resident
	files, threads, routines int
}

func (l level) String() string {
	return fmt.Sprintf(
		"memory=%.1fMiB files=%d threads=%d goroutines=%d", float64(l.memory)/(1<<20), l.files, l.threads, l.routines,
	)
}

// level waits until the process rests and measures it from outside; figures is
// where it serves its metrics. What the process is about to give back is not
// its level, so the lowest of some samples counts.
func (m meter) level(figures string) level {
	m.t.Helper()
	least := m.sample(figures)
	for range 12 {
		time.Sleep(250 * time.Millisecond)
		now := m.sample(figures)
		least = level{
			memory: min(least.memory, now.memory), files: min(least.files, now.files),
			threads: min(least.threads, now.threads), routines: min(least.routines, now.routines),
		}
	}
	return least
}

func (m meter) sample(figures string) level {
	m.t.Helper()
	files, err := os.ReadDir(m.file("fd"))
	if err != nil {
		m.t.Fatal(err)
	}
	threads, err := os.ReadDir(m.file("task"))
	if err != nil {
		m.t.Fatal(err)
	}
	return level{
		memory: m.status("VmRSS"), files: len(files), threads: len(threads),
		routines: m.figure(figures, "go_goroutines"),
	}
}

// figure reads one of the process's own metrics.
func (m meter) figure(figures, name string) int {
	m.t.Helper()
	res, err := http.Get(figures)
	if err != nil {
		m.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		m.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			n, err := strconv.Atoi(strings.TrimSpace(rest))
			if err != nil {
				m.t.Fatal(err)
			}
			return n
		}
	}
	m.t.Fatalf("no %s in its metrics", name)
	return 0
}

// grown says what rose from one level to the next, under the same load, by more
// than chance explains: where garbage was collected last, a connection to the
// mail server that is still open, a thread that the kernel kept waiting once.
func grown(before, after level) []string {
	var wrong []string
	rose := func(what string, by, most int64) {
		if by > most {
			wrong = append(wrong, fmt.Sprintf("%s rose by %d from %s to %s", what, by, before, after))
		}
	}
	rose("memory", after.memory-before.memory, 8<<20)
	rose("files", int64(after.files-before.files), 8)
	rose("threads", int64(after.threads-before.threads), 8)
	rose("goroutines", int64(after.routines-before.routines), 8)
	return wrong
}

// TestLevelAfterAnHour gives the program an hour's worth of what people ask of
// it as quickly as it goes: pages, searches, feeds, files, links, answers, the
// pages and exports of staff, and addresses that do not exist. First all answer
// and a third of the load fills what is kept on purpose: pages, statements, the
// pages of the file that each connection of SQLite holds. Of the rest the second
// half must leave no more memory, files, threads and goroutines than the first.
// TestLevelNotices is its twin.
func TestLevelAfterAnHour(t *testing.T) {
	t.Parallel()
	warm, each, guests := 1000, 1000, 200
	if soaking() {
		warm, each, guests = 20000, 5000, 1500
	}
	box := openBox(t)
	env := newSettings(t, storetest.SQLite(t), box.Addr())
	env = env.with("METRICS_ADDR", freeAddr(t))
	people := seed(t, env, plan{organisations: guests})
	h := &hour{
		t: t, c: newClient(env, "http://"+env["ADDR"]).keeping(), people: people,
		cookie: "samenspraak=" + signedIn(t, env, people.staff.ID),
	}
	// The collector keeps less garbage than it usually may: what is kept for good shows sooner.
	p := launchWith(t, env, []string{"GOGC=25"}, "serve")
	p.waitReady(env)
	m, figures := p.meter(), "http://"+env["METRICS_ADDR"]+"/metrics"

	h.answerAll()
	h.ask(warm)
	var parts [3]level // warm, half, end
	for n := range parts {
		again, end := true, time.Now().Add(soakTime()/time.Duration(len(parts)))
		for ; again; again = time.Now().Before(end) {
			h.ask(each)
		}
		parts[n] = m.level(figures)
	}
	for _, one := range grown(parts[1], parts[2]) {
		t.Error(one)
	}
	report(t, "clients", h.wrong)
	t.Logf("soak: level requests=%d answers=%d, warm %s, half %s, end %s", h.asked.Load(), h.answered.Load(),
		parts[0], parts[1], parts[2])
}

// An hour is the mixed load of many people.
type hour struct {
	t               *testing.T
	c               *client
	people          world
	cookie          string
	asked, answered atomic.Int64
	mu              sync.Mutex
	wrong           []string
}

// ask makes a number of requests, by eight clients at once.
func (h *hour) ask(requests int) {
	var all sync.WaitGroup
	end := h.asked.Load() + int64(requests)
	for range 8 {
		all.Go(func() {
			for n := h.asked.Add(1); n <= end; n = h.asked.Add(1) {
				h.one(int(n))
			}
		})
	}
	all.Wait()
}

// one makes the nth request; what is asked for goes round.
func (h *hour) one(n int) {
	meeting, g := h.people.meetings[0], h.people.guests[n%len(h.people.guests)]
	if n%10 == 0 {
		h.answer(n / 10)
		return
	}
	public := []string{
		"/", "/bijeenkomsten", "/nieuws", "/nieuws/feed.atom", "/agenda.ics", "/contact", "/en/bijeenkomsten",
		"/veelgestelde-vragen",
		fmt.Sprintf("/zoeken?q=verblijf+%d", n), g.path, g.path + "?antwoord=ja", g.path + "/agenda.ics", "/mijn",
		fmt.Sprintf("/bijeenkomsten/er-is-geen-%d", n), fmt.Sprintf("/u/%d", n),
	}
	staff := []string{
		"/beheer/organisaties", "/beheer/bijeenkomsten", fmt.Sprintf("/beheer/bijeenkomsten/%d", meeting),
		fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden?zoek=praktijk+%04d", meeting, n%len(h.people.guests)),
		fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden/%d", meeting, g.invitee), "/beheer/mail", "/beheer/logboek",
		"/beheer/contactpersonen",
	}
	switch {
	case n%100 == 1: // an export is dear, and rare
		h.get(
			fmt.Sprintf("/beheer/bijeenkomsten/%d/genodigden/lijst.%s", meeting, []string{"csv", "xlsx"}[n/100%2]),
			h.cookie,
		)
	case n%5 == 1:
		h.get(staff[n/5%len(staff)], h.cookie)
	default: // the shift lets each have its turn
		h.get(public[(n+n/5)%len(public)], "")
	}
}

// answerAll gives each guest's answer once. From then on the world stays as
// large as it is: the same answer once more is kept once, and what SQLite holds
// of its pages grows with the file.
func (h *hour) answerAll() {
	var all sync.WaitGroup
	turn := make(chan int)
	for range 8 {
		all.Go(func() {
			for n := range turn {
				h.answer(n)
			}
		})
	}
	for n := range h.people.guests {
		turn <- n
	}
	close(turn)
	all.Wait()
}

// answer gives the answer of the nth guest; it is the same each time.
func (h *hour) answer(n int) {
	n %= len(h.people.guests)
	h.answered.Add(1)
	a, err := h.c.post(h.people.guests[n].path, yes(fmt.Sprintf("Gast %d", n)))
	if err != nil || !a.noted() {
		h.complain("an answer was answered %d %v", a.status, err)
	}
}

func (h *hour) get(path, cookie string) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, h.c.base+path, nil)
	if err != nil {
		h.complain("%s: %v", path, err)
		return
	}
	req.Host = h.c.host
	if cookie != "" {
		req.Header.Set("Cookie", cookie)
	}
	res, err := h.c.http.Do(req)
	if err != nil {
		h.complain("%s: %v", path, err)
		return
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	missing := strings.Contains(path, "er-is-geen") || len(path) < 12 && strings.HasPrefix(path, "/u/")
	right := res.StatusCode == http.StatusOK
	if missing { // after a hundred links that open nothing their network has to wait
		right = res.StatusCode == http.StatusNotFound ||
			strings.HasPrefix(path, "/u/") && res.StatusCode == http.StatusTooManyRequests
	}
	if err != nil || !right {
		h.complain("%s: %d %v", path, res.StatusCode, err)
	}
}

func (h *hour) complain(format string, args ...any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.wrong) < 20 {
		h.wrong = append(h.wrong, fmt.Sprintf(format, args...))
	}
}

// leakVar makes the test binary a process that keeps more of what it names with
// every request to /leak, and serves its metrics: ADDR-FILE, where it writes its
// address.
const leakVar = "SAMENSPRAAK_TEST_LEAK"

// leak serves until it is killed.
func leak(addrFile string) int {
	var kept [][]byte
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.Handler())
	mux.HandleFunc("/memory", func(http.ResponseWriter, *http.Request) {
		more := make([]byte, 16<<20)
		for i := range more {
			more[i] = 1
		}
		kept = append(kept, more)
	})
	mux.HandleFunc("/files", func(http.ResponseWriter, *http.Request) {
		for range 20 {
			_ = syscall.Pipe(make([]int, 2)) // an os.File would close itself
		}
	})
	mux.HandleFunc("/goroutines", func(http.ResponseWriter, *http.Request) {
		for range 20 {
			go func() { select {} }()
		}
	})
	mux.HandleFunc("/threads", func(http.ResponseWriter, *http.Request) {
		var begun sync.WaitGroup
		begun.Add(20)
		for range 20 {
			go func() {
				runtime.LockOSThread()
				begun.Done()
				select {}
			}()
		}
		begun.Wait()
	})
	mux.HandleFunc("/nothing", func(http.ResponseWriter, *http.Request) {})
	s := httptest.NewServer(mux)
	if err := os.WriteFile(addrFile, []byte(s.URL), 0o600); err != nil {
		return 1
	}
	select {}
}

// TestLevelNotices is the twin of TestLevelAfterAnHour: a process that keeps
// something is told from one that does not.
func TestLevelNotices(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"nothing", "memory", "files", "threads", "goroutines"} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "address")
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), leakVar+"="+file)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
			})
			var base []byte
			for end := time.Now().Add(30 * time.Second); len(base) == 0 && time.Now().
				Before(end); time.Sleep(20 * time.Millisecond) {
				base, _ = os.ReadFile(file)
			}
			m, figures := meter{t: t, pid: cmd.Process.Pid}, string(base)+"/metrics"
			before := m.level(figures)
			res, err := http.Get(string(base) + "/" + what)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			found := strings.Join(grown(before, m.level(figures)), "\n")
			if what == "nothing" && found != "" || what != "nothing" && !strings.Contains(found, what+" rose") {
				t.Errorf("a process that keeps more %s was found to: %q", what, found)
			}
		})
	}
}
