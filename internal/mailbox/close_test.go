package mailbox

import (
	"testing"
	"time"
)

// TestCloseRightAfterOpen closes a box before its accept loop has begun.
func TestCloseRightAfterOpen(t *testing.T) {
	for range 200 {
		b, err := Open("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		closed := make(chan error, 1)
		go func() { closed <- b.Close() }()
		select {
		case err := <-closed:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("Close hangs")
		}
	}
}
