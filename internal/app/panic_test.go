package app

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/config"
	"samenspraak/internal/jobs"
	"samenspraak/internal/service"
	"samenspraak/internal/store/storetest"
	"samenspraak/internal/web/gate"
)

// safeBuffer is a log that several goroutines write.
type safeBuffer struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all.String()
}

// TestPanicEndsNothing runs the program with a page and a job that panic, again
// and again: the page is answered with an error page that has a number, the job
// is called failing, everything else goes on, and a stop is orderly.
func TestPanicEndsNothing(t *testing.T) {
	var log safeBuffer
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + listener.Addr().String()
	a, err := New(context.Background(), config.Config{
		Addr: listener.Addr().String(), BaseURL: base, Database: storetest.SQLite(t),
		SMTPURL:  "smtp://127.0.0.1:1?tls=none",
		MailFrom: "samenspraak@merenland.test", Secret: strings.Repeat("geheim", 6), Language: "nl",
	}, Options{
		Log: slog.New(slog.NewJSONHandler(&log, nil)),
		Extra: func(*service.Service) []gate.Route {
			return []gate.Route{
				gate.Get("/paniek", gate.Public, func(echo.Context) error { panic("planted in a page") }),
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	turns := make(chan struct{}, 100)
	a.runner.Add(jobs.Job{Name: "panic", Every: 10 * time.Millisecond, Run: func(context.Context) error {
		turns <- struct{}{}
		panic("planted in a job")
	}})
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, listener) }()

	get := func(path string) (int, string) {
		t.Helper()
		res, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || res.Body.Close() != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	for range 5 {
		<-turns
		if status, body := get("/paniek"); status != http.StatusInternalServerError ||
			!strings.Contains(body, "Nummer van deze storing") ||
			strings.Contains(body, "planted") {
			t.Errorf("a page that panics answers %d %.500s", status, body)
		}
		if status, _ := get("/"); status != http.StatusOK {
			t.Errorf("after a panic the home page answers %d", status)
		}
	}
	if status, body := get("/healthz"); status != http.StatusOK ||
		!strings.Contains(body, `"panic":{"lastSuccess":null,"failing":true}`) {
		t.Errorf("/healthz: %d %s", status, body)
	}
	if said := log.String(); !strings.Contains(said, "planted in a page") ||
		!strings.Contains(said, "planted in a job") ||
		!strings.Contains(said, `"route":"/paniek","status":500`) {
		t.Errorf("the log does not say so:\n%s", said)
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the program does not stop")
	}
}
