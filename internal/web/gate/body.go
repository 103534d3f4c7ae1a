package gate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
)

// What a form may hold, beside the size of its body. A field costs more than its
// bytes: it is kept, counted, and shown again.
const (
	maxFields      = 5000    // of somebody signed in: a selection of all invitees of the largest meeting
	strangerFields = 500     // of everybody else
	maxWords       = 1 << 20 // bytes of names and values, not counting files
	maxFiles       = 10      // each of which may stand on the disk
	maxPartHead    = 16 << 10
)

// reading says how a body is read.
type reading struct {
	limit    int64 // bytes of the whole body
	fields   int
	passOver bool // files go by as they come: who is not signed in puts nothing on the disk
}

// readForm reads the whole body of a POST, up to the limits of its route and of
// whoever sends it. It returns consult.ErrTooLarge above those,
// consult.ErrMediaType for anything that is not a form, and an error for 400 or
// 408 when it cannot be read. Behind a mailed link no form at all is refused
// too: whatever follows links may not act in somebody's name.
func readForm(c echo.Context, r Route, how reading) (*Form, error) {
	req := c.Request()
	if req.ContentLength > how.limit {
		return nil, fmt.Errorf("body of %d bytes, at most %d: %w", req.ContentLength, how.limit, consult.ErrTooLarge)
	}
	if coding := req.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
		return nil, fmt.Errorf("a body that is encoded as %q: %w", coding, consult.ErrMediaType)
	}
	body := http.MaxBytesReader(c.Response(), req.Body, how.limit)
	form := &Form{values: url.Values{}}
	kind, about, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	var err error
	switch {
	case kind == "application/x-www-form-urlencoded":
		form.values, err = readWords(body, how)
	case kind == "multipart/form-data":
		err = form.readParts(body, about["boundary"], how)
	case req.ContentLength != 0, r.Access.kind == secretInPath:
		return nil, fmt.Errorf("a body of type %q: %w", kind, consult.ErrMediaType)
	}
	if err == nil {
		err = form.once(r.Many)
	}
	if err != nil {
		form.drop()
		return nil, unreadable(err)
	}
	return form, nil
}

func readWords(body io.Reader, how reading) (url.Values, error) {
	text, err := io.ReadAll(io.LimitReader(body, maxWords+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxWords {
		return nil, errTooMuch
	}
	if bytes.Count(text, []byte("&")) >= how.fields {
		return nil, errTooMany
	}
	return url.ParseQuery(string(text))
}

var (
	errTooMuch = fmt.Errorf("more words than a form has: %w", consult.ErrTooLarge)
	errTooMany = fmt.Errorf("more fields than a form has: %w", consult.ErrTooLarge)
)

// readParts reads a form with files. Go's own reader would take a thousand parts
// and ten megabytes of headers before it refuses.
func (f *Form) readParts(body io.Reader, boundary string, how reading) error {
	if boundary == "" {
		return http.ErrMissingBoundary
	}
	heads := &headReader{Reader: body}
	parts, words, memory := multipart.NewReader(heads, boundary), maxWords, fileMemory
	for count := 0; ; count++ {
		part, err := heads.next(parts)
		switch {
		case err == io.EOF: //nolint:errorlint // of a body that was cut off, the error wraps it
			return nil
		case err != nil:
			return err
		case count == how.fields:
			return errTooMany
		}
		name := part.FormName()
		if ofFile := holdsFile(part); ofFile {
			if err = f.takeFile(name, part, how, &memory); err != nil {
				return err
			}
			continue
		}
		value, err := io.ReadAll(io.LimitReader(part, int64(words)+1))
		if err != nil {
			return err
		}
		if words -= len(name) + len(value); words < 0 {
			return errTooMuch
		}
		f.values.Add(name, string(value))
	}
}

// holdsFile says whether a part holds a file, or could have.
func holdsFile(part *multipart.Part) bool {
	_, about, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	_, ok := about["filename"]
	return ok
}

// headReader bounds what stands before the content of a part: its headers, and
// what no browser sends before the first.
type headReader struct {
	io.Reader
	left    int
	bounded bool
	part    *multipart.Part // whose content is being read
}

func (h *headReader) Read(p []byte) (int, error) {
	if !h.bounded {
		return h.Reader.Read(p)
	}
	if h.left == 0 {
		return 0, errTooMuch
	}
	n, err := h.Reader.Read(p[:min(len(p), h.left)])
	h.left -= n
	return n, err
}

// next passes over what is left of a part and reads the head of the next.
func (h *headReader) next(parts *multipart.Reader) (*multipart.Part, error) {
	if h.part != nil {
		if _, err := io.Copy(io.Discard, h.part); err != nil {
			return nil, err
		}
	}
	h.left, h.bounded = maxPartHead, true
	var err error
	h.part, err = parts.NextRawPart()
	h.bounded = false
	return h.part, err
}

func unreadable(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, consult.ErrTooLarge):
		return err
	case errors.As(err, &large):
		return fmt.Errorf("%w: %w", consult.ErrTooLarge, err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return echo.NewHTTPError(http.StatusRequestTimeout).SetInternal(err)
	case errors.Is(err, errSpool):
		return err
	}
	return echo.NewHTTPError(http.StatusBadRequest).SetInternal(err)
}

// readableText refuses, with 400, what no keyboard sends and PostgreSQL does not
// keep: bytes that are not UTF-8, and NUL. It looks at the path, the query and
// the form, so that no page has to.
func readableText(c echo.Context, form *Form) error {
	texts := slices.Clone(c.ParamValues())
	for _, fields := range []url.Values{c.QueryParams(), form.values} {
		for name, values := range fields {
			texts = append(append(texts, name), values...)
		}
	}
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			refused := errors.New("text that is not UTF-8, or holds NUL")
			return echo.NewHTTPError(http.StatusBadRequest).SetInternal(refused)
		}
	}
	return nil
}
