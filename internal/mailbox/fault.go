package mailbox

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Stages at which the fault hook is asked.
const (
	// StageConnect is before the greeting, and before the handshake of implicit TLS.
	StageConnect = "connect"
	// StageHello is the first EHLO or HELO of a connection, and the first after STARTTLS.
	StageHello = "hello"
	// StageMail and StageRcpt are those commands.
	StageMail = "mail"
	StageRcpt = "rcpt"
	// StageData is after the server agreed to take the message and before it
	// reads it; a code is answered after the message.
	StageData = "data"
	// StageDot is after the message was received whole and before the answer.
	StageDot = "dot"
)

// A Fault is what the server does instead of its duty, in the order of the
// fields: it says nothing for a while, cuts the connection, or answers Code
// (421, 450, 550…) with Enhanced and Text. With only Hang set it then goes on as usual.
type Fault struct {
	Hang     time.Duration
	Drop     bool
	Code     int
	Enhanced [3]int // zero means x.0.0
	Text     string
}

// fault asks the hook and carries out what it says; an error ends the stage.
func (b *Box) fault(stage, to string, conn net.Conn) error {
	f := b.ask(stage, to)
	if f == nil {
		return nil
	}
	if f.Hang > 0 {
		timer := time.NewTimer(f.Hang)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-b.done:
		}
	}
	if f.Drop {
		_ = conn.Close()
		return net.ErrClosed
	}
	if f.Code != 0 {
		return &smtp.SMTPError{Code: f.Code, EnhancedCode: f.Enhanced, Message: f.words()}
	}
	return nil
}

func (f *Fault) words() string {
	if f.Text == "" {
		return "As the test demands"
	}
	return f.Text
}

func (b *Box) ask(stage, to string) *Fault {
	if b.settings.fault == nil {
		return nil
	}
	b.mu.Lock()
	b.asked[stage]++
	n := b.asked[stage]
	b.mu.Unlock()
	return b.settings.fault(stage, to, n)
}

// faultListener lets the hook act before a connection's first byte.
type faultListener struct {
	net.Listener
	box *Box
}

func (l faultListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &faultConn{Conn: conn, box: l.box}, nil
}

type faultConn struct {
	net.Conn
	box  *Box
	once sync.Once
	err  error
}

// Write waits for the first thing the server says, which is its greeting.
func (c *faultConn) Write(p []byte) (int, error) {
	c.once.Do(func() {
		c.err = c.box.fault(StageConnect, "", c.Conn)
		var reply *smtp.SMTPError
		if errors.As(c.err, &reply) {
			_, _ = fmt.Fprintf(c.Conn, "%d %s\r\n", reply.Code, reply.Message)
			_ = c.Conn.Close()
		}
	})
	if c.err != nil {
		return 0, c.err
	}
	return c.Conn.Write(p)
}
