package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const (
	connections = 16
	rounds      = 3
	roundTime   = time.Second
)

// A measure is what one round gave.
type measure struct {
	rate float64       // a second
	cpu  time.Duration // of one, with the client's share; zero: not measured
}

// compare runs a limit and ours in turns and reports the medians: how much of
// the limit's rate ours reaches, and how many times its processor time it
// takes. The second holds on a machine that others use too.
func compare(b *testing.B, limit, ours func() measure) {
	b.Helper()
	var rates, cpus, limits, ourses []float64
	for range rounds {
		l, o := limit(), ours()
		rates, limits, ourses = append(rates, o.rate/l.rate), append(limits, l.rate), append(ourses, o.rate)
		if l.cpu > 0 {
			cpus = append(cpus, float64(o.cpu)/float64(l.cpu))
		}
	}
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(median(rates), "of-limit")
	b.ReportMetric(median(limits), "limit/s")
	b.ReportMetric(median(ourses), "ours/s")
	if len(cpus) > 0 {
		b.ReportMetric(median(cpus), "cpu-x-limit")
	}
}

// spent is the processor time that this process has used.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	must(b, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

// listen serves a handler on loopback.
func listen(b *testing.B, h http.Handler) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(b, err)
	s := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.Serve(l) }()
	b.Cleanup(func() { _ = s.Close() })
	return l.Addr().String()
}

// get is a request as a browser sends it; ask says what it accepts.
func get(path, encoding string) []byte {
	return fmt.Appendf(
		nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: %s\r\nUser-Agent: bench\r\n\r\n", path, host, encoding,
	)
}

func post(path, form string) []byte {
	return fmt.Appendf(nil,
		"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		path, host, len(form), form)
}

// drive asks over some connections for a while and returns how many a second
// were answered, each with the wanted status. The client does as little as it can: it shares the
// machine with what it measures.
func drive(b *testing.B, addr string, status int, request func(n int64) []byte) measure {
	b.Helper()
	var asked, done atomic.Int64
	var all sync.WaitGroup
	var failure atomic.Value
	used, begin := spent(b), time.Now()
	end := begin.Add(roundTime)
	for range connections {
		all.Go(func() {
			if err := driveOne(
				addr, status, end, func() []byte { return request(asked.Add(1) - 1) }, &done,
			); err != nil {
				failure.Store(err)
			}
		})
	}
	all.Wait()
	if err, failed := failure.Load().(error); failed {
		b.Fatal(err)
	}
	n := done.Load()
	return measure{rate: float64(n) / time.Since(begin).Seconds(), cpu: (spent(b) - used) / time.Duration(max(1, n))}
}

func driveOne(addr string, status int, end time.Time, request func() []byte, done *atomic.Int64) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	r := bufio.NewReaderSize(conn, 32<<10)
	for time.Now().Before(end) {
		if _, err := conn.Write(request()); err != nil {
			return err
		}
		got, err := skipAnswer(r)
		if err != nil {
			return err
		}
		if got != status {
			return fmt.Errorf("answered %d, want %d", got, status)
		}
		done.Add(1)
	}
	return nil
}

// skipAnswer reads one answer and returns its status.
func skipAnswer(r *bufio.Reader) (int, error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return 0, err
	}
	length, chunked := int64(0), false
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.ParseInt(string(value), 10, 64); err != nil {
				return 0, err
			}
		}
		chunked = chunked || bytes.Equal(line, []byte("Transfer-Encoding: chunked"))
	}
	if chunked {
		return status, skipChunks(r)
	}
	_, err = r.Discard(int(length))
	return status, err
}

func skipChunks(r *bufio.Reader) error {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		length, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		if err != nil {
			return err
		}
		if _, err := r.Discard(int(length) + 2); err != nil || length == 0 {
			return err
		}
	}
}

// fetch asks once and returns the body as it came.
func fetch(b *testing.B, addr string, request []byte) []byte {
	b.Helper()
	conn, err := net.Dial("tcp", addr)
	must(b, err)
	defer func() { _ = conn.Close() }()
	_, err = conn.Write(request)
	must(b, err)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	must(b, err)
	body, err := io.ReadAll(res.Body)
	must(b, err)
	must(b, res.Body.Close())
	if res.StatusCode != http.StatusOK {
		b.Fatalf("status %d: %.300s", res.StatusCode, body)
	}
	return body
}
