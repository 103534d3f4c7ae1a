package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Bounds of an XLSX file that no sheet of a sane size comes near. The sizes a
// ZIP file states are not believed; what comes out is counted.
const (
	maxParts    = 10_000
	maxUnzipped = 32 << 20 // bytes of XML in all parts that are read
	maxTokens   = 5 << 19  // tags and texts in all of them
)

// container is the ZIP file around the parts of a workbook.
type container struct {
	parts  map[string]*zip.File
	bytes  int
	tokens int
}

func openContainer(data []byte) (*container, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts { // how an entry in the list begins
		return nil, fmt.Errorf("%w: too many parts", ErrTooLarge)
	}
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
func (z *container) walk(name string, visit func(token) error) error {
	part := z.parts[partName(name)]
	if part == nil {
		return damaged(fmt.Errorf("no part %s", name))
	}
	r, err := part.Open()
	if err != nil {
		return damaged(err)
	}
	defer func() { _ = r.Close() }()
	for x := newTags(r, &z.bytes); ; {
		t, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if z.tokens--; z.tokens < 0 {
			return fmt.Errorf("%w: too many elements", ErrTooLarge)
		}
		err = visit(t)
		if errors.Is(err, errStop) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func damaged(err error) error { return fmt.Errorf("%w: %v", ErrUnreadable, err) }

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
	err := z.walk(name, func(t token) error {
		if t.kind != begins || string(t.name) != "Relationship" {
			return nil
		}
		if len(found) == maxParts {
			return fmt.Errorf("%w: too many relations", ErrTooLarge)
		}
		target := t.attribute("Target")
		if !strings.HasPrefix(target, "/") {
			target = dir + target
		}
		found = append(found, relation{t.attribute("Id"), path.Base(t.attribute("Type")), target})
		return nil
	})
	return found, err
}
