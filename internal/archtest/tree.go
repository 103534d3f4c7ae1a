package archtest

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Finding is one place that breaks a rule.
type Finding struct {
	File string // slash-separated, from the tree's root
	Line int    // 0 when the whole file is meant
	Text string // what is wrong there and what is right
}

func (f Finding) String() string {
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Text)
}

// A Tree is a module's source as the rules read it.
type Tree struct {
	Module string
	Files  []GoFile
	fsys   fs.FS
	fset   *token.FileSet
}

// A GoFile is one parsed source file, whatever its build tags.
type GoFile struct {
	Path   string
	Folder string // of the package
	Test   bool   // named _test.go, or in a package that exists for tests
	Lines  int
	Syntax *ast.File
}

var moduleLine = regexp.MustCompile(`(?m)^module\s+(\S+)`)

// Load reads the module whose root is fsys. Folders that the go command ignores are left out: testdata and
// those whose names begin with a dot or an underscore.
func Load(fsys fs.FS) (*Tree, error) {
	mod, err := fs.ReadFile(fsys, "go.mod")
	if err != nil {
		return nil, err
	}
	name := moduleLine.FindSubmatch(mod)
	if name == nil {
		return nil, errors.New("go.mod names no module")
	}
	t := &Tree{Module: string(name[1]), fsys: fsys, fset: token.NewFileSet()}
	err = t.walk(func(file string) error {
		if path.Ext(file) != ".go" {
			return nil
		}
		return t.parse(file)
	})
	return t, err
}

func (t *Tree) walk(visit func(file string) error) error {
	return fs.WalkDir(t.fsys, ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !entry.IsDir():
			return visit(file)
		case file != "." && ignored(entry.Name()):
			return fs.SkipDir
		}
		return nil
	})
}

func ignored(folder string) bool {
	return folder == "testdata" || strings.HasPrefix(folder, ".") || strings.HasPrefix(folder, "_")
}

func (t *Tree) parse(file string) error {
	src, err := fs.ReadFile(t.fsys, file)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(t.fset, file, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	folder := path.Dir(file)
	_, testRoom := TestRooms[folder]
	t.Files = append(t.Files, GoFile{
		Path:   file,
		Folder: folder,
		Test:   testRoom || strings.HasSuffix(file, "_test.go"),
		Lines:  t.fset.File(syntax.FileStart).LineCount(),
		Syntax: syntax,
	})
	return nil
}

// at makes the finding for a position.
func (t *Tree) at(pos token.Pos, format string, args ...any) Finding {
	p := t.fset.Position(pos)
	return Finding{File: p.Filename, Line: p.Line, Text: fmt.Sprintf(format, args...)}
}

// each visits the text of every file below folder that has one of the extensions.
func (t *Tree) each(folder string, extensions []string, visit func(file, text string) error) error {
	return t.walk(func(file string) error {
		if folder != "." && !within(file, folder) || !slices.Contains(extensions, path.Ext(file)) {
			return nil
		}
		text, err := fs.ReadFile(t.fsys, file)
		if err != nil {
			return err
		}
		return visit(file, string(text))
	})
}

// within tells whether a path is a folder or lies below it.
func within(file, folder string) bool {
	return file == folder || strings.HasPrefix(file, folder+"/")
}

// lineOf counts lines from 1, as editors do.
func lineOf(text string, offset int) int {
	return 1 + strings.Count(text[:offset], "\n")
}
