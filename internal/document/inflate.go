package document

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"io"
)

// What is unpacked is counted in bytes that come out. One that goes in counts
// for several, because short blocks with a table of their own cost more than
// what is in them, and so does the beginning of each stream.
const (
	maxUnpacked    = 64 << 20
	bytesPerPacked = 12
	bytesPerStream = 1 << 10
	maxStreams     = 20_000    // of objects
	maxIndex       = 1 << 20   // bytes of the pairs before a stream's objects
	maxObject      = 256 << 10 // bytes of an object that is packed
	maxDescription = 1 << 20   // bytes in which a title is looked for
)

// inflater unpacks streams one after another, all of them within one budget.
type inflater struct {
	left   int // of maxUnpacked; below 0 when it was not enough
	source counted
	buffer *bufio.Reader
	reader io.ReadCloser // nil before the first stream
}

func newInflater() *inflater {
	f := &inflater{left: maxUnpacked}
	f.source.left = &f.left
	f.buffer = bufio.NewReaderSize(&f.source, 512)
	return f
}

// counted is what goes in; it ends when the budget does.
type counted struct {
	from bytes.Reader
	left *int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	if *c.left -= n * bytesPerPacked; *c.left < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

// read returns at most size bytes from an offset of what is in a stream; fewer
// when it ends, cannot be read or the budget is spent, and none for a filter
// that is not known.
func (f *inflater) read(s stream, at, size int) []byte {
	filter := lookup(s.dict, "Filter")
	if filter == nil {
		return s.packed[min(at, len(s.packed)):min(at+size, len(s.packed))]
	}
	if f.left -= bytesPerStream; f.left < 0 || !bytes.Equal(bytes.Trim(filter, "[] \r\n"), []byte("/FlateDecode")) {
		return nil
	}
	if !f.open(s.packed) {
		return nil
	}
	if at > f.left {
		f.left = -1
		return nil
	}
	passed, err := io.CopyN(io.Discard, f.reader, int64(at))
	if f.left -= int(passed); err != nil {
		return nil
	}
	out, _ := io.ReadAll(io.LimitReader(f.reader, int64(min(size, max(f.left, 0))))) // what came before a fault counts
	f.left -= len(out)
	return out
}

// open begins a stream with the reader of the one before: a new one costs more
// than most streams hold.
func (f *inflater) open(packed []byte) bool {
	f.source.from.Reset(packed)
	f.buffer.Reset(&f.source)
	if f.reader != nil {
		return f.reader.(zlib.Resetter).Reset(f.buffer, nil) == nil // as every reader of zlib
	}
	var err error
	if f.reader, err = zlib.NewReader(f.buffer); err != nil {
		f.reader = nil
	}
	return err == nil
}
