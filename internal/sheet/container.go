package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Bounds of an XLSX file that no sheet of a sane size comes near. The sizes a
// ZIP file states are not believed; what comes out is counted.
const (
	maxUnzipped = 32 << 20 // bytes of XML in all parts that are read
	maxTokens   = 3 << 20  // elements and texts in all of them
	maxDepth    = 64       // of elements within each other
	maxRun      = 1 << 20  // bytes without a "<": one tag with its attributes, one text
)

// container is the ZIP file around the parts of a workbook.
type container struct {
	parts  map[string]*zip.File
	bytes  int
	tokens int
}

func openContainer(data []byte) (*container, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(err)
	}
	z := &container{parts: map[string]*zip.File{}, bytes: maxUnzipped, tokens: maxTokens}
	for _, f := range archive.File {
		if name := partName(f.Name); z.parts[name] == nil {
			z.parts[name] = f
		}
	}
	return z, nil
}

// partName makes names comparable: part names do not differ by case, and some
// programs write backslashes.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

// errStop ends a walk early without failing it.
var errStop = errors.New("seen enough")

// walk shows every token of one part to visit. Its errors are ErrTooLarge,
// ErrUnreadable or what visit returned.
func (z *container) walk(name string, visit func(xml.Token) error) error {
	part := z.parts[partName(name)]
	if part == nil {
		return damaged(fmt.Errorf("no part %s", name))
	}
	r, err := part.Open()
	if err != nil {
		return damaged(err)
	}
	defer func() { _ = r.Close() }()
	err = z.tokensOf(xml.NewDecoder(&guard{from: r, left: &z.bytes}), visit)
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

func (z *container) tokensOf(d *xml.Decoder, visit func(xml.Token) error) error {
	for depth := 0; ; {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrTooLarge):
			return err
		case err != nil:
			return damaged(err)
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if z.tokens--; z.tokens < 0 || depth > maxDepth {
			return fmt.Errorf("%w: too many elements", ErrTooLarge)
		}
		if err := visit(token); err != nil {
			return err
		}
	}
}

func damaged(err error) error { return fmt.Errorf("%w: %v", ErrUnreadable, err) }

// guard stops the XML decoder, which puts a tag in memory as a whole, before a
// part or a single tag grows beyond bounds.
type guard struct {
	from io.Reader
	left *int
	run  int
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p)
	if *g.left -= n; *g.left < 0 {
		return 0, fmt.Errorf("%w: more than %d bytes unpacked", ErrTooLarge, maxUnzipped)
	}
	if i := bytes.LastIndexByte(p[:n], '<'); i >= 0 {
		g.run = n - i
	} else {
		g.run += n
	}
	if g.run > maxRun {
		return 0, fmt.Errorf("%w: one cell of more than %d bytes", ErrTooLarge, maxRun)
	}
	return n, err
}

// relation is one line of a .rels part.
type relation struct{ id, kind, target string }

// relations reads what a part points at; a part without any has none.
func (z *container) relations(of string) ([]relation, error) {
	dir, file := path.Split(of)
	name := dir + "_rels/" + file + ".rels"
	if z.parts[partName(name)] == nil {
		return nil, nil
	}
	var found []relation
	err := z.walk(name, func(token xml.Token) error {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = dir + target
			}
			found = append(found, relation{attribute(e, "Id"), path.Base(attribute(e, "Type")), target})
		}
		return nil
	})
	return found, err
}

// attribute returns the value of the first attribute with a name in whatever
// namespace, or nothing.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
