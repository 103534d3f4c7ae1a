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
	"testing"
	"time"
)

const (
	connections = 16
	rounds      = 3
	roundTime   = time.Second
)

// compare runs a limit and ours in turns and reports the median of the ratio.
func compare(b *testing.B, limit, ours func() float64) {
	b.Helper()
	var ratios, limits, ourses []float64
	for range rounds {
		l, o := limit(), ours()
		ratios, limits, ourses = append(ratios, o/l), append(limits, l), append(ourses, o)
	}
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(median(ratios), "of-limit")
	b.ReportMetric(median(limits), "limit/s")
	b.ReportMetric(median(ourses), "ours/s")
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
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: %s\r\nUser-Agent: bench\r\n\r\n", path, host, encoding)
}

func post(path, form string) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		path, host, len(form), form)
}

// drive asks over some connections for a while and returns the answers with the
// wanted status per second. The client does as little as it can: it shares the
// machine with what it measures.
func drive(b *testing.B, addr string, status int, request func(n int64) []byte) float64 {
	b.Helper()
	var asked, done atomic.Int64
	var all sync.WaitGroup
	var failure atomic.Value
	begin := time.Now()
	end := begin.Add(roundTime)
	for range connections {
		all.Go(func() {
			if err := driveOne(addr, status, end, func() []byte { return request(asked.Add(1) - 1) }, &done); err != nil {
				failure.Store(err)
			}
		})
	}
	all.Wait()
	if err, failed := failure.Load().(error); failed {
		b.Fatal(err)
	}
	return float64(done.Load()) / time.Since(begin).Seconds()
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

// skipAnswer reads one answer of known length and returns its status.
func skipAnswer(r *bufio.Reader) (int, error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	status, err := strconv.Atoi(string(line[9:12]))
	if err != nil {
		return 0, err
	}
	length := int64(-1)
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return 0, err
		}
		if len(line) <= 2 {
			break
		}
		if name, value, ok := bytes.Cut(line, []byte(": ")); ok && bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64); err != nil {
				return 0, err
			}
		}
	}
	if length < 0 {
		return 0, fmt.Errorf("status %d without a length", status)
	}
	_, err = io.CopyN(io.Discard, r, length)
	return status, err
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
