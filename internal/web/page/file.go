package page

import (
	"mime"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/consult"
	"samenspraak/static"
)

// FileHeaders say how a file that somebody uploaded is sent: as a file to keep,
// of the type its content has, and if a browser shows it all the same, in a
// sandbox.
func FileHeaders(h http.Header, a consult.Attachment) {
	h.Set("Content-Type", a.MediaType)
	h.Set("Content-Length", strconv.FormatInt(a.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.FileName}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy",
		"default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("ETag", `"`+a.SHA256+`"`)
}

// SameFile says whether the browser has the content with this digest already;
// the answer is then 304 with the same ETag.
func SameFile(c echo.Context, sha256 string) bool {
	etag := `"` + sha256 + `"`
	c.Response().Header().Set("ETag", etag)
	return static.Matches(c.Request().Header.Get("If-None-Match"), etag)
}
