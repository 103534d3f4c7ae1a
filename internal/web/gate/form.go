package gate

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"samenspraak/internal/i18n"
)

// Form is what one form sent: each field once, but for those its route names as
// Many, and nothing else than the form itself. It is the only way to what
// somebody typed, so that control and direction marks are handled alike
// everywhere; how long a text may be its use case says.
type Form struct {
	values url.Values
	files  map[string]*File
	passed bool // files came along and were passed over
}

const formKey = "gate.form"

// FormOf is the form that a request sent: the body of a POST, the query of a GET.
func FormOf(c echo.Context) *Form {
	if f, ok := c.Get(formKey).(*Form); ok {
		return f
	}
	return &Form{values: c.QueryParams()}
}

// Query is what stands behind the question mark of an address, each value one
// tidy line.
func Query(c echo.Context) url.Values {
	return (&Form{values: c.QueryParams()}).Lines()
}

// Line is one line of text without what cannot be seen: i18n.Tidy.
func (f *Form) Line(name string) string { return i18n.Tidy(f.values.Get(name)) }

// Text is a text of several lines without what cannot be seen: i18n.TidyText.
func (f *Form) Text(name string) string { return i18n.TidyText(f.values.Get(name)) }

// Secret is a password as it was typed.
func (f *Form) Secret(name string) string { return f.values.Get(name) }

// Flag says whether a box was ticked, whose value is "1".
func (f *Form) Flag(name string) bool { return f.values.Get(name) == "1" }

// Has says whether a field came with something in it, such as the button that
// was pressed.
func (f *Form) Has(name string) bool { return f.Line(name) != "" }

// ID is the number of a thing; what is no number is 0, which is none.
func (f *Form) ID(name string) int64 {
	n, _ := strconv.ParseInt(f.Line(name), 10, 64)
	return n
}

// Many are the lines of a field that may come more than once, in their order.
func (f *Form) Many(name string) []string {
	var lines []string
	for _, value := range f.values[name] {
		lines = append(lines, i18n.Tidy(value))
	}
	return lines
}

// Texts are Many of several lines each.
func (f *Form) Texts(name string) []string {
	var texts []string
	for _, value := range f.values[name] {
		texts = append(texts, i18n.TidyText(value))
	}
	return texts
}

// Lines are all fields, each value one line.
func (f *Form) Lines() url.Values {
	all := make(url.Values, len(f.values))
	for name := range f.values {
		all[name] = f.Many(name)
	}
	return all
}

// once refuses a form in which a field comes twice that is no field of many:
// nobody's browser sends that, and whoever reads one would not see the other.
func (f *Form) once(many []string) error {
	for name, values := range f.values {
		if len(values) > 1 && !slices.ContainsFunc(many, func(m string) bool {
			return name == m || strings.HasSuffix(m, ".") && strings.HasPrefix(name, m)
		}) {
			return fmt.Errorf("the field %q comes %d times", name, len(values))
		}
	}
	return nil
}

// File is one that came with a form.
type File struct {
	Name    string // as its sender calls it, without folders
	Size    int64
	Content io.ReadSeeker // at its begin
}

// File is that of a field, or nil when none was chosen, or an empty one.
func (f *Form) File(name string) *File { return f.files[name] }

// fileMemory is how much of the files of a form is held in memory; the rest is
// on the disk, in files without a name: nothing of them is left when the
// program is killed.
const fileMemory = 1 << 20

// errSpool: the temporary folder takes no file. That is our affair.
var errSpool = errors.New("a file that was sent could not be put down")

func (f *Form) takeFile(field string, part *multipart.Part, how reading, memory *int) error {
	name := part.FileName()
	if name == "" { // none was chosen
		return nil
	}
	f.passed = how.passOver
	if how.passOver {
		return nil
	}
	if len(f.files) == maxFiles {
		return errTooMuch
	}
	if f.files[field] != nil {
		return fmt.Errorf("the file %q comes twice", field)
	}
	small, err := io.ReadAll(io.LimitReader(part, int64(*memory)+1))
	if err != nil {
		return err
	}
	file := &File{Name: name, Size: int64(len(small)), Content: bytes.NewReader(small)}
	if len(small) > *memory {
		if file.Content, file.Size, err = putDown(io.MultiReader(bytes.NewReader(small), part)); err != nil {
			return err
		}
	} else {
		*memory -= len(small)
	}
	if f.files == nil {
		f.files = map[string]*File{}
	}
	if file.Size > 0 {
		f.files[field] = file
	}
	return nil
}

// putDown writes what is sent to a file that has no name any more.
func putDown(content io.Reader) (io.ReadSeeker, int64, error) {
	file, err := os.CreateTemp("", "samenspraak-*")
	if err == nil {
		err = os.Remove(file.Name())
	}
	if err != nil {
		return nil, 0, fmt.Errorf("%w: %w", errSpool, err)
	}
	size, err := io.Copy(spoolWriter{file}, content)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	return file, size, nil
}

// spoolWriter tells a disk that is full from a sender who stops.
type spoolWriter struct{ file *os.File }

func (w spoolWriter) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	if err != nil {
		err = fmt.Errorf("%w: %w", errSpool, err)
	}
	return n, err
}

// drop frees the files.
func (f *Form) drop() {
	for _, file := range f.files {
		if onDisk, ok := file.Content.(*os.File); ok {
			_ = onDisk.Close()
		}
	}
}
