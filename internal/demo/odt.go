package demo

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"strings"
)

const (
	odtType     = "application/vnd.oasis.opendocument.text"
	odtManifest = `<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
		`<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + odtType + `"/>` +
		`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>` +
		`<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>`
	odtMeta = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">` +
		`<office:meta><dc:title>%s</dc:title><dc:language>nl-NL</dc:language></office:meta></office:document-meta>`
	odtContent = `<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">` +
		`<office:body><office:text>%s</office:text></office:body></office:document-content>`
)

// odt writes a small real file for word processors: a title, and the lines of a
// text as headings and paragraphs.
func odt(title, text string) ([]byte, error) {
	var body strings.Builder
	_, _ = fmt.Fprintf(&body, `<text:h text:outline-level="1">%s</text:h>`, escaped(title))
	for line := range strings.Lines(strings.ReplaceAll(text, "**", "")) {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case strings.HasPrefix(line, "## "):
			_, _ = fmt.Fprintf(&body, `<text:h text:outline-level="2">%s</text:h>`, escaped(line[3:]))
		default:
			_, _ = fmt.Fprintf(&body, `<text:p>%s</text:p>`, escaped(line))
		}
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	if err := storeType(z); err != nil {
		return nil, err
	}
	for _, part := range []struct{ name, text string }{
		{"content.xml", fmt.Sprintf(odtContent, body.String())}, {"meta.xml", fmt.Sprintf(odtMeta, escaped(title))}, {"META-INF/manifest.xml", odtManifest},
	} {
		w, err := z.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(part.text)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// storeType writes the kind of file first, as it is, with its length before it:
// programs look for it at a fixed place (ODF 1.3 part 2, 3.3).
func storeType(z *zip.Writer) error {
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "mimetype", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(odtType)),
		CompressedSize64: uint64(len(odtType)), UncompressedSize64: uint64(len(odtType)),
	})
	if err != nil {
		return err
	}
	_, err = w.Write([]byte(odtType))
	return err
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder does not fail
	return b.String()
}
