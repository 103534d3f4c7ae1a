package web

import (
	"bytes"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestForwardedByAStranger: the log warns of a proxy that nobody named, once in
// ten minutes, without an address; a named one and a plain request are silent.
func TestForwardedByAStranger(t *testing.T) {
	_, trusted, _ := net.ParseCIDR("10.1.2.0/24")
	var log bytes.Buffer
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	s := &server{Options: Options{
		Proxies: []*net.IPNet{trusted}, Log: slog.New(slog.NewTextHandler(&log, nil)),
		Now: func() time.Time { return now },
	}}
	served := 0
	h := s.claimed(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served++ }))
	ask := func(peer, header string) int {
		log.Reset()
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = peer
		if header != "" {
			r.Header.Set(header, "203.0.113.9")
		}
		h.ServeHTTP(httptest.NewRecorder(), r)
		if strings.Contains(log.String(), "127.0.0.1") || strings.Contains(log.String(), "203.0.113.9") {
			t.Errorf("an address is in the log: %s", log.String())
		}
		return strings.Count(log.String(), "TRUSTED_PROXIES")
	}
	for _, c := range []struct {
		peer, header string
		after        time.Duration
		want         int
	}{
		{"127.0.0.1:5000", "", 0, 0},
		{"10.1.2.3:5000", "X-Forwarded-For", 0, 0},
		{"[::ffff:10.1.2.3]:5000", "X-Forwarded-For", 0, 0},
		{"127.0.0.1:5000", "X-Forwarded-For", 0, 1},
		{"127.0.0.1:5001", "X-Forwarded-For", 9 * time.Minute, 0},
		{"10.1.3.3:5001", "Forwarded", time.Minute, 1},
	} {
		now = now.Add(c.after)
		if got := ask(c.peer, c.header); got != c.want {
			t.Errorf("%s with %q: %d warnings, want %d", c.peer, c.header, got, c.want)
		}
	}
	if served != 6 {
		t.Errorf("%d of 6 requests were served", served)
	}
}
