// Package document reads from a file what the site says about it: how many
// pages a PDF has, its title and language, how large a picture is.
package document

import (
	"context"
	"fmt"
	"io"

	"samenspraak/internal/consult"
)

// maxPixels is the largest picture that is taken in: more than a camera makes,
// and little enough for an old telephone to show.
const maxPixels = consult.MaxMegapixels * 1_000_000

// Facts reads a file of a media type that consult.FileType gave. What it has no
// facts of, what cannot be read and what holds more than is read gives none and
// no error; the error is that of reading r, or wraps consult.ErrTooManyPixels
// for a picture of more than 40 megapixels. Time and memory are bounded whatever
// the file holds, because what is looked at is counted; the end of ctx is the
// last guard, after which there are no facts either. The memory is that of the
// file and some 10 MiB, so let no two files be read at once.
func Facts(ctx context.Context, mediaType string, r io.ReaderAt, size int64) (consult.FileFacts, error) {
	switch {
	case mediaType == "image/png":
		return pictureFacts(pngSize(io.NewSectionReader(r, 0, size)))
	case mediaType == "image/jpeg":
		return pictureFacts(jpegSize(io.NewSectionReader(r, 0, size)))
	case mediaType == "application/pdf" && size <= consult.MaxFile:
		data := make([]byte, size)
		if n, err := r.ReadAt(data, 0); n < len(data) {
			return consult.FileFacts{}, fmt.Errorf("read the file: %w", err)
		}
		return pdfFacts(ctx, data), nil
	}
	return consult.FileFacts{}, nil
}

// pictureFacts are those of a picture of a size in pixels, 0 when it is not
// known.
func pictureFacts(width, height int) (consult.FileFacts, error) {
	if width == 0 || height == 0 {
		return consult.FileFacts{}, nil
	}
	if width > maxPixels/height {
		return consult.FileFacts{}, fmt.Errorf("picture of %d by %d: %w", width, height, consult.ErrTooManyPixels)
	}
	return consult.FileFacts{Width: width, Height: height}, nil
}
