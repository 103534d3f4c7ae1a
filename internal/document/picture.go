package document

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
)

// maxHead is how far into a picture its size is looked for: behind what cameras
// and programs write of themselves.
const maxHead = 4 << 20

// pngSize is the size that stands in the first chunk (PNG, 11.2.1); nothing of
// the rest is read, which may be made to be dear.
func pngSize(r io.Reader) (width, height int) {
	const lead = "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
	var head [len(lead) + 8]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || !bytes.HasPrefix(head[:], []byte(lead)) {
		return 0, 0
	}
	size := head[len(lead):]
	return int(binary.BigEndian.Uint32(size)), int(binary.BigEndian.Uint32(size[4:]))
}

// jpegSize is the size in the first frame (ITU-T T.81, B.2.2), behind segments
// that are passed over.
func jpegSize(from io.Reader) (width, height int) {
	r := bufio.NewReader(io.LimitReader(from, maxHead))
	var start [2]byte
	if _, err := io.ReadFull(r, start[:]); err != nil || start != [2]byte{0xff, 0xd8} {
		return 0, 0
	}
	for {
		marker, err := nextMarker(r)
		if err != nil || marker == 0xda || marker == 0xd9 { // what is drawn, or the end
			return 0, 0
		}
		if marker == 0x01 || marker >= 0xd0 && marker <= 0xd7 {
			continue // alone, without a length
		}
		var head [7]byte
		if _, err := io.ReadFull(r, head[:2]); err != nil {
			return 0, 0
		}
		left := int(binary.BigEndian.Uint16(head[:])) - 2
		if marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc {
			if _, err := io.ReadFull(r, head[2:]); err != nil || left < 6 {
				return 0, 0
			}
			return int(binary.BigEndian.Uint16(head[5:])), int(binary.BigEndian.Uint16(head[3:]))
		}
		if _, err := r.Discard(max(left, 0)); err != nil {
			return 0, 0
		}
	}
}

// nextMarker reads the next one, with the filling before it.
func nextMarker(r *bufio.Reader) (byte, error) {
	c, err := r.ReadByte()
	if err == nil && c != 0xff {
		err = io.ErrUnexpectedEOF
	}
	for err == nil && c == 0xff {
		c, err = r.ReadByte()
	}
	return c, err
}
