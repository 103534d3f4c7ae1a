package site

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/consult"
	"samenspraak/internal/web/gate"
	"samenspraak/internal/web/page"
)

func (p *Pages) logoRoutes() []gate.Route {
	return []gate.Route{gate.Get(address.LogoFile(":name"), gate.Public, p.logo)}
}

// logo sends the region's logo. Its name holds the digest of its content, so a
// browser need not ask twice.
func (p *Pages) logo(c echo.Context) error {
	logo, picture, err := p.svc.LogoFile(c.Request().Context(), c.Param("name"))
	if err != nil {
		return err
	}
	h := c.Response().Header()
	if h.Set("Cache-Control", "public, max-age=31536000, immutable"); page.SameFile(c, logo.SHA256) {
		return c.NoContent(http.StatusNotModified)
	}
	name := "logo." + consult.FileExtension(logo.FileName())
	page.FileHeaders(h, consult.Attachment{
		FileName: name, MediaType: logo.MediaType, Size: int64(len(picture)), SHA256: logo.SHA256,
	})
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err = c.Response().Write(picture)
	return err
}
