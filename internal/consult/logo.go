package consult

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
)

// The largest logo: in bytes, and in pixels each way. Every visitor fetches it,
// and a small file can unpack to more pixels than a phone has room for.
const (
	MaxLogo     = 512 << 10
	MaxLogoSide = 4000
)

// LogoKinds are the extensions of logos that are taken in. SVG is none of them:
// it can hold scripts.
var LogoKinds = []string{"png", "jpg", "jpeg"}

// Logo is the picture beside the name of the region. Zero is none.
type Logo struct {
	SHA256        string // of the content, hex; the content is kept under it
	MediaType     string // image/png or image/jpeg
	Width, Height int    // in pixels
}

// FileName is the name under which the site serves the logo: another picture
// has another name, so that a browser may keep it for good. It is empty without
// a logo.
func (l Logo) FileName() string {
	switch {
	case l.SHA256 == "":
		return ""
	case l.MediaType == "image/png":
		return l.SHA256 + ".png"
	}
	return l.SHA256 + ".jpg"
}

// ReadLogo reads what a file says of itself in its first bytes; it never unpacks
// the picture. It returns Problems of the field "file" for a kind that is not
// taken in, a name and content that do not agree, and one that is too large.
func ReadLogo(name string, content []byte) (Logo, Problems) {
	refuse := func(key string, args ...any) (Logo, Problems) {
		return Logo{}, Problems{{Field: "file", Key: key, Args: args}}
	}
	switch {
	case len(content) == 0:
		return refuse("settings.problem.logo_file")
	case !slices.Contains(LogoKinds, FileExtension(name)):
		return refuse("settings.problem.logo_type")
	case len(content) > MaxLogo:
		return refuse("settings.problem.logo_large", "Max", MaxLogo>>10)
	}
	kind, err := FileType(name, bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return refuse("settings.problem.logo_type")
	}
	size, err := pictureSize(kind, content)
	switch {
	case err != nil || size.Width < 1 || size.Height < 1:
		return refuse("settings.problem.logo_type")
	case size.Width > MaxLogoSide || size.Height > MaxLogoSide:
		return refuse("settings.problem.logo_side", "Max", MaxLogoSide)
	}
	sum := sha256.Sum256(content)
	return Logo{SHA256: hex.EncodeToString(sum[:]), MediaType: kind, Width: size.Width, Height: size.Height}, nil
}

func pictureSize(mediaType string, content []byte) (image.Config, error) {
	if mediaType == "image/png" {
		return png.DecodeConfig(bytes.NewReader(content))
	}
	return jpeg.DecodeConfig(bytes.NewReader(content))
}
