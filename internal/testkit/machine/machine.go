// Package machine holds what tests ask of the machine they run on. A machine
// that lacks it fails the test, because what is skipped is not tested. It
// imports nothing of ours, so that the tests of every package can use it.
package machine

import (
	"fmt"
	"os"
	"syscall"
	"testing"
)

// Postgres is the address of the server on which tests make their databases.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("SAMENSPRAAK_TEST_POSTGRES")
	if server == "" {
		t.Fatal("this test needs PostgreSQL: start it with tools/postgres.sh, " +
			"as in tools/postgres.sh go test ./internal/store/")
	}
	return server
}

// SmallDisk mounts a disk of so many bytes for one test.
func SmallDisk(t testing.TB, size int64) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Fatalf("this test needs a small disk and so the right to mount a tmpfs "+
			"(root, or CAP_SYS_ADMIN in a container): %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}
