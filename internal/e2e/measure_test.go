//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A cost is what the program took of the machine for something.
type cost struct {
	memory int64         // bytes of memory at its highest, above what it held when the meter was made
	cpu    time.Duration // of all its threads; counted in hundredths of a second
}

func (c cost) String() string {
	return fmt.Sprintf("%.1f MiB and %s of processor time", float64(c.memory)/(1<<20), c.cpu)
}

// A meter measures a process from outside, as its machine sees it.
type meter struct {
	t    *testing.T
	pid  int
	idle int64
}

// meter notes what the process holds while it does nothing. Make it once the
// program has served a page or two, so that what it keeps for good counts as idle.
func (p *process) meter() meter {
	m := meter{t: p.t, pid: p.cmd.Process.Pid}
	m.idle = m.status("VmRSS")
	return m
}

// during does something and says what it cost. Memory that something earlier
// left and the program has not yet given back counts too.
func (m meter) during(do func()) cost {
	m.t.Helper()
	// 5 sets the highest resident size back to the present one, proc(5).
	if err := os.WriteFile(m.file("clear_refs"), []byte("5"), 0); err != nil {
		m.t.Fatal(err)
	}
	before := m.cpu()
	do()
	return cost{memory: m.status("VmHWM") - m.idle, cpu: m.cpu() - before}
}

// within fails the test when something cost more than it may.
func (m meter) within(what string, most, got cost) {
	m.t.Helper()
	if got.memory > most.memory || got.cpu > most.cpu {
		m.t.Errorf("%s took %s, more than %s", what, got, most)
	}
}

func (m meter) file(name string) string { return fmt.Sprintf("/proc/%d/%s", m.pid, name) }

// status is a size in bytes from the process's status.
func (m meter) status(name string) int64 {
	m.t.Helper()
	text, err := os.ReadFile(m.file("status"))
	if err != nil {
		m.t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				m.t.Fatal(err)
			}
			return kilobytes << 10
		}
	}
	m.t.Fatalf("the process's status has no %s", name)
	return 0
}

// tick is the unit of processor time in /proc, USER_HZ, on every Linux.
const tick = 10 * time.Millisecond

func (m meter) cpu() time.Duration {
	m.t.Helper()
	text, err := os.ReadFile(m.file("stat"))
	if err != nil {
		m.t.Fatal(err)
	}
	// The name, in brackets, may hold spaces; behind it the 12th and 13th field
	// are the time in the program and in the kernel.
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	var sum time.Duration
	for _, field := range fields[11:13] {
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			m.t.Fatal(err)
		}
		sum += time.Duration(ticks) * tick
	}
	return sum
}

// TestMeterNotices measures this very process while it takes a known amount.
func TestMeterNotices(t *testing.T) {
	m := meter{t: t, pid: os.Getpid()}
	debug.FreeOSMemory() // what earlier tests left would be taken again, and not be seen
	m.idle = m.status("VmRSS")
	got := m.during(func() {
		taken := make([]byte, 64<<20)
		for end := m.cpu() + 200*time.Millisecond; m.cpu() < end; {
			for i := range taken {
				taken[i]++
			}
		}
	})
	if got.memory < 48<<20 || got.cpu < 200*time.Millisecond {
		t.Errorf("64 MiB and 200 ms of work were measured as %s", got)
	}
}
