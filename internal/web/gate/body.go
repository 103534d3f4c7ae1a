package gate

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
)

// formMemory is how much of an upload is held in memory; the rest is spooled to
// temporary files, which dropUploads deletes.
const formMemory = 1 << 20

// readForm reads the whole body of a POST, up to the limit of its route. It
// returns consult.ErrTooLarge above that, consult.ErrMediaType for anything
// that is not a form, and an error for 400 when it cannot be read. Behind a
// mailed link no form at all is refused too: whatever follows links may not act
// in somebody's name.
func readForm(c echo.Context, r Route) error {
	req := c.Request()
	if r.Method != http.MethodPost {
		return nil
	}
	limit := r.Body
	if limit == 0 {
		limit = MaxForm
	}
	if req.ContentLength > limit {
		return fmt.Errorf("body of %d bytes, at most %d: %w", req.ContentLength, limit, consult.ErrTooLarge)
	}
	req.Body = http.MaxBytesReader(c.Response(), req.Body, limit)
	kind, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	var err error
	switch {
	case kind == "application/x-www-form-urlencoded":
		err = req.ParseForm()
	case kind == "multipart/form-data":
		err = req.ParseMultipartForm(formMemory)
	case req.ContentLength != 0, r.Access.kind == secretInPath:
		return fmt.Errorf("a body of type %q: %w", kind, consult.ErrMediaType)
	}
	return unreadable(err)
}

func unreadable(err error) error {
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		return fmt.Errorf("%w: %w", consult.ErrTooLarge, err)
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// readableText refuses, with 400, what no keyboard sends and PostgreSQL does not
// keep: bytes that are not UTF-8, and NUL. It looks at the path, the query and
// the form, so that no page has to.
func readableText(c echo.Context) error {
	fields := c.Request().Form // of a POST; the query is part of it
	if fields == nil {
		fields = c.QueryParams()
	}
	texts := slices.Clone(c.ParamValues())
	for name, values := range fields {
		texts = append(append(texts, name), values...)
	}
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return echo.NewHTTPError(http.StatusBadRequest).SetInternal(errors.New("text that is not UTF-8, or holds NUL"))
		}
	}
	return nil
}

func dropUploads(r *http.Request) {
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll() // the system clears its temporary files too
	}
}
