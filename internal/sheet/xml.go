package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// What a token is.
const (
	begins = iota + 1 // an element; one without content is followed by its end
	ends
	says // a text between tags, in pieces where comments part it
)

// token is a tag or a text of a part. It holds until the next one is read.
type token struct {
	kind    int
	name    []byte // of the element, without the prefix of its namespace
	raw     []byte // the attributes, or the text, as they are written
	literal bool   // the text has no references in it
}

// tags cuts a part into tokens. It reads what SpreadsheetML uses of XML 1.0:
// UTF-8 and no document type, so that nothing in a part stands for more than is
// written there. Each byte is looked at a few times at most, and no more is held
// than one tag or text; encoding/xml takes a hundred times as long for a part of
// short tags, and holds every attribute several times.
type tags struct {
	from    io.Reader
	left    *int   // bytes that may still be unpacked
	held    []byte // from at up to end is read and not yet given out
	at, end int
	open    [][]byte // the elements that are begun and not ended
	short   bool     // the last of them has no content
}

const (
	firstHeld = 32 << 10
	maxDepth  = 64      // of elements within each other
	maxRun    = 1 << 20 // bytes of one tag with its attributes, or one text
)

func newTags(from io.Reader, left *int) *tags {
	return &tags{from: from, left: left, held: make([]byte, firstHeld)}
}

// next is the next token, or io.EOF after the last. Its other errors are
// ErrTooLarge and ErrUnreadable.
func (x *tags) next() (token, error) {
	if x.short {
		return x.close(x.open[len(x.open)-1])
	}
	for {
		switch err := x.need(1); {
		case errors.Is(err, io.EOF) && len(x.open) > 0:
			return token{}, damaged(io.ErrUnexpectedEOF)
		case err != nil:
			return token{}, err
		}
		if x.held[x.at] != '<' {
			end, err := x.find("<", 0)
			if errors.Is(err, io.EOF) {
				end, err = x.end-x.at, nil
			}
			return token{kind: says, raw: x.take(end)}, err
		}
		t, err := x.markup()
		if err != nil || t.kind != 0 {
			return t, cutOff(err)
		}
	}
}

// cutOff is an error within a tag, where a part may not end.
func cutOff(err error) error {
	if errors.Is(err, io.EOF) {
		return damaged(io.ErrUnexpectedEOF)
	}
	return err
}

// markup is what begins with "<"; nothing for what says nothing of the sheet.
func (x *tags) markup() (token, error) {
	if err := x.need(2); err != nil {
		return token{}, err
	}
	switch x.held[x.at+1] {
	case '?':
		return token{}, x.instruction()
	case '!':
		return x.special()
	case '/':
		end, err := x.find(">", 2)
		if err != nil {
			return token{}, err
		}
		return x.close(bytes.TrimRight(x.take(end + 1)[2:end], " \t\r\n"))
	}
	return x.begin()
}

// instruction passes over one; that at the top may name UTF-8 only.
func (x *tags) instruction() error {
	end, err := x.find("?>", 2)
	if err != nil {
		return err
	}
	inner := x.take(end + 2)[2:end]
	declared, ok := bytes.CutPrefix(inner, []byte("xml "))
	if code := attributeOf(declared, "encoding"); ok && code != "" && !bytes.EqualFold([]byte(code), []byte("utf-8")) {
		return damaged(fmt.Errorf("encoding %.20q", code))
	}
	return nil
}

// special passes over a comment and gives literal text.
func (x *tags) special() (token, error) {
	for _, kind := range []struct{ begin, end string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}} {
		err := x.need(len(kind.begin))
		if err != nil || string(x.held[x.at:x.at+len(kind.begin)]) != kind.begin {
			continue
		}
		end, err := x.find(kind.end, len(kind.begin))
		if err != nil {
			return token{}, err
		}
		inner := x.take(end + len(kind.end))[len(kind.begin):end]
		if kind.end == "]]>" {
			return token{kind: says, raw: inner, literal: true}, nil
		}
		return token{}, nil
	}
	return token{}, damaged(errors.New("a document type"))
}

func (x *tags) begin() (token, error) {
	end, err := x.tagEnd()
	if err != nil {
		return token{}, err
	}
	inner := x.take(end + 1)[1:end]
	if n := len(inner); n > 0 && inner[n-1] == '/' {
		inner, x.short = inner[:n-1], true
	}
	stop := bytes.IndexAny(inner, " \t\r\n")
	if stop < 0 {
		stop = len(inner)
	}
	if stop == 0 {
		return token{}, damaged(errors.New("a tag without a name"))
	}
	if len(x.open) == maxDepth {
		return token{}, fmt.Errorf("%w: elements too deep", ErrTooLarge)
	}
	x.push(inner[:stop])
	return token{kind: begins, name: local(inner[:stop]), raw: inner[stop:]}, nil
}

// push remembers a name, in the room of one that was there before.
func (x *tags) push(name []byte) {
	n := len(x.open)
	if n < cap(x.open) {
		x.open = x.open[:n+1]
	} else {
		x.open = append(x.open, nil)
	}
	x.open[n] = append(x.open[n][:0], name...)
}

func (x *tags) close(name []byte) (token, error) {
	n := len(x.open) - 1
	if n < 0 || !bytes.Equal(x.open[n], name) {
		return token{}, damaged(fmt.Errorf("</%.40s> ends nothing", name))
	}
	name, x.open, x.short = x.open[n], x.open[:n], false
	return token{kind: ends, name: local(name)}, nil
}

// tagEnd is how far away the ">" of a tag is; a value may hold one too.
func (x *tags) tagEnd() (int, error) {
	var quote byte
	for i := 1; ; i++ {
		if err := x.need(i + 1); err != nil {
			return 0, err
		}
		switch c := x.held[x.at+i]; {
		case c == '<':
			return 0, damaged(errors.New("a tag in a tag"))
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i, nil
		}
	}
}

// find is how far away a mark is, from so far on.
func (x *tags) find(mark string, from int) (int, error) {
	for {
		if i := bytes.Index(x.held[x.at+from:x.end], []byte(mark)); i >= 0 {
			return from + i, nil
		}
		from = max(from, x.end-x.at-len(mark)+1)
		if err := x.need(x.end - x.at + 1); err != nil {
			return 0, err
		}
		from = min(from, x.end-x.at)
	}
}

// take gives out so many bytes.
func (x *tags) take(n int) []byte {
	x.at += n
	return x.held[x.at-n : x.at]
}

// need reads until so many bytes are held.
func (x *tags) need(n int) error {
	for x.end-x.at < n {
		if n > maxRun {
			return fmt.Errorf("%w: one cell of more than %d bytes", ErrTooLarge, maxRun)
		}
		if x.at > 0 {
			x.end = copy(x.held, x.held[x.at:x.end])
			x.at = 0
		}
		if x.end == len(x.held) {
			x.held = append(x.held, make([]byte, len(x.held))...)
		}
		got, err := io.ReadAtLeast(x.from, x.held[x.end:], 1)
		x.end += got
		switch *x.left -= got; {
		case *x.left < 0:
			return fmt.Errorf("%w: more than %d bytes unpacked", ErrTooLarge, maxUnzipped)
		case errors.Is(err, io.EOF):
			return io.EOF
		case err != nil:
			return damaged(err)
		}
	}
	return nil
}

// local is a name without the prefix of its namespace.
func local(name []byte) []byte { return name[bytes.IndexByte(name, ':')+1:] }

// attribute is the value of the first attribute with a name in whatever
// namespace, or nothing.
func (t token) attribute(name string) string { return attributeOf(t.raw, name) }

func attributeOf(raw []byte, name string) string {
	for {
		before, after, found := bytes.Cut(raw, []byte("="))
		after = bytes.TrimLeft(after, " \t\r\n")
		if !found || len(after) == 0 || after[0] != '"' && after[0] != '\'' {
			return ""
		}
		end := bytes.IndexByte(after[1:], after[0])
		if end < 0 {
			return ""
		}
		if string(local(bytes.Trim(before, " \t\r\n"))) == name {
			value, _ := resolved(nil, after[1:end+1])
			return string(value)
		}
		raw = after[end+2:]
	}
}

var named = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// resolved appends a text with its references resolved and its line ends as XML
// wants them.
func resolved(to, raw []byte) ([]byte, error) {
	special := "&"
	if bytes.IndexByte(raw, '\r') >= 0 {
		special = "&\r"
	}
	for {
		i := bytes.IndexAny(raw, special)
		if i < 0 {
			return append(to, raw...), nil
		}
		to = append(to, raw[:i]...)
		if raw[i] == '\r' {
			to = append(to, '\n')
			raw = bytes.TrimPrefix(raw[i+1:], []byte("\n"))
			continue
		}
		r, length := referred(raw[i+1:])
		if length == 0 {
			return to, damaged(fmt.Errorf("%.20q stands for nothing", raw[i:]))
		}
		to = utf8.AppendRune(to, r)
		raw = raw[i+1+length:]
	}
}

// referred is what a reference stands for and how long it is after its "&"; 0
// when it is none.
func referred(raw []byte) (r rune, length int) {
	end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
	if end < 2 {
		return 0, 0
	}
	name := string(raw[:end])
	if r, ok := named[name]; ok {
		return r, end + 1
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	code, err := strconv.ParseUint(digits, base, 31)
	if name[0] != '#' || err != nil || !utf8.ValidRune(rune(code)) {
		return 0, 0
	}
	return rune(code), end + 1
}
