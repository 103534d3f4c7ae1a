package people

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is the empty edge that a QR code needs to be found, in modules
// (ISO/IEC 18004: four).
const quiet = 4

// qrCode is a QR code as one path of an SVG: no image, so nothing that the
// content policy would have to allow, and no other host that would see the
// secret.
type qrCode struct {
	Size int    // of the square, edge included
	Path string // a square per dark module
}

func newQRCode(text string) (qrCode, error) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return qrCode{}, fmt.Errorf("draw a QR code: %w", err)
	}
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				_, _ = fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return qrCode{Size: code.Size + 2*quiet, Path: path.String()}, nil
}
