package app

import (
	"os"
	"path/filepath"
	"testing"
)

// TestOwnUploads: the folder of a dead process goes, those of the living and
// what is not ours stay, and an orderly end leaves nothing.
func TestOwnUploads(t *testing.T) {
	parent := t.TempDir()
	t.Setenv("TMPDIR", parent)
	dead := filepath.Join(parent, uploadsPrefix+"dead")
	foreign := filepath.Join(parent, "multipart-of-another-program")
	file := filepath.Join(parent, uploadsPrefix+"file")
	for _, dir := range []string{dead, foreign} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "multipart-1"), []byte("embargo"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	release, err := OwnUploads()
	if err != nil {
		t.Fatal(err)
	}
	own := os.TempDir()
	if info, err := os.Stat(own); err != nil || info.Mode().Perm() != 0o700 || filepath.Dir(own) != parent {
		t.Errorf("%s: %v, %v", own, info, err)
	}
	there := func(path string) bool { _, err := os.Lstat(path); return err == nil }
	if there(dead) || !there(foreign) || !there(file) {
		t.Errorf("dead %v, foreign %v, file %v", there(dead), there(foreign), there(file))
	}

	t.Setenv("TMPDIR", parent) // a second process
	second, err := OwnUploads()
	if err != nil {
		t.Fatal(err)
	}
	if !there(own) {
		t.Error("a second process cleared away the folder of the first")
	}
	second()
	release()
	if there(own) || there(os.TempDir()) && os.TempDir() != parent {
		t.Error("an orderly end leaves a folder behind")
	}
	t.Setenv("TMPDIR", filepath.Join(parent, "nowhere"))
	if _, err := OwnUploads(); err == nil {
		t.Error("no error where no folder can be made")
	}
}
