package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// told is what a part says, in one line per tag; texts that nothing parts are one.
type told struct{ strings.Builder }

func (s *told) tag(kind byte, name string) {
	_, _ = fmt.Fprintf(s, "\n%c%s\n", kind, name)
}

func ourTags(data []byte) (string, error) {
	left := maxUnzipped
	var s told
	for x := newTags(bytes.NewReader(data), &left); ; {
		t, err := x.next()
		switch {
		case errors.Is(err, io.EOF):
			return s.String(), nil
		case err != nil:
			return "", err
		case t.kind == begins:
			s.tag('<', string(t.name))
			_, _ = fmt.Fprintf(&s, "%q", t.attribute("r"))
		case t.kind == ends:
			s.tag('>', string(t.name))
		case t.literal:
			s.Write(t.raw)
		default:
			text, err := resolved(nil, t.raw)
			if err != nil {
				return "", err
			}
			s.Write(text)
		}
	}
}

// theirTags is the same by encoding/xml.
func theirTags(data []byte) (string, error) {
	var s told
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return s.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch e := token.(type) {
		case xml.StartElement:
			s.tag('<', e.Name.Local)
			value := ""
			for _, a := range e.Attr {
				if a.Name.Local == "r" {
					value = a.Value
					break
				}
			}
			_, _ = fmt.Fprintf(&s, "%q", value)
		case xml.EndElement:
			s.tag('>', e.Name.Local)
		case xml.CharData:
			s.Write(e)
		case xml.Directive:
			return "", ErrUnreadable
		}
	}
}

var xmlParts = []string{
	`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a x:r="1&amp;2"><x:b r='3'/>tekst &lt;&#65;&#x42;` +
		"\r\n" + `<!-- <c> --><![CDATA[<d>&amp;]]></a>`,
	`<a r="&gt;>"><b/></a>`, `<a`, `<a>`, `</a>`, `<a></b>`, `<a b="<"/>`, `<a>&nbsp;</a>`, `<!DOCTYPE a><a/>`,
	`<?xml encoding="latin1"?><a/>`,
	`<a r = "1" q="2" />`, `<a><!--`, `<a>]]></a>`, "<a r=\"1\r\n2\"/>", `<a r=1/>`, `< a/>`, `<a/ >`,
}

// TestTagsAsTheLibrarySays: what encoding/xml reads is read, and the same is
// read, in pieces of any size.
func TestTagsAsTheLibrarySays(t *testing.T) {
	for _, part := range xmlParts {
		want, wantErr := theirTags([]byte(part))
		got, err := ourTags([]byte(part))
		if wantErr == nil && (err != nil || got != want) {
			t.Errorf("%s: %q %v, want %q", part, got, err, want)
		}
	}
	for _, part := range []string{
		`<a`, `<a>`, `</a>`, `<a></b>`, `<a b="<"/>`, `<a>&nbsp;</a>`, `<!DOCTYPE a><a/>`,
		`<?xml encoding="latin1"?><a/>`, `< a/>`, `<a><!--`,
	} {
		if got, err := ourTags([]byte(part)); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %q %v", part, got, err)
		}
	}
}

func FuzzTags(f *testing.F) {
	for _, part := range xmlParts {
		f.Add([]byte(part))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ourTags(data)
		if err != nil && !errors.Is(err, ErrUnreadable) && !errors.Is(err, ErrTooLarge) {
			t.Fatalf("%v", err)
		}
		// Colons where no name has any are read otherwise by the library.
		want, wantErr := theirTags(data)
		if wantErr != nil || bytes.ContainsAny(data, ":") {
			return
		}
		if !errors.Is(err, ErrTooLarge) && (err != nil || got != want) {
			t.Fatalf("%q: %q %v, want %q", data, got, err, want)
		}
	})
}
