//go:build e2e

package e2e

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// stranger is a request of somebody whom nobody knows, who wants it to cost us
// more than it costs them.
type stranger struct {
	method, path, kind string
	header             http.Header
	body               []byte
}

// A megabyte, as senders count.
const megabyte = 1_000_000

func bodyOf(begin, repeated string, size int) []byte {
	var b bytes.Buffer
	b.WriteString(begin)
	for b.Len()+len(repeated) <= size {
		b.WriteString(repeated)
	}
	return b.Bytes()
}

// strangers are the worst of each kind of request that is known.
func strangers(t *testing.T, g guest) map[string]stranger {
	t.Helper()
	const (
		mixed = "multipart/form-data; boundary=b"
		words = "application/x-www-form-urlencoded"
		files = "/beheer/berichten/1/bestanden"
		empty = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n"
	)
	var packed bytes.Buffer
	pack := gzip.NewWriter(&packed)
	if _, err := pack.Write(make([]byte, 100*megabyte)); err != nil {
		t.Fatal(err)
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	numbered := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	closed := func(body []byte) []byte { return append(body, "\r\n--b--\r\n"...) }
	return map[string]stranger{
		"half a million empty fields": {"POST", files, mixed, nil, bodyOf("", empty, 25*megabyte)},
		"the same to a guest's page":  {"POST", g.path, mixed, nil, bodyOf("", empty, 250_000)},
		"ten thousand files": {
			"POST", files, mixed, nil,
			[]byte(numbered("--b\r\nContent-Disposition: form-data; name=\"f%d\"; filename=\"x\"\r\n\r\n\r\n", 10_000)),
		},
		"one file of 25 MB": {
			"POST", files, mixed, nil,
			closed(
				bodyOf("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n", "x", 25*megabyte),
			),
		},
		"a head of 25 MB":             {"POST", files, mixed, nil, bodyOf("--b\r\nX: ", "x", 25*megabyte)},
		"25 MB before the first part": {"POST", files, mixed, nil, bodyOf("", "x\r\n", 25*megabyte)},
		"a megabyte of what is quoted": {
			"POST", files, mixed, nil,
			closed(bodyOf("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n", `" `, 1_000_000)),
		},
		"a million fields of words": {"POST", "/beheer/berichten/1/wijzig", words, nil, bodyOf("", "a&", 1_000_000)},
		"names that are nested":     {"POST", "/beheer/berichten/1/wijzig", words, nil, bodyOf("a", "[a]", 1_000_000)},
		"a million parameters":      {"GET", "/zoeken?" + strings.Repeat("a&", 1_000_000), "", nil, nil},
		"as many as are let in":     {"GET", "/zoeken?q=a&" + strings.Repeat("a&", 14_000), "", nil, nil},
		"a header of a megabyte":    {"GET", "/", "", http.Header{"X-Long": {strings.Repeat("x", 1_000_000)}}, nil},
		"a path of many parts":      {"GET", strings.Repeat("/a", 15_000), "", nil, nil},
		"a packed form":             {"POST", g.path, words, http.Header{"Content-Encoding": {"gzip"}}, packed.Bytes()},
		"a question of many words":  {"GET", "/zoeken?q=" + strings.Repeat("jeugd+", 5_000), "", nil, nil},
	}
}

// send sends a request and returns the status, or 0 when the server closed the
// connection before it answered, which it may.
func (s stranger) send(ctx context.Context, base string) int {
	r, err := http.NewRequestWithContext(ctx, s.method, base+s.path, bytes.NewReader(s.body))
	if err != nil {
		return -1
	}
	for name, values := range s.header {
		r.Header[name] = values
	}
	if r.Header.Set("Origin", base); s.kind != "" {
		r.Header.Set("Content-Type", s.kind)
	}
	alone := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := alone.Do(r)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode
}

// TestWhatAStrangerMayCost: no request of somebody who is not signed in takes
// more than 60 MiB and 2 s of processor time, alone or eight at a time, and none
// is answered with a fault of ours. The meter counts all that the program does
// meanwhile; the figures hold on a machine of two cores that is busy besides.
func TestWhatAStrangerMayCost(t *testing.T) {
	t.Parallel()
	smtp := openBox(t)
	env := newSettings(t, "sqlite:"+t.TempDir()+"/site.db", smtp.Addr())
	w := seed(t, env, plan{organisations: 2})
	p := serve(t, env)
	for _, path := range []string{"/", "/zoeken?q=jeugd", w.guests[0].path} {
		if a, err := newClient(env, p.url).get(path); err != nil || a.status != http.StatusOK {
			t.Fatalf("%s: %d %v", path, a.status, err)
		}
	}
	most := cost{memory: 60 << 20, cpu: 2 * time.Second}
	meter := p.meter()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for name, one := range strangers(t, w.guests[0]) {
		var status int
		took := meter.during(func() { status = one.send(ctx, p.url) })
		if status < 0 || status >= http.StatusInternalServerError {
			t.Errorf("%s: %d", name, status)
		}
		meter.within(name, most, took)
		t.Logf("%s: %d, %s", name, status, took)
	}
	worst := strangers(t, w.guests[0])["half a million empty fields"]
	took := meter.during(func() {
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() { worst.send(ctx, p.url) })
		}
		all.Wait()
	})
	meter.within("eight at a time", most, took)
	t.Logf("eight at a time: %s", took)
	if a, err := newClient(env, p.url).get("/"); err != nil || a.status != http.StatusOK {
		t.Errorf("after all of them: %d %v", a.status, err)
	}
}
