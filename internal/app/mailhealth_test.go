package app_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"samenspraak/config"
	"samenspraak/internal/app"
	"samenspraak/internal/consult"
	"samenspraak/internal/mailbox"
	"samenspraak/internal/store"
	"samenspraak/internal/store/storetest"
)

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func fetch(t *testing.T, url string) (int, []byte) {
	t.Helper()
	r, err := http.Get(url) //nolint:gosec,noctx // our own address
	if err != nil {
		return 0, nil // it is not up yet
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, body
}

type healthPage struct {
	Jobs map[string]struct{ Failing bool }
	Mail struct {
		OldestDueSeconds float64
		LastSuccess      *time.Time
	}
}

func figure(t *testing.T, text []byte, name string) float64 {
	t.Helper()
	m := regexp.MustCompile(`(?m)^` + name + ` (\S+)$`).FindSubmatch(text)
	if m == nil {
		return -1
	}
	n, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Mail that cannot leave is seen from outside: its three jobs fail, the oldest
// that is due grows old, and all of that ends when it leaves. The program serves
// meanwhile.
func TestMailThatCannotLeaveIsSeen(t *testing.T) {
	var down atomic.Bool
	var ahead atomic.Int64
	down.Store(true)
	box, err := mailbox.Open("127.0.0.1:0", mailbox.WithFault(func(stage, _ string, _ int) *mailbox.Fault {
		if stage == mailbox.StageConnect && down.Load() {
			return &mailbox.Fault{Drop: true}
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer box.Close()
	conf := config.Config{
		Addr: "127.0.0.1:0", BaseURL: "https://samenspraak.example", Database: storetest.SQLite(t),
		SMTPURL:  "smtp://" + box.Addr() + "?tls=none",
		MailFrom: "samenspraak@merenland.example", Secret: "a secret of the tests, long enough to be one",
		Language: "nl", MetricsAddr: freePort(t),
	}
	if _, err := app.Migrate(t.Context(), conf); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), conf,
		app.Options{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) },
			Prepare: func(ctx context.Context, a *app.App) error {
				return a.DB().Update(ctx, func(tx *store.Tx) error {
					now := time.Now()
					_, err := tx.Enqueue(consult.Mail{
						Key: "k", Purpose: consult.ForStaffLink, Address: "bas@merenland.example", Name: "Bas",
						Language: "nl", CreatedAt: now, UsefulUntil: now.Add(time.Hour),
						Facts: consult.Facts{LinkUntil: now.Add(time.Hour), LinkKind: "setup"},
					})
					return err
				})
			}})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, listener) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	site := "http://" + listener.Addr().String()
	until(t, "the three jobs fail", func() bool {
		ready, body := fetch(t, site+"/readyz")
		var h healthPage
		if ready == 0 {
			return false
		}
		if ready != http.StatusOK {
			t.Fatalf("/readyz: %d", ready)
		}
		if err := json.Unmarshal(body, &h); err != nil {
			t.Fatal(err)
		}
		_, figures := fetch(t, "http://"+conf.MetricsAddr+"/metrics")
		return h.Jobs["mail-answers"].Failing && h.Jobs["mail-1"].Failing && h.Jobs["mail-2"].Failing &&
			h.Mail.OldestDueSeconds > 0 && h.Mail.LastSuccess == nil &&
			figure(t, figures, "samenspraak_mail_oldest_due_seconds") > 0 &&
			figure(t, figures, "samenspraak_mail_last_success_timestamp_seconds") == 0
	})
	down.Store(false)
	ahead.Store(int64(10 * time.Minute)) // past any pause
	until(t, "the mail leaves, and all is well", func() bool {
		_, body := fetch(t, site+"/readyz")
		var h healthPage
		if err := json.Unmarshal(body, &h); err != nil {
			t.Fatal(err)
		}
		_, figures := fetch(t, "http://"+conf.MetricsAddr+"/metrics")
		return !h.Jobs["mail-answers"].Failing && !h.Jobs["mail-1"].Failing && !h.Jobs["mail-2"].Failing &&
			h.Mail.OldestDueSeconds == 0 && h.Mail.LastSuccess != nil &&
			figure(t, figures, "samenspraak_mail_oldest_due_seconds") == 0 &&
			figure(t, figures, "samenspraak_mail_last_success_timestamp_seconds") > 1e9
	})
}

// until waits for what takes seconds, and far longer under load.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for range 900 {
		if is() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("not within a minute and a half: " + what)
}
