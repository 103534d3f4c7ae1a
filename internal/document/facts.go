// Package document reads from a file what the site says about it: how many
// pages a PDF has, its title and language, how large a picture is.
package document

import (
	"fmt"
	"image"
	_ "image/jpeg" // a picture of this kind is measured
	_ "image/png"  // and of this
	"io"
	"strings"

	"samenspraak/internal/consult"
)

// maxPixels is the largest picture that is taken in: more than a camera makes,
// and little enough for an old telephone to show.
const maxPixels = 40_000_000

// Facts reads a file of a media type that consult.FileType gave. What it has no
// facts of, or what cannot be read, gives none and no error; the error is that
// of reading r, or wraps consult.ErrTooLarge for a picture of more than 40
// megapixels. Time and memory are bounded whatever the file holds.
func Facts(mediaType string, r io.ReaderAt, size int64) (consult.FileFacts, error) {
	switch {
	case strings.HasPrefix(mediaType, "image/"):
		return pictureFacts(io.NewSectionReader(r, 0, size))
	case mediaType == "application/pdf" && size <= consult.MaxFile:
		data := make([]byte, size)
		if n, err := r.ReadAt(data, 0); n < len(data) {
			return consult.FileFacts{}, fmt.Errorf("read the file: %w", err)
		}
		return pdfFacts(data), nil
	}
	return consult.FileFacts{}, nil
}

// pictureFacts reads the head of a picture; its pixels are not unpacked.
func pictureFacts(r io.Reader) (consult.FileFacts, error) {
	head, _, err := image.DecodeConfig(r)
	if err != nil || head.Width <= 0 || head.Height <= 0 {
		return consult.FileFacts{}, nil //nolint:nilerr // a picture that cannot be read has no facts
	}
	if head.Width > maxPixels/head.Height {
		return consult.FileFacts{}, fmt.Errorf("picture of %d by %d: %w", head.Width, head.Height, consult.ErrTooLarge)
	}
	return consult.FileFacts{Width: head.Width, Height: head.Height}, nil
}
