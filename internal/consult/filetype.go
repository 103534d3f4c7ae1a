package consult

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// MaxFile is the largest attachment that is taken in.
const MaxFile = 25 << 20

// MaxMegapixels is the largest picture that is taken in, in millions of pixels.
const MaxMegapixels = 40

// FileKinds are the extensions of attachments that are taken in, in the order
// of the form's hint.
var FileKinds = []string{"pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "png", "jpg", "jpeg", "txt", "csv"}

const (
	officeType = "application/vnd.openxmlformats-officedocument."
	openType   = "application/vnd.oasis.opendocument."
)

// fileRules say for each extension which media type the content must have, and
// how one can tell.
var fileRules = map[string]struct {
	mediaType string
	fits      func(head []byte, r io.ReaderAt, size int64) bool
}{
	"pdf":  {"application/pdf", beginsWith("%PDF-")},
	"png":  {"image/png", beginsWith("\x89PNG\r\n\x1a\n")},
	"jpg":  {"image/jpeg", beginsWith("\xff\xd8\xff")},
	"jpeg": {"image/jpeg", beginsWith("\xff\xd8\xff")},
	"docx": {officeType + "wordprocessingml.document", officeFile("word/")},
	"xlsx": {officeType + "spreadsheetml.sheet", officeFile("xl/")},
	"pptx": {officeType + "presentationml.presentation", officeFile("ppt/")},
	"odt":  {openType + "text", openFile("text")},
	"ods":  {openType + "spreadsheet", openFile("spreadsheet")},
	"odp":  {openType + "presentation", openFile("presentation")},
	"txt":  {"text/plain; charset=utf-8", plainText},
	"csv":  {"text/csv; charset=utf-8", plainText},
}

// FileType is the media type of a file whose name and content agree about it.
// Otherwise, and for every kind that is not in FileKinds (svg, html, xml,
// programs, documents with macros), it returns an error that wraps
// ErrMediaType.
func FileType(name string, r io.ReaderAt, size int64) (string, error) {
	rule, known := fileRules[FileExtension(name)]
	if !known {
		return "", fmt.Errorf("extension of the file: %w", ErrMediaType)
	}
	head := make([]byte, min(size, 4096))
	if n, err := r.ReadAt(head, 0); n < len(head) {
		return "", fmt.Errorf("read the file's beginning: %w", err)
	}
	if len(head) == 0 || !rule.fits(head, r, size) {
		return "", fmt.Errorf("content of the file: %w", ErrMediaType)
	}
	return rule.mediaType, nil
}

// FileExtension is the last extension of a name in lower case, without its dot.
func FileExtension(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
}

func beginsWith(magic string) func([]byte, io.ReaderAt, int64) bool {
	return func(head []byte, _ io.ReaderAt, _ int64) bool { return bytes.HasPrefix(head, []byte(magic)) }
}

// officeFile looks into the container for the folder of its kind, and refuses
// macros.
func officeFile(folder string) func([]byte, io.ReaderAt, int64) bool {
	return func(head []byte, r io.ReaderAt, size int64) bool {
		types, inFolder := false, false
		for _, name := range entries(head, r, size) {
			types = types || name == "[Content_Types].xml"
			inFolder = inFolder || strings.HasPrefix(name, folder)
			if strings.HasSuffix(strings.ToLower(name), "vbaproject.bin") {
				return false
			}
		}
		return types && inFolder
	}
}

// openFile looks for the kind where OpenDocument puts it: uncompressed, at the
// very beginning (ODF 1.3 part 2, 3.3).
func openFile(kind string) func([]byte, io.ReaderAt, int64) bool {
	return func(head []byte, r io.ReaderAt, size int64) bool {
		want := "mimetype" + openType + kind
		if len(head) < 30+len(want) || string(head[30:30+len(want)]) != want {
			return false
		}
		for _, name := range entries(head, r, size) {
			if strings.HasPrefix(name, "Basic/") || strings.HasPrefix(name, "Scripts/") {
				return false
			}
		}
		return true
	}
}

// maxEntries is more than any document has and bounds what a made-up
// directory costs.
const maxEntries = 10_000

// entries lists the names in a container, none when it is not one.
func entries(head []byte, r io.ReaderAt, size int64) []string {
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) || mayList(r, size) > maxEntries {
		return nil
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil
	}
	names := make([]string, len(z.File))
	for i, f := range z.File {
		names[i] = f.Name
	}
	return names
}

// mayList is how many entries a container can list at most: the beginnings of
// entries in all of it, whatever it says of their number, which has sixteen bits
// and is a claim.
func mayList(r io.ReaderAt, size int64) (n int) {
	const sign = "PK\x01\x02"
	piece := make([]byte, 1<<16)
	for at := int64(0); at < size; at += int64(len(piece) - len(sign) + 1) {
		got, err := r.ReadAt(piece[:min(int64(len(piece)), size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return maxEntries + 1
		}
		n += bytes.Count(piece[:got], []byte(sign))
	}
	return n
}

// plainText says whether a file is text that no program would take for a page:
// no zero bytes, and no markup at its beginning.
func plainText(head []byte, _ io.ReaderAt, _ int64) bool {
	if bytes.IndexByte(head, 0) >= 0 {
		return false
	}
	start := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(head), "\ufeff"), " \t\r\n"))
	return !strings.HasPrefix(start, "<") && !strings.HasPrefix(start, "%pdf-") &&
		!strings.HasPrefix(start, "pk\x03\x04")
}

// FileName is the name under which a file is offered: the last part of what
// the browser sent, without characters that cannot stand in a name or that
// turn its reading direction, at most 120 characters with its extension kept.
func FileName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case r < ' ', r == 0x7f, strings.ContainsRune(`"<>:|?*;`, r), r == utf8.RuneError:
			return -1
		case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069, r == 0xfeff:
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	ext := path.Ext(name)
	base := []rune(strings.TrimSuffix(name, ext))
	if len(base) > 100 {
		base = base[:100]
	}
	if len(base) == 0 {
		base = []rune("bestand")
	}
	return strings.TrimSpace(string(base)) + ext
}
