package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

const (
	defaultLimit = 2000
	maxMailSize  = 5 << 20
	maxTotalSize = 256 << 20
)

// A Box receives mail on an address of this machine. All methods may be called
// from several goroutines.
type Box struct {
	settings settings
	listener net.Listener
	server   *smtp.Server
	served   chan struct{} // closed when the accept loop has ended
	done     chan struct{} // closed by Close; ends hanging faults

	mu      sync.Mutex
	kept    []Mail // oldest first
	size    int
	last    int // the highest ID given
	changed chan struct{}
	asked   map[string]int // stage → how often the fault hook was asked
}

type settings struct {
	now            func() time.Time
	fault          func(stage, to string, n int) *Fault
	startTLS       *tls.Config
	implicitTLS    *tls.Config
	user, password string
	limit          int
	stylesheet     string
}

// An Option changes how a Box behaves.
type Option func(*settings)

// WithClock sets the clock for Mail.At. Without it At is what the mail's own
// Date says.
func WithClock(now func() time.Time) Option { return func(s *settings) { s.now = now } }

// WithFault sets the hook that makes the server misbehave. It is asked at every
// stage (see the Stage constants) with the recipient, where there is one, and
// the number of times this stage was reached, counted from 1; nil means behave.
func WithFault(hook func(stage, to string, n int) *Fault) Option {
	return func(s *settings) { s.fault = hook }
}

// WithStartTLS offers STARTTLS.
func WithStartTLS(c *tls.Config) Option { return func(s *settings) { s.startTLS = c } }

// WithImplicitTLS speaks TLS from the first byte.
func WithImplicitTLS(c *tls.Config) Option { return func(s *settings) { s.implicitTLS = c } }

// WithSignIn demands AUTH PLAIN with this name and password before MAIL.
func WithSignIn(user, password string) Option {
	return func(s *settings) { s.user, s.password = user, password }
}

// WithLimit keeps at most n mails (2000 without it); the oldest go first.
func WithLimit(n int) Option { return func(s *settings) { s.limit = n } }

// WithStylesheet links the stylesheet at this address, of the same origin, in
// the pages. The pages' own sheet stands in a cascade layer before it and fills
// in what it leaves open.
func WithStylesheet(url string) Option { return func(s *settings) { s.stylesheet = url } }

// Open starts a server on addr, for example "127.0.0.1:0".
func Open(addr string, options ...Option) (*Box, error) {
	b := &Box{
		settings: settings{limit: defaultLimit},
		served:   make(chan struct{}), done: make(chan struct{}), changed: make(chan struct{}),
		asked: make(map[string]int),
	}
	for _, option := range options {
		option(&b.settings)
	}
	if b.settings.limit < 1 {
		return nil, errors.New("mailbox: the limit must be at least 1")
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	b.listener = listener
	b.server = b.newServer()
	go b.serve()
	return b, nil
}

// Addr is the address the server listens on, as host:port.
func (b *Box) Addr() string { return b.listener.Addr().String() }

// Close stops the server and cuts its connections. The mails stay readable.
func (b *Box) Close() error {
	select {
	case <-b.done:
		return nil
	default:
		close(b.done)
	}
	err := b.server.Close()
	_ = b.listener.Close() // the server does not know it yet when it was only just opened
	<-b.served
	return err
}

// Mails gives the mails that were answered with 250, oldest first.
func (b *Box) Mails() []Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.accepted()
}

func (b *Box) accepted() []Mail {
	var mails []Mail
	for _, m := range b.kept {
		if m.Accepted {
			mails = append(mails, m)
		}
	}
	return mails
}

// Arrived gives every mail whose final dot was received, oldest first, whatever
// was answered: the sender of one that is not Accepted does not know its fate.
func (b *Box) Arrived() []Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.kept)
}

// Mail gives the accepted mail with this ID, if it is still kept.
func (b *Box) Mail(id int) (Mail, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.kept, func(m Mail) bool { return m.ID == id && m.Accepted })
	if i < 0 {
		return Mail{}, false
	}
	return b.kept[i], true
}

// Wait returns as soon as the box holds n accepted mails, with all of them, or
// with those there are and an error when ctx ends first.
func (b *Box) Wait(ctx context.Context, n int) ([]Mail, error) {
	for {
		b.mu.Lock()
		mails, changed := b.accepted(), b.changed
		b.mu.Unlock()
		if len(mails) >= n {
			return mails, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return mails, fmt.Errorf("mailbox: %d of %d mails: %w", len(mails), n, ctx.Err())
		}
	}
}

// Clear forgets all mails. IDs go on counting.
func (b *Box) Clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept, b.size = nil, 0
}

// arrive keeps one message, once per recipient, and returns the IDs.
func (b *Box) arrive(from string, to []string, raw []byte) []int {
	var ids []int
	for _, recipient := range to {
		m := parse(raw)
		m.EnvelopeFrom, m.To = from, recipient
		m.At = b.at(m)
		ids = append(ids, b.keep(m))
	}
	return ids
}

func (b *Box) at(m Mail) time.Time {
	if b.settings.now != nil {
		return b.settings.now()
	}
	at, err := m.Header.Date()
	if err != nil {
		return time.Time{}
	}
	return at
}

func (b *Box) keep(m Mail) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	m.ID = b.last
	b.kept = append(b.kept, m)
	b.size += len(m.Raw)
	for len(b.kept) > b.settings.limit || b.size > maxTotalSize {
		b.size -= len(b.kept[0].Raw)
		b.kept = slices.Delete(b.kept, 0, 1)
	}
	return m.ID
}

// accept marks mails as answered with 250 and wakes those who wait.
func (b *Box) accept(ids []int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.kept {
		if slices.Contains(ids, b.kept[i].ID) {
			b.kept[i].Accepted = true
		}
	}
	close(b.changed)
	b.changed = make(chan struct{})
}
