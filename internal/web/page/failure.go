package page

import (
	"context"
	"errors"
	"net/http"
	"syscall"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/internal/i18n"
)

// Failure is the view of a page that says why there is no other.
type Failure struct {
	Title, Text string
	Incident    string // the number under which the log has it, or empty
	Lost        bool   // a visitor who may have lost a link: say where to go on
}

var (
	siteFailure  = New[Failure]("site/error.html", Site)
	staffFailure = New[Failure]("staff/error.html", Staff)
)

// statuses is the one table from a domain error to a status.
var statuses = []struct {
	err    error
	status int
}{
	{consult.ErrNotFound, http.StatusNotFound},
	{consult.ErrForbidden, http.StatusForbidden},
	{consult.ErrClosed, http.StatusConflict},
	{consult.ErrConflict, http.StatusConflict},
	{consult.ErrTooMany, http.StatusTooManyRequests},
	{consult.ErrTooLarge, http.StatusRequestEntityTooLarge},
	{consult.ErrMediaType, http.StatusUnsupportedMediaType},
	{consult.ErrUnavailable, http.StatusServiceUnavailable},
	{context.DeadlineExceeded, http.StatusServiceUnavailable},
	// An upload is spooled to a disk that is full, read-only, not ours or gone.
	{syscall.ENOSPC, http.StatusInsufficientStorage},
	{syscall.EDQUOT, http.StatusInsufficientStorage},
	{syscall.EROFS, http.StatusInsufficientStorage},
	{syscall.EACCES, http.StatusInsufficientStorage},
	{syscall.EIO, http.StatusInsufficientStorage},
	{syscall.ENOENT, http.StatusInsufficientStorage},
}

// retryAfter is what Retry-After says with a status, when the error does not
// know better: in seconds.
var retryAfter = map[int]int{
	http.StatusTooManyRequests:     900,
	http.StatusServiceUnavailable:  10,
	http.StatusInsufficientStorage: 300,
}

// RetryAfter is after how many seconds it makes sense to ask again; 0 says
// nothing about that.
func RetryAfter(err error, status int) int {
	var wait consult.TooMany
	if errors.As(err, &wait) {
		return int(wait.After.Seconds()) + 1
	}
	return retryAfter[status]
}

// StatusOf is the status an error answers with: the table above, 422 for
// problems with a form, 413 for a body over the limit, echo's own errors as
// they say, 500 for all else.
func StatusOf(err error) int {
	for _, row := range statuses {
		if errors.Is(err, row.err) {
			return row.status
		}
	}
	var problems consult.Problems
	var tooLarge *http.MaxBytesError
	var fromEcho *echo.HTTPError
	switch {
	case errors.As(err, &problems):
		return http.StatusUnprocessableEntity
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &fromEcho):
		return fromEcho.Code
	}
	return http.StatusInternalServerError
}

// RenderFailure answers with a page of its own for a status: in the staff's
// frame for who is signed in, in the visitors' otherwise. Incident is the
// number under which the log has an unforeseen error.
func RenderFailure(c echo.Context, status int, incident string) error {
	frame := FrameOf(c)
	v := NewFailure(frame.Language(), status)
	v.Incident = incident
	head := Head{Title: v.Title, NoIndex: true}
	if c.Response().Header().Get("Cache-Control") == "" {
		c.Response().Header().Set("Cache-Control", "no-store")
	}
	if frame.Staff != nil {
		return staffFailure.Render(c, status, head, v)
	}
	v.Lost = status == http.StatusNotFound || status == http.StatusGone
	return siteFailure.Render(c, status, head, v)
}

// NewFailure is what to say about a status. One that has no words of its own
// gets those of 400 or of 500.
func NewFailure(lang i18n.Lang, status int) Failure {
	name := ""
	switch status {
	case http.StatusForbidden:
		name = "forbidden"
	case http.StatusNotFound, http.StatusGone:
		name = "not_found"
	case http.StatusMethodNotAllowed:
		name = "method"
	case http.StatusConflict:
		name = "conflict"
	case http.StatusRequestEntityTooLarge:
		name = "too_large"
	case http.StatusUnsupportedMediaType:
		name = "media_type"
	case http.StatusMisdirectedRequest:
		name = "misdirected"
	case http.StatusTooManyRequests:
		name = "too_many"
	case http.StatusServiceUnavailable:
		name = "unavailable"
	case http.StatusInsufficientStorage:
		name = "storage"
	default:
		name = "bad_request"
		if status >= http.StatusInternalServerError {
			name = "unforeseen"
		}
	}
	return Failure{
		Title: i18n.T(lang, "layout.error."+name+".title"),
		Text:  i18n.T(lang, "layout.error."+name+".text"),
	}
}
