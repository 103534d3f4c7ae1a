package gate_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/web/gate"
)

// drip is a body that comes in parts, with a pause after each; a part of none
// ends it.
type drip struct {
	parts int
	size  int
	pause time.Duration
	rest  strings.Reader
}

func (d *drip) Read(b []byte) (int, error) {
	if d.rest.Len() == 0 {
		if d.parts == 0 {
			return 0, io.EOF
		}
		d.parts--
		time.Sleep(d.pause)
		d.rest.Reset(strings.Repeat("x", d.size))
	}
	return d.rest.Read(b)
}

// TestSlowSenders: the server cuts off whoever needs too long. Staff who send a
// file need only make progress; a stranger, or a form of words, gets no more
// time for that. The server's own time is short here, and so is the gate's.
func TestSlowSenders(t *testing.T) {
	t.Parallel()
	const whole, between = 500 * time.Millisecond, 2 * time.Second
	h := newHouse(t, base)
	answer := func(c echo.Context) error {
		return c.String(http.StatusOK, strings.Repeat("ok ", 10_000))
	}
	upload := gate.Post("/beheer/groot", gate.Staff(consult.EditPosts), answer)
	upload.Body = 25 << 20
	gate.Mount(h.Echo, []gate.Route{upload, gate.Post("/beheer/klein", gate.Staff(consult.EditPosts), answer)},
		gate.New(h.svc, h.clock).Hurry(between).
			KeepUnsent(func(c echo.Context, _ gate.Unsent) error { return c.NoContent(http.StatusUnauthorized) }))
	s := httptest.NewUnstartedServer(h.Echo)
	s.Config.ReadTimeout, s.Config.WriteTimeout = whole, whole
	s.Start()
	t.Cleanup(s.Close)
	cookie := h.signIn(t)
	for name, one := range map[string]struct {
		path   string
		signed bool
		body   drip
		whole  bool
	}{
		"staff, steadily": {
			"/beheer/groot", true, drip{parts: 8, size: 300 << 10, pause: 150 * time.Millisecond}, true,
		},
		"staff, hardly": {
			"/beheer/groot", true, drip{parts: 40, size: 100, pause: 150 * time.Millisecond}, false,
		},
		"staff, a form of words": {
			"/beheer/klein", true, drip{parts: 8, size: 100, pause: 150 * time.Millisecond}, false,
		},
		"a stranger, steadily": {
			"/beheer/groot", false, drip{parts: 8, size: 300 << 10, pause: 150 * time.Millisecond}, false,
		},
		"a stranger, and quickly": {"/beheer/groot", false, drip{parts: 1, size: 100, pause: time.Millisecond}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			body := io.MultiReader(strings.NewReader(
				"--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"x\"\r\n\r\n",
			), &one.body,
				strings.NewReader("\r\n"+part(`name="b"`, "woord")+"--b--\r\n"))
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+one.path, body)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", mixedType)
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			if one.signed {
				r.AddCookie(cookie)
			}
			begin := time.Now()
			answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r)
			status := 0
			if err == nil {
				status = answer.StatusCode
				if _, err = io.Copy(io.Discard, answer.Body); err != nil {
					status = 0
				}
				_ = answer.Body.Close()
			}
			if came := status == http.StatusOK || status == http.StatusUnauthorized; came != one.whole {
				t.Errorf("%d (%v) after %s", status, err, time.Since(begin))
			}
		})
	}
}
