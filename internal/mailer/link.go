package mailer

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-mail/mail/v2"
)

// A link is the network connection under a conversation. It knows how far the
// opening of the conversation got, which go-mail does not tell, and closes once.
type link struct {
	net.Conn
	stage Stage
	once  sync.Once
	err   error
}

func connect(ctx context.Context, s Settings) (*link, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.address())
	if err != nil {
		return nil, err
	}
	l := &link{Conn: conn, stage: StageDial}
	if s.ImplicitTLS {
		l.stage = StageTLS
	}
	return l, nil
}

// Write notes the one command after which the conversation is about TLS; it is
// always sent in the clear.
func (l *link) Write(p []byte) (int, error) {
	if l.stage == StageDial && bytes.HasPrefix(p, []byte("STARTTLS")) {
		l.stage = StageTLS
	}
	return l.Conn.Write(p)
}

func (l *link) Close() error {
	l.once.Do(func() { l.err = l.Conn.Close() })
	return l.err
}

// closeWhenDone closes the link when ctx ends, which wakes whatever read or write
// waits on it. The function returned calls that off.
func (l *link) closeWhenDone(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = l.Close() })
}

// go-mail dials through a package variable, with its own timeout starting only
// after the greeting, so that a silent server holds it for ever. It is given
// connections instead: one is registered under a ticket, the ticket is passed as
// the host name, and the variable, set once for all dialers, exchanges the one
// for the other.
var (
	registerOnce sync.Once
	tickets      atomic.Uint64
	links        sync.Map // ticket → *link
)

func ticketFor(l *link) (ticket string, forget func()) {
	registerOnce.Do(func() { mail.NetDialTimeout = redeem })
	ticket = fmt.Sprintf("ticket-%d", tickets.Add(1))
	links.Store(ticket, l)
	return ticket, func() { links.Delete(ticket) }
}

func redeem(_, address string, _ time.Duration) (net.Conn, error) {
	ticket, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	l, ok := links.LoadAndDelete(ticket)
	if !ok {
		return nil, fmt.Errorf("no connection was opened for %s", ticket)
	}
	return l.(*link), nil
}
