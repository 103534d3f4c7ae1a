package page_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"syscall"
	"testing"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
	"samenspraak/internal/web/page"
	"samenspraak/internal/web/page/pagetest"
)

func TestStatusOf(t *testing.T) {
	for _, row := range []struct {
		err  error
		want int
	}{
		{fmt.Errorf("show: %w", consult.ErrNotFound), 404}, {consult.ErrForbidden, 403}, {consult.ErrClosed, 409},
		{consult.ErrConflict, 409}, {consult.ErrTooMany, 429}, {consult.ErrTooLarge, 413}, {consult.ErrMediaType, 415},
		{fmt.Errorf("form: %w", consult.Problems{{Field: "a", Key: "b"}}), 422},
		{&http.MaxBytesError{Limit: 1}, 413}, {echo.NewHTTPError(405), 405}, {errors.New("else"), 500},
		{fmt.Errorf("read: %w", consult.ErrUnavailable), 503}, {context.DeadlineExceeded, 503},
		{echo.NewHTTPError(400).SetInternal(&fs.PathError{Op: "open", Path: "/tmp/x", Err: syscall.EROFS}), 507},
		{echo.NewHTTPError(400).SetInternal(&fs.PathError{Op: "write", Path: "/tmp/x", Err: syscall.ENOSPC}), 507},
		{echo.NewHTTPError(400).SetInternal(errors.New("torn form")), 400},
	} {
		if got := page.StatusOf(row.err); got != row.want {
			t.Errorf("StatusOf(%v) = %d, want %d", row.err, got, row.want)
		}
	}
}

func TestEveryFailureHasWords(t *testing.T) {
	for _, status := range []int{400, 403, 404, 405, 409, 410, 413, 415, 418, 421, 429, 500, 502, 503, 507} {
		for _, target := range []string{"/x", "/en/x"} {
			c, w := newContext("GET", target)
			if err := page.RenderFailure(c, status, "7F3K-22"); err != nil {
				t.Fatal(err)
			}
			if w.Code != status {
				t.Errorf("status %d for %d", w.Code, status)
			}
			pagetest.Check(t, w.Body.Bytes())
			contains(t, w.Body.String(), []string{"7F3K-22", "noindex"}, nil)
			if w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%d may be kept", status)
			}
		}
	}
	if page.NewFailure(i18n.Dutch, 404) == page.NewFailure(i18n.Dutch, 500) {
		t.Error("404 and 500 say the same")
	}
}
