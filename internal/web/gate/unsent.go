package gate

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
)

// Unsent is a form that came when the sign-in had expired. Nothing was done
// with it: it is shown to whoever sent it, to send again.
type Unsent struct {
	Action string // the address it was sent to, of our own
	Fields []Typed
	Files  bool // files came along, and were not kept
}

// Typed is one field of a form as it was sent.
type Typed struct{ Name, Value string }

// KeepUnsent gives the gate the page that shows a form again whose sender is
// not signed in any more. Without one, every form leads to the sign-in.
func (g *Gate) KeepUnsent(show func(echo.Context, Unsent) error) *Gate {
	g.unsent = show
	return g
}

// WantsJSON says whether a script asks, and reads the answer itself.
func WantsJSON(c echo.Context) bool {
	return strings.Contains(c.Request().Header.Get("Accept"), "application/json")
}

// signInFirst answers who is not signed in. A script gets 401. A form of words
// is shown again, so that what was typed is not lost; it is never sent by
// itself. All else leads to the sign-in.
func (g *Gate) signInFirst(c echo.Context, r Route) error {
	switch {
	case r.Method == http.MethodPost && WantsJSON(c):
		return c.NoContent(http.StatusUnauthorized)
	case g.unsent == nil || !showable(c, r):
		return toSignIn(c)
	}
	files, err := readUnsent(c, r)
	if err != nil {
		return err
	}
	if err := readableText(c); err != nil {
		return err
	}
	fields := typed(c)
	if len(fields) == 0 {
		return toSignIn(c)
	}
	return g.unsent(c, Unsent{Action: c.Request().URL.RequestURI(), Fields: fields, Files: files})
}

// longestUnsent is the largest form that is shown again, not counting files.
const longestUnsent = 1 << 20

// showable says whether a form may be shown again: passwords and codes, which
// stand on pages about one's own account only, must not be.
func showable(c echo.Context, r Route) bool {
	kind := bodyKind(c)
	return r.Method == http.MethodPost && (kind == "application/x-www-form-urlencoded" || kind == "multipart/form-data") &&
		r.Access.action != consult.KeepOwnAccount
}

func bodyKind(c echo.Context) string {
	kind, _, _ := mime.ParseMediaType(c.Request().Header.Get("Content-Type"))
	return kind
}

// readUnsent reads the words of a form, and says whether files came along.
func readUnsent(c echo.Context, r Route) (files bool, err error) {
	if bodyKind(c) == "multipart/form-data" {
		return readBesideFiles(c, r)
	}
	r.Body = min(max(r.Body, MaxForm), longestUnsent)
	return false, readForm(c, r)
}

// readBesideFiles reads the words of a form with files. The files are passed
// over as they come: who is not signed in puts nothing on the disk.
func readBesideFiles(c echo.Context, r Route) (files bool, err error) {
	req := c.Request()
	req.Body = http.MaxBytesReader(c.Response(), req.Body, max(r.Body, MaxForm))
	parts, err := req.MultipartReader()
	if err != nil {
		return false, unreadable(err)
	}
	req.PostForm = url.Values{}
	for left := int64(longestUnsent); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return false, unreadable(err)
		}
		if name, ofFile := fileName(part); ofFile {
			files = files || name != "" // where nothing was chosen, it is empty
			continue
		}
		words, err := io.ReadAll(io.LimitReader(part, left+1))
		if err != nil {
			return false, unreadable(err)
		}
		if left -= int64(len(words)); left < 0 {
			return false, fmt.Errorf("words of more than %d bytes: %w", longestUnsent, consult.ErrTooLarge)
		}
		req.PostForm.Add(part.FormName(), string(words))
	}
	req.Form = maps.Clone(req.PostForm)
	for name, values := range c.QueryParams() {
		req.Form[name] = append(slices.Clone(req.Form[name]), values...)
	}
	return files, nil
}

// fileName is that of a part that holds a file, or could have.
func fileName(part *multipart.Part) (string, bool) {
	_, about, _ := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	name, ok := about["filename"]
	return name, ok
}

// typed are the fields of the body, by name; those of one name in their order.
func typed(c echo.Context) []Typed {
	var fields []Typed
	form := c.Request().PostForm
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			fields = append(fields, Typed{name, value})
		}
	}
	return fields
}
