package desk

import (
	"errors"
	"net/http"
	"strings"

	"samenspraak/internal/consult"
	"samenspraak/internal/web/page"
)

// FileRow is one file in a list of files, with its former versions and what may be done with it.
type FileRow struct {
	Name, Href, Meta string
	Gone             string // when it was taken away
	Former           []FileVersion
	Replace, Remove  string // addresses; empty where it cannot be
	Input            page.Field
}

// FileVersion leads to a file as it was before it was replaced.
type FileVersion struct {
	Text, Href string
}

// MaxUpload is the largest body of a form with a file.
const MaxUpload = consult.MaxFile + 1<<20

// UploadRefused is refused for a form with a file: a kind that is not taken in
// is 415 and one that is too large 413, each said at the field.
func UploadRefused(err error) (consult.Problems, int, error) {
	switch {
	case errors.Is(err, consult.ErrMediaType):
		kinds := strings.Join(consult.FileKinds, ", ")
		return consult.Problems{{Field: "file", Key: "meeting.problem.file_type", Args: []any{"Kinds", kinds}}},
			http.StatusUnsupportedMediaType, nil
	case errors.Is(err, consult.ErrTooManyPixels):
		return consult.Problems{
			{Field: "file", Key: "meeting.problem.file_pixels", Args: []any{"Max", consult.MaxMegapixels}},
		}, http.StatusRequestEntityTooLarge, nil
	case errors.Is(err, consult.ErrTooLarge):
		return consult.Problems{{Field: "file", Key: "meeting.problem.file_large"}}, http.StatusRequestEntityTooLarge,
			nil
	}
	return Refused(err)
}
