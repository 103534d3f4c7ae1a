package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"samenspraak/internal/mailer"
)

// MailSettings say from where and through what mail is sent.
type MailSettings struct {
	From string // MAIL_FROM: the address in From and in the envelope
	// Dial opens a conversation with the server. Without it nothing is sent.
	Dial func(context.Context) (MailConn, error)
}

// MailConn is one conversation with a mail server; mailer.Conn is one. See
// there for what its errors mean.
type MailConn interface {
	Send(ctx context.Context, envelopeFrom, to string, raw []byte, beforeData func() error) error
	Close() error
}

// Limits of one conversation, and of the patience with a server that fails.
const (
	mailsPerConn  = 100
	connIdle      = time.Minute
	failuresMost  = 5 // in a row, before sending pauses
	shortestPause = time.Minute
	longestPause  = 15 * time.Minute
)

// carrier is what the senders of one process share: their connections, and the
// memory of how the server did.
type carrier struct {
	settings MailSettings

	mu       sync.Mutex
	lines    map[string]*line
	bells    []chan struct{}
	failures int
	pause    time.Duration
	until    time.Time
	trouble  string
}

func newCarrier(settings MailSettings) *carrier {
	return &carrier{settings: settings, lines: map[string]*line{}}
}

// Wake returns a channel on which something comes when mail was queued in this
// process. Each sender takes one of its own.
func (s *Service) Wake() <-chan struct{} {
	bell := make(chan struct{}, 1)
	s.mail.mu.Lock()
	defer s.mail.mu.Unlock()
	s.mail.bells = append(s.mail.bells, bell)
	return bell
}

func (p *carrier) ring() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, bell := range p.bells {
		select {
		case bell <- struct{}{}:
		default: // it rings already
		}
	}
}

// MailTrouble is what keeps mail from going out; zero when nothing does.
type MailTrouble struct {
	Failures int       // conversations in a row that failed
	Until    time.Time // sending pauses until then; zero: it does not
	Error    string
}

// MailTrouble says how the mail server did of late.
func (s *Service) MailTrouble() MailTrouble {
	s.mail.mu.Lock()
	defer s.mail.mu.Unlock()
	return MailTrouble{Failures: s.mail.failures, Until: s.mail.until, Error: s.mail.trouble}
}

func (p *carrier) paused(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return now.Before(p.until)
}

// worked forgets former failures.
func (p *carrier) worked() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failures, p.pause, p.until, p.trouble = 0, 0, time.Time{}, ""
}

// failed notes a failure that is the server's or the way's to it. After five in
// a row sending pauses, each time longer: a server that is down does not come
// up sooner because we knock.
func (p *carrier) failed(err error, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failures++
	p.trouble = serverSaid(err)
	if p.failures < failuresMost {
		return
	}
	p.pause = min(max(2*p.pause, shortestPause), longestPause)
	p.until = now.Add(p.pause)
}

// line is the connection of one sender, kept while it is good.
type line struct {
	conn MailConn
	sent int
	used time.Time
}

func (p *carrier) line(worker string) *line {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.lines[worker]
	if !ok {
		l = &line{}
		p.lines[worker] = l
	}
	return l
}

func (l *line) hangUp() {
	if l.conn != nil {
		_ = l.conn.Close() // every mail has its answer already
	}
	l.conn, l.sent = nil, 0
}

// rest hangs up what was silent too long.
func (l *line) rest(now time.Time) {
	if l.conn != nil && now.Sub(l.used) >= connIdle {
		l.hangUp()
	}
}

// open makes sure of a connection.
func (l *line) open(ctx context.Context, dial func(context.Context) (MailConn, error), now time.Time) error {
	if l.sent >= mailsPerConn {
		l.hangUp()
	}
	if l.conn != nil {
		return nil
	}
	if dial == nil {
		return errors.New("no mail server is set")
	}
	conn, err := dial(ctx)
	if err != nil {
		return err
	}
	l.conn, l.used = conn, now
	return nil
}

// serverSaid is what the server answered, in its words, or what went wrong on
// the way to it. It may name the recipient: for staff, not for the log.
func serverSaid(err error) string {
	var e *mailer.Error
	if !errors.As(err, &e) || e.Code == 0 {
		return cutTo(err.Error(), 500)
	}
	return cutTo(strings.Join(strings.Fields(fmt.Sprintf("%d %s %s", e.Code, e.Enhanced, e.Text)), " "), 500)
}

func cutTo(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}

// oursOrTheirs says that a failure has nothing to do with this mail: any other
// would have met it too. It does not count against the mail.
func oursOrTheirs(e *mailer.Error) bool {
	switch e.Stage {
	case mailer.StageRcpt, mailer.StageData, mailer.StageAfterData:
		return e.Code < 400 && e.Temporary()
	}
	return e.Temporary()
}
