package desk

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/address"
	"samenspraak/internal/i18n"
	"samenspraak/internal/service"
	"samenspraak/internal/sheet"
	"samenspraak/internal/web/gate"
)

var mediaTypes = map[string]string{
	address.AsCSV:  "text/csv; charset=utf-8",
	address.AsXLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// SendTable answers with a list of ours as a file of the kind that the address
// asks for. That it was taken is in the audit before anything is sent; asking
// for the headers alone takes nothing.
func (p *Desk) SendTable(c echo.Context, taken service.Taken, title string, header []string, rows [][]string) error {
	taken.Format, taken.Rows = strings.TrimPrefix(exportKind(c), "."), len(rows)
	if c.Request().Method != http.MethodHead {
		if err := p.svc.NoteTaken(c.Request().Context(), gate.Actor(c), taken); err != nil {
			return err
		}
	}
	return p.SendFile(c, title, header, rows)
}

// SendFile answers with a table as a file; its name is the title and the day. It
// is made whole before anything is sent, so that what arrives is never half a
// list. Only what holds nothing of ours is sent by it directly.
func (p *Desk) SendFile(c echo.Context, title string, header []string, rows [][]string) error {
	kind := exportKind(c)
	var out bytes.Buffer
	var err error
	switch kind {
	case address.AsCSV:
		err = sheet.WriteCSV(&out, header, rows)
	case address.AsXLSX:
		err = sheet.WriteXLSX(&out, title, header, rows)
	}
	if err != nil {
		return fmt.Errorf("make %s%s: %w", title, kind, err)
	}
	name := i18n.Slug(title) + "-" + i18n.DayOf(p.now()).String() + kind
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, mediaTypes[kind], out.Bytes())
}
