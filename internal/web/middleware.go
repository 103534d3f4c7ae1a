package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/web/page"
)

// recovered turns a panic in a handler into an error: one bad page must not end
// the program.
func (s *server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if cause, ok := r.(error); ok && errors.Is(cause, http.ErrAbortHandler) {
					panic(r)
				}
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return next(c)
	}
}

// logged writes one line per request and counts it. The route is logged, never
// the path: a path can hold a secret; and no address, no query, no name.
func (s *server) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begin := s.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		took := s.Now().Sub(begin)
		route := c.Path()
		if route == "" {
			route = "none"
		}
		status := c.Response().Status
		s.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
			slog.String("method", c.Request().Method), slog.String("route", route), slog.Int("status", status),
			slog.Duration("took", took))
		s.Metrics.request(route, c.Request().Method, status, took)
		return nil
	}
}

// fail answers an error with a page. What is unforeseen gets a number under
// which the log has it; its detail goes to nobody else.
func (s *server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	status := page.StatusOf(err)
	if wait := page.RetryAfter(err, status); wait > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(wait))
	}
	incident := ""
	if status >= http.StatusInternalServerError {
		incident = newIncident()
		s.Log.LogAttrs(c.Request().Context(), slog.LevelError, "request failed",
			slog.String("incident", incident), slog.String("route", c.Path()), slog.String("error", err.Error()))
	}
	if err := page.RenderFailure(c, status, incident); err != nil {
		s.Log.Error("error page failed", "error", err)
		_ = c.String(status, http.StatusText(status))
	}
}

func newIncident() string {
	b := make([]byte, 4)
	_, _ = rand.Read(b)
	return strings.ToUpper(hex.EncodeToString(b))
}

// frames keeps the region's words for both languages as long as nothing public
// changes.
type frames struct {
	mu       sync.Mutex
	revision int64
	until    time.Time
	region   service.RegionNow
}

// framed gives every page its frame: language, region, address.
func (s *server) framed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		region, revision, err := s.region(c.Request().Context())
		f := page.FrameOf(c)
		f.Revision = revision
		f.BaseURL = s.Service.BaseURL()
		f.Region = regionInfo(region, f.Lang)
		page.SetFrame(c, f)
		if err != nil {
			return err // on a page with the words that were known last
		}
		return next(c)
	}
}

// region is the region with the revision of the content that was current before
// it was read; with an error it is the one that was read last.
func (s *server) region(ctx context.Context) (service.RegionNow, int64, error) {
	revision, err := s.Service.Revision(ctx)
	now := s.Now()
	s.frames.mu.Lock()
	defer s.frames.mu.Unlock()
	if err != nil || s.frames.revision == revision && now.Before(s.frames.until) {
		return s.frames.region, revision, err
	}
	region, err := s.Service.Region(ctx)
	if err != nil {
		return s.frames.region, 0, err
	}
	// Which municipalities exist changes at midnight.
	s.frames.revision, s.frames.region, s.frames.until = revision, region, i18n.EndOfDay(i18n.DayOf(now))
	return region, revision, nil
}

func regionInfo(r service.RegionNow, lang i18n.Lang) page.RegionInfo {
	code := string(lang)
	info := page.RegionInfo{
		Name: r.Name, ShortName: r.ShortName, Tagline: r.Tagline.In(code), Phone: r.Phone,
		PhoneHours: r.PhoneHours.In(code), Mail: r.ReplyAddress,
		Logo: page.NewLogo(r.Logo),
	}
	for _, m := range r.Municipalities {
		info.Municipalities = append(info.Municipalities, m.Name)
	}
	return info
}
